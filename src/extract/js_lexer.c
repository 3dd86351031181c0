/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_lexer.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/html_scan.h"

struct lexer {
    struct js_tokens *tokens;
    const uint8_t *start, *next, *end;
};

bool js_lexer_is_name(const struct js_tokens *tokens, size_t index, const char *name)
{
    struct js_token token = js_lexer_at(tokens, index);
    size_t size = strlen(name);

    return token.kind == JS_NAME && token.size == size && memcmp(tokens->source.data + token.start, name, size) == 0;
}

static bool is_name_byte(uint8_t byte)
{
    return html_scan_is_alpha(byte) || html_scan_is_digit(byte) || byte == '_' || byte == '$' || byte >= 0x80;
}

/* How many bytes the character takes whose second byte might be taken for something. */
static size_t step(const struct lexer *lexer, const uint8_t *next)
{
    return lexer->tokens->is_wide && *next >= 0x81 && lexer->end - next > 1 ? 2 : 1;
}

static enum status add(struct lexer *lexer, enum js_kind kind, uint8_t mark, const uint8_t *from, const uint8_t *to)
{
    struct js_tokens *tokens = lexer->tokens;
    enum status status = ARRAY_GROW(&tokens->items, &tokens->capacity, tokens->count + 1);

    if (status == STATUS_OK)
        tokens->items[tokens->count++] =
            (struct js_token){ (uint8_t)kind, mark, (uint32_t)(from - lexer->start), (uint32_t)(to - from), JS_ALONE };
    return status;
}

/* ---- what is no token ---- */

static bool begins(const struct lexer *lexer, const char *text)
{
    size_t size = strlen(text);

    return (size_t)(lexer->end - lexer->next) >= size && memcmp(lexer->next, text, size) == 0;
}

static void skip_line(struct lexer *lexer)
{
    lexer->next = html_scan_find2(lexer->next, lexer->end, '\n', '\r');
}

/* Blanks, comments, and the comments of HTML in which scripts of old are wrapped. */
static void skip_between(struct lexer *lexer)
{
    for (;;) {
        lexer->next = html_scan_skip_space(lexer->next, lexer->end);
        if (begins(lexer, "//") || begins(lexer, "<!--") || begins(lexer, "-->"))
            skip_line(lexer);
        else if (begins(lexer, "/*"))
            lexer->next = html_scan_skip_css_comment(lexer->next + 2, lexer->end);
        else
            return;
    }
}

/* ---- tokens ---- */

static enum status read_name(struct lexer *lexer)
{
    const uint8_t *from = lexer->next;

    while (lexer->next < lexer->end && is_name_byte(*lexer->next))
        lexer->next += step(lexer, lexer->next);
    return add(lexer, html_scan_is_digit(*from) ? JS_NUMBER : JS_NAME, 0, from, lexer->next);
}

/* A string that the line ends in is none; its text is kept none the less. */
static enum status read_string(struct lexer *lexer)
{
    uint8_t quote = *lexer->next++;
    const uint8_t *from = lexer->next;
    enum status status;

    while (lexer->next < lexer->end && *lexer->next != quote && (quote == '`' || *lexer->next != '\n')) {
        if (*lexer->next == '\\' && lexer->end - lexer->next > 1)
            lexer->next++;
        lexer->next += step(lexer, lexer->next);
    }
    status = add(lexer, JS_STRING, quote, from, lexer->next);
    lexer->next += lexer->next < lexer->end;
    return status;
}

/* Behind a value a slash divides. */
static bool may_be_pattern(const struct js_tokens *tokens)
{
    struct js_token last = js_lexer_at(tokens, tokens->count - 1);

    if (tokens->count == 0)
        return true;
    if (last.kind == JS_NAME)
        return js_lexer_is_name(tokens, tokens->count - 1, "return")
               || js_lexer_is_name(tokens, tokens->count - 1, "typeof");
    return last.kind == JS_MARK && last.mark != ')' && last.mark != ']' && last.mark != '}';
}

static const uint8_t *pattern_end(const struct lexer *lexer)
{
    bool in_class = false;

    for (const uint8_t *next = lexer->next + 1; next < lexer->end && *next != '\n'; next += step(lexer, next)) {
        if (*next == '/' && !in_class)
            return next;
        if (*next == '\\' && lexer->end - next > 1)
            next++;
        else if (*next == '[')
            in_class = true;
        else if (*next == ']')
            in_class = false;
    }
    return NULL;
}

static enum status read_pattern(struct lexer *lexer, const uint8_t *close)
{
    enum status status = add(lexer, JS_PATTERN, 0, lexer->next + 1, close);

    lexer->next = close + 1;
    while (lexer->next < lexer->end && html_scan_is_alpha(*lexer->next))
        lexer->next++;
    return status;
}

static enum status read_mark(struct lexer *lexer)
{
    static const struct {
        const char *text;
        uint8_t mark;
    } marks[] = { { "===", JS_COMPARES }, { "!==", JS_COMPARES }, { "=>", JS_ARROW },    { "+=", JS_ADDS },
                  { "==", JS_COMPARES },  { "!=", JS_COMPARES },  { "<=", JS_COMPARES }, { ">=", JS_COMPARES },
                  { "<", JS_COMPARES },   { ">", JS_COMPARES },   { "&&", JS_COMBINES }, { "||", JS_COMBINES },
                  { "??", JS_COMBINES },  { "++", JS_CHANGES },   { "--", JS_CHANGES },  { "-=", JS_CHANGES },
                  { "*=", JS_CHANGES },   { "|=", JS_CHANGES },   { "&=", JS_CHANGES },  { "^=", JS_CHANGES } };
    const uint8_t *from = lexer->next;
    uint8_t mark = *from;
    size_t size = 1;

    for (size_t index = 0; index < sizeof marks / sizeof *marks; index++) {
        if (begins(lexer, marks[index].text)) {
            mark = marks[index].mark;
            size = strlen(marks[index].text);
            break;
        }
    }
    if (begins(lexer, "?.") && lexer->end - from > 2 && !html_scan_is_digit(from[2])) {
        mark = '.';
        size = 2;
    }
    lexer->next += size;
    return add(lexer, JS_MARK, mark, from, lexer->next);
}

static enum status read_token(struct lexer *lexer)
{
    const uint8_t *close;

    if (is_name_byte(*lexer->next))
        return read_name(lexer);
    if (*lexer->next == '"' || *lexer->next == '\'' || *lexer->next == '`')
        return read_string(lexer);
    if (*lexer->next == '/' && may_be_pattern(lexer->tokens) && (close = pattern_end(lexer)) != NULL)
        return read_pattern(lexer, close);
    return read_mark(lexer);
}

/* Brackets of whatever kind belong together as they stand: those that are open are chained by their partners. */
static void pair_brackets(struct js_tokens *tokens)
{
    uint32_t open = JS_ALONE;

    for (uint32_t at = 0; at < tokens->count; at++) {
        struct js_token *token = &tokens->items[at];
        uint32_t outer;

        if (token->kind != JS_MARK)
            continue;
        if (token->mark == '(' || token->mark == '[' || token->mark == '{') {
            token->partner = open;
            open = at;
        } else if ((token->mark == ')' || token->mark == ']' || token->mark == '}') && open != JS_ALONE) {
            outer = tokens->items[open].partner;
            tokens->items[open].partner = at;
            token->partner = open;
            open = outer;
        }
    }
    while (open != JS_ALONE) {
        uint32_t outer = tokens->items[open].partner;

        tokens->items[open].partner = JS_ALONE;
        open = outer;
    }
}

enum status js_lexer_read(struct bytes source, bool is_wide, struct js_tokens *tokens)
{
    struct lexer lexer = { tokens, source.data, source.data, source.data };
    enum status status = STATUS_OK;

    *tokens = (struct js_tokens){ .source = bytes_slice(source, 0, JS_SOURCE_MAX), .is_wide = is_wide };
    lexer.end += tokens->source.size;
    while (status == STATUS_OK && tokens->count < JS_TOKENS_MAX) {
        skip_between(&lexer);
        if (lexer.next == lexer.end)
            break;
        status = read_token(&lexer);
    }
    pair_brackets(tokens);
    return status;
}

void js_lexer_free(struct js_tokens *tokens)
{
    alloc_free(tokens->items);
    *tokens = (struct js_tokens){ 0 };
}
