/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether bytes are HTML or XML, by what stands at their beginning.
 *
 * Pure; looks at a bounded prefix, counted from behind comments and blanks. A file that begins with markup is HTML;
 * one that has tags in its midst (script, style sheet, Markdown, a log) is not, unless its name or media type says so:
 * then any text is, as in browsers, unless it is clearly something else (JSON, a table, binary).
 */
#ifndef GUANKA_EXTRACT_HTML_SNIFF_H
#define GUANKA_EXTRACT_HTML_SNIFF_H

#include "base/bytes.h"
#include "extract/part.h"

unsigned html_sniff_bid(struct bytes input, const struct part_hint *hint);
unsigned html_sniff_bid_xml(struct bytes input, const struct part_hint *hint);

#endif
