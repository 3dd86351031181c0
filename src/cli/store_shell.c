/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/store_shell.h"

#include <pwd.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "store/ledger.h"

void store_shell_actor(char actor[STORE_SHELL_ACTOR_SIZE])
{
    const struct passwd *user = getpwuid(getuid());

    (void)snprintf(actor, STORE_SHELL_ACTOR_SIZE, "cli:%.50s", user != NULL ? user->pw_name : "?");
}

static bool read_latest(void *context, const struct ledger_entry *entry)
{
    int64_t *latest = context;

    *latest = entry->at_ms > *latest ? entry->at_ms : *latest;
    return false;
}

enum status store_shell_run(struct store *store, store_shell_task *task, void *context, struct error *error)
{
    int64_t now_ms = (int64_t)time(NULL) * 1000;
    struct ledger_head head = { 0 };
    enum status status = store_begin(store, error);

    if (status == STATUS_OK)
        status = ledger_head(store, &head, error);
    if (status == STATUS_OK && head.sequence > 0)
        status = ledger_read(store, head.sequence, read_latest, &now_ms, error);
    if (status == STATUS_OK)
        status = task(context, store, now_ms, error);
    return store_end_writing(store, status, error);
}
