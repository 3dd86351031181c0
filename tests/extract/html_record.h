/* SPDX-License-Identifier: Apache-2.0
 *
 * What is read from a page, as lines that a person can compare; what every run promises is checked on the way.
 *
 *     body [t1 r2 c3] 机密␣★        a block; [table, row, column]; ␣ where a new word begins
 *     hidden ~x                     ~: goes on in the word of this role before it
 */
#ifndef GUANKA_TESTS_HTML_RECORD_H
#define GUANKA_TESTS_HTML_RECORD_H

#include "base/buf.h"
#include "base/bytes.h"
#include "extract/part.h"

struct html_record {
    size_t runs, bytes;   /* that came out */
    size_t broken_runs;   /* whose source does not give their text */
    enum status status;   /* of extract_document */
    const char *encoding; /* of the part */
};

/* `lines` may be NULL. `name` and `charset` are hints and may be NULL. */
struct html_record html_record(struct bytes input, const char *name, const char *charset, struct buf *lines);

struct html_record html_record_of(struct bytes input, const struct part_hint *hint, struct buf *lines);

/* Reads a whole file; false when it cannot be opened. The caller frees it. */
bool html_record_read(const char *path, struct buf *out);

#endif
