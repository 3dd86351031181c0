/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/submission.h"
#include "report/json.h"

static void write_date(struct buf *out, const char *key, struct date date)
{
    char text[DATE_TEXT_SIZE];

    date_text(date, text);
    json_text(out, key, date_is_set(date) ? text : NULL);
}

void submission_write_draft(struct buf *out, const struct draft *draft)
{
    buf_byte(out, '{');
    json_text(out, "title", draft->title);
    json_text(out, "unit", draft->unit);
    json_text(out, "author", draft->author);
    json_text(out, "source", draft->source);
    json_text(out, "disclosure", disclosure_name(draft->disclosure));
    json_text(out, "disclosure_reason", draft->disclosure_reason);
    json_text(out, "class", draft->class);
    json_text(out, "class_reason", draft->class_reason);
    json_text(out, "column", draft->column);
    json_text(out, "region", draft->region);
    json_text(out, "address", draft->address);
    write_date(out, "publish_on", draft->publish_on);
    write_date(out, "formed_on", draft->formed_on);
    json_text(out, "producer", draft->producer);
    json_text(out, "producer_approval", draft->producer_approval);
    json_text(out, "approval_organ", draft->approval_organ);
    json_text(out, "approval_number", draft->approval_number);
    json_texts(out, "organs", draft->organs, draft->organ_count);
    buf_byte(out, '}');
}
