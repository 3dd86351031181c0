/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_search.h"

#include <hs/hs.h>

#include "base/alloc.h"
#include "rules/ruleset_data.h"

struct search {
    const struct pattern *patterns;
    struct gate_watch *watch; /* NULL: there is no gate */
    size_t pattern_count;     /* words with greater ids are the gate's */
    size_t base;              /* where in the text the database at work began */
    ruleset_found *found;
    void *context;
    bool is_over;
};

static int on_expression(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
    struct search *search = context;

    (void)flags;
    if (search->patterns[id].literal_size > 0) /* of whose beginning Hyperscan knows nothing */
        from = to - search->patterns[id].literal_size;
    search->is_over = !search->found(search->context, id, search->base + from, search->base + to);
    return search->is_over;
}

static bool on_word(void *context, uint32_t id, size_t from, size_t to)
{
    struct search *search = context;

    if (id < search->pattern_count) {
        search->is_over = !search->found(search->context, id, from, to);
        return !search->is_over;
    }
    gate_watch_word(search->watch, id - search->pattern_count, from);
    return true;
}

static enum status run(const struct hs_database *database, struct search_scratch *scratch, const char *text, size_t from,
                       size_t to, struct search *search)
{
    hs_error_t result;

    search->base = from;
    result = hs_scan(database, text + from, (unsigned)(to - from), 0, scratch->hyperscan, on_expression, search);
    return result == HS_SUCCESS || (result == HS_SCAN_TERMINATED && search->is_over) ? STATUS_OK : STATUS_BUG;
}

/* One group's expressions, on the lines that want them; neighbours at once. */
static enum status run_group(const struct hs_database *database, struct search_scratch *scratch, uint32_t group,
                             struct search *search)
{
    const struct gate_watch *watch = &scratch->watch;
    enum status status = STATUS_OK;
    size_t index = 0;

    while (index < watch->line_count && status == STATUS_OK && !search->is_over) {
        size_t from = watch->lines[index].from, to = watch->lines[index].to;

        if ((watch->lines[index++].groups & group) == 0)
            continue;
        while (index < watch->line_count && (watch->lines[index].groups & group) != 0
               && watch->lines[index].from == to + 1)
            to = watch->lines[index++].to;
        status = run(database, scratch, watch->text, from, to, search);
    }
    return status;
}

static enum status run_groups(struct hs_database *const *databases, struct search_scratch *scratch,
                              struct search *search)
{
    uint32_t wanted = 0;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < scratch->watch.line_count; index++)
        wanted |= scratch->watch.lines[index].groups;
    for (unsigned group = 0; group < GATE_GROUPS && status == STATUS_OK && !search->is_over; group++) {
        if ((wanted >> group & 1) != 0)
            status = run_group(databases[group], scratch, UINT32_C(1) << group, search);
    }
    return status;
}

enum status ruleset_search(const struct ruleset *ruleset, enum rule_view view, enum rule_reader reader,
                           struct search_scratch *scratch, const char *text, size_t size, ruleset_found *found,
                           void *context)
{
    size_t kind = ruleset_search_of(view, reader);
    const struct hs_database *database = ruleset->databases[kind];
    const struct gate *gate = reader == READER_PERSON ? ruleset->gates[view] : NULL;
    struct search search = { .patterns = ruleset->patterns[view],
                             .pattern_count = ruleset->pattern_count[view],
                             .found = found,
                             .context = context };
    enum status status = STATUS_OK;

    if (size == 0)
        return STATUS_OK;
    if (size > UINT32_MAX)
        return STATUS_BUG;
    if (database != NULL)
        status = run(database, scratch, text, 0, size, &search);
    if (status == STATUS_OK && gate != NULL) {
        search.watch = &scratch->watch;
        status = gate_watch_begin(search.watch, gate, text, size);
    }
    if (status != STATUS_OK || search.is_over)
        return status;
    if (ruleset->literals[kind] != NULL)
        (void)literal_set_scan(ruleset->literals[kind], text, size, on_word, &search);
    if (gate != NULL && !search.is_over)
        status = run_groups(ruleset->databases + ruleset_gated_of(view, 0), scratch, &search);
    return status;
}

/* ---- Scratch. */

enum status ruleset_prepare_scratch(const struct ruleset *ruleset, struct search_scratch **scratch)
{
    if (*scratch == NULL)
        *scratch = alloc_zeroed(1, sizeof **scratch);
    if (*scratch == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < ruleset->database_count; index++) {
        hs_error_t result = ruleset->databases[index] == NULL
                                ? HS_SUCCESS
                                : hs_alloc_scratch(ruleset->databases[index], &(*scratch)->hyperscan);

        if (result != HS_SUCCESS)
            return result == HS_NOMEM ? STATUS_NO_MEMORY : STATUS_BUG;
    }
    return STATUS_OK;
}

void search_scratch_free(struct search_scratch *scratch)
{
    if (scratch == NULL)
        return;
    hs_free_scratch(scratch->hyperscan);
    gate_watch_free(&scratch->watch);
    alloc_free(scratch);
}
