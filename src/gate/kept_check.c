/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/kept_check.h"

#include <jansson.h>
#include <string.h>

#include "store/ledger.h"

enum { ENTRY_KINDS_MAX = 4 };

/* Entries that tell of a thing after it was changed; the first of them tells that it was made. */
static const char *const entry_kinds[KEPT_DIGEST_COUNT][ENTRY_KINDS_MAX] = {
    [KEPT_REVIEW] = { "submitted", "assessed", "decided", "superseded" },
    [KEPT_ACCOUNT] = { "account-written" },
    [KEPT_TOKEN] = { "token-created", "token-revoked" },
    [KEPT_DELEGATION] = { "delegated", "delegation-revoked" },
};

struct checking {
    const struct store *store;
    kept_found_fault *found;
    void *context;
    enum kept_kind kind;
    enum status status;
    struct error *error;
};

/* What the last entry of one thing says of it. */
struct told {
    enum kept_kind kind;
    int64_t sequence;
    bool has_digest;
    struct digest digest;
};

static bool tells_of(enum kept_kind kind, const char *entry_kind)
{
    for (size_t index = 0; index < ENTRY_KINDS_MAX && entry_kinds[kind][index] != NULL; index++) {
        if (strcmp(entry_kinds[kind][index], entry_kind) == 0)
            return true;
    }
    return false;
}

static bool take_entry(void *context, const struct ledger_entry *entry)
{
    struct told *told = context;
    json_t *body;
    const char *text;

    if (!tells_of(told->kind, entry->kind))
        return true;
    body = json_loads(entry->body, 0, NULL);
    text = json_string_value(json_object_get(body, "kept"));
    told->sequence = entry->sequence;
    told->has_digest = text != NULL && digest_parse(text, &told->digest);
    json_decref(body);
    return true;
}

static bool check_one(void *context, const char *id)
{
    struct checking *checking = context;
    struct told told = { .kind = checking->kind };
    struct digest digest;
    bool found = false;

    checking->status = ledger_read_subject(checking->store, id, take_entry, &told, checking->error);
    if (checking->status == STATUS_OK)
        checking->status = kept_digest(checking->store, checking->kind, id, &digest, &found, checking->error);
    if (checking->status != STATUS_OK)
        return false;
    if (told.sequence == 0)
        checking->found(checking->context, KEPT_UNENTERED, checking->kind, id, 0);
    else if (!told.has_digest)
        checking->found(checking->context, KEPT_UNKNOWN, checking->kind, id, told.sequence);
    else if (memcmp(digest.bytes, told.digest.bytes, DIGEST_SIZE) != 0)
        checking->found(checking->context, KEPT_CHANGED, checking->kind, id, told.sequence);
    return true;
}

/* Is what an entry says was made there? */
static bool check_made(void *context, const struct ledger_entry *entry)
{
    struct checking *checking = context;
    struct digest digest;
    bool found = true;

    for (enum kept_kind kind = 0; kind < KEPT_DIGEST_COUNT && checking->status == STATUS_OK; kind++) {
        if (strcmp(entry->kind, entry_kinds[kind][0]) != 0)
            continue;
        checking->status = kept_digest(checking->store, kind, entry->subject, &digest, &found, checking->error);
        if (checking->status == STATUS_OK && !found)
            checking->found(checking->context, KEPT_GONE, kind, entry->subject, entry->sequence);
    }
    return checking->status == STATUS_OK;
}

enum status kept_check(const struct store *store, kept_found_fault *found, void *context, struct error *error)
{
    struct checking checking = { .store = store, .found = found, .context = context, .error = error };
    enum status status = STATUS_OK;

    for (checking.kind = 0; checking.kind < KEPT_DIGEST_COUNT && status == STATUS_OK; checking.kind++) {
        status = kept_list(store, checking.kind, check_one, &checking, error);
        status = status == STATUS_OK ? checking.status : status;
    }
    if (status == STATUS_OK)
        status = ledger_read(store, 1, check_made, &checking, error);
    return status == STATUS_OK ? checking.status : status;
}
