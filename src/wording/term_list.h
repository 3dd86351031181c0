/* SPDX-License-Identifier: Apache-2.0
 *
 * Terms that are looked for without being known: a list keeps digests of them.
 *
 * An operator's list may say more than the texts that it is held against, so a term may be stored as the SHA-256 of a salt
 * and its dense canonical text (text/canonical.h), beside its length in characters. Text is read with a window of each
 * length that the list has. So that not every window has to be digested, a sieve (32 bits of a rolling hash, keyed by
 * the salt) is stored as well; whoever has the list can try out terms with the digest as fast, so it gives nothing
 * away. A term that is written out is kept the same way once it has been read.
 *
 * Pure and immutable once made.
 */
#ifndef GUANKA_WORDING_TERM_LIST_H
#define GUANKA_WORDING_TERM_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/status.h"

enum {
    TERM_CHARACTERS_MIN = 2,
    TERM_CHARACTERS_MAX = 64,
    TERM_TEXT_SIZE = sizeof "sha256:0123456789abcdef:64:01234567:" + 2 * DIGEST_SIZE,
    TERM_BLOCK_MAX = 16 * 1024,
};

struct term {
    uint64_t salt;
    uint32_t length; /* characters */
    uint32_t sieve;
    struct digest digest;
};

/* Does the field of a table begin as a stored term does? */
bool term_is_stored(const char *field);
/* sha256:SALT:LENGTH:SIEVE:DIGEST; false when it is not whole. */
bool term_read(const char *field, struct term *term);
void term_write(const struct term *term, char text[TERM_TEXT_SIZE]);
/* Of dense text. STATUS_INVALID when it is too short or too long. */
MUST_CHECK enum status term_make(const char *dense, size_t size, uint64_t salt, struct term *term);

struct term_list;

/* Keeps nothing of the arguments. */
MUST_CHECK enum status term_list_create(const struct term *terms, size_t count, struct arena *arena,
                                        const struct term_list **list);

/* Memory to work in, of one thread. */
struct term_scratch {
    uint32_t characters[TERM_BLOCK_MAX];
    uint16_t offsets[TERM_BLOCK_MAX + 1]; /* of each character, and the end */
};

/* What is told of each place: the index of the term. False ends the search. */
typedef bool term_found(void *context, size_t term, size_t from, size_t to);
/* Dense text of at most TERM_BLOCK_MAX bytes, without breaks. */
MUST_CHECK enum status term_list_scan(const struct term_list *list, struct term_scratch *scratch, const char *dense,
                                      size_t size, term_found *found, void *context);

#endif
