/* SPDX-License-Identifier: Apache-2.0
 *
 * A second look at some pages of a sweep, as a search engine, as who comes from one, and as a phone (guises.h).
 *
 * Made when the sweep has gone everywhere, in its manners: so many requests to a host at once, with its pauses, nothing
 * that robots.txt forbids, no address that the guard refuses. Where a look differs, the page is asked for once more as
 * in the sweep, so that what changes by itself is not held against it.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "sweep/crawl_data.h"
#include "sweep/url_host.h"

enum {
    REDIRECTS_MAX = 5,
    WAIT_MS_MAX = 500,
    FAILURES_MAX = 20, /* one after the other: nobody answers any more, and the rest is left */
};

enum flight_state { FLIGHT_WAITING, FLIGHT_ASKED, FLIGHT_ENDED };

/* One look on its way. */
struct flight {
    struct guise_sample *sample;
    const struct address *page;
    enum guise guise;
    enum flight_state state;
    const char *url; /* where it has been led to */
    struct host *host;
    unsigned redirects;
};

/* A rule that finds something in a page. */
struct known_rule {
    int64_t address;
    const char *rule;
};

struct looking {
    struct crawl *crawl;
    struct arena_copies copies;
    struct guise_candidate *candidates;
    size_t candidate_count, candidate_capacity;
    struct finding_row *open;
    size_t open_count, open_capacity;
    struct known_rule *rules;
    size_t rule_count, rule_capacity;
    struct flight *flights;
    size_t flight_count, first; /* first: the ones before it are not waiting */
    size_t ended;
    unsigned failures;
    enum status status;
};

/* ---- What was found before. */

static enum status keep_open(struct looking *looking, const struct finding_row *row)
{
    enum status status = ARRAY_GROW(&looking->open, &looking->open_capacity, looking->open_count + 1);

    if (status == STATUS_OK)
        looking->open[looking->open_count++] = (struct finding_row){
            .site = looking->crawl->options->site->id,
            .key = arena_copy(&looking->copies, row->key),
            .address = row->address,
            .rule = arena_copy(&looking->copies, row->rule),
            .category = arena_copy(&looking->copies, row->category),
            .severity = row->severity,
            .record = arena_copy(&looking->copies, row->record),
        };
    return status;
}

static enum status keep_rule(struct looking *looking, const struct finding_row *row)
{
    enum status status = ARRAY_GROW(&looking->rules, &looking->rule_capacity, looking->rule_count + 1);

    if (status == STATUS_OK)
        looking->rules[looking->rule_count++] =
            (struct known_rule){ row->address, arena_copy(&looking->copies, row->rule) };
    return status;
}

static bool take_finding(void *context, const struct finding_row *row)
{
    struct looking *looking = context;

    if (strcmp(row->rule, GUISE_CHECK) == 0 && (row->state == FINDING_OPEN || row->state == FINDING_EXEMPT))
        looking->status = keep_open(looking, row);
    else if (guise_rule_counts(row->category, row->severity))
        looking->status = keep_rule(looking, row);
    return looking->status == STATUS_OK;
}

static enum status load_findings(struct looking *looking)
{
    const struct findings_filter filter = { .site = looking->crawl->options->site->id,
                                            .states = UINT32_C(1) << FINDING_OPEN | UINT32_C(1) << FINDING_EXEMPT
                                                      | UINT32_C(1) << FINDING_FALSE_ALARM
                                                      | UINT32_C(1) << FINDING_ACCEPTED };
    enum status status = findings_list(looking->crawl->store, &filter, take_finding, looking, looking->crawl->error);

    if (status == STATUS_OK)
        status = looking->status;
    return status == STATUS_OK && looking->copies.has_failed ? STATUS_NO_MEMORY : status;
}

/* ---- The sample. */

static bool was_found(const struct looking *looking, int64_t address)
{
    for (size_t index = 0; index < looking->open_count; index++) {
        if (looking->open[index].address == address)
            return true;
    }
    return false;
}

static enum status add_candidate(struct looking *looking, struct address *address)
{
    struct guise_candidate candidate = { .token = address, .id = address->id, .kind = CANDIDATE_OTHER };
    enum status status;

    if (!address->is_met || address->state != VISIT_DONE || address->http_status / 100 != 2 || address->is_map
        || (address->file != URL_PAGE && address->file != URL_UNKNOWN))
        return STATUS_OK;
    if (was_found(looking, address->id))
        candidate.kind = CANDIDATE_OPEN;
    else if (address->is_start)
        candidate.kind = CANDIDATE_START;
    else if (address->changed_ms >= looking->crawl->row->started_ms)
        candidate.kind = CANDIDATE_CHANGED;
    status = ARRAY_GROW(&looking->candidates, &looking->candidate_capacity, looking->candidate_count + 1);
    if (status == STATUS_OK)
        looking->candidates[looking->candidate_count++] = candidate;
    return status;
}

static enum status pick(struct looking *looking, size_t *count)
{
    struct crawl *crawl = looking->crawl;
    /* Both are kept with the sweep, so that what was looked at can be told again. */
    uint64_t seed = (uint64_t)crawl->row->id << 44 ^ (uint64_t)crawl->row->started_ms;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < address_table_count(crawl->table) && status == STATUS_OK; index++)
        status = add_candidate(looking, address_table_at(crawl->table, index));
    *count = guises_pick(looking->candidates, looking->candidate_count, crawl->options->site->limits.guise_pages, seed);
    return status;
}

static enum status make_samples(struct looking *looking)
{
    struct guise_samples *samples = &looking->crawl->guises;
    size_t count = 0;
    enum status status = pick(looking, &count);

    samples->items = arena_zeroed(looking->crawl->arena, (count + 1) * sizeof *samples->items);
    looking->flights = arena_zeroed(looking->crawl->arena, (count * GUISE_COUNT + 1) * sizeof *looking->flights);
    if (status != STATUS_OK || samples->items == NULL || looking->flights == NULL)
        return status != STATUS_OK ? status : STATUS_NO_MEMORY;
    samples->count = count;
    for (size_t index = 0; index < count; index++) {
        const struct address *page = looking->candidates[index].token;

        samples->items[index].address = page->id;
        for (enum guise guise = GUISE_PLAIN + 1; guise < GUISE_COUNT; guise++) {
            samples->items[index].looks[guise].outcome = LOOK_UNSEEN;
            looking->flights[looking->flight_count++] =
                (struct flight){ &samples->items[index], page, guise, FLIGHT_WAITING, page->url, page->host, 0 };
        }
    }
    return STATUS_OK;
}

/* ---- The page that looks are compared with. */

struct reading_facts {
    struct arena *arena;
    const struct facts *facts;
    enum status status;
};

static bool take_facts(void *context, const struct resource_row *row)
{
    struct reading_facts *reading = context;
    struct facts *facts = arena_zeroed(reading->arena, sizeof *facts);

    reading->status = facts == NULL ? STATUS_NO_MEMORY : facts_read(reading->arena, row->facts, facts);
    reading->facts = facts;
    return false;
}

static enum status load_page(struct looking *looking, struct guise_sample *sample)
{
    struct crawl *crawl = looking->crawl;
    struct reading_facts reading = { .arena = crawl->arena };
    const char **rules = arena_alloc(crawl->arena, (looking->rule_count + 1) * sizeof(const char *));
    enum status status;

    if (sample->page.facts != NULL)
        return STATUS_OK;
    if (rules == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < looking->rule_count; index++) {
        if (looking->rules[index].address == sample->address)
            rules[sample->page.rule_count++] = looking->rules[index].rule;
    }
    sample->page.rules = rules;
    status = resources_get(crawl->store, sample->address, take_facts, &reading, crawl->error);
    if (status == STATUS_OK && reading.facts == NULL)
        status = STATUS_BUG;
    sample->page.facts = reading.facts;
    return status == STATUS_OK ? reading.status : status;
}

/* What the plain look gave. */
static enum status make_control(struct looking *looking, struct guise_sample *sample, const struct guise_look *look)
{
    const struct inspection *inspection = look->inspection;
    const char **rules = arena_alloc(looking->crawl->arena, (inspection->finding_count + 1) * sizeof(const char *));

    if (rules == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < inspection->finding_count; index++)
        rules[index] = inspection->findings[index].rule;
    sample->control = (struct guise_page){ look->facts, rules, inspection->finding_count };
    return STATUS_OK;
}

/* ---- Answers. */

static void end_flight(struct looking *looking, struct flight *flight, enum look_outcome outcome)
{
    flight->sample->looks[flight->guise].outcome = outcome;
    flight->state = FLIGHT_ENDED;
    looking->ended++;
}

static struct host *find_host(const struct crawl *crawl, const char *url)
{
    for (struct host *host = crawl->hosts; host != NULL; host = host->next) {
        if (crawl_is_on(host, url))
            return host;
    }
    return NULL;
}

static struct bytes copy(struct looking *looking, struct bytes bytes)
{
    const char *text = arena_text(looking->crawl->arena, (const char *)bytes.data, bytes.size);

    looking->copies.has_failed = looking->copies.has_failed || text == NULL;
    return bytes_of(text, text != NULL ? bytes.size : 0);
}

static enum status be_led_away(struct looking *looking, struct flight *flight, const struct fetch_response *response,
                               const char *url)
{
    struct guise_look *look = &flight->sample->looks[flight->guise];

    look->location = url;
    look->request = copy(looking, response->request);
    look->head = copy(looking, response->head);
    look->peer = arena_copy(&looking->copies, response->peer);
    look->certificate = arena_copy(&looking->copies, response->certificate);
    look->fetched_ms = clock_wall_ms();
    end_flight(looking, flight, LOOK_AWAY);
    return looking->copies.has_failed ? STATUS_NO_MEMORY : load_page(looking, flight->sample);
}

/* Inside of the site a look goes on, where the sweep may go; other hosts of government are nobody's disguise. */
static enum status follow(struct looking *looking, struct flight *flight, const struct fetch_response *response)
{
    struct crawl *crawl = looking->crawl;
    const char *url;
    struct url_parts parts;
    enum status status =
        url_resolve(crawl->arena, flight->url, bytes_of_text(response->location), ENCODING_UTF8, &url, NULL);

    if (status != STATUS_OK)
        return status;
    if (url == NULL || !url_split(url, &parts)) {
        end_flight(looking, flight, LOOK_SAME);
        return STATUS_OK;
    }
    if (!site_has_host(crawl->options->site, parts.host) && !url_host_is_official(parts.host))
        return be_led_away(looking, flight, response, url);
    flight->host = find_host(crawl, url);
    if (flight->redirects == REDIRECTS_MAX || flight->host == NULL || flight->host->robots_state != ROBOTS_READY
        || crawl_is_forbidden(crawl, flight->host, url) || site_excludes(crawl->options->site, url)) {
        end_flight(looking, flight, LOOK_SAME);
        return STATUS_OK;
    }
    flight->url = url;
    flight->redirects++;
    flight->state = FLIGHT_WAITING;
    looking->first = 0;
    return STATUS_OK;
}

static enum status read_content(struct looking *looking, struct flight *flight, struct fetch_response *response)
{
    struct inspect_task task = crawl_task_of(flight, flight->url, response);
    enum status status;

    task.is_look = true;
    if (task.body == NULL) {
        end_flight(looking, flight, LOOK_UNSEEN);
        return STATUS_OK;
    }
    if (flight->redirects == 0)
        task.known = flight->page->digest;
    status = inspectors_give(looking->crawl->inspectors, &task);
    if (status == STATUS_OK)
        response->body = NULL;
    return status;
}

static void take_answer(void *context, struct fetch_response *response)
{
    struct looking *looking = context;
    struct flight *flight = response->token;
    enum status status = STATUS_OK;

    flight->host->under_way--;
    looking->crawl->row->counts.bytes += response->wire_bytes;
    looking->failures = response->outcome == FETCH_ANSWERED ? 0 : looking->failures + 1;
    if (response->outcome == FETCH_ANSWERED && response->status / 100 == 3 && response->location[0] != '\0')
        status = follow(looking, flight, response);
    else if (response->outcome == FETCH_ANSWERED && response->status / 100 == 2)
        status = read_content(looking, flight, response);
    else
        end_flight(looking, flight, LOOK_UNSEEN);
    looking->status = looking->status == STATUS_OK ? status : looking->status;
}

static enum status take_other(struct looking *looking, struct flight *flight, struct inspection *inspection)
{
    const struct guise_knowledge knowledge = { .site = looking->crawl->options->site };
    struct guise_look *look = &flight->sample->looks[flight->guise];
    struct facts *facts = arena_zeroed(looking->crawl->arena, sizeof *facts);
    struct guise_what what;
    enum status status = facts == NULL ? STATUS_NO_MEMORY : load_page(looking, flight->sample);

    if (status == STATUS_OK)
        status = facts_read(looking->crawl->arena, inspection->facts, facts);
    if (status != STATUS_OK)
        return status;
    *look = (struct guise_look){ .is_moved = flight->redirects > 0, .facts = facts, .inspection = inspection };
    end_flight(looking, flight, LOOK_OTHER);
    if (flight->guise == GUISE_PLAIN)
        return make_control(looking, flight->sample, look);
    if (guise_compare(&knowledge, &flight->sample->page, look, &what) == GUISE_SAME)
        look->outcome = LOOK_SAME;
    return STATUS_OK;
}

static enum status take_results(struct looking *looking)
{
    struct inspection *inspection;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && (inspection = inspectors_take(looking->crawl->inspectors)) != NULL) {
        struct flight *flight = inspection->token;
        struct guise_look *look = &flight->sample->looks[flight->guise];

        status = inspection->status;
        if (status == STATUS_OK && inspection->is_known)
            end_flight(looking, flight, LOOK_SAME);
        else if (status == STATUS_OK)
            status = take_other(looking, flight, inspection);
        if (look->inspection == inspection && look->outcome == LOOK_OTHER)
            continue; /* it is kept */
        look->inspection = NULL;
        look->facts = NULL;
        inspection_free(inspection);
    }
    return status;
}

/* ---- Going through them. */

static enum status ask(struct looking *looking, struct flight *flight)
{
    struct host *host = flight->host;
    enum status status =
        fetch_start(looking->crawl->fetch, &(struct fetch_request){ .url = flight->url,
                                                                    .user_agent = guise_user_agent(flight->guise),
                                                                    .referer = guise_referer(flight->guise),
                                                                    .token = flight });

    flight->state = FLIGHT_ASKED;
    host->under_way++;
    host->next_ns = clock_monotonic_ns() + host->pause_ns;
    looking->crawl->row->counts.requests++;
    return status;
}

static enum status ask_next(struct looking *looking, uint32_t *wait_ms)
{
    struct crawl *crawl = looking->crawl;
    enum status status = STATUS_OK;

    while (looking->first < looking->flight_count && looking->flights[looking->first].state != FLIGHT_WAITING)
        looking->first++;
    for (size_t index = looking->first; index < looking->flight_count && status == STATUS_OK; index++) {
        struct flight *flight = &looking->flights[index];

        if (crawl_is_full(crawl))
            break;
        if (flight->state != FLIGHT_WAITING)
            continue;
        if (crawl_is_closed(crawl, flight->host))
            end_flight(looking, flight, LOOK_UNSEEN);
        else if (flight->host->under_way < crawl->options->site->manners.connections
                 && !crawl_waits(flight->host, wait_ms))
            status = ask(looking, flight);
    }
    return status;
}

static bool is_over(const struct looking *looking)
{
    return looking->ended == looking->flight_count || crawl_is_stopped(looking->crawl)
           || looking->failures >= FAILURES_MAX || clock_monotonic_ns() >= looking->crawl->deadline_ns;
}

static enum status look(struct looking *looking)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK && !is_over(looking)) {
        uint32_t wait_ms = WAIT_MS_MAX;

        status = ask_next(looking, &wait_ms);
        if (status == STATUS_OK)
            status = fetch_poll(looking->crawl->fetch, wait_ms, take_answer, looking);
        if (status == STATUS_OK)
            status = looking->status;
        if (status == STATUS_OK)
            status = take_results(looking);
    }
    return status;
}

static bool differs(const struct guise_sample *sample)
{
    for (size_t guise = 0; guise < GUISE_COUNT; guise++) {
        if (sample->looks[guise].outcome == LOOK_OTHER || sample->looks[guise].outcome == LOOK_AWAY)
            return true;
    }
    return false;
}

static enum status look_again(struct looking *looking)
{
    const struct guise_samples *samples = &looking->crawl->guises;

    for (size_t index = 0; index < samples->count; index++) {
        struct guise_sample *sample = &samples->items[index];
        const struct address *page = looking->candidates[index].token;

        if (!differs(sample))
            continue;
        sample->looks[GUISE_PLAIN].outcome = LOOK_UNSEEN;
        looking->flights[looking->flight_count++] =
            (struct flight){ sample, page, GUISE_PLAIN, FLIGHT_WAITING, page->url, page->host, 0 };
    }
    return look(looking);
}

static enum status look_at_all(struct looking *looking)
{
    enum status status = make_samples(looking);

    if (status == STATUS_OK)
        status = look(looking);
    return status == STATUS_OK ? look_again(looking) : status;
}

static enum status keep_open_rows(struct looking *looking)
{
    struct guise_samples *samples = &looking->crawl->guises;
    struct finding_row *rows = arena_alloc(looking->crawl->arena, (looking->open_count + 1) * sizeof *rows);

    if (rows == NULL)
        return STATUS_NO_MEMORY;
    if (looking->open_count > 0)
        memcpy(rows, looking->open, looking->open_count * sizeof *rows);
    samples->open = rows;
    samples->open_count = looking->open_count;
    return STATUS_OK;
}

enum status crawl_guises(struct crawl *crawl)
{
    struct looking looking = { .crawl = crawl, .copies.arena = crawl->arena };
    enum status status;

    /* Nothing can be said of a site that was not gone through. */
    if (crawl_is_stopped(crawl) || crawl->is_late)
        return STATUS_OK;
    status = crawl_commit(crawl);
    if (status == STATUS_OK)
        status = load_findings(&looking);
    if (status == STATUS_OK)
        status = keep_open_rows(&looking);
    if (status == STATUS_OK)
        status = look_at_all(&looking);
    alloc_free(looking.candidates);
    alloc_free(looking.open);
    alloc_free(looking.rules);
    return status;
}

void crawl_guises_free(struct crawl *crawl)
{
    for (size_t index = 0; index < crawl->guises.count; index++) {
        for (size_t guise = 0; guise < GUISE_COUNT; guise++)
            inspection_free(crawl->guises.items[index].looks[guise].inspection);
    }
}
