/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/retention.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "report/json_line.h"
#include "store/incidents.h"
#include "store/ledger.h"
#include "store/resources.h"
#include "store/sweeps.h"

/* A transaction each: others wait for it. */
enum { DAY_MS = 86400000, VISITS_AT_ONCE = 2000, CONTENTS_AT_ONCE = 50 };

static bool is_stopped(const atomic_bool *stop)
{
    return stop != NULL && atomic_load(stop);
}

/* ---- Visits. */

static enum status forget_visits(struct store *store, const char *site, int64_t now_ms, const atomic_bool *stop,
                                 struct error *error)
{
    int64_t before_ms = now_ms - (int64_t)RETENTION_VISIT_DAYS * DAY_MS;
    unsigned count = VISITS_AT_ONCE;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && count == VISITS_AT_ONCE && !is_stopped(stop)) {
        status = store_begin(store, error);
        if (status != STATUS_OK)
            return status;
        status = sweeps_forget_visits(store, site, before_ms, VISITS_AT_ONCE, &count, error);
        status = store_end_writing(store, status, error);
    }
    return status;
}

/* ---- Contents. */

struct digests {
    struct digest *items;
    size_t count, capacity;
    enum status status;
};

static bool add(void *context, const struct digest *digest)
{
    struct digests *digests = context;

    digests->status = ARRAY_GROW(&digests->items, &digests->capacity, digests->count + 1);
    if (digests->status == STATUS_OK)
        digests->items[digests->count++] = *digest;
    return digests->status == STATUS_OK;
}

static bool has(const struct digests *digests, const struct digest *digest)
{
    for (size_t index = 0; index < digests->count; index++) {
        if (memcmp(&digests->items[index], digest, sizeof *digest) == 0)
            return true;
    }
    return false;
}

static bool take_entry(void *context, const struct ledger_entry *entry)
{
    struct bytes text;
    struct digest digest;
    char digits[DIGEST_TEXT_SIZE];

    if (strcmp(entry->kind, "incident-evidence-missing") != 0)
        return true;
    text = json_line_text(bytes_of_text(entry->body), "\"content\"");
    if (text.size != sizeof digits - 1)
        return true;
    memcpy(digits, text.data, text.size);
    digits[text.size] = '\0';
    return digest_parse(digits, &digest) ? add(context, &digest) : true;
}

struct sparing {
    const struct store *store;
    struct digests *spared;
    enum status status;
    struct error *error;
};

static bool take_incident(void *context, const struct incident_row *row)
{
    struct sparing *sparing = context;

    sparing->status = ledger_read_subject(sparing->store, row->id, take_entry, sparing->spared, sparing->error);
    if (sparing->status == STATUS_OK)
        sparing->status = sparing->spared->status;
    return sparing->status == STATUS_OK;
}

/* Of these a later sweep makes the evidence that there was no room for (crawl_evidence.c). */
static enum status find_spared(const struct store *store, struct digests *spared, struct error *error)
{
    const struct incidents_filter filter = { .only_open = true };
    struct sparing sparing = { store, spared, STATUS_OK, error };
    enum status status = incidents_list(store, &filter, take_incident, &sparing, error);

    return status == STATUS_OK ? sparing.status : status;
}

/* *next: of the abandoned ones the first that was not looked at yet. */
static enum status forget_some(struct store *store, const struct digests *abandoned, const struct digests *spared,
                               size_t *next, struct error *error)
{
    enum status status = store_begin(store, error);

    if (status != STATUS_OK)
        return status;
    for (size_t end = *next + CONTENTS_AT_ONCE; *next < end && *next < abandoned->count && status == STATUS_OK; ++*next) {
        if (!has(spared, &abandoned->items[*next]))
            status = resources_forget_content(store, &abandoned->items[*next], error);
    }
    return store_end_writing(store, status, error);
}

static enum status forget_contents(struct store *store, const atomic_bool *stop, struct error *error)
{
    struct digests abandoned = { .status = STATUS_OK }, spared = { .status = STATUS_OK };
    size_t next = 0;
    enum status status = resources_list_abandoned(store, add, &abandoned, error);

    if (status == STATUS_OK)
        status = abandoned.status;
    if (status == STATUS_OK && abandoned.count > 0)
        status = find_spared(store, &spared, error);
    while (status == STATUS_OK && next < abandoned.count && !is_stopped(stop))
        status = forget_some(store, &abandoned, &spared, &next, error);
    alloc_free(abandoned.items);
    alloc_free(spared.items);
    return status;
}

enum status retention_apply(struct store *store, const char *site, int64_t now_ms, const atomic_bool *stop,
                            struct error *error)
{
    enum status status = forget_visits(store, site, now_ms, stop, error);

    return status == STATUS_OK ? forget_contents(store, stop, error) : status;
}
