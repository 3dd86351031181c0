/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a PDF begins and ends in its file. What stands in front of it or behind it is read by no PDF reader, but by
 * whoever opens the file with another program.
 */
#ifndef GUANKA_FOREIGN_PDF_BOUNDS_H
#define GUANKA_FOREIGN_PDF_BOUNDS_H

#include "base/bytes.h"

struct pdf_bounds {
    struct bytes before, document, behind; /* blanks between them are in none of the others */
};

struct pdf_bounds pdf_bounds_of(struct bytes input);

#endif
