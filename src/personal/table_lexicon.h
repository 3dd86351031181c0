/* SPDX-License-Identifier: Apache-2.0
 *
 * The words by which columns of tables, and what stands in them, are known.
 *
 * The words are data (patterns/data/table-headers.csv, table-words.csv, surnames.csv, and what operators lay above
 * them), folded as canonical text is. Immutable once made; any thread.
 */
#ifndef GUANKA_PERSONAL_TABLE_LEXICON_H
#define GUANKA_PERSONAL_TABLE_LEXICON_H

#include <stdbool.h>

#include "base/arena.h"

enum word_kind {
    WORD_NONE,
    /* Of headers: what a column holds. */
    HEADER_NAME,
    HEADER_ID,
    HEADER_DOCUMENT,     /* passports, travel permits */
    HEADER_PHONE,
    HEADER_OFFICE_PHONE, /* telephones that must be published */
    HEADER_ACCOUNT,
    HEADER_ADDRESS,
    HEADER_BIRTH,
    HEADER_AGE,
    HEADER_SEX,
    HEADER_GUARDIAN,
    HEADER_HEALTH,
    HEADER_CAUSE,        /* why somebody is helped: health, if the cell says so */
    HEADER_HOUSEHOLD,
    HEADER_ORGANISATION,
    HEADER_PROFESSION,   /* offices, licences: whoever has one is public in it */
    HEADER_NUMBER,       /* numbers of projects, orders, organisations */
    /* Of cells. */
    WORD_SURNAME,        /* at the beginning */
    WORD_ORGANISATION,   /* anywhere, as the following */
    WORD_HEALTH,
    WORD_CHILD,
    WORD_STATUS,
    WORD_VILLAGE,        /* of an address: towns, villages, communities */
    WORD_UNIT,           /* behind a number and a village: group, house */
    WORD_ROOM,           /* behind a number: building, flat */
    WORD_WELL,           /* the whole cell: nothing to tell */
    WORD_KIND_COUNT,
};

struct word {
    const char *text; /* folded, not empty */
    enum word_kind kind;
};

struct table_lexicon;

/* The kind that a table calls `name`; WORD_NONE when there is none. Headers and words are named apart. */
enum word_kind table_lexicon_header_kind(const char *name);
enum word_kind table_lexicon_word_kind(const char *name);
/* Copies the words. */
MUST_CHECK enum status table_lexicon_create(const struct word *words, size_t count, struct arena *arena,
                                         const struct table_lexicon **lexicon);

/* Each place of each word in text[0..size), ascending by beginning, of one beginning the longest first. */
typedef void table_lexicon_found(void *context, enum word_kind kind, size_t from, size_t to);
void table_lexicon_scan(const struct table_lexicon *lexicon, const char *text, size_t size, table_lexicon_found *found,
                     void *context);
/* What the text says as the header of a column: the longest header that ends it, when brackets, colons and numbers
 * behind are left out and not too much stands in front. */
enum word_kind table_lexicon_header(const struct table_lexicon *lexicon, const char *text, size_t size);

static inline bool word_is_header(enum word_kind kind)
{
    return kind >= HEADER_NAME && kind <= HEADER_NUMBER;
}

#endif
