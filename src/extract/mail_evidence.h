/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether bytes begin like a message of mail (RFC 5322): by names of header fields at the beginning of lines. One such line
 * alone is enough only where the outside says that it is a message. Pure; reads a bounded prefix.
 */
#ifndef GUANKA_EXTRACT_MAIL_EVIDENCE_H
#define GUANKA_EXTRACT_MAIL_EVIDENCE_H

#include "base/bytes.h"

/* Bits for a message that begins with `input`, or 0. `hint` may be NULL. */
struct part_hint;
unsigned mail_evidence_of_message(struct bytes input, const struct part_hint *hint);
/* Bits for a mailbox (RFC 4155): a line "From …" and a message behind it. */
unsigned mail_evidence_of_mailbox(struct bytes input);
/* Whether a line of a header, "Name: …", stands at the beginning. */
bool mail_evidence_is_field(struct bytes input);

#endif
