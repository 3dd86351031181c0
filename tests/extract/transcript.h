/* SPDX-License-Identifier: Apache-2.0
 *
 * What an extractor says of a document, as text that a person can read and compare: one line for each
 * part, block of text and gap, indented by depth.
 *
 *     end b.docx docx          when a part closes, with its format and encoding
 *     body: running text; ␣ where a new word begins (JOIN_SPACED), ~ in front where it goes on in the
 *     hidden "textbox" slide 2 t1 r3 c2: section, place and cell, as far as there are any
 *     gap encrypted: detail
 *
 * While it is written, what every run promises is checked: valid UTF-8 and a source that gives its text.
 */
#ifndef GUANKA_TESTS_TRANSCRIPT_H
#define GUANKA_TESTS_TRANSCRIPT_H

#include "base/budget.h"
#include "base/buf.h"
#include "base/bytes.h"

/* Formats beside those of the library (extract_context.formats), for all that follows. */
struct extractor;
void transcript_use_formats(const struct extractor *const *formats);

/* Adds the transcript to *out. `name` is the document's; `limits` may be NULL. Returns what extract_document did. */
enum status transcript_write(struct bytes input, const char *name, const struct limits *limits, struct buf *out);
/* The same of a file of any size. */
enum status transcript_write_file(const char *path, const struct limits *limits, struct buf *out);

/* Compares each CASE.EXT in the folder with its CASE.EXT.expect; fails the current test for each that differs, and
 * when there are none. With UPDATE in the environment the expectation is written instead. */
void transcript_check_folder(const char *folder);

#endif
