/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in header fields of mail, as text: encoded words (RFC 2047), parameters (RFC 2231), and the raw bytes
 * of any encoding that programs write against the rules.
 *
 * Not left to the mail library: it converts each encoded word by itself and by its label alone, and Chinese programs cut
 * characters in two at the border of words and call GBK gb2312. Pure but for the charset.
 */
#ifndef GUANKA_FOREIGN_MAIL_HEADER_H
#define GUANKA_FOREIGN_MAIL_HEADER_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/status.h"
#include "text/charset.h"

/* Adds the value of a field, unfolded and decoded, as valid UTF-8 without control characters. */
MUST_CHECK enum status mail_header_text(struct charset *charset, struct bytes value, struct buf *out);
/* The parameter of that name of a Content-Type or Content-Disposition; *out is emptied first and stays empty when
 * there is none. */
MUST_CHECK enum status mail_header_parameter(struct charset *charset, struct bytes value, const char *name,
                                             struct buf *out);

#endif
