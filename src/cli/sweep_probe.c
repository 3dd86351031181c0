/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_probe.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "cli/complain.h"
#include "cli/sweep_event.h"
#include "cli/sweep_line.h"
#include "cli/sweep_probe_data.h"
#include "report/json.h"
#include "report/words.h"
#include "store/probes.h"
#include "store/resources.h"
#include "sweep/checks.h"
#include "sweep/fetch.h"
#include "sweep/home_probe.h"
#include "sweep/outage.h"
#include "sweep/url.h"

enum { TEXT_MAX = 1 << 16, MINUTE_MS = 60000, PATIENCE_MS = 60000, EARLY_MS = 20000 };

/* ---- What came. */

static void write_probe(struct buf *out, const struct probe_row *row)
{
    buf_byte(out, '{');
    json_text(out, "type", "probe");
    json_text(out, "site", row->site);
    sweep_line_member(out, "url", row->url, false);
    json_bool(out, "reached", row->is_reached);
    json_text(out, "outcome", row->outcome);
    json_number_or_null(out, "http_status", row->http_status != 0, (uint64_t)row->http_status);
    json_number(out, "milliseconds", row->total_ms);
    sweep_line_member(out, "title", row->title, false);
    buf_byte(out, '}');
}

static void tell(const struct probing *probing, const struct probe_row *row)
{
    struct buf out = BUF_INIT(TEXT_MAX), words = BUF_INIT(TEXT_MAX);
    const char *url;

    if (!probing->options->tells_all && row->is_reached)
        return;
    url = sweep_line_shown(&words, row->url, false);
    if (probing->options->as_json)
        write_probe(&out, row);
    else if (row->is_reached)
        buf_format(&out, _("%s: %s opened in %" PRIu32 " ms"), row->site, url, row->total_ms);
    else
        buf_format(&out, _("%s: %s could not be opened: %s, status %d, %" PRIu32 " ms"), row->site, url,
                   fetch_outcome_describe(row->outcome), row->http_status, row->total_ms);
    sweep_line_print(&out);
    buf_free(&out);
    buf_free(&words);
}

/* The round is over. One that was made without a network says nothing of a site. */
static enum status store_row(struct probing *probing, const struct probed *probed, bool is_offline, bool *is_new,
                             struct incident_row *opened)
{
    const struct probe_row *row = &probed->row;
    struct store *store = probing->store;
    enum status status = store_begin(store, probing->error);

    if (status != STATUS_OK)
        return status;
    status = probes_add(store, row, probing->error);
    if (status == STATUS_OK && !is_offline)
        status = checks_see_unreachable(store, probed->site, row->url, row->at_ms, is_new, probing->error);
    if (status == STATUS_OK && !is_offline && !row->is_reached)
        status = outage_see(store, probed->site, row->url, probing->options->run.file->evidence, row->at_ms, opened,
                            probing->error);
    return store_end_writing(store, status, probing->error);
}

/* Who answers cannot be told apart from somebody else by this machine: no fault of the site, and nothing is known of it. */
static bool lacks_certificates(const struct probed *probed)
{
    return strcmp(probed->row.outcome, fetch_outcome_name(FETCH_NO_CERTIFICATES)) == 0;
}

static enum status settle(struct probing *probing, struct probed *probed, bool is_offline)
{
    struct incident_row opened = { 0 };
    bool is_new = false;
    enum status status;

    if (is_offline)
        probed->row.outcome = PROBE_OFFLINE;
    status = store_row(probing, probed, is_offline || lacks_certificates(probed), &is_new, &opened);
    tell(probing, &probed->row);
    if (status == STATUS_OK && is_new)
        complain(_("guanka: %s: %s could be opened too seldom over the last week (site-unreachable)\n"),
                probed->site->id, probed->row.url);
    if (status == STATUS_OK && opened.id[0] != '\0') {
        sweep_event_incident(probing->options->run.log, "incident-opened", &opened);
        complain(_("guanka: %s: %s cannot be opened, and an incident is open from now on\n"), probed->site->id,
                probed->row.url);
    }
    return status;
}

/* One that others can reach, and can be answered from. */
static bool machine_has_address(void)
{
    struct ifaddrs *all = NULL;
    bool found = false;

    if (getifaddrs(&all) != 0)
        return true; /* nobody knows */
    for (const struct ifaddrs *one = all; one != NULL && !found; one = one->ifa_next)
        found = one->ifa_addr != NULL && (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0
                && (one->ifa_addr->sa_family == AF_INET || one->ifa_addr->sa_family == AF_INET6);
    freeifaddrs(all);
    return found;
}

/* Of several hosts not one is asked, for want of a name server or of a way there: it is this machine that is cut off.
 * Of one host nobody can tell, unless this machine has no address. */
static bool is_offline(const struct probing *probing)
{
    struct url_parts first = { 0 }, parts;
    bool has_other = false;

    for (size_t index = 0; index < probing->probed_count; index++) {
        const struct probed *probed = &probing->probed[index];

        if (!probed->is_offline || !url_split(probed->row.url, &parts))
            return false;
        if (index == 0)
            first = parts;
        has_other = has_other || strcmp(first.host, parts.host) != 0;
    }
    return has_other || (probing->probed_count > 0 && !machine_has_address());
}

/* The beginning of an address that providers are given as a whole; false when there is none. */
static bool network_of(const char *peer, uint8_t network[4])
{
    struct in6_addr six;
    struct in_addr four;

    memset(network, 0, 4);
    if (inet_pton(AF_INET, peer, &four) == 1)
        memcpy(network, &four, 2);
    else if (inet_pton(AF_INET6, peer, &six) == 1)
        memcpy(network, &six, 4);
    else
        return false;
    return true;
}

/* All sites fail in the same way at once, though they are in different networks: it is rather what lies between this
 * machine and all of them. Nobody can be sure, so the probes count. */
static bool is_uplink_likely(const struct probing *probing)
{
    uint8_t first[4], network[4];
    bool has_other = false;

    if (!probing->is_of_all || probing->probed_count < 2 || !network_of(probing->probed[0].row.peer, first))
        return false;
    for (size_t index = 0; index < probing->probed_count; index++) {
        const struct probe_row *row = &probing->probed[index].row;

        if (row->is_reached || row->http_status != 0 || strcmp(row->outcome, probing->probed[0].row.outcome) != 0
            || !network_of(row->peer, network))
            return false;
        has_other = has_other || memcmp(first, network, sizeof network) != 0;
    }
    return has_other;
}

static void warn_of_certificates(const struct probing *probing)
{
    size_t count = 0;

    for (size_t index = 0; index < probing->probed_count; index++)
        count += lacks_certificates(&probing->probed[index]);
    if (count > 0)
        fprintf(stderr,
                _("guanka: %zu start pages with https cannot be asked for: %s; these probes do not "
                  "count\n"),
                count, fetch_outcome_describe(fetch_outcome_name(FETCH_NO_CERTIFICATES)));
}

static enum status settle_all(struct probing *probing)
{
    bool offline = is_offline(probing);
    enum status status = STATUS_OK;

    warn_of_certificates(probing);

    if (!offline && is_uplink_likely(probing))
        fprintf(stderr,
                _("guanka: all %zu start pages fail in the same way (%s), though they are in different networks: "
                  "probably the line of this machine is down beyond its gateway; the probes are recorded as failed and "
                  "count\n"),
                probing->probed_count, fetch_outcome_describe(probing->probed[0].row.outcome));

    if (offline)
        fprintf(stderr,
                _("guanka: none of %zu start pages can be asked for: this machine has no network (no name is found, or "
                  "no way leads there); the round is recorded as offline and does not count\n"),
                probing->probed_count);
    for (size_t index = 0; index < probing->probed_count && status == STATUS_OK; index++)
        status = settle(probing, &probing->probed[index], offline);
    return status;
}

static bool take_digest(void *context, const struct resource_row *row)
{
    *(struct digest *)context = row->digest;
    return false;
}

static bool take_extent(void *context, const struct sweep_row *row)
{
    *(bool *)context = row->is_starts_only;
    return false;
}

/* Whether the last sweep was of start pages alone: what that could not have either is left to the next slot. */
static enum status was_swept_for_it(const struct probing *probing, const struct home_probe_result *result, bool *was)
{
    *was = false;
    return sweeps_list_latest(probing->store, result->site->id, 0, take_extent, was, probing->error);
}

/* Another content than the last sweep had at the address where the probe came to, or another host than it knew that the
 * start page leads to. Where that sweep had none (it was sent elsewhere), who knows what was there: it has changed. An
 * address that no sweep has come to is left to the first one that does. */
static enum status has_changed(const struct probing *probing, const struct home_probe_result *result, bool *changed)
{
    static const struct digest none;
    struct digest known = none;
    bool was_swept;
    int64_t address;
    enum status status;

    if (result->leads_away)
        return checks_is_elsewhere_new(probing->store, result->site, result->row.url, result->final_url, changed,
                                       probing->error);
    status = resources_find_address(probing->store, result->site->id, result->final_url, &address, probing->error);
    if (status == STATUS_OK && address != 0)
        status = resources_get(probing->store, address, take_digest, &known, probing->error);
    *changed = memcmp(&known, &result->row.content, sizeof known) != 0;
    if (status != STATUS_OK || address == 0)
        *changed = false;
    else if (memcmp(&known, &none, sizeof known) == 0) {
        status = was_swept_for_it(probing, result, &was_swept);
        *changed = !was_swept;
    }
    return status;
}

static enum status see_sending(struct probing *probing, const struct home_probe_result *result, struct suspect *suspect)
{
    bool is_new = false;
    enum status status = STATUS_OK;

    if (result->sends_to != NULL)
        status = checks_is_sending_new(probing->store, result->site, result->final_url, result->sends_to, &is_new,
                                       probing->error);
    if (status != STATUS_OK || !is_new)
        return status;
    suspect->sends_to = arena_text(probing->arena, result->sends_to, strlen(result->sends_to));
    return suspect->sends_to != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status suspect(struct probing *probing, struct home_probe_result *result)
{
    struct arena_copies copies = { .arena = probing->arena };
    enum status status = ARRAY_GROW(&probing->suspects, &probing->capacity, probing->count + 1);

    if (status != STATUS_OK)
        return status;
    probing->suspects[probing->count++] = (struct suspect){ .site = result->site,
                                                            .url = arena_copy(&copies, result->final_url),
                                                            .media_type = arena_copy(&copies, result->media_type),
                                                            .charset = arena_copy(&copies, result->charset),
                                                            .is_elsewhere = result->leads_away,
                                                            .is_blank = result->is_blank,
                                                            .body = result->body,
                                                            .at_ms = result->row.at_ms };
    result->body = NULL;
    if (copies.has_failed)
        return STATUS_NO_MEMORY;
    status = see_sending(probing, result, &probing->suspects[probing->count - 1]);
    if (status == STATUS_OK && result->leads_nowhere)
        status = checks_is_alone_new(probing->store, result->site, result->final_url, result->row.title,
                                     &probing->suspects[probing->count - 1].is_alone, probing->error);
    if (status != STATUS_OK)
        return status;
    return checks_is_title_new(probing->store, result->site, result->final_url, result->row.title,
                               &probing->suspects[probing->count - 1].has_new_title, probing->error);
}

static enum status keep_row(struct probing *probing, const struct home_probe_result *result)
{
    struct arena_copies copies = { .arena = probing->arena };
    struct probed *probed;
    enum status status = ARRAY_GROW(&probing->probed, &probing->probed_capacity, probing->probed_count + 1);

    if (status != STATUS_OK)
        return status;
    probed = &probing->probed[probing->probed_count++];
    *probed = (struct probed){ .site = result->site, .row = result->row, .is_offline = result->is_offline };
    probed->row.title = arena_copy(&copies, result->row.title);
    probed->row.peer = arena_copy(&copies, result->row.peer);
    probed->row.complaint = arena_copy(&copies, result->row.complaint);
    probed->row.head = arena_copy(&copies, result->row.head != NULL ? result->row.head : "");
    return copies.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* To a host that is the site's by its name, but not in the site file: nothing is inspected there. One that is not at all is
 * swept for at once. */
static void complain_of_unlisted(const struct home_probe_result *result)
{
    struct url_parts parts;

    if (result->leads_away && url_split(result->final_url, &parts) && site_is_at_home(result->site, parts.host))
        complain(_("guanka: %s: %s leads to %s: %s\n"), result->site->id, result->row.url, result->final_url,
                 home_probe_describe_away());
}

static enum status take(void *context, struct home_probe_result *result)
{
    struct probing *probing = context;
    bool changed = false;
    enum status status = keep_row(probing, result);

    probing->failed += result->row.is_reached ? 0 : 1;
    complain_of_unlisted(result);
    if (status == STATUS_OK && (result->body != NULL || result->leads_away || result->is_blank))
        status = has_changed(probing, result, &changed);
    changed = changed || result->sends_to != NULL; /* the head of an answer may do so, whatever stands in it */
    return status == STATUS_OK && changed ? suspect(probing, result) : status;
}

/* ---- Which, and when. */

static enum status probe(struct probing *probing, const struct site *const *sites, size_t count)
{
    const atomic_bool *stop = probing->options->run.stop;
    enum status status = arena_create(&probing->arena);

    if (status != STATUS_OK)
        return status;
    probing->is_of_all = count == probing->options->run.file->count;
    status = home_probe_run(sites, count, stop, take, probing, probing->error);
    /* A round that was stopped is none: what would have answered is missing. */
    if (status == STATUS_OK && (stop == NULL || !atomic_load(stop))) {
        status = settle_all(probing);
        if (status == STATUS_OK)
            status = sweep_probe_look_at_suspects(probing);
    }
    for (size_t index = 0; index < probing->count; index++)
        spool_destroy(probing->suspects[index].body);
    alloc_free(probing->suspects);
    alloc_free(probing->probed);
    arena_destroy(probing->arena);
    return status;
}

static enum status begin(const struct sweep_probe_options *options, struct probing *probing, struct error *error)
{
    enum status status;

    *probing = (struct probing){ .options = options, .error = error };
    status = store_open(options->run.file->store, STORE_WRITE, &probing->store, error);
    if (status == STATUS_OK)
        store_wait_for_others(probing->store, PATIENCE_MS);
    return status;
}

enum status sweep_probe_sites(const struct sweep_probe_options *options, const struct site *const *sites, size_t count,
                              unsigned *failed, struct error *error)
{
    struct probing probing;
    enum status status = begin(options, &probing, error);

    *failed = 0;
    if (status != STATUS_OK)
        return status;
    status = probe(&probing, sites, count);
    *failed = probing.failed;
    store_close(probing.store);
    return status;
}

/* Whoever calls it every few minutes is not put off to the next time for want of seconds. */
static bool is_due(const struct site_file *file, int64_t last_ms, int64_t now_ms)
{
    return last_ms > now_ms || now_ms - last_ms >= (int64_t)file->probe_minutes * MINUTE_MS - EARLY_MS;
}

static enum status find_due(const struct probing *probing, const struct site **sites, size_t *count)
{
    const struct site_file *file = probing->options->run.file;
    enum status status = STATUS_OK;

    *count = 0;
    for (size_t index = 0; index < file->count && status == STATUS_OK; index++) {
        int64_t last_ms = 0;

        status = probes_last(probing->store, file->sites[index].id, &last_ms, probing->error);
        if (is_due(file, last_ms, clock_wall_ms()))
            sites[(*count)++] = &file->sites[index];
    }
    return status;
}

enum status sweep_probe_due(const struct sweep_probe_options *options, struct error *error)
{
    const struct site **sites = alloc_zeroed(options->run.file->count, sizeof(const struct site *));
    struct probing probing;
    size_t count = 0;
    enum status status;

    if (sites == NULL)
        return error_set(error, STATUS_NO_MEMORY, _("out of memory"));
    status = begin(options, &probing, error);
    if (status == STATUS_OK) {
        status = find_due(&probing, sites, &count);
        if (status == STATUS_OK && count > 0)
            status = probe(&probing, sites, count);
        store_close(probing.store);
    }
    alloc_free(sites);
    return status;
}
