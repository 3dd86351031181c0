/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/review_file.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "gate/deadlines.h"
#include "gate/item_json.h"
#include "gate/secret.h"
#include "report/json.h"
#include "store/outbox.h"

enum { RECORD_MAX = 1 << 30 };

enum status review_id_make(int64_t now_ms, char id[REVIEW_ID_SIZE])
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint8_t chance[16];

    if (secret_random(chance, sizeof chance) != STATUS_OK)
        return STATUS_IO;
    for (unsigned index = 0; index < 10; index++)
        id[index] = digits[(uint64_t)now_ms >> (5 * (9 - index)) & 31];
    for (unsigned index = 0; index < 16; index++)
        id[10 + index] = digits[chance[index] & 31];
    id[26] = '\0';
    return STATUS_OK;
}

/* ---- Reading. */

struct copying {
    struct arena_copies copies;
    struct review_row *row;
};

static bool copy_row(void *context, const struct review_row *row)
{
    struct copying *copying = context;
    struct review_row *copied = copying->row;

    *copied = *row;
    copied->id = arena_copy(&copying->copies, row->id);
    copied->account = arena_copy(&copying->copies, row->account);
    copied->unit = arena_copy(&copying->copies, row->unit);
    copied->title = arena_copy(&copying->copies, row->title);
    copied->state = arena_copy(&copying->copies, row->state);
    copied->class = arena_copy(&copying->copies, row->class);
    copied->due = arena_copy(&copying->copies, row->due);
    copied->supersedes = arena_copy(&copying->copies, row->supersedes);
    copied->webhook = arena_copy(&copying->copies, row->webhook);
    copied->draft = arena_copy(&copying->copies, row->draft);
    copied->item = arena_copy(&copying->copies, row->item);
    copied->verdict = arena_copy(&copying->copies, row->verdict);
    return false;
}

enum status review_file_read(const struct store *store, const char *id, const struct edition *edition,
                             struct date today, struct arena *arena, struct review_file *file, bool *found,
                             struct error *error)
{
    struct copying copying = { .copies = { .arena = arena }, .row = &file->row };
    enum status status = review_read(store, id, copy_row, &copying, found, error);

    if (status != STATUS_OK || !*found)
        return status;
    if (copying.copies.has_failed)
        return error_set(error, STATUS_NO_MEMORY, gettext("out of memory"));
    if (item_json_read(file->row.item, &file->item) != STATUS_OK)
        return error_set(error, STATUS_BUG, gettext("the record of the review %s is damaged; verify the ledger"), id);
    (void)review_item_age(&file->item, edition->profile, today);
    return STATUS_OK;
}

/* ---- Writing. */

/* What the item's state says in columns of its own. */
static void describe_item(struct review_row *row, const struct review_item *item, char due[DATE_TEXT_SIZE])
{
    date_text(review_item_due(item), due);
    row->state = item_state_name(item->state);
    row->class = review_class_name(item->class);
    row->waits_for = review_item_waits_for(item);
    row->due = due;
}

struct granting {
    struct store *store;
    const char *review;
    int64_t now_ms;
    enum status status;
    struct error *error;
};

static bool grant(void *context, const struct content_row *content)
{
    struct granting *granting = context;

    granting->status =
        permit_grant(granting->store, &content->digest, granting->review, granting->now_ms, granting->error);
    return granting->status == STATUS_OK;
}

/* A permit stands for exactly the bytes that were approved, as long as the review is ready or published. */
static enum status settle_permits(struct store *store, const struct review_row *row, enum item_state state,
                                  int64_t now_ms, struct error *error)
{
    struct granting granting = { store, row->id, now_ms, STATUS_OK, error };
    enum status status;

    if (state == ITEM_PUBLISHED)
        return STATUS_OK;
    if (state != ITEM_READY)
        return permit_revoke_review(store, row->id, now_ms, error);
    status = content_list(store, row->id, grant, &granting, error);
    return status == STATUS_OK ? granting.status : status;
}

static enum status notify(struct store *store, const struct review_file *file, int64_t now_ms, struct error *error)
{
    struct buf body = BUF_INIT(1 << 20);
    struct outbox_row row = {
        .review = file->row.id, .address = file->row.webhook, .created_ms = now_ms, .due_ms = now_ms
    };
    enum status status;

    if (file->row.webhook[0] == '\0')
        return STATUS_OK;
    review_file_write(&body, file, NULL);
    status = buf_status(&body);
    row.body = body.data;
    if (status == STATUS_OK)
        status = outbox_insert(store, &row, error);
    buf_free(&body);
    return status;
}

enum status review_file_save(struct store *store, struct review_file *file, int64_t now_ms, struct error *error)
{
    struct buf item = BUF_INIT(1 << 20);
    char due[DATE_TEXT_SIZE];
    enum status status;

    item_json_write(&item, &file->item);
    status = buf_status(&item);
    file->row.item = item.data;
    file->row.updated_ms = now_ms;
    describe_item(&file->row, &file->item, due);
    if (status == STATUS_OK)
        status = review_update(store, &file->row, error);
    if (status == STATUS_OK)
        status = settle_permits(store, &file->row, file->item.state, now_ms, error);
    if (status == STATUS_OK)
        status = notify(store, file, now_ms, error);
    buf_free(&item);
    /* Borrowed from what is gone now. */
    file->row.item = "";
    file->row.due = "";
    return status;
}

static enum status write_ledger(const struct new_review *new, struct store *store, int64_t now_ms, struct error *error)
{
    struct buf body = BUF_INIT(RECORD_MAX);
    char digest[DIGEST_TEXT_SIZE];

    buf_byte(&body, '{');
    json_key(&body, "draft");
    submission_write_draft(&body, &new->submission->draft);
    if (new->assessment != NULL) {
        digest_text(&new->assessment->content, digest);
        json_text(&body, "content", digest);
        digest_text(ruleset_digest(new->call->edition->ruleset), digest);
        json_text(&body, "rules", digest);
        json_text(&body, "verdict", verdict_name(new->assessment->verdict));
    }
    json_text(&body, "state", item_state_name(new->item.state));
    json_text(&body, "supersedes", new->submission->supersedes);
    return api_record_change(new->call, store, now_ms, "submitted", KEPT_REVIEW, new->id, &body, error);
}

static enum status insert_contents(const struct new_review *new, struct store *store, struct review_row *row,
                                   struct error *error)
{
    const struct submission *submission = new->submission;
    struct content_row *contents = arena_zeroed(new->call->worker->arena, submission->content_count * sizeof *contents);

    if (contents == NULL)
        return error_set(error, STATUS_NO_MEMORY, gettext("out of memory"));
    for (size_t index = 0; index < submission->content_count; index++) {
        const struct assessment_content *content = &submission->contents[index];

        contents[index] = (struct content_row){ (unsigned)index, content->name, content->media_type, content->digest,
                                                content->bytes };
    }
    return review_insert(store, row, contents, submission->content_count, error);
}

static enum status record_superseded(const struct new_review *new, struct store *store, int64_t now_ms,
                                     struct error *error)
{
    const char *before = new->submission->supersedes;
    struct buf body = BUF_INIT(1 << 16);

    buf_byte(&body, '{');
    json_text(&body, "by", new->id);
    json_text(&body, "state", item_state_name(ITEM_SUPERSEDED));
    return api_record_change(new->call, store, now_ms, "superseded", KEPT_REVIEW, before, &body, error);
}

/* The version before is over with the new one; only its own unit's people may do that. */
static enum status supersede(const struct new_review *new, struct store *store, int64_t now_ms, struct error *error)
{
    const struct call *call = new->call;
    struct review_file before;
    bool found;
    enum status status;

    if (new->submission->supersedes[0] == '\0')
        return STATUS_OK;
    status = review_file_read(store, new->submission->supersedes, call->edition, call->today, call->worker->arena,
                              &before, &found, error);
    if (status != STATUS_OK)
        return status;
    if (!found || strcmp(before.row.unit, new->submission->draft.unit) != 0)
        return error_set(error, STATUS_INVALID, gettext("supersedes: there is no such review of this unit"));
    if (before.item.state == ITEM_PUBLISHED || before.item.state == ITEM_SUPERSEDED)
        return STATUS_OK;
    before.item.state = ITEM_SUPERSEDED;
    status = review_file_save(store, &before, now_ms, error);
    return status == STATUS_OK ? record_superseded(new, store, now_ms, error) : status;
}

static enum status insert_rest(struct new_review *new, struct store *store, struct review_row *row, int64_t now_ms,
                               struct error *error)
{
    const struct idempotency_row repeated = { .request = new->request };
    struct idempotency_row stored = repeated;
    unsigned round;
    enum status status = insert_contents(new, store, row, error);

    memcpy(stored.review, new->id, sizeof stored.review);
    if (status == STATUS_OK && new->assessment != NULL)
        status = verdict_insert(store, new->id, now_ms, row->verdict, &round, error);
    if (status == STATUS_OK && new->idempotency_key != NULL)
        status = idempotency_insert(store, new->call->identity.account, new->idempotency_key, &stored, now_ms, error);
    if (status == STATUS_OK)
        status = supersede(new, store, now_ms, error);
    return status == STATUS_OK ? write_ledger(new, store, now_ms, error) : status;
}

static enum status insert_new(struct new_review *new, struct store *store, int64_t now_ms, struct error *error)
{
    const struct submission *submission = new->submission;
    struct arena *arena = new->call->worker->arena;
    struct buf draft = BUF_INIT(1 << 20), item = BUF_INIT(1 << 20);
    const struct assessment *assessment = new->assessment;
    struct review_file file = { .item = new->item,
                                .row = { .id = new->id,
                                         .created_ms = now_ms,
                                         .updated_ms = now_ms,
                                         .account = new->call->identity.account,
                                         .unit = submission->draft.unit,
                                         .title = submission->draft.title,
                                         .supersedes = submission->supersedes,
                                         .webhook = submission->webhook,
                                         .verdict = "" } };
    char due[DATE_TEXT_SIZE];
    enum status status;

    submission_write_draft(&draft, &submission->draft);
    item_json_write(&item, &new->item);
    status = buf_status(&draft) == STATUS_OK ? buf_status(&item) : buf_status(&draft);
    describe_item(&file.row, &new->item, due);
    file.row.draft = draft.data;
    file.row.item = item.data;
    if (assessment != NULL) {
        file.row.digest = assessment->content;
        file.row.rules = *ruleset_digest(new->call->edition->ruleset);
        file.row.verdict = arena_text(arena, (const char *)assessment->record.data, assessment->record.size);
        status = file.row.verdict == NULL ? STATUS_NO_MEMORY : status;
    }
    if (status == STATUS_OK)
        status = insert_rest(new, store, &file.row, now_ms, error);
    if (status == STATUS_OK)
        status = notify(store, &file, now_ms, error);
    buf_free(&draft);
    buf_free(&item);
    return status;
}

enum status review_file_insert(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    struct new_review *new = context;
    struct idempotency_row before;
    bool found = false;
    enum status status = STATUS_OK;

    if (new->idempotency_key != NULL)
        status = idempotency_find(store, new->call->identity.account, new->idempotency_key, &before, &found, error);
    if (status == STATUS_OK && found) {
        if (!bytes_equal(bytes_of(before.request.bytes, DIGEST_SIZE), bytes_of(new->request.bytes, DIGEST_SIZE)))
            return error_set(error, STATUS_INVALID, gettext("this Idempotency-Key was used for another request"));
        memcpy(new->id, before.review, sizeof new->id);
        new->is_repeated = true;
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        status = review_id_make(now_ms, new->id);
    return status == STATUS_OK ? insert_new(new, store, now_ms, error) : status;
}

/* ---- For users. */

void review_file_write(struct buf *out, const struct review_file *file, const struct call *call)
{
    const struct review_row *row = &file->row;
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&row->digest, digest);
    buf_text(out, "{\"v\":1,\"type\":\"review\"");
    json_text(out, "id", row->id);
    json_text(out, "state", item_state_name(file->item.state));
    json_text(out, "title", row->title);
    json_text(out, "unit", row->unit);
    json_text(out, "account", row->account);
    json_text(out, "class", review_class_name(file->item.class));
    json_number(out, "created_ms", (uint64_t)row->created_ms);
    json_number(out, "updated_ms", (uint64_t)row->updated_ms);
    json_text(out, "due", row->due[0] != '\0' ? row->due : NULL);
    item_json_roles(out, "waits_for", review_item_waits_for(&file->item));
    json_text(out, "supersedes", row->supersedes[0] != '\0' ? row->supersedes : NULL);
    json_text(out, "digest", digest);
    json_key(out, "item");
    item_json_write(out, &file->item);
    json_key(out, "draft");
    buf_text(out, row->draft[0] != '\0' ? row->draft : "null");
    if (call != NULL) {
        size_t size = strlen(row->verdict);

        deadlines_write(out, call, file);
        json_key(out, "assessment");
        /* Without its line feed. */
        buf_append(out, size > 0 ? row->verdict : "null", size > 0 ? size - 1 : 4);
    }
    buf_byte(out, '}');
}
