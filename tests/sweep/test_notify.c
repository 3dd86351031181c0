/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages that wait in a store, and somebody who listens.
 */
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "store/incidents.h"
#include "store/notices.h"
#include "store/sweeps.h"
#include "sweep/notify.h"

enum { NOW_MS = 1000000, LARGE = 3 << 20 };

static char folder[] = "/tmp/guanka-notify-XXXXXX";
static struct store *store;
static struct error error;

static void set_up(void)
{
    struct sweep_row sweep = { .site = "a", .operator= "automatic", .reason = "", .started_ms = 1 };
    struct incident_row incident = { .site = "a", .family = "tamper", .discovered_ms = 1 };
    char path[100];

    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/store.db", folder);
    cr_assert_eq(store_open(path, STORE_WRITE, &store, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(store_begin(store, &error), STATUS_OK);
    cr_assert_eq(sweeps_begin(store, &sweep, &error), STATUS_OK, "%s", error.message);
    incident.sweep = sweep.id;
    cr_assert_eq(incidents_open(store, &incident, "19700101", 0, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(store_commit(store, &error), STATUS_OK);
}

static void tear_down(void)
{
    char command[200];

    store_close(store);
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_expect_eq(system(command), 0);
}

TestSuite(notify, .init = set_up, .fini = tear_down);

static int listen_somewhere(char address[64])
{
    struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof name;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    cr_assert_eq(bind(listener, (struct sockaddr *)&name, size), 0);
    cr_assert_eq(listen(listener, 5), 0);
    cr_assert_eq(getsockname(listener, (struct sockaddr *)&name, &size), 0);
    (void)snprintf(address, 64, "http://127.0.0.1:%u/", (unsigned)ntohs(name.sin_port));
    return listener;
}

static void write_message(const char *address, const char *body)
{
    const struct notice_row notice = {
        .incident = "INC-19700101-001", .address = address, .subject = "", .body = body, .created_ms = 1
    };

    cr_assert_eq(store_begin(store, &error), STATUS_OK);
    cr_assert_eq(notices_insert(store, &notice, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(store_commit(store, &error), STATUS_OK);
}

/* Who has the address of a webhook can write there: what it has behind its host is a secret. */
Test(notify, of_webhooks_only_the_host_is_told)
{
    static const char *const told[][2] = {
        { "https://oapi.dingtalk.com/robot/send?access_token=geheim", "https://oapi.dingtalk.com/…" },
        { "https://hook.test:8443/geheim", "https://hook.test:8443/…" },
        { "http://hook.test?key=geheim", "http://hook.test/…" },
        { "http://zhang:geheim@hook.test/", "http://hook.test/…" },
        { "https://[fd00::1]:443/geheim", "https://[fd00::1]:443/…" },
        { "mailto:zhang@xingyi.test", "mailto:zhang@xingyi.test" },
    };

    for (size_t index = 0; index < sizeof told / sizeof *told; index++) {
        struct buf out = BUF_INIT(1000);

        notify_describe_address(&out, told[index][0]);
        cr_expect_str_eq(out.data, told[index][1]);
        buf_free(&out);
    }
}

Test(notify, a_message_that_cannot_be_signed_does_not_leave)
{
    const struct notify_options options = { .webhook_key = "key" };
    char address[64], *body = malloc(LARGE + 1);
    int listener = listen_somewhere(address);
    struct pollfd asked = { .fd = listener, .events = POLLIN };
    unsigned waiting = 0;

    memset(body, 'a', LARGE);
    body[LARGE] = '\0';
    write_message(address, body);
    cr_expect_eq(notify_send_due(store, &options, NOW_MS, &waiting, &error), STATUS_OK);
    cr_expect_eq(waiting, 1);
    cr_expect_eq(poll(&asked, 1, 0), 0, "it was connected to");
    close(listener);
    free(body);
}
