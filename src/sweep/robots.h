/* SPDX-License-Identifier: Apache-2.0
 *
 * robots.txt as RFC 9309 has it, with the two lines that are older than it and still written: Crawl-delay and Sitemap.
 *
 * What people mistype is understood as they meant it (a colon that is missing, "dissallow"), as others do. What the
 * answer of the server means (404: all is allowed; 5xx: nothing is) is for the caller. Rules are compared byte by byte:
 * those in GBK concern addresses that are escaped in GBK.
 */
#ifndef GUANKA_SWEEP_ROBOTS_H
#define GUANKA_SWEEP_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"

/* Bytes read of a file (section 2.5). */
enum { ROBOTS_SIZE_MAX = 500 * 1024, ROBOTS_DELAY_MAX_MS = 3600 * 1000 };

struct robots_rule {
    struct bytes pattern; /* with '*', as it is compared */
    bool allows;
    bool ends_there; /* '$' was its end */
};

/* All zero: everything is allowed. */
struct robots {
    const struct robots_rule *rules; /* the longest first, those that allow before those that do not */
    size_t rule_count;
    uint32_t delay_ms;            /* between two requests, at most ROBOTS_DELAY_MAX_MS; 0: none is asked for */
    const struct bytes *sitemaps; /* as they stand there, to be resolved against the address of the file */
    size_t sitemap_count;
    bool is_cut; /* what lies behind ROBOTS_SIZE_MAX was not read */
};

/* The rules for a crawler of that name (letters, '-' and '_'). They live as long as the arena, and do not borrow from
 * `text`. */
MUST_CHECK enum status robots_parse(struct arena *arena, struct bytes text, const char *name, struct robots *robots);
/* `path` with its query, as in a normal form (sweep/url.h) from its '/' on. */
bool robots_allows(const struct robots *robots, const char *path);

#endif
