/* SPDX-License-Identifier: Apache-2.0
 *
 * To which other hosts a page, or a script file, sends its reader without his doing: by a refresh or by script. Pure.
 */
#ifndef GUANKA_SWEEP_PAGE_SENDS_H
#define GUANKA_SWEEP_PAGE_SENDS_H

#include "base/arena.h"
#include "sweep/site.h"
#include "sweep/site_page.h"

enum { PAGE_SENDS_LISTED_MAX = 16 };

struct page_sends {
    struct site_texts to[SENDS_COUNT]; /* normal forms of addresses without their queries, each once, by certainty */
};

/* In the arena; `url` is the page's. */
MUST_CHECK enum status page_sends_of(struct arena *arena, const struct site_page *page, const char *url,
                                     struct page_sends *sends);

#endif
