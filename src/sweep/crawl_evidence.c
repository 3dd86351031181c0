/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence that could not be kept when its incident was opened (a full disk) is kept at the end of the sweep or of a
 * later one, from the copy of the content in the store; what the server said with it is lost by then. The ledger tells
 * what is missing: "incident-evidence-missing" without an "incident-evidence" or "incident-evidence-lost" behind it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "report/json.h"
#include "report/json_line.h"
#include "store/incidents.h"
#include "store/ledger.h"
#include "sweep/crawl_data.h"
#include "sweep/evidence.h"
#include "sweep/incident.h"
#include "sweep/kept_content.h"

enum { FINDINGS_MAX = INT32_MAX };

struct missing {
    struct missing *next;
    const char *url, *media_type; /* url: as it may be shown */
    const char *address;          /* its number in the store; "" in entries of earlier versions, whose url is whole */
    struct digest content;
    int64_t found_ms;
};

struct incident {
    struct incident *next;
    struct incident_row row;
    struct missing *missing;
};

struct retrying {
    struct crawl *crawl;
    struct incident *incidents, *incident; /* incident: the one whose entries are read */
    struct buf text;
    enum status status;
};

/* ---- What is missing. */

static const char *member(struct retrying *retrying, const struct ledger_entry *entry, const char *quoted_key)
{
    struct bytes value = json_line_text(bytes_of_text(entry->body), quoted_key);
    const char *text;

    buf_clear(&retrying->text);
    json_line_unescape(value, &retrying->text);
    text = arena_text(retrying->crawl->scratch, retrying->text.data, retrying->text.size);
    if (text == NULL || buf_status(&retrying->text) != STATUS_OK)
        retrying->status = STATUS_NO_MEMORY;
    return text != NULL ? text : "";
}

static bool is_same_page(const struct missing *missing, const char *url, const char *address)
{
    return missing->address[0] != '\0' && address[0] != '\0' ? strcmp(missing->address, address) == 0
                                                             : strcmp(missing->url, url) == 0;
}

static void settle(struct incident *incident, const char *url, const char *address)
{
    for (struct missing **at = &incident->missing; *at != NULL;) {
        if (is_same_page(*at, url, address))
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}

static bool take_entry(void *context, const struct ledger_entry *entry)
{
    struct retrying *retrying = context;
    bool is_missing = strcmp(entry->kind, "incident-evidence-missing") == 0;
    struct missing *missing;
    const char *url, *address;

    if (!is_missing && strcmp(entry->kind, "incident-evidence") != 0
        && strcmp(entry->kind, "incident-evidence-lost") != 0)
        return true;
    url = member(retrying, entry, "\"url\"");
    address = member(retrying, entry, "\"address\"");
    settle(retrying->incident, url, address);
    if (!is_missing || retrying->status != STATUS_OK)
        return retrying->status == STATUS_OK;
    missing = arena_zeroed(retrying->crawl->scratch, sizeof *missing);
    if (missing == NULL) {
        retrying->status = STATUS_NO_MEMORY;
        return false;
    }
    missing->url = url;
    missing->address = address;
    missing->media_type = member(retrying, entry, "\"media_type\"");
    missing->found_ms = entry->at_ms;
    (void)digest_parse(member(retrying, entry, "\"content\""), &missing->content);
    missing->next = retrying->incident->missing;
    retrying->incident->missing = missing;
    return retrying->status == STATUS_OK;
}

static bool take_incident(void *context, const struct incident_row *row)
{
    struct retrying *retrying = context;
    struct arena_copies copies = { .arena = retrying->crawl->scratch };
    struct incident *incident;

    if (incidents_is_of_probes(row)) /* probes have its evidence (outage.h) */
        return true;
    incident = arena_zeroed(retrying->crawl->scratch, sizeof *incident);
    if (incident != NULL) {
        incident->row = *row;
        incident->row.site = retrying->crawl->options->site->id;
        incident->row.family = arena_copy(&copies, row->family);
        incident->next = retrying->incidents;
        retrying->incidents = incident;
    }
    retrying->status = incident != NULL && !copies.has_failed ? STATUS_OK : STATUS_NO_MEMORY;
    return retrying->status == STATUS_OK;
}

/* ---- What the store has. */

/* A copy that is damaged ends nothing: it is told, and had anew by the next sweep. */
enum status crawl_read_kept(struct crawl *crawl, const struct digest *digest, struct buf *content,
                            enum kept_content *kept)
{
    enum status status = kept_content_read(crawl->store, digest, content, kept, crawl->error);

    crawl->has_damaged = crawl->has_damaged || (status == STATUS_OK && *kept == KEPT_DAMAGED);
    return status;
}

/* ---- Again. */

struct findings {
    int64_t address;
    struct buf lines;
};

static bool take_finding(void *context, const struct finding_row *row)
{
    struct findings *findings = context;

    if (row->address == findings->address && row->severity == FINDING_SEVERE) {
        buf_text(&findings->lines, row->record);
        buf_byte(&findings->lines, '\n');
    }
    return true;
}

static enum status note(struct retrying *retrying, const struct incident *incident, const char *kind, struct buf *body)
{
    struct ledger_entry entry = { .at_ms = clock_wall_ms(),
                                  .actor = retrying->crawl->row->operator,
                                  .role = "sweep",
                                  .kind = kind,
                                  .subject = incident->row.id };

    return ledger_add_object(retrying->crawl->store, &entry, body, retrying->crawl->error);
}

static void write_page(struct buf *body, const struct missing *missing)
{
    json_text(body, "url", missing->url);
    json_text(body, "address", missing->address);
}

/* The store has forgotten the content, too: that is said once. */
static enum status give_up(struct retrying *retrying, const struct incident *incident, const struct missing *missing)
{
    struct buf body = BUF_INIT(FINDINGS_MAX);

    buf_byte(&body, '{');
    write_page(&body, missing);
    return note(retrying, incident, "incident-evidence-lost", &body);
}

static enum status keep(struct retrying *retrying, struct incident *incident, const struct missing *missing,
                        struct bytes content, unsigned *left)
{
    struct crawl *crawl = retrying->crawl;
    const struct address *address = missing->address[0] != '\0'
                                        ? address_table_of_id(crawl->table, strtoll(missing->address, NULL, 10))
                                        : address_table_find(crawl->table, missing->url);
    const struct findings_filter filter = { .site = incident->row.site,
                                            .states = ~UINT32_C(0),
                                            .incident = incident->row.id };
    struct findings findings = { address != NULL ? address->id : 0, BUF_INIT(FINDINGS_MAX) };
    struct evidence_seal seal;
    struct buf body = BUF_INIT(FINDINGS_MAX);
    char digest[DIGEST_TEXT_SIZE];
    enum status status = findings_list(crawl->store, &filter, take_finding, &findings, crawl->error);
    const struct evidence evidence = { .folder = crawl->options->evidence,
                                       .incident = incident->row.id,
                                       .site = incident->row.site,
                                       .operator= crawl->row->operator,
                                       .number = incident->row.evidence + 1,
                                       .sweep = crawl->row->id,
                                       .rules = crawl->row->rules,
                                       .url = address != NULL ? address->url : missing->url,
                                       .media_type = missing->media_type,
                                       .peer = "",
                                       .certificate = "",
                                       .fetched_ms = missing->found_ms,
                                       .found_ms = missing->found_ms,
                                       .last_good_ms = incident->row.last_good_ms,
                                       .last_good_sweep = incident->row.last_good_sweep,
                                       .content = content,
                                       .findings = buf_bytes(&findings.lines) };

    if (status == STATUS_OK)
        status = buf_status(&findings.lines);
    if (status == STATUS_OK)
        status = evidence_keep(&evidence, &seal, crawl->error);
    buf_free(&findings.lines);
    if (status == STATUS_IO) {
        crawl->error->message[0] = '\0';
        ++*left;
        return STATUS_OK;
    }
    if (status != STATUS_OK)
        return status;
    incident->row.evidence++;
    evidence_describe(&seal, missing->url, &body);
    json_text(&body, "address", missing->address);
    digest_text(&missing->content, digest);
    json_text(&body, "content", digest);
    status = note(retrying, incident, "incident-evidence", &body);
    return status == STATUS_OK ? incidents_update(crawl->store, &incident->row, crawl->error) : status;
}

static enum status retry(struct retrying *retrying, struct incident *incident, const struct missing *missing,
                         unsigned *left)
{
    struct crawl *crawl = retrying->crawl;
    struct buf content = BUF_INIT(FINDINGS_MAX);
    enum kept_content kept;
    enum status status = crawl_read_kept(crawl, &missing->content, &content, &kept);

    if (status == STATUS_OK && kept == KEPT_WHOLE)
        status = keep(retrying, incident, missing, buf_bytes(&content), left);
    else if (status == STATUS_OK && kept == KEPT_FORGOTTEN)
        status = give_up(retrying, incident, missing);
    buf_free(&content);
    return status;
}

static enum status retry_incident(struct retrying *retrying, struct incident *incident, unsigned *left)
{
    struct crawl *crawl = retrying->crawl;
    enum status status;

    retrying->incident = incident;
    status = ledger_read_subject(crawl->store, incident->row.id, take_entry, retrying, crawl->error);
    if (status == STATUS_OK)
        status = retrying->status;
    for (const struct missing *missing = incident->missing; missing != NULL && status == STATUS_OK;
         missing = missing->next)
        status = retry(retrying, incident, missing, left);
    return status;
}

enum status crawl_retry_evidence(struct crawl *crawl, unsigned *left)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    struct retrying retrying = { .crawl = crawl, .text = BUF_INIT(FINDINGS_MAX) };
    const struct incidents_filter filter = { .site = crawl->options->site->id, .only_open = true };
    enum status status = incidents_list(crawl->store, &filter, take_incident, &retrying, crawl->error);

    *left = 0;
    if (status == STATUS_OK)
        status = retrying.status;
    for (struct incident *incident = retrying.incidents; incident != NULL && status == STATUS_OK;
         incident = incident->next)
        status = retry_incident(&retrying, incident, left);
    buf_free(&retrying.text);
    arena_release(crawl->scratch, mark);
    return status;
}
