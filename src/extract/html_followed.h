/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a page's own links and forms lead that a script clicks or sends off: `document.forms[0].submit()`. The page is
 * gone through once more, at its end, for what scripts named; only one whose bytes are read as they are.
 */
#ifndef GUANKA_EXTRACT_HTML_FOLLOWED_H
#define GUANKA_EXTRACT_HTML_FOLLOWED_H

#include "extract/html_page.h"

/* Keeps what the script read last (page->scripts) follows; `link` is what each of certainty becomes. */
MUST_CHECK enum status html_followed_keep(struct html_page *page, enum text_link (*link)(const struct html_page *page,
                                                                                         enum js_certainty certainty));
/* Tells the addresses of what was kept. `input`: the page. */
MUST_CHECK enum status html_followed_output(struct html_page *page, struct bytes input);

#endif
