/* SPDX-License-Identifier: Apache-2.0
 *
 * Cards of contacts (vCard: RFC 6350, RFC 2426, vCard 2.1) and calendars (iCalendar: RFC 5545, vCalendar 1.0). As plain
 * text they would hide words: lines are folded in the middle of a word, values stand in quoted-printable or base64.
 */
#ifndef GUANKA_EXTRACT_VCARD_H
#define GUANKA_EXTRACT_VCARD_H

#include "extract/extractor.h"

extern const struct extractor vcard_extractor;
extern const struct extractor calendar_extractor;

#endif
