/* SPDX-License-Identifier: Apache-2.0
 *
 * The gate keeps nothing back that matches: all rules that ship together find what each finds alone, without a gate.
 */
#include "rules/ruleset_search.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "load.h"
#include "text/canonical.h"

struct place {
    const char *rule;
    size_t from, to;
};

struct places {
    const struct ruleset *ruleset;
    enum rule_view view;
    const char *only; /* of this rule; NULL: of all */
    struct place *items;
    size_t count, capacity;
};

static bool note(void *context, uint32_t pattern, size_t from, size_t to)
{
    struct places *places = context;
    uint32_t rule = ruleset_pattern(places->ruleset, places->view, pattern)->rule;
    const char *id = ruleset_rule(places->ruleset, rule)->id;

    if (places->only == NULL || strcmp(places->only, id) == 0) {
        cr_assert_eq(ARRAY_GROW(&places->items, &places->capacity, places->count + 1), STATUS_OK);
        places->items[places->count++] = (struct place){ id, from, to };
    }
    return true;
}

static int by_place(const void *left, const void *right)
{
    const struct place *a = left, *b = right;

    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

static struct places search(const struct ruleset *ruleset, const char *only, const struct buf *text)
{
    struct places places = { .ruleset = ruleset, .view = VIEW_CANONICAL, .only = only };
    struct search_scratch *scratch = NULL;

    cr_assert_eq(ruleset_prepare_scratch(ruleset, &scratch), STATUS_OK);
    cr_assert_eq(ruleset_search(ruleset, VIEW_CANONICAL, READER_PERSON, scratch, text->data, text->size, note, &places),
                 STATUS_OK);
    search_scratch_free(scratch);
    if (places.count > 0)
        qsort(places.items, places.count, sizeof *places.items, by_place);
    return places;
}

static struct ruleset *load_shipped(const char *only)
{
    const char *const paths[] = { GUANKA_SOURCE_DIR "/patterns" };
    struct ruleset_options options = {
        .paths = paths, .path_count = 1, .enable = &only, .enable_count = only != NULL
    };
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_OK, "%s", error.message);
    return ruleset;
}

/* Every example of every rule, in lines and two in a line, as canonical text. */
static struct buf all_examples(const struct ruleset *ruleset)
{
    struct buf raw = BUF_INIT(1 << 24), text = BUF_INIT(1 << 26);
    struct canonical_state state = CANONICAL_STATE_INIT;
    char *target;

    for (size_t index = 0; index < ruleset_example_count(ruleset); index++) {
        buf_text(&raw, ruleset_example(ruleset, index)->text);
        buf_text(&raw, index % 3 == 1 ? "，" : "\n");
    }
    target = buf_reserve(&text, raw.size * CANONICAL_GROWTH + CANONICAL_SLACK);
    cr_assert_not_null(target);
    text.size = canonical_append(&state, raw.data, raw.size, NEWLINES_ARE_BREAKS, target, NULL);
    buf_free(&raw);
    return text;
}

/* Of what Hyperscan makes of the rules, which no sanitizer sees; to compile each rule there takes minutes. */
#ifdef __SANITIZE_ADDRESS__
#define IS_SANITIZED true
#else
#define IS_SANITIZED false
#endif

Test(search, together_the_rules_find_what_each_finds_alone, .disabled = IS_SANITIZED)
{
    struct ruleset *all = load_shipped(NULL);
    struct buf text = all_examples(all);
    size_t found = 0, compared = 0;

    for (size_t rule = 0; rule < ruleset_rule_count(all); rule += 3) {
        const char *id = ruleset_rule(all, rule)->id;
        struct ruleset *alone;
        struct places one, other;

        if (ruleset_rule(all, rule)->detector != NULL || ruleset_rule(all, rule)->view != VIEW_CANONICAL)
            continue;
        alone = load_shipped(id);
        one = search(alone, id, &text);
        other = search(all, id, &text);
        cr_expect_eq(one.count, other.count, "%s: %zu matches alone, %zu with the others", id, one.count, other.count);
        for (size_t index = 0; index < one.count && index < other.count; index++)
            cr_expect(one.items[index].from == other.items[index].from && one.items[index].to == other.items[index].to,
                      "%s: [%zu, %zu) alone, [%zu, %zu) with the others", id, one.items[index].from,
                      one.items[index].to, other.items[index].from, other.items[index].to);
        found += one.count;
        compared++;
        alloc_free(one.items);
        alloc_free(other.items);
        ruleset_unref(alone);
    }
    cr_assert_gt(compared, 30);
    cr_assert_gt(found, 300, "the examples must show something");
    buf_free(&text);
    ruleset_unref(all);
}

/* Sixteen expressions are behind a gate: each finds its own word, in the first line, the last, and beside empty ones. */
Test(search, a_gate_opens_for_each_line)
{
    static const char *const first[] = { "甲方", "乙方", "丙方", "丁方" }, *const second[] = { "一号", "二号", "三号", "四号" };
    struct buf yaml = BUF_INIT(1 << 16);
    struct ruleset *ruleset;
    struct error error;
    struct span spans[8];

    buf_text(&yaml, "pack: t\nversion: 1\nrules:\n");
    for (size_t one = 0; one < 4; one++) {
        for (size_t other = 0; other < 4; other++)
            buf_format(&yaml, "  - {id: t.r%zu%zu, name: 测, category: quality, action: note, match: {regex: "
                              "['%s[\\p{Han}]{0,4}%s']}}\n", one, other, first[one], second[other]);
    }
    buf_byte(&yaml, '\0');
    cr_assert_eq(load_text(yaml.data, &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_expect_eq(find_matches(ruleset, "t.r00", "甲方一号", spans, 8), 1);
    cr_expect_eq(find_matches(ruleset, "t.r00", "\n\n甲方的一号\n\n", spans, 8), 1);
    cr_expect(spans[0].start == 2 && spans[0].end == 2 + strlen("甲方的一号"));
    cr_expect_eq(find_matches(ruleset, "t.r00", "甲方\n一号", spans, 8), 0);
    cr_expect_eq(find_matches(ruleset, "t.r12", "前面\n乙方三号。乙方,三号\n乙方的三号", spans, 8), 2);
    cr_expect_eq(find_matches(ruleset, "t.r33", "丁方一二三四五四号", spans, 8), 0, "too far from each other");
    cr_expect_eq(find_matches(ruleset, "t.r33", "丁方一二三四五四号丁方四号", spans, 8), 1);
    cr_expect_eq(find_matches(ruleset, "t.r33", "一号甲方四号丁方四", spans, 8), 0);
    buf_free(&yaml);
    ruleset_unref(ruleset);
}

/* What a line has of a kind may stand at its end, and what is too short to be searched for beside any of its words. */
Test(search, a_gate_reads_a_long_line_to_its_end)
{
    enum { BEFORE = 12000, WORDS = 14 };
    static const char *const ends[] = { "完,,毕", "123456789012", "对甲作出", "甲作出对" };
    static const size_t found[][3] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 0, 0, 0 } };
    struct buf yaml = BUF_INIT(1 << 16);
    struct ruleset *ruleset;
    struct error error;
    struct span spans[8];

    buf_text(&yaml, "pack: t\nversion: 1\nrules:\n");
    for (unsigned rule = 0; rule < WORDS + 3; rule++) {
        static const char *const expressions[] = { "\\p{Han},,[^,]", "[0-9]{12}", "(?:对|将).作出" };

        buf_format(&yaml, "  - {id: t.r%u, name: 测, category: quality, action: note, match: {regex: ['%s']}}\n", rule,
                   rule < 3 ? expressions[rule] : "甲方.{0,4}乙方");
    }
    buf_byte(&yaml, '\0');
    cr_assert_eq(load_text(yaml.data, &ruleset, &error), STATUS_OK, "%s", error.message);
    for (size_t end = 0; end < sizeof ends / sizeof *ends; end++) {
        struct buf text = BUF_INIT(1 << 20);

        for (size_t count = 0; count < BEFORE; count++)
            buf_text(&text, "政");
        buf_text(&text, ends[end]);
        buf_byte(&text, '\0');
        cr_expect_eq(find_matches(ruleset, "t.r0", text.data, spans, 8), found[end][0], "%s", ends[end]);
        cr_expect_eq(find_matches(ruleset, "t.r1", text.data, spans, 8), found[end][1], "%s", ends[end]);
        cr_expect_eq(find_matches(ruleset, "t.r2", text.data, spans, 8), found[end][2], "%s", ends[end]);
        buf_free(&text);
    }
    buf_free(&yaml);
    ruleset_unref(ruleset);
}
