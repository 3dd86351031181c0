/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/match.h"

#include <hs/hs.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/literal_set.h"

struct recording {
    const struct ruleset *ruleset;
    enum rule_view view;
    uint64_t base;
    struct match_list *list;
    enum status status;
};

void match_list_free(struct match_list *list)
{
    alloc_free(list->items);
    *list = (struct match_list){ 0 };
}

/* Both ways of searching tell a match here; false when there is no room for it. */
static bool record(void *context, uint32_t id, size_t from, size_t to)
{
    struct recording *recording = context;
    const struct pattern *pattern = ruleset_pattern(recording->ruleset, recording->view, id);
    struct match_list *list = recording->list;

    if (list->count == list->capacity) {
        recording->status = list->count < MATCHES_MAX ? ARRAY_GROW(&list->items, &list->capacity, list->count + 1)
                                                      : STATUS_LIMIT_FINDINGS;
        if (recording->status != STATUS_OK)
            return false;
    }
    if (pattern->literal_size > 0)
        from = to - pattern->literal_size;
    list->items[list->count++] =
        (struct match){ .from = recording->base + from, .to = recording->base + to, .rule = pattern->rule, .pattern = id };
    return true;
}

static int record_pattern(unsigned int id, unsigned long long from, unsigned long long to, unsigned int flags,
                          void *context)
{
    (void)flags;
    return record(context, id, from, to) ? 0 : 1;
}

static enum status scan_database(const hs_database_t *database, struct hs_scratch *scratch, const char *text,
                                 size_t size, struct recording *recording)
{
    hs_error_t result = hs_scan(database, text, (unsigned int)size, 0, scratch, record_pattern, recording);

    if (result == HS_SUCCESS)
        return STATUS_OK;
    return result == HS_SCAN_TERMINATED && recording->status != STATUS_OK ? recording->status : STATUS_BUG;
}

enum status match_scan(const struct ruleset *ruleset, enum rule_view view, enum rule_reader reader,
                       struct hs_scratch *scratch, const char *text, size_t size, uint64_t base, struct match_list *list)
{
    struct recording recording = { .ruleset = ruleset, .view = view, .base = base, .list = list };
    const hs_database_t *database = ruleset_database(ruleset, view, reader);
    const struct literal_set *literals = ruleset_literals(ruleset, view, reader);
    enum status status = STATUS_OK;

    if (size == 0)
        return STATUS_OK;
    if (size > UINT32_MAX)
        return STATUS_BUG;
    if (database != NULL)
        status = scan_database(database, scratch, text, size, &recording);
    if (status == STATUS_OK && literals != NULL && !literal_set_scan(literals, text, size, record, &recording))
        status = recording.status;
    return status;
}
