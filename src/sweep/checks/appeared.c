/* SPDX-License-Identifier: Apache-2.0
 *
 * What is there now and was not when the site was first looked through completely (R1-16: nobody changes it unseen). A
 * person decides; what is right is set aside once.
 */
#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/site_checks.h"
#include "sweep/link_list.h"

static bool is_live(const struct seen_address *address)
{
    return address->is_visited && address->state == VISIT_DONE;
}

/* Two characters of Chinese in a row that both have: an editor who words a title anew keeps some, if only the site's
 * name. */
static bool share_words(const char *left, const char *right)
{
    enum { PAIR = 6 };

    for (; strlen(left) >= PAIR; left++) {
        char pair[PAIR + 1] = "";

        memcpy(pair, left, PAIR);
        if ((*left & 0xF0) == 0xE0 && strstr(right, pair) != NULL)
            return true;
    }
    return false;
}

static void run_title(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; view->has_baseline && index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];
        const char *before = address->before.title, *now = address->facts.title;

        if (!is_live(address) || !address->is_changed_since || !address->has_before || before[0] == '\0'
            || strcmp(before, now) == 0)
            continue;
        checks_tell_as(checking, check, share_words(before, now) ? FINDING_SUSPECTED : FINDING_SEVERE, address,
                       gettext("it was \"%.300s\" and is \"%.300s\""), before, now);
    }
}

/* Calls `meet` for each link of each page that stands now. */
static void each_link(struct checking *checking, const struct site_check *check, const struct site_view *view,
                      void (*meet)(struct checking *checking, const struct site_check *check,
                                   const struct seen_address *page, const struct seen_address *target,
                                   const struct listed_link *link))
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *page = &view->addresses[index];
        struct listed_link link;
        size_t offset = 0;

        while (is_live(page) && link_list_next(page->links, &offset, &link)) {
            const struct seen_address *target = site_view_find(view, link.address);

            if (target != NULL)
                meet(checking, check, page, target, &link);
        }
    }
}

static void meet_script(struct checking *checking, const struct site_check *check, const struct seen_address *page,
                        const struct seen_address *target, const struct listed_link *link)
{
    if (link->element == PAGE_PROGRAM && target->is_new)
        checks_tell(checking, check, page, gettext("it runs a program that was not there before: %s"), target->url);
}

static void run_script(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    if (view->has_baseline)
        each_link(checking, check, view, meet_script);
}

static void meet_frame(struct checking *checking, const struct site_check *check, const struct seen_address *page,
                       const struct seen_address *target, const struct listed_link *link)
{
    if (link->element == PAGE_FRAME && target->is_new)
        checks_tell(checking, check, page, gettext("it shows a page within it that was not there before: %s"),
                    target->url);
}

static void run_frame(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    if (view->has_baseline)
        each_link(checking, check, view, meet_frame);
}

static void run_changed(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; view->has_baseline && index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];

        if (is_live(address) && address->file == URL_SCRIPT && !address->is_new && address->is_changed_since)
            checks_tell(checking, check, address, gettext("the program has changed"));
    }
}

/* The host was in no link before: the first address of it tells. */
static bool is_new_host(const struct site_view *view, const struct seen_address *address)
{
    struct url_parts wanted, parts;

    if (!address->is_outside || !address->is_new || !url_split(address->url, &wanted))
        return false;
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *other = &view->addresses[index];

        if (other->is_outside && other != address && (!other->is_new || other->id < address->id)
            && url_split(other->url, &parts) && strcmp(parts.host, wanted.host) == 0)
            return false;
    }
    return true;
}

static const struct seen_address *first_page_to(const struct site_view *view, int64_t target)
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *page = &view->addresses[index];
        struct listed_link link;
        size_t offset = 0;

        while (is_live(page) && link_list_next(page->links, &offset, &link)) {
            if (link.address == target)
                return page;
        }
    }
    return NULL;
}

static void run_host(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; view->has_baseline && index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];
        const struct seen_address *page = is_new_host(view, address) ? first_page_to(view, address->id) : NULL;

        if (page != NULL)
            checks_tell(checking, check, page, gettext("nothing on the site led to this host before: %s"),
                        address->url);
    }
}

/* Only a site map names it. */
static void run_unlinked(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];
        const struct seen_address *via = site_view_find(view, address->via);

        if (is_live(address) && !address->is_linked && via != NULL && strstr(via->url, "sitemap") != NULL)
            checks_tell(checking, check, address, gettext("no page of the site leads there, its map does"));
    }
}

const struct site_check check_title_changed = { .name = "title-changed",
                                                .basis = "R1-16",
                                                .severity = FINDING_SEVERE,
                                                .advice =
                                                    N_("See who has changed it, and set it aside if it is right."),
                                                .run = run_title };
const struct site_check check_script_new = { .name = "script-new",
                                             .basis = "R1-16",
                                             .severity = FINDING_SEVERE,
                                             .advice = N_("See who has put it there, and set it aside if it is right."),
                                             .run = run_script };
const struct site_check check_script_changed = {
    .name = "script-changed",
    .basis = "R1-16",
    .severity = FINDING_SEVERE,
    .advice = N_("Compare it with what was installed, and set it aside if it is right."),
    .run = run_changed
};
const struct site_check check_frame_new = { .name = "frame-new",
                                            .basis = "R1-16",
                                            .severity = FINDING_SEVERE,
                                            .advice = N_("See who has put it there, and set it aside if it is right."),
                                            .run = run_frame };
const struct site_check check_outside_host_new = { .name = "outside-host-new",
                                                   .basis = "R1-16",
                                                   .severity = FINDING_SUSPECTED,
                                                   .advice = N_(
                                                       "See who stands there, and set it aside if the link is right."),
                                                   .run = run_host };
const struct site_check check_page_unlinked = { .name = "page-unlinked",
                                                .basis = "R1-16",
                                                .severity = FINDING_SUSPECTED,
                                                .advice = N_("See where the page comes from; link it or take it down."),
                                                .run = run_unlinked };
