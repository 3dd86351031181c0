/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/cover.h"

#include <string.h>

static bool names(const char *const *ids, size_t count, const struct rule *rule)
{
    for (size_t index = 0; index < count; index++) {
        if (strcmp(ids[index], rule->id) == 0)
            return true;
    }
    return false;
}

/* What was raised for its place is not kept back for what weighs less. */
static bool stands_for(const struct finding *finding, const struct finding *other)
{
    return finding->at.cell.table == other->at.cell.table && finding->role == other->role
           && finding->occurrences >= other->occurrences
           && (finding->action >= other->action || other->action == other->rule->action)
           && names(finding->rule->covers, finding->rule->cover_count, other->rule);
}

static void cover_part(struct raw_finding *items, size_t count, const struct raw_finding *covering)
{
    for (size_t index = 0; index < count; index++) {
        if (&items[index] != covering && !items[index].pending && stands_for(&covering->finding, &items[index].finding))
            items[index].pending = true;
    }
}

static bool overlap(const struct raw_finding *raw, const struct raw_finding *other)
{
    const struct location *a = &raw->finding.at, *b = &other->finding.at;

    if (!a->has_source || !b->has_source)
        return raw->sequence == other->sequence;
    return a->source.start < b->source.end && b->source.start < a->source.end;
}

static void cover_joined(struct raw_finding *items, size_t count, struct raw_finding *joined)
{
    for (size_t index = 0; index < count && !joined->pending; index++) {
        const struct raw_finding *other = &items[index];

        joined->pending = !other->is_joined && !other->pending && other->rule == joined->rule && overlap(other, joined);
    }
}

static size_t part_end(const struct finding_list *list, size_t first)
{
    size_t end = first;

    while (end < list->count && list->items[end].finding.at.part == list->items[first].finding.at.part)
        end++;
    return end;
}

static void excuse_part(struct raw_finding *items, size_t count, const struct rule *rule)
{
    for (size_t index = 0; index < count; index++) {
        if (names(rule->excuses, rule->excuse_count, items[index].finding.rule))
            items[index].pending = true;
    }
}

void excuse_findings(struct finding_list *list)
{
    for (size_t first = 0, end; first < list->count; first = end) {
        end = part_end(list, first);
        for (size_t index = first; index < end; index++)
            if (list->items[index].finding.rule->excuse_count > 0)
                excuse_part(list->items + first, end - first, list->items[index].finding.rule);
    }
}

void cover_findings(struct finding_list *list)
{
    size_t first = 0;

    while (first < list->count) {
        size_t end = part_end(list, first);

        for (size_t index = first; index < end; index++) {
            if (list->items[index].is_joined)
                cover_joined(list->items + first, end - first, &list->items[index]);
            if (!list->items[index].pending && list->items[index].finding.rule->cover_count > 0)
                cover_part(list->items + first, end - first, &list->items[index]);
        }
        first = end;
    }
}
