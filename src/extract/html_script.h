/* SPDX-License-Identifier: Apache-2.0
 *
 * Script source, JSON in pages and style sheets as text: their escapes decoded in place.
 *
 * What hides words in scripts is spelling: `\u8d4c`, `\x3c`, `%u8d4c`, `%E8%B5%8C`,
 * `String.fromCharCode(36172,21338)`. Nothing is executed.
 */
#ifndef GUANKA_EXTRACT_HTML_SCRIPT_H
#define GUANKA_EXTRACT_HTML_SCRIPT_H

#include "extract/html_output.h"

/* Emits `source` in the role TEXT_SCRIPT. */
MUST_CHECK enum status html_script_output(struct html_output *output, enum text_join join, struct bytes source);
/* Emits what a style sheet can make readers see or fetch: `content` strings as TEXT_HIDDEN, url() as `link`;
 * comments with anything but ASCII in them as TEXT_COMMENT. */
MUST_CHECK enum status html_script_output_style(struct html_output *output, enum text_role link, struct bytes sheet);
/* Whether that is nothing for certain, and nothing in it has to be decoded (html_plain_declare); for style attributes,
 * which are mostly so. Bytes up to `limit` may be read. */
bool html_script_style_is_silent(struct bytes style, const uint8_t *limit);

#endif
