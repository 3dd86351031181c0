/* SPDX-License-Identifier: Apache-2.0
 *
 * `javascript:` URLs: a script written into an attribute, which a frame runs when it is loaded and an anchor when it is
 * followed.
 *
 * It is read as a file inside the page, of the name HTML_SCRIPT_URL_NAME, for those who follow what scripts do: its
 * text is told as that of the address. One thread; the decoded bytes are charged to the budget and live in the job's
 * arena.
 */
#ifndef GUANKA_EXTRACT_HTML_SCRIPT_URL_H
#define GUANKA_EXTRACT_HTML_SCRIPT_URL_H

#include <stdbool.h>

#include "extract/extractor.h"

#define HTML_SCRIPT_URL_NAME "script-url"

/* Whether a URL, whose references are decoded, may have the scheme; by its first byte. */
static inline bool html_script_url_may_be(struct bytes url)
{
    return url.size > 0 && ((*url.data | 0x20) == 'j' || *url.data < 0x20);
}

/* Reads it as a child of the job's part, if it is one and does anything to be followed. `runs`: without the reader's
 * doing; what waits for him is read only where it names a host. */
MUST_CHECK enum status html_script_url_read(struct extract_job *job, struct bytes url, bool runs);

#endif
