/* SPDX-License-Identifier: Apache-2.0
 *
 * Bodies of mail: transfer encodings, flowed text (RFC 3676), files that are uuencoded in the text, and what encryption
 * looks like. Pure.
 */
#ifndef GUANKA_FOREIGN_MAIL_BODY_H
#define GUANKA_FOREIGN_MAIL_BODY_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/status.h"

enum mail_body_encoding { MAIL_BODY_PLAIN, MAIL_BODY_BASE64, MAIL_BODY_QUOTED, MAIL_BODY_UUENCODED };

/* Adds `raw` decoded to *out: never more bytes than it has. */
void mail_body_decode(enum mail_body_encoding encoding, struct bytes raw, struct buf *out);
/* Adds `text` with the line breaks that a sender put in for the width of a screen taken out. */
void mail_body_unflow(struct bytes text, bool delete_space, struct buf *out);

struct mail_body_file {
    struct bytes name, encoded; /* the lines between "begin" and "end" */
    bool whole;
};

/* The next uuencoded file in a text from *offset on, which moves behind it. */
bool mail_body_file_next(struct bytes text, size_t *offset, struct mail_body_file *file);

enum mail_body_kind { MAIL_BODY_OPEN, MAIL_BODY_ENCRYPTED, MAIL_BODY_SIGNED, MAIL_BODY_SIGNATURE };

/* By the beginning of a cryptographic message in DER (RFC 5652); anything else is open. A signature that brings no content
 * along has no text. */
enum mail_body_kind mail_body_kind_of(struct bytes bytes);
/* Adds the content that a signed message brings along: *whole is false when it breaks off. False when none was found. */
bool mail_body_signed_content(struct bytes bytes, struct buf *out, bool *whole);
/* A message encrypted by OpenPGP among the lines of a text (RFC 4880, 6.2). */
bool mail_body_has_armor(struct bytes text);

#endif
