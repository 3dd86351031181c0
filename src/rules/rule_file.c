/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/rule_file.h"

#include <libintl.h>
#include <stddef.h>
#include <string.h>

#include "extract/part.h"
#include "rules/check.h"
#include "rules/reading.h"
#include "text/utf8.h"

/* ---- Places. */

/* What follows a line feed is a line, even if it is nothing. */
static enum status list_lines(struct rule_pack *pack, struct arena *arena)
{
    size_t count = 1;
    uint32_t *lines;

    for (size_t at = 0; at < pack->yaml.size; at++)
        count += pack->yaml.data[at] == '\n';
    lines = arena_alloc(arena, count * sizeof *lines);
    if (lines == NULL)
        return STATUS_NO_MEMORY;
    lines[pack->line_count++] = 0;
    for (size_t at = 0; at < pack->yaml.size; at++) {
        if (pack->yaml.data[at] == '\n')
            lines[pack->line_count++] = (uint32_t)at + 1;
    }
    pack->lines = lines;
    return STATUS_OK;
}

/* Of a line counted from 1; NULL when there are fewer. */
static const uint8_t *line_start(const struct rule_pack *pack, uint32_t line)
{
    return line == 0 || line > pack->line_count ? NULL : pack->yaml.data + pack->lines[line - 1];
}

/* Source characters that make the value character at source[0..size) in a quoted scalar. */
static size_t source_characters(char style, const uint8_t *source, size_t size)
{
    if (style == '\'')
        return size > 1 && source[0] == '\'' && source[1] == '\'' ? 2 : 1;
    if (style != '"' || source[0] != '\\' || size < 2)
        return 1;
    return source[1] == 'x' ? 4 : source[1] == 'u' ? 6 : source[1] == 'U' ? 10 : 2;
}

struct rule_place rule_file_place(const struct rule_pack *pack, const struct rule_text *text, size_t offset)
{
    struct rule_place place = { pack->file, text->line, text->column, pack->sealed };
    const uint8_t *start = line_start(pack, text->line), *end = pack->yaml.data + pack->yaml.size;
    size_t value = 0;

    if (start == NULL || text->style == '|')
        return place;
    start += utf8_forward((const char *)start, (size_t)(end - start), 0, text->column - 1);
    if (text->style != 0 && start < end) {
        start++;
        place.column++;
    }
    while (value < offset && value < text->size && start < end && *start != '\n') {
        size_t characters = source_characters(text->style, start, (size_t)(end - start));

        value += utf8_forward(text->text + value, text->size - value, 0, 1);
        start += utf8_forward((const char *)start, (size_t)(end - start), 0, characters);
        place.column += (uint32_t)characters;
    }
    return place;
}

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* ---- name: and advice: */

struct bilingual {
    const char *zh, *en;
};

/* {zh: …, en: …}, either alone, or one text, which counts as Chinese. */
static enum status read_bilingual(struct reading *reading, const yaml_node_t *node, struct bilingual *both)
{
    static const struct reading_key keys[] = { { "zh", reading_string, offsetof(struct bilingual, zh) },
                                               { "en", reading_string, offsetof(struct bilingual, en) } };
    uint32_t seen;
    enum status status;

    if (node->type == YAML_SCALAR_NODE)
        return reading_string(reading, node, &both->zh);
    status = reading_mapping(reading, node, keys, COUNT_OF(keys), both, &seen);
    if (status == STATUS_OK && seen == 0)
        return reading_fail(reading, node, gettext("give a text under zh: (Chinese), under en: (English), or both"));
    return status;
}

static enum status read_rule_name(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;
    struct bilingual both = { NULL, NULL };
    enum status status = read_bilingual(reading, node, &both);

    rule->name_zh = both.zh != NULL ? both.zh : both.en;
    rule->name_en = both.en != NULL ? both.en : both.zh;
    return status;
}

static enum status read_advice(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;
    struct bilingual both = { NULL, NULL };
    enum status status = read_bilingual(reading, node, &both);

    rule->advice_zh = both.zh;
    rule->advice_en = both.en;
    return status;
}

/* ---- match:, requires:, unless: */

static enum status read_match(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = {
        { "regex", reading_texts, offsetof(struct rule_draft, match.regexes) },
        { "literal", reading_texts, offsetof(struct rule_draft, match.literals) },
        { "words", reading_texts, offsetof(struct rule_draft, match.words) },
        { "detector", reading_string, offsetof(struct rule_draft, rule.detector) },
        { "outcome", reading_string, offsetof(struct rule_draft, rule.outcome) },
    };
    enum { PATTERN_KEYS = 0x07, DETECTOR_KEYS = 0x18 };
    uint32_t seen;
    enum status status = reading_mapping(reading, node, keys, COUNT_OF(keys), target, &seen);

    if (status == STATUS_OK && seen == 0)
        return reading_fail(reading, node, gettext("nothing to match; give regex:, literal: or words:"));
    if (status == STATUS_OK && seen > PATTERN_KEYS && seen != DETECTOR_KEYS)
        return reading_fail(reading, node,
                            gettext("a detector takes detector: and outcome: and no patterns beside them"));
    return status;
}

static enum status read_within(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 1, RULE_WITHIN_MAX, target);
}

/* requires: and unless: */
static enum status read_condition(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = {
        { "any", reading_texts, offsetof(struct rule_condition, patterns.regexes) },
        { "literal", reading_texts, offsetof(struct rule_condition, patterns.literals) },
        { "words", reading_texts, offsetof(struct rule_condition, patterns.words) },
        { "within", read_within, offsetof(struct rule_condition, within) }
    };
    struct rule_condition *condition = target;
    uint32_t seen;
    enum status status;

    condition->present = true;
    condition->within = RULE_WITHIN_DEFAULT;
    status = reading_mapping(reading, node, keys, COUNT_OF(keys), condition, &seen);
    if (status == STATUS_OK && (seen & 7) == 0)
        return reading_fail(reading, node, gettext("no context given; give any: (expressions), literal: or words:"));
    return status;
}

static enum status read_allow(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = { { "literal", reading_texts, offsetof(struct rule_patterns, literals) },
                                               { "words", reading_texts, offsetof(struct rule_patterns, words) } };
    uint32_t seen;
    enum status status = reading_mapping(reading, node, keys, COUNT_OF(keys), target, &seen);

    if (status == STATUS_OK && seen == 0)
        return reading_fail(reading, node, gettext("no phrase given; give literal: or words:"));
    return status;
}

/* ---- The other keys of a rule. */

static enum status read_id(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;
    enum status status = reading_string(reading, node, &rule->id);

    if (status != STATUS_OK)
        return status;
    if (strspn(rule->id, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != strlen(rule->id) || strlen(rule->id) > 80)
        return reading_fail(reading, node,
                            gettext("a rule's id has only a-z, 0-9, \".\", \"-\" and \"_\", at most 80 of them"));
    return STATUS_OK;
}

static const char *const categories[] = {
    "classified",   "internal",     "disclosure",   "personal",     "statistics",   "case",         "approval",
    "prohibited.1", "prohibited.2", "prohibited.3", "prohibited.4", "prohibited.5", "prohibited.6", "prohibited.7",
    "prohibited.8", "prohibited.9", "formulation",  "tamper",       "quality",
};

bool rule_file_is_category(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(categories); i++) {
        if (strcmp(categories[i], name) == 0)
            return true;
    }
    return false;
}

static enum status read_category(struct reading *reading, const yaml_node_t *node, void *target)
{
    size_t index = 0;
    enum status status = reading_choice(reading, node, gettext("category"), categories, COUNT_OF(categories), &index);

    ((struct rule_draft *)target)->rule.category = categories[index];
    return status;
}

static enum status read_names(struct reading *reading, const yaml_node_t *node, const char *const **names,
                              size_t *count)
{
    struct rule_texts texts = { NULL, 0 };
    const char **read;
    enum status status = reading_texts(reading, node, &texts);

    if (status != STATUS_OK)
        return status;
    read = arena_alloc(reading->arena, texts.count * sizeof *read);
    if (read == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < texts.count; i++)
        read[i] = texts.items[i].text;
    *names = read;
    *count = texts.count;
    return STATUS_OK;
}

static enum status read_basis(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;

    return read_names(reading, node, &rule->basis, &rule->basis_count);
}

static enum status read_covers(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;

    return read_names(reading, node, &rule->covers, &rule->cover_count);
}

static enum status read_excuses(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;

    return read_names(reading, node, &rule->excuses, &rule->excuse_count);
}

static enum status read_action(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "note", "review", "block" };
    enum rule_action *action = target;
    size_t index = 0;
    enum status status = reading_choice(reading, node, gettext("action"), names, COUNT_OF(names), &index);

    *action = (enum rule_action)index;
    return status;
}

static enum status read_suggests(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "important", "special" };
    size_t index = 0;
    enum status status = reading_choice(reading, node, gettext("class"), names, COUNT_OF(names), &index);

    ((struct rule_draft *)target)->rule.suggests = index == 0 ? SUGGESTS_IMPORTANT : SUGGESTS_SPECIAL;
    return status;
}

static const char *const roles[TEXT_ROLE_COUNT] = {
    [TEXT_BODY] = "body",
    [TEXT_TITLE] = "title",
    [TEXT_HEADER] = "header",
    [TEXT_FOOTER] = "footer",
    [TEXT_NOTE] = "note",
    [TEXT_HIDDEN] = "hidden",
    [TEXT_HIDDEN_LINK] = "hidden-link",
    [TEXT_LINK] = "link",
    [TEXT_ALT] = "alt",
    [TEXT_METADATA] = "property",
    [TEXT_COMMENT] = "comment",
    [TEXT_SCRIPT] = "script",
    [TEXT_FILENAME] = "filename",
};
enum {
    ROLES_DEFAULT = 1 << TEXT_BODY | 1 << TEXT_TITLE | 1 << TEXT_HEADER | 1 << TEXT_FOOTER | 1 << TEXT_NOTE
                    | 1 << TEXT_HIDDEN | 1 << TEXT_METADATA | 1 << TEXT_FILENAME | 1 << TEXT_ALT,
};

const char *rule_file_role_name(unsigned role)
{
    return role < TEXT_ROLE_COUNT ? roles[role] : NULL;
}

static enum status read_in(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;
    size_t count = node->type != YAML_SEQUENCE_NODE
                       ? 1
                       : (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);

    rule->roles = 0;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = node;
        size_t index = 0;
        enum status status;

        if (node->type == YAML_SEQUENCE_NODE)
            item = yaml_document_get_node(reading->document, node->data.sequence.items.start[i]);
        status = reading_choice(reading, item, gettext("place"), roles, COUNT_OF(roles), &index);
        if (status != STATUS_OK)
            return status;
        rule->roles |= UINT32_C(1) << index;
    }
    if (rule->roles == 0)
        return reading_fail(reading, node, gettext("this list is empty; give at least one place or remove the key"));
    return STATUS_OK;
}

static enum status read_zone(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "anywhere", "head" };
    size_t index = 0;
    enum status status = reading_choice(reading, node, gettext("zone"), names, COUNT_OF(names), &index);

    ((struct rule_draft *)target)->rule.zone = (enum rule_zone)index;
    return status;
}

static enum status read_view(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "canonical", "dense" };
    size_t index = 0;
    enum status status = reading_choice(reading, node, gettext("view"), names, COUNT_OF(names), &index);

    ((struct rule_draft *)target)->rule.view = (enum rule_view)index;
    return status;
}

static enum status read_validate(struct reading *reading, const yaml_node_t *node, void *target)
{
    const struct check *const *checks = check_all();
    const char *names[READING_KEYS_MAX];
    size_t count = 0, index = 0;
    enum status status;

    while (checks[count] != NULL && count < READING_KEYS_MAX) {
        names[count] = checks[count]->name;
        count++;
    }
    status = reading_choice(reading, node, gettext("validator"), names, count, &index);
    if (status == STATUS_OK)
        ((struct rule_draft *)target)->rule.check = checks[index];
    return status;
}

static enum status read_at_least(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 1, 100000, target);
}

static enum status read_per(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "table", "document" };
    size_t index = 0;
    enum status status = reading_choice(reading, node, gettext("unit to count in"), names, COUNT_OF(names), &index);

    *(enum rule_per *)target = index == 0 ? PER_TABLE : PER_DOCUMENT;
    return status;
}

static enum status read_count(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = { { "at_least", read_at_least,
                                                 offsetof(struct rule_draft, rule.count_at_least) },
                                               { "per", read_per, offsetof(struct rule_draft, rule.count_per) } };
    uint32_t seen;
    enum status status;

    ((struct rule_draft *)target)->rule.count_per = PER_DOCUMENT;
    status = reading_mapping(reading, node, keys, COUNT_OF(keys), target, &seen);
    if (status != STATUS_OK)
        return status;
    return reading_require(reading, node, keys, 1, seen);
}

static enum status read_mask(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "false", "true" };
    size_t index = 0;
    enum status status = reading_choice(reading, node, gettext("value"), names, COUNT_OF(names), &index);

    ((struct rule_draft *)target)->rule.secret = index == 1;
    return status;
}

static enum status read_place(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "any", "own" };
    size_t index = 0;
    enum status status = reading_choice(reading, node, gettext("place"), names, COUNT_OF(names), &index);

    ((struct rule_draft *)target)->rule.own_place = index == 1;
    return status;
}

static enum status read_examples(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = { { "match", reading_texts, offsetof(struct rule_draft, matching) },
                                               { "no_match", reading_texts,
                                                 offsetof(struct rule_draft, not_matching) } };
    uint32_t seen;

    return reading_mapping(reading, node, keys, COUNT_OF(keys), target, &seen);
}

/* ---- A rule, and the pack. */

static enum status read_rule(struct reading *reading, const yaml_node_t *node, struct rule_draft *draft)
{
    static const struct reading_key keys[] = {
        { "id", read_id, 0 },
        { "name", read_rule_name, 0 },
        { "match", read_match, 0 },
        { "category", read_category, 0 },
        { "action", read_action, offsetof(struct rule_draft, rule.action) },
        { "basis", read_basis, 0 },
        { "in", read_in, 0 },
        { "zone", read_zone, 0 },
        { "view", read_view, 0 },
        { "requires", read_condition, offsetof(struct rule_draft, required) },
        { "unless", read_condition, offsetof(struct rule_draft, excused) },
        { "validate", read_validate, 0 },
        { "count", read_count, 0 },
        { "mask", read_mask, 0 },
        { "advice", read_advice, 0 },
        { "examples", read_examples, 0 },
        { "suggests", read_suggests, 0 },
        { "allow", read_allow, offsetof(struct rule_draft, allowed) },
        { "covers", read_covers, 0 },
        { "place", read_place, 0 },
        { "apart", read_action, offsetof(struct rule_draft, rule.apart) },
        { "excuses", read_excuses, 0 },
    };
    enum {
        REQUIRED_COUNT = 5,
        REQUIRED_OF_SILENT = 3,
        CATEGORY_INDEX = 3,
        ACTION_INDEX = 4,
        COUNT_INDEX = 12,
        MASK_INDEX = 13,
        SUGGESTS_INDEX = 16,
        APART_INDEX = 20,
        COVERS_INDEX = 18,
        EXCUSES_INDEX = 21,
        DETECTOR_EXCLUDES = 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << COUNT_INDEX | 1 << SUGGESTS_INDEX
                            | 1 << 17 | 1 << 19 | 1 << APART_INDEX | 1 << EXCUSES_INDEX
    };
    uint32_t seen;
    enum status status;

    draft->rule.roles = ROLES_DEFAULT;
    draft->rule.file = reading->file;
    draft->rule.sealed = reading->sealed;
    draft->rule.line = (uint32_t)node->start_mark.line + 1;
    draft->rule.column = (uint32_t)node->start_mark.column + 1;
    status = reading_mapping(reading, node, keys, COUNT_OF(keys), draft, &seen);
    if (status != STATUS_OK)
        return status;
    if (draft->rule.excuse_count > 0 && (seen & (1U << SUGGESTS_INDEX | 1U << COVERS_INDEX)) != 0)
        return reading_fail(reading, node,
                            gettext("a rule that excuses others does nothing else; remove suggests: and covers:"));
    if (!rule_reports(&draft->rule)
        && (seen & (1U << CATEGORY_INDEX | 1U << ACTION_INDEX | 1U << COUNT_INDEX | 1U << APART_INDEX)) != 0)
        return reading_fail(
            reading, node,
            draft->rule.excuse_count > 0
                ? gettext("a rule that excuses others reports nothing itself; remove category:, action:, "
                          "apart: and count:")
                : gettext("a rule that suggests a class reports nothing itself; remove category:, action:, "
                          "apart: and count:"));
    if (draft->rule.detector != NULL && (seen & DETECTOR_EXCLUDES) != 0)
        return reading_fail(reading, node,
                            gettext("what a detector finds has been judged; remove zone:, view:, requires:, unless:, "
                                    "validate:, count:, suggests:, allow:, place:, apart: and excuses:"));
    if ((seen & UINT32_C(1) << APART_INDEX) == 0)
        draft->rule.apart = draft->rule.action;
    else if (draft->rule.apart <= draft->rule.action || draft->rule.count_at_least > 0)
        return reading_fail(reading, node,
                            gettext("apart: takes an action above that of the rule, and no rule with count: has it"));
    if (draft->rule.suggests != SUGGESTS_NOTHING)
        draft->rule.category = "class";
    else if (draft->rule.excuse_count > 0)
        draft->rule.category = "excuse";
    status =
        reading_require(reading, node, keys, rule_reports(&draft->rule) ? REQUIRED_COUNT : REQUIRED_OF_SILENT, seen);
    if (status == STATUS_OK && (seen & UINT32_C(1) << MASK_INDEX) == 0)
        draft->rule.secret = strcmp(draft->rule.category, "personal") == 0;
    return status;
}

static enum status read_version(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 1, 99999999, target);
}

static enum status read_define(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule_pack *pack = target;
    size_t count;

    if (node->type != YAML_MAPPING_NODE)
        return reading_fail(reading, node, gettext("define: takes a mapping (NAME: expression)"));
    count = (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
    pack->defines = arena_zeroed(reading->arena, (count + 1) * sizeof *pack->defines);
    if (pack->defines == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_pair_t *pair = &node->data.mapping.pairs.start[i];
        const yaml_node_t *name = yaml_document_get_node(reading->document, pair->key);
        struct rule_define *define = &pack->defines[i];
        enum status status = reading_text(reading, name, &define->name);

        if (status == STATUS_OK)
            status = reading_text(reading, yaml_document_get_node(reading->document, pair->value), &define->fragment);
        if (status != STATUS_OK)
            return status;
        if (strspn(define->name.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
                != define->name.size
            || (define->name.text[0] >= '0' && define->name.text[0] <= '9'))
            return reading_fail(reading, name,
                                gettext("a define's name has only letters, digits and \"_\", a letter first"));
        for (size_t j = 0; j < i; j++) {
            if (strcmp(pack->defines[j].name.text, define->name.text) == 0)
                return reading_fail(reading, name, gettext("\"%s\" is defined twice; keep one"), define->name.text);
        }
    }
    pack->define_count = count;
    return STATUS_OK;
}

static enum status read_rules(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule_pack *pack = target;
    size_t count;

    if (node->type != YAML_SEQUENCE_NODE)
        return reading_fail(reading, node, gettext("rules: takes a list; begin each rule with \"- id: …\""));
    count = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (count == 0)
        return reading_fail(reading, node, gettext("this pack has no rules; give at least one"));
    pack->drafts = arena_zeroed(reading->arena, count * sizeof *pack->drafts);
    if (pack->drafts == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = yaml_document_get_node(reading->document, node->data.sequence.items.start[i]);
        enum status status = read_rule(reading, item, &pack->drafts[i]);

        if (status != STATUS_OK)
            return status;
    }
    pack->draft_count = count;
    return STATUS_OK;
}

static enum status read_pack(struct reading *reading, const yaml_node_t *root, void *target)
{
    static const struct reading_key keys[] = { { "pack", reading_string, offsetof(struct rule_pack, name) },
                                               { "version", read_version, offsetof(struct rule_pack, version) },
                                               { "rules", read_rules, 0 },
                                               { "define", read_define, 0 } };
    enum { REQUIRED_COUNT = 3 };
    struct rule_pack *pack = target;
    uint32_t seen;
    enum status status = reading_mapping(reading, root, keys, COUNT_OF(keys), pack, &seen);

    if (status == STATUS_OK)
        status = reading_require(reading, root, keys, REQUIRED_COUNT, seen);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < pack->draft_count; i++)
        pack->drafts[i].rule.pack = pack->name;
    return STATUS_OK;
}

enum status rule_file_parse(struct bytes yaml, const char *file, bool sealed, struct arena *arena,
                            struct rule_pack **pack, struct error *error)
{
    struct reading reading = { .file = file, .sealed = sealed, .arena = arena, .error = error };
    struct rule_pack *read = arena_zeroed(arena, sizeof *read);
    enum status status;

    if (read == NULL)
        return STATUS_NO_MEMORY;
    if (bytes_start_with(yaml, "\xEF\xBB\xBF", 3))
        yaml = bytes_slice(yaml, 3, yaml.size);
    read->file = file;
    read->yaml = yaml;
    read->sealed = sealed;
    status = list_lines(read, arena);
    if (status == STATUS_OK)
        status = reading_file(&reading, yaml, read_pack, read);
    if (status == STATUS_OK)
        *pack = read;
    return status;
}
