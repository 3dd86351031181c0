/* SPDX-License-Identifier: Apache-2.0
 *
 * A site as it stands at the end of a sweep: every address that the store knows of it, with what the sweep made of it
 * and what the page says. What checks of sites look at; nothing here changes.
 */
#ifndef GUANKA_SWEEP_SITE_VIEW_H
#define GUANKA_SWEEP_SITE_VIEW_H

#include "store/resources.h"
#include "store/sweeps.h"
#include "sweep/facts.h"
#include "sweep/link_list.h"
#include "sweep/url.h"

struct view_page {
    int64_t id;
    const char *url;
    enum url_file file;
    bool is_ours;   /* on a host of the site */
    bool is_met;    /* in this sweep; state and depth are filled in */
    bool is_led_to; /* met by a link, the site map or the site file; else only because of what was found there */
    bool is_map;    /* a site map */
    bool is_linked; /* by another page that stands, or redirected to */
    bool is_shown;  /* the same by a link that readers see */
    enum visit_state state;
    int64_t via; /* the page that led there; of what is not met, the first one that does, readers seeing it if any do */
    uint32_t depth;
    /* As of the last time that it was fetched; zeros when it never was. */
    int http_status;
    int64_t target;
    uint64_t size;
    const char *modified; /* Last-Modified; "" */
    int64_t first_seen_ms, changed_ms;
    const struct facts *facts; /* NULL: none */
    /* The facts that changes are measured against: the same ones while nothing changed, NULL of what is new. */
    const struct facts *before;
    struct bytes links; /* link_list.h */
};

struct site_view {
    const struct site *site;
    struct date today;
    bool has_baseline;      /* there was a complete sweep before this one */
    const int64_t *earlier; /* when those ended, the first one first */
    size_t earlier_count;
    const struct view_page *pages; /* by id */
    const struct view_page *const *by_url;
    size_t page_count;
};

/* In the arena. `sweep` is the one that comes to its end. */
MUST_CHECK enum status site_view_load(const struct store *store, struct arena *arena, const struct site *site,
                                      const struct sweep_row *sweep, struct date today, struct site_view *view,
                                      struct error *error);
const struct view_page *site_view_of_id(const struct site_view *view, int64_t id); /* NULL: none has it */
/* The page at an address, whatever became of it; NULL: there is none. */
const struct view_page *site_view_of_url(const struct site_view *view, const char *url);
/* The page at an address, or where that redirects to; NULL when the sweep did not reach it. */
const struct view_page *site_view_find(const struct site_view *view, const char *url);
/* Reached in this sweep, or expected and as it was when it was reached last; and a page of HTML, not
 * an attachment. */
bool site_view_stands(const struct view_page *page);
/* A script file, had in this sweep. */
bool site_view_is_script(const struct view_page *page);
/* Of a page that is the folder's under its own name, /ks/index.html of /ks/: that of the folder, which stands for both.
 * NULL: there is none. */
const struct view_page *site_view_twin(const struct site_view *view, const struct view_page *page);
/* The place among view->earlier of the last complete sweep before a time; view->earlier_count when there is none. */
size_t site_view_sweep_before(const struct site_view *view, int64_t at_ms);
/* The page that led to it; NULL: none did. */
const struct view_page *site_view_via(const struct site_view *view, const struct view_page *page);

#endif
