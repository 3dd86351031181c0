/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/reading.h"

#include <libintl.h>
#include <string.h>

#include "text/utf8.h"

/* ---- Places and complaints. */

static struct rule_place place_of(const struct reading *reading, const yaml_node_t *node)
{
    return (struct rule_place){ reading->file, (uint32_t)node->start_mark.line + 1,
                                (uint32_t)node->start_mark.column + 1, reading->sealed };
}

enum status reading_fail(const struct reading *reading, const yaml_node_t *node, const char *format, ...)
{
    va_list arguments;
    enum status status;

    va_start(arguments, format);
    status = complaint_set_list(reading->error, place_of(reading, node), format, arguments);
    va_end(arguments);
    return status;
}

/* "unknown X `name`; did you mean Y" or the whole list when nothing is near. */
static enum status fail_unknown(const struct reading *reading, const yaml_node_t *node, const char *what,
                                const char *const *known, size_t count)
{
    const char *name = (const char *)node->data.scalar.value;
    const char *nearest = complaint_nearest(name, node->data.scalar.length, known, count);
    char list[512];
    size_t used = 0;

    if (nearest != NULL)
        return reading_fail(reading, node, gettext("unknown %s \"%.60s\"; did you mean \"%s\"?"), what, name, nearest);
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
    return reading_fail(reading, node, gettext("unknown %s \"%.60s\"; known are: %s"), what, name, list);
}

/* ---- Scalars. */

enum status reading_text(struct reading *reading, const yaml_node_t *node, struct rule_text *text)
{
    yaml_scalar_style_t style;

    if (node->type != YAML_SCALAR_NODE)
        return reading_fail(reading, node, gettext("a text is expected here, not a list or a mapping"));
    style = node->data.scalar.style;
    if (node->data.scalar.length == 0)
        return reading_fail(reading, node, gettext("a text is expected here, but there is none"));
    if (memchr(node->data.scalar.value, '\0', node->data.scalar.length) != NULL)
        return reading_fail(reading, node, gettext("a text must not contain the character NUL"));
    text->size = node->data.scalar.length;
    text->text = arena_text(reading->arena, (const char *)node->data.scalar.value, text->size);
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

enum status reading_string(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule_text text = { NULL, 0, 0, 0, 0 };
    enum status status = reading_text(reading, node, &text);

    if (status == STATUS_OK)
        *(const char **)target = text.text;
    return status;
}

enum status reading_number(struct reading *reading, const yaml_node_t *node, uint32_t least, uint32_t most,
                           uint32_t *number)
{
    uint32_t value = 0;

    if (node->type != YAML_SCALAR_NODE || node->data.scalar.length == 0 || node->data.scalar.length > 9)
        return reading_fail(reading, node, gettext("a whole number from %u to %u is expected here"), least, most);
    for (size_t i = 0; i < node->data.scalar.length; i++) {
        unsigned digit = (unsigned)node->data.scalar.value[i] - '0';

        if (digit > 9)
            return reading_fail(reading, node, gettext("a whole number from %u to %u is expected here"), least, most);
        value = value * 10 + digit;
    }
    if (value < least || value > most)
        return reading_fail(reading, node, gettext("a whole number from %u to %u is expected here"), least, most);
    *number = value;
    return STATUS_OK;
}

enum status reading_choice(struct reading *reading, const yaml_node_t *node, const char *what, const char *const *known,
                           size_t count, size_t *index)
{
    if (node->type != YAML_SCALAR_NODE)
        return reading_fail(reading, node, gettext("the name of one %s is expected here"), what);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i], (const char *)node->data.scalar.value) == 0) {
            *index = i;
            return STATUS_OK;
        }
    }
    return fail_unknown(reading, node, what, known, count);
}

/* ---- Lists. */

enum status reading_texts(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule_texts *texts = target;
    size_t count;

    if (node->type == YAML_MAPPING_NODE)
        return reading_fail(reading, node, gettext("a list of texts is expected here, not a mapping"));
    count =
        node->type == YAML_SCALAR_NODE ? 1 : (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (count == 0)
        return reading_fail(reading, node, gettext("this list is empty; give at least one text or remove the key"));
    texts->items = arena_alloc(reading->arena, count * sizeof *texts->items);
    if (texts->items == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *item = node;
        enum status status;

        if (node->type == YAML_SEQUENCE_NODE)
            item = yaml_document_get_node(reading->document, node->data.sequence.items.start[i]);
        status = reading_text(reading, item, &texts->items[i]);
        if (status != STATUS_OK)
            return status;
    }
    texts->count = count;
    return STATUS_OK;
}

/* ---- Mappings. */

static enum status fail_unknown_key(const struct reading *reading, const yaml_node_t *node,
                                    const struct reading_key *keys, size_t count)
{
    const char *names[READING_KEYS_MAX];

    for (size_t i = 0; i < count; i++)
        names[i] = keys[i].name;
    return fail_unknown(reading, node, gettext("key"), names, count);
}

enum status reading_mapping(struct reading *reading, const yaml_node_t *node, const struct reading_key *keys,
                            size_t count, void *target, uint32_t *seen)
{
    *seen = 0;
    if (node->type != YAML_MAPPING_NODE)
        return reading_fail(reading, node, gettext("a mapping (key: value) is expected here"));
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *name = yaml_document_get_node(reading->document, pair->key);
        const yaml_node_t *value = yaml_document_get_node(reading->document, pair->value);
        size_t index = 0;
        enum status status;

        if (name->type != YAML_SCALAR_NODE)
            return reading_fail(reading, name, gettext("a key must be a single word"));
        while (index < count && strcmp(keys[index].name, (const char *)name->data.scalar.value) != 0)
            index++;
        if (index == count)
            return fail_unknown_key(reading, name, keys, count);
        if ((*seen & UINT32_C(1) << index) != 0)
            return reading_fail(reading, name, gettext("the key \"%s\" is given twice; keep one"), keys[index].name);
        *seen |= UINT32_C(1) << index;
        status = keys[index].read(reading, value, (char *)target + keys[index].field);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status reading_require(const struct reading *reading, const yaml_node_t *node, const struct reading_key *keys,
                            size_t required, uint32_t seen)
{
    for (size_t i = 0; i < required; i++) {
        if ((seen & UINT32_C(1) << i) == 0)
            return reading_fail(reading, node, gettext("the key \"%s\" is missing here"), keys[i].name);
    }
    return STATUS_OK;
}

/* ---- Documents. */

static uint32_t line_of_offset(struct bytes yaml, size_t offset)
{
    uint32_t line = 1;

    for (size_t i = 0; i < offset && i < yaml.size; i++)
        line += yaml.data[i] == '\n';
    return line;
}

#define N_(text) text

/* libyaml's words are English and of its own terms; what an author can do about them is said in ours. */
static const char *words_of_problem(const char *problem)
{
    static const struct {
        const char *sign, *words;
    } known[] = {
        { "escape character", N_("in \"double quotes\" this \\ is not allowed; put expressions in 'single quotes'") },
        { "unexpected end of stream", N_("a quote is opened and never closed") },
        { "expected ',' or", N_("a bracket [ or { is not closed, or a comma is missing") },
        { "expected ':'", N_("a key wants : and a space behind it") },
        { "tab character", N_("lines are indented with spaces, not with tabs") },
        { "document start", N_("nothing may follow here; see that lines of one level begin in one column") },
        { "control characters", N_("there is a character here that cannot be seen; delete it") },
        { "", N_("a text that has : # [ ] { } , & * ! | > ' \" % @ or ` wants 'single quotes'; "
                 "also see that lines of one level begin in one column, without tabs") },
    };
    size_t index = 0;

    while (strstr(problem, known[index].sign) == NULL)
        index++;
    return gettext(known[index].words);
}

static enum status fail_syntax(const struct reading *reading, struct bytes yaml, const yaml_parser_t *parser)
{
    struct rule_place place = { reading->file, (uint32_t)parser->problem_mark.line + 1,
                                (uint32_t)parser->problem_mark.column + 1, reading->sealed };
    const char *problem = parser->problem != NULL ? parser->problem : "?";

    if (parser->error == YAML_MEMORY_ERROR)
        return STATUS_NO_MEMORY;
    if (parser->error == YAML_READER_ERROR) {
        place.line = line_of_offset(yaml, parser->problem_offset);
        place.column = 1;
    }
    return complaint_set(reading->error, place, gettext("this is not valid YAML: %s (%s)"), words_of_problem(problem),
                         problem);
}

static enum status require_utf8(const struct reading *reading, struct bytes yaml)
{
    size_t valid = utf8_valid_prefix((const char *)yaml.data, yaml.size);
    struct rule_place place = { reading->file, line_of_offset(yaml, valid), 1, reading->sealed };
    size_t start = valid;

    if (valid == yaml.size)
        return STATUS_OK;
    while (start > 0 && yaml.data[start - 1] != '\n')
        start--;
    place.column += (uint32_t)utf8_count((const char *)yaml.data + start, valid - start);
    return complaint_set(reading->error, place, gettext("this file must be UTF-8, and is not; convert it"));
}

/* libyaml takes its memory from the C library and gives it back as it is. What it has kept is wiped here; pieces of
 * what it has moved about stay behind. */
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

static enum status read_document(struct reading *reading, struct bytes yaml, yaml_parser_t *parser, reading_value *read,
                                 void *target)
{
    yaml_document_t document, next;
    const yaml_node_t *root;
    enum status status;

    if (yaml_parser_load(parser, &document) == 0)
        return fail_syntax(reading, yaml, parser);
    reading->document = &document;
    root = yaml_document_get_root_node(&document);
    if (root == NULL)
        status = complaint_set(reading->error, (struct rule_place){ reading->file, 0, 0, false },
                               gettext("this file is empty"));
    else
        status = read(reading, root, target);
    if (reading->sealed)
        wipe(&document);
    yaml_document_delete(&document);
    if (status != STATUS_OK)
        return status;
    if (yaml_parser_load(parser, &next) == 0)
        return fail_syntax(reading, yaml, parser);
    root = yaml_document_get_root_node(&next);
    if (root != NULL)
        status = reading_fail(reading, root, gettext("what follows \"---\" belongs into a file of its own"));
    yaml_document_delete(&next);
    return status;
}

enum status reading_file(struct reading *reading, struct bytes yaml, reading_value *read, void *target)
{
    yaml_parser_t parser;
    enum status status;

    if (bytes_start_with(yaml, "\xEF\xBB\xBF", 3))
        yaml = bytes_slice(yaml, 3, yaml.size);
    status = require_utf8(reading, yaml);
    if (status != STATUS_OK)
        return status;
    if (yaml_parser_initialize(&parser) == 0)
        return STATUS_NO_MEMORY;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, yaml.size == 0 ? (const unsigned char *)"" : yaml.data, yaml.size);
    status = read_document(reading, yaml, &parser, read, target);
    if (reading->sealed)
        wipe_buffers(&parser);
    yaml_parser_delete(&parser);
    return status;
}
