/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/match.h"

#include <hs/hs.h>

#include "base/alloc.h"
#include "base/array.h"

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

static int record(unsigned int id, unsigned long long from, unsigned long long to, unsigned int flags, void *context)
{
    struct recording *recording = context;
    const struct pattern *pattern = ruleset_pattern(recording->ruleset, recording->view, id);
    struct match_list *list = recording->list;

    (void)flags;
    if (list->count == list->capacity) {
        recording->status = list->count < MATCHES_MAX ? ARRAY_GROW(&list->items, &list->capacity, list->count + 1)
                                                      : STATUS_LIMIT_FINDINGS;
        if (recording->status != STATUS_OK)
            return 1;
    }
    if (pattern->literal_size > 0)
        from = to - pattern->literal_size;
    list->items[list->count++] =
        (struct match){ .from = recording->base + from, .to = recording->base + to, .rule = pattern->rule };
    return 0;
}

enum status match_scan(const struct ruleset *ruleset, enum rule_view view, struct hs_scratch *scratch,
                       const char *text, size_t size, uint64_t base, struct match_list *list)
{
    struct recording recording = { .ruleset = ruleset, .view = view, .base = base, .list = list };
    const hs_database_t *database = ruleset_database(ruleset, view);
    hs_error_t result;

    if (database == NULL || size == 0)
        return STATUS_OK;
    if (size > UINT32_MAX)
        return STATUS_BUG;
    result = hs_scan(database, text, (unsigned int)size, 0, scratch, record, &recording);
    if (result == HS_SUCCESS)
        return STATUS_OK;
    return result == HS_SCAN_TERMINATED && recording.status != STATUS_OK ? recording.status : STATUS_BUG;
}
