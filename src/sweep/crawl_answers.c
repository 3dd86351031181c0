/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "sweep/crawl_data.h"
#include "sweep/fact_robots.h"
#include "sweep/sitemap.h"

enum {
    NS_PER_MS = 1000000,
    RETRY_PAUSE_MS = 500,   /* doubled with each */
    RETRY_AFTER_MAX_S = 60, /* that a server may ask for and gets */
    DOWN_REQUESTS = 20,     /* that have failed one after the other for … */
    DOWN_MS = 20000,        /* … and the host is given up: to try each of its pages would take hours */
    REDIRECTS_MAX = 10,     /* one after the other */
    RETURNS_MAX = 3,        /* to the same address: a session in the address, in a cookie, and the address without it */
    ROBOTS_FACTS_MAX = 1 << 24, /* each rule becomes longer by its host and its escapes */
    TASKS_PER_THREAD = 8,   /* contents that wait to be read; more would only fill memory */
};

enum ask_kind { ASK_ADDRESS, ASK_ROBOTS };

/* What was asked for. */
struct ask {
    enum ask_kind kind;
    struct host *host;
    struct address *address; /* of ASK_ADDRESS */
};

/* ---- Asking. */

static enum status start(struct crawl *crawl, const struct ask *what, const struct fetch_request *asked)
{
    struct fetch_request request = *asked;
    struct ask *ask = arena_alloc(crawl->arena, sizeof *ask); /* a few bytes for each request */
    enum status status = STATUS_NO_MEMORY;

    if (ask == NULL)
        return status;
    *ask = *what;
    request.token = ask;
    status = fetch_start(crawl->fetch, &request);
    if (status != STATUS_OK)
        return status;
    what->host->under_way++;
    what->host->next_ns = clock_monotonic_ns() + what->host->pause_ns;
    crawl->row->counts.requests++;
    return STATUS_OK;
}

static enum status ask_robots(struct crawl *crawl, struct host *host)
{
    char url[URL_HOST_MAX + 64];

    host->robots_state = ROBOTS_ASKED;
    (void)snprintf(url, sizeof url, "%s/robots.txt", host->origin);
    return start(crawl, &(struct ask){ .kind = ASK_ROBOTS, .host = host }, &(struct fetch_request){ .url = url });
}

bool crawl_is_forbidden(const struct crawl *crawl, const struct host *host, const char *url)
{
    struct url_parts parts;

    if (!crawl->options->site->manners.obeys_robots)
        return false;
    return url_split(url, &parts) && !robots_allows(&host->robots, parts.path);
}

bool crawl_is_closed(const struct crawl *crawl, const struct host *host)
{
    return host->is_down || (crawl->options->site->manners.obeys_robots && host->is_closed);
}

static enum status ask_address(struct crawl *crawl, struct host *host)
{
    struct address *address = host->first;
    bool has_copy = address->is_known && address->http_status / 100 == 2 && !address->is_map;

    host->first = address->next;
    if (host->first == NULL)
        host->end = &host->first;
    crawl->waiting--;
    if (crawl_is_closed(crawl, host))
        return crawl_settle(crawl, address, address->is_guessed ? VISIT_FORBIDDEN : VISIT_FAILED);
    if (crawl_is_forbidden(crawl, host, address->url))
        return crawl_settle(crawl, address, VISIT_FORBIDDEN);
    return start(crawl, &(struct ask){ .kind = ASK_ADDRESS, .host = host, .address = address },
                 &(struct fetch_request){ .url = address->asked_as != NULL ? address->asked_as : address->url,
                                          .cookies = address->cookies,
                                          .etag = has_copy ? address->etag : NULL,
                                          .modified = has_copy ? address->modified : NULL,
                                          .head = address->file == URL_IMAGE || address->file == URL_MEDIA });
}

bool crawl_waits(const struct host *host, uint32_t *wait_ms)
{
    uint64_t now = clock_monotonic_ns(), left_ms;

    if (host->next_ns <= now)
        return false;
    left_ms = (host->next_ns - now) / NS_PER_MS + 1;
    *wait_ms = left_ms < *wait_ms ? (uint32_t)left_ms : *wait_ms;
    return true;
}

bool crawl_is_full(const struct crawl *crawl)
{
    return inspectors_busy(crawl->inspectors) + fetch_under_way(crawl->fetch)
           >= crawl->options->threads * TASKS_PER_THREAD + crawl->fetch_options.connections_max;
}

static enum status ask_host(struct crawl *crawl, struct host *host, uint32_t *wait_ms)
{
    enum status status = STATUS_OK;

    if (host->first == NULL || host->robots_state == ROBOTS_ASKED)
        return STATUS_OK;
    if (host->robots_state == ROBOTS_UNKNOWN)
        return crawl_waits(host, wait_ms) ? STATUS_OK : ask_robots(crawl, host);
    while (status == STATUS_OK && host->first != NULL && host->under_way < crawl->options->site->manners.connections) {
        if (crawl_waits(host, wait_ms) || crawl_is_full(crawl))
            break;
        status = ask_address(crawl, host);
    }
    return status;
}

enum status crawl_ask(struct crawl *crawl, uint32_t *wait_ms)
{
    enum status status = STATUS_OK;

    for (struct host *host = crawl->hosts; host != NULL && status == STATUS_OK; host = host->next)
        status = ask_host(crawl, host, wait_ms);
    return status;
}

/* ---- Answers. */

enum status crawl_keep_answer(struct crawl *crawl, struct address *address, const struct fetch_response *response,
                              int64_t target, const char *facts, const struct digest *content)
{
    static const struct digest none;
    int64_t now = clock_wall_ms();
    const struct resource_row row = { .address = { .id = address->id },
                                      .http_status = response->status,
                                      .target = target,
                                      .media_type = response->media_type,
                                      .etag = "",
                                      .modified = "",
                                      .digest = content != NULL ? *content : none,
                                      .fetched_ms = now,
                                      .changed_ms = now,
                                      .day = "",
                                      .coverage = "",
                                      .facts = facts };
    enum status status = crawl_write(crawl);

    address->http_status = response->status;
    address->target = target;
    address->fetched_ms = now;
    return status == STATUS_OK ? resources_put(crawl->store, &row, crawl->error) : status;
}

static void pause_host(struct host *host, unsigned retries, uint32_t after_s)
{
    uint64_t pause_ms = after_s > 0 ? (after_s < RETRY_AFTER_MAX_S ? after_s : RETRY_AFTER_MAX_S) * UINT64_C(1000)
                                    : (uint64_t)RETRY_PAUSE_MS << retries;
    uint64_t next_ns = clock_monotonic_ns() + pause_ms * NS_PER_MS;

    host->next_ns = next_ns > host->next_ns ? next_ns : host->next_ns;
}

/* Again later, or never. */
static enum status try_again(struct crawl *crawl, struct host *host, struct address *address, uint32_t after_s)
{
    if (host->is_down || address->retries >= crawl->options->site->limits.retries)
        return crawl_settle(crawl, address, VISIT_FAILED);
    pause_host(host, address->retries++, after_s);
    crawl_wait(crawl, address);
    return STATUS_OK;
}

/* What is there now has no content to keep. */
static enum status keep_status(struct crawl *crawl, struct address *address, const struct fetch_response *response,
                               int64_t target)
{
    address->is_known = true;
    address->is_inspected_now = false;
    address->digest = (struct digest){ 0 };
    address->etag = address->modified = "";
    return crawl_keep_answer(crawl, address, response, target, "", NULL);
}

/* ---- Site maps. */

struct map {
    struct crawl *crawl;
    const struct address *address;
};

static enum status meet_entry(void *context, enum sitemap_entry entry, struct bytes link)
{
    const struct map *map = context;
    struct arena_mark mark = arena_mark(map->crawl->scratch);
    struct address *address;
    enum status status;

    if (entry == SITEMAP_FILE)
        return crawl_meet_map(map->crawl, map->address->url, link, false);
    status = crawl_link(map->crawl, map->address->url, link, ENCODING_UTF8, &address);
    if (status == STATUS_OK && address != NULL)
        status = crawl_meet(map->crawl, address, map->address->id, map->address->depth + 1, PAGE_ANCHOR);
    arena_release(map->crawl->scratch, mark);
    return status;
}

static enum status read_map(struct crawl *crawl, struct address *address, const struct fetch_response *response)
{
    struct map map = { crawl, address };
    struct sitemap_report report;
    struct file_content *content;
    struct bytes body = { 0 };
    enum status status = response->body != NULL ? spool_finish(response->body, &body, &content) : STATUS_OK;

    if (status == STATUS_OK)
        status = sitemap_read(body, meet_entry, &map, &report);
    if (status == STATUS_OK)
        status = keep_status(crawl, address, response, 0);
    return status == STATUS_OK ? crawl_settle(crawl, address, VISIT_DONE) : status;
}

/* Nothing of what was found there is there any more. */
static enum status settle_gone(struct crawl *crawl, struct address *address, const struct fetch_response *response)
{
    enum status status = keep_status(crawl, address, response, 0);

    if (status == STATUS_OK)
        status = findings_close_unseen(crawl->store, crawl->options->site->id, address->id, NULL, crawl->row->id,
                                       clock_wall_ms(), &crawl->row->counts.closed, crawl->error);
    return status == STATUS_OK ? crawl_settle(crawl, address, VISIT_GONE) : status;
}

/* It led to itself, but for a session, which its normal form has not: servers that give out sessions so want to be
 * asked again with it. */
static enum status come_back(struct crawl *crawl, struct address *address, const struct fetch_response *response)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    const char *again;
    enum status status =
        url_resolve_with_session(crawl->scratch, address->url, bytes_of_text(response->location), &again);

    address->returns++;
    if (status == STATUS_OK)
        address->asked_as = address_table_text(crawl->table, again != NULL ? again : address->url);
    if (status == STATUS_OK && (address->cookies == NULL || response->cookies[0] != '\0'))
        address->cookies = address_table_text(crawl->table, response->cookies);
    arena_release(crawl->scratch, mark);
    if (status != STATUS_OK || address->asked_as == NULL || address->cookies == NULL)
        return STATUS_NO_MEMORY;
    crawl_wait(crawl, address);
    return STATUS_OK;
}

/* What was something else before: when it leads readers away, its answer is the evidence. */
static bool is_new_redirection(const struct address *address, const struct fetch_response *response,
                               const struct address *target)
{
    return address->is_known && target != NULL
           && (address->http_status != response->status || address->target != target->id);
}

static enum status follow(struct crawl *crawl, struct address *address, const struct fetch_response *response)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    struct address *target;
    enum status status = crawl_link(crawl, address->url, bytes_of_text(response->location), ENCODING_UTF8, &target);

    if (status == STATUS_OK && target == address && address->returns < RETURNS_MAX) {
        arena_release(crawl->scratch, mark);
        return come_back(crawl, address, response);
    }
    if (status == STATUS_OK && !address->is_front && is_new_redirection(address, response, target))
        status = crawl_keep_head(crawl, address, response);
    if (status == STATUS_OK)
        status = keep_status(crawl, address, response, target != NULL ? target->id : 0);
    if (status == STATUS_OK && address->redirects == REDIRECTS_MAX) {
        arena_release(crawl->scratch, mark);
        return crawl_settle(crawl, address, VISIT_FAILED);
    }
    if (target != NULL)
        target->is_front = target->is_front || address->is_front;
    if (target != NULL && !target->is_met)
        target->redirects = (uint8_t)(address->redirects + 1);
    if (status == STATUS_OK && target != NULL)
        status = crawl_meet(crawl, target, address->id, address->depth + 1, PAGE_ANCHOR);
    arena_release(crawl->scratch, mark);
    return status == STATUS_OK ? crawl_settle(crawl, address, VISIT_REDIRECT) : status;
}

struct inspect_task crawl_task_of(void *token, const char *url, const struct fetch_response *response)
{
    return (struct inspect_task){ .token = token,
                                  .url = url,
                                  .media_type = response->media_type,
                                  .charset = response->charset,
                                  .refresh = response->refresh,
                                  .request = response->request,
                                  .head = response->head,
                                  .peer = response->peer,
                                  .certificate = response->certificate,
                                  .fetched_ms = clock_wall_ms(),
                                  .body = response->body };
}

static enum status read_content(struct crawl *crawl, struct address *address, struct fetch_response *response)
{
    struct inspect_task task = crawl_task_of(address, address->url, response);
    enum status status = STATUS_OK;

    bool has_refresh = response->refresh[0] != '\0';

    if (has_refresh && !address->is_front)
        status = crawl_keep_head(crawl, address, response);
    /* Where the head sends readers on, the bytes alone do not tell whether the page is as it was. */
    if (address->is_inspected_now && !has_refresh)
        task.known = address->digest;
    if (task.body == NULL && status == STATUS_OK)
        status = spool_create(&task.body);
    address->http_status = response->status;
    address->etag = address_table_text(crawl->table, has_refresh ? "" : response->etag);
    address->modified = address_table_text(crawl->table, has_refresh ? "" : response->modified);
    if (address->etag == NULL || address->modified == NULL)
        status = STATUS_NO_MEMORY;
    response->body = task.body;
    if (status == STATUS_OK)
        status = inspectors_give(crawl->inspectors, &task);
    if (status == STATUS_OK)
        response->body = NULL;
    return status;
}

/* Whatever else it answers says nothing of the page: others may see it, when a firewall takes the sweep for an attack.
 */
static bool says_gone(int status)
{
    return status == 404 || status == 410;
}

static enum status take_address(struct crawl *crawl, struct host *host, struct address *address,
                                struct fetch_response *response)
{
    crawl->lacks_room = crawl->lacks_room || response->outcome == FETCH_NOT_KEPT;
    if (response->outcome != FETCH_ANSWERED)
        return response->outcome == FETCH_NOT_ALLOWED || response->outcome == FETCH_TOO_LARGE
                       || response->outcome == FETCH_NOT_KEPT
                   ? crawl_settle(crawl, address, VISIT_FAILED)
                   : try_again(crawl, host, address, 0);
    if (address->is_front && crawl_keep_head(crawl, address, response) != STATUS_OK)
        return STATUS_NO_MEMORY;
    if (address->is_map && response->status / 100 == 2)
        return read_map(crawl, address, response);
    if (address->is_guessed && response->status / 100 == 4)
        return crawl_settle(crawl, address, VISIT_FORBIDDEN);
    /* The page is as it was, but what sends its readers on is new. */
    if (response->status == 304 && response->refresh[0] != '\0'
        && (address->etag[0] != '\0' || address->modified[0] != '\0'))
        return crawl_ask_anew(crawl, address);
    if (response->status == 304 && address->is_known)
        return crawl_unchanged(crawl, address);
    if (response->status / 100 == 2 && (address->file == URL_IMAGE || address->file == URL_MEDIA)) {
        enum status status = keep_status(crawl, address, response, 0);

        return status == STATUS_OK ? crawl_settle(crawl, address, VISIT_DONE) : status;
    }
    if (response->status / 100 == 2)
        return read_content(crawl, address, response);
    if (response->status / 100 == 3 && response->location[0] != '\0')
        return follow(crawl, address, response);
    if (response->status == 429 || response->status == 408 || response->status / 100 == 5)
        return try_again(crawl, host, address, response->retry_after_s);
    if (says_gone(response->status))
        return settle_gone(crawl, address, response);
    address->http_status = response->status;
    return crawl_settle(crawl, address, VISIT_FAILED);
}

/* The site maps that it names, or the one that sites have who name none. */
static enum status meet_maps(struct crawl *crawl, const struct host *host, const char *robots_url)
{
    enum status status = STATUS_OK;

    if (host->robots.sitemap_count == 0)
        return crawl_meet_map(crawl, robots_url, bytes_of_text("/sitemap.xml"), true);
    for (size_t index = 0; index < host->robots.sitemap_count && status == STATUS_OK; index++)
        status = crawl_meet_map(crawl, robots_url, host->robots.sitemaps[index], false);
    return status;
}

/* What it forbids is held against what it forbade before (robots-changed). */
static enum status keep_robots(struct crawl *crawl, struct host *host, const struct fetch_response *response,
                               const char *url, struct bytes text)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    struct buf facts = BUF_INIT(ROBOTS_FACTS_MAX);
    struct address *address = NULL;
    struct digest digest;
    enum status status = crawl_link(crawl, NULL, bytes_of_text(url), ENCODING_UTF8, &address);

    if (status == STATUS_OK && address != NULL) {
        status = digest_of(text, &digest);
        if (status == STATUS_OK)
            status = checks_are_rules_accepted(crawl->store, crawl->options->site, crawl->scratch, address->url,
                                               &digest, &host->are_rules_accepted, crawl->error);
        if (status == STATUS_OK)
            status = fact_robots_write(&facts, crawl->scratch, host->origin, &digest, &host->robots);
        if (status == STATUS_OK)
            status = crawl_keep_answer(crawl, address, response, 0, facts.data, &digest);
        if (status == STATUS_OK)
            status = crawl_settle(crawl, address, VISIT_DONE);
    }
    buf_free(&facts);
    arena_release(crawl->scratch, mark);
    return status;
}

/* RFC 9309, 2.3.1: what cannot be had allows everything, and a server that fails nothing. */
static enum status take_robots(struct crawl *crawl, struct host *host, struct fetch_response *response)
{
    struct bytes text = { 0 };
    struct file_content *content;
    char url[URL_HOST_MAX + 64];
    enum status status = STATUS_OK;

    host->is_closed = response->outcome != FETCH_ANSWERED || response->status / 100 == 5 || response->status == 429;
    if (host->is_closed && response->outcome != FETCH_NOT_ALLOWED
        && host->robots_retries < crawl->options->site->limits.retries) {
        pause_host(host, host->robots_retries++, response->retry_after_s);
        host->robots_state = ROBOTS_UNKNOWN;
        return STATUS_OK;
    }
    host->robots_state = ROBOTS_READY;
    if (host->is_closed)
        return STATUS_OK;
    if (response->status / 100 == 2 && response->body != NULL)
        status = spool_finish(response->body, &text, &content);
    if (status == STATUS_OK)
        status = robots_parse(crawl->arena, text, "guanka", &host->robots);
    if (host->robots.delay_ms * (uint64_t)NS_PER_MS > host->pause_ns && crawl->options->site->manners.obeys_robots)
        host->pause_ns = host->robots.delay_ms * (uint64_t)NS_PER_MS;
    (void)snprintf(url, sizeof url, "%s/robots.txt", host->origin);
    if (status == STATUS_OK)
        status = keep_robots(crawl, host, response, url, text);
    return status == STATUS_OK ? meet_maps(crawl, host, url) : status;
}

static void note_health(struct host *host, const struct fetch_response *response)
{
    uint64_t now = clock_monotonic_ns();

    if ((response->outcome == FETCH_ANSWERED && response->status / 100 != 5) || response->outcome == FETCH_TOO_LARGE
        || response->outcome == FETCH_NOT_KEPT) {
        host->failing_ns = 0;
        host->failures = 0;
        return;
    }
    host->failing_ns = host->failing_ns > 0 ? host->failing_ns : now;
    host->failures++;
    if (host->failures >= DOWN_REQUESTS && now - host->failing_ns >= (uint64_t)DOWN_MS * NS_PER_MS)
        host->is_down = true;
}

void crawl_answer(void *context, struct fetch_response *response)
{
    struct crawl *crawl = context;
    struct ask *ask = response->token;
    enum status status;

    ask->host->under_way--;
    note_health(ask->host, response);
    crawl->row->counts.bytes += response->wire_bytes;
    if (ask->kind == ASK_ROBOTS)
        status = take_robots(crawl, ask->host, response);
    else
        status = take_address(crawl, ask->host, ask->address, response);
    crawl->status = crawl->status == STATUS_OK ? status : crawl->status;
}
