/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "report/json.h"
#include "report/person_mask.h"
#include "store/front_answers.h"
#include "store/ledger.h"
#include "sweep/crawl_data.h"
#include "sweep/evidence.h"
#include "sweep/incident_open.h"
#include "sweep/kept_content.h"

enum { CONTENT_MAX = INT32_MAX };

/* ---- Before this page was as it is. */

static bool take_fetched(void *context, const struct resource_row *row)
{
    *(int64_t *)context = row->fetched_ms;
    return false;
}

enum status crawl_remember(struct crawl *crawl, const struct address *address, struct crawl_before *before)
{
    *before = (struct crawl_before){ .is_known = address->is_known, .digest = address->digest };
    if (!address->is_known)
        return STATUS_OK;
    return resources_get(crawl->store, address->id, take_fetched, &before->fetched_ms, crawl->error);
}

static bool has_changed(const struct crawl_before *before, const struct digest *now)
{
    static const struct digest none;

    return before->is_known && memcmp(&before->digest, &none, sizeof none) != 0
           && memcmp(&before->digest, now, sizeof none) != 0;
}

/* ---- One incident. */

struct previous {
    struct buf content;
    bool is_there;
};

struct opening {
    struct crawl *crawl;
    int64_t address;
    const char *url;
    const struct inspected_finding *findings;
    size_t finding_count;
    const bool *is_fresh;
    const struct inspected_bytes *judged;
    struct digest digest;   /* of their content */
    const char *media_type; /* where the server said none */
    const struct crawl_before *before;
    bool was_good; /* it was there before, and this was not found in it */
    const char *family;
    struct incident_row row;
    bool is_there;
};

static bool is_meant(const struct opening *opening, size_t index)
{
    const struct inspected_finding *finding = &opening->findings[index];

    return opening->is_fresh[index] && finding->severity == FINDING_SEVERE
           && strcmp(finding->category, opening->family) == 0;
}

static bool take_row(void *context, const struct incident_row *row)
{
    struct opening *opening = context;

    opening->row = *row;
    opening->row.site = opening->crawl->options->site->id;
    opening->row.family = opening->family;
    opening->is_there = true;
    return false;
}

static enum status note(const struct opening *opening, const char *kind, struct buf *body)
{
    struct ledger_entry entry = { .at_ms = clock_wall_ms(),
                                  .actor = opening->crawl->row->operator,
                                  .role = "sweep",
                                  .kind = kind,
                                  .subject = opening->row.id };

    return ledger_add_object(opening->crawl->store, &entry, body, opening->crawl->error);
}

static void write_findings(const void *context, struct buf *body)
{
    const struct opening *opening = context;

    person_mask_member(body, "url", opening->url);
    json_number(body, "sweep", (uint64_t)opening->crawl->row->id);
    json_key(body, "findings");
    buf_byte(body, '[');
    for (size_t index = 0; index < opening->finding_count; index++) {
        if (is_meant(opening, index)) {
            json_element(body);
            buf_text(body, opening->findings[index].record);
        }
    }
    buf_byte(body, ']');
}

/* What was there before this sweep was no incident, as far as anybody knew; the same content can have no good version.
 */
static enum status find_last_good(const struct opening *opening, int64_t *sweep, int64_t *at_ms)
{
    *sweep = *at_ms = 0;
    if (!opening->was_good)
        return STATUS_OK;
    return sweeps_last_read(opening->crawl->store, opening->address, opening->crawl->row->id, sweep, at_ms,
                            opening->crawl->error);
}

/* Once in a transaction. */
static enum status tell(struct crawl *crawl, const char *event, const struct incident_row *row)
{
    struct arena_copies copies = { .arena = crawl->arena };
    struct opened *opened;

    for (opened = crawl->opened; opened != NULL; opened = opened->next) {
        if (strcmp(opened->event, event) == 0 && strcmp(opened->row.id, row->id) == 0)
            return STATUS_OK;
    }
    opened = arena_alloc(crawl->arena, sizeof *opened);
    if (opened == NULL)
        return STATUS_NO_MEMORY;
    *opened = (struct opened){ .next = crawl->opened, .event = event, .row = *row };
    opened->row.family = arena_copy(&copies, row->family);
    crawl->opened = opened;
    return copies.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status open_incident(struct opening *opening)
{
    struct crawl *crawl = opening->crawl;
    struct incident_row *row = &opening->row;
    const struct incident_opening begins = {
        .actor = crawl->row->operator,
        .url = opening->url,
        .evidence = crawl->options->evidence,
        .write = write_findings,
        .context = opening
    };
    enum status status;

    *row = (struct incident_row){ .family = opening->family, .sweep = crawl->row->id };
    status = find_last_good(opening, &row->last_good_sweep, &row->last_good_ms);
    if (status == STATUS_OK)
        status = incident_open(crawl->store, crawl->options->site, row, &begins, crawl->error);
    if (status == STATUS_OK)
        status = tell(crawl, "incident-opened", row);
    /* Its hour runs: others are to see it now. */
    crawl->written_ns = 0;
    return status;
}

static enum status extend_incident(struct opening *opening)
{
    struct buf body = BUF_INIT(CONTENT_MAX);

    buf_byte(&body, '{');
    write_findings(opening, &body);
    return note(opening, "incident-extended", &body);
}

static enum status add_findings(struct opening *opening)
{
    struct crawl *crawl = opening->crawl;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < opening->finding_count && status == STATUS_OK; index++) {
        if (is_meant(opening, index))
            status = incidents_add_finding(crawl->store, opening->row.id, opening->row.site,
                                           opening->findings[index].key, clock_wall_ms(), crawl->error);
    }
    return status;
}

/* ---- Evidence. */

/* The address itself lies in the store; entries have what may be shown of it. */
static void write_address(struct buf *body, int64_t address)
{
    char number[24];

    (void)snprintf(number, sizeof number, "%" PRId64, address);
    json_text(body, "address", number);
}

static void write_content(struct buf *body, const struct digest *digest)
{
    char content[DIGEST_TEXT_SIZE];

    digest_text(digest, content);
    json_text(body, "content", content);
}

static enum status note_evidence(struct opening *opening, const struct evidence_seal *seal)
{
    struct buf body = BUF_INIT(CONTENT_MAX);
    enum status status;

    evidence_describe(seal, opening->url, &body);
    write_address(&body, opening->address);
    write_content(&body, &opening->digest);
    status = note(opening, "incident-evidence", &body);
    return status == STATUS_OK ? incidents_update(opening->crawl->store, &opening->row, opening->crawl->error) : status;
}

/* The incident and its hour do not wait for room on the disk; crawl_retry_evidence tries again. */
static enum status note_missing(struct opening *opening, const char *media_type)
{
    struct error *error = opening->crawl->error;
    struct buf body = BUF_INIT(CONTENT_MAX);

    opening->row.evidence--;
    buf_byte(&body, '{');
    person_mask_member(&body, "url", opening->url);
    write_address(&body, opening->address);
    json_text(&body, "media_type", media_type);
    write_content(&body, &opening->digest);
    json_text(&body, "why", error->message);
    error->message[0] = '\0';
    return note(opening, "incident-evidence-missing", &body);
}

static enum status keep_evidence(struct opening *opening, const struct previous *previous)
{
    const struct crawl *crawl = opening->crawl;
    const struct inspected_bytes *judged = opening->judged;
    struct buf findings = BUF_INIT(CONTENT_MAX);
    struct evidence_seal seal;
    struct evidence evidence = { .folder = crawl->options->evidence,
                                 .incident = opening->row.id,
                                 .site = opening->row.site,
                                 .operator= crawl->row->operator,
                                 .number = ++ opening->row.evidence,
                                 .sweep = crawl->row->id,
                                 .rules = crawl->row->rules,
                                 .url = opening->url,
                                 .media_type = judged->media_type,
                                 .peer = judged->peer,
                                 .certificate = judged->certificate,
                                 .fetched_ms =
                                     judged->fetched_ms != 0 ? judged->fetched_ms : opening->before->fetched_ms,
                                 .found_ms = clock_wall_ms(),
                                 .request = judged->request,
                                 .head = judged->head,
                                 .content = judged->content,
                                 .has_previous = previous->is_there,
                                 .previous_ms = opening->before->fetched_ms,
                                 .previous = buf_bytes(&previous->content) };
    bool is_missing = false;
    enum status status;

    if (evidence.media_type[0] == '\0' && opening->media_type != NULL)
        evidence.media_type = opening->media_type;
    for (size_t index = 0; index < opening->finding_count; index++) {
        if (is_meant(opening, index)) {
            buf_text(&findings, opening->findings[index].record);
            buf_byte(&findings, '\n');
        }
    }
    status = buf_status(&findings);
    evidence.findings = buf_bytes(&findings);
    if (status == STATUS_OK)
        status = find_last_good(opening, &evidence.last_good_sweep, &evidence.last_good_ms);
    if (status == STATUS_OK) {
        status = evidence_keep(&evidence, &seal, crawl->error);
        is_missing = status == STATUS_IO;
    }
    buf_free(&findings);
    if (is_missing)
        return note_missing(opening, evidence.media_type);
    return status == STATUS_OK ? note_evidence(opening, &seal) : status;
}

/* Whoever reads of the incident is to know of which pages nothing was kept. */
static enum status note_full(struct opening *opening)
{
    struct buf body = BUF_INIT(CONTENT_MAX);
    enum status status;

    buf_byte(&body, '{');
    person_mask_member(&body, "url", opening->url);
    write_address(&body, opening->address);
    write_content(&body, &opening->digest);
    status = note(opening, "incident-evidence-full", &body);
    return status == STATUS_OK ? tell(opening->crawl, "incident-evidence-full", &opening->row) : status;
}

static enum status keep_with_previous(struct opening *opening)
{
    struct previous previous = { .content = BUF_INIT(CONTENT_MAX) };
    enum kept_content kept = KEPT_FORGOTTEN;
    enum status status = STATUS_OK;

    if (opening->was_good)
        status = crawl_read_kept(opening->crawl, &opening->before->digest, &previous.content, &kept);
    previous.is_there = kept == KEPT_WHOLE;
    if (status == STATUS_OK)
        status = keep_evidence(opening, &previous);
    buf_free(&previous.content);
    return status;
}

/* ---- All of a page. */

static enum status keep_where_there_is_place(struct opening *opening)
{
    enum evidence_place place;
    enum status status =
        crawl_place_evidence(opening->crawl, &opening->row, opening->address, &opening->digest,
                             opening->judged->content.size > 0 || opening->judged->head.size == 0, &place);

    if (status != STATUS_OK || place == EVIDENCE_IS_THERE)
        return status;
    return place == EVIDENCE_HAS_PLACE ? keep_with_previous(opening) : note_full(opening);
}

static enum status see_family(struct opening *opening)
{
    struct crawl *crawl = opening->crawl;
    const struct incidents_filter filter = { .site = crawl->options->site->id,
                                             .family = opening->family,
                                             .only_open = true };
    enum status status = incidents_list(crawl->store, &filter, take_row, opening, crawl->error);

    if (status == STATUS_OK)
        status = opening->is_there ? extend_incident(opening) : open_incident(opening);
    if (status == STATUS_OK)
        status = add_findings(opening);
    return status == STATUS_OK ? keep_where_there_is_place(opening) : status;
}

static bool was_seen(const struct inspection *result, const bool *is_fresh, size_t index)
{
    for (size_t before = 0; before < index; before++) {
        if (is_fresh[before] && result->findings[before].severity == FINDING_SEVERE
            && strcmp(result->findings[before].category, result->findings[index].category) == 0)
            return true;
    }
    return false;
}

enum status crawl_see_incidents(struct crawl *crawl, const struct address *address, const struct inspection *result,
                                const struct crawl_before *before, const bool *is_fresh)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < result->finding_count && status == STATUS_OK; index++) {
        struct opening opening = { .crawl = crawl,
                                   .address = address->id,
                                   .url = address->url,
                                   .findings = result->findings,
                                   .finding_count = result->finding_count,
                                   .is_fresh = is_fresh,
                                   .judged = &result->judged,
                                   .digest = result->digest,
                                   .media_type = result->page.media_type,
                                   .before = before,
                                   .was_good = has_changed(before, &result->digest),
                                   .family = result->findings[index].category };

        if (is_meant(&opening, index) && !was_seen(result, is_fresh, index))
            status = see_family(&opening);
    }
    return status;
}

/* ---- What checks have found. */

struct kept_page {
    struct digest digest;
    int64_t fetched_ms;
    const char *media_type;
    struct arena *arena;
};

static bool take_page(void *context, const struct resource_row *row)
{
    struct kept_page *page = context;

    page->digest = row->digest;
    page->fetched_ms = row->fetched_ms;
    page->media_type = arena_text(page->arena, row->media_type, strlen(row->media_type));
    return false;
}

static struct bytes copy(struct arena_copies *copies, struct bytes bytes)
{
    const char *text = arena_text(copies->arena, (const char *)bytes.data, bytes.size);

    copies->has_failed = copies->has_failed || text == NULL;
    return bytes_of(text, text != NULL ? bytes.size : 0);
}

static bool add_front_answer(struct crawl *crawl, const struct front_answer_row *row)
{
    struct arena_copies copies = { .arena = crawl->arena };
    struct front_answer *answer = arena_alloc(crawl->arena, sizeof *answer);

    if (answer == NULL)
        return false;
    *answer = (struct front_answer){ .next = crawl->front_answers,
                                     .address = row->address,
                                     .bytes = { .request = copy(&copies, row->request),
                                                .head = copy(&copies, row->head),
                                                .media_type = arena_copy(&copies, row->media_type),
                                                .peer = arena_copy(&copies, row->peer),
                                                .certificate = arena_copy(&copies, row->certificate) } };
    crawl->front_answers = answer;
    return !copies.has_failed;
}

/* Of a sweep that was cut off and goes on. */
struct loading_heads {
    struct crawl *crawl;
    bool has_failed;
};

enum status crawl_keep_head(struct crawl *crawl, const struct address *address, const struct fetch_response *response)
{
    const struct front_answer_row row = { .address = address->id,
                                          .media_type = response->media_type,
                                          .peer = response->peer,
                                          .certificate = response->certificate,
                                          .request = response->request,
                                          .head = response->head };
    enum status status;

    if (response->status == 304) /* the content came with another one */
        return STATUS_OK;
    status = crawl_write(crawl);
    if (status == STATUS_OK)
        status = front_answers_put(crawl->store, crawl->row->id, &row, crawl->error);
    return status == STATUS_OK && !add_front_answer(crawl, &row) ? STATUS_NO_MEMORY : status;
}

static bool take_front_answer(void *context, const struct front_answer_row *row)
{
    struct loading_heads *loading = context;

    loading->has_failed = !add_front_answer(loading->crawl, row);
    return !loading->has_failed;
}

enum status crawl_load_heads(struct crawl *crawl)
{
    struct loading_heads loading = { .crawl = crawl };
    enum status status =
        front_answers_list(crawl->store, crawl->row->id, take_front_answer, &loading, crawl->error);

    return status == STATUS_OK && loading.has_failed ? STATUS_NO_MEMORY : status;
}

/* What is known of the answer besides its content. */
static struct inspected_bytes head_of(const struct crawl *crawl, int64_t address)
{
    for (const struct front_answer *answer = crawl->front_answers; answer != NULL; answer = answer->next) {
        if (answer->address == address)
            return answer->bytes;
    }
    return (struct inspected_bytes){ .media_type = "", .peer = "", .certificate = "" };
}

/* The content that changes were measured against, and that is another one than now; or now there is none. */
static void find_before(const struct check_alarm *alarm, struct crawl_before *before)
{
    const struct facts *then = alarm->page->before, *now = alarm->page->facts;

    before->is_known = alarm->was_good && then != NULL && (now == NULL || strcmp(then->content, now->content) != 0)
                       && digest_parse(then->content, &before->digest);
}

static enum status see_alarm(struct opening *opening, const struct check_alarm *alarm, struct crawl_before *before)
{
    struct crawl *crawl = opening->crawl;
    struct kept_page page = { .arena = crawl->scratch, .media_type = "" };
    struct buf content = BUF_INIT(CONTENT_MAX);
    struct inspected_bytes kept = head_of(crawl, alarm->page->id);
    int64_t sweep;
    enum kept_content is_kept;
    enum status status = resources_get(crawl->store, alarm->page->id, take_page, &page, crawl->error);

    if (status == STATUS_OK && alarm->judged == NULL)
        status = crawl_read_kept(crawl, &page.digest, &content, &is_kept);
    if (status == STATUS_OK)
        status = find_last_good(opening, &sweep, &before->fetched_ms);
    kept.content = buf_bytes(&content);
    kept.fetched_ms = page.fetched_ms;
    opening->media_type = page.media_type;
    opening->judged = alarm->judged != NULL ? alarm->judged : &kept;
    if (status == STATUS_OK)
        status = digest_of(opening->judged->content, &opening->digest);
    if (status == STATUS_OK)
        status = see_family(opening);
    buf_free(&content);
    return status;
}

enum status crawl_see_alarm(void *context, const struct check_alarm *alarm)
{
    struct crawl *crawl = context;
    struct arena_mark mark = arena_mark(crawl->scratch);
    static const bool is_fresh[] = { true };
    struct crawl_before before = { 0 };
    struct opening opening = { .crawl = crawl,
                               .address = alarm->page->id,
                               .url = alarm->page->url,
                               .findings = alarm->finding,
                               .finding_count = 1,
                               .is_fresh = is_fresh,
                               .before = &before,
                               .family = alarm->family };
    enum status status;

    find_before(alarm, &before);
    opening.was_good = before.is_known;
    status = see_alarm(&opening, alarm, &before);
    arena_release(crawl->scratch, mark);
    return status;
}
