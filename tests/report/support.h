/* SPDX-License-Identifier: Apache-2.0
 *
 * A hand-made scan, and the rules it needs, for the tests of the formats.
 */
#ifndef GUANKA_TESTS_REPORT_SUPPORT_H
#define GUANKA_TESTS_REPORT_SUPPORT_H

#include "report/report.h"

/* Two rules: "test.mark" (block) and "test.person" (review, personal: masked). */
struct ruleset *support_ruleset(void);
const struct rule *support_rule(const struct ruleset *ruleset, const char *id);
/* A finding of `match` in `excerpt`, where it must stand; line 2, column 3, bytes 10 to 20. */
struct finding support_finding(const struct rule *rule, const char *excerpt, const char *match);
/* `document` in `format`, without the beginning and the end. The text is the caller's. */
char *support_render(const char *format, const struct report_options *options, const struct report_document *document);

#endif
