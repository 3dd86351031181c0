/* SPDX-License-Identifier: Apache-2.0
 *
 * Links that lead out of a site: once a day each is asked for its head alone, and where that is a page, for so much of
 * it as tells what it is: its title, and whether the rules find something prohibited there. Whoever stands there is
 * left in peace otherwise: one request at a time to a host, and only public addresses, which the guard sees to at each
 * connection, those of redirections too.
 */
#include <netdb.h>
#include <string.h>

#include "base/clock.h"
#include "engine/scanner.h"
#include "report/json.h"
#include "sweep/crawl_data.h"
#include "sweep/packed.h"
#include "sweep/site_page.h"

enum {
    AT_ONCE = 32,
    REDIRECTS_MAX = 5,
    BODY_MAX = 256 << 10,
    SECONDS = 15, /* DOMAIN 6.2: what takes longer cannot be opened */
    STALL_S = 10,
    WAIT_MS_MAX = 500,
    AGAIN_MS = 20 * 3600 * 1000, /* four sweeps a day ask once */
    MINUTES_MAX = 30,
    SILENT_HOSTS = 3, /* of which none answers: that is less likely than a network that is down */
};

struct probe {
    struct address *address;
    const char *url;     /* where it has been led to */
    const char *cookies; /* that were set on the way back to the same address; NULL */
    unsigned redirects;
    bool is_read; /* more than the head was asked for */
};

/* Of whom nothing came. */
struct silent {
    struct silent *next;
    const struct probe *probe;
    enum fetch_outcome outcome;
    char host[URL_HOST_MAX + 1];
};

struct probing {
    struct crawl *crawl;
    struct fetch_options options;
    struct fetch *fetch;
    struct site_page_reader *pages;
    struct scanner *scanner;
    struct packer *packer;
    size_t next; /* of the table */
    struct silent *silent;
    bool somebody_answers;
    enum status status;
};

/* ---- What is known at the end. */

/* What was read of the page that stands there. */
struct outside_page {
    struct bytes body;
    const char *title;
    const struct rule *wrong; /* that it is against; NULL: none */
};

/* The page that is against a rule is evidence. */
static enum status keep_body(struct probing *probing, struct bytes body, struct digest *digest)
{
    struct buf packed = BUF_INIT(SIZE_MAX / 2);
    enum status status = crawl_write(probing->crawl);

    if (status == STATUS_OK)
        status = digest_of(body, digest);
    if (status == STATUS_OK)
        status = packed_make(probing->packer, body, &packed);
    if (status == STATUS_OK)
        status = resources_keep(probing->crawl->store, digest, body.size, buf_bytes(&packed), probing->crawl->error);
    buf_free(&packed);
    return status;
}

static enum status keep(struct probing *probing, const struct probe *probe, const struct fetch_response *response,
                        const struct outside_page *page)
{
    struct crawl *crawl = probing->crawl;
    struct buf facts = BUF_INIT(1 << 16);
    bool is_wrong = page != NULL && page->wrong != NULL;
    struct digest digest;
    enum status status = is_wrong ? keep_body(probing, page->body, &digest) : STATUS_OK;

    buf_byte(&facts, '{');
    json_text(&facts, "outcome", fetch_outcome_name(response->outcome));
    json_text(&facts, "final", probe->url);
    json_text(&facts, "title", page != NULL ? page->title : NULL);
    if (is_wrong) {
        json_text(&facts, "wrong", page->wrong->id);
        json_text(&facts, "wrong_category", page->wrong->category);
    }
    buf_byte(&facts, '}');
    if (status == STATUS_OK)
        status = buf_status(&facts);
    if (status == STATUS_OK)
        status = crawl_keep_answer(crawl, probe->address, response, 0, facts.data, is_wrong ? &digest : NULL);
    buf_free(&facts);
    return status;
}

/* ---- Requests. */

/* Ranges that the site file allows are for the site's own hosts, and for names that it places itself: nobody else's
 * link leads into the network behind. */
static const struct address_guard *guard_of(const struct crawl *crawl, const char *url)
{
    static const struct address_guard only_public;
    struct url_parts parts;

    return url_split(url, &parts)
                   && (site_places(crawl->options->site, parts.host, parts.port)
                       || site_has_host(crawl->options->site, parts.host))
               ? &crawl->guard
               : &only_public;
}

static enum status ask(struct probing *probing, const struct probe *what)
{
    struct probe *probe = arena_alloc(probing->crawl->arena, sizeof *probe);

    if (probe == NULL)
        return STATUS_NO_MEMORY;
    *probe = *what;
    probing->crawl->row->counts.requests++;
    return fetch_start(probing->fetch, &(struct fetch_request){ .url = probe->url,
                                                                .cookies = probe->cookies,
                                                                .guard = guard_of(probing->crawl, probe->url),
                                                                .head = !probe->is_read,
                                                                .token = probe });
}

static enum status follow(struct probing *probing, const struct probe *probe, const struct fetch_response *response)
{
    struct arena *arena = probing->crawl->arena;
    struct bytes location = bytes_of_text(response->location);
    const char *next, *cookies = NULL;
    enum status status = url_resolve(arena, probe->url, location, ENCODING_UTF8, &next, NULL);

    if (status == STATUS_OK && next != NULL && strcmp(next, probe->url) == 0) {
        cookies = arena_text(arena, response->cookies, strlen(response->cookies));
        status = cookies != NULL ? url_resolve_with_session(arena, probe->url, location, &next) : STATUS_NO_MEMORY;
    }
    if (status != STATUS_OK)
        return status;
    if (next == NULL || probe->redirects == REDIRECTS_MAX)
        return keep(probing, probe, response, NULL);
    return ask(probing, &(struct probe){ probe->address, next, cookies, probe->redirects + 1, probe->is_read });
}

/* What a page of somebody else may say is none of ours, but that nobody may link to what article 15 prohibits. */
static enum status judge(struct probing *probing, struct bytes body, const struct part_hint *hint,
                         const struct rule **wrong)
{
    static const char prohibited[] = "prohibited.";
    const struct scan *scan;
    enum status status = scanner_scan(probing->scanner, probing->crawl->options->ruleset, body, NULL, hint, &scan);

    for (size_t index = 0; status == STATUS_OK && index < scan->finding_count && *wrong == NULL; index++) {
        const struct finding *finding = &scan->findings[index];

        if (finding->action == ACTION_BLOCK && strncmp(finding->rule->category, prohibited, sizeof prohibited - 1) == 0)
            *wrong = finding->rule;
    }
    return status;
}

static enum status read_body(struct probing *probing, const struct probe *probe, struct fetch_response *response)
{
    const struct part_hint hint = { .media_type = response->media_type,
                                    .charset = response->charset[0] != '\0' ? response->charset : NULL };
    struct file_content *content;
    struct outside_page outside = { 0 };
    struct site_page page = { .title = "" };
    enum status status = response->body != NULL ? spool_finish(response->body, &outside.body, &content) : STATUS_OK;

    if (status == STATUS_OK)
        status = site_page_read(probing->pages, outside.body, &hint, &page);
    if (status == STATUS_OK)
        status = judge(probing, outside.body, &hint, &outside.wrong);
    outside.title = page.title;
    /* More of it was never wanted. */
    if (response->outcome == FETCH_TOO_LARGE)
        response->outcome = FETCH_ANSWERED;
    return status == STATUS_OK ? keep(probing, probe, response, &outside) : status;
}

/* ---- Silence. */

static bool is_silence(enum fetch_outcome outcome)
{
    return outcome == FETCH_UNKNOWN || outcome == FETCH_UNREACHED || outcome == FETCH_NO_ROUTE
           || outcome == FETCH_TIMEOUT || outcome == FETCH_NO_CERTIFICATES;
}

/* What that means is known when all were asked. */
static enum status put_off(struct probing *probing, const struct probe *probe, enum fetch_outcome outcome)
{
    struct silent *silent = arena_zeroed(probing->crawl->arena, sizeof *silent);
    struct url_parts parts;

    if (silent == NULL)
        return STATUS_NO_MEMORY;
    silent->probe = probe;
    silent->outcome = outcome;
    if (url_split(probe->url, &parts))
        memcpy(silent->host, parts.host, sizeof parts.host);
    silent->next = probing->silent;
    probing->silent = silent;
    return STATUS_OK;
}

/* No name server says anything, not even that there is no such name. */
static bool has_no_name_server(const struct silent *silent)
{
    struct addrinfo *found = NULL;
    int answer;

    while (silent != NULL && silent->outcome != FETCH_UNKNOWN)
        silent = silent->next;
    if (silent == NULL)
        return false;
    answer = getaddrinfo(silent->host, NULL, NULL, &found);
    if (answer == 0)
        freeaddrinfo(found);
    return answer == EAI_AGAIN || answer == EAI_FAIL || answer == EAI_SYSTEM;
}

static bool are_several(const struct silent *all)
{
    unsigned hosts = 0;

    for (const struct silent *one = all; one != NULL && hosts < SILENT_HOSTS; one = one->next) {
        const struct silent *before = all;

        while (before != one && strcmp(before->host, one->host) != 0)
            before = before->next;
        hosts += before == one && one->outcome != FETCH_UNKNOWN ? 1 : 0;
    }
    return hosts == SILENT_HOSTS;
}

/* When nobody at all answers, it is our own network that is down: nothing is said of theirs, and they are asked again
 * the next time. */
static enum status judge_silence(struct probing *probing)
{
    enum status status = STATUS_OK;

    if (!probing->somebody_answers && (are_several(probing->silent) || has_no_name_server(probing->silent)))
        return STATUS_OK;
    for (const struct silent *silent = probing->silent; silent != NULL && status == STATUS_OK; silent = silent->next)
        status = keep(probing, silent->probe, &(struct fetch_response){ .outcome = silent->outcome, .media_type = "" },
                      NULL);
    return status;
}

/* ---- Answers. */

/* Some servers know no HEAD, and say so in many ways. */
static bool wants_more(const struct probe *probe, const struct fetch_response *response)
{
    bool is_page = strncmp(response->media_type, "text/html", strlen("text/html")) == 0;

    if (probe->is_read)
        return false;
    return response->outcome == FETCH_BROKEN || (response->outcome == FETCH_ANSWERED && response->status >= 400)
           || (response->outcome == FETCH_ANSWERED && response->status / 100 == 2 && is_page);
}

static void take(void *context, struct fetch_response *response)
{
    struct probing *probing = context;
    const struct probe *probe = response->token;
    enum status status;

    probing->crawl->row->counts.bytes += response->wire_bytes;
    probing->somebody_answers =
        probing->somebody_answers || !(is_silence(response->outcome) || response->outcome == FETCH_NOT_ALLOWED);
    if (is_silence(response->outcome))
        status = put_off(probing, probe, response->outcome);
    else if (response->outcome == FETCH_ANSWERED && response->status / 100 == 3 && response->location[0] != '\0')
        status = follow(probing, probe, response);
    else if (wants_more(probe, response))
        status = ask(probing, &(struct probe){ probe->address, probe->url, probe->cookies, probe->redirects, true });
    else if (probe->is_read && response->status / 100 == 2)
        status = read_body(probing, probe, response);
    else
        status = keep(probing, probe, response, NULL);
    probing->status = probing->status == STATUS_OK ? status : probing->status;
}

/* ---- Which, and when. */

static bool is_due(const struct address *address)
{
    return address->is_led_out && clock_wall_ms() - address->fetched_ms > AGAIN_MS;
}

static enum status ask_next(struct probing *probing)
{
    struct address_table *table = probing->crawl->table;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && fetch_under_way(probing->fetch) < AT_ONCE
           && probing->next < address_table_count(table)) {
        struct address *address = address_table_at(table, probing->next++);

        if (is_due(address))
            status = ask(probing, &(struct probe){ .address = address, .url = address->url });
    }
    return status;
}

static enum status go_on(struct probing *probing)
{
    uint64_t end_ns = clock_monotonic_ns() + UINT64_C(60000000000) * MINUTES_MAX;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && !crawl_is_stopped(probing->crawl) && clock_monotonic_ns() < end_ns) {
        status = ask_next(probing);
        if (status == STATUS_OK && fetch_under_way(probing->fetch) == 0)
            break;
        if (status == STATUS_OK)
            status = crawl_commit(probing->crawl);
        if (status == STATUS_OK)
            status = fetch_poll(probing->fetch, WAIT_MS_MAX, take, probing);
        if (status == STATUS_OK)
            status = probing->status;
    }
    return status;
}

enum status crawl_outside(struct crawl *crawl)
{
    struct probing probing = { .crawl = crawl, .options = crawl->fetch_options };
    enum status status;

    probing.options.body_max = BODY_MAX;
    probing.options.total_ms = SECONDS * 1000;
    probing.options.stall_seconds = STALL_S;
    probing.options.connections_max = AT_ONCE;
    probing.options.connections_per_host = 1;
    status = fetch_create(&probing.options, &probing.fetch);
    if (status == STATUS_OK)
        status = site_page_reader_create(&probing.pages);
    if (status == STATUS_OK)
        status = packer_create(&probing.packer);
    if (status == STATUS_OK)
        status = scanner_create(crawl->options->limits, crawl->options->stop, &probing.scanner);
    if (status == STATUS_OK)
        status = go_on(&probing);
    if (status == STATUS_OK)
        status = judge_silence(&probing);
    scanner_destroy(probing.scanner);
    packer_destroy(probing.packer);
    site_page_reader_destroy(probing.pages);
    fetch_destroy(probing.fetch);
    return status;
}
