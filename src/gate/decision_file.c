/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/decision_file.h"

#include <libintl.h>
#include <stdio.h>

#include "gate/item_json.h"
#include "report/json.h"

static enum status record(const struct decision_task *task, uint8_t level, struct store *store, int64_t now_ms,
                          struct error *error)
{
    const struct decision *decision = task->decision;
    struct buf body = BUF_INIT(1 << 20);
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&task->file.row.digest, digest);
    buf_byte(&body, '{');
    json_text(&body, "action", review_action_name(decision->action));
    json_text(&body, "opinion", decision->opinion);
    json_text(&body, "document", decision->document);
    json_text(&body, "organ", decision->organ);
    json_bool(&body, "agrees", decision->agrees);
    if (decision->action == ACTION_PUBLISHED)
        json_text(&body, "address", decision->address);
    json_number(&body, "level_before", level);
    json_number(&body, "level", task->file.item.level);
    json_text(&body, "state", item_state_name(task->file.item.state));
    json_text(&body, "secrecy", secrecy_state_name(task->file.item.secrecy));
    json_text(&body, "content", digest);
    if (task->delegated != NULL) {
        json_text(&body, "on_behalf_of", task->delegated->delegator);
        json_text(&body, "on_behalf_of_display", task->delegated->display);
        json_text(&body, "delegation", task->delegated->delegation);
        item_json_date(&body, "delegated_from", task->delegated->from);
        item_json_date(&body, "delegated_until", task->delegated->until);
    }
    if (task->is_refused)
        json_text(&body, "refused", task->reason.message);
    return api_record_change(task->call, store, now_ms, task->is_refused ? "denied" : "decided", KEPT_REVIEW,
                             task->review, &body, error);
}

/* At which level it was taken: who overrides does so at his own, whatever level would be next. */
static uint8_t level_of(const struct decision_task *task, const struct review_item *before)
{
    return task->decision->action == ACTION_OVERRIDE ? task->file.item.overridden_at : before->level;
}

enum status decision_carry_out(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    struct decision_task *task = context;
    const struct call *call = task->call;
    struct review_item before;
    enum status status = review_file_read(store, task->review, call->edition, call->today, call->worker->arena,
                                          &task->file, &task->is_found, error);

    if (status != STATUS_OK || !task->is_found)
        return status;
    before = task->file.item;
    status = api_may_see(call, &task->file.row)
                 ? review_item_decide(&task->file.item, call->edition->profile, call->edition->days, task->decision,
                                      call->today, &task->reason)
                 : error_set(&task->reason, STATUS_INVALID, gettext("this draft is another unit's"));
    if (status != STATUS_OK && status != STATUS_INVALID)
        return status;
    task->is_refused = status == STATUS_INVALID;
    if (task->is_refused)
        task->file.item = before;
    status = task->is_refused ? STATUS_OK : review_file_save(store, &task->file, now_ms, error);
    return status == STATUS_OK ? record(task, level_of(task, &before), store, now_ms, error) : status;
}
