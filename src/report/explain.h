/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a finding is one, in words for a reviewer who reads no regular expression.
 *
 * What stands in the document is masked as everywhere.
 */
#ifndef GUANKA_REPORT_EXPLAIN_H
#define GUANKA_REPORT_EXPLAIN_H

#include "report/report.h"

/* What of a rule's makes a match harmless, which was not there when something was found, in a sentence; nothing when the
 * rule has no excuse. */
void explain_excuse(struct buf *out, const struct rule *rule);

/* A sentence a line, each begun with `indent`; nothing when the finding has no explanation. */
void explain_text(struct buf *out, struct report_context *context, const struct finding *finding, const char *indent);
/* The same as the member "explanation" of an object (docs/contract.md). */
void explain_json(struct buf *out, struct report_context *context, const struct finding *finding);

#endif
