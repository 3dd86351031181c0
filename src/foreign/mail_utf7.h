/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-7 (RFC 2152), which only mail has ever used: browsers refuse it, so the encodings of text/encoding.h lack it.
 * Pure.
 */
#ifndef GUANKA_FOREIGN_MAIL_UTF7_H
#define GUANKA_FOREIGN_MAIL_UTF7_H

#include "base/buf.h"
#include "base/bytes.h"

bool mail_utf7_is_meant(const char *label);
/* Adds `raw` to *out as UTF-8; what is broken becomes U+FFFD. */
void mail_utf7_decode(struct bytes raw, struct buf *out);

#endif
