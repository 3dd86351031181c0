/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/home_probe.h"

#include <libintl.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "sweep/fetch.h"
#include "sweep/page_sends.h"
#include "sweep/site_page.h"
#include "sweep/stand_in.h"
#include "sweep/url.h"

enum {
    SECONDS = 15, /* what takes as long cannot be opened */
    REDIRECTS_MAX = 5,
    BODY_MAX = 4 << 20,
    HEAD_KEPT_MAX = 16 << 10,
    WAIT_MS = 20,
    CONNECTIONS_PER_HOST = 4,
    NS_PER_MS = 1000000,
};

/* A site has its own way to its hosts. */
struct asking {
    const struct site *site;
    struct address_guard guard;
    struct fetch_options options;
    struct fetch *fetch;
    struct probing *all;
};

/* A start page that is asked for. */
struct start_page {
    struct asking *asking;
    const char *url;   /* as the site file has it */
    const char *where; /* it has been led to */
    bool leads_away;   /* from the site's hosts; nobody is asked there */
    unsigned redirects;
    uint64_t began_ns;
};

struct probing {
    struct asking *items;
    size_t count;
    struct arena *arena;
    struct site_page_reader *pages;
    home_probe_done *done;
    void *context;
    struct error *error;
    enum status status;
};

static uint32_t spent_ms(const struct start_page *page)
{
    return (uint32_t)((clock_monotonic_ns() - page->began_ns) / NS_PER_MS);
}

/* ---- What came. */

static enum status look_for_words(const struct probing *probing, const struct site_page *page, struct bytes body,
                                  struct home_probe_result *result)
{
    struct stand_in judgement = { .is_blank = false };
    bool is_html = page->format != NULL && strcmp(page->format, "html") == 0;
    enum status status = STATUS_OK;

    if (is_html)
        status = stand_in_judge(probing->arena, page, result->final_url, body, &judgement);
    result->is_blank = body.size == 0 || (judgement.is_blank && !judgement.runs_script);
    result->leads_nowhere = is_html && !judgement.is_blank && !judgement.leads_on && !judgement.is_challenge
                            && judgement.notice == NOTICE_NONE;
    return status;
}

static enum status look_for_sends(struct probing *probing, const struct site_page *page,
                                  struct home_probe_result *result)
{
    struct page_sends sends;
    struct url_parts parts;
    enum status status = page_sends_of(probing->arena, page, result->final_url, &sends);

    for (unsigned certainty = SENDS_ALL; certainty <= SENDS_SOME && status == STATUS_OK; certainty++) {
        for (size_t index = 0; index < sends.to[certainty].count && result->sends_to == NULL; index++) {
            const char *url = sends.to[certainty].items[index];

            if (url_split(url, &parts) && !site_is_at_home(result->site, parts.host))
                result->sends_to = url;
        }
    }
    return status;
}

/* The title, and the digest of the content, of what stands in memory. */
static enum status look_into(struct probing *probing, struct fetch_response *response, struct home_probe_result *result)
{
    const struct part_hint hint = { .media_type = response->media_type,
                                    .charset = response->charset[0] != '\0' ? response->charset : NULL };
    struct site_page page = { .title = "" };
    struct file_content *content = NULL;
    struct bytes body = { 0 };
    enum status status = STATUS_OK;

    if (response->body != NULL && spool_size(response->body) > 0)
        status = spool_finish(response->body, &body, &content);
    if (status == STATUS_OK)
        status = digest_of(body, &result->row.content);
    if (status == STATUS_OK)
        status = site_page_read(probing->pages, body, &hint, &page);
    if (status == STATUS_OK)
        status = page_sends_take_refresh(probing->arena, &page, response->refresh);
    if (status == STATUS_OK)
        status = look_for_words(probing, &page, body, result);
    if (status == STATUS_OK)
        status = look_for_sends(probing, &page, result);
    if (status != STATUS_OK)
        return status;
    result->row.title = page.title;
    if (content == NULL && body.size > 0) {
        result->body = response->body;
        response->body = NULL;
    }
    return STATUS_OK;
}

/* Nobody was asked: a host that takes no connection, or does not answer, is there and was. */
static bool is_offline(const struct start_page *page, const struct fetch_response *response)
{
    return page->redirects == 0
           && (response->outcome == FETCH_UNKNOWN || response->outcome == FETCH_NO_ROUTE
               || (response->outcome == FETCH_TIMEOUT && response->peer[0] == '\0'));
}

/* Of an answer that counts for nothing. */
static enum status copy_head(struct arena *arena, const struct fetch_response *response, const char **head)
{
    struct bytes bytes = bytes_slice(response->head, 0, HEAD_KEPT_MAX);

    *head = bytes.size > 0 ? arena_text(arena, (const char *)bytes.data, strnlen((const char *)bytes.data, bytes.size))
                           : "";
    return *head != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

/* What other hosts answer is not held against a start page that answers itself. */
static bool is_reached(const struct start_page *page, const struct fetch_response *response, uint32_t total_ms)
{
    bool is_whole = response->outcome == FETCH_ANSWERED || response->outcome == FETCH_TOO_LARGE;

    return is_whole && (response->status / 100 == 2 || page->leads_away) && total_ms < SECONDS * 1000;
}

static enum status tell(struct probing *probing, const struct start_page *page, struct fetch_response *response)
{
    uint32_t total_ms = spent_ms(page);
    struct home_probe_result result = { .site = page->asking->site,
                                        .row = { .site = page->asking->site->id,
                                                 .url = page->url,
                                                 .at_ms = clock_wall_ms(),
                                                 .is_reached = is_reached(page, response, total_ms),
                                                 .http_status = response->status,
                                                 .outcome = fetch_outcome_name(response->outcome),
                                                 .lookup_ms = response->lookup_ms,
                                                 .connect_ms = response->connect_ms,
                                                 .tls_ms = response->tls_ms,
                                                 .first_byte_ms = response->first_byte_ms,
                                                 .total_ms = total_ms,
                                                 .title = "",
                                                 .peer = response->peer,
                                                 .complaint = response->complaint },
                                        .media_type = response->media_type,
                                        .charset = response->charset,
                                        .final_url = page->where,
                                        .leads_away = page->leads_away,
                                        .is_offline = is_offline(page, response) };
    enum status status = STATUS_OK;

    if (result.row.is_reached && response->outcome == FETCH_ANSWERED && !page->leads_away)
        status = look_into(probing, response, &result);
    else if (!result.row.is_reached)
        status = copy_head(probing->arena, response, &result.row.head);
    if (status == STATUS_OK)
        status = probing->done(probing->context, &result);
    spool_destroy(result.body);
    return status;
}

static enum status ask(const struct start_page *page)
{
    return fetch_start(page->asking->fetch,
                       &(struct fetch_request){ .url = page->where, .token = (void *)(uintptr_t)page });
}

/* *went: to where it redirects, on the site's own hosts. */
static enum status follow(struct probing *probing, struct start_page *page, const struct fetch_response *response,
                          bool *went)
{
    const char *next;
    struct url_parts parts;
    enum status status;

    *went = false;
    if (response->outcome != FETCH_ANSWERED || response->status / 100 != 3 || response->location[0] == '\0'
        || page->redirects >= REDIRECTS_MAX || spent_ms(page) >= SECONDS * 1000)
        return STATUS_OK;
    status = url_resolve(probing->arena, page->where, bytes_of_text(response->location), ENCODING_UTF8, &next, NULL);
    if (status != STATUS_OK || next == NULL)
        return status;
    page->where = next;
    page->leads_away = !url_split(next, &parts) || !site_has_host(page->asking->site, parts.host);
    *went = !page->leads_away;
    page->redirects++;
    return *went ? ask(page) : STATUS_OK;
}

static void take(void *context, struct fetch_response *response)
{
    struct probing *probing = ((struct asking *)context)->all;
    struct start_page *page = response->token;
    bool went;
    enum status status = follow(probing, page, response, &went);

    if (status == STATUS_OK && !went)
        status = tell(probing, page, response);
    probing->status = probing->status == STATUS_OK ? status : probing->status;
}

/* ---- All of them. */

static enum status begin_site(struct probing *probing, struct asking *asking, const struct site *site)
{
    enum status status = STATUS_OK;

    asking->site = site;
    asking->all = probing;
    asking->options = (struct fetch_options){ .guard = &asking->guard,
                                              .user_agent = site->manners.user_agent,
                                              .connect_to = site->connect_to.count > 0 ? site->connect_to.items : NULL,
                                              .ca_file = site->ca_file,
                                              .body_max = BODY_MAX,
                                              .connect_ms = SECONDS * 1000,
                                              .total_ms = SECONDS * 1000,
                                              .stall_seconds = SECONDS,
                                              .connections_max = CONNECTIONS_PER_HOST,
                                              .connections_per_host = CONNECTIONS_PER_HOST };
    for (size_t index = 0; index < site->ranges.count && status == STATUS_OK; index++)
        status = address_guard_add(&asking->guard, site->ranges.items[index], probing->error);
    if (status == STATUS_OK)
        status = fetch_create(&asking->options, &asking->fetch);
    for (size_t index = 0; index < site->starts.count && status == STATUS_OK; index++) {
        struct start_page *page = arena_zeroed(probing->arena, sizeof *page);

        if (page == NULL)
            return STATUS_NO_MEMORY;
        *page = (struct start_page){ .asking = asking,
                                     .url = site->starts.items[index],
                                     .where = site->starts.items[index],
                                     .began_ns = clock_monotonic_ns() };
        status = ask(page);
    }
    return status;
}

static enum status go_on(struct probing *probing, const atomic_bool *stop)
{
    enum status status = STATUS_OK;
    unsigned under_way = 1;

    while (status == STATUS_OK && under_way > 0 && (stop == NULL || !atomic_load(stop))) {
        under_way = 0;
        for (size_t index = 0; index < probing->count && status == STATUS_OK; index++) {
            struct asking *asking = &probing->items[index];

            if (fetch_under_way(asking->fetch) == 0)
                continue;
            status = fetch_poll(asking->fetch, WAIT_MS, take, asking);
            status = status == STATUS_OK ? probing->status : status;
            under_way += fetch_under_way(asking->fetch);
        }
    }
    return status;
}

enum status home_probe_run(const struct site *const *sites, size_t count, const atomic_bool *stop,
                           home_probe_done *done, void *context, struct error *error)
{
    struct probing probing = { .done = done, .context = context, .error = error };
    enum status status = arena_create(&probing.arena);

    if (status != STATUS_OK)
        return status;
    probing.items = arena_zeroed(probing.arena, (count + 1) * sizeof *probing.items);
    status = probing.items == NULL ? STATUS_NO_MEMORY : site_page_reader_create(&probing.pages);
    while (status == STATUS_OK && probing.count < count) {
        struct asking *asking = &probing.items[probing.count];

        status = begin_site(&probing, asking, sites[probing.count]);
        probing.count++;
    }
    if (status == STATUS_OK)
        status = go_on(&probing, stop);
    for (size_t index = 0; index < probing.count; index++)
        fetch_destroy(probing.items[index].fetch);
    site_page_reader_destroy(probing.pages);
    arena_destroy(probing.arena);
    return status;
}

const char *home_probe_describe_away(void)
{
    return gettext("a start page or the list page of a column sends readers to another host; when that is right, "
                   "correct the site file (start, columns, hosts), else see who has changed it");
}
