/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/rule_file.h"

#include <libintl.h>
#include <stddef.h>
#include <string.h>
#include <yaml.h>

#include "extract/part.h"
#include "rules/check.h"
#include "text/utf8.h"

struct reader_state {
    yaml_document_t *document;
    struct rule_pack *pack;
    struct arena *arena;
    struct error *error;
};

/* A key of a mapping, what reads its value, and into which field of the mapping's target. */
struct key {
    const char *name;
    enum status (*read)(struct reader_state *state, const yaml_node_t *node, void *target);
    size_t field;
};
enum { KEY_COUNT_MAX = 32 };

/* ---- Places and complaints. */

static struct rule_place place_of(const struct reader_state *state, const yaml_node_t *node)
{
    return (struct rule_place){ state->pack->file, (uint32_t)node->start_mark.line + 1,
                                (uint32_t)node->start_mark.column + 1, state->pack->sealed };
}

static enum status fail(const struct reader_state *state, const yaml_node_t *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static enum status fail(const struct reader_state *state, const yaml_node_t *node, const char *format, ...)
{
    va_list arguments;
    enum status status;

    va_start(arguments, format);
    status = complaint_set_list(state->error, place_of(state, node), format, arguments);
    va_end(arguments);
    return status;
}

/* "unknown X `name`; did you mean Y" or the whole list when nothing is near. */
static enum status fail_unknown(const struct reader_state *state, const yaml_node_t *node, const char *what,
                                const char *const *known, size_t count)
{
    const char *name = (const char *)node->data.scalar.value;
    const char *nearest = complaint_nearest(name, node->data.scalar.length, known, count);
    char list[512];
    size_t used = 0;

    if (nearest != NULL)
        return fail(state, node, gettext("unknown %s \"%.60s\"; did you mean \"%s\"?"), what, name, nearest);
    list[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(known[i]);

        if (used + size + 3 > sizeof list)
            break;
        if (used > 0) {
            memcpy(list + used, ", ", 2);
            used += 2;
        }
        memcpy(list + used, known[i], size + 1);
        used += size;
    }
    return fail(state, node, gettext("unknown %s \"%.60s\"; known are: %s"), what, name, list);
}

static const uint8_t *line_start(struct bytes yaml, uint32_t line)
{
    const uint8_t *start = yaml.data, *end = yaml.data + yaml.size;

    for (uint32_t i = 1; i < line && start != NULL; i++) {
        start = memchr(start, '\n', (size_t)(end - start));
        start = start == NULL ? NULL : start + 1;
    }
    return start;
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
    const uint8_t *start = line_start(pack->yaml, text->line), *end = pack->yaml.data + pack->yaml.size;
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

/* ---- Scalars. */

static enum status read_text(struct reader_state *state, const yaml_node_t *node, struct rule_text *text)
{
    yaml_scalar_style_t style;

    if (node->type != YAML_SCALAR_NODE)
        return fail(state, node, gettext("a text is expected here, not a list or a mapping"));
    style = node->data.scalar.style;
    if (node->data.scalar.length == 0)
        return fail(state, node, gettext("a text is expected here, but there is none"));
    if (memchr(node->data.scalar.value, '\0', node->data.scalar.length) != NULL)
        return fail(state, node, gettext("a text must not contain the character NUL"));
    text->size = node->data.scalar.length;
    text->text = arena_text(state->arena, (const char *)node->data.scalar.value, text->size);
    if (text->text == NULL)
        return STATUS_NO_MEMORY;
    text->line = (uint32_t)node->start_mark.line + 1;
    text->column = (uint32_t)node->start_mark.column + 1;
    text->style = style == YAML_SINGLE_QUOTED_SCALAR_STYLE ? '\'' : style == YAML_DOUBLE_QUOTED_SCALAR_STYLE ? '"' : 0;
    if (node->start_mark.line != node->end_mark.line || style == YAML_LITERAL_SCALAR_STYLE
        || style == YAML_FOLDED_SCALAR_STYLE)
        text->style = '|';
    return STATUS_OK;
}

/* Where *target is a `const char *`. */
static enum status read_string(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule_text text = { NULL, 0, 0, 0, 0 };
    enum status status = read_text(state, node, &text);

    if (status == STATUS_OK)
        *(const char **)target = text.text;
    return status;
}

static enum status read_number(struct reader_state *state, const yaml_node_t *node, uint32_t least, uint32_t most,
                               uint32_t *number)
{
    uint32_t value = 0;

    if (node->type != YAML_SCALAR_NODE || node->data.scalar.length == 0 || node->data.scalar.length > 9)
        return fail(state, node, gettext("a whole number from %u to %u is expected here"), least, most);
    for (size_t i = 0; i < node->data.scalar.length; i++) {
        unsigned digit = (unsigned)node->data.scalar.value[i] - '0';

        if (digit > 9)
            return fail(state, node, gettext("a whole number from %u to %u is expected here"), least, most);
        value = value * 10 + digit;
    }
    if (value < least || value > most)
        return fail(state, node, gettext("a whole number from %u to %u is expected here"), least, most);
    *number = value;
    return STATUS_OK;
}

/* One of `known`; its index. */
static enum status read_choice(struct reader_state *state, const yaml_node_t *node, const char *what,
                               const char *const *known, size_t count, size_t *index)
{
    if (node->type != YAML_SCALAR_NODE)
        return fail(state, node, gettext("the name of one %s is expected here"), what);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i], (const char *)node->data.scalar.value) == 0) {
            *index = i;
            return STATUS_OK;
        }
    }
    return fail_unknown(state, node, what, known, count);
}

/* ---- Lists: a single scalar stands for a list of one. */

static enum status read_texts(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule_texts *texts = target;
    size_t count;

    if (node->type == YAML_MAPPING_NODE)
        return fail(state, node, gettext("a list of texts is expected here, not a mapping"));
    count = node->type == YAML_SCALAR_NODE
                ? 1 : (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (count == 0)
        return fail(state, node, gettext("this list is empty; give at least one text or remove the key"));
    texts->items = arena_alloc(state->arena, count * sizeof *texts->items);
    if (texts->items == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = node;
        enum status status;

        if (node->type == YAML_SEQUENCE_NODE)
            item = yaml_document_get_node(state->document, node->data.sequence.items.start[i]);
        status = read_text(state, item, &texts->items[i]);
        if (status != STATUS_OK)
            return status;
    }
    texts->count = count;
    return STATUS_OK;
}

/* ---- Mappings. */

static enum status fail_unknown_key(const struct reader_state *state, const yaml_node_t *node,
                                    const struct key *keys, size_t count)
{
    const char *names[KEY_COUNT_MAX];

    for (size_t i = 0; i < count; i++)
        names[i] = keys[i].name;
    return fail_unknown(state, node, gettext("key"), names, count);
}

/* Reads each pair by its key; *seen gets a bit per key. */
static enum status read_mapping(struct reader_state *state, const yaml_node_t *node, const struct key *keys,
                                size_t count, void *target, uint32_t *seen)
{
    *seen = 0;
    if (node->type != YAML_MAPPING_NODE)
        return fail(state, node, gettext("a mapping (key: value) is expected here"));
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *name = yaml_document_get_node(state->document, pair->key);
        const yaml_node_t *value = yaml_document_get_node(state->document, pair->value);
        size_t index = 0;
        enum status status;

        if (name->type != YAML_SCALAR_NODE)
            return fail(state, name, gettext("a key must be a single word"));
        while (index < count && strcmp(keys[index].name, (const char *)name->data.scalar.value) != 0)
            index++;
        if (index == count)
            return fail_unknown_key(state, name, keys, count);
        if ((*seen & UINT32_C(1) << index) != 0)
            return fail(state, name, gettext("the key \"%s\" is given twice; keep one"), keys[index].name);
        *seen |= UINT32_C(1) << index;
        status = keys[index].read(state, value, (char *)target + keys[index].field);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* The first `required` keys of the table must have been seen. */
static enum status require_keys(const struct reader_state *state, const yaml_node_t *node, const struct key *keys,
                                size_t required, uint32_t seen)
{
    for (size_t i = 0; i < required; i++) {
        if ((seen & UINT32_C(1) << i) == 0)
            return fail(state, node, gettext("the key \"%s\" is missing here"), keys[i].name);
    }
    return STATUS_OK;
}

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* ---- name: and advice: */

struct bilingual {
    const char *zh, *en;
};

/* {zh: …, en: …}, either alone, or one text, which counts as Chinese. */
static enum status read_bilingual(struct reader_state *state, const yaml_node_t *node, struct bilingual *both)
{
    static const struct key keys[] = { { "zh", read_string, offsetof(struct bilingual, zh) },
                                       { "en", read_string, offsetof(struct bilingual, en) } };
    uint32_t seen;
    enum status status;

    if (node->type == YAML_SCALAR_NODE)
        return read_string(state, node, &both->zh);
    status = read_mapping(state, node, keys, COUNT_OF(keys), both, &seen);
    if (status == STATUS_OK && seen == 0)
        return fail(state, node, gettext("give a text under zh: (Chinese), under en: (English), or both"));
    return status;
}

static enum status read_rule_name(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;
    struct bilingual both = { NULL, NULL };
    enum status status = read_bilingual(state, node, &both);

    rule->name_zh = both.zh != NULL ? both.zh : both.en;
    rule->name_en = both.en != NULL ? both.en : both.zh;
    return status;
}

static enum status read_advice(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;
    struct bilingual both = { NULL, NULL };
    enum status status = read_bilingual(state, node, &both);

    rule->advice_zh = both.zh;
    rule->advice_en = both.en;
    return status;
}

/* ---- match:, requires:, unless: */

static enum status read_match(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const struct key keys[] = {
        { "regex", read_texts, offsetof(struct rule_draft, match.regexes) },
        { "literal", read_texts, offsetof(struct rule_draft, match.literals) },
        { "words", read_texts, offsetof(struct rule_draft, match.words) },
        { "detector", read_string, offsetof(struct rule_draft, rule.detector) },
        { "outcome", read_string, offsetof(struct rule_draft, rule.outcome) },
    };
    enum { PATTERN_KEYS = 0x07, DETECTOR_KEYS = 0x18 };
    uint32_t seen;
    enum status status = read_mapping(state, node, keys, COUNT_OF(keys), target, &seen);

    if (status == STATUS_OK && seen == 0)
        return fail(state, node, gettext("nothing to match; give regex:, literal: or words:"));
    if (status == STATUS_OK && seen > PATTERN_KEYS && seen != DETECTOR_KEYS)
        return fail(state, node, gettext("a detector takes detector: and outcome: and no patterns beside them"));
    return status;
}

static enum status read_within(struct reader_state *state, const yaml_node_t *node, void *target)
{
    return read_number(state, node, 1, RULE_WITHIN_MAX, target);
}

/* requires: and unless: */
static enum status read_condition(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const struct key keys[] = { { "any", read_texts, offsetof(struct rule_condition, patterns.regexes) },
                                       { "literal", read_texts, offsetof(struct rule_condition, patterns.literals) },
                                       { "words", read_texts, offsetof(struct rule_condition, patterns.words) },
                                       { "within", read_within, offsetof(struct rule_condition, within) } };
    struct rule_condition *condition = target;
    uint32_t seen;
    enum status status;

    condition->present = true;
    condition->within = RULE_WITHIN_DEFAULT;
    status = read_mapping(state, node, keys, COUNT_OF(keys), condition, &seen);
    if (status == STATUS_OK && (seen & 7) == 0)
        return fail(state, node, gettext("no context given; give any: (expressions), literal: or words:"));
    return status;
}

static enum status read_allow(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const struct key keys[] = { { "literal", read_texts, offsetof(struct rule_patterns, literals) },
                                       { "words", read_texts, offsetof(struct rule_patterns, words) } };
    uint32_t seen;
    enum status status = read_mapping(state, node, keys, COUNT_OF(keys), target, &seen);

    if (status == STATUS_OK && seen == 0)
        return fail(state, node, gettext("no phrase given; give literal: or words:"));
    return status;
}

/* ---- The other keys of a rule. */

static enum status read_id(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;
    enum status status = read_string(state, node, &rule->id);

    if (status != STATUS_OK)
        return status;
    if (strspn(rule->id, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != strlen(rule->id) || strlen(rule->id) > 80)
        return fail(state, node, gettext("a rule's id has only a-z, 0-9, \".\", \"-\" and \"_\", at most 80 of them"));
    return STATUS_OK;
}

static const char *const categories[] = {
    "classified",   "internal",     "disclosure",   "personal",     "statistics",   "case",
    "approval",     "prohibited.1", "prohibited.2", "prohibited.3", "prohibited.4", "prohibited.5",
    "prohibited.6", "prohibited.7", "prohibited.8", "prohibited.9", "formulation",  "tamper",
    "quality",
};

bool rule_file_is_category(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(categories); i++) {
        if (strcmp(categories[i], name) == 0)
            return true;
    }
    return false;
}

static enum status read_category(struct reader_state *state, const yaml_node_t *node, void *target)
{
    size_t index = 0;
    enum status status =
        read_choice(state, node, gettext("category"), categories, COUNT_OF(categories), &index);

    ((struct rule_draft *)target)->rule.category = categories[index];
    return status;
}

static enum status read_names(struct reader_state *state, const yaml_node_t *node, const char *const **names,
                              size_t *count)
{
    struct rule_texts texts = { NULL, 0 };
    const char **read;
    enum status status = read_texts(state, node, &texts);

    if (status != STATUS_OK)
        return status;
    read = arena_alloc(state->arena, texts.count * sizeof *read);
    if (read == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < texts.count; i++)
        read[i] = texts.items[i].text;
    *names = read;
    *count = texts.count;
    return STATUS_OK;
}

static enum status read_basis(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;

    return read_names(state, node, &rule->basis, &rule->basis_count);
}

static enum status read_covers(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;

    return read_names(state, node, &rule->covers, &rule->cover_count);
}

static enum status read_action(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "note", "review", "block" };
    size_t index = 0;
    enum status status = read_choice(state, node, gettext("action"), names, COUNT_OF(names), &index);

    ((struct rule_draft *)target)->rule.action = (enum rule_action)index;
    return status;
}

static enum status read_suggests(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "important", "special" };
    size_t index = 0;
    enum status status = read_choice(state, node, gettext("class"), names, COUNT_OF(names), &index);

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

static enum status read_in(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule *rule = &((struct rule_draft *)target)->rule;
    size_t count = node->type != YAML_SEQUENCE_NODE
                       ? 1 : (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);

    rule->roles = 0;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = node;
        size_t index = 0;
        enum status status;

        if (node->type == YAML_SEQUENCE_NODE)
            item = yaml_document_get_node(state->document, node->data.sequence.items.start[i]);
        status = read_choice(state, item, gettext("place"), roles, COUNT_OF(roles), &index);
        if (status != STATUS_OK)
            return status;
        rule->roles |= UINT32_C(1) << index;
    }
    if (rule->roles == 0)
        return fail(state, node, gettext("this list is empty; give at least one place or remove the key"));
    return STATUS_OK;
}

static enum status read_zone(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "anywhere", "head" };
    size_t index = 0;
    enum status status = read_choice(state, node, gettext("zone"), names, COUNT_OF(names), &index);

    ((struct rule_draft *)target)->rule.zone = (enum rule_zone)index;
    return status;
}

static enum status read_view(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "canonical", "dense" };
    size_t index = 0;
    enum status status = read_choice(state, node, gettext("view"), names, COUNT_OF(names), &index);

    ((struct rule_draft *)target)->rule.view = (enum rule_view)index;
    return status;
}

static enum status read_validate(struct reader_state *state, const yaml_node_t *node, void *target)
{
    const struct check *const *checks = check_all();
    const char *names[KEY_COUNT_MAX];
    size_t count = 0, index = 0;
    enum status status;

    while (checks[count] != NULL && count < KEY_COUNT_MAX) {
        names[count] = checks[count]->name;
        count++;
    }
    status = read_choice(state, node, gettext("validator"), names, count, &index);
    if (status == STATUS_OK)
        ((struct rule_draft *)target)->rule.check = checks[index];
    return status;
}

static enum status read_at_least(struct reader_state *state, const yaml_node_t *node, void *target)
{
    return read_number(state, node, 1, 100000, target);
}

static enum status read_per(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "table", "document" };
    size_t index = 0;
    enum status status = read_choice(state, node, gettext("unit to count in"), names, COUNT_OF(names), &index);

    *(enum rule_per *)target = index == 0 ? PER_TABLE : PER_DOCUMENT;
    return status;
}

static enum status read_count(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const struct key keys[] = { { "at_least", read_at_least, offsetof(struct rule_draft, rule.count_at_least) },
                                       { "per", read_per, offsetof(struct rule_draft, rule.count_per) } };
    uint32_t seen;
    enum status status;

    ((struct rule_draft *)target)->rule.count_per = PER_DOCUMENT;
    status = read_mapping(state, node, keys, COUNT_OF(keys), target, &seen);
    if (status != STATUS_OK)
        return status;
    return require_keys(state, node, keys, 1, seen);
}

static enum status read_mask(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const char *const names[] = { "false", "true" };
    size_t index = 0;
    enum status status = read_choice(state, node, gettext("value"), names, COUNT_OF(names), &index);

    ((struct rule_draft *)target)->rule.secret = index == 1;
    return status;
}

static enum status read_examples(struct reader_state *state, const yaml_node_t *node, void *target)
{
    static const struct key keys[] = { { "match", read_texts, offsetof(struct rule_draft, matching) },
                                       { "no_match", read_texts, offsetof(struct rule_draft, not_matching) } };
    uint32_t seen;

    return read_mapping(state, node, keys, COUNT_OF(keys), target, &seen);
}

/* ---- A rule, and the pack. */

static enum status read_rule(struct reader_state *state, const yaml_node_t *node, struct rule_draft *draft)
{
    static const struct key keys[] = {
        { "id", read_id, 0 },
        { "name", read_rule_name, 0 },
        { "match", read_match, 0 },
        { "category", read_category, 0 },
        { "action", read_action, 0 },
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
    };
    enum { REQUIRED_COUNT = 5, REQUIRED_TO_SUGGEST = 3, CATEGORY_INDEX = 3, ACTION_INDEX = 4, COUNT_INDEX = 12,
           MASK_INDEX = 13,
           DETECTOR_EXCLUDES = 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << COUNT_INDEX | 1 << 16 | 1 << 17 };
    uint32_t seen;
    enum status status;

    draft->rule.roles = ROLES_DEFAULT;
    draft->rule.file = state->pack->file;
    draft->rule.sealed = state->pack->sealed;
    draft->rule.line = (uint32_t)node->start_mark.line + 1;
    draft->rule.column = (uint32_t)node->start_mark.column + 1;
    status = read_mapping(state, node, keys, COUNT_OF(keys), draft, &seen);
    if (status != STATUS_OK)
        return status;
    if (draft->rule.suggests != SUGGESTS_NOTHING && (seen & (1U << CATEGORY_INDEX | 1U << ACTION_INDEX | 1U << COUNT_INDEX)) != 0)
        return fail(state, node, gettext("a rule that suggests a class reports nothing itself; remove category:, action: "
                                         "and count:"));
    if (draft->rule.detector != NULL && (seen & DETECTOR_EXCLUDES) != 0)
        return fail(state, node, gettext("what a detector finds has been judged; remove zone:, view:, requires:, unless:, "
                                         "validate:, count:, suggests: and allow:"));
    if (draft->rule.suggests != SUGGESTS_NOTHING)
        draft->rule.category = "class";
    status = require_keys(state, node, keys,
                          draft->rule.suggests != SUGGESTS_NOTHING ? REQUIRED_TO_SUGGEST : REQUIRED_COUNT, seen);
    if (status == STATUS_OK && (seen & UINT32_C(1) << MASK_INDEX) == 0)
        draft->rule.secret = strcmp(draft->rule.category, "personal") == 0;
    return status;
}

static enum status read_version(struct reader_state *state, const yaml_node_t *node, void *target)
{
    return read_number(state, node, 1, 99999999, target);
}

static enum status read_define(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule_pack *pack = target;
    size_t count;

    if (node->type != YAML_MAPPING_NODE)
        return fail(state, node, gettext("define: takes a mapping (NAME: expression)"));
    count = (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
    pack->defines = arena_zeroed(state->arena, (count + 1) * sizeof *pack->defines);
    if (pack->defines == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_pair_t *pair = &node->data.mapping.pairs.start[i];
        const yaml_node_t *name = yaml_document_get_node(state->document, pair->key);
        struct rule_define *define = &pack->defines[i];
        enum status status = read_text(state, name, &define->name);

        if (status == STATUS_OK)
            status = read_text(state, yaml_document_get_node(state->document, pair->value), &define->fragment);
        if (status != STATUS_OK)
            return status;
        if (strspn(define->name.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
                != define->name.size
            || (define->name.text[0] >= '0' && define->name.text[0] <= '9'))
            return fail(state, name, gettext("a define's name has only letters, digits and \"_\", a letter first"));
        for (size_t j = 0; j < i; j++) {
            if (strcmp(pack->defines[j].name.text, define->name.text) == 0)
                return fail(state, name, gettext("\"%s\" is defined twice; keep one"), define->name.text);
        }
    }
    pack->define_count = count;
    return STATUS_OK;
}

static enum status read_rules(struct reader_state *state, const yaml_node_t *node, void *target)
{
    struct rule_pack *pack = target;
    size_t count;

    if (node->type != YAML_SEQUENCE_NODE)
        return fail(state, node, gettext("rules: takes a list; begin each rule with \"- id: …\""));
    count = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (count == 0)
        return fail(state, node, gettext("this pack has no rules; give at least one"));
    pack->drafts = arena_zeroed(state->arena, count * sizeof *pack->drafts);
    if (pack->drafts == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = yaml_document_get_node(state->document, node->data.sequence.items.start[i]);
        enum status status = read_rule(state, item, &pack->drafts[i]);

        if (status != STATUS_OK)
            return status;
    }
    pack->draft_count = count;
    return STATUS_OK;
}

static enum status read_pack(struct reader_state *state, const yaml_node_t *root)
{
    static const struct key keys[] = { { "pack", read_string, offsetof(struct rule_pack, name) },
                                       { "version", read_version, offsetof(struct rule_pack, version) },
                                       { "rules", read_rules, 0 },
                                       { "define", read_define, 0 } };
    enum { REQUIRED_COUNT = 3 };
    uint32_t seen;
    enum status status = read_mapping(state, root, keys, COUNT_OF(keys), state->pack, &seen);

    if (status == STATUS_OK)
        status = require_keys(state, root, keys, REQUIRED_COUNT, seen);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < state->pack->draft_count; i++)
        state->pack->drafts[i].rule.pack = state->pack->name;
    return STATUS_OK;
}

/* ---- YAML itself. */

static uint32_t line_of_offset(struct bytes yaml, size_t offset)
{
    uint32_t line = 1;

    for (size_t i = 0; i < offset && i < yaml.size; i++)
        line += yaml.data[i] == '\n';
    return line;
}

static enum status fail_syntax(const struct reader_state *state, const yaml_parser_t *parser)
{
    struct rule_place place = { state->pack->file, (uint32_t)parser->problem_mark.line + 1,
                                (uint32_t)parser->problem_mark.column + 1, state->pack->sealed };
    const char *problem = parser->problem != NULL ? parser->problem : "?";
    const char *hint = "";

    if (parser->error == YAML_MEMORY_ERROR)
        return STATUS_NO_MEMORY;
    if (parser->error == YAML_READER_ERROR) {
        place.line = line_of_offset(state->pack->yaml, parser->problem_offset);
        place.column = 1;
    }
    if (strstr(problem, "escape character") != NULL)
        hint = gettext(" (put expressions in 'single quotes')");
    else if (strstr(problem, "cannot start any token") != NULL || strstr(problem, "tab character") != NULL
             || strstr(problem, "not allowed in this context") != NULL
             || strstr(problem, "mapping values") != NULL || strstr(problem, "expected ',' or") != NULL
             || strstr(problem, "did not find expected") != NULL)
        hint = gettext(" (a text that has : # [ ] { } , & * ! | > ' \" % @ or ` wants 'single quotes'; "
                       "also see that lines of one level begin in one column, without tabs)");
    return complaint_set(state->error, place, gettext("this is not valid YAML: %s%s"), problem, hint);
}

static enum status require_utf8(const struct reader_state *state)
{
    struct bytes yaml = state->pack->yaml;
    size_t valid = utf8_valid_prefix((const char *)yaml.data, yaml.size);
    struct rule_place place = { state->pack->file, line_of_offset(yaml, valid), 1, state->pack->sealed };
    size_t start = valid;

    if (valid == yaml.size)
        return STATUS_OK;
    while (start > 0 && yaml.data[start - 1] != '\n')
        start--;
    place.column += (uint32_t)utf8_count((const char *)yaml.data + start, valid - start);
    return complaint_set(state->error, place, gettext("a pack must be UTF-8, and this is not; convert the file"));
}

/* libyaml takes its memory from the C library and gives it back as it is. What it has kept is wiped here; pieces of what it
 * has moved about stay behind. */
static void wipe(yaml_document_t *document)
{
    for (yaml_node_t *node = document->nodes.start; node < document->nodes.top; node++)
        if (node->type == YAML_SCALAR_NODE)
            explicit_bzero(node->data.scalar.value, node->data.scalar.length);
}

static void wipe_buffers(yaml_parser_t *parser)
{
    explicit_bzero(parser->raw_buffer.start, (size_t)(parser->raw_buffer.end - parser->raw_buffer.start));
    explicit_bzero(parser->buffer.start, (size_t)(parser->buffer.end - parser->buffer.start));
}

static enum status parse_document(struct reader_state *state, yaml_parser_t *parser)
{
    yaml_document_t document, next;
    const yaml_node_t *root;
    enum status status;

    if (yaml_parser_load(parser, &document) == 0)
        return fail_syntax(state, parser);
    state->document = &document;
    root = yaml_document_get_root_node(&document);
    if (root == NULL)
        status = complaint_set(state->error, (struct rule_place){ state->pack->file, 0, 0, false },
                               gettext("this pack is empty; it needs pack:, version: and rules:"));
    else
        status = read_pack(state, root);
    if (state->pack->sealed)
        wipe(&document);
    yaml_document_delete(&document);
    if (status != STATUS_OK)
        return status;
    if (yaml_parser_load(parser, &next) == 0)
        return fail_syntax(state, parser);
    root = yaml_document_get_root_node(&next);
    if (root != NULL)
        status = fail(state, root, gettext("one pack to a file; move what follows \"---\" to a file of its own"));
    yaml_document_delete(&next);
    return status;
}

enum status rule_file_parse(struct bytes yaml, const char *file, bool sealed, struct arena *arena,
                            struct rule_pack **pack, struct error *error)
{
    struct reader_state state = { .arena = arena, .error = error };
    yaml_parser_t parser;
    enum status status;

    if (bytes_start_with(yaml, "\xEF\xBB\xBF", 3))
        yaml = bytes_slice(yaml, 3, yaml.size);
    state.pack = arena_zeroed(arena, sizeof *state.pack);
    if (state.pack == NULL)
        return STATUS_NO_MEMORY;
    state.pack->file = file;
    state.pack->yaml = yaml;
    state.pack->sealed = sealed;
    status = require_utf8(&state);
    if (status != STATUS_OK)
        return status;
    if (yaml_parser_initialize(&parser) == 0)
        return STATUS_NO_MEMORY;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, yaml.size == 0 ? (const unsigned char *)"" : yaml.data, yaml.size);
    status = parse_document(&state, &parser);
    if (sealed)
        wipe_buffers(&parser);
    yaml_parser_delete(&parser);
    if (status == STATUS_OK)
        *pack = state.pack;
    return status;
}
