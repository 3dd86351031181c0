/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/checks/sent.h"

#include <string.h>

#include "sweep/url_host.h"

enum { REDIRECTS_MAX = 10 }; /* as many as a sweep follows */

static bool is_on_host(const char *url, const char *host)
{
    struct url_parts parts;

    return url_split(url, &parts) && strcmp(parts.host, host) == 0;
}

bool sent_knows_host(const struct facts *facts, const char *url)
{
    struct url_parts parts;

    for (size_t certainty = 0; certainty < SENDS_COUNT && url_split(url, &parts); certainty++) {
        const struct site_texts *sends = &facts->sends[certainty];

        for (size_t index = 0; index < sends->count; index++) {
            if (is_on_host(sends->items[index], parts.host))
                return true;
        }
    }
    return false;
}

bool sent_is_elsewhere(const struct site *site, const char *url)
{
    struct url_parts parts;

    return url_split(url, &parts) && !site_is_at_home(site, parts.host);
}

bool sent_is_official(const char *url)
{
    struct url_parts parts;

    return url_split(url, &parts) && url_host_is_official(parts.host);
}

static const char *first_elsewhere(const struct site *site, const struct facts *facts)
{
    const struct site_texts *sends = &facts->sends[SENDS_ALL];

    for (size_t index = 0; index < sends->count; index++) {
        if (sent_is_elsewhere(site, sends->items[index]))
            return sends->items[index];
    }
    return NULL;
}

const char *sent_from(const struct site_view *view, const struct view_page *page, const struct view_page **by)
{
    const char *url = first_elsewhere(view->site, page->facts);
    struct listed_link link;
    size_t offset = 0;

    *by = page;
    while (url == NULL && link_list_next(page->links, &offset, &link)) {
        const struct view_page *script = link.element == PAGE_PROGRAM ? site_view_of_id(view, link.address) : NULL;

        if (script == NULL || script->facts == NULL || !script->is_ours)
            continue;
        *by = script;
        url = first_elsewhere(view->site, script->facts);
    }
    return url;
}

const struct view_page *sent_redirected(const struct site_view *view, const struct view_page *page,
                                        const struct view_page **last)
{
    const struct view_page *end = page;

    for (unsigned step = 0; step < REDIRECTS_MAX && end != NULL && end->is_met && end->state == VISIT_REDIRECT;
         step++) {
        *last = end;
        end = site_view_of_id(view, end->target);
    }
    return end != NULL && end != page && !end->is_ours ? end : NULL;
}
