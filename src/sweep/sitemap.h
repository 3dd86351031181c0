/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses that a site tells of itself: site maps and their indexes (sitemaps.org), as XML or one to a line,
 * compressed or not, and feeds (RSS 0.9 to 2.0, Atom: RFC 4287).
 *
 * What it is is seen from its bytes. No document type is accepted, so nothing is expanded (extract/xml.h); what is not
 * well-formed is read as far as it goes. Keeps nothing.
 */
#ifndef GUANKA_SWEEP_SITEMAP_H
#define GUANKA_SWEEP_SITEMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/status.h"

/* The limits that sitemaps.org sets for one file, uncompressed. */
enum { SITEMAP_ADDRESSES_MAX = 50000, SITEMAP_SIZE_MAX = 50 << 20 };

enum sitemap_entry {
    SITEMAP_PAGE, /* or whatever lies there */
    SITEMAP_FILE, /* another site map, named by an index */
};

/* `address` is UTF-8 without white space around it, as it stands there, and lives during the call. A status other than
 * STATUS_OK, of the scope of a document or more, stops the reading and comes out of it. */
typedef enum status sitemap_found(void *context, enum sitemap_entry entry, struct bytes address);

struct sitemap_report {
    size_t count;       /* addresses that were found */
    bool is_cut;        /* there are more, or more bytes, than the limits */
    enum status damage; /* STATUS_MALFORMED: not all of it could be read, or it is neither */
};

MUST_CHECK enum status sitemap_read(struct bytes body, sitemap_found *found, void *context,
                                    struct sitemap_report *report);

#endif
