/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages of mail (RFC 5322, MIME) and saved pages in MHTML (RFC 2557), through GMime 3.
 *
 * GMime finds the parts and takes transfer encodings off. Texts go out as children with their charset as a hint, as do
 * attachments; header fields are read here (mail_header.h).
 */
#ifndef GUANKA_FOREIGN_MAIL_H
#define GUANKA_FOREIGN_MAIL_H

#include "extract/extractor.h"

/* Once, before the sandbox closes. */
void mail_prepare(void);

extern const struct extractor mail_extractor;

#endif
