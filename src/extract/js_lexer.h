/* SPDX-License-Identifier: Apache-2.0
 *
 * The tokens of a script, as far as it takes to read what it writes and hides.
 *
 * Found in raw bytes of any encoding in which markup is safe; in those of two bytes a second byte is never taken for a
 * mark. No grammar: where a pattern (`/…/`) may stand is guessed from the token before. What cannot be a token ends
 * none: there is no error. Linear in the source; memory is the heap's until js_lexer_free.
 */
#ifndef GUANKA_EXTRACT_JS_LEXER_H
#define GUANKA_EXTRACT_JS_LEXER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum js_kind {
    JS_END, /* behind the last; any number of times */
    JS_NAME,
    JS_STRING, /* without its quotes, escapes not decoded; templates, too */
    JS_NUMBER,
    JS_PATTERN, /* without its slashes */
    JS_MARK,
};

/* Marks of several bytes; others are the byte itself. */
enum js_mark {
    JS_ARROW = 'a',    /* => */
    JS_ADDS = 'p',     /* += */
    JS_COMPARES = 'c', /* == != === !== <= >= < > */
    JS_COMBINES = 'b', /* && || ?? */
    JS_CHANGES = 'i',  /* ++ -- -= *= … */
};

struct js_token {
    uint8_t kind, mark;
    uint32_t start, size; /* in the source */
    uint32_t partner;     /* of a bracket: the token of the other one; JS_ALONE: it has none */
};

struct js_tokens {
    struct bytes source;
    struct js_token *items;
    size_t count, capacity;
    bool is_wide; /* bytes past ASCII come in pairs */
};

#define JS_ALONE UINT32_MAX

enum { JS_SOURCE_MAX = 2 << 20, JS_TOKENS_MAX = 1 << 19 }; /* what is behind is not looked at */

MUST_CHECK enum status js_lexer_read(struct bytes source, bool is_wide, struct js_tokens *tokens);
void js_lexer_free(struct js_tokens *tokens);

/* JS_END for what is behind the last. */
static inline struct js_token js_lexer_at(const struct js_tokens *tokens, size_t index)
{
    return index < tokens->count ? tokens->items[index] : (struct js_token){ .kind = JS_END };
}

static inline bool js_lexer_is_mark(const struct js_tokens *tokens, size_t index, char mark)
{
    struct js_token token = js_lexer_at(tokens, index);

    return token.kind == JS_MARK && token.mark == (uint8_t)mark;
}

static inline struct bytes js_lexer_text(const struct js_tokens *tokens, size_t index)
{
    struct js_token token = js_lexer_at(tokens, index);

    return token.kind == JS_END ? (struct bytes){ tokens->source.data, 0 }
                                : bytes_slice(tokens->source, token.start, token.size);
}

bool js_lexer_is_name(const struct js_tokens *tokens, size_t index, const char *name);

#endif
