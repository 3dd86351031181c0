/* SPDX-License-Identifier: Apache-2.0
 *
 * The strings that the cells of a workbook share, whatever the notation they are stored in.
 *
 * They may be many, so they are kept in a spool, not in memory. First they are added, in their order; after
 * ooxml_strings_finish they are looked up by index. One owner, one thread.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_STRINGS_H
#define GUANKA_EXTRACT_ZIP_OOXML_STRINGS_H

#include "extract/zip/ooxml.h"

struct ooxml_strings;

/* The strings of a package that is being read, which must outlive them. */
MUST_CHECK enum status ooxml_strings_create(struct ooxml *ooxml, struct ooxml_strings **strings);
/* NULL is allowed. */
void ooxml_strings_destroy(struct ooxml_strings *strings);

/* A piece of the string at hand, UTF-8. */
MUST_CHECK enum status ooxml_strings_append(struct ooxml_strings *strings, struct bytes utf8);
/* The string at hand is complete. One that never ends is not among them. */
MUST_CHECK enum status ooxml_strings_end(struct ooxml_strings *strings);
/* There are no more. */
MUST_CHECK enum status ooxml_strings_finish(struct ooxml_strings *strings);

/* A string, which counts as used from now on; false when there is none of that index. *text lives as long as they do.
 */
bool ooxml_strings_use(struct ooxml_strings *strings, uint64_t index, struct bytes *text);
/* Emits, as hidden text, those that no cell shows: what was deleted, or never meant to be seen. */
MUST_CHECK enum status ooxml_strings_emit_unused(const struct ooxml_strings *strings);

#endif
