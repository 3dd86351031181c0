/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "sweep/crawl_data.h"
#include "sweep/facts.h"
#include "sweep/link_list.h"

/* ---- Hosts. */

static enum status find_host(struct crawl *crawl, const struct url_parts *parts, struct host **found)
{
    char origin[URL_HOST_MAX + 32];
    struct host *host;

    (void)snprintf(origin, sizeof origin, parts->has_port ? "%s://%s:%u" : "%s://%s", parts->scheme, parts->host,
                   parts->port);
    for (host = crawl->hosts; host != NULL; host = host->next) {
        if (strcmp(host->origin, origin) == 0)
            break;
    }
    *found = host;
    if (host != NULL)
        return STATUS_OK;
    host = arena_zeroed(crawl->arena, sizeof *host);
    if (host == NULL)
        return STATUS_NO_MEMORY;
    host->origin = arena_text(crawl->arena, origin, strlen(origin));
    host->end = &host->first;
    host->next = crawl->hosts;
    host->pause_ns = crawl->options->site->manners.requests_per_second > 0
                         ? UINT64_C(1000000000) / crawl->options->site->manners.requests_per_second
                         : 0;
    crawl->hosts = host;
    *found = host;
    return host->origin != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

/* ---- Addresses. */

static enum status describe(struct crawl *crawl, struct address *address)
{
    struct url_parts parts;

    if (address->is_described || !url_split(address->url, &parts))
        return STATUS_OK;
    address->is_described = true;
    address->file = url_file_type(address->url);
    address->is_robots = strcmp(parts.path, "/robots.txt") == 0;
    address->is_ours = site_has_host(crawl->options->site, parts.host)
                       && !site_excludes(crawl->options->site, address->url)
                       && !url_is_trap(address->url, crawl->options->today);
    return address->is_ours ? find_host(crawl, &parts, &address->host) : STATUS_OK;
}

static enum status keep(struct crawl *crawl, struct address *address)
{
    struct address_row row = { .url = address->url, .first_seen_ms = clock_wall_ms() };
    enum status status = crawl_write(crawl);

    if (status == STATUS_OK)
        status = resources_add_address(crawl->store, crawl->options->site->id, &row, crawl->error);
    if (status == STATUS_OK)
        status = address_table_identify(crawl->table, address, row.id);
    return status;
}

enum status crawl_link(struct crawl *crawl, const char *base, struct bytes link, enum encoding encoding,
                       struct address **found)
{
    const char *normal;
    struct address *address;
    enum status status = url_resolve(crawl->scratch, base, link, encoding, &normal, NULL);

    *found = NULL;
    if (status != STATUS_OK || normal == NULL)
        return status;
    address = address_table_get(crawl->table, normal);
    if (address == NULL)
        return STATUS_NO_MEMORY;
    *found = address;
    return address->id == 0 ? keep(crawl, address) : STATUS_OK;
}

void crawl_wait(struct crawl *crawl, struct address *address)
{
    address->next = NULL;
    *address->host->end = address;
    address->host->end = &address->next;
    crawl->waiting++;
}

/* Images and films are no text: those that the first pages show are asked for, so that what is broken there is seen. */
static bool is_wanted(const struct address *address, enum page_element element, uint32_t depth)
{
    enum { FIRST_PAGES = 1 };

    if (element == PAGE_FORM)
        return false;
    if (element == PAGE_IMAGE || address->file == URL_IMAGE || address->file == URL_MEDIA)
        return depth <= FIRST_PAGES;
    return true;
}

/* Links that readers follow, and what pages show or run of others. */
static bool is_led_out(const struct crawl *crawl, const struct address *address, enum page_element element)
{
    struct url_parts parts;

    return (element == PAGE_ANCHOR || element == PAGE_FRAME || element == PAGE_PROGRAM || element == PAGE_REFRESH)
           && url_split(address->url, &parts) && !site_has_host(crawl->options->site, parts.host);
}

static void note_led_out(const struct crawl *crawl, struct address *address, enum page_element element)
{
    if (!address->is_ours)
        address->is_led_out = address->is_led_out || is_led_out(crawl, address, element);
}

enum status crawl_meet(struct crawl *crawl, struct address *address, int64_t via, uint32_t depth,
                       enum page_element element)
{
    const struct site_limits *limits = &crawl->options->site->limits;
    struct visit visit = { address->id, via, VISIT_WAITING, depth, address->is_map };
    enum status status = describe(crawl, address);
    bool wanted;

    if (status != STATUS_OK || address->is_met || address->is_robots)
        return status;
    note_led_out(crawl, address, element);
    if (!address->is_ours)
        return STATUS_OK;
    if (!is_wanted(address, element, depth))
        return STATUS_OK;
    status = variants_wants(crawl->variants, address->url, &wanted);
    if (status != STATUS_OK || !wanted)
        return status;
    if (crawl->met >= limits->pages_max || depth > limits->depth_max) {
        crawl->row->is_cut = true;
        return STATUS_OK;
    }
    address->is_met = true;
    address->via = via;
    address->depth = depth;
    address->state = VISIT_WAITING;
    crawl->met++;
    crawl_wait(crawl, address);
    status = crawl_write(crawl);
    return status == STATUS_OK ? sweeps_visit(crawl->store, crawl->row->id, &visit, crawl->error) : status;
}

enum status crawl_meet_map(struct crawl *crawl, const char *base, struct bytes link, bool is_guessed)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    struct address *address = NULL;
    enum status status = STATUS_OK;

    if (!crawl->row->is_starts_only)
        status = crawl_link(crawl, base, link, ENCODING_UTF8, &address);
    if (status == STATUS_OK && address != NULL) {
        bool was_waiting = address->is_met && address->state == VISIT_WAITING && !address->is_map;

        address->is_map = true;
        address->is_guessed = is_guessed;
        status =
            was_waiting ? crawl_settle(crawl, address, VISIT_WAITING) : crawl_meet(crawl, address, 0, 0, PAGE_OTHER);
    }
    arena_release(crawl->scratch, mark);
    return status;
}

static bool meet_again(void *context, const struct finding_row *row)
{
    struct crawl *crawl = context;
    struct address *address = address_table_of_id(crawl->table, row->address);

    if (address == NULL || address->is_met
        || (strcmp(row->category, "site") == 0 && !checks_need_page(row->rule)))
        return true;
    crawl->status = crawl_meet(crawl, address, 0, 1, PAGE_ANCHOR);
    return crawl->status == STATUS_OK;
}

/* Addresses of others that are no fit place to lead readers to. */
struct wrong_ones {
    struct crawl *crawl;
    int64_t *ids;
    size_t count, capacity;
};

static bool add_wrong_one(void *context, const struct finding_row *row)
{
    struct wrong_ones *wrong = context;

    if (strcmp(row->category, "site") != 0 || !checks_is_of_link(row->rule))
        return true;
    wrong->crawl->status = ARRAY_GROW(&wrong->ids, &wrong->capacity, wrong->count + 1);
    if (wrong->crawl->status == STATUS_OK)
        wrong->ids[wrong->count++] = row->address;
    return wrong->crawl->status == STATUS_OK;
}

static bool leads_to_wrong(const struct wrong_ones *wrong, struct bytes links)
{
    struct listed_link link;
    size_t offset = 0;

    while (link_list_next(links, &offset, &link)) {
        for (size_t index = 0; index < wrong->count; index++) {
            if (wrong->ids[index] == link.address)
                return true;
        }
    }
    return false;
}

static bool meet_leading(void *context, const struct resource_row *row)
{
    const struct wrong_ones *wrong = context;
    struct crawl *crawl = wrong->crawl;
    struct address *address = address_table_of_id(crawl->table, row->address.id);

    if (address == NULL || address->is_met || !leads_to_wrong(wrong, row->links))
        return true;
    crawl->status = crawl_meet(crawl, address, 0, 1, PAGE_ANCHOR);
    return crawl->status == STATUS_OK;
}

/* What was found of a link is at the address that it leads to: the page that has it is met for its sake. */
static enum status look_back_at_links(struct crawl *crawl, const struct findings_filter *filter)
{
    struct wrong_ones wrong = { .crawl = crawl };
    enum status status = findings_list(crawl->store, filter, add_wrong_one, &wrong, crawl->error);

    if (status == STATUS_OK && crawl->status == STATUS_OK && wrong.count > 0)
        status = resources_list_facts(crawl->store, crawl->options->site->id, meet_leading, &wrong, crawl->error);
    alloc_free(wrong.ids);
    return status;
}

enum status crawl_look_back(struct crawl *crawl)
{
    const struct findings_filter filter = { .site = crawl->options->site->id,
                                            .states = UINT32_C(1) << FINDING_OPEN | UINT32_C(1) << FINDING_EXEMPT };
    enum status status = findings_list(crawl->store, &filter, meet_again, crawl, crawl->error);

    if (status == STATUS_OK && crawl->status == STATUS_OK)
        status = look_back_at_links(crawl, &filter);
    return status == STATUS_OK ? crawl->status : status;
}

static bool has_path_of(const struct address *address, const struct address *page)
{
    size_t size = strcspn(page->url, "?");

    return strcspn(address->url, "?") == size && memcmp(address->url, page->url, size) == 0;
}

/* ---- After the sweep was cut off. */

enum status crawl_revisit(struct crawl *crawl, struct address *address, const struct visit *visit)
{
    enum status status = describe(crawl, address);
    struct address *page = address_table_of_id(crawl->table, visit->via);
    bool wanted;

    if (status != STATUS_OK || !address->is_ours || address->is_robots)
        return status;
    if (page != NULL)
        page->has_led_on = page->has_led_on || !has_path_of(address, page);
    address->is_met = true;
    address->via = visit->via;
    address->depth = visit->depth;
    address->is_map = visit->is_map;
    address->state = visit->state == VISIT_FAILED ? VISIT_WAITING : visit->state;
    crawl->met++;
    if (address->state == VISIT_WAITING && address->doubt != DOUBT_KEPT_BACK && address->doubt != DOUBT_SET_ASIDE)
        crawl_wait(crawl, address);
    return variants_wants(crawl->variants, address->url, &wanted); /* so that it counts among those of its path */
}

static enum status see_led_out(struct crawl *crawl, struct bytes links)
{
    struct listed_link link;
    size_t offset = 0;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && link_list_next(links, &offset, &link)) {
        struct address *address = address_table_of_id(crawl->table, link.address);

        if (address == NULL)
            continue;
        status = describe(crawl, address);
        note_led_out(crawl, address, link.element);
    }
    return status;
}

static bool recall_page(void *context, const struct resource_row *row)
{
    struct crawl *crawl = context;
    const struct address *page = address_table_of_id(crawl->table, row->address.id);
    struct digest text;

    if (page == NULL || !page->is_met || page->state != VISIT_DONE)
        return true;
    crawl->status = see_led_out(crawl, row->links);
    if (crawl->status == STATUS_OK && facts_text(row->facts, &text))
        crawl->status = variants_learn(crawl->variants, page->url, &text, page->has_led_on);
    return crawl->status == STATUS_OK;
}

enum status crawl_recall(struct crawl *crawl)
{
    enum status status =
        resources_list_facts(crawl->store, crawl->options->site->id, recall_page, crawl, crawl->error);

    return status == STATUS_OK ? crawl->status : status;
}

/* ---- Links of a page. */

enum status crawl_meet_links(struct crawl *crawl, const struct address *page, const struct site_page *content,
                             struct buf *list, bool *led_on)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    const char *base = page->url;
    enum status status = STATUS_OK;

    if (content->base != NULL) {
        status = url_resolve(crawl->scratch, page->url, bytes_of_text(content->base), content->encoding, &base, NULL);
        if (base == NULL)
            base = page->url;
    }
    for (size_t index = 0; index < content->link_count && status == STATUS_OK; index++) {
        const struct page_link *link = &content->links[index];
        uint64_t met = crawl->met;
        struct address *address;

        status = crawl_link(crawl, base, bytes_of_text(link->address), content->encoding, &address);
        if (status != STATUS_OK)
            continue;
        /* What is no address keeps its place: facts name links by their number. */
        link_list_add(list, &(struct listed_link){ address != NULL ? address->id : 0, link->element, link->is_hidden });
        if (address == NULL)
            continue;
        if (!crawl->row->is_starts_only)
            status = crawl_meet(crawl, address, page->id, page->depth + 1, link->element);
        *led_on = *led_on || (crawl->met > met && !has_path_of(address, page));
    }
    arena_release(crawl->scratch, mark);
    return status == STATUS_OK ? buf_status(list) : status;
}

enum status crawl_meet_listed(struct crawl *crawl, const struct address *page, struct bytes list, bool *led_on)
{
    struct listed_link link;
    size_t offset = 0;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && link_list_next(list, &offset, &link)) {
        struct address *address = address_table_of_id(crawl->table, link.address);
        uint64_t met = crawl->met;

        if (address == NULL || crawl->row->is_starts_only)
            continue;
        status = crawl_meet(crawl, address, page->id, page->depth + 1, link.element);
        *led_on = *led_on || (crawl->met > met && !has_path_of(address, page));
    }
    return status;
}
