/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

enum { REDIRECTS_MAX = 10 }; /* as many as a sweep follows */

struct loading {
    struct arena *arena;
    struct arena_copies copies;
    const struct site *site;
    const struct sweep_row *sweep;
    struct view_page *pages;
    size_t count, capacity;
    int64_t *earlier;
    size_t earlier_count, earlier_capacity;
    enum status status;
};

static struct view_page *find(struct view_page *pages, size_t count, int64_t id)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (pages[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && pages[low].id == id ? &pages[low] : NULL;
}

/* ---- Reading. */

static bool add_address(void *context, const struct resource_row *row)
{
    struct loading *loading = context;
    struct url_parts parts;

    loading->status = ARRAY_GROW(&loading->pages, &loading->capacity, loading->count + 1);
    if (loading->status != STATUS_OK)
        return false;
    loading->pages[loading->count++] = (struct view_page){
        .id = row->address.id,
        .url = arena_copy(&loading->copies, row->address.url),
        .file = url_file_type(row->address.url),
        .is_ours = url_split(row->address.url, &parts) && site_has_host(loading->site, parts.host),
        .first_seen_ms = row->address.first_seen_ms,
        .modified = "",
    };
    return true;
}

static const struct facts *read_facts(struct loading *loading, const char *json)
{
    struct facts *facts = arena_alloc(loading->arena, sizeof *facts);

    loading->status = facts == NULL ? STATUS_NO_MEMORY : facts_read(loading->arena, json, facts);
    return facts;
}

static bool add_facts(void *context, const struct resource_row *row)
{
    struct loading *loading = context;
    struct view_page *page = find(loading->pages, loading->count, row->address.id);

    if (page == NULL)
        return true;
    page->http_status = row->http_status;
    page->target = row->target;
    page->size = row->size;
    page->modified = row->modified[0] != '\0' ? arena_copy(&loading->copies, row->modified) : "";
    page->changed_ms = row->changed_ms;
    if (row->facts[0] != '\0')
        page->facts = read_facts(loading, row->facts);
    /* By its name robots.txt is a document that readers take with them; it has nothing that one would have. */
    if (page->facts != NULL && strcmp(page->facts->format, "robots") == 0)
        page->file = URL_UNKNOWN;
    page->before = page->facts;
    if (loading->status == STATUS_OK && row->baseline[0] != '\0')
        page->before = strcmp(row->baseline, "{}") == 0 ? NULL : read_facts(loading, row->baseline);
    if (row->links.size > 0) {
        const char *links = arena_text(loading->arena, (const char *)row->links.data, row->links.size);

        page->links = bytes_of(links, links != NULL ? row->links.size : 0);
        loading->copies.has_failed = loading->copies.has_failed || links == NULL;
    }
    return loading->status == STATUS_OK;
}

static bool add_visit(void *context, const struct visit *visit)
{
    struct loading *loading = context;
    struct view_page *page = find(loading->pages, loading->count, visit->address);

    if (page == NULL)
        return true;
    page->is_met = true;
    page->state = visit->state;
    page->via = visit->via;
    page->depth = visit->depth;
    page->is_map = visit->is_map;
    page->is_led_to = visit->via != 0 || visit->depth == 0;
    return true;
}

static bool add_sweep(void *context, const struct sweep_row *row)
{
    struct loading *loading = context;

    if (row->outcome != SWEEP_COMPLETE || row->id == loading->sweep->id)
        return true;
    loading->status = ARRAY_GROW(&loading->earlier, &loading->earlier_capacity, loading->earlier_count + 1);
    if (loading->status == STATUS_OK)
        loading->earlier[loading->earlier_count++] = row->ended_ms;
    return loading->status == STATUS_OK;
}

/* ---- Who links to whom. */

bool site_view_stands(const struct view_page *page)
{
    return page->is_met && (page->state == VISIT_DONE || page->state == VISIT_FAILED) && page->facts != NULL
           && page->file != URL_ATTACHMENT && strcmp(page->facts->format, "html") == 0;
}

bool site_view_is_script(const struct view_page *page)
{
    return page->is_met && page->state == VISIT_DONE && page->facts != NULL
           && strcmp(page->facts->format, "script") == 0;
}

static void mark_linked(struct loading *loading, int64_t from, int64_t to, bool is_shown)
{
    struct view_page *page = from != to ? find(loading->pages, loading->count, to) : NULL;

    if (page == NULL)
        return;
    if (!page->is_met && (page->via == 0 || (is_shown && !page->is_shown)))
        page->via = from;
    page->is_linked = true;
    page->is_shown = page->is_shown || is_shown;
}

static void mark(struct loading *loading)
{
    for (size_t index = 0; index < loading->count; index++) {
        const struct view_page *page = &loading->pages[index];
        struct listed_link link;
        size_t offset = 0;

        if (page->is_met && page->state == VISIT_REDIRECT)
            mark_linked(loading, page->id, page->target, true);
        if (!site_view_stands(page))
            continue;
        while (link_list_next(page->links, &offset, &link))
            mark_linked(loading, page->id, link.address, link.element == PAGE_ANCHOR && !link.is_hidden);
    }
}

/* ---- The whole. */

static int compare_urls(const void *left, const void *right)
{
    return strcmp((*(const struct view_page *const *)left)->url, (*(const struct view_page *const *)right)->url);
}

static enum status sort_by_url(struct arena *arena, struct site_view *view)
{
    const struct view_page **pages = arena_alloc(arena, (view->page_count + 1) * sizeof(const struct view_page *));

    if (pages == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < view->page_count; index++)
        pages[index] = &view->pages[index];
    if (view->page_count > 1)
        qsort(pages, view->page_count, sizeof(const struct view_page *), compare_urls);
    view->by_url = pages;
    return STATUS_OK;
}

static enum status copy_arrays(struct loading *loading, struct site_view *view)
{
    struct view_page *pages = arena_alloc(loading->arena, (loading->count + 1) * sizeof *pages);
    int64_t *earlier = arena_alloc(loading->arena, (loading->earlier_count + 1) * sizeof *earlier);

    if (pages == NULL || earlier == NULL || loading->copies.has_failed)
        return STATUS_NO_MEMORY;
    if (loading->count > 0)
        memcpy(pages, loading->pages, loading->count * sizeof *pages);
    if (loading->earlier_count > 0)
        memcpy(earlier, loading->earlier, loading->earlier_count * sizeof *earlier);
    view->pages = pages;
    view->page_count = loading->count;
    view->earlier = earlier;
    view->earlier_count = loading->earlier_count;
    view->has_baseline = loading->earlier_count > 0;
    return sort_by_url(loading->arena, view);
}

enum status site_view_load(const struct store *store, struct arena *arena, const struct site *site,
                           const struct sweep_row *sweep, struct date today, struct site_view *view,
                           struct error *error)
{
    struct loading loading = { .arena = arena, .copies.arena = arena, .site = site, .sweep = sweep };
    enum status status = resources_list(store, site->id, add_address, &loading, error);

    *view = (struct site_view){ .site = site, .today = today };
    if (status == STATUS_OK && loading.status == STATUS_OK)
        status = resources_list_facts(store, site->id, add_facts, &loading, error);
    if (status == STATUS_OK && loading.status == STATUS_OK)
        status = sweeps_list_visits(store, sweep->id, add_visit, &loading, error);
    if (status == STATUS_OK && loading.status == STATUS_OK)
        status = sweeps_list(store, site->id, INT64_MIN, INT64_MAX, add_sweep, &loading, error);
    if (status == STATUS_OK)
        status = loading.status;
    if (status == STATUS_OK) {
        mark(&loading);
        status = copy_arrays(&loading, view);
    }
    alloc_free(loading.pages);
    alloc_free(loading.earlier);
    return status;
}

const struct view_page *site_view_of_id(const struct site_view *view, int64_t id)
{
    /* The array is ours to read alone; what is found is const again. */
    return find((struct view_page *)view->pages, view->page_count, id);
}

const struct view_page *site_view_of_url(const struct site_view *view, const char *url)
{
    const struct view_page key = { .url = url }, *wanted = &key;
    const struct view_page *const *found = NULL;

    if (view->page_count > 0)
        found = bsearch(&wanted, view->by_url, view->page_count, sizeof(const struct view_page *), compare_urls);
    return found != NULL ? *found : NULL;
}

const struct view_page *site_view_find(const struct site_view *view, const char *url)
{
    const struct view_page *page = site_view_of_url(view, url);

    for (unsigned redirects = 0; page != NULL && page->is_met && page->state == VISIT_REDIRECT; redirects++) {
        if (redirects == REDIRECTS_MAX)
            return NULL;
        page = site_view_of_id(view, page->target);
    }
    return page != NULL && page->is_met && page->state == VISIT_DONE ? page : NULL;
}

const struct view_page *site_view_twin(const struct site_view *view, const struct view_page *page)
{
    char folder[URL_SIZE_MAX + 1];
    const struct view_page *twin = url_folder_of_index(page->url, folder) ? site_view_of_url(view, folder) : NULL;

    return twin != NULL && site_view_stands(twin) && strcmp(twin->facts->content, page->facts->content) == 0 ? twin
                                                                                                             : NULL;
}

size_t site_view_sweep_before(const struct site_view *view, int64_t at_ms)
{
    size_t low = 0, high = view->earlier_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (view->earlier[middle] < at_ms)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : view->earlier_count;
}

const struct view_page *site_view_via(const struct site_view *view, const struct view_page *page)
{
    return page->via != 0 ? site_view_of_id(view, page->via) : NULL;
}
