/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/page_sends.h"

#include <string.h>

#include "extract/html_refresh.h"
#include "sweep/url.h"

struct collecting {
    struct arena *arena;
    const struct site_page *page;
    const char *base, *own_host;
    const char **items[SENDS_COUNT];
    size_t counts[SENDS_COUNT];
};

static bool has(const struct collecting *collecting, enum page_certainty certainty, const char *url)
{
    for (size_t index = 0; index < collecting->counts[certainty]; index++) {
        if (strcmp(collecting->items[certainty][index], url) == 0)
            return true;
    }
    return false;
}

static enum status add(struct collecting *collecting, const char *address, enum page_certainty certainty)
{
    struct url_parts parts;
    const char *url, *bare;
    enum status status = url_resolve(collecting->arena, collecting->base, bytes_of_text(address),
                                     collecting->page->encoding, &url, NULL);

    if (status != STATUS_OK || url == NULL || !url_split(url, &parts) || strcmp(parts.host, collecting->own_host) == 0
        || collecting->counts[certainty] == PAGE_SENDS_LISTED_MAX)
        return status;
    bare = arena_text(collecting->arena, url, strcspn(url, "?"));
    if (bare == NULL)
        return STATUS_NO_MEMORY;
    if (!has(collecting, certainty, bare))
        collecting->items[certainty][collecting->counts[certainty]++] = bare;
    return STATUS_OK;
}

static enum status collect(struct collecting *collecting)
{
    const struct site_page *page = collecting->page;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < page->link_count && status == STATUS_OK; index++) {
        const struct page_link *link = &page->links[index];

        if (link->element == PAGE_REFRESH) /* before what a script writes a condition may stand */
            status = add(collecting, link->address, link->is_written ? SENDS_SOME : SENDS_ALL);
    }
    for (size_t index = 0; index < page->send_count && status == STATUS_OK; index++)
        status = add(collecting, page->sends[index].address, page->sends[index].certainty);
    return status;
}

enum status page_sends_of(struct arena *arena, const struct site_page *page, const char *url, struct page_sends *sends)
{
    struct collecting collecting = { .arena = arena, .page = page, .base = url };
    struct url_parts own;
    enum status status = STATUS_OK;

    *sends = (struct page_sends){ 0 };
    if (!url_split(url, &own))
        return STATUS_OK;
    collecting.own_host = own.host;
    if (page->base != NULL)
        status = url_resolve(arena, url, bytes_of_text(page->base), page->encoding, &collecting.base, NULL);
    if (collecting.base == NULL)
        collecting.base = url;
    for (size_t index = 0; index < SENDS_COUNT && status == STATUS_OK; index++) {
        collecting.items[index] = arena_alloc(arena, PAGE_SENDS_LISTED_MAX * sizeof(const char *));
        status = collecting.items[index] == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    if (status == STATUS_OK)
        status = collect(&collecting);
    for (size_t index = 0; index < SENDS_COUNT; index++)
        sends->to[index] = (struct site_texts){ collecting.items[index], collecting.counts[index] };
    return status;
}

enum status page_sends_take_refresh(struct arena *arena, struct site_page *page, const char *refresh)
{
    struct bytes address = html_refresh_address(bytes_of_text(refresh));
    struct page_link *links;
    const char *text;

    if (address.size == 0)
        return STATUS_OK;
    text = arena_text(arena, (const char *)address.data, address.size);
    links = arena_zeroed(arena, (page->link_count + 1) * sizeof *links);
    if (text == NULL || links == NULL)
        return STATUS_NO_MEMORY;
    if (page->link_count > 0)
        memcpy(links, page->links, page->link_count * sizeof *links);
    links[page->link_count++] = (struct page_link){ .address = text, .element = PAGE_REFRESH };
    page->links = links;
    return STATUS_OK;
}
