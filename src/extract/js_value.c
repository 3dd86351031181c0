/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_value.h"

#include <string.h>

#include "extract/base64.h"
#include "extract/html_scan.h"
#include "extract/js_address.h"
#include "extract/js_packer.h"
#include "text/utf8.h"

enum { SLACK = 16, STEPS_LEAST = 4096, METHOD_ARGUMENTS = 2, PACKER_ARGUMENTS = 4, MEMBER_SIZE_MAX = 64 };

void js_value_start(struct js_reader *reader, const struct js_tokens *tokens, struct arena *arena, size_t *memory_left)
{
    reader->tokens = tokens;
    reader->arena = arena;
    reader->memory_left = memory_left;
    reader->steps_left = STEPS_LEAST + JS_STEPS_MAX * tokens->count;
}

void *js_value_memory(struct js_reader *reader, size_t size)
{
    void *memory;

    if (reader->status != STATUS_OK || size > *reader->memory_left)
        return NULL;
    *reader->memory_left -= size;
    memory = arena_alloc(reader->arena, size);
    if (memory == NULL)
        reader->status = STATUS_NO_MEMORY;
    return memory;
}

/* A token is looked at. When that was too often, the script is over. */
static void spend_step(struct js_reader *reader, size_t *at)
{
    if (reader->steps_left > 0)
        reader->steps_left--;
    else
        *at = reader->tokens->count;
}

/* ---- pieces ---- */

static bool make_room(struct js_reader *reader, struct js_value *value, size_t count)
{
    size_t capacity = value->capacity == 0 ? 4 : value->capacity;
    struct js_piece *pieces;

    if (value->count + count <= value->capacity)
        return true;
    while (capacity < value->count + count)
        capacity *= 2;
    pieces = js_value_memory(reader, capacity * sizeof *pieces);
    if (pieces == NULL) {
        value->is_known = false;
        return false;
    }
    if (value->count > 0)
        memcpy(pieces, value->pieces, value->count * sizeof *pieces);
    value->pieces = pieces;
    value->capacity = capacity;
    return true;
}

static void add_piece(struct js_reader *reader, struct js_value *value, struct js_piece piece)
{
    if (piece.text.size > 0 && make_room(reader, value, 1))
        value->pieces[value->count++] = piece;
}

void js_value_add_text(struct js_reader *reader, struct js_value *value, struct bytes text, struct bytes source)
{
    if (source.size > 0)
        add_piece(reader, value, (struct js_piece){ .text = text, .source = source });
}

static size_t choice_count(const struct js_choice *choice)
{
    size_t count = 0;

    for (; choice != NULL; choice = choice->next)
        count++;
    return count;
}

static const struct js_choice *add_choice(struct js_reader *reader, const struct js_choice *choices,
                                          const struct js_value *value)
{
    struct js_choice *choice =
        value->count > 0 && choice_count(choices) < JS_CHOICES_MAX ? js_value_memory(reader, sizeof *choice) : NULL;

    if (choice == NULL)
        return choices;
    *choice = (struct js_choice){ .value = *value, .next = choices };
    choice->value.choices = NULL;
    choice->value.capacity = value->count; /* its pieces may be another's, too */
    return choice;
}

/* Those of a value, or itself. */
static const struct js_choice *add_choices(struct js_reader *reader, const struct js_choice *choices,
                                           const struct js_value *value)
{
    if (value->choices == NULL)
        return add_choice(reader, choices, value);
    for (const struct js_choice *choice = value->choices; choice != NULL; choice = choice->next)
        choices = add_choice(reader, choices, &choice->value);
    return choices;
}

struct js_value js_value_either(struct js_reader *reader, const struct js_value *value, const struct js_value *other)
{
    struct js_value result = value->count > 0 ? *value : *other;

    result.choices = add_choices(reader, add_choices(reader, NULL, value), other);
    result.is_known = false;
    result.lead_count = 0;
    return result;
}

/* What something is added to is so in each case. */
static void add_to_choices(struct js_reader *reader, struct js_value *value, const struct js_value *more)
{
    const struct js_choice *choices = value->choices;

    value->choices = NULL;
    for (; choices != NULL && more->count < JS_CHOICE_PIECES_MAX; choices = choices->next) {
        struct js_value sum = choices->value;

        if (sum.count >= JS_CHOICE_PIECES_MAX)
            continue;
        js_value_add(reader, &sum, more);
        value->choices = add_choice(reader, value->choices, &sum);
    }
}

void js_value_add(struct js_reader *reader, struct js_value *value, const struct js_value *more)
{
    if (value->choices != NULL)
        add_to_choices(reader, value, more);
    value->is_composed = value->is_composed || more->is_composed || (value->count > 0 && more->count > 0);
    if (value->is_known && !more->is_known)
        value->lead_count = value->count + more->lead_count;
    value->is_known = value->is_known && more->is_known;
    if (more->count == 0 || !make_room(reader, value, more->count))
        return;
    memcpy(value->pieces + value->count, more->pieces, more->count * sizeof *more->pieces);
    value->count += more->count;
}

struct bytes js_value_text(struct js_reader *reader, const struct js_value *value)
{
    size_t size = 0, used = 0;
    uint8_t *text;

    for (size_t index = 0; index < value->count; index++) {
        size += value->pieces[index].text.size;
        if (size > JS_TEXT_MAX)
            return (struct bytes){ NULL, 0 };
    }
    text = js_value_memory(reader, size + SLACK);
    if (text == NULL)
        return (struct bytes){ NULL, 0 };
    for (size_t index = 0; index < value->count; index++) {
        memcpy(text + used, value->pieces[index].text.data, value->pieces[index].text.size);
        used += value->pieces[index].text.size;
    }
    memset(text + used, 0, SLACK);
    return (struct bytes){ text, size };
}

/* All of the source that a value stands for, if its pieces follow each other there; else that of the first. */
static struct bytes source_of(const struct js_value *value)
{
    const struct js_piece *first = &value->pieces[0];
    const struct js_piece *last = &value->pieces[value->count - 1];
    const uint8_t *end = last->source.data + last->source.size;

    return last->source.data < first->source.data
               ? first->source
               : (struct bytes){ first->source.data, (size_t)(end - first->source.data) };
}

/* A value of one piece made of another's. */
static struct js_value made(struct js_reader *reader, const struct js_value *from, struct bytes text)
{
    struct js_value value = { .is_known = from->is_known, .is_composed = true };

    if (from->count > 0 && text.data != NULL)
        js_value_add_text(reader, &value, text, source_of(from));
    return value;
}

/* ---- literals ---- */

static bool read_hex(const uint8_t *next, const uint8_t *end, size_t count, uint32_t *number)
{
    *number = 0;
    if ((size_t)(end - next) < count)
        return false;
    for (size_t index = 0; index < count; index++) {
        if (html_scan_hex(next[index]) > 15)
            return false;
        *number = *number << 4 | html_scan_hex(next[index]);
    }
    return true;
}

/* `u8d4c` or `u{8d4c}` behind a backslash or a percent sign, a pair of surrogates as one. 0: none. */
static size_t decode_unit(const uint8_t *next, const uint8_t *end, uint8_t lead, uint32_t *code_point)
{
    uint32_t low;
    size_t size = 2;

    if (end - next > 2 && next[1] == '{') {
        for (*code_point = 0; size < 9 && next + size < end && html_scan_hex(next[size]) < 16; size++)
            *code_point = *code_point << 4 | html_scan_hex(next[size]);
        return next + size < end && next[size] == '}' ? size + 1 : 0;
    }
    if (!read_hex(next + 1, end, 4, code_point))
        return 0;
    if (*code_point >> 10 == 0x36 && end - next >= 11 && next[5] == lead && next[6] == 'u'
        && read_hex(next + 7, end, 4, &low) && low >> 10 == 0x37) {
        *code_point = 0x10000 + ((*code_point & 0x3FF) << 10 | (low & 0x3FF));
        return 11;
    }
    return 5;
}

/* What stands behind a backslash: how many bytes, and which character; ones that are left out are 0. */
static size_t decode_escape(const uint8_t *next, const uint8_t *end, uint32_t *code_point)
{
    size_t size = 1;

    *code_point = *next;
    switch (*next) {
    case 'n':
        *code_point = '\n';
        return 1;
    case 'r':
        *code_point = '\r';
        return 1;
    case 't': /* left out of an address by browsers, as an end of line is */
        *code_point = '\t';
        return 1;
    case 'b':
    case 'v':
    case 'f':
        *code_point = ' ';
        return 1;
    case '\r':
    case '\n':
        *code_point = 0;
        return 1;
    case 'x':
        return read_hex(next + 1, end, 2, code_point) ? 3 : 1;
    case 'u':
        size = decode_unit(next, end, '\\', code_point);
        if (size == 0)
            *code_point = 'u';
        return size == 0 ? 1 : size;
    default:
        break;
    }
    if (*next < '0' || *next > '7')
        return 1;
    *code_point = 0;
    for (size = 0; size < 3 && next + size < end && next[size] >= '0' && next[size] <= '7'; size++)
        *code_point = *code_point << 3 | (uint32_t)(next[size] - '0');
    return size;
}

static void add_code_point(struct js_reader *reader, struct js_value *value, uint32_t code_point, struct bytes source)
{
    char utf8[4];
    uint8_t *text;
    size_t size;

    if (code_point == 0)
        return;
    size = utf8_encode(code_point, utf8);
    text = js_value_memory(reader, size);
    if (text == NULL)
        return;
    memcpy(text, utf8, size);
    js_value_add_text(reader, value, (struct bytes){ text, size }, source);
}

static struct js_value read_literal(struct js_reader *reader, struct bytes literal)
{
    struct js_value value = { .is_known = true };
    const uint8_t *next = literal.data;
    const uint8_t *end = next + literal.size;
    const uint8_t *plain = next;

    while (next < end) {
        uint32_t code_point;
        size_t size;

        if (*next != '\\' || end - next < 2) {
            next += reader->tokens->is_wide && *next >= 0x81 && end - next > 1 ? 2 : 1;
            continue;
        }
        add_piece(reader, &value,
                  (struct js_piece){ .text = { plain, (size_t)(next - plain) },
                                     .source = { plain, (size_t)(next - plain) },
                                     .is_exact = true });
        size = 1 + decode_escape(next + 1, end, &code_point);
        add_code_point(reader, &value, code_point, (struct bytes){ next, size });
        /* Quotes and slashes are escaped by everybody. */
        value.is_composed = value.is_composed || size > 2;
        plain = next += size;
    }
    add_piece(reader, &value,
              (struct js_piece){ .text = { plain, (size_t)(end - plain) },
                                 .source = { plain, (size_t)(end - plain) },
                                 .is_exact = true });
    return value;
}

/* ---- decoders ---- */

/* What is no text is as if it were unknown. */
static struct js_value decoded(struct js_reader *reader, const struct js_value *from, struct bytes text)
{
    struct js_value nothing = { 0 };

    if (text.data == NULL || utf8_valid_prefix((const char *)text.data, text.size) < text.size)
        return nothing;
    return made(reader, from, text);
}

/* unescape, decodeURIComponent: bytes of UTF-8, and characters. */
static struct js_value decode_percent(struct js_reader *reader, const struct js_value *from)
{
    struct bytes text = js_value_text(reader, from);
    uint8_t *out = text.data != NULL ? js_value_memory(reader, text.size + SLACK) : NULL;
    const uint8_t *next = text.data;
    const uint8_t *end = next + text.size;
    size_t used = 0;

    if (out == NULL)
        return (struct js_value){ 0 };
    while (next < end) {
        uint32_t number = *next;
        size_t size = 1;

        if (*next == '%' && end - next > 2 && next[1] == 'u' && (size = decode_unit(next + 1, end, '%', &number)) > 0) {
            used += utf8_encode(number, (char *)out + used);
            next += 1 + size;
            continue;
        }
        size = *next == '%' && read_hex(next + 1, end, 2, &number) ? 3 : 1;
        out[used++] = size == 3 ? (uint8_t)number : *next;
        next += size;
    }
    return decoded(reader, from, (struct bytes){ out, used });
}

static struct js_value decode_base64(struct js_reader *reader, const struct js_value *from)
{
    struct bytes text = js_value_text(reader, from);
    struct base64 base64 = { 0 };
    uint8_t *out = text.data != NULL ? js_value_memory(reader, text.size + SLACK) : NULL;
    size_t used = 0;

    if (out == NULL)
        return (struct js_value){ 0 };
    for (size_t at = 0; at < text.size; at += BASE64_STEP)
        used += base64_decode(&base64, bytes_slice(text, at, BASE64_STEP), out + used);
    return decoded(reader, from, (struct bytes){ out, used });
}

static bool read_number(struct bytes text, uint32_t *number)
{
    bool is_hex = text.size > 2 && text.data[0] == '0' && (text.data[1] | 0x20) == 'x';
    size_t index = is_hex ? 2 : 0;

    for (*number = 0; index < text.size && index < 9; index++) {
        unsigned digit = html_scan_hex(text.data[index]);

        if (digit > (is_hex ? 15U : 9U))
            return false;
        *number = *number * (is_hex ? 16 : 10) + digit;
    }
    return index == text.size && text.size > 0;
}

/* The arguments of String.fromCharCode, from behind its bracket. */
static struct js_value read_char_codes(struct js_reader *reader, size_t *at)
{
    struct js_value value = { .is_known = true, .is_composed = true };

    while (js_lexer_at(reader->tokens, *at).kind != JS_END && !js_lexer_is_mark(reader->tokens, *at, ')')) {
        struct bytes digits = js_lexer_text(reader->tokens, *at);
        uint32_t number;

        if (js_lexer_at(reader->tokens, *at).kind == JS_NUMBER && read_number(digits, &number))
            add_code_point(reader, &value, number, digits);
        else if (!js_lexer_is_mark(reader->tokens, *at, ','))
            value.is_known = false;
        (*at)++;
    }
    return value;
}

/* ---- methods of texts and lists ---- */

static bool is_boundary(uint8_t byte)
{
    return (byte & 0xC0) != 0x80;
}

/* Where the item that begins at `from` ends: at `at`, or behind its first character where that is empty. */
static size_t item_end(struct bytes text, size_t from, struct bytes at)
{
    const uint8_t *found;
    size_t end = from + 1;

    if (at.size > 0) {
        found = memmem(text.data + from, text.size - from, at.data, at.size);
        return found != NULL ? (size_t)(found - text.data) : text.size;
    }
    while (end < text.size && !is_boundary(text.data[end]))
        end++;
    return end;
}

static struct js_value join_split(struct js_reader *reader, const struct js_value *from, struct bytes with)
{
    struct bytes text = js_value_text(reader, from);
    size_t items = 0, used = 0;
    uint8_t *out;

    if (text.data == NULL)
        return (struct js_value){ 0 };
    for (size_t at = 0; at < text.size; items++)
        at = item_end(text, at, from->split_at) + from->split_at.size;
    if (with.size > 0 && items > JS_TEXT_MAX / with.size)
        return (struct js_value){ 0 };
    out = js_value_memory(reader, text.size + items * with.size + SLACK);
    if (out == NULL)
        return (struct js_value){ 0 };
    for (size_t at = 0, end, total = text.size + items * with.size; at < text.size; at = end + from->split_at.size) {
        size_t size;

        end = item_end(text, at, from->split_at);
        size = end - at;
        /* Backwards it is written from the end of what all of it may take. */
        if (from->is_reversed && used > 0)
            memcpy(out + total - (used += with.size), with.data, with.size);
        else if (used > 0 && with.size > 0)
            memcpy(out + (used += with.size) - with.size, with.data, with.size);
        used += size;
        memcpy(from->is_reversed ? out + total - used : out + used - size, text.data + at, size);
    }
    if (from->is_reversed)
        memmove(out, out + text.size + items * with.size - used, used);
    return made(reader, from, (struct bytes){ out, used });
}

static struct js_value join_list(struct js_reader *reader, const struct js_value *list, const struct js_value *with)
{
    struct js_value value = { .is_known = list->is_known && with->is_known, .is_composed = true };

    for (size_t index = 0; index < list->count; index++) {
        if (list->pieces[index].begins_item && index > 0)
            js_value_add(reader, &value, with);
        add_piece(reader, &value, list->pieces[index]);
        if (value.count > 0)
            value.pieces[value.count - 1].begins_item = false;
    }
    return value;
}

static struct js_value replaced(struct js_reader *reader, const struct js_value *from, struct bytes what,
                                struct bytes with)
{
    struct js_value split = *from;

    if (what.size == 0 || memchr(what.data, '\\', what.size) != NULL || memchr(what.data, '[', what.size) != NULL)
        return (struct js_value){ 0 };
    split.is_split = true;
    split.is_reversed = false;
    split.split_at = what;
    return join_split(reader, &split, with);
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
        return value.is_split ? join_split(reader, &value, js_value_text(reader, &arguments[0]))
                              : join_list(reader, &value, &arguments[0]);
    if (is_word(name, "concat")) {
        js_value_add(reader, &value, &arguments[0]);
        return value;
    }
    if (is_word(name, "replace") || is_word(name, "replaceAll"))
        return replaced(reader, &value, pattern.data != NULL ? pattern : js_value_text(reader, &arguments[0]),
                        js_value_text(reader, &arguments[1]));
    if (is_word(name, "toLowerCase") || is_word(name, "trim") || is_word(name, "toString"))
        return value;
    return (struct js_value){ 0 };
}

/* ---- expressions ---- */

size_t js_value_skip(struct js_reader *reader, size_t at)
{
    const struct js_tokens *tokens = reader->tokens;
    struct js_token token = js_lexer_at(tokens, at);

    spend_step(reader, &at);
    if (token.kind == JS_END || at == tokens->count)
        return tokens->count;
    if (!js_lexer_is_mark(tokens, at, '(') && !js_lexer_is_mark(tokens, at, '[') && !js_lexer_is_mark(tokens, at, '{'))
        return at + 1;
    return token.partner != JS_ALONE ? token.partner + 1 : tokens->count;
}

struct js_value *js_value_variable(struct js_reader *reader, struct bytes name)
{
    for (size_t index = 0; index < reader->variable_count; index++) {
        if (bytes_equal(reader->variables[index].name, name))
            return &reader->variables[index].value;
    }
    return NULL;
}

void js_value_assign(struct js_reader *reader, struct bytes name, const struct js_value *value, bool adds)
{
    struct js_value *known = js_value_variable(reader, name);

    if (known != NULL && adds) {
        js_value_add(reader, known, value);
    } else if (known != NULL) {
        *known = *value;
        known->capacity = known->count; /* its pieces may be another's, too */
    } else if (reader->variable_count < JS_VARIABLES_MAX) {
        reader->variables[reader->variable_count] = (struct js_variable){ name, *value };
        reader->variables[reader->variable_count++].value.capacity = value->count;
    }
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

    if (base->count == 0
        || (address->count > 0 && js_address_begins_with_host(address->pieces[0].text, &ends)))
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
        *value = read_char_codes(reader, at);
    } else if (is_word(name, "unescape") || is_word(name, "decodeURIComponent") || is_word(name, "decodeURI")) {
        *at += 2;
        (void)read_arguments(reader, at, arguments, METHOD_ARGUMENTS, &pattern);
        *value = decode_percent(reader, &arguments[0]);
    } else if (is_word(name, "atob")) {
        *at += 2;
        (void)read_arguments(reader, at, arguments, METHOD_ARGUMENTS, &pattern);
        *value = decode_base64(reader, &arguments[0]);
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

/* The items of a text that is split; NULL when there is no memory for them. */
static struct bytes *split_items(struct js_reader *reader, const struct js_value *list, size_t *count)
{
    struct bytes text = js_value_text(reader, list), *items;

    *count = 0;
    if (text.data == NULL)
        return NULL;
    for (size_t at = 0; at <= text.size; (*count)++)
        at = item_end(text, at, list->split_at) + list->split_at.size;
    items = js_value_memory(reader, *count * sizeof *items);
    for (size_t index = 0, at = 0; items != NULL && index < *count; index++) {
        size_t end = item_end(text, at, list->split_at);

        items[index] = bytes_slice(text, at, end - at);
        at = end + list->split_at.size;
    }
    return items;
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
        || !read_number(js_value_text(reader, base), &packed.base) || packed.base < 2 || packed.base > JS_PACKER_BASE_MAX)
        return (struct js_value){ 0 };
    packed.words = split_items(reader, words, &packed.word_count);
    size = packed.words != NULL ? js_packer_size(&packed) : 0;
    out = size > 0 && size <= JS_TEXT_MAX ? js_value_memory(reader, size + SLACK) : NULL;
    if (out == NULL)
        return (struct js_value){ 0 };
    js_packer_unpack(&packed, out);
    value = made(reader, code, (struct bytes){ out, size });
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

    spend_step(reader, at);
    token = js_lexer_at(reader->tokens, *at);
    while ((token.kind == JS_MARK && (token.mark == '!' || token.mark == '-' || token.mark == '+' || token.mark == '~'))
           || js_lexer_is_name(reader->tokens, *at, "new") || js_lexer_is_name(reader->tokens, *at, "typeof"))
        token = js_lexer_at(reader->tokens, ++*at);
    switch (token.kind) {
    case JS_STRING:
        return read_literal(reader, js_lexer_text(reader->tokens, (*at)++));
    case JS_NUMBER:
        return read_literal(reader, js_lexer_text(reader->tokens, (*at)++));
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

    if (!read_number(js_lexer_text(reader->tokens, *at + 1), &wanted))
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
