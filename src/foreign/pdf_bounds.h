/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a PDF begins and ends in its file, and where it has ended before. What stands in front of it or behind it is
 * read by no PDF reader, but by whoever opens the file with another program.
 */
#ifndef GUANKA_FOREIGN_PDF_BOUNDS_H
#define GUANKA_FOREIGN_PDF_BOUNDS_H

#include "base/bytes.h"

struct pdf_bounds {
    struct bytes before, document, behind; /* blanks between them are in none of the others */
};

struct pdf_bounds pdf_bounds_of(struct bytes input);

enum { PDF_VERSIONS_MAX = 16 };

/* Where a document ended before something was appended to it: a change, a signature. Nothing of what it was is lost. */
struct pdf_versions {
    size_t ends[PDF_VERSIONS_MAX]; /* of the oldest, and of the latest ones but the last, which is all of it */
    size_t count, total;           /* here; in the file, or so many that there are more */
};

/* `document` as pdf_bounds_of found it. */
struct pdf_versions pdf_versions_of(struct bytes document);

#endif
