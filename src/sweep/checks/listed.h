/* SPDX-License-Identifier: Apache-2.0
 *
 * What lists say of the pages that they lead to: the day beside each entry, and what that page itself says.
 */
#ifndef GUANKA_SWEEP_CHECKS_LISTED_H
#define GUANKA_SWEEP_CHECKS_LISTED_H

#include "sweep/site_view.h"

struct listed_entry {
    struct date date;                /* beside it; the year is made up where the list gives none */
    const struct view_page *article; /* that it leads to, read in this sweep and dated; NULL: none such */
    bool is_contradicted;            /* the article names no day near to it as its own */
};

/* Begins with the first entry: zeros but for view and page. */
struct listed_walk {
    const struct site_view *view;
    const struct view_page *page; /* the list */
    size_t next, link_offset, links;
    bool is_begun;
    bool is_paired; /* days stand beside the entries that they belong to */
};

/* The next entry of the list; false at its end. */
bool listed_next(struct listed_walk *walk, struct listed_entry *entry);
/* A day without a year is the last such day when the page came to say so; a few days ahead are an announcement. */
struct date listed_with_year(const struct view_page *page, struct date date);

#endif
