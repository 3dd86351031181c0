/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of plain text: the last resort, since anything may be text, and a service for formats whose
 * text is plain (logs, Markdown, malformed CSV or JSON).
 *
 * A line is a block, except in text that was wrapped by hand or by a mail program at a fixed width:
 * there a full line goes on in the next one, or a word cut by the margin would never be found.
 */
#ifndef GUANKA_EXTRACT_PLAIN_H
#define GUANKA_EXTRACT_PLAIN_H

#include "extract/extractor.h"

extern const struct extractor plain_extractor;

/* Reads the job's whole input as plain text. */
MUST_CHECK enum status plain_extract(struct extract_job *job);

#endif
