/* SPDX-License-Identifier: Apache-2.0
 *
 * Hides the numbers of persons in what is told of a website: titles, addresses, messages, what people have said of
 * them.
 *
 * mask_numbers hides every long number of an excerpt. Here numbers have to be read, or nothing is found again: days,
 * articles, codes of sites and units, filings. So only what can be the number of a person is hidden (an identity
 * number, a mobile number, a bank card), as mask_span hides it: in whatever digits it is written, with blanks or
 * hyphens in it, and percent-encoded as addresses have it. A credit code is an organisation's and stays, and so does
 * what lies in a digest. Pure. Without memory nothing is written and the buffer's status says so.
 */
#ifndef GUANKA_REPORT_PERSON_MASK_H
#define GUANKA_REPORT_PERSON_MASK_H

#include <stddef.h>

#include "base/buf.h"

/* Appends the text as it may be shown; it may be broken UTF-8, and stays so. */
void person_mask(struct buf *out, const char *text, size_t size);
/* The same as a piece of a line of plain text, for terminals, mail and files: without characters that could do anything
 * there (describe_safely). */
void person_mask_line(struct buf *out, const char *text, size_t size);
/* The same as a member of a JSON object; NULL writes null. */
void person_mask_member(struct buf *out, const char *key, const char *text);

#endif
