/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_value.h"

#include <string.h>

#include "extract/js_address.h"
#include "extract/js_decode.h"
#include "extract/js_items.h"
#include "extract/js_packer.h"
#include "extract/js_value_data.h"

enum { METHOD_ARGUMENTS = 2, PACKER_ARGUMENTS = 4, MEMBER_SIZE_MAX = 64 };

size_t js_value_skip(struct js_reader *reader, size_t at)
{
    const struct js_tokens *tokens = reader->tokens;
    struct js_token token = js_lexer_at(tokens, at);

    js_value_spend_step(reader, &at);
    if (token.kind == JS_END || at == tokens->count)
        return tokens->count;
    if (!js_lexer_is_mark(tokens, at, '(') && !js_lexer_is_mark(tokens, at, '[') && !js_lexer_is_mark(tokens, at, '{'))
        return at + 1;
    return token.partner != JS_ALONE ? token.partner + 1 : tokens->count;
}

static bool is_word(struct bytes text, const char *word)
{
    return bytes_equal(text, bytes_of_text(word));
}

/* Arguments from behind the bracket, up to `room`, and how many; *at moves to the bracket that closes, or the end. */
static size_t read_arguments(struct js_reader *reader, size_t *at, struct js_value *arguments, size_t room,
                             struct bytes *pattern)
{
    size_t count = 0;

    *pattern = (struct bytes){ NULL, 0 };
    if (js_lexer_at(reader->tokens, *at).kind == JS_PATTERN)
        *pattern = js_lexer_text(reader->tokens, *at);
    while (js_lexer_at(reader->tokens, *at).kind != JS_END && !js_lexer_is_mark(reader->tokens, *at, ')')) {
        struct js_value value = js_value_read(reader, at);

        if (count < room)
            arguments[count++] = value;
        if (!js_lexer_is_mark(reader->tokens, *at, ','))
            break;
        (*at)++;
    }
    return count;
}

/* `.name(` on a value, *at behind the bracket. */
static struct js_value call_method(struct js_reader *reader, struct js_value value, struct bytes name, size_t *at)
{
    struct js_value arguments[METHOD_ARGUMENTS] = { { .is_known = true }, { .is_known = true } };
    struct bytes pattern;

    (void)read_arguments(reader, at, arguments, METHOD_ARGUMENTS, &pattern);
    if (is_word(name, "split")) {
        value.is_split = true;
        value.split_at = js_value_text(reader, &arguments[0]);
        return value;
    }
    if (is_word(name, "reverse")) {
        value.is_reversed = !value.is_reversed;
        return value;
    }
    if (is_word(name, "join"))
        return value.is_split ? js_items_join_split(reader, &value, js_value_text(reader, &arguments[0]))
                              : js_items_join_list(reader, &value, &arguments[0]);
    if (is_word(name, "concat")) {
        js_value_add(reader, &value, &arguments[0]);
        return value;
    }
    if (is_word(name, "replace") || is_word(name, "replaceAll"))
        return js_items_replace(reader, &value, pattern.data != NULL ? pattern : js_value_text(reader, &arguments[0]),
                                js_value_text(reader, &arguments[1]));
    if (is_word(name, "toLowerCase") || is_word(name, "trim") || is_word(name, "toString"))
        return value;
    return (struct js_value){ 0 };
}

static struct js_value read_list(struct js_reader *reader, size_t *at)
{
    struct js_value list = { .is_known = true, .is_list = true };

    while (js_lexer_at(reader->tokens, *at).kind != JS_END && !js_lexer_is_mark(reader->tokens, *at, ']')) {
        struct js_value item = js_value_read(reader, at);
        size_t first = list.count;

        js_value_add(reader, &list, &item);
        if (list.count > first)
            list.pieces[first].begins_item = true;
        if (!js_lexer_is_mark(reader->tokens, *at, ','))
            break;
        (*at)++;
    }
    *at += js_lexer_is_mark(reader->tokens, *at, ']');
    return list;
}

/* `new URL(address, base)`: of what leans on a base no more is known than that. */
static struct js_value resolve(const struct js_value *address, const struct js_value *base)
{
    struct js_value resolved = *base;
    bool ends;

    if (base->count == 0 || (address->count > 0 && js_address_begins_with_host(address->pieces[0].text, &ends)))
        return *address;
    resolved.lead_count = base->is_known ? base->count : base->lead_count;
    resolved.is_known = false;
    return resolved;
}

/* A name that decodes or resolves what is in the brackets behind it. */
static bool read_decoder(struct js_reader *reader, size_t *at, struct js_value *value)
{
    struct bytes name = js_lexer_text(reader->tokens, *at);
    struct js_value arguments[METHOD_ARGUMENTS] = { { 0 }, { 0 } };
    struct bytes pattern;

    if (!js_lexer_is_mark(reader->tokens, *at + 1, '('))
        return false;
    if (is_word(name, "fromCharCode")) {
        *at += 2;
        *value = js_decode_char_codes(reader, at);
    } else if (is_word(name, "unescape") || is_word(name, "decodeURIComponent") || is_word(name, "decodeURI")) {
        *at += 2;
        (void)read_arguments(reader, at, arguments, METHOD_ARGUMENTS, &pattern);
        *value = js_decode_percent(reader, &arguments[0]);
    } else if (is_word(name, "atob")) {
        *at += 2;
        (void)read_arguments(reader, at, arguments, METHOD_ARGUMENTS, &pattern);
        *value = js_decode_base64(reader, &arguments[0]);
    } else if (is_word(name, "URL")) {
        *at += 2;
        (void)read_arguments(reader, at, arguments, METHOD_ARGUMENTS, &pattern);
        *value = resolve(&arguments[0], &arguments[1]);
    } else {
        return false;
    }
    *at += js_lexer_is_mark(reader->tokens, *at, ')');
    return true;
}

/* Packed code, from its arguments. */
static struct js_value unpack(struct js_reader *reader, const struct js_value *code, const struct js_value *base,
                              const struct js_value *words)
{
    struct js_packed packed = { .code = js_value_text(reader, code) };
    struct js_value value;
    size_t size;
    uint8_t *out;

    if (!words->is_split || words->split_at.size == 0 || packed.code.data == NULL
        || !js_decode_number(js_value_text(reader, base), &packed.base) || packed.base < 2
        || packed.base > JS_PACKER_BASE_MAX)
        return (struct js_value){ 0 };
    packed.words = js_items_split(reader, words, &packed.word_count);
    size = packed.words != NULL ? js_packer_size(&packed) : 0;
    out = size > 0 && size <= JS_TEXT_MAX ? js_value_memory(reader, size + JS_VALUE_SLACK) : NULL;
    if (out == NULL)
        return (struct js_value){ 0 };
    js_packer_unpack(&packed, out);
    value = js_value_made(reader, code, (struct bytes){ out, size });
    value.is_known = code->is_known && words->is_known;
    return value;
}

/* `function(p,a,c,k,…){…}(code, base, count, words, …)`, *at behind the function. */
static struct js_value read_packed(struct js_reader *reader, size_t *at)
{
    struct js_value arguments[PACKER_ARGUMENTS] = { { 0 } };
    size_t behind = js_value_skip(reader, *at), count;
    struct bytes pattern;

    (*at)++;
    count = read_arguments(reader, at, arguments, PACKER_ARGUMENTS, &pattern);
    *at = behind;
    return count == PACKER_ARGUMENTS ? unpack(reader, &arguments[0], &arguments[1], &arguments[3])
                                     : (struct js_value){ 0 };
}

/* How many parameters the function at `at` has. */
static size_t parameter_count(const struct js_reader *reader, size_t at)
{
    size_t count = 0;

    for (; js_lexer_at(reader->tokens, at).kind != JS_END && !js_lexer_is_mark(reader->tokens, at, ')'); at++)
        count += js_lexer_is_mark(reader->tokens, at, ',');
    return count + 1;
}

static struct js_value read_function(struct js_reader *reader, size_t *at)
{
    bool may_unpack = parameter_count(reader, *at) >= PACKER_ARGUMENTS;

    while (js_lexer_at(reader->tokens, *at).kind != JS_END && !js_lexer_is_mark(reader->tokens, *at, '{'))
        (*at)++;
    *at = js_value_skip(reader, *at);
    return may_unpack && js_lexer_is_mark(reader->tokens, *at, '(') ? read_packed(reader, at) : (struct js_value){ 0 };
}

bool js_value_member(const struct js_reader *reader, size_t at, struct bytes *name)
{
    struct js_token object = js_lexer_at(reader->tokens, at), member = js_lexer_at(reader->tokens, at + 2);

    if (object.kind != JS_NAME || member.kind != JS_NAME || !js_lexer_is_mark(reader->tokens, at + 1, '.')
        || member.start != object.start + object.size + 1)
        return false;
    *name = bytes_slice(reader->tokens->source, object.start, object.size + 1 + member.size);
    return true;
}

/* `object["member"]` at the token `at` with a point instead; false: something else stands there, or no memory is left.
 */
static bool member_in_quotes(struct js_reader *reader, size_t at, struct bytes *name)
{
    struct bytes object = js_lexer_text(reader->tokens, at), member = js_lexer_text(reader->tokens, at + 2);
    uint8_t *text;

    if (!js_lexer_is_mark(reader->tokens, at + 1, '[') || js_lexer_at(reader->tokens, at + 2).kind != JS_STRING
        || !js_lexer_is_mark(reader->tokens, at + 3, ']') || member.size > MEMBER_SIZE_MAX
        || (text = js_value_memory(reader, object.size + 1 + member.size)) == NULL)
        return false;
    memcpy(text, object.data, object.size);
    text[object.size] = '.';
    memcpy(text + object.size + 1, member.data, member.size);
    *name = (struct bytes){ text, object.size + 1 + member.size };
    return true;
}

/* A member of an object that is kept as a variable, or of an object in it; *at moves behind it. NULL: none. */
static const struct js_value *kept_member(struct js_reader *reader, size_t *at)
{
    const struct js_value *value = NULL;
    struct bytes name;

    if (reader->member_count == 0)
        return NULL;
    if (js_value_member(reader, *at, &name)) {
        struct js_token inner = js_lexer_at(reader->tokens, *at + 4);
        struct bytes longer = { name.data, name.size + 1 + inner.size };

        if (js_lexer_is_mark(reader->tokens, *at + 3, '.') && inner.kind == JS_NAME
            && reader->tokens->source.data + inner.start == name.data + name.size + 1
            && (value = js_value_variable(reader, longer)) != NULL)
            *at += 5;
        else if ((value = js_value_variable(reader, name)) != NULL)
            *at += 3;
    } else if (member_in_quotes(reader, *at, &name) && (value = js_value_variable(reader, name)) != NULL) {
        *at += 4;
    }
    return value;
}

/* A name and what hangs on it: a variable, a decoder, or something of which nothing is known. */
static struct js_value read_name(struct js_reader *reader, size_t *at)
{
    struct js_value value = { 0 };
    struct js_value *variable = js_value_variable(reader, js_lexer_text(reader->tokens, *at));
    const struct js_value *member;

    if (js_lexer_is_name(reader->tokens, *at, "function"))
        return read_function(reader, at);
    if ((member = kept_member(reader, at)) != NULL) {
        value = *member;
        value.capacity = value.count;
        return value;
    }
    if (variable != NULL) {
        value = *variable;
        value.capacity = value.count;
        (*at)++;
        return value;
    }
    for (;;) {
        if (read_decoder(reader, at, &value))
            return value;
        (*at)++;
        if (!js_lexer_is_mark(reader->tokens, *at, '.') || js_lexer_at(reader->tokens, *at + 1).kind != JS_NAME)
            return value;
        (*at)++;
    }
}

static struct js_value read_primary(struct js_reader *reader, size_t *at)
{
    struct js_token token;
    struct js_value value = { 0 };

    js_value_spend_step(reader, at);
    token = js_lexer_at(reader->tokens, *at);
    while ((token.kind == JS_MARK && (token.mark == '!' || token.mark == '-' || token.mark == '+' || token.mark == '~'))
           || js_lexer_is_name(reader->tokens, *at, "new") || js_lexer_is_name(reader->tokens, *at, "typeof"))
        token = js_lexer_at(reader->tokens, ++*at);
    switch (token.kind) {
    case JS_STRING:
        return js_decode_literal(reader, js_lexer_text(reader->tokens, (*at)++));
    case JS_NUMBER:
        return js_decode_literal(reader, js_lexer_text(reader->tokens, (*at)++));
    case JS_NAME:
        return read_name(reader, at);
    case JS_PATTERN:
        (*at)++;
        return value;
    default:
        break;
    }
    if (js_lexer_is_mark(reader->tokens, *at, '(')) {
        (*at)++;
        value = js_value_read(reader, at);
        while (js_lexer_is_mark(reader->tokens, *at, ',')) {
            (*at)++;
            value = js_value_read(reader, at);
        }
        *at += js_lexer_is_mark(reader->tokens, *at, ')');
    } else if (js_lexer_is_mark(reader->tokens, *at, '[')) {
        (*at)++;
        value = read_list(reader, at);
    } else if (js_lexer_is_mark(reader->tokens, *at, '{')) {
        *at = js_value_skip(reader, *at);
    }
    return value;
}

/* `list[1]`, *at at the bracket: the pieces of that item. */
static struct js_value read_item(struct js_reader *reader, const struct js_value *list, size_t *at)
{
    struct js_value item = { .is_known = list->is_known, .is_composed = true };
    uint32_t wanted, items = 0;

    if (!js_decode_number(js_lexer_text(reader->tokens, *at + 1), &wanted))
        return (struct js_value){ 0 };
    *at += 3;
    for (size_t index = 0; index < list->count && items <= wanted + 1; index++) {
        items += list->pieces[index].begins_item;
        if (items != wanted + 1)
            continue;
        if (item.count++ == 0)
            item.pieces = &list->pieces[index];
    }
    item.capacity = item.count; /* they are the list's, too */
    return item.count > 0 ? item : (struct js_value){ 0 };
}

/* `list[…]` of a place that is not known: any of the items. */
static struct js_value read_any_item(struct js_reader *reader, const struct js_value *list)
{
    struct js_value any = { 0 };
    unsigned items = 0;

    for (size_t first = 0, end; first < list->count && items < JS_CHOICES_MAX; first = end, items++) {
        struct js_value item = { .pieces = &list->pieces[first], .is_known = list->is_known, .is_composed = true };

        for (end = first + 1; end < list->count && !list->pieces[end].begins_item; end++)
            continue;
        item.count = item.capacity = end - first;
        any = items > 0 ? js_value_either(reader, &any, &item) : item;
    }
    any.capacity = any.count; /* they are the list's, too */
    return any;
}

/* A primary with its methods, calls and indexes. */
static struct js_value read_operand(struct js_reader *reader, size_t *at)
{
    struct js_value value = read_primary(reader, at);

    for (;;) {
        if (js_lexer_is_mark(reader->tokens, *at, '.') && js_lexer_is_mark(reader->tokens, *at + 2, '(')) {
            struct bytes name = js_lexer_text(reader->tokens, *at + 1);

            *at += 3;
            value = call_method(reader, value, name, at);
            *at += js_lexer_is_mark(reader->tokens, *at, ')');
        } else if (js_lexer_is_mark(reader->tokens, *at, '.') && js_lexer_at(reader->tokens, *at + 1).kind == JS_NAME) {
            value = (struct js_value){ 0 };
            *at += 2;
        } else if (value.is_list && js_lexer_is_mark(reader->tokens, *at, '[')
                   && js_lexer_at(reader->tokens, *at + 1).kind == JS_NUMBER
                   && js_lexer_is_mark(reader->tokens, *at + 2, ']')) {
            value = read_item(reader, &value, at);
        } else if (value.is_list && !value.is_split && js_lexer_is_mark(reader->tokens, *at, '[')) {
            value = read_any_item(reader, &value);
            *at = js_value_skip(reader, *at);
        } else if (js_lexer_is_mark(reader->tokens, *at, '(') || js_lexer_is_mark(reader->tokens, *at, '[')) {
            value = (struct js_value){ 0 };
            *at = js_value_skip(reader, *at);
        } else {
            return value;
        }
    }
}

static bool ends_expression(const struct js_tokens *tokens, size_t at)
{
    struct js_token token = js_lexer_at(tokens, at);

    if (token.kind == JS_END)
        return true;
    return token.kind == JS_MARK && strchr(",;)]}:", token.mark) != NULL;
}

/* Operands with `+` between. With anything else between them the value is not known. */
static struct js_value read_sum(struct js_reader *reader, size_t *at)
{
    struct js_value value = read_operand(reader, at);

    value.capacity = value.count;
    while (!ends_expression(reader->tokens, *at) && !js_lexer_is_mark(reader->tokens, *at, '?')
           && !js_lexer_is_mark(reader->tokens, *at, JS_COMBINES)) {
        bool is_sum = js_lexer_is_mark(reader->tokens, *at, '+');
        size_t before = *at;
        struct js_value more;

        if (js_lexer_at(reader->tokens, *at).kind != JS_MARK)
            break; /* the end of a statement that no semicolon marks */
        (*at)++;
        more = read_operand(reader, at);
        if (is_sum)
            js_value_add(reader, &value, &more);
        else
            value = (struct js_value){ 0 };
        if (*at == before)
            break;
    }
    return value;
}

/* Sums with `||`, `&&` or `??` between. */
static struct js_value read_combined(struct js_reader *reader, size_t *at)
{
    struct js_value value = read_sum(reader, at);

    while (js_lexer_is_mark(reader->tokens, *at, JS_COMBINES)) {
        struct js_value more;

        (*at)++;
        more = read_sum(reader, at);
        value = js_value_either(reader, &value, &more);
    }
    return value;
}

struct js_value js_value_read(struct js_reader *reader, size_t *at)
{
    struct js_value value = { 0 }, other;

    if (reader->nesting == JS_NESTING_MAX || reader->status != STATUS_OK) {
        while (!ends_expression(reader->tokens, *at))
            *at = js_value_skip(reader, *at);
        return value;
    }
    reader->nesting++;
    value = read_combined(reader, at);
    if (js_lexer_is_mark(reader->tokens, *at, '?')) {
        (*at)++;
        value = js_value_read(reader, at);
        if (js_lexer_is_mark(reader->tokens, *at, ':')) {
            (*at)++;
            other = js_value_read(reader, at);
            value = js_value_either(reader, &value, &other);
        }
        value.is_known = false;
    }
    reader->nesting--;
    return value;
}

struct js_value js_value_read_any(struct js_reader *reader, size_t at)
{
    struct js_value list = { 0 };

    if (js_lexer_is_mark(reader->tokens, at, '[')) {
        at++;
        list = read_list(reader, &at);
    }
    return read_any_item(reader, &list);
}
