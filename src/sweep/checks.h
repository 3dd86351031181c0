/* SPDX-License-Identifier: Apache-2.0
 *
 * Checks of a site as a whole, when it has been looked through: links that lead nowhere, columns without news,
 * identifiers that are missing, what has appeared since it was first known (DOMAIN 5.4, 6).
 *
 * Each looks at what the store knows after the sweep and tells findings, which live on as those of rules do. A finding
 * of an address that the sweep did not reach stays as it was.
 */
#ifndef GUANKA_SWEEP_CHECKS_H
#define GUANKA_SWEEP_CHECKS_H

#include "base/arena.h"
#include "base/error.h"
#include "store/findings.h"
#include "store/resources.h"
#include "store/sweeps.h"
#include "sweep/facts.h"
#include "sweep/site.h"
#include "sweep/url.h"

struct seen_address {
    int64_t id, via; /* via: the address that led there first */
    const char *url;
    enum url_file file;
    bool is_visited; /* in this sweep */
    bool is_outside;
    bool is_linked;        /* a page of the site, as it stands now, leads readers there */
    bool is_new;           /* it was met after the site was first looked through completely */
    bool is_changed_since; /* its content has changed since then */
    enum visit_state state;
    uint32_t depth;
    int http_status;
    const char *media_type;
    struct digest digest;
    int64_t target; /* of a redirection; 0: none */
    uint64_t size;
    struct page_facts facts, before; /* before: of the content that it had before */
    bool has_before;
    bool is_read;       /* its content was, not its head alone */
    struct bytes links; /* link_list.h */
};

struct site_view {
    const struct site *site;
    struct date today;
    bool has_baseline;              /* the site was looked through completely before this sweep */
    struct seen_address *addresses; /* by id */
    size_t count;
};
/* NULL: not known. */
const struct seen_address *site_view_find(const struct site_view *view, int64_t id);
const struct seen_address *site_view_find_url(const struct site_view *view, const char *url);

struct checking;
struct site_check {
    const char *name;  /* the rule of its findings */
    const char *basis; /* clause */
    enum finding_severity severity;
    const char *advice; /* translated when it is told */
    void (*run)(const struct site_check *check, struct checking *checking, const struct site_view *view);
};

/* For checks: something is wrong with this address, in words. */
void checks_tell(struct checking *checking, const struct site_check *check, const struct seen_address *address,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same, less or more severe than the check says. */
void checks_tell_as(struct checking *checking, const struct site_check *check, enum finding_severity severity,
                    const struct seen_address *address, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* NULL-terminated. */
const struct site_check *const *checks_all(void);

/* Runs all over what the sweep `row` has seen, inside a transaction of the caller. counts.opened and .closed grow. */
MUST_CHECK enum status checks_run(struct store *store, const struct site *site, struct date today, int64_t at_ms,
                                  struct sweep_row *row, struct error *error);

#endif
