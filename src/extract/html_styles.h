/* SPDX-License-Identifier: Apache-2.0
 *
 * What the style attributes of a page say, remembered: pages repeat them, word for word, hundreds of times.
 *
 * The entries point into the page's own bytes, so a window of decoded text, which is filled anew, has none.
 * One thread; the page's lifetime; no allocation.
 */
#ifndef GUANKA_EXTRACT_HTML_STYLES_H
#define GUANKA_EXTRACT_HTML_STYLES_H

#include "extract/html_look.h"

enum { HTML_STYLES = 128 }; /* a power of two; what falls onto an entry replaces it */

struct html_style {
    const uint8_t *text; /* NULL: a free entry */
    size_t size;
    struct html_look look;
    bool is_silent; /* it has been read for links and texts, and there were none */
};

struct html_styles {
    struct html_style entries[HTML_STYLES];
};

void html_styles_start(struct html_styles *styles);
/* The entry of a style attribute, read if it is new. Bytes up to `limit` may be read. */
struct html_style *html_styles_find(struct html_styles *styles, struct bytes style, const uint8_t *limit);

#endif
