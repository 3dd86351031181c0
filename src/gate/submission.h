/* SPDX-License-Identifier: Apache-2.0
 *
 * What a client submits: metadata and contents, from JSON or from multipart/form-data, and back to JSON for the store.
 *
 * JSON: an object with the members of struct draft (title, unit, author, source, disclosure, disclosure_reason, class,
 * class_reason, column, region, address, publish_on, formed_on, producer, producer_approval, approval_organ,
 * approval_number, organs), what is to be published as `html` or `text`, its `name`, and `attachments`, an array of
 * {name, media_type, base64}; `webhook` and `supersedes`. Multipart: a part `meta` with that object (without contents),
 * and each file as a part with a file name, the draft first. Unknown members are refused, so that a misspelt 公开属性
 * is not simply missing.
 */
#ifndef GUANKA_GATE_SUBMISSION_H
#define GUANKA_GATE_SUBMISSION_H

#include "gate/assessment.h"
#include "gate/http_message.h"

struct submission {
    struct draft draft;
    const char *webhook, *supersedes; /* "" where nothing was said */
    struct assessment_content *contents;
    size_t content_count;
};

/* Everything is in the arena or borrowed from the request. STATUS_INVALID with the member in *error. */
MUST_CHECK enum status submission_read(const struct http_request *request, struct arena *arena,
                                       struct submission *submission, struct error *error);
/* Metadata alone, as submission_write_draft wrote it or a client did. */
MUST_CHECK enum status submission_read_draft(struct bytes json, struct arena *arena, struct submission *submission,
                                             struct error *error);
/* The metadata as a JSON object, always with the same members in the same order. */
void submission_write_draft(struct buf *out, const struct draft *draft);

#endif
