/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/rescan.h"

#include <stdio.h>

#include "base/clock.h"
#include "gate/gate_event.h"
#include "gate/review_file.h"
#include "gate/stored_draft.h"
#include "report/json.h"

/* One review that is judged again. */
struct rescan {
    const struct call *call; /* nobody's: the gate itself */
    const char *id;
    struct submission submission;
    struct assessment assessment;
    bool is_forgotten;
};

static enum status record(const struct rescan *rescan, const struct review_file *file, struct store *store,
                          int64_t now_ms, struct error *error)
{
    struct buf body = BUF_INIT(1 << 16);
    char digest[DIGEST_TEXT_SIZE];

    buf_byte(&body, '{');
    json_text(&body, "verdict", verdict_name(rescan->assessment.verdict));
    json_text(&body, "state", item_state_name(file->item.state));
    digest_text(&rescan->assessment.content, digest);
    json_text(&body, "content", digest);
    digest_text(ruleset_digest(rescan->call->edition->ruleset), digest);
    json_text(&body, "rules", digest);
    return api_record_change(rescan->call, store, now_ms, "assessed", KEPT_REVIEW, rescan->id, &body, error);
}

static enum status judge_item(const struct rescan *rescan, struct review_item *item, struct error *error)
{
    const struct edition *edition = rescan->call->edition;

    if (item->state == ITEM_WAITING)
        return review_item_begin(edition->profile, edition->days, &rescan->submission.draft,
                                 &rescan->assessment.judgement, item, error);
    review_item_judge_again(item, &rescan->assessment.judgement);
    return STATUS_OK;
}

/* Read again in the writer: somebody may have decided meanwhile. */
static enum status write_again(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    struct rescan *rescan = context;
    const struct call *call = rescan->call;
    struct review_file file;
    unsigned round;
    bool found;
    enum status status =
        review_file_read(store, rescan->id, call->edition, call->today, call->worker->arena, &file, &found, error);

    if (status != STATUS_OK || !found)
        return status;
    status = judge_item(rescan, &file.item, error);
    file.row.digest = rescan->assessment.content;
    file.row.rules = *ruleset_digest(call->edition->ruleset);
    file.row.verdict =
        arena_text(call->worker->arena, (const char *)rescan->assessment.record.data, rescan->assessment.record.size);
    if (status == STATUS_OK && file.row.verdict == NULL)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = verdict_insert(store, rescan->id, now_ms, file.row.verdict, &round, error);
    if (status == STATUS_OK)
        status = review_file_save(store, &file, now_ms, error);
    return status == STATUS_OK ? record(rescan, &file, store, now_ms, error) : status;
}

static enum status rescan_one(struct call *call, const char *id, struct error *error)
{
    struct rescan rescan = { .call = call, .id = id };
    struct review_file file;
    bool found;
    struct date as_of;
    enum status status = review_file_read(call->worker->store, id, call->edition, call->today, call->worker->arena,
                                          &file, &found, error);

    if (status == STATUS_OK && found)
        status = submission_read_draft(bytes_of_text(file.row.draft), call->worker->arena, &rescan.submission, error);
    if (status == STATUS_OK && found)
        status = stored_contents_read(call->worker->store, id, call->worker->arena, &rescan.submission,
                                      &rescan.is_forgotten, error);
    if (status != STATUS_OK || !found || rescan.is_forgotten)
        return status;
    as_of = date_is_set(rescan.submission.draft.publish_on) ? rescan.submission.draft.publish_on : call->today;
    status = assess(call->worker->assessor, call->edition->ruleset, call->edition->profile, &rescan.submission.draft,
                    rescan.submission.contents, rescan.submission.content_count, as_of, &rescan.assessment);
    if (status == STATUS_OK)
        status = writer_run(call->gate->writer, write_again, &rescan, error);
    if (status == STATUS_OK)
        gate_event_verdict(call->gate, &(struct gate_verdict){ .request = "rescan",
                                                               .review = id,
                                                               .verdict = rescan.assessment.verdict,
                                                               .counts = &rescan.assessment.counts,
                                                               .contents = rescan.submission.contents,
                                                               .content_count = rescan.submission.content_count,
                                                               .digest = &rescan.assessment.content,
                                                               .rules = ruleset_digest(call->edition->ruleset),
                                                               .begun_ns = call->begun_ns });
    return status;
}

struct id_list {
    char (*ids)[REVIEW_ID_SIZE];
    unsigned count;
};

static bool take_id(void *context, const char *id)
{
    struct id_list *list = context;

    (void)snprintf(list->ids[list->count++], REVIEW_ID_SIZE, "%s", id);
    return true;
}

enum { RESCANS_MAX = 64 };

enum status rescan_some(struct gate *gate, struct gate_worker *worker, unsigned limit, bool *has_more,
                        struct error *error)
{
    static const struct http_request nobody = { .path = "", .peer = "gate" };
    char ids[RESCANS_MAX][REVIEW_ID_SIZE];
    struct id_list list = { .ids = ids };
    struct call call = { .gate = gate,
                         .worker = worker,
                         .request = &nobody,
                         .identity = { .account = "gate", .display = "", .unit = "", .units = "" } };
    enum status status;

    limit = limit > RESCANS_MAX ? RESCANS_MAX : limit;
    call.edition = edition_slot_get(gate->editions);
    call.today = gate_clock_today(writer_clock(gate->writer));
    status = review_list_stale(worker->store, ruleset_digest(call.edition->ruleset), limit, take_id, &list, error);
    for (unsigned index = 0; index < list.count && status == STATUS_OK && !atomic_load(&gate->stop); index++) {
        arena_reset(worker->arena);
        call.begun_ns = clock_monotonic_ns();
        status = rescan_one(&call, ids[index], error);
    }
    *has_more = status == STATUS_OK && list.count == limit;
    edition_unref(call.edition);
    return status;
}
