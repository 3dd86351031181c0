/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/outage.h"

#include <string.h>

#include "report/json.h"
#include "report/person_mask.h"
#include "store/findings.h"
#include "store/incidents.h"
#include "store/ledger.h"
#include "store/probes.h"
#include "sweep/availability.h"
#include "sweep/evidence.h"
#include "sweep/incident.h"
#include "sweep/incident_open.h"

enum {
    TEXT_MAX = 1 << 20,
    LINES_MAX = 1 << 30, /* a week of probes, each with a head of 16 KiB at most */
    PROBES_MAX = 200,    /* that have failed, as an entry lists them: the latest */
};
static const int64_t week_ms = INT64_C(7) * 86400000;
static const char actor[] = "automatic";

struct outage {
    struct store *store;
    const struct site *site;
    const char *start;
    int64_t now_ms;
    struct availability availability;
    struct buf key, record; /* of the open finding */
    int64_t finding, sweep; /* 0: there is none */
    struct incident_row last;
    bool has_last;
    struct buf probes; /* elements of an array */
    unsigned probe_count;
    const char *evidence; /* the folder of all */
    struct buf lines;     /* what came of all probes of the week, as evidence has it */
    struct error *error;
};

/* ---- What is known. */

static bool take_finding(void *context, const struct finding_row *row)
{
    struct outage *outage = context;

    if (strcmp(row->rule, "site-unreachable") != 0 || strcmp(row->url, outage->start) != 0)
        return true;
    outage->finding = row->id;
    outage->sweep = row->seen_sweep;
    buf_text(&outage->key, row->key);
    buf_text(&outage->record, row->record);
    return false;
}

static bool take_last(void *context, const struct incident_row *row)
{
    struct outage *outage = context;

    outage->last = *row;
    outage->last.site = outage->site->id;
    outage->last.family = INCIDENT_OUTAGE;
    outage->has_last = true;
    return false;
}

static const char *text_or_null(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

static void write_line(struct buf *out, const struct probe_row *row, const char *at)
{
    buf_byte(out, '{');
    json_text(out, "type", "probe");
    json_text(out, "site", row->site);
    json_text(out, "url", row->url);
    json_text(out, "at", at);
    json_bool(out, "reached", row->is_reached);
    json_text(out, "outcome", row->outcome);
    json_text(out, "complaint", text_or_null(row->complaint));
    json_text(out, "peer", text_or_null(row->peer));
    json_number_or_null(out, "http_status", row->http_status != 0, (uint64_t)row->http_status);
    json_number(out, "lookup_ms", row->lookup_ms);
    json_number(out, "connect_ms", row->connect_ms);
    json_number(out, "tls_ms", row->tls_ms);
    json_number(out, "first_byte_ms", row->first_byte_ms);
    json_number(out, "milliseconds", row->total_ms);
    json_text(out, "head", text_or_null(row->head));
    buf_text(out, "}\n");
}

static bool take_probe(void *context, const struct probe_row *row)
{
    struct outage *outage = context;
    char at[SLOTS_TIME_SIZE];

    slots_time_write(row->at_ms, at);
    write_line(&outage->lines, row, at);
    if (row->is_reached || outage->probe_count == PROBES_MAX)
        return true;
    outage->probe_count++;
    json_element(&outage->probes);
    buf_byte(&outage->probes, '{');
    json_text(&outage->probes, "at", at);
    json_text(&outage->probes, "outcome", row->outcome);
    json_number_or_null(&outage->probes, "http_status", row->http_status != 0, (uint64_t)row->http_status);
    json_number(&outage->probes, "milliseconds", row->total_ms);
    buf_byte(&outage->probes, '}');
    return true;
}

static enum status read_all(struct outage *outage)
{
    const struct findings_filter open = { .site = outage->site->id, .states = UINT32_C(1) << FINDING_OPEN };
    const struct incidents_filter family = { .site = outage->site->id, .family = INCIDENT_OUTAGE };
    enum status status = findings_list(outage->store, &open, take_finding, outage, outage->error);

    if (status == STATUS_OK)
        status = incidents_list_latest(outage->store, &family, NULL, take_last, outage, outage->error);
    return status;
}

/* ---- One incident. */

static void write(const void *context, struct buf *body)
{
    const struct outage *outage = context;

    person_mask_member(body, "url", outage->start);
    json_number(body, "sweep", (uint64_t)outage->sweep);
    json_key(body, "findings");
    buf_format(body, "[%s]", outage->record.data);
    json_key(body, "failed_probes");
    buf_format(body, "[%s]", outage->probes.data);
}

static enum status open_one(struct outage *outage)
{
    const struct incident_opening opening = {
        .actor = actor, .url = outage->start, .evidence = outage->evidence, .write = write, .context = outage
    };

    outage->last = (struct incident_row){ .family = INCIDENT_OUTAGE,
                                          .sweep = outage->sweep,
                                          .last_good_ms = outage->availability.last_reached_ms };
    return incident_open(outage->store, outage->site, &outage->last, &opening, outage->error);
}

static bool take_nothing(void *context, const struct incident_row *row)
{
    (void)row;
    *(bool *)context = true;
    return false;
}

static enum status note(struct outage *outage, const char *kind, struct buf *body)
{
    struct ledger_entry entry = {
        .at_ms = outage->now_ms, .actor = actor, .role = "sweep", .kind = kind, .subject = outage->last.id
    };

    return ledger_add_object(outage->store, &entry, body, outage->error);
}

/* Whether the incident that is open is of this start page already. */
static enum status is_known(struct outage *outage, bool *known)
{
    const struct incidents_filter filter = { .id = outage->last.id, .finding = outage->finding };

    *known = false;
    return incidents_list(outage->store, &filter, take_nothing, known, outage->error);
}

/* Another start page of the site is part of the same one. */
static enum status extend(struct outage *outage)
{
    struct buf body = BUF_INIT(TEXT_MAX);

    buf_byte(&body, '{');
    write(outage, &body);
    return note(outage, "incident-extended", &body);
}

/* ---- Evidence. */

static enum status note_kept(struct outage *outage, const struct evidence_seal *seal)
{
    struct buf body = BUF_INIT(TEXT_MAX);
    enum status status;

    outage->last.evidence++;
    evidence_describe(seal, outage->start, &body);
    status = note(outage, "incident-evidence", &body);
    return status == STATUS_OK ? incidents_update(outage->store, &outage->last, outage->error) : status;
}

/* The incident and its hour do not wait for room on the disk. */
static enum status note_missing(struct outage *outage)
{
    struct buf body = BUF_INIT(TEXT_MAX);

    buf_byte(&body, '{');
    person_mask_member(&body, "url", outage->start);
    json_text(&body, "why", outage->error->message);
    outage->error->message[0] = '\0';
    return note(outage, "incident-evidence-missing", &body);
}

/* `is_again`: that it could not be kept is known. */
static enum status keep_evidence(struct outage *outage, bool is_again)
{
    struct buf findings = BUF_INIT(TEXT_MAX);
    struct evidence evidence = { .folder = outage->evidence,
                                 .incident = outage->last.id,
                                 .site = outage->site->id,
                                 .operator= actor,
                                 .number = outage->last.evidence + 1,
                                 .sweep = outage->sweep,
                                 .url = outage->start,
                                 .media_type = "",
                                 .peer = "",
                                 .certificate = "",
                                 .found_ms = outage->now_ms,
                                 .last_good_ms = outage->last.last_good_ms,
                                 .probes = buf_bytes(&outage->lines) };
    struct evidence_seal seal;
    enum status status;

    buf_format(&findings, "%s\n", outage->record.data);
    evidence.findings = buf_bytes(&findings);
    status = buf_status(&findings);
    if (status == STATUS_OK)
        status = evidence_keep(&evidence, &seal, outage->error);
    buf_free(&findings);
    if (status == STATUS_OK)
        return note_kept(outage, &seal);
    if (status != STATUS_IO)
        return status;
    if (!is_again)
        return note_missing(outage);
    outage->error->message[0] = '\0';
    return STATUS_OK;
}

/* ---- What is known, and what becomes of it. */

/* What went on when the last one was discovered has been told of, whatever people have said of it since. */
static bool is_another(const struct outage *outage)
{
    const struct availability *availability = &outage->availability;

    return !outage->has_last || (availability->is_down && availability->down_since_ms > outage->last.discovered_ms)
           || outage->last.discovered_ms < outage->now_ms - week_ms;
}

/* All of a week is read when it is written down, and not at each probe that fails. */
static enum status read_probes(struct outage *outage)
{
    enum status status = probes_list_latest(outage->store, outage->site->id, outage->start, outage->now_ms - week_ms,
                                            outage->now_ms + 1, take_probe, outage, outage->error);

    if (status == STATUS_OK)
        status = buf_status(&outage->probes);
    return status == STATUS_OK ? buf_status(&outage->lines) : status;
}

static enum status see(struct outage *outage, struct incident_row *opened)
{
    bool is_open = outage->has_last && outage->last.ended_ms == 0, known = false;
    enum status status = STATUS_OK;

    if (!is_open && !is_another(outage))
        return STATUS_OK;
    if (is_open)
        status = is_known(outage, &known);
    if (status != STATUS_OK || (known && outage->last.evidence > 0))
        return status;
    status = read_probes(outage);
    if (status == STATUS_OK && !known)
        status = is_open ? extend(outage) : open_one(outage);
    if (status == STATUS_OK)
        status = keep_evidence(outage, known);
    if (status == STATUS_OK)
        status = incidents_add_finding(outage->store, outage->last.id, outage->site->id, outage->key.data,
                                       outage->now_ms, outage->error);
    if (status == STATUS_OK && !is_open)
        *opened = outage->last;
    return status;
}

enum status outage_see(struct store *store, const struct site *site, const char *start, const char *evidence,
                       int64_t now_ms, struct incident_row *opened, struct error *error)
{
    struct outage outage = { .store = store,
                             .site = site,
                             .start = start,
                             .now_ms = now_ms,
                             .key = BUF_INIT(TEXT_MAX),
                             .record = BUF_INIT(TEXT_MAX),
                             .probes = BUF_INIT(TEXT_MAX),
                             .evidence = evidence,
                             .lines = BUF_INIT(LINES_MAX),
                             .error = error };
    enum status status = availability_of(store, site, start, now_ms, &outage.availability, error);

    *opened = (struct incident_row){ 0 };
    if (status == STATUS_OK && outage.availability.is_found && outage.availability.severity == FINDING_SEVERE)
        status = read_all(&outage);
    if (status == STATUS_OK && outage.finding != 0)
        status = buf_status(&outage.key) != STATUS_OK ? buf_status(&outage.key) : buf_status(&outage.record);
    if (status == STATUS_OK && outage.finding != 0)
        status = see(&outage, opened);
    buf_free(&outage.key);
    buf_free(&outage.record);
    buf_free(&outage.probes);
    buf_free(&outage.lines);
    return status;
}
