/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/rule_file.h"

#include <criterion/criterion.h>

#include "extract/part.h"
#include "load.h"
#include "rules/check.h"

/* A pack that has every key. */
static const char complete[] = "pack: demo\n"
                               "version: 7\n"
                               "define:\n"
                               "  LEVEL: '绝密|机密|秘密'\n"
                               "rules:\n"
                               "  - id: demo.mark\n"
                               "    name: {zh: 标志, en: mark}\n"
                               "    category: personal\n"
                               "    basis: [R2-2, R7-3]\n"
                               "    action: block\n"
                               "    view: canonical\n"
                               "    match:\n"
                               "      regex: ['%{LEVEL}★\\d{1,3}年']\n"
                               "      literal: [内部资料]\n"
                               "    in: [body, hidden-link, property]\n"
                               "    zone: head\n"
                               "    requires: {any: ['密级'], within: 12}\n"
                               "    unless: {literal: 考试}\n"
                               "    validate: resident-id\n"
                               "    count: {at_least: 3, per: table}\n"
                               "    mask: false\n"
                               "    advice: {zh: 删除, en: remove}\n"
                               "    examples:\n"
                               "      match: [机密★1年, '机密★2年']\n"
                               "      no_match: [机密]\n"
                               "  - id: demo.plain\n"
                               "    name: 简单\n"
                               "    category: personal\n"
                               "    action: note\n"
                               "    match: {literal: x}\n";

static enum status parse(const char *yaml, struct arena *arena, struct rule_pack **pack, struct error *error)
{
    return rule_file_parse(bytes_of_text(yaml), "p.yaml", false, arena, pack, error);
}

Test(rule_file, reads_every_key)
{
    struct arena *arena;
    struct rule_pack *pack;
    struct error error;
    const struct rule *rule;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(parse(complete, arena, &pack, &error), STATUS_OK, "%s", error.message);
    cr_assert_str_eq(pack->name, "demo");
    cr_assert_eq(pack->version, 7);
    cr_assert_eq(pack->draft_count, 2);
    cr_assert_eq(pack->define_count, 1);
    rule = &pack->drafts[0].rule;
    cr_assert_str_eq(rule->id, "demo.mark");
    cr_assert_str_eq(rule->pack, "demo");
    cr_assert_str_eq(rule->name_zh, "标志");
    cr_assert_str_eq(rule->name_en, "mark");
    cr_assert_str_eq(rule->category, "personal");
    cr_assert_eq(rule->basis_count, 2);
    cr_assert_str_eq(rule->basis[1], "R7-3");
    cr_assert_eq(rule->action, ACTION_BLOCK);
    cr_assert_eq(rule->roles, 1u << TEXT_BODY | 1u << TEXT_HIDDEN_LINK | 1u << TEXT_METADATA);
    cr_assert_eq(rule->zone, ZONE_HEAD);
    cr_assert_str_eq(rule->check->name, "resident-id");
    cr_assert_eq(rule->count_at_least, 3);
    cr_assert_eq(rule->count_per, PER_TABLE);
    cr_assert_not(rule->secret);
    cr_assert_str_eq(rule->advice_zh, "删除");
    cr_assert_eq(rule->line, 6);
    cr_assert_eq(rule->column, 5);
    cr_assert_eq(pack->drafts[0].required.within, 12);
    cr_assert_eq(pack->drafts[0].excused.within, RULE_WITHIN_DEFAULT);
    cr_assert_eq(pack->drafts[0].matching.count, 2);
    cr_assert_str_eq(pack->drafts[0].matching.items[1].text, "机密★2年");
    cr_assert_eq(pack->drafts[0].matching.items[1].line, 24);
    cr_assert_eq(pack->drafts[0].matching.items[1].column, 22);
    arena_destroy(arena);
}

Test(rule_file, defaults_are_those_of_the_documentation)
{
    struct arena *arena;
    struct rule_pack *pack;
    struct error error;
    const struct rule *rule;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(parse(complete, arena, &pack, &error), STATUS_OK);
    rule = &pack->drafts[1].rule;
    cr_assert_str_eq(rule->name_zh, "简单");
    cr_assert_str_eq(rule->name_en, "简单");
    cr_assert_eq(rule->roles, 1u << TEXT_BODY | 1u << TEXT_TITLE | 1u << TEXT_HEADER | 1u << TEXT_FOOTER
                                  | 1u << TEXT_NOTE | 1u << TEXT_HIDDEN | 1u << TEXT_METADATA | 1u << TEXT_FILENAME
                                  | 1u << TEXT_ALT);
    cr_assert_eq(rule->zone, ZONE_ANYWHERE);
    cr_assert_eq(rule->view, VIEW_CANONICAL);
    cr_assert(rule->secret, "personal is masked unless mask: false");
    cr_assert_not(pack->drafts[1].required.present);
    arena_destroy(arena);
}

Test(rule_file, a_byte_order_mark_is_skipped)
{
    struct ruleset *ruleset;
    struct error error;

    cr_assert_eq(load_text("\xEF\xBB\xBFpack: t\nversion: 1\nrules:\n- {id: t.a, name: n, category: quality, "
                           "action: note, match: {literal: 甲乙}}\n", &ruleset, &error), STATUS_OK);
    ruleset_unref(ruleset);
}

/* ---- What is wrong is said with its place. */

#define RULE "pack: t\nversion: 1\nrules:\n  - id: t.r\n    name: 名\n    category: quality\n    action: note\n"

static const struct mistake {
    const char *yaml, *message; /* a part of the message, from its beginning */
} mistakes[] = {
    { "", "p.yaml: this file is empty" },
    { "# nothing\n", "p.yaml: this file is empty" },
    { "- a\n", "p.yaml:1:1: a mapping (key: value) is expected here" },
    { "pack: t\nversion: 1\n", "p.yaml:1:1: the key \"rules\" is missing here" },
    { "pack: t\nrules: []\n", "p.yaml:2:8: this pack has no rules" },
    { "pack: t\nversion: 0\nrules: []\n", "p.yaml:2:10: a whole number from 1 to 99999999" },
    { "pack: t\nversion: one\nrules: []\n", "p.yaml:2:10: a whole number" },
    { "pack: t\nversoin: 1\n", "p.yaml:2:1: unknown key \"versoin\"; did you mean \"version\"?" },
    { "pack: t\npack: u\n", "p.yaml:2:1: the key \"pack\" is given twice" },
    { "pack: [t]\n", "p.yaml:1:7: a text is expected here, not a list" },
    { "pack:\n", "p.yaml:1:6: a text is expected here, but there is none" },
    { "pack: \"a\\0b\"\n", "p.yaml:1:7: a text must not contain the character NUL" },
    { "pack: t\nversion: 1\nrules: {a: b}\n", "p.yaml:3:8: rules: takes a list" },
    { "[a]: b\n", "p.yaml:1:1: a key must be a single word" },
    { RULE "    match: {literal: a}\n---\npack: u\n", "p.yaml:10:1: what follows" },
    { RULE, "p.yaml:4:5: the key \"match\" is missing here" },
    { RULE "    match: {}\n", "p.yaml:8:12: nothing to match" },
    { RULE "    match: a\n", "p.yaml:8:12: a mapping" },
    { RULE "    match: {regexp: a}\n", "p.yaml:8:13: unknown key \"regexp\"; did you mean \"regex\"?" },
    { RULE "    match: {literal: []}\n", "p.yaml:8:22: this list is empty" },
    { RULE "    match: {literal: {a: b}}\n", "p.yaml:8:22: a list of texts is expected here" },
    { RULE "    match: {literal: [[a]]}\n", "p.yaml:8:23: a text is expected here" },
    { RULE "    exmaples: {}\n", "p.yaml:8:5: unknown key \"exmaples\"; did you mean \"examples\"?" },
    { RULE "    colour: red\n", "p.yaml:8:5: unknown key \"colour\"; known are: id, name," },
    { RULE "    in: [body, foot]\n", "p.yaml:8:16: unknown place \"foot\"; known are: body, title, header" },
    { RULE "    in: []\n", "p.yaml:8:9: this list is empty" },
    { RULE "    zone: tail\n", "p.yaml:8:11: unknown zone \"tail\"; known are: anywhere, head" },
    { RULE "    view: dens\n", "p.yaml:8:11: unknown view \"dens\"; did you mean \"dense\"?" },
    { RULE "    validate: resident_id\n",
      "p.yaml:8:15: unknown validator \"resident_id\"; did you mean \"resident-id\"?" },
    { RULE "    count: {per: table}\n", "p.yaml:8:12: the key \"at_least\" is missing here" },
    { RULE "    count: {at_least: 0}\n", "p.yaml:8:23: a whole number from 1 to 100000" },
    { RULE "    count: {at_least: 3, per: page}\n", "p.yaml:8:31: unknown unit to count in \"page\"" },
    { RULE "    match: {literal: a}\n    suggests: special\n", "p.yaml:4:5: a rule that suggests a class reports nothing" },
    { RULE "    match: {literal: a}\n    excuses: [t.other]\n", "p.yaml:4:5: a rule that excuses others reports nothing" },
    { "pack: t\nversion: 1\nrules:\n  - id: t.r\n    name: r\n    match: {literal: a}\n    suggests: special\n"
      "    excuses: t.other\n",
      "p.yaml:4:5: a rule that excuses others does nothing else" },
    { RULE "    excuses: []\n", "p.yaml:8:14: this list is empty" },
    { RULE "    match: {literal: a}\n    apart: note\n", "p.yaml:4:5: apart: takes an action above" },
    { RULE "    suggests: hgih\n", "p.yaml:8:15: unknown class \"hgih\"; known are: important, special" },
    { RULE "    mask: yes\n", "p.yaml:8:11: unknown value \"yes\"; known are: false, true" },
    { RULE "    requires: {within: 3}\n", "p.yaml:8:15: no context given" },
    { RULE "    requires: {any: [a], within: 401}\n", "p.yaml:8:34: a whole number from 1 to 400" },
    { RULE "    unless: {any: [a], near: 3}\n", "p.yaml:8:24: unknown key \"near\"" },
    { RULE "    advice: {cn: 删}\n", "p.yaml:8:14: unknown key \"cn\"" },
    { RULE "    advice: {}\n", "p.yaml:8:13: give a text under zh:" },
    { RULE "    basis: {}\n", "p.yaml:8:12: a list of texts" },
    { "pack: t\nversion: 1\nrules:\n- id: T.R\n", "p.yaml:4:7: a rule's id has only a-z" },
    { "pack: t\nversion: 1\nrules:\n- category: personnel\n",
      "p.yaml:4:13: unknown category \"personnel\"; did you mean" },
    { "pack: t\nversion: 1\nrules:\n- action: stop\n", "p.yaml:4:11: unknown action \"stop\"; known are: note, review" },
    { "pack: t\ndefine: [a]\n", "p.yaml:2:9: define: takes a mapping" },
    { "pack: t\ndefine: {A B: x}\n", "p.yaml:2:10: a define's name has only letters" },
    { "pack: t\ndefine: {1A: x}\n", "p.yaml:2:10: a define's name has only letters" },
    { "pack: t\ndefine: {A: x, A: y}\n", "p.yaml:2:16: \"A\" is defined twice" },
    { "pack: t\nversion: 1\nrules: [a\n", "p.yaml:4:1: this is not valid YAML: a bracket [ or { is not closed, or a comma is missing (" },
    { "pack: \"\\d\"\n", "p.yaml:1:8: this is not valid YAML: in \"double quotes\" this \\ is not allowed; put expressions in" },
    { "pack: a: b\n", "p.yaml:1:8: this is not valid YAML: a text that has :" },
    { "pack: t\nrules: [,]\n", "p.yaml:2:9: this is not valid YAML: a text that has :" },
    { "pack: t\nversion 1\nx: y\n", "p.yaml:3:1: this is not valid YAML: a key wants : and" },
    { "pack: \"t\nx: y\n", "p.yaml:3:1: this is not valid YAML: a quote is opened and never closed (found" },
    { "pack: t\n\tversion: 1\n", "p.yaml:2:1: this is not valid YAML: lines are indented with spaces" },
    { "pack: t\nversion: 1\x01\n", "p.yaml:2:1: this is not valid YAML: there is a character here that cannot be seen; delete it (control characters are not allowed)" },
    { "pack: 甲\nversion: \xC4\xE3\n", "p.yaml:2:10: this file must be UTF-8" },
};

Test(rule_file, every_mistake_is_named_with_its_place_and_a_way_out)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct ruleset *ruleset;
        struct error error;
        enum status status = load_text(mistakes[i].yaml, &ruleset, &error);

        cr_expect_eq(status, STATUS_INVALID, "case %zu: %s", i, mistakes[i].yaml);
        cr_expect_eq(strncmp(error.message, mistakes[i].message, strlen(mistakes[i].message)), 0,
                     "case %zu\n  got  %s\n  want %s", i, error.message, mistakes[i].message);
    }
}

/* ---- Places inside scalars. */

Test(rule_file, finds_places_inside_every_kind_of_scalar)
{
    static const char yaml[] = "pack: t\nversion: 1\nrules:\n"
                               "  - id: t.a\n    name: 甲\n    category: quality\n    action: note\n"
                               "    match:\n"
                               "      literal:\n"
                               "        - 甲乙丙\n"
                               "        - 'a''b甲c'\n"
                               "        - \"a\\u7532\\\\丙c\"\n"
                               "        - >\n          甲\n";
    struct arena *arena;
    struct rule_pack *pack;
    struct error error;
    const struct rule_text *items;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(parse(yaml, arena, &pack, &error), STATUS_OK, "%s", error.message);
    items = pack->drafts[0].match.literals.items;
    cr_assert_eq(rule_file_place(pack, &items[0], 6).column, 13); /* 丙 */
    cr_assert_eq(rule_file_place(pack, &items[1], 2).column, 15); /* b, behind the doubled quote */
    cr_assert_eq(rule_file_place(pack, &items[1], 6).column, 17); /* c */
    cr_assert_eq(rule_file_place(pack, &items[2], 1).column, 13); /* the escape */
    cr_assert_eq(rule_file_place(pack, &items[2], 5).column, 21); /* 丙 */
    cr_assert_eq(rule_file_place(pack, &items[3], 1).line, 13);
    arena_destroy(arena);
}

Test(rule_file, knows_categories_and_roles_by_name)
{
    cr_assert(rule_file_is_category("prohibited.9"));
    cr_assert_not(rule_file_is_category("prohibited.10"));
    cr_assert_str_eq(rule_file_role_name(TEXT_HIDDEN_LINK), "hidden-link");
    cr_assert_null(rule_file_role_name(TEXT_ROLE_COUNT));
}
