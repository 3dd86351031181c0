/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_cost.h"

#include <hs.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "rules/pattern.h"
#include "rules/ruleset_data.h"
#include "rules/ruleset_search.h"

enum { MEASURE_COUNT = 3 };

/* Where a part of the gate was wanted. */
struct run {
    const char *text;
    size_t from, to;
    uint32_t part;
};

struct measuring {
    const struct ruleset *ruleset;
    struct arena *arena;
    struct search_scratch *scratch;
    enum rule_view view;        /* the one at hand … */
    struct pattern_cost *costs; /* … its patterns … */
    const struct pool *pool;
    const struct gate *gate; /* … and NULL where nothing is behind one */
    uint64_t *met;           /* how often each word of the gate was; from the heap */
    struct run *runs;        /* from the heap */
    size_t run_count, run_capacity;
};

/* ---- What is known without any text. */

static const char *copy(const struct measuring *measuring, const char *text, size_t size)
{
    const char *copied = arena_text(measuring->arena, text, size);

    return copied != NULL ? copied : "";
}

/* With \p{Han} as authors write it. */
static const char *copy_folded(const struct measuring *measuring, const struct pool_pattern *pattern)
{
    static const char han[] = "[" PATTERN_HAN "]";
    struct buf text = BUF_INIT(PATTERN_SIZE_MAX);
    const char *next = pattern->text, *found, *copied;

    while ((found = strstr(next, han)) != NULL) {
        buf_append(&text, next, (size_t)(found - next));
        buf_text(&text, "\\p{Han}");
        next = found + strlen(han);
    }
    buf_text(&text, next);
    copied = buf_status(&text) == STATUS_OK ? copy(measuring, text.data, text.size) : "";
    buf_free(&text);
    return copied;
}

static uint32_t count_characters(struct bytes text)
{
    uint32_t count = 0;

    for (size_t index = 0; index < text.size; index++)
        count += (text.data[index] & 0xC0) != 0x80;
    return count;
}

static void take_width(const struct pool_pattern *pattern, struct pattern_cost *cost)
{
    hs_expr_info_t *info = NULL;
    hs_compile_error_t *problem = NULL;

    cost->min_bytes = pattern->size;
    cost->max_bytes = pattern->size;
    if (pattern->literal_size > 0)
        return;
    if (hs_expression_info(pattern->text, HS_FLAG_UTF8 | HS_FLAG_MULTILINE, &info, &problem) == HS_SUCCESS) {
        cost->min_bytes = info->min_width;
        cost->max_bytes = info->max_width;
    }
    hs_free_compile_error(problem);
    alloc_free(info);
}

static enum requirement_kind kind_of(const struct requirement *requirement)
{
    if (requirement->kinds[KIND_DOUBLED] > 0)
        return KIND_DOUBLED;
    for (int kind = 0; kind < KIND_DOUBLED; kind++) {
        if (requirement->kinds[kind] > (kind == KIND_DIGIT))
            return (enum requirement_kind)kind;
    }
    return KIND_OTHER;
}

static enum pattern_way way_of(const struct pool_pattern *pattern, const struct requirement *requirement)
{
    if (pattern->literal_size > 0)
        return PATTERN_WORD;
    if (!pattern->is_gated)
        return PATTERN_EVERYTHING;
    return requirement->choice_count > 0 ? PATTERN_ANCHORED : PATTERN_LINES;
}

/* Those of one expression are neighbours. */
static bool is_divided(const struct pool *pool, const struct pool_pattern *pattern)
{
    size_t place = (size_t)(pattern - pool->patterns);

    if (pattern->source == NULL)
        return false;
    return (place > 0 && pool->patterns[place - 1].source == pattern->source)
           || (place + 1 < pool->count && pool->patterns[place + 1].source == pattern->source);
}

static enum status describe(const struct measuring *measuring, const struct pool_pattern *pattern,
                            struct pattern_cost *cost, struct requirement *requirement)
{
    bool sealed = pattern->place.sealed || measuring->ruleset->rules[pattern->rule].sealed;
    enum status status = STATUS_OK;

    *requirement = (struct requirement){ 0 };
    if (pattern->literal_size == 0)
        status = requirement_of(pattern->text, pattern->size, measuring->arena, NULL, requirement);
    *cost = (struct pattern_cost){ .rule = pattern->rule,
                                   .file = copy(measuring, pattern->place.file, strlen(pattern->place.file)),
                                   .line = pattern->place.line,
                                   .column = pattern->place.column,
                                   .sealed = sealed,
                                   .written = "",
                                   .alternative = "",
                                   .way = way_of(pattern, requirement),
                                   .characters = pattern->literal_size > 0
                                                     ? count_characters(bytes_of(pattern->text, pattern->size))
                                                     : 0,
                                   .common_anchor = "",
                                   .kind = kind_of(requirement),
                                   .sharers = 1 };
    if (!sealed && pattern->literal_size == 0 && pattern->source != NULL)
        cost->written = copy(measuring, pattern->source->text, pattern->source->size);
    else if (!sealed)
        cost->written = copy(measuring, pattern->text, pattern->size);
    if (!sealed && is_divided(measuring->pool, pattern))
        cost->alternative = copy_folded(measuring, pattern);
    take_width(pattern, cost);
    return status;
}

/* ---- What is met, and where that wants expressions. */

static bool take_word(void *context, uint32_t id, size_t from, size_t to)
{
    struct measuring *measuring = context;
    size_t place = id - measuring->pool->count;

    (void)to;
    if (id < measuring->pool->count) {
        measuring->costs[id].matches++;
        return true;
    }
    measuring->met[place]++;
    return gate_watch_word(&measuring->scratch->watch, place, from);
}

static enum status take_runs(struct measuring *measuring)
{
    const struct gate_watch *watch = &measuring->scratch->watch;
    enum status status = watch->has_failed ? STATUS_NO_MEMORY : STATUS_OK;

    if (status == STATUS_OK)
        status = ARRAY_GROW(&measuring->runs, &measuring->run_capacity, measuring->run_count + watch->span_count);
    for (size_t index = 0; index < watch->span_count && status == STATUS_OK; index++)
        measuring->runs[measuring->run_count++] =
            (struct run){ watch->text, watch->spans[index].from, watch->spans[index].to, watch->spans[index].part };
    return status;
}

static enum status meet(struct measuring *measuring, const struct ruleset_cost_text *text)
{
    const struct literal_set *words = measuring->ruleset->literals[ruleset_search_of(measuring->view, READER_PERSON)];
    enum status status = STATUS_OK;

    if (measuring->gate != NULL)
        status = gate_watch_begin(&measuring->scratch->watch, measuring->gate, text->text, text->size);
    if (status == STATUS_OK && words != NULL)
        (void)literal_set_scan(words, text->text, text->size, take_word, measuring);
    return status == STATUS_OK && measuring->gate != NULL ? take_runs(measuring) : status;
}

/* The words of the gate are those of each expression's rarest choice, from where they can be searched for. */
static void count_anchors(const struct measuring *measuring, const struct requirement *requirement,
                          struct pattern_cost *cost)
{
    const struct requirement_choice *choice = requirement_rarest(requirement);

    if (cost->way != PATTERN_ANCHORED || choice == NULL)
        return;
    cost->anchor_count = choice->count;
    cost->anchor_characters = UINT32_MAX;
    for (size_t index = 0; index < choice->count; index++) {
        struct bytes text = choice->texts[index];
        size_t start = requirement_word((const char *)text.data, text.size);
        struct bytes word = bytes_slice(text, start, text.size - start);

        if (count_characters(text) < cost->anchor_characters)
            cost->anchor_characters = count_characters(text);
        for (size_t place = 0; place < gate_word_count(measuring->gate); place++) {
            struct bytes known = gate_word(measuring->gate, place);

            if (known.size != word.size || memcmp(known.data, word.data, word.size) != 0)
                continue;
            cost->anchors_met += measuring->met[place];
            if (measuring->met[place] > cost->common_anchor_met) {
                cost->common_anchor_met = measuring->met[place];
                cost->common_anchor = cost->sealed ? "" : copy(measuring, (const char *)text.data, text.size);
            }
        }
    }
}

/* ---- Running them. */

static bool count_match(void *context, uint32_t pattern, size_t from, size_t to)
{
    struct measuring *measuring = context;

    (void)from;
    (void)to;
    measuring->costs[pattern].matches++;
    return true;
}

static bool ignore_match(void *context, uint32_t pattern, size_t from, size_t to)
{
    (void)context;
    (void)pattern;
    (void)from;
    (void)to;
    return true;
}

static enum status pass(struct measuring *measuring, const struct run *runs, size_t count, ruleset_found *found)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = ruleset_search_part(measuring->ruleset, measuring->view, runs[index].part, measuring->scratch,
                                     runs[index].text, runs[index].from, runs[index].to, found, measuring);
    return status;
}

/* The first pass counts, and makes the database ready. */
static enum status time_runs(struct measuring *measuring, const struct run *runs, size_t count, uint64_t *ns)
{
    enum status status = pass(measuring, runs, count, count_match);

    *ns = UINT64_MAX;
    for (int index = 0; index < MEASURE_COUNT && status == STATUS_OK; index++) {
        uint64_t start_ns = clock_thread_ns();

        status = pass(measuring, runs, count, ignore_match);
        if (clock_thread_ns() - start_ns < *ns)
            *ns = clock_thread_ns() - start_ns;
    }
    return status;
}

static bool is_in(const struct measuring *measuring, size_t pattern, uint32_t part)
{
    const struct pool_pattern *one = &measuring->pool->patterns[pattern];

    return one->literal_size == 0
           && (part == RULESET_PART_UNGATED ? !one->is_gated : one->is_gated && one->gate_part == part);
}

static enum status measure_part(struct measuring *measuring, const struct run *runs, size_t count)
{
    uint64_t ns = 0, bytes = 0;
    uint32_t sharers = 0;
    enum status status = time_runs(measuring, runs, count, &ns);

    for (size_t index = 0; index < count; index++)
        bytes += runs[index].to - runs[index].from;
    for (size_t pattern = 0; pattern < measuring->pool->count; pattern++)
        sharers += is_in(measuring, pattern, runs[0].part);
    for (size_t pattern = 0; pattern < measuring->pool->count && status == STATUS_OK; pattern++) {
        if (!is_in(measuring, pattern, runs[0].part))
            continue;
        measuring->costs[pattern].runs = count;
        measuring->costs[pattern].run_bytes = bytes;
        measuring->costs[pattern].ns = ns;
        measuring->costs[pattern].sharers = sharers;
    }
    return status;
}

static int by_part(const void *left, const void *right)
{
    const struct run *a = left, *b = right;

    return (a->part > b->part) - (a->part < b->part);
}

static enum status measure_parts(struct measuring *measuring)
{
    enum status status = STATUS_OK;
    size_t end;

    if (measuring->run_count > 1)
        qsort(measuring->runs, measuring->run_count, sizeof *measuring->runs, by_part);
    for (size_t first = 0; first < measuring->run_count && status == STATUS_OK; first = end) {
        for (end = first; end < measuring->run_count && measuring->runs[end].part == measuring->runs[first].part;)
            end++;
        status = measure_part(measuring, measuring->runs + first, end - first);
    }
    return status;
}

/* ---- Views. */

static bool has_ungated(const struct measuring *measuring)
{
    for (size_t pattern = 0; pattern < measuring->pool->count; pattern++) {
        const struct pool_pattern *one = &measuring->pool->patterns[pattern];

        if (!one->in_literal_set && !one->is_gated)
            return true;
    }
    return false;
}

static enum status add_whole_texts(struct measuring *measuring, const struct ruleset_cost_text *texts, size_t count)
{
    enum status status = ARRAY_GROW(&measuring->runs, &measuring->run_capacity, measuring->run_count + count);

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        if (texts[index].view == measuring->view && texts[index].size > 0)
            measuring->runs[measuring->run_count++] =
                (struct run){ texts[index].text, 0, texts[index].size, RULESET_PART_UNGATED };
    }
    return status;
}

static enum status measure_view(struct measuring *measuring, const struct ruleset_cost_text *texts, size_t count,
                                struct requirement *requirements)
{
    enum status status = STATUS_OK;

    for (size_t pattern = 0; pattern < measuring->pool->count && status == STATUS_OK; pattern++)
        status = describe(measuring, &measuring->pool->patterns[pattern], &measuring->costs[pattern],
                          &requirements[pattern]);
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        if (texts[index].view == measuring->view)
            status = meet(measuring, &texts[index]);
    }
    for (size_t pattern = 0; pattern < measuring->pool->count && status == STATUS_OK; pattern++)
        count_anchors(measuring, &requirements[pattern], &measuring->costs[pattern]);
    if (status == STATUS_OK && has_ungated(measuring))
        status = add_whole_texts(measuring, texts, count);
    return status == STATUS_OK ? measure_parts(measuring) : status;
}

static enum status measure_one_view(struct measuring *measuring, const struct ruleset_cost_text *texts, size_t count)
{
    struct requirement *requirements = alloc_zeroed(measuring->pool->count + 1, sizeof *requirements);
    size_t words = measuring->gate != NULL ? gate_word_count(measuring->gate) : 0;
    enum status status = STATUS_NO_MEMORY;

    measuring->met = alloc_zeroed(words + 1, sizeof *measuring->met);
    measuring->run_count = 0;
    if (requirements != NULL && measuring->met != NULL)
        status = measure_view(measuring, texts, count, requirements);
    alloc_free(measuring->met);
    alloc_free(requirements);
    return status;
}

enum status ruleset_cost_measure(const struct ruleset *ruleset, const struct ruleset_cost_text *texts,
                                 size_t text_count, struct arena *arena, struct pattern_cost **costs, size_t *count)
{
    struct measuring measuring = { .ruleset = ruleset, .arena = arena };
    size_t total = 0;
    enum status status = ruleset_prepare_scratch(ruleset, &measuring.scratch);

    for (int view = 0; view < VIEW_COUNT; view++)
        total += ruleset->pools.views[view].count;
    *costs = arena_zeroed(arena, (total + 1) * sizeof **costs);
    *count = 0;
    if (*costs == NULL)
        status = STATUS_NO_MEMORY;
    for (int view = 0; view < VIEW_COUNT && status == STATUS_OK; view++) {
        measuring.view = (enum rule_view)view;
        measuring.pool = &ruleset->pools.views[view];
        measuring.gate = ruleset->gates[view];
        measuring.costs = *costs + *count;
        status = measure_one_view(&measuring, texts, text_count);
        *count += measuring.pool->count;
    }
    alloc_free(measuring.runs);
    search_scratch_free(measuring.scratch);
    return status;
}
