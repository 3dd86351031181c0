/* SPDX-License-Identifier: Apache-2.0
 *
 * Text in pages that we write: what others have written is no markup there.
 */
#ifndef GUANKA_REPORT_HTML_TEXT_H
#define GUANKA_REPORT_HTML_TEXT_H

#include "base/buf.h"

/* For elements, and for attributes in double quotes. Controls stay: describe_safely takes them out. */
void html_text(struct buf *out, const char *text, size_t size);

#endif
