/* SPDX-License-Identifier: Apache-2.0
 *
 * Markup within markup: comments, `srcdoc`, templates in scripts, CDATA of feeds.
 *
 * Read flatly, without regard to what hides what in it: inline tags join, blocks break.
 */
#ifndef GUANKA_EXTRACT_HTML_FRAGMENT_H
#define GUANKA_EXTRACT_HTML_FRAGMENT_H

#include "extract/html_output.h"

/* All text of the fragment in the role `text`, texts shown on demand in it too, targets of links as `link`. */
MUST_CHECK enum status html_fragment_output(struct html_output *output, enum text_role text, enum text_role link,
                                            struct bytes fragment);

#endif
