/* SPDX-License-Identifier: Apache-2.0
 *
 * What an expression of a script comes to, when it is a text put together from literals: `"<di"+"v>"`,
 * `unescape("%3Ca")`, `atob("PGE")`, `String.fromCharCode(60,97)`, `a.split("").reverse().join("")`, a variable that
 * was given one.
 *
 * Nothing is executed: what is not known is a hole (`is_known`). A value is a row of pieces, each with its place in the
 * source. Memory, which is the arena's, and work are bounded for each script; what goes beyond is not known.
 */
#ifndef GUANKA_EXTRACT_JS_VALUE_H
#define GUANKA_EXTRACT_JS_VALUE_H

#include "base/arena.h"
#include "extract/js_lexer.h"

struct js_piece {
    struct bytes text;   /* as the source has it, or UTF-8 */
    struct bytes source; /* never empty */
    bool is_exact;       /* the text is the source's bytes */
    bool begins_item;    /* of a list */
};

struct js_choice;

struct js_value {
    struct js_piece *pieces;
    size_t count, capacity;
    size_t lead_count; /* of what is not known as a whole: how many pieces stand in front of the first hole */
    bool is_known;
    bool is_composed; /* of several literals, or decoded: nobody reads it in the source as it stands */
    bool is_list;
    bool is_split, is_reversed; /* what .split() and .reverse() have left to .join() */
    struct bytes split_at;
    const struct js_choice *choices; /* NULL; else the pieces are those of one of these, and which it is is not known */
};

/* What a value may be: `a ? … : …`, `a || …`. */
struct js_choice {
    struct js_value value;
    const struct js_choice *next;
};

enum {
    JS_MEMORY_MAX = 16 << 20,
    JS_CHOICES_MAX = 8,        /* of one value; what is beyond is not told */
    JS_CHOICE_PIECES_MAX = 16, /* of one that something is added to */
    JS_STEPS_MAX = 8,          /* how often a token is looked at, on the average */
    JS_VARIABLES_MAX = 64,
    JS_TEXT_MAX = 1 << 20,
    JS_NESTING_MAX = 24,
};

struct js_variable {
    struct bytes name;
    struct js_value value;
};

/* What is known while a script is read. */
struct js_reader {
    const struct js_tokens *tokens;
    struct arena *arena;
    size_t *memory_left; /* of all scripts of a page */
    size_t steps_left;
    unsigned nesting;
    enum status status; /* STATUS_NO_MEMORY is the only failure; then nothing is known any more */
    struct js_variable variables[JS_VARIABLES_MAX];
    size_t variable_count;
    size_t member_count; /* of these, of objects: their names have a point in them */
};

/* *reader is zeroed. */
void js_value_start(struct js_reader *reader, const struct js_tokens *tokens, struct arena *arena, size_t *memory_left);
/* Memory that is charged to the script; NULL when there is no more of it. */
void *js_value_memory(struct js_reader *reader, size_t size);
/* The expression that begins at token *at; moves *at behind it: to a comma, a closing mark, a semicolon. */
struct js_value js_value_read(struct js_reader *reader, size_t *at);
/* Any item of the list whose bracket is the token `at`. */
struct js_value js_value_read_any(struct js_reader *reader, size_t at);
void js_value_add(struct js_reader *reader, struct js_value *value, const struct js_value *more);
/* What is the one or the other. */
struct js_value js_value_either(struct js_reader *reader, const struct js_value *value, const struct js_value *other);
/* A text that stands for nothing in the source but `source`. */
void js_value_add_text(struct js_reader *reader, struct js_value *value, struct bytes text, struct bytes source);
/* One behind the other, followed by sixteen bytes that may be read; NULL data when there are too many. */
struct bytes js_value_text(struct js_reader *reader, const struct js_value *value);
/* NULL when it was given none. */
struct js_value *js_value_variable(struct js_reader *reader, struct bytes name);
void js_value_assign(struct js_reader *reader, struct bytes name, const struct js_value *value, bool adds);
/* `object.member` at the token `at`, as one name; false: something else stands there. */
bool js_value_member(const struct js_reader *reader, size_t at, struct bytes *name);
/* Behind the mark that closes the one at `at`; of what opens nothing, behind itself. */
size_t js_value_skip(struct js_reader *reader, size_t at);

#endif
