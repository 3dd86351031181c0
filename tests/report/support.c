/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/detectors.h"

struct ruleset *support_ruleset(void)
{
    static const char *const paths[] = { GUANKA_SOURCE_DIR "/tests/report/data/test.yaml" };
    const struct ruleset_options options = { .paths = paths, .path_count = 1 };
    struct error error = { 0 };
    struct ruleset *ruleset;

    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(detectors_prepare(ruleset, &error), STATUS_OK, "%s", error.message);
    return ruleset;
}

const struct rule *support_rule(const struct ruleset *ruleset, const char *id)
{
    for (size_t index = 0; index < ruleset_rule_count(ruleset); index++)
        if (strcmp(ruleset_rule(ruleset, index)->id, id) == 0)
            return ruleset_rule(ruleset, index);
    cr_assert_fail("no rule %s", id);
    return NULL;
}

struct finding support_finding(const struct rule *rule, const char *excerpt, const char *match)
{
    const char *at = strstr(excerpt, match);
    struct finding finding = {
        .rule = rule,
        .action = rule->action,
        .at = { .section = "body", .has_source = true, .source = { 10, 20 }, .line = 2, .column = 3 },
        .match = match,
        .match_size = strlen(match),
        .excerpt = excerpt,
        .excerpt_size = strlen(excerpt),
        .excerpt_match_size = strlen(match),
        .occurrences = 1
    };

    cr_assert_not_null(at);
    finding.excerpt_match = (size_t)(at - excerpt);
    return finding;
}

char *support_render(const char *format, const struct report_options *options, const struct report_document *document)
{
    struct report_context context = report_context_of(options);
    struct report_pieces pieces = { BUF_INIT(1 << 20), BUF_INIT(1 << 20) };
    char *text;

    cr_assert_eq(report_document(report_format_find(format), &context, document, &pieces), STATUS_OK);
    text = alloc_text(pieces.items.data != NULL ? pieces.items.data : "", pieces.items.size);
    report_context_free(&context);
    buf_free(&pieces.items);
    buf_free(&pieces.notes);
    return text;
}
