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

/* A Refresh field of the head of the answer (`refresh`: its value) sends readers on as the element in the page does: it
 * becomes a link of the page. In the arena. */
MUST_CHECK enum status page_sends_take_refresh(struct arena *arena, struct site_page *page, const char *refresh);
/* In the arena; `url` is the page's. */
MUST_CHECK enum status page_sends_of(struct arena *arena, const struct site_page *page, const char *url,
                                     struct page_sends *sends);

#endif
