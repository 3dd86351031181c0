/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/replay.h"

#include <jansson.h>
#include <libintl.h>
#include <string.h>

#include "gate/stored_draft.h"

/* The row's texts, and the last verdict's record, for as long as the replay takes. */
struct stored {
    struct arena *arena;
    const char *draft, *record;
    bool has_failed;
};

static bool take_row(void *context, const struct review_row *row)
{
    struct stored *stored = context;

    stored->draft = arena_text(stored->arena, row->draft, strlen(row->draft));
    stored->has_failed = stored->has_failed || stored->draft == NULL;
    return false;
}

static bool take_verdict(void *context, unsigned round, int64_t at_ms, const char *record)
{
    struct stored *stored = context;

    (void)round;
    (void)at_ms;
    stored->record = arena_text(stored->arena, record, strlen(record));
    stored->has_failed = stored->has_failed || stored->record == NULL;
    return true;
}

static enum status read_stored(const struct store *store, const char *id, struct stored *stored, struct error *error)
{
    bool found;
    enum status status = review_read(store, id, take_row, stored, &found, error);

    if (status == STATUS_OK && !found)
        return error_set(error, STATUS_INVALID, gettext("there is no review with this id"));
    if (status == STATUS_OK)
        status = verdict_list(store, id, take_verdict, stored, error);
    if (status == STATUS_OK && stored->has_failed)
        return STATUS_NO_MEMORY;
    if (status == STATUS_OK && stored->record == NULL)
        return error_set(error, STATUS_INVALID, gettext("the review %s has no verdict yet"), id);
    return status;
}

/* Names of the inputs that are not the same in both records. */
static enum status compare_inputs(const json_t *before, struct bytes now, struct arena *arena, const char **difference)
{
    json_t *root = json_loadb((const char *)now.data, now.size, 0, NULL);
    struct buf words = BUF_INIT(1024);
    const char *name;
    json_t *value;
    enum status status;

    json_object_foreach(json_object_get(before, "inputs"), name, value)
    {
        if (!json_equal(value, json_object_get(json_object_get(root, "inputs"), name)))
            buf_format(&words, "%s%s", words.size > 0 ? ", " : "", name);
    }
    if (!json_equal(json_object_get(before, "profile"), json_object_get(root, "profile")))
        buf_format(&words, "%sprofile", words.size > 0 ? ", " : "");
    json_decref(root);
    status = buf_status(&words);
    if (status == STATUS_OK && words.size > 0) {
        *difference = arena_text(arena, words.data, words.size);
        status = *difference == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    buf_free(&words);
    return status;
}

static enum status judge_again(const struct store *store, const char *id, struct assessor *assessor,
                               const struct edition *edition, struct arena *arena, const struct stored *stored,
                               const json_t *before, struct assessment *assessment, struct error *error)
{
    const char *day = json_string_value(json_object_get(before, "as_of"));
    struct submission submission;
    struct date as_of;
    bool is_forgotten = false;
    enum status status = submission_read_draft(bytes_of_text(stored->draft), arena, &submission, error);

    if (status == STATUS_OK)
        status = stored_contents_read(store, id, arena, &submission, &is_forgotten, error);
    if (status != STATUS_OK)
        return status;
    if (is_forgotten)
        return error_set(error, STATUS_INVALID, gettext("the contents of %s are not kept any more"), id);
    if (day == NULL || !date_parse(day, strlen(day), &as_of))
        return error_set(error, STATUS_INVALID, gettext("the record of the review %s is damaged; verify the ledger"),
                         id);
    return assess(assessor, edition->ruleset, edition->profile, &submission.draft, submission.contents,
                  submission.content_count, as_of, assessment);
}

enum status replay_review(const struct store *store, const char *id, struct assessor *assessor,
                          const struct edition *edition, struct arena *arena, struct replay_result *result,
                          struct error *error)
{
    struct stored stored = { .arena = arena };
    struct assessment assessment;
    json_t *before;
    enum status status = read_stored(store, id, &stored, error);

    if (status != STATUS_OK)
        return status;
    before = json_loads(stored.record, 0, NULL);
    if (before == NULL)
        return error_set(error, STATUS_INVALID, gettext("the record of the review %s is damaged; verify the ledger"),
                         id);
    status = judge_again(store, id, assessor, edition, arena, &stored, before, &assessment, error);
    if (status == STATUS_OK) {
        result->record = assessment.record;
        result->is_same = bytes_equal(assessment.record, bytes_of_text(stored.record));
        status = compare_inputs(before, assessment.record, arena, &result->difference);
    }
    json_decref(before);
    return status;
}
