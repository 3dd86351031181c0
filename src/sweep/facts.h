/* SPDX-License-Identifier: Apache-2.0
 *
 * What checks of sites want to know of a page, as a JSON object that is kept with it: its title and dates, the entries
 * of a list, the identifiers in its foot (DOMAIN 6.4), its properties.
 *
 * Written by the threads that inspect, read again when a sweep is over.
 */
#ifndef GUANKA_SWEEP_FACTS_H
#define GUANKA_SWEEP_FACTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/digest.h"
#include "sweep/site_page.h"

enum { FACTS_DATES_MAX = 40 };

struct page_facts {
    const char *title;
    struct date published;              /* by its own word; unset: it does not say */
    struct date dates[FACTS_DATES_MAX]; /* of the entries of a list, the newest first */
    size_t date_count;
    uint32_t entries;                /* links that have a date beside them */
    const char *code, *icp, *police; /* as they stand there; "" */
    bool has_report_entry;           /* 我为政府网站找错 */
    bool has_conac;                  /* the sign of 党政机关 */
    const char *problem;             /* why it could not be read completely, as status_code says; "" */
    bool says_missing;               /* that there is no such page */
    /* Of outside links (crawl_outside.c). */
    const char *outcome, *final;
};

/* Appends the object. `url` is the page's, `text` the digest of what it says,
 * `problem` why it could not be read completely; "". */
void facts_write(struct buf *out, const struct site_page *page, const char *url, const struct digest *text,
                 const char *problem);
/* The digest again; false when it is not there. */
bool facts_text(const char *facts, struct digest *text);
/* All of it again, texts in the arena; what is no such object gives empty facts. STATUS_NO_MEMORY. */
MUST_CHECK enum status facts_read(struct arena *arena, const char *facts, struct page_facts *page);

#endif
