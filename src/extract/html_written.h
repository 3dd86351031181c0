/* SPDX-License-Identifier: Apache-2.0
 *
 * What a script writes into its page: read as part of the page, at the place where the script stands.
 *
 * A `<div style="display:none">` that is written hides what follows it, up to the `</div>` that is in the page or
 * written by another script. What is written into elements (innerHTML) is read as well, on its own. Of what is seen
 * only links and what nobody could read in the script are emitted, so that no text comes twice. Memory is the arena's.
 */
#ifndef GUANKA_EXTRACT_HTML_WRITTEN_H
#define GUANKA_EXTRACT_HTML_WRITTEN_H

#include "extract/html_page.h"

/* The script is in what the page is reading; its element, if there is one, is the innermost. */
MUST_CHECK enum status html_written_read(struct html_page *page, struct bytes script);
/* Keeps a script or handler of the page, in which it must stay where it is, to be read with all others. */
MUST_CHECK enum status html_written_keep(struct html_page *page, struct bytes script);
/* Reads those kept, as one script, for where they send readers and whom they ask. At the end of the page. */
MUST_CHECK enum status html_written_read_together(struct html_page *page);
/* The same as html_written_read of an import map, whose addresses are programs. */
MUST_CHECK enum status html_written_read_import_map(struct html_page *page, struct bytes map);
/* Whether bytes past ASCII come in pairs, the second of which may look like a mark of scripts. */
bool html_written_is_wide(enum encoding encoding);

#endif
