/* SPDX-License-Identifier: Apache-2.0
 *
 * Where in the part a text stands that a script puts together.
 */
#ifndef GUANKA_EXTRACT_HTML_PLACES_H
#define GUANKA_EXTRACT_HTML_PLACES_H

#include "extract/html_page.h"
#include "extract/html_together.h"
#include "extract/js_value.h"

/* In a window of decoded text it takes decoding to know where something stands: here for every so many bytes of a
 * script, so that what a script names in whatever order is found in few steps. */
struct html_places {
    struct bytes script;
    uint64_t *sources;                    /* NULL: it is the part's own bytes, or written by another script */
    const struct html_together *together; /* NULL; else the script is all of the page */
};

/* The sources of a script, in a window; they stay NULL where there is no memory left for scripts. */
MUST_CHECK enum status html_places_find(struct html_page *page, struct js_reader *reader, struct html_places *places);
/* Where the pieces of a value stand in the part. In what was itself written by a script nothing is byte for byte, nor
 * in a window. The text is empty where there is no memory left for scripts. */
MUST_CHECK enum status html_places_make(struct html_page *page, struct js_reader *reader,
                                        const struct html_places *places, const struct js_value *value,
                                        struct html_written *written);

#endif
