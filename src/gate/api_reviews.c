/* SPDX-License-Identifier: Apache-2.0
 *
 * Drafts submitted, checked, listed and shown.
 */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "gate/api_query.h"
#include "gate/background.h"
#include "gate/choices.h"
#include "gate/gate_event.h"
#include "gate/item_json.h"
#include "gate/review_file.h"
#include "gate/units.h"
#include "report/json.h"

enum { KEY_SIZE_MAX = 200 };

/* The unit and the author are the account's unless the submission says something else. */
static enum status complete(struct call *call, struct submission *submission, struct error *error)
{
    struct draft *draft = &submission->draft;

    if (draft->unit[0] == '\0')
        draft->unit = call->identity.unit;
    if (draft->author[0] == '\0' && call->identity.kind != IDENTITY_TOKEN)
        draft->author = call->identity.display;
    if (submission->webhook[0] != '\0' && call->gate->options.webhook_key == NULL)
        return error_set(error, STATUS_INVALID,
                         gettext("webhook: this gate has no key to sign messages with (webhook_key)"));
    if (submission->webhook[0] != '\0' && strncmp(submission->webhook, "https://", 8) != 0
        && strncmp(submission->webhook, "http://", 7) != 0)
        return error_set(error, STATUS_INVALID,
                         gettext("webhook: this has to be an address that begins with https:// or http://"));
    return STATUS_OK;
}

static enum status judge(struct call *call, struct submission *submission, struct assessment *assessment)
{
    struct gate_counts *counts = &call->gate->counts;
    struct date as_of = date_is_set(submission->draft.publish_on) ? submission->draft.publish_on : call->today;
    uint64_t begun = clock_monotonic_ns();
    enum status status = assess(call->worker->assessor, call->edition->ruleset, call->edition->profile,
                                &submission->draft, submission->contents, submission->content_count, as_of, assessment);

    atomic_fetch_add(&counts->nanoseconds, clock_monotonic_ns() - begun);
    for (size_t index = 0; index < submission->content_count; index++)
        atomic_fetch_add(&counts->bytes, submission->contents[index].bytes.size);
    if (status == STATUS_OK)
        atomic_fetch_add(&counts->verdicts[assessment->verdict], 1);
    return status;
}

static enum status read_submission(struct call *call, struct submission *submission, struct error *error)
{
    enum status status = submission_read(call->request, call->worker->arena, submission, error);

    return status == STATUS_OK ? complete(call, submission, error) : status;
}

/* `review` is the one it is about; NULL: none is kept. */
static void tell_verdict(const struct call *call, const char *request, const char *review,
                         const struct submission *submission, const struct assessment *assessment)
{
    gate_event_verdict(call->gate, &(struct gate_verdict){ .request = request,
                                                           .review = review,
                                                           .verdict = assessment->verdict,
                                                           .counts = &assessment->counts,
                                                           .contents = submission->contents,
                                                           .content_count = submission->content_count,
                                                           .digest = &assessment->content,
                                                           .rules = ruleset_digest(call->edition->ruleset),
                                                           .begun_ns = call->begun_ns });
}

void api_check(struct call *call)
{
    struct submission submission;
    struct assessment assessment;
    struct error error = { 0 };
    enum status status = read_submission(call, &submission, &error);

    atomic_fetch_add(&call->gate->counts.checks, 1);
    if (status == STATUS_OK)
        status = judge(call, &submission, &assessment);
    if (status == STATUS_OK) {
        tell_verdict(call, "check", NULL, &submission, &assessment);
        buf_append(api_answer(call, 200), assessment.record.data, assessment.record.size);
    } else
        api_fail(call, status, &error);
}

/* Over everything that makes two requests the same. */
static enum status digest_request(const struct http_request *request, struct digest *digest)
{
    struct digest_state *state;
    enum status status = digest_create(&state);

    if (status != STATUS_OK)
        return status;
    status = digest_update(state, request->body);
    for (size_t index = 0; index < request->part_count && status == STATUS_OK; index++) {
        const struct http_part *part = &request->parts[index];

        status = digest_update(state, bytes_of(part->name, strlen(part->name) + 1));
        if (status == STATUS_OK)
            status = digest_update(state, bytes_of(part->file_name, strlen(part->file_name) + 1));
        if (status == STATUS_OK)
            status = digest_update(state, part->bytes);
    }
    if (status == STATUS_OK)
        status = digest_finish(state, digest);
    digest_destroy(state);
    return status;
}

static enum status read_key(struct call *call, struct new_review *new, struct error *error)
{
    new->idempotency_key = http_header(call->request, "Idempotency-Key");
    if (new->idempotency_key == NULL)
        return STATUS_OK;
    if (new->idempotency_key[0] == '\0' || strlen(new->idempotency_key) > KEY_SIZE_MAX)
        return error_set(error, STATUS_INVALID, gettext("Idempotency-Key: 1 to %d bytes"), KEY_SIZE_MAX);
    return digest_request(call->request, &new->request);
}

/* What the store has of it by now. False when the call is answered: there is none, or it is not for this reader. */
static bool open_file(struct call *call, const char *id, struct review_file *file)
{
    struct error error = { 0 };
    bool found = false;
    enum status status = review_file_read(call->worker->store, id, call->edition, call->today, call->worker->arena,
                                          file, &found, &error);

    if (status != STATUS_OK)
        api_fail(call, status, &error);
    else if (!found)
        api_refuse(call, 404, "unknown-review", "%s", gettext("there is no review with this id"));
    else if (!api_may_see(call, &file->row))
        api_deny(call, id, gettext("this draft is another unit's"));
    else
        return true;
    return false;
}

/* The state may have gone on since it was written. */
static void show(struct call *call, const char *id, unsigned http_status)
{
    struct review_file file;
    struct buf *out;

    if (!open_file(call, id, &file))
        return;
    out = api_answer(call, http_status);
    review_file_write(out, &file, call);
    out->size--; /* the brace that ends it */
    choices_write(out, call, &file.item);
    buf_text(out, "}\n");
    if (http_status == 201)
        http_response_header(call->response, "Location", "/v1/reviews/%s", id);
}

static enum status begin_item(struct call *call, const struct submission *submission, bool waits,
                              struct new_review *new, struct assessment *assessment, struct error *error)
{
    enum status status;

    if (waits) {
        new->item = (struct review_item){ .state = ITEM_WAITING };
        for (size_t index = 0; index < submission->content_count; index++) {
            status = digest_of(submission->contents[index].bytes, &submission->contents[index].digest);
            if (status != STATUS_OK)
                return status;
        }
        return STATUS_OK;
    }
    status = judge(call, (struct submission *)(uintptr_t)submission, assessment);
    new->assessment = assessment;
    if (status == STATUS_OK)
        status = review_item_begin(call->edition->profile, call->edition->days, &submission->draft,
                                   &assessment->judgement, &new->item, error);
    return status;
}

/* False when the call is answered: nobody speaks in the name of a unit that is not his. */
static bool may_submit_for(struct call *call, const char *unit)
{
    struct error words = { 0 };
    enum status status;

    if (unit[0] == '\0' || units_include(&call->identity, unit))
        return true;
    status = error_set(&words, STATUS_INVALID, gettext("unit: this account does not submit for %.200s"), unit);
    if (status == STATUS_INVALID)
        api_deny(call, call->request->path, words.message);
    return false;
}

enum { WAIT_NOT, WAIT_FOR_SCAN, WAIT_COUNT };

static const char *wait_name(unsigned index)
{
    return index == WAIT_NOT ? "0" : "1";
}

void api_review_submit(struct call *call)
{
    uint32_t wait;
    bool waits;
    struct submission submission;
    struct assessment assessment;
    struct new_review new = { .call = call, .submission = &submission };
    struct error error = { 0 };
    enum status status;

    if (!api_query_values(call, "wait", false, wait_name, WAIT_COUNT, &wait))
        return;
    waits = wait == UINT32_C(1) << WAIT_NOT;
    status = read_submission(call, &submission, &error);
    if (status == STATUS_OK && !may_submit_for(call, submission.draft.unit))
        return;
    if (status == STATUS_OK)
        status = read_key(call, &new, &error);
    if (status == STATUS_OK)
        status = begin_item(call, &submission, waits, &new, &assessment, &error);
    if (status == STATUS_OK)
        status = writer_run(call->gate->writer, review_file_insert, &new, &error);
    if (status != STATUS_OK) {
        api_fail(call, status, &error);
        return;
    }
    atomic_fetch_add(&call->gate->counts.submissions, 1);
    if (!waits)
        tell_verdict(call, "submission", new.id, &submission, &assessment);
    background_wake(call->gate->background);
    show(call, new.id, new.is_repeated ? 200 : waits ? 202 : 201);
}

void api_review_show(struct call *call)
{
    show(call, call->wildcard, 200);
}

/* ---- Lists. */

struct listing {
    struct call *call;
    struct buf *out;
    unsigned count;
    char last[REVIEW_ID_SIZE];
};

static bool write_row(void *context, const struct review_row *row)
{
    struct listing *listing = context;
    char digest[DIGEST_TEXT_SIZE];
    struct buf *out = listing->out;

    digest_text(&row->digest, digest);
    json_element(out);
    buf_byte(out, '{');
    json_text(out, "id", row->id);
    json_text(out, "state", row->state);
    json_text(out, "title", row->title);
    json_text(out, "unit", row->unit);
    json_text(out, "account", row->account);
    json_text(out, "class", row->class);
    json_number(out, "created_ms", (uint64_t)row->created_ms);
    json_number(out, "updated_ms", (uint64_t)row->updated_ms);
    json_text(out, "due", row->due[0] != '\0' ? row->due : NULL);
    item_json_roles(out, "waits_for", row->waits_for);
    json_text(out, "digest", digest);
    buf_byte(out, '}');
    listing->count++;
    (void)strncpy(listing->last, row->id, sizeof listing->last - 1);
    return buf_status(out) == STATUS_OK;
}

static const char *state_name(unsigned index)
{
    return item_state_name((enum item_state)index);
}

static const char *class_of(unsigned index)
{
    return review_class_name((enum review_class)index);
}

/* What the list is of; false: the call is answered. */
static bool take_query(struct call *call, struct review_query *query)
{
    bool is_mine;
    uint32_t chosen;

    if (!api_query_flag(call, "queue", "mine", &is_mine) || !api_query_flag(call, "order", "due", &query->by_due)
        || !api_query_values(call, "state", false, state_name, ITEM_STATE_COUNT, &chosen)
        || !api_query_values(call, "class", false, class_of, CLASS_COUNT, &chosen))
        return false;
    if (is_mine)
        query->waits_for = call->identity.roles_in_all;
    return true;
}

void api_review_list(struct call *call)
{
    const struct http_request *request = call->request;
    struct review_query query = { .unit = http_argument(request, "unit"),
                                  .state = http_argument(request, "state"),
                                  .class = http_argument(request, "class"),
                                  .words = http_argument(request, "words"),
                                  .after = http_argument(request, "after"),
                                  .limit = api_list_limit(call) };
    struct listing listing = { .call = call };
    struct buf units = BUF_INIT(1 << 16);
    struct error error = { 0 };
    enum status status;

    if (!take_query(call, &query)) {
        buf_free(&units);
        return;
    }
    listing.out = api_open_list(call, "reviews");
    units_write(&units, call->identity.unit, call->identity.units);
    query.units = units.data;
    if (!units_are_all(&call->identity)) {
        /* What waits for an author waits for his units', and who is nothing else sees what api_may_see lets him. */
        query.unit_roles = ROLE_SUBMITTER;
        if ((call->identity.roles_in_all & ~(unsigned)ROLE_SUBMITTER) == 0)
            query.reader = call->identity.account;
    }
    status = buf_status(&units);
    if (status == STATUS_OK)
        status = review_list(call->worker->store, &query, write_row, &listing, &error);
    buf_free(&units);
    api_close_page(call, status, &error, listing.count == query.limit ? listing.last : NULL);
}

/* ---- Contents. */

static bool write_content(void *context, const struct content_row *content)
{
    struct buf *out = context;
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&content->digest, digest);
    json_element(out);
    buf_byte(out, '{');
    json_number(out, "ordinal", content->ordinal);
    json_text(out, "name", content->name);
    json_text(out, "media_type", content->media_type);
    json_text(out, "sha256", digest);
    json_number_or_null(out, "bytes", content->bytes.data != NULL, content->bytes.size);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

struct fetching {
    struct call *call;
    unsigned ordinal;
    bool is_found;
};

/* As a download that no browser runs: the bytes are an author's, and may be hostile. */
static bool send_content(void *context, const struct content_row *content)
{
    struct fetching *fetching = context;
    struct http_response *response = fetching->call->response;

    if (content->ordinal != fetching->ordinal || content->bytes.data == NULL)
        return true;
    fetching->is_found = true;
    buf_clear(&response->body);
    buf_append(&response->body, content->bytes.data, content->bytes.size);
    response->status = 200;
    response->media_type = "application/octet-stream";
    http_response_header(response, "Content-Disposition", "attachment; filename=\"content-%u\"", content->ordinal);
    http_response_header(response, "Content-Security-Policy", "sandbox; default-src 'none'");
    return false;
}

void api_review_content(struct call *call)
{
    const char *ordinal = http_argument(call->request, "ordinal");
    struct fetching fetching = { .call = call, .ordinal = ordinal != NULL ? (unsigned)strtoul(ordinal, NULL, 10) : 0 };
    struct review_file file;
    struct error error = { 0 };
    enum status status;
    struct buf *out;

    if (!open_file(call, call->wildcard, &file))
        return;
    if (ordinal != NULL) {
        status = content_list(call->worker->store, call->wildcard, send_content, &fetching, &error);
        if (status != STATUS_OK)
            api_fail(call, status, &error);
        else if (!fetching.is_found)
            api_refuse(call, 404, "unknown-content", "%s",
                       gettext("this content is not there, or is not kept any more"));
        return;
    }
    out = api_answer(call, 200);
    buf_text(out, "{\"v\":1,\"type\":\"contents\"");
    json_key(out, "contents");
    buf_byte(out, '[');
    status = content_list(call->worker->store, call->wildcard, write_content, out, &error);
    buf_text(out, "]}\n");
    if (status != STATUS_OK)
        api_fail(call, status, &error);
}
