/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_engine.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/assert.h"
#include "rules/complaint.h"
#include "rules/plain_search.h"
#include "rules/ruleset_data.h"
#include "rules/ruleset_search.h"
#include "rules/sample.h"
#include "rules/variation.h"
#include "text/canonical.h"

enum {
    SAMPLES = 12,   /* of each expression */
    TOLD_MAX = 3,   /* differences of one rule, or context, in one text */
    LEAD_SIZE = 96, /* in front of a line that is searched alone: more than an engine reads at once */
    TEXT_SIZE_MAX = 1 << 28,
};

struct match {
    uint32_t pattern;
    struct span place;
};

struct checking {
    const struct ruleset *ruleset;
    struct search_scratch *scratch;
    ruleset_engine_told *told;
    void *context;
    struct ruleset_engine_tally *tally;
    struct error *error;
    struct buf raw, text;  /* of a rule or a context: as written, and folded */
    struct buf line;       /* of `text`, with what stands in front of it */
    struct match *matches; /* the engine's in `text`, of the patterns at hand; from the heap */
    size_t match_count, match_capacity;
};

/* Patterns with consecutive ids of one view, as one kind of reader has them searched for. */
struct selection {
    enum rule_view view;
    enum rule_reader reader;
    size_t first, end;
    bool by_line; /* each line of the text alone: what lies at the end of a text is read in another way */
};

/* ---- Texts. */

static void add_pattern(const struct pool_pattern *pattern, struct buf *raw)
{
    if (pattern->literal_size > 0) {
        variation_append_few(bytes_of(pattern->text, pattern->size), raw);
        return;
    }
    for (uint64_t seed = 0; seed < SAMPLES; seed++) {
        size_t start = raw->size;

        sample_append(pattern->text, seed, raw);
        if (raw->size > start)
            buf_byte(raw, '\n');
    }
}

static void add_examples(const struct ruleset *ruleset, uint32_t rule, struct buf *raw)
{
    for (size_t index = 0; index < ruleset_example_count(ruleset); index++) {
        const struct ruleset_example *example = ruleset_example(ruleset, index);

        if (example->rule == rule && example->text[0] != '\0')
            variation_append(bytes_of_text(example->text), raw);
    }
}

/* Folds what has been collected, and forgets it. */
static enum status fold(struct checking *checking, enum rule_view view)
{
    struct canonical_state state = CANONICAL_STATE_INIT;
    size_t room = CANONICAL_GROWTH * checking->raw.size + CANONICAL_SLACK;
    char *target;

    buf_clear(&checking->text);
    target = buf_reserve(&checking->text, 2 * room);
    if (checking->raw.status != STATUS_OK || target == NULL)
        return STATUS_NO_MEMORY;
    checking->text.size =
        canonical_append(&state, checking->raw.data, checking->raw.size, NEWLINES_ARE_BREAKS, target, NULL);
    if (view == VIEW_DENSE) {
        memcpy(target + room, target, checking->text.size);
        checking->text.size = canonical_dense(target + room, checking->text.size, target);
    }
    buf_clear(&checking->raw);
    return STATUS_OK;
}

static size_t count_lines(struct bytes text)
{
    size_t count = 0;

    for (size_t index = 0; index < text.size; index++)
        count += text.data[index] == '\n';
    return count;
}

/* ---- Telling. */

/* The lines that [place) lies in. */
static struct span lines_around(struct bytes text, struct span place)
{
    const uint8_t *before = memrchr(text.data, '\n', place.start);
    const uint8_t *behind = memchr(text.data + place.end, '\n', text.size - place.end);

    return (struct span){ before == NULL ? 0 : (uint64_t)(before - text.data) + 1,
                          behind == NULL ? text.size : (uint64_t)(behind - text.data) };
}

static void tell(const struct checking *checking, const struct pool_pattern *pattern, struct span place,
                 struct ruleset_engine_difference difference)
{
    struct bytes text = buf_bytes(&checking->text);
    struct span lines = lines_around(text, place);

    difference.file = pattern->place.file;
    difference.line = pattern->place.line;
    difference.column = pattern->place.column;
    difference.sealed = pattern->place.sealed || difference.rule->sealed;
    difference.pattern = bytes_of(pattern->text, pattern->size);
    difference.text = bytes_slice(text, lines.start, lines.end - lines.start);
    difference.match = (struct span){ place.start - lines.start, place.end - lines.start };
    checking->told(checking->context, &difference);
}

/* ---- Patterns. */

static enum status make_plain(const struct checking *checking, const struct pool_pattern *pattern,
                              struct plain_search **plain)
{
    size_t offset = 0;
    enum status status =
        plain_search_create(bytes_of(pattern->text, pattern->size), pattern->literal_size > 0, plain, &offset);

    if (status != STATUS_INVALID)
        return status;
    return complaint_set(checking->error, pattern->place,
                         gettext("PCRE2 does not understand this expression as the engine does: %s"),
                         pattern->text + offset);
}

struct taking {
    struct checking *checking;
    const struct selection *selection;
    size_t lead, base; /* where the text begins in what is searched, and in checking->text */
    bool has_failed;
};

static bool take_match(void *context, uint32_t pattern, size_t from, size_t to)
{
    struct taking *taking = context;
    struct checking *checking = taking->checking;

    if (pattern < taking->selection->first || pattern >= taking->selection->end)
        return true;
    from = from > taking->lead ? from : taking->lead;
    if (ARRAY_GROW(&checking->matches, &checking->match_capacity, checking->match_count + 1) != STATUS_OK) {
        taking->has_failed = true;
        return false;
    }
    checking->matches[checking->match_count++] =
        (struct match){ pattern, { taking->base + from - taking->lead, taking->base + to - taking->lead } };
    return true;
}

static int compare_places(struct span left, struct span right)
{
    if (left.end != right.end)
        return left.end < right.end ? -1 : 1;
    return (left.start > right.start) - (left.start < right.start);
}

static int by_pattern(const void *left, const void *right)
{
    const struct match *a = left, *b = right;

    if (a->pattern != b->pattern)
        return a->pattern < b->pattern ? -1 : 1;
    return compare_places(a->place, b->place);
}

static enum status search_text(struct taking *taking, struct bytes text)
{
    const struct selection *selection = taking->selection;
    enum status status =
        ruleset_search(taking->checking->ruleset, selection->view, selection->reader, taking->checking->scratch,
                       (const char *)text.data, text.size, take_match, taking);

    return status == STATUS_OK && taking->has_failed ? STATUS_NO_MEMORY : status;
}

static enum status search_lines(struct taking *taking, struct bytes text)
{
    struct buf *line = &taking->checking->line;
    enum status status = STATUS_OK;

    taking->lead = LEAD_SIZE;
    for (struct span place = { 0, 0 }; place.start < text.size && status == STATUS_OK; place.start = place.end + 1) {
        place = lines_around(text, (struct span){ place.start, place.start });
        if (place.end == place.start)
            continue;
        buf_clear(line);
        for (size_t index = 0; index < LEAD_SIZE; index++)
            buf_byte(line, '\n');
        buf_append(line, text.data + place.start, place.end - place.start);
        taking->base = place.start;
        status = buf_status(line);
        if (status == STATUS_OK)
            status = search_text(taking, buf_bytes(line));
    }
    return status;
}

static enum status search(struct checking *checking, const struct selection *selection)
{
    struct taking taking = { .checking = checking, .selection = selection };
    struct bytes text = buf_bytes(&checking->text);
    enum status status;

    checking->match_count = 0;
    status = selection->by_line ? search_lines(&taking, text) : search_text(&taking, text);
    if (checking->match_count > 1)
        qsort(checking->matches, checking->match_count, sizeof *checking->matches, by_pattern);
    return status;
}

/* Does a match reach from one line into another? Who searches each line alone may find it, a part of it, or nothing. */
static bool crosses_lines(const struct checking *checking, struct span place)
{
    return memchr(checking->text.data + place.start, '\n', place.end - place.start) != NULL;
}

/* The engine's matches of one pattern, [first, end), against the plain ones. */
static void compare(struct checking *checking, const struct selection *selection, size_t id, struct span engine,
                    const struct span *plain, size_t plain_count, size_t *told)
{
    const struct pool_pattern *pattern = &checking->ruleset->pools.views[selection->view].patterns[id];
    struct ruleset_engine_difference difference = { .rule = ruleset_rule(checking->ruleset, pattern->rule),
                                                    .is_program = selection->reader == READER_PROGRAM };
    size_t left = engine.start, right = 0;

    while (left < engine.end || right < plain_count) {
        int order = left == engine.end     ? 1
                    : right == plain_count ? -1
                                           : compare_places(checking->matches[left].place, plain[right]);

        if (selection->by_line && right < plain_count && crosses_lines(checking, plain[right])
            && (left == engine.end || checking->matches[left].place.end >= plain[right].end)) {
            left += left < engine.end && checking->matches[left].place.end == plain[right].end;
            right++;
            continue;
        }
        if (order != 0) {
            checking->tally->differences++;
            difference.is_missed = order > 0;
            if ((*told)++ < TOLD_MAX)
                tell(checking, pattern, order > 0 ? plain[right] : checking->matches[left].place, difference);
        }
        left += order <= 0;
        right += order >= 0;
    }
}

static enum status check_pattern(struct checking *checking, const struct selection *selection, size_t id, size_t *next,
                                 size_t *told)
{
    const struct pool_pattern *pattern = &checking->ruleset->pools.views[selection->view].patterns[id];
    struct plain_search *plain = NULL;
    const struct span *matches = NULL;
    struct span engine = { *next, *next };
    size_t count = 0;
    enum status status;

    while (engine.end < checking->match_count && checking->matches[engine.end].pattern == id)
        engine.end++;
    *next = engine.end;
    if (selection->reader == READER_PROGRAM && !pattern->in_programs)
        return STATUS_OK;
    status = make_plain(checking, pattern, &plain);
    if (status == STATUS_OK)
        status = plain_search_all(plain, buf_bytes(&checking->text), &matches, &count);
    if (status == STATUS_OK)
        compare(checking, selection, id, engine, matches, count, told);
    checking->tally->matches += count;
    plain_search_free(plain);
    return status;
}

/* In checking->text. */
static enum status check_patterns(struct checking *checking, const struct selection *selection)
{
    size_t next = 0, told = 0;
    enum status status = search(checking, selection);

    for (size_t id = selection->first; id < selection->end && status == STATUS_OK; id++)
        status = check_pattern(checking, selection, id, &next, &told);
    ASSERT(status != STATUS_OK || next == checking->match_count);
    return status;
}

static enum status check_readers(struct checking *checking, struct selection selection)
{
    enum status status;

    checking->tally->texts += count_lines(buf_bytes(&checking->text));
    status = check_patterns(checking, &selection);
    selection.by_line = true;
    if (status == STATUS_OK)
        status = check_patterns(checking, &selection);
    selection.by_line = false;
    selection.reader = READER_PROGRAM;
    /* Programs' texts have no view of their own. */
    return status == STATUS_OK && selection.view == VIEW_CANONICAL ? check_patterns(checking, &selection) : status;
}

/* The patterns of one rule, in a text made of its examples and of them. */
static enum status check_rule(struct checking *checking, struct selection selection)
{
    const struct pool *pool = &checking->ruleset->pools.views[selection.view];
    enum status status;

    add_examples(checking->ruleset, pool->patterns[selection.first].rule, &checking->raw);
    for (size_t id = selection.first; id < selection.end; id++)
        add_pattern(&pool->patterns[id], &checking->raw);
    status = fold(checking, selection.view);
    return status == STATUS_OK ? check_readers(checking, selection) : status;
}

/* All patterns, in one example of each rule: what belongs to one rule may well match where another is meant. */
static enum status check_together(struct checking *checking, enum rule_view view)
{
    const struct ruleset *ruleset = checking->ruleset;
    uint32_t last = UINT32_MAX;
    enum status status;

    for (size_t index = 0; index < ruleset_example_count(ruleset); index++) {
        const struct ruleset_example *example = ruleset_example(ruleset, index);

        if (example->rule != last) {
            buf_text(&checking->raw, example->text);
            buf_byte(&checking->raw, '\n');
        }
        last = example->rule;
    }
    status = fold(checking, view);
    if (status != STATUS_OK)
        return status;
    return check_readers(checking,
                         (struct selection){ view, READER_PERSON, 0, ruleset->pools.views[view].count, false });
}

static enum status check_view(struct checking *checking, enum rule_view view)
{
    const struct pool *pool = &checking->ruleset->pools.views[view];
    enum status status = pool->count > 0 ? check_together(checking, view) : STATUS_OK;

    checking->tally->patterns += pool->count;
    for (size_t first = 0, end; first < pool->count && status == STATUS_OK; first = end) {
        end = first;
        while (end < pool->count && pool->patterns[end].rule == pool->patterns[first].rule)
            end++;
        status = check_rule(checking, (struct selection){ view, READER_PERSON, first, end, false });
    }
    return status;
}

/* ---- Contexts. */

/* The first rule that asks for it. */
static uint32_t rule_of_context(const struct ruleset *ruleset, uint32_t context)
{
    uint32_t index = 0;

    for (; index + 1 < ruleset->rule_count; index++) {
        const struct rule *rule = &ruleset->rules[index];

        if ((rule->required.present && rule->required.context == context)
            || (rule->excused.present && rule->excused.context == context))
            break;
    }
    return index;
}

static enum status find_plain(struct plain_search *const *plain, size_t count, struct bytes line, size_t *which)
{
    enum status status = STATUS_OK;
    bool found = false;

    for (*which = 0; *which < count && status == STATUS_OK && !found; (*which)++)
        status = plain_search_any(plain[*which], line, &found);
    if (found)
        (*which)--;
    return status;
}

static enum status check_line(struct checking *checking, uint32_t context, struct plain_search *const *plain,
                              struct span place, size_t *told)
{
    const struct pool *pool = &checking->ruleset->pools.contexts[context];
    struct bytes line = bytes_slice(buf_bytes(&checking->text), place.start, place.end - place.start);
    bool is_found = false;
    size_t which = 0;
    enum status status = find_plain(plain, pool->count, line, &which);

    if (status == STATUS_OK)
        status = ruleset_context_found(checking->ruleset, context, (const char *)line.data, line.size,
                                       checking->scratch, &is_found, NULL);
    if (status != STATUS_OK)
        return status;
    checking->tally->matches += which < pool->count;
    if (is_found == (which < pool->count))
        return STATUS_OK;
    checking->tally->differences++;
    if ((*told)++ < TOLD_MAX)
        tell(checking, &pool->patterns[is_found ? 0 : which], place,
             (struct ruleset_engine_difference){
                 .rule = &checking->ruleset->rules[rule_of_context(checking->ruleset, context)],
                 .is_context = true,
                 .is_missed = !is_found });
    return STATUS_OK;
}

static enum status check_lines(struct checking *checking, uint32_t context, struct plain_search *const *plain)
{
    struct bytes text = buf_bytes(&checking->text);
    size_t told = 0;
    enum status status = STATUS_OK;

    checking->tally->texts += count_lines(text);
    for (struct span line = { 0, 0 }; line.start < text.size && status == STATUS_OK; line.start = line.end + 1) {
        line = lines_around(text, (struct span){ line.start, line.start });
        if (line.end > line.start)
            status = check_line(checking, context, plain, line, &told);
    }
    return status;
}

static enum status check_context(struct checking *checking, uint32_t context)
{
    const struct pool *pool = &checking->ruleset->pools.contexts[context];
    uint32_t rule = rule_of_context(checking->ruleset, context);
    struct plain_search **plain = alloc_zeroed(pool->count + 1, sizeof *plain);
    enum status status = plain == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    add_examples(checking->ruleset, rule, &checking->raw);
    for (size_t index = 0; index < pool->count; index++)
        add_pattern(&pool->patterns[index], &checking->raw);
    for (size_t index = 0; index < pool->count && status == STATUS_OK; index++)
        status = make_plain(checking, &pool->patterns[index], &plain[index]);
    if (status == STATUS_OK)
        status = fold(checking, checking->ruleset->rules[rule].view);
    if (status == STATUS_OK)
        status = check_lines(checking, context, plain);
    for (size_t index = 0; plain != NULL && index < pool->count; index++)
        plain_search_free(plain[index]);
    alloc_free(plain);
    return status;
}

/* ---- All of it. */

static enum status check_all(struct checking *checking)
{
    const struct pools *pools = &checking->ruleset->pools;
    enum status status = STATUS_OK;

    for (unsigned view = 0; view < VIEW_COUNT && status == STATUS_OK; view++)
        status = check_view(checking, view);
    checking->tally->contexts = pools->context_count;
    for (uint32_t context = 0; context < pools->context_count && status == STATUS_OK; context++)
        status = check_context(checking, context);
    return status;
}

enum status ruleset_engine_check(const struct ruleset *ruleset, ruleset_engine_told *told, void *context,
                                 struct ruleset_engine_tally *tally, struct error *error)
{
    struct checking checking = { .ruleset = ruleset,
                                 .told = told,
                                 .context = context,
                                 .tally = tally,
                                 .error = error,
                                 .raw = BUF_INIT(TEXT_SIZE_MAX),
                                 .text = BUF_INIT(2UL * CANONICAL_GROWTH * TEXT_SIZE_MAX),
                                 .line = BUF_INIT(SIZE_MAX / 2) };
    enum status status = ruleset_prepare_scratch(ruleset, &checking.scratch);

    *tally = (struct ruleset_engine_tally){ 0 };
    if (status == STATUS_OK)
        status = check_all(&checking);
    search_scratch_free(checking.scratch);
    buf_free(&checking.raw);
    buf_free(&checking.text);
    buf_free(&checking.line);
    alloc_free(checking.matches);
    if (status != STATUS_OK && status != STATUS_INVALID)
        return error_set(error, status, "%s", status_code(status));
    return status;
}
