/* SPDX-License-Identifier: Apache-2.0
 *
 * What the controls of a form show: the text of a field, whether a box is ticked, which option of a list is chosen.
 *
 * A reader sees all of it between the words of the page, so that it is text there: `密级 [机密]`. The options that are
 * not chosen show on demand, as one line for a list, so that nobody takes one of them for what is chosen.
 */
#ifndef GUANKA_EXTRACT_HTML_CONTROLS_H
#define GUANKA_EXTRACT_HTML_CONTROLS_H

#include "extract/html_page.h"

/* An <input>, <option> or <select> begins, whose `open` element stands on the stack if it has content. Attributes that
 * are told here are taken from page->attributes. */
MUST_CHECK enum status html_controls_start(struct html_page *page, enum html_tag tag, const struct html_name *name,
                                           struct html_open *open);

#endif
