/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules_engine.h"

#include "report/words.h"
#include "rules/matcher.h"
#include "rules/ruleset_engine.h"
#include "text/utf8.h"

/* As much of an expression, or of a text, as a line can show. */
enum { SHOWN_MAX = 400 };

struct telling {
    FILE *out;
    char matcher[MATCHER_TEXT_SIZE];
};

static void print_text(FILE *out, struct bytes text)
{
    size_t size = text.size <= SHOWN_MAX ? text.size : utf8_floor((const char *)text.data, text.size, SHOWN_MAX);

    fwrite(text.data, 1, size, out);
    if (size < text.size)
        fputs("…", out);
    putc('\n', out);
}

static void print_difference(void *context, const struct ruleset_engine_difference *difference)
{
    const struct telling *telling = context;

    fprintf(telling->out, "%s:%u:%u: %s: ", difference->file, difference->line, difference->column,
            difference->rule->id);
    fprintf(telling->out,
            difference->is_missed ? _("%s does not find what stands at bytes %zu to %zu of this text, and must\n")
                                  : _("%s finds something at bytes %zu to %zu of this text, where nothing is\n"),
            telling->matcher, (size_t)difference->match.start, (size_t)difference->match.end);
    if (difference->is_context)
        fputs(_("    (in requires: or unless:, where it only matters that there is something)\n"), telling->out);
    if (difference->is_program)
        fputs(_("    (in links, comments and scripts)\n"), telling->out);
    if (difference->sealed)
        return;
    fputs(_("    pattern: "), telling->out);
    print_text(telling->out, difference->pattern);
    fputs(_("    text: "), telling->out);
    print_text(telling->out, difference->text);
}

enum status rules_engine_check(const struct ruleset *ruleset, FILE *out, size_t *differences, struct error *error)
{
    struct telling telling = { .out = out };
    struct ruleset_engine_tally tally;
    enum status status;

    matcher_text(telling.matcher);
    status = ruleset_engine_check(ruleset, print_difference, &telling, &tally, error);
    *differences = tally.differences;
    if (status != STATUS_OK)
        return status;
    fprintf(
        out,
        _("%s against a plain search: %zu patterns, %zu contexts, %zu lines of text, %zu matches: %zu differences\n"),
        telling.matcher, tally.patterns, tally.contexts, tally.texts, tally.matches, tally.differences);
    if (tally.differences > 0)
        fputs(_("Do not rely on this engine: findings are missing or wrong. Delete the cache (guanka version --verbose "
                "says where) "
                "and check again; if it stays so, install the other engine (libhyperscan5 or libvectorscan5; each "
                "takes the "
                "place of the other) and report the lines above.\n"),
              out);
    return STATUS_OK;
}
