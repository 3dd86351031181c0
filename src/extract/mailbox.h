/* SPDX-License-Identifier: Apache-2.0
 *
 * Mailboxes of the mbox family (RFC 4155) and Apple Mail's .emlx: each message a child, read in place.
 *
 * The messages themselves are read by the mail extractor (extract/isolated.h). Lines that mbox quotes (">From ") are
 * left as they are.
 */
#ifndef GUANKA_EXTRACT_MAILBOX_H
#define GUANKA_EXTRACT_MAILBOX_H

#include "extract/extractor.h"

extern const struct extractor mbox_extractor;
extern const struct extractor emlx_extractor;

#endif
