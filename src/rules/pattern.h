/* SPDX-License-Identifier: Apache-2.0
 *
 * Patterns as authors write them, folded to what can match canonical text.
 *
 * A literal goes through the same fold as the text. An expression (the part of PCRE that Hyperscan
 * knows) is taken apart far enough that its literal characters can be folded one by one, so that an
 * author may write 機密 or ＡＢＣ by mistake; and it is made so that it cannot match across a block:
 * negated classes and \W, \D, \s … lose the newline. What would make no sense is refused with its
 * place: unbounded repeats, look-around, back references, anchors to the ends of a buffer.
 * Everything is pure and thread-safe.
 */
#ifndef GUANKA_RULES_PATTERN_H
#define GUANKA_RULES_PATTERN_H

#include "base/buf.h"
#include "rules/rule.h"
#include "rules/rule_file.h"

/* What \p{Han} becomes in a folded expression, between brackets. Unicode's exact list of Han has dozens of ranges, which
 * makes databases several times larger. Canonical text has few other characters in these blocks, so whole blocks stand
 * for it: extension A to the unified ideographs (with the hexagrams between), the supplementary planes, and the iteration
 * mark and zero. */
#define PATTERN_HAN "\\x{3400}-\\x{9fff}\\x{20000}-\\x{3ffff}\\x{3005}\\x{3007}"

/* What is wrong with an expression, or worth a remark: where in the source, and why. */
struct pattern_problem {
    const struct rule_text *text; /* the expression or the define's fragment that it came from; NULL: nothing */
    size_t offset;                /* in text->text */
    const char *message;          /* translated, static */
};

/* Which source byte made an output byte; ascending in `output`. */
struct pattern_step {
    size_t output;
    const struct rule_text *text;
    size_t offset;
};
struct pattern_map {
    struct pattern_step *steps; /* from the heap: pattern_map_free */
    size_t count, capacity;
};

struct pattern_result {
    struct pattern_problem error;  /* set when the status is STATUS_INVALID */
    struct pattern_problem remark; /* the first thing that was silently mended */
    bool is_literal;               /* the expression has no operators: output is its plain text */
};

/* Appends the fold of a literal for a view; nothing when nothing is left of it. STATUS_NO_MEMORY else. */
MUST_CHECK enum status pattern_fold_literal(const char *text, size_t size, enum rule_view view, struct buf *output);
/* Appends the folded expression. `pack` has the defines for %{NAME}. `map` may be NULL.
 * STATUS_INVALID with result->error, or STATUS_NO_MEMORY. */
MUST_CHECK enum status pattern_fold_regex(const struct rule_pack *pack, const struct rule_text *text,
                                          struct buf *output, struct pattern_map *map,
                                          struct pattern_result *result);
/* A folded expression without the groups that hold all of it: a|b of (?:a|b). */
struct span pattern_body(const char *folded, size_t size);
/* The next alternative in a body. Start with *next = 0; false when there are no more. */
bool pattern_next_alternative(const char *folded, struct span body, size_t *next, struct span *piece);
/* If folded[piece) has no operators, replaces *plain by the text it stands for and returns true. */
bool pattern_is_plain(const char *folded, struct span piece, struct buf *plain);
/* The source of an output byte. */
struct pattern_step pattern_map_find(const struct pattern_map *map, size_t output);
void pattern_map_free(struct pattern_map *map);

/* Appends a literal so that Hyperscan takes it literally (byte mode, without HS_FLAG_UTF8). */
void pattern_escape(const char *text, size_t size, struct buf *output);

enum { PATTERN_SIZE_MAX = 16384 };

#endif
