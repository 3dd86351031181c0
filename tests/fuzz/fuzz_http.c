/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes on a connection of the gate's HTTP server, down to who sends them and what is submitted or decided: whatever
 * comes is answered in whole answers or not at all; nobody is anybody without the token or the session; the parts of a
 * form are as many however the bytes arrive.
 *
 * A byte 0x1C in an input is a pause in what is sent, and is not sent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/assert.h"
#include "gate/decision_json.h"
#include "gate/http_server.h"
#include "gate/identity.h"
#include "gate/secret.h"
#include "gate/submission.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 16 << 10, BODY_MOST = 8 << 10, PAUSE = 0x1C, PAUSE_US = 300, PATIENCE_US = 10000 };

static const char token[] = "gk_fuzz";
static char folder[] = "/tmp/guanka-fuzz-XXXXXX";
static char address[64], database[64];
static struct store *store;
static struct arena *arena;

static bool has_secret(const struct http_request *request)
{
    const char *header = http_header(request, "Authorization"), *cookie = http_cookie(request, identity_cookie);

    return header != NULL ? strcmp(header + strcspn(header, " ") + 1, token) == 0
                          : cookie != NULL && strcmp(cookie, token) == 0;
}

static void check_identity(const struct http_request *request)
{
    const struct identity_options options = { 0 };
    struct identity identity;

    ASSERT(identity_find(&options, request, store, 1, arena, &identity, NULL) == STATUS_OK);
    if (identity.kind != IDENTITY_NOBODY)
        ASSERT(has_secret(request) && strcmp(identity.account, "fuzz") == 0);
    else
        ASSERT(identity.roles == 0 && identity.account[0] == '\0');
}

static void handle(void *context, unsigned worker, const struct http_request *request, struct http_response *response)
{
    struct submission submission;
    struct decision decision;
    struct error error = { 0 };
    uint64_t bytes = request->body.size;

    (void)context;
    (void)worker;
    arena_reset(arena);
    check_identity(request);
    for (size_t index = 0; index < request->part_count; index++) {
        bytes += request->parts[index].bytes.size;
        ASSERT(request->parts[index].name != NULL && request->parts[index].file_name != NULL);
    }
    ASSERT(bytes <= BODY_MOST && (request->part_count == 0 || request->body.size == 0));
    response->status = submission_read(request, arena, &submission, &error) == STATUS_OK          ? 200
                       : decision_json_read(request->body, arena, &decision, &error) == STATUS_OK ? 201
                                                                                                  : 400;
    response->media_type = "text/plain";
    buf_text(&response->body, "read");
    http_response_header(response, "X-Parts", "%zu", request->part_count);
}

static void write_accounts(void)
{
    const struct account_row account = { .name = "fuzz", .display = "", .unit = "", .roles = 1, .password = "" };
    struct token_row machine = { .id = "t", .account = "fuzz", .label = "", .roles = 1 };
    struct session_row session = { .account = "fuzz", .expires_ms = INT64_MAX };
    struct store *writing;

    ASSERT(token_digest(token, &machine.digest) == STATUS_OK);
    session.digest = machine.digest;
    ASSERT(store_open(database, STORE_WRITE, &writing, NULL) == STATUS_OK);
    ASSERT(store_begin(writing, NULL) == STATUS_OK && account_put(writing, &account, NULL) == STATUS_OK);
    ASSERT(token_insert(writing, &machine, NULL) == STATUS_OK && session_insert(writing, &session, NULL) == STATUS_OK);
    ASSERT(store_commit(writing, NULL) == STATUS_OK);
    store_close(writing);
}

static struct sockaddr_un place(void)
{
    struct sockaddr_un name = { .sun_family = AF_UNIX };

    (void)snprintf(name.sun_path, sizeof name.sun_path, "%s", address);
    return name;
}

static void clean_up(void)
{
    char command[128];

    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    (void)!system(command);
}

/* One server for all inputs; it ends with the process. */
static void start(void)
{
    struct sockaddr_un name;
    struct http_listener listener = { .is_local = true };
    static struct http_server *server;
    struct http_server_options options = { .listeners = &listener,
                                           .listener_count = 1,
                                           .workers = 1,
                                           .receivers = 1,
                                           .queue_max = 4,
                                           .connections_max = 64,
                                           .body_bytes_max = BODY_MOST,
                                           .pending_bytes_max = 4 * BODY_MOST,
                                           .idle_seconds = 1,
                                           .receive_seconds = 5,
                                           .handle = handle };

    if (server != NULL)
        return;
    ASSERT(mkdtemp(folder) != NULL);
    (void)snprintf(address, sizeof address, "%s/socket", folder);
    (void)snprintf(database, sizeof database, "%s/gate.db", folder);
    ASSERT(atexit(clean_up) == 0);
    write_accounts();
    ASSERT(store_open(database, STORE_READ, &store, NULL) == STATUS_OK && arena_create(&arena) == STATUS_OK);
    name = place();
    listener.descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ASSERT(bind(listener.descriptor, (struct sockaddr *)&name, sizeof name) == 0
           && listen(listener.descriptor, 64) == 0);
    ASSERT(http_server_start(&options, &server, NULL) == STATUS_OK);
}

/* False when the server has closed it. */
static bool send_all(int socket, const uint8_t *data, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(socket, data, size, MSG_NOSIGNAL);

        if (sent <= 0)
            return false;
        data += sent;
        size -= (size_t)sent;
    }
    return true;
}

static void send_in_pieces(int socket, const uint8_t *data, size_t size, bool with_pauses)
{
    while (size > 0) {
        const uint8_t *pause = memchr(data, PAUSE, size);
        size_t piece = pause != NULL ? (size_t)(pause - data) : size;

        if (!send_all(socket, data, piece) || pause == NULL)
            return;
        if (with_pauses)
            (void)usleep(PAUSE_US);
        data += piece + 1;
        size -= piece + 1;
    }
}

/* Of all answers on a connection, what does not depend on the time. */
struct answers {
    char text[1024];
    size_t size;
};

static void note_line(struct answers *answers, const char *line, size_t size)
{
    bool counts = strncmp(line, "HTTP/1.", 7) == 0 || strncmp(line, "X-Parts:", 8) == 0;

    if (!counts || answers->size + size > sizeof answers->text)
        return;
    memcpy(answers->text + answers->size, line, size);
    answers->size += size;
}

static void receive(int socket, struct answers *answers)
{
    static char received[1 << 20];
    size_t total = 0;
    ssize_t size;

    while (total + 1 < sizeof received && (size = recv(socket, received + total, sizeof received - 1 - total, 0)) > 0)
        total += (size_t)size;
    received[total] = '\0';
    ASSERT(total < 7 || strncmp(received, "HTTP/1.", 7) == 0);
    answers->size = 0;
    for (const char *line = received, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
        note_line(answers, line, (size_t)(end - line));
}

static void talk(const uint8_t *data, size_t size, bool with_pauses, struct answers *answers)
{
    /* What is cut short may have no answer, and the server waits for the rest. */
    const struct timeval patience = { .tv_usec = PATIENCE_US };
    struct sockaddr_un name = place();
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ASSERT(client >= 0 && connect(client, (struct sockaddr *)&name, sizeof name) == 0);
    ASSERT(setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
    send_in_pieces(client, data, size, with_pauses);
    (void)shutdown(client, SHUT_WR);
    receive(client, answers);
    close(client);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct answers with_pauses, without;
    size_t common;

    if (size > SIZE_LIMIT)
        return 0;
    start();
    talk(data, size, true, &with_pauses);
    if (size == 0 || memchr(data, PAUSE, size) == NULL)
        return 0;
    talk(data, size, false, &without);
    /* An answer can be lost when the server has closed what is still being sent. */
    common = with_pauses.size < without.size ? with_pauses.size : without.size;
    ASSERT(memcmp(with_pauses.text, without.text, common) == 0);
    return 0;
}
