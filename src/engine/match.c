/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/match.h"

#include "base/alloc.h"
#include "base/array.h"
#include "rules/ruleset_search.h"

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

/* False when there is no room for it. */
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
    list->items[list->count++] =
        (struct match){ .from = recording->base + from, .to = recording->base + to, .rule = pattern->rule, .pattern = id };
    return true;
}

enum status match_scan(const struct ruleset *ruleset, enum rule_view view, enum rule_reader reader,
                       struct search_scratch *scratch, const char *text, size_t size, uint64_t base,
                       struct match_list *list)
{
    struct recording recording = { .ruleset = ruleset, .view = view, .base = base, .list = list };
    enum status status = ruleset_search(ruleset, view, reader, scratch, text, size, record, &recording);

    return status == STATUS_OK ? recording.status : status;
}
