/* SPDX-License-Identifier: Apache-2.0
 *
 * The encodings of one or two bytes (GB18030: also four): direct tables from two bytes to UTF-8.
 *
 * A table is filled from iconv in large bites and then corrected by a short readable list, so that it
 * equals the WHATWG index whichever converter the machine has. Tables are made once, when the first
 * charset of the process is created, are immutable from then on, and go with the last one.
 */
#ifndef GUANKA_TEXT_CHARSET_PAIRS_H
#define GUANKA_TEXT_CHARSET_PAIRS_H

#include "text/charset.h"

enum pairs_set { PAIRS_GB18030, PAIRS_BIG5, PAIRS_EUC_KR, PAIRS_COUNT };

struct pairs_tables;

/* A reference to the shared tables; thread-safe. STATUS_INVALID when iconv lacks one of the charsets. */
MUST_CHECK enum status pairs_tables_get(const struct pairs_tables **tables);
void pairs_tables_put(const struct pairs_tables *tables);

/* As charset_decode. */
struct charset_step pairs_decode(const struct pairs_tables *tables, enum pairs_set set, struct bytes input, bool last,
                                 char *output, size_t capacity);

#endif
