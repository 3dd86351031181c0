/* SPDX-License-Identifier: Apache-2.0
 *
 * Line and column of a source byte, computed only for findings.
 *
 * Lines and columns count from 1; a column is a character, not a byte; a byte order mark is none. Lines end at LF, CR
 * LF or CR. A counter only moves forward, so any number of ascending questions costs one pass over the bytes.
 */
#ifndef GUANKA_TEXT_LINES_H
#define GUANKA_TEXT_LINES_H

#include "base/bytes.h"
#include "text/charset.h"
#include "text/encoding.h"

struct line_counter {
    uint64_t offset; /* counted so far */
    uint32_t line, column;
    bool after_cr;
};
#define LINE_COUNTER_INIT                                                                                              \
    {                                                                                                                  \
        0, 1, 1, false                                                                                                 \
    }

/* Advances to source offset `offset` (>= counter->offset) of `input`, which is in `encoding`. */
void line_counter_advance(struct line_counter *counter, struct charset *charset, enum encoding encoding,
                          struct bytes input, uint64_t offset);

#endif
