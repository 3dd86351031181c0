/* SPDX-License-Identifier: Apache-2.0
 *
 * What promotion.c reads: the words and forms of one block, before they are put together.
 */
#ifndef GUANKA_WORDING_PROMOTION_BLOCK_H
#define GUANKA_WORDING_PROMOTION_BLOCK_H

#include "text/literal_set.h"
#include "wording/promotion.h"

enum {
    PROMOTION_HAN_SIZE = 3,
    PROMOTION_STARTS = 36, /* letters and digits that a word may begin with */
};

/* Words that begin with the same letter or digit. */
struct promotion_start {
    const struct promotion_word *const *words;
    size_t count;
};

struct promotion_vocabulary {
    const struct promotion_word *words;
    const struct literal_set *offers; /* what may be offered, and acts; ids index words; NULL: none */
    const struct literal_set *set;    /* all of them */
    struct promotion_start starts[PROMOTION_STARTS];
    bool offer_starts[PROMOTION_STARTS]; /* is a service among them? */
    bool has_offers_without_latin;       /* one that begins with a digit, and has no letter */
    struct promotion_start short_contacts; /* of a single Han character */
    struct promotion_limits limits;
    const struct host_list *hosts;       /* NULL: none is trusted */
    const struct account_list *accounts; /* NULL: none is approved */
    struct promotion_word phone, price, address;
};

struct promotion_place {
    const struct promotion_word *word;
    size_t from, to; /* dense bytes */
};

struct promotion_block {
    const struct promotion_vocabulary *vocabulary;
    const char *text; /* canonical */
    size_t text_size;
    const char *dense;
    size_t size; /* of dense */
    const uint16_t *origin;
    struct promotion_place places[PROMOTION_SIGNS_MAX];
    size_t count;
};

bool promotion_is_service(const struct promotion_word *word);
/* Is anything offered? Nearly all text is asked this and no more. `is_latin`: the text has letters of ASCII. */
bool promotion_offers_something(const struct promotion_vocabulary *vocabulary, const char *text, size_t size, bool is_latin,
                                const char *dense, size_t dense_size);
/* The canonical offset of each dense byte. */
void promotion_read_origin(const char *text, size_t size, uint16_t *origin, size_t dense_size);
/* Fills the places, ascending; of those that overlap the longest is there. */
void promotion_find_places(struct promotion_block *block);
/* Is the place what its word says, by what stands beside it? */
bool promotion_counts(const struct promotion_block *block, size_t index);

#endif
