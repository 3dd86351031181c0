/* SPDX-License-Identifier: Apache-2.0
 *
 * `data:` URLs (RFC 2397): a page, a script, a document or a picture written into an attribute.
 *
 * It is read as a file inside the page, of the name HTML_DATA_URL_NAME; fonts, sounds, films and pictures of a few
 * bytes, which are ornaments, are passed over. One thread; the decoded bytes are charged to the budget and live in the job's arena.
 */
#ifndef GUANKA_EXTRACT_HTML_DATA_URL_H
#define GUANKA_EXTRACT_HTML_DATA_URL_H

#include <stdbool.h>

#include "extract/extractor.h"

#define HTML_DATA_URL_NAME "data-url"

/* Whether `url` has the scheme and what must go with it. */
bool html_data_url_is(struct bytes url);
/* What stands before the data, without it: "data:text/html;base64". */
struct bytes html_data_url_head(struct bytes url);
/* Reads the data as a child of the job's part, if it is of a type that can hold text. `as`: the media type that whoever
 * takes it in reads it as, whatever it says of itself; NULL: that one. */
MUST_CHECK enum status html_data_url_read(struct extract_job *job, struct bytes url, const char *as);

#endif
