/* SPDX-License-Identifier: Apache-2.0
 *
 * The file of a release register: read, checked, and only ever written at its end.
 *
 * Rows are appended under an exclusive lock, after the whole register with them has been checked, and are on the disk
 * when the call returns. What is there already is never touched.
 */
#ifndef GUANKA_CLI_RELEASE_BOOK_H
#define GUANKA_CLI_RELEASE_BOOK_H

#include "base/buf.h"
#include "statistics/release.h"

enum { RELEASE_BOOK_SIZE_MAX = 64 << 20 };

/* New rows: fields by column of release_form; "" where there is none. */
struct release_draft {
    const char *fields[RELEASE_COLUMNS];
    const char *from; /* "file:line: " for complaints, or "" */
};

/* A line of CSV with the fields in the order of `columns` (names of release_form's). */
void release_book_row(struct buf *out, const char *const *columns, size_t column_count, const char *const *fields);
void release_book_header(struct buf *out);

/* Is it a region of GB/T 2260 or of region-words.csv? */
bool release_book_knows_region(const struct lexicon *lexicon, uint32_t region);

/* Appends; a file that is not there is made, with its header. *added is how many rows were new: one that is there already,
 * word for word, is left out. STATUS_INVALID (with words) and nothing written when the register would not pass its check. */
MUST_CHECK enum status release_book_append(const char *path, const struct release_draft *drafts, size_t count,
                                           const struct lexicon *lexicon, size_t *added, struct error *error);

#endif
