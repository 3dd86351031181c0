/* SPDX-License-Identifier: Apache-2.0
 *
 * Canonical text: the text that patterns are written against.
 *
 * What people do and what extraction leaves must not matter to a rule. From UTF-8 (not necessarily
 * valid: broken sequences read as U+FFFD) canonical text is made so:
 *   - removable characters vanish (zero width, soft hyphen, bidi and other controls, variation selectors, …);
 *   - each other character is folded by one generated table (canonical_additions.txt says what beyond
 *     Unicode's own data, and why): width, case, Traditional to Simplified, Kangxi radicals and CJK
 *     radicals, compatibility forms, enclosed numbers and letters, fancy letters, variants (祕 密),
 *     private-use forms of GB18030; never more than three times its size;
 *   - a run of blanks between two Han characters is gone, any other is one space, and there is none
 *     at the beginning or the end of a block. Han are ideographs with 々 and 〇; punctuation is not, so
 *     a blank beside 《 or ， stays;
 *   - the breaks between blocks are one '\n', and no pattern matches across one.
 * Stars, dots, dashes and brackets stay as they are after NFKC: patterns name them in classes.
 * Guaranteed: output is valid UTF-8; canonical(canonical(x)) == canonical(x); the result does not
 * depend on how the input is cut into runs (on character boundaries).
 *
 * The dense view keeps only Han, letters and digits of canonical text (and its breaks): what is left
 * when a spammer's punctuation between characters is ignored.
 *
 * The way back is by replay: start again from the state at a run's beginning and stop at the wanted
 * canonical offset. All functions are pure; the state is a plain value.
 */
#ifndef GUANKA_TEXT_CANONICAL_H
#define GUANKA_TEXT_CANONICAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What newline characters in the input mean. */
enum canonical_newlines {
    NEWLINES_ARE_BLANKS, /* HTML text: white space */
    NEWLINES_ARE_BREAKS, /* plain text, <pre>: a new block */
};

/* Between runs. Initialise with CANONICAL_STATE_INIT at the start of a lane of text. */
struct canonical_state {
    uint8_t last;    /* class of the last character put out: nothing in this block, Han, other */
    uint8_t pending; /* blanks seen since; not yet decided */
};
#define CANONICAL_STATE_INIT                                                                                           \
    {                                                                                                                  \
        0, 0                                                                                                           \
    }

enum {
    CANONICAL_GROWTH = 3, /* output never exceeds CANONICAL_GROWTH * size + CANONICAL_SLACK */
    CANONICAL_SLACK = 16,
};

/* What of the input is not in the output as it was. */
struct canonical_losses {
    size_t replaced; /* broken sequences */
    size_t removed;  /* characters that vanished */
};

/* Folds text[0..size) onto output, which must have room as above. Returns the bytes written;
 * *losses grows by what was lost (NULL: not wanted). */
size_t canonical_append(struct canonical_state *state, const char *text, size_t size, enum canonical_newlines newlines,
                        char *output, struct canonical_losses *losses);
/* The end of a block: writes '\n' unless the block is empty so far (returns 0 or 1). */
size_t canonical_break(struct canonical_state *state, char *output);
/* White space between runs (JOIN_SPACED). */
void canonical_blank(struct canonical_state *state);

/* A position in a replay; it can go on from where it stopped, so that many ascending questions cost
 * one pass. */
struct canonical_replay {
    struct canonical_state state; /* as it was before the run */
    size_t source;                /* bytes of the run read so far */
    size_t produced;              /* canonical bytes written for them */
};
/* Advances until the character that produces canonical byte `target` (counted from the run's first
 * canonical byte) and returns its source span in the run: *start is where that character begins, *end
 * where it ends. A blank is put out, and so traced, with the character behind it. The replay rests before
 * that character, so that its other bytes may be asked for next. Requires target >= replay->produced and target < what
 * the run produces in all. */
void canonical_locate(struct canonical_replay *replay, const char *text, size_t size, enum canonical_newlines newlines,
                      size_t target, size_t *start, size_t *end);

/* The dense view of canonical[0..size), output at least as large. Returns its size. */
size_t canonical_dense(const char *canonical, size_t size, char *output);
/* The canonical offset of dense byte `target`, going on from (*dense, *offset), both 0 at first. */
size_t canonical_dense_locate(const char *canonical, size_t size, size_t *dense, size_t *offset, size_t target);

/* One character's fold, for rule compilation and tests: up to CANONICAL_GROWTH * 4 bytes; 0 when it is
 * removable. Blanks give " ". */
size_t canonical_character(uint32_t code_point, char *output);
bool canonical_is_han(uint32_t code_point);

#endif
