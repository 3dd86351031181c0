/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset.h"

#include <criterion/criterion.h>
#include <hs.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "load.h"
#include "rules/check.h"
#include "rules/ruleset_compile.h"

/* ---- Mistakes that only loading can see. */

#define RULE "pack: t\nversion: 1\nrules:\n  - id: t.r\n    name: 名\n    category: quality\n    action: note\n"

static const struct mistake {
    const char *yaml, *message;
} mistakes[] = {
    { RULE "    match: {regex: ['甲a*']}\n", "p.yaml:8:24: this repeat has no upper bound" },
    { RULE "    match: {regex: ['甲(a']}\n", "p.yaml:8:23: a parenthesis has no partner here" },
    { RULE "    match: {regex: ['a)']}\n", "p.yaml:8:23: a parenthesis has no partner here" },
    { RULE "    match: {regex: ['x|甲?']}\n", "p.yaml:8:24: this expression matches where there is nothing" },
    { RULE "    match: {regex: ['?a']}\n", "p.yaml:8:22: this repeat has nothing" },
    { RULE "    match: {regex: ['[[:alhpa:]]']}\n", "p.yaml:8:23: this expression cannot be compiled:" },
    { RULE "    match: {regex: ['甲.{0,30000}乙']}\n", "p.yaml:8:22: " },
    { RULE "    match: {literal: ['\xE2\x80\x8B']}\n", "p.yaml:8:24: nothing is left of" },
    { RULE "    view: dense\n    match: {literal: ['。']}\n", "p.yaml:9:24: nothing is left of \"。\"" },
    { RULE "    match: {words: none.txt}\n", "p.yaml:8:20: this word list cannot be read: " },
    { RULE "    match: {literal: a}\n    unless: {any: ['b+']}\n", "p.yaml:9:22: this repeat has no upper bound" },
    { RULE "    match: {literal: a}\n    requires: {any: ['b(']}\n", "p.yaml:9:24: a parenthesis has no partner" },
    { RULE "    match: {regex: ['%{A}']}\n", "p.yaml:8:22: there is no such name under define:" },
    { "define: {A: 'x(y'}\n" RULE "    match: {regex: ['甲%{A}']}\n", "p.yaml:9:23: a parenthesis has no partner" },
};

Test(ruleset, mistakes_in_patterns_are_named_with_their_place)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct ruleset *ruleset;
        struct error error;

        cr_expect_eq(load_text(mistakes[i].yaml, &ruleset, &error), STATUS_INVALID, "case %zu", i);
        cr_expect_eq(strncmp(error.message, mistakes[i].message, strlen(mistakes[i].message)), 0,
                     "case %zu\n  got  %s\n  want %s", i, error.message, mistakes[i].message);
    }
}

static const char pack_a[] = "pack: a\nversion: 1\nrules:\n"
                             "  - {id: b.two, name: 二, category: quality, action: note, match: {literal: 甲乙}}\n"
                             "  - {id: a.one, name: 一, category: quality, action: note, match: {literal: 丙丁}}\n";
static const char pack_b[] = "pack: b\nversion: 1\nrules:\n"
                             "  - {id: a.one, name: 一, category: quality, action: note, match: {literal: 戊己}}\n";

Test(ruleset, an_id_may_stand_once_in_all_packs)
{
    struct folder folder = folder_create();
    struct ruleset *ruleset;
    struct error error;
    char expected[256];

    folder_write_text(&folder, "a.yaml", pack_a);
    folder_write_text(&folder, "b.yaml", pack_b);
    cr_assert_eq(load_folder(&folder, &ruleset, &error), STATUS_INVALID);
    snprintf(expected, sizeof expected, "%s/b.yaml:4:5: the rule \"a.one\" stands already at %s/a.yaml:5:5;",
             folder.path, folder.path);
    cr_assert_eq(strncmp(error.message, expected, strlen(expected)), 0, "%s", error.message);
    folder_remove(&folder);
}

Test(ruleset, a_word_list_complaint_names_the_list)
{
    struct folder folder = folder_create();
    struct ruleset *ruleset;
    struct error error;
    char expected[256];

    folder_write_text(&folder, "p.yaml", RULE "    match: {words: w.txt}\n");
    folder_write_text(&folder, "w.txt", "博彩\n\n \xE2\x80\x8B\n");
    cr_assert_eq(load_folder(&folder, &ruleset, &error), STATUS_INVALID);
    snprintf(expected, sizeof expected, "%s/w.txt:3:2: nothing is left of", folder.path);
    cr_assert_eq(strncmp(error.message, expected, strlen(expected)), 0, "%s", error.message);
    folder_write_text(&folder, "w.txt", "#\n");
    cr_assert_eq(load_folder(&folder, &ruleset, &error), STATUS_INVALID);
    snprintf(expected, sizeof expected, "%s/w.txt: there is no word in this list", folder.path);
    cr_assert_eq(strncmp(error.message, expected, strlen(expected)), 0, "%s", error.message);
    folder_remove(&folder);
}

Test(ruleset, paths_that_have_no_packs_are_refused)
{
    struct folder folder = folder_create();
    struct ruleset *ruleset;
    struct error error;
    const char *const missing[] = { "/nowhere/packs" };
    struct ruleset_options options = { .paths = missing, .path_count = 1 };

    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_INVALID);
    cr_assert_eq(strncmp(error.message, "/nowhere/packs: rules cannot be read from here", 46), 0, "%s", error.message);
    cr_assert_eq(load_folder(&folder, &ruleset, &error), STATUS_INVALID);
    cr_assert_not_null(strstr(error.message, "there is no rule pack"), "%s", error.message);
    options.paths = (const char *const[]){ "/dev/null" };
    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_INVALID);
    cr_assert_not_null(strstr(error.message, "neither a file nor a folder"), "%s", error.message);
    options.path_count = 0;
    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_INVALID);
    folder_remove(&folder);
}

/* ---- What is loaded. */

Test(ruleset, rules_are_in_order_of_id_and_globs_select_them)
{
    struct folder folder = folder_create();
    struct ruleset *ruleset;
    struct error error;
    const char *const paths[] = { folder.path }, *const disable[] = { "b.*" }, *const enable[] = { "a.*", "b.*" };
    struct ruleset_options options = { .paths = paths, .path_count = 1 };

    folder_write_text(&folder, "a.yaml", pack_a);
    folder_write_text(&folder, ".hidden.yaml", "broken: [");
    folder_write_text(&folder, "readme.md", "broken: [");
    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(ruleset_rule_count(ruleset), 2);
    cr_assert_str_eq(ruleset_rule(ruleset, 0)->id, "a.one");
    cr_assert_str_eq(ruleset_rule(ruleset, 1)->id, "b.two");
    ruleset_unref(ruleset);
    options.disable = disable;
    options.disable_count = 1;
    options.enable = enable;
    options.enable_count = 2;
    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_OK);
    cr_assert_eq(ruleset_rule_count(ruleset), 1);
    cr_assert_eq(find_matches(ruleset, "a.one", "甲乙丙丁", NULL, 0), 1);
    ruleset_unref(ruleset);
    options.enable = disable;
    options.enable_count = 1;
    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_INVALID);
    cr_assert_not_null(strstr(error.message, "no rule is left"), "%s", error.message);
    options.enable = (const char *const[]){ "c.*" };
    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_INVALID);
    cr_assert_not_null(strstr(error.message, "no rule is called \"c.*\""), "%s", error.message);
    folder_remove(&folder);
}

Test(ruleset, matches_have_the_right_ends_and_do_not_cross_a_block)
{
    struct ruleset *ruleset;
    struct error error;
    struct span spans[8];

    cr_assert_eq(load_text(RULE "    match:\n      literal: [內　部]\n"
                                "      regex: ['^机[^★]{1,5}$', '[A-Z]{2}\\d{2}年?']\n", &ruleset, &error), STATUS_OK,
                 "%s", error.message);
    cr_assert_eq(find_matches(ruleset, "t.r", "x内部", spans, 8), 1);
    cr_assert(spans[0].start == 1 && spans[0].end == 7);
    cr_assert_eq(find_matches(ruleset, "t.r", "x\n机密件\ny", spans, 8), 1);
    cr_assert(spans[0].start == 2 && spans[0].end == 11);
    cr_assert_eq(find_matches(ruleset, "t.r", "机\n密", spans, 8), 0);
    cr_assert_eq(find_matches(ruleset, "t.r", "机密★", spans, 8), 0);
    cr_assert_eq(find_matches(ruleset, "t.r", "ab12年", spans, 8), 2, "with and without the last");
    cr_assert_eq(spans[0].start, 0);
    cr_assert_eq(ruleset_reach(ruleset), 3 + 5 * 4, "five characters of up to four bytes");
    ruleset_unref(ruleset);
}

Test(ruleset, the_dense_view_has_a_database_of_its_own)
{
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(load_text(RULE "    view: dense\n    match: {literal: ['澳门-新·葡京', 1-2]}\n", &ruleset, &error),
                 STATUS_OK);
    cr_assert_not(ruleset_uses(ruleset, VIEW_CANONICAL));
    cr_assert(ruleset_uses(ruleset, VIEW_DENSE));
    cr_assert_eq(ruleset_pattern(ruleset, VIEW_DENSE, 0)->literal_size, strlen("澳门新葡京"));
    cr_assert_eq(ruleset_pattern(ruleset, VIEW_DENSE, 1)->literal_size, 2);
    cr_assert_eq(ruleset_reach(ruleset), strlen("澳门新葡京"));
    ruleset_unref(ruleset);
}

static bool is_found(const struct ruleset *ruleset, uint32_t context, const char *text, struct search_scratch *scratch)
{
    bool found;

    cr_assert_eq(ruleset_context_found(ruleset, context, text, strlen(text), scratch, &found, NULL), STATUS_OK);
    return found;
}

Test(ruleset, contexts_are_looked_for_and_shared)
{
    struct ruleset *ruleset;
    struct error error;
    struct search_scratch *scratch = NULL;
    const struct rule *first, *second;

    cr_assert_eq(load_text("pack: t\nversion: 1\nrules:\n"
                           "  - {id: t.a, name: 甲, category: quality, action: note, match: {literal: 机密}, "
                           "requires: {any: ['密级 ?[:：]', '保密'], literal: 國家, within: 20}, "
                           "unless: {any: ['商业']}}\n"
                           "  - {id: t.b, name: 乙, category: quality, action: note, match: {literal: 秘密}, "
                           "requires: {any: ['商业'], within: 60}}\n",
                           &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(ruleset_prepare_scratch(ruleset, &scratch), STATUS_OK);
    first = ruleset_rule(ruleset, 0);
    second = ruleset_rule(ruleset, 1);
    cr_assert(first->required.present && first->excused.present && second->required.present);
    cr_assert_not(second->excused.present);
    cr_assert_eq(second->required.context, first->excused.context, "the same set is compiled once");
    cr_assert_neq(first->required.context, first->excused.context);
    cr_assert_eq(ruleset_context_reach(ruleset), 60);
    cr_assert(is_found(ruleset, first->required.context, "密级:机密", scratch));
    cr_assert(is_found(ruleset, first->required.context, "保密", scratch));
    cr_assert(is_found(ruleset, first->required.context, "国家", scratch));
    cr_assert_not(is_found(ruleset, first->required.context, "商业机密", scratch));
    cr_assert_not(is_found(ruleset, first->required.context, "", scratch));
    cr_assert(is_found(ruleset, second->required.context, "商业机密", scratch));
    search_scratch_free(scratch);
    ruleset_unref(ruleset);
}

Test(ruleset, a_validator_needs_context_around)
{
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(load_text(RULE "    match: {regex: ['\\d{17}[\\dx]']}\n    validate: resident-id\n", &ruleset, &error),
                 STATUS_OK);
    cr_assert_eq(ruleset_context_reach(ruleset), CHECK_CONTEXT);
    ruleset_unref(ruleset);
}

Test(ruleset, the_same_pattern_serves_several_rules)
{
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(load_text("pack: t\nversion: 1\nrules:\n"
                           "  - {id: t.a, name: 甲, category: quality, action: note, match: {literal: [机密, 機密]}}\n"
                           "  - {id: t.b, name: 乙, category: quality, action: note, match: {literal: 机 密}}\n",
                           &ruleset, &error), STATUS_OK);
    cr_assert_eq(find_matches(ruleset, "t.a", "机密", NULL, 0), 1, "folded duplicates are one");
    cr_assert_eq(find_matches(ruleset, "t.b", "机密", NULL, 0), 1);
    ruleset_unref(ruleset);
}

Test(ruleset, literals_of_long_runs_and_special_characters_match)
{
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(load_text(RULE "    match: {literal: ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'a.b*c[d]\\Qe', '(('] }\n",
                           &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(find_matches(ruleset, "t.r", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL, 0), 2);
    cr_assert_eq(find_matches(ruleset, "t.r", "a.b*c[d]\\qe", NULL, 0), 1);
    cr_assert_eq(find_matches(ruleset, "t.r", "axb", NULL, 0), 0);
    cr_assert_eq(find_matches(ruleset, "t.r", "((", NULL, 0), 1);
    ruleset_unref(ruleset);
}

Test(ruleset, references_keep_it_alive)
{
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(load_text(pack_a, &ruleset, &error), STATUS_OK);
    cr_assert_eq(ruleset_ref(ruleset), ruleset);
    ruleset_unref(ruleset);
    cr_assert_str_eq(ruleset_rule(ruleset, 0)->id, "a.one");
    ruleset_unref(ruleset);
    ruleset_unref(NULL);
}

/* ---- Examples and remarks. */

Test(ruleset, examples_keep_their_text_and_place)
{
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(load_text(RULE "    match: {literal: 机密}\n    examples:\n      match: [機 密, '机密']\n"
                                "      no_match:\n        - 秘密\n", &ruleset, &error), STATUS_OK);
    cr_assert_eq(ruleset_example_count(ruleset), 3);
    cr_assert_str_eq(ruleset_example(ruleset, 0)->text, "機 密");
    cr_assert(ruleset_example(ruleset, 0)->must_match);
    cr_assert_eq(ruleset_example(ruleset, 1)->column, 20);
    cr_assert_not(ruleset_example(ruleset, 2)->must_match);
    cr_assert_eq(ruleset_example(ruleset, 2)->line, 12);
    cr_assert_eq(ruleset_example(ruleset, 2)->column, 11);
    ruleset_unref(ruleset);
}

static const struct ruleset_remark *find_remark(const struct ruleset *ruleset, const char *words)
{
    for (size_t i = 0; i < ruleset_remark_count(ruleset); i++) {
        if (strstr(ruleset_remark(ruleset, i)->message, words) != NULL)
            return ruleset_remark(ruleset, i);
    }
    return NULL;
}

Test(ruleset, remarks_say_what_loading_does_not_refuse)
{
    struct ruleset *ruleset;
    struct error error;
    const struct ruleset_remark *remark;

    cr_assert_eq(load_text("pack: t\nversion: 1\nrules:\n"
                           "  - {id: t.a, name: 甲, category: quality, action: note, match: {literal: [机密, 的]}}\n"
                           "  - {id: t.b, name: 乙, category: quality, action: note, match: {literal: 机密}, "
                           "advice: {zh: 删}, examples: {match: 机密, no_match: 秘}}\n"
                           "  - {id: t.c, name: 丙, category: quality, action: note, match: {regex: ['[^a]{2,4}', AB.]}, "
                           "advice: {en: delete}, examples: {match: 机密, no_match: 秘}}\n",
                           &ruleset, &error), STATUS_OK, "%s", error.message);
    remark = find_remark(ruleset, "t.a: there is no example of what it finds");
    cr_assert(remark != NULL && remark->is_error && remark->line == 4 && remark->column == 5);
    cr_assert_not_null(find_remark(ruleset, "t.a: there is no example of what it must leave alone"));
    cr_assert_null(find_remark(ruleset, "t.b: there is no"));
    cr_assert_not_null(find_remark(ruleset, "t.a: there is no advice in Chinese"));
    cr_assert_not_null(find_remark(ruleset, "t.c: there is no advice in Chinese"));
    cr_assert_not_null(find_remark(ruleset, "t.a: \"的\" is a single character"));
    remark = find_remark(ruleset, "\"机密\" stands in t.b and");
    cr_assert(remark != NULL && remark->line == 5);
    remark = find_remark(ruleset, "t.c: this pattern matches");
    cr_assert(remark != NULL && remark->is_error && remark->line == 6);
    remark = find_remark(ruleset, "no capital letters");
    cr_assert(remark != NULL && remark->line == 6);
    ruleset_unref(ruleset);
}

Test(ruleset, a_pattern_shared_by_rules_that_look_elsewhere_is_fine)
{
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(load_text("pack: t\nversion: 1\nrules:\n"
                           "  - {id: t.a, name: 甲, category: quality, action: note, match: {literal: 机密}, in: body}\n"
                           "  - {id: t.b, name: 乙, category: quality, action: note, match: {literal: 机密}, in: title}\n",
                           &ruleset, &error), STATUS_OK);
    cr_assert_null(find_remark(ruleset, "stands in"));
    ruleset_unref(ruleset);
}

/* ---- Digests. */

static struct digest digest_of_pack(const char *yaml)
{
    struct ruleset *ruleset;
    struct error error;
    struct digest digest;

    cr_assert_eq(load_text(yaml, &ruleset, &error), STATUS_OK, "%s", error.message);
    digest = *ruleset_digest(ruleset);
    ruleset_unref(ruleset);
    return digest;
}

Test(ruleset, the_digest_changes_with_what_changes_a_result_and_only_then)
{
    static const char *const different[] = {
        RULE "    match: {literal: 乙}\n",
        RULE "    match: {literal: 甲}\n    in: body\n",
        RULE "    match: {literal: 甲}\n    zone: head\n",
        RULE "    match: {literal: 甲}\n    view: dense\n",
        RULE "    match: {literal: 甲}\n    requires: {any: [乙]}\n",
        RULE "    match: {literal: 甲}\n    unless: {any: [乙]}\n",
        RULE "    match: {literal: 甲}\n    requires: {any: [乙], within: 41}\n",
        RULE "    match: {literal: 甲}\n    validate: luhn\n",
        RULE "    match: {literal: 甲}\n    count: {at_least: 3}\n",
        RULE "    match: {literal: 甲}\n    count: {at_least: 3, per: table}\n",
        RULE "    match: {literal: 甲}\n    mask: true\n",
        RULE "    match: {literal: 甲}\n    basis: R1\n",
        RULE "    match: {literal: 甲}\n    advice: 删\n",
    };
    enum { COUNT = sizeof different / sizeof *different };
    struct digest base = digest_of_pack(RULE "    match: {literal: 甲}\n"), digests[COUNT];
    struct digest same = digest_of_pack("# a comment\n" RULE "    match:\n      literal: ['甲', 甲]\n"
                                        "    examples: {match: 甲, no_match: 乙}\n");

    cr_assert_arr_eq(base.bytes, same.bytes, DIGEST_SIZE);
    for (size_t i = 0; i < COUNT; i++) {
        digests[i] = digest_of_pack(different[i]);
        cr_expect_neq(memcmp(digests[i].bytes, base.bytes, DIGEST_SIZE), 0, "case %zu", i);
        for (size_t j = 0; j < i; j++)
            cr_expect_neq(memcmp(digests[i].bytes, digests[j].bytes, DIGEST_SIZE), 0, "cases %zu and %zu", i, j);
    }
}

/* ---- Many words; memory that runs out. */

Test(ruleset, fifty_thousand_words_load_and_are_found, .timeout = 120)
{
    struct folder folder = folder_create();
    struct ruleset *ruleset;
    struct error error;
    char path[128];
    FILE *file;
    uint32_t seed = 7;

    folder_write_text(&folder, "p.yaml", RULE "    match: {words: w.txt}\n");
    file = fopen(folder_file(&folder, "w.txt", path, sizeof path), "w");
    cr_assert_not_null(file);
    for (unsigned i = 0; i < 50000; i++) {
        seed = seed * 1664525 + 1013904223;
        fprintf(file, "%c%c%c%c%c%c%u\n", 0xE4 + (int)(seed >> 28) % 6, 0x80 + (int)(seed >> 22) % 64,
                0x80 + (int)(seed >> 16) % 64, 0xE5, 0x80 + (int)(seed >> 10) % 64, 0x80 + (int)(seed >> 4) % 64, i);
    }
    cr_assert_eq(fclose(file), 0);
    cr_assert_eq(load_folder(&folder, &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(ruleset_pattern(ruleset, VIEW_CANONICAL, 49999)->rule, 0);
    cr_assert_geq(ruleset_reach(ruleset), 11);
    ruleset_unref(ruleset);
    folder_remove(&folder);
}

Test(ruleset, every_failing_allocation_is_survived, .timeout = 120)
{
    struct folder folder = folder_create();
    const char *const paths[] = { folder.path };
    struct ruleset_options options = { .paths = paths, .path_count = 1 };
    enum status status = STATUS_NO_MEMORY;
    unsigned long nth = 1;

    folder_write_text(&folder, "p.yaml", RULE "    match: {regex: ['机密[★☆]{1,3}\\d年'], words: w.txt}\n"
                                              "    requires: {any: [密级]}\n"
                                              "    examples: {match: 机密, no_match: 秘}\n");
    folder_write_text(&folder, "w.txt", "博彩\n裸聊\n");
    for (; status == STATUS_NO_MEMORY && nth < 5000; nth++) {
        struct ruleset *ruleset = NULL;
        struct error error;

        alloc_fail_after(nth);
        status = ruleset_load(&options, &ruleset, &error);
        alloc_fail_after(0);
        if (status == STATUS_OK)
            ruleset_unref(ruleset);
        else
            cr_expect_eq(status, STATUS_NO_MEMORY, "allocation %lu gives %s", nth, error.message);
    }
    cr_assert_eq(status, STATUS_OK);
    cr_assert_gt(nth, 20);
    folder_remove(&folder);
}
