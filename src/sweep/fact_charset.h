/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page and its server say of its charset, and what it is: members of its facts (facts.h). Pure.
 */
#ifndef GUANKA_SWEEP_FACT_CHARSET_H
#define GUANKA_SWEEP_FACT_CHARSET_H

#include "base/buf.h"
#include "base/bytes.h"
#include "sweep/site_page.h"

/* `said`: by the server, as it wrote it; "" where it said nothing. `input`: the page's bytes. */
void fact_charset_write(struct buf *out, const struct site_page *page, struct bytes input, const char *said);
/* Whether two labels, as their owners wrote them, mean one encoding to readers of Chinese: GB2312, GBK and GB18030 do.
 * A label that nobody knows, or "", contradicts nothing. */
bool fact_charset_agrees(const char *left, const char *right);

#endif
