/* SPDX-License-Identifier: Apache-2.0
 *
 * A page written into the `srcdoc` attribute of a frame, where its markup is spelled with references.
 *
 * Read as a file inside the page, of the name HTML_SRCDOC_NAME, once decoded; the budget's depth ends what is
 * nested. One thread; the decoded bytes are charged to the budget and live in the job's arena.
 */
#ifndef GUANKA_EXTRACT_HTML_SRCDOC_H
#define GUANKA_EXTRACT_HTML_SRCDOC_H

#include "extract/html_output.h"

#define HTML_SRCDOC_NAME "srcdoc.html"

/* `hidden`: what is in the frame is not seen. */
MUST_CHECK enum status html_srcdoc_read(struct html_output *output, struct bytes value, bool hidden);

#endif
