/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/deadlines.h"

#include <stdio.h>

#include "gate/item_json.h"
#include "report/json.h"

struct deadline {
    const char *kind, *organ; /* organ NULL: none */
    struct date from, due;
    unsigned days;
};

static void write_deadline(struct buf *out, const struct working_days *calendar, const struct deadline *deadline)
{
    struct buf counted = BUF_INIT(1 << 16);

    if (!date_is_set(deadline->from) || !date_is_set(deadline->due))
        return;
    if (working_days_explain(calendar, deadline->from, deadline->due, &counted) != STATUS_OK)
        buf_clear(&counted);
    json_element(out);
    buf_byte(out, '{');
    json_text(out, "kind", deadline->kind);
    json_text(out, "organ", deadline->organ);
    item_json_date(out, "from", deadline->from);
    item_json_date(out, "due", deadline->due);
    json_number(out, "days", deadline->days);
    json_text_sized(out, "counted", counted.data != NULL ? counted.data : "", counted.size);
    buf_byte(out, '}');
    buf_free(&counted);
}

void deadlines_write(struct buf *out, const struct call *call, const struct review_file *file)
{
    const struct review_profile *profile = call->edition->profile;
    const struct working_days *calendar = call->edition->days;
    struct submission submission;

    json_key(out, "deadlines");
    buf_byte(out, '[');
    if (submission_read_draft(bytes_of_text(file->row.draft), call->worker->arena, &submission, NULL) == STATUS_OK) {
        const struct deadline publication = { .kind = "publication",
                                              .from = submission.draft.formed_on,
                                              .due = file->item.publish_by,
                                              .days = profile->disclosure_days };

        write_deadline(out, calendar, &publication);
    }
    for (size_t index = 0; index < file->item.consultation_count; index++) {
        const struct consultation *asked = &file->item.consultations[index];
        const struct deadline answer = { .kind = "consultation",
                                         .organ = asked->organ,
                                         .from = asked->received,
                                         .due = asked->due,
                                         .days = profile->consultation_days };

        write_deadline(out, calendar, &answer);
    }
    buf_byte(out, ']');
}
