/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_search.h"

#include <hs.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/assert.h"
#include "rules/matcher.h"
#include "rules/ruleset_data.h"

/* ---- Databases. */

/* Makes a database ready, and the scratch for it. */
static enum status open_database(const struct ruleset *ruleset, size_t index, struct search_scratch *scratch,
                                 const struct hs_database **database)
{
    enum status status = database_set_get(ruleset->databases, index, database);
    hs_error_t result;

    ASSERT(ruleset == scratch->ruleset);
    if (status != STATUS_OK || *database == NULL || scratch->serves[index])
        return status;
    result = hs_alloc_scratch(*database, &scratch->hyperscan);
    if (result != HS_SUCCESS)
        return result == HS_NOMEM ? STATUS_NO_MEMORY : STATUS_BUG;
    scratch->serves[index] = true;
    return STATUS_OK;
}

/* ---- The end of a text. */

/* What an engine that loses matches near the end is given behind the text: more than it reads at once. Breaks, since
 * `$` holds before one as it does at the end, and no other character matches what only the end does. What is found in
 * them is dropped. */
enum { TAIL_SIZE = 64 };
#define SIZE_MAX_AT_ONCE (UINT32_MAX - TAIL_SIZE)

static enum status add_tail(struct search_scratch *scratch, struct bytes *text)
{
    char *tail;

    if (!scratch->wants_tail)
        return STATUS_OK;
    buf_clear(&scratch->tailed);
    buf_append(&scratch->tailed, text->data, text->size);
    tail = buf_reserve(&scratch->tailed, TAIL_SIZE);
    if (tail == NULL)
        return STATUS_NO_MEMORY;
    memset(tail, '\n', TAIL_SIZE);
    scratch->tailed.size += TAIL_SIZE;
    *text = buf_bytes(&scratch->tailed);
    return STATUS_OK;
}

/* hs_scan with that; `told` must drop what ends behind the text. */
static enum status scan(const struct hs_database *database, struct bytes text, struct search_scratch *scratch,
                        match_event_handler told, void *context, hs_error_t *result)
{
    enum status status = add_tail(scratch, &text);

    if (status == STATUS_OK)
        *result = hs_scan(database, (const char *)text.data, (unsigned)text.size, 0, scratch->hyperscan, told, context);
    return status;
}

/* ---- Patterns. */

struct search {
    const struct ruleset *ruleset;
    struct search_scratch *scratch;
    const struct pattern *patterns;
    struct gate_watch *watch; /* NULL: there is no gate */
    size_t pattern_count;     /* words with greater ids are the gate's */
    size_t base, size;        /* where in the text the database at work began, and how much it is given */
    ruleset_found *found;
    void *context;
    bool is_over;
};

static int on_expression(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
    struct search *search = context;

    (void)flags;
    if (to > search->size)
        return 0;
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
    return gate_watch_word(search->watch, id - search->pattern_count, from);
}

static enum status run(struct search *search, const struct hs_database *database, const char *text, size_t from,
                       size_t to)
{
    hs_error_t result;
    enum status status;

    search->base = from;
    search->size = to - from;
    status = scan(database, bytes_of(text + from, to - from), search->scratch, on_expression, search, &result);
    if (status != STATUS_OK)
        return status;
    return result == HS_SUCCESS || (result == HS_SCAN_TERMINATED && search->is_over) ? STATUS_OK : STATUS_BUG;
}

static enum status run_spans(struct search *search, enum rule_view view)
{
    const struct gate_watch *watch = search->watch;
    enum status status = watch->has_failed ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t index = 0; index < watch->span_count && status == STATUS_OK && !search->is_over; index++) {
        const struct gate_span *span = &watch->spans[index];
        const struct hs_database *database;

        status = open_database(search->ruleset, ruleset_gated_of(view, span->part), search->scratch, &database);
        if (status == STATUS_OK && database != NULL)
            status = run(search, database, watch->text, span->from, span->to);
    }
    return status;
}

static struct search search_of(const struct ruleset *ruleset, enum rule_view view, struct search_scratch *scratch,
                               ruleset_found *found, void *context)
{
    return (struct search){ .ruleset = ruleset,
                            .scratch = scratch,
                            .patterns = ruleset->patterns[view],
                            .pattern_count = ruleset->pattern_count[view],
                            .found = found,
                            .context = context };
}

enum status ruleset_search(const struct ruleset *ruleset, enum rule_view view, enum rule_reader reader,
                           struct search_scratch *scratch, const char *text, size_t size, ruleset_found *found,
                           void *context)
{
    size_t kind = ruleset_search_of(view, reader);
    const struct hs_database *database;
    const struct gate *gate = reader == READER_PERSON ? ruleset->gates[view] : NULL;
    struct search search = search_of(ruleset, view, scratch, found, context);
    enum status status;

    if (size == 0)
        return STATUS_OK;
    if (size > SIZE_MAX_AT_ONCE)
        return STATUS_BUG;
    status = open_database(ruleset, kind, scratch, &database);
    if (status == STATUS_OK && database != NULL)
        status = run(&search, database, text, 0, size);
    if (status == STATUS_OK && gate != NULL) {
        search.watch = &scratch->watch;
        status = gate_watch_begin(search.watch, gate, text, size);
    }
    if (status != STATUS_OK || search.is_over)
        return status;
    if (ruleset->literals[kind] != NULL)
        (void)literal_set_scan(ruleset->literals[kind], text, size, on_word, &search);
    if (gate != NULL && !search.is_over)
        status = run_spans(&search, view);
    return status;
}

enum status ruleset_search_part(const struct ruleset *ruleset, enum rule_view view, unsigned part,
                                struct search_scratch *scratch, const char *text, size_t from, size_t to,
                                ruleset_found *found, void *context)
{
    size_t index = part == RULESET_PART_UNGATED ? ruleset_search_of(view, READER_PERSON) : ruleset_gated_of(view, part);
    const struct hs_database *database;
    struct search search = search_of(ruleset, view, scratch, found, context);
    enum status status;

    if (to - from > SIZE_MAX_AT_ONCE)
        return STATUS_BUG;
    status = open_database(ruleset, index, scratch, &database);
    return status == STATUS_OK && database != NULL ? run(&search, database, text, from, to) : status;
}

/* ---- Contexts. */

struct first {
    size_t size; /* of the text */
    bool stands;
    unsigned id;
    uint64_t end;
};

static int stop_at_first(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
    struct first *first = context;

    (void)from;
    (void)flags;
    if (to > first->size)
        return 0;
    *first = (struct first){ first->size, true, id, to };
    return 1;
}

enum status ruleset_context_found(const struct ruleset *ruleset, uint32_t context, const char *text, size_t size,
                                  struct search_scratch *scratch, bool *stands, struct span *found)
{
    struct first first = { size, false, 0, 0 };
    const struct hs_database *database;
    enum status status;
    hs_error_t result;

    *stands = false;
    if (size == 0)
        return STATUS_OK;
    if (size > SIZE_MAX_AT_ONCE)
        return STATUS_BUG;
    status = open_database(ruleset, SEARCH_COUNT + (size_t)context, scratch, &database);
    if (status != STATUS_OK)
        return status;
    status = scan(database, bytes_of(text, size), scratch, stop_at_first, &first, &result);
    if (status != STATUS_OK)
        return status;
    *stands = first.stands;
    if (first.stands && found != NULL)
        *found = (struct span){ first.end - ruleset->context_literals[context][first.id], first.end };
    return result == HS_SUCCESS || result == HS_SCAN_TERMINATED ? STATUS_OK : STATUS_BUG;
}

/* ---- Scratch. */

static struct search_scratch *create_scratch(void)
{
    struct search_scratch *scratch = alloc_zeroed(1, sizeof *scratch);

    if (scratch != NULL) {
        scratch->wants_tail = matcher_loses_ends();
        scratch->tailed = (struct buf)BUF_INIT(SIZE_MAX / 2);
    }
    return scratch;
}

enum status ruleset_prepare_scratch(const struct ruleset *ruleset, struct search_scratch **scratch)
{
    enum status status;

    if (*scratch == NULL)
        *scratch = create_scratch();
    if (*scratch == NULL)
        return STATUS_NO_MEMORY;
    status = ARRAY_GROW(&(*scratch)->serves, &(*scratch)->serves_capacity, database_set_count(ruleset->databases));
    if (status != STATUS_OK)
        return status;
    memset((*scratch)->serves, 0, (*scratch)->serves_capacity * sizeof *(*scratch)->serves);
    (*scratch)->ruleset = ruleset;
    return STATUS_OK;
}

void search_scratch_free(struct search_scratch *scratch)
{
    if (scratch == NULL)
        return;
    hs_free_scratch(scratch->hyperscan);
    gate_watch_free(&scratch->watch);
    buf_free(&scratch->tailed);
    alloc_free(scratch->serves);
    alloc_free(scratch);
}
