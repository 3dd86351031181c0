/* SPDX-License-Identifier: Apache-2.0
 *
 * What readers of the site cannot open.
 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/site_checks.h"

static const char *led_there(const struct site_view *view, const struct seen_address *address)
{
    const struct seen_address *page = site_view_find(view, address->via);

    return page != NULL ? page->url : gettext("the site file");
}

static bool is_attachment(const struct seen_address *address)
{
    return address->file == URL_ATTACHMENT || address->file == URL_MEDIA;
}

/* Told at the one of the circle that was met first. */
static bool leads_in_circle(const struct site_view *view, const struct seen_address *address)
{
    enum { STEPS_MAX = 20 };
    const struct seen_address *next = address;

    for (int step = 0; step < STEPS_MAX && next != NULL && next->state == VISIT_REDIRECT && next->target != 0; step++) {
        next = site_view_find(view, next->target);
        if (next == address)
            return true;
        if (next != NULL && next->id < address->id)
            return false;
    }
    return false;
}

static void find_broken(const struct site_check *check, struct checking *checking, const struct site_view *view,
                        bool attachments)
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];

        if (!address->is_visited || is_attachment(address) != attachments)
            continue;
        if (address->state == VISIT_GONE)
            checks_tell(checking, check, address, gettext("the server answers %d; %s leads there"),
                        address->http_status, led_there(view, address));
        else if (address->state == VISIT_FAILED)
            checks_tell(checking, check, address,
                        gettext("it could not be opened, after several attempts; %s leads there"),
                        led_there(view, address));
        else if (attachments && address->state == VISIT_DONE && address->is_read && address->size == 0)
            checks_tell(checking, check, address, gettext("it is empty; %s leads there"), led_there(view, address));
        else if (attachments && address->state == VISIT_DONE && strcmp(address->facts.problem, "corrupt") == 0)
            checks_tell(checking, check, address, gettext("it is damaged; %s leads there"), led_there(view, address));
        else if (!attachments && leads_in_circle(view, address))
            checks_tell(checking, check, address, gettext("its redirections lead in a circle; %s leads there"),
                        led_there(view, address));
    }
}

static void run_links(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    find_broken(check, checking, view, false);
}

static void run_attachments(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    find_broken(check, checking, view, true);
}

static void run_soft(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];

        if (address->is_visited && address->state == VISIT_DONE && address->facts.says_missing)
            checks_tell(checking, check, address,
                        gettext("the page says that there is no such page, the server that there is; %s leads there"),
                        led_there(view, address));
    }
}

/* A file whose name says document and whose content is a page: mostly an error page of the server. */
static void run_mismatch(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];

        if (address->is_visited && address->state == VISIT_DONE && address->file == URL_ATTACHMENT
            && strcmp(address->media_type, "text/html") == 0)
            checks_tell(checking, check, address, gettext("by its name it is a document, by its content a web page"));
    }
}

static void run_encrypted(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];

        if (address->is_visited && address->state == VISIT_DONE && is_attachment(address)
            && strcmp(address->facts.problem, "encrypted") == 0)
            checks_tell(checking, check, address, gettext("it asks for a password, so the public cannot open it"));
    }
}

const struct site_check check_link_broken = { .name = "link-broken",
                                              .basis = "DOMAIN-6.3",
                                              .severity = FINDING_ORDINARY,
                                              .advice = N_("Mend or remove the link, or put the page back."),
                                              .run = run_links };
const struct site_check check_attachment_broken = { .name = "attachment-broken",
                                                    .basis = "DOMAIN-6.4",
                                                    .severity = FINDING_ORDINARY,
                                                    .advice = N_("Upload the attachment again, or remove the link."),
                                                    .run = run_attachments };
const struct site_check check_soft_404 = { .name = "soft-404",
                                           .basis = "DOMAIN-6.4",
                                           .severity = FINDING_ORDINARY,
                                           .advice = N_("Have the server answer 404 for pages that are not there."),
                                           .run = run_soft };
const struct site_check check_attachment_mismatch = { .name = "attachment-mismatch",
                                                      .basis = "DOMAIN-6.4",
                                                      .severity = FINDING_ORDINARY,
                                                      .advice = N_("Upload the right file."),
                                                      .run = run_mismatch };
const struct site_check check_attachment_encrypted = { .name = "attachment-encrypted",
                                                       .basis = "DOMAIN-6.4",
                                                       .severity = FINDING_ORDINARY,
                                                       .advice = N_("Upload the attachment without a password."),
                                                       .run = run_encrypted };
