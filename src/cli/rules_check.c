/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules_check.h"

#include <string.h>

#include "cli/suppression_files.h"
#include "engine/detectors.h"
#include "engine/scanner.h"
#include "reference/reference.h"
#include "report/words.h"
#include "rules/complaint.h"
#include "rules/suppression.h"

/* A place where the rule looks: the body if it looks there. */
static enum text_role role_of(const struct rule *rule)
{
    for (unsigned role = 0; role < TEXT_ROLE_COUNT; role++)
        if ((rule->roles & (UINT32_C(1) << role)) != 0)
            return (enum text_role)role;
    return TEXT_BODY;
}

static bool is_found(const struct scan *scan, const struct rule *rule)
{
    for (size_t index = 0; index < scan->finding_count; index++)
        if (scan->findings[index].rule == rule)
            return true;
    for (size_t index = 0; index < scan->suggestion_count; index++)
        if (scan->suggestions[index].rule == rule)
            return true;
    return false;
}

/* An example that begins as a page does is one: what is told of a page as a whole cannot be shown by its words alone.
 */
static enum status scan_example(struct scanner *scanner, struct ruleset *ruleset, const struct rule *rule,
                                const char *text, const struct scan **scan)
{
    static const struct part_hint page = { .name = "example.html" };

    if (strncmp(text, "<html", 5) == 0)
        return scanner_scan(scanner, ruleset, bytes_of_text(text), NULL, &page, scan);
    return scanner_scan_text(scanner, ruleset, bytes_of_text(text), role_of(rule), scan);
}

static enum status run_example(struct scanner *scanner, struct ruleset *ruleset, const struct ruleset_example *example,
                               FILE *out, struct rules_check *result)
{
    const struct rule *rule = ruleset_rule(ruleset, example->rule);
    const struct scan *scan;
    enum status status = scan_example(scanner, ruleset, rule, example->text, &scan);
    bool found;

    if (status != STATUS_OK)
        return status;
    result->examples++;
    found = is_found(scan, rule);
    if (found == example->must_match)
        return STATUS_OK;
    result->failures++;
    fprintf(out, "%s:%u:%u: %s: ", rule->file, example->line, example->column, rule->id);
    fprintf(out, found ? _("must not match, but does: %s\n") : _("must match, but does not: %s\n"),
            rule->sealed ? _("(sealed)") : example->text);
    return STATUS_OK;
}

static void print_remarks(const struct ruleset *ruleset, FILE *out, struct rules_check *result)
{
    for (size_t index = 0; index < ruleset_remark_count(ruleset); index++) {
        const struct ruleset_remark *remark = ruleset_remark(ruleset, index);

        fprintf(out, "%s:%u:%u: %s%s\n", remark->file, remark->line, remark->column,
                remark->is_error ? _("error: ") : _("remark: "), remark->message);
        *(remark->is_error ? &result->errors : &result->remarks) += 1;
    }
}

/* Examples with dates are judged as if they were to be published on this day, so that they hold for ever. */
static const struct date example_day = { 2024, 4, 10 };

struct reminding {
    FILE *out;
    struct rules_check *result;
};

static void print_reminder(void *context, const char *file, uint32_t line, const char *words)
{
    struct reminding *reminding = context;

    fprintf(reminding->out, "%s:%u: %s%s\n", file, line, _("remark: "), words);
    reminding->result->remarks++;
}

/* All tables that anything asks for. */
static const char *const known_tables[] = {
    "account-words",
    "accounts",
    "allow",
    "anniversaries",
    "case-words",
    "cases",
    "enumerations",
    "exam-words",
    "formulas",
    "hosts",
    "indicators",
    "laws",
    "note-words",
    "operator-list-trial",
    "operator-lists",
    "personal-limits",
    "phrases",
    "place-words",
    "promotion-limits",
    "promotions",
    "region-words",
    "release-calendar",
    "release-lags",
    "releases",
    "review-profiles",
    "review-stops",
    "shapes",
    "site",
    "statement-words",
    "surnames",
    "table-headers",
    "table-words",
    "tamper-signs",
    "tamper-words",
    "working-days",
    "wording-words",
};
enum { KNOWN_TABLES = sizeof known_tables / sizeof *known_tables };

/* A table with a slip in its name would be passed over in silence. */
static void remark_tables(const struct reference *reference, FILE *out, struct rules_check *result)
{
    for (size_t index = 0; index < reference_source_count(reference); index++) {
        struct reference_file_name file = reference_source(reference, index);
        const char *nearest;
        size_t known = 0;

        while (known < KNOWN_TABLES && strcmp(known_tables[known], file.table) != 0)
            known++;
        if (known < KNOWN_TABLES)
            continue;
        nearest = complaint_nearest(file.table, strlen(file.table), known_tables, KNOWN_TABLES);
        fprintf(out, "%s: %s", file.path, _("remark: "));
        if (nearest != NULL)
            fprintf(out, _("no table is called so; did you mean %s.csv?\n"), nearest);
        else
            fputs(_("no table is called so; it is read only where a pack names it as a word list\n"), out);
        result->remarks++;
    }
}

enum status rules_check_run(struct ruleset *ruleset, struct date day, FILE *out, struct rules_check *result,
                            struct error *error)
{
    static const struct limits limits = LIMITS_DEFAULT;
    struct scanner *scanner;
    enum status status = scanner_create(&limits, NULL, &scanner);

    *result = (struct rules_check){ 0 };
    if (status != STATUS_OK)
        return error_set(error, status, _("out of memory"));
    scanner_set_as_of(scanner, example_day);
    print_remarks(ruleset, out, result);
    remark_tables(ruleset_reference(ruleset), out, result);
    detectors_remind(ruleset, day, print_reminder, &(struct reminding){ out, result });
    for (size_t index = 0; status == STATUS_OK && index < ruleset_example_count(ruleset); index++)
        status = run_example(scanner, ruleset, ruleset_example(ruleset, index), out, result);
    scanner_destroy(scanner);
    return status == STATUS_OK
               ? status
               : error_set(error, status, _("the examples could not be scanned: %s"), status_code(status));
}

/* ---- Suppressions. */

struct review {
    struct suppressions *suppressions;
    FILE *out;
    struct rules_check *result;
};

static void print_complaint(void *context, const char *sentence)
{
    struct review *review = context;

    fprintf(review->out, "%s\n", sentence);
    review->result->errors++;
}

static enum status review_file(void *context, const char *path, const struct seal_key *key, struct error *error)
{
    struct review *review = context;
    struct error trouble = { 0 };
    enum status status = suppressions_review(review->suppressions, path, key, print_complaint, review, &trouble);

    if (status != STATUS_INVALID)
        return status == STATUS_OK ? status : error_set(error, status, "%s", trouble.message);
    print_complaint(review, trouble.message);
    return STATUS_OK;
}

static bool has_rule(const struct ruleset *ruleset, const char *id)
{
    for (size_t index = 0; index < ruleset_rule_count(ruleset); index++)
        if (strcmp(ruleset_rule(ruleset, index)->id, id) == 0)
            return true;
    return false;
}

static void begin_remark(const struct suppression *suppression, struct review *review)
{
    fprintf(review->out, "%s:%u: %s", suppression->file, suppression->line, _("remark: "));
    review->result->remarks++;
}

static void remark_suppressions(const struct ruleset *ruleset, bool all_rules, const char *day, struct review *review)
{
    const struct suppression *suppression;

    for (size_t index = 0; (suppression = suppressions_at(review->suppressions, index)) != NULL; index++) {
        if (suppression_is_expired(suppression, day)) {
            begin_remark(suppression, review);
            fprintf(review->out, _("this suppression has expired on %s; the finding counts again\n"),
                    suppression->expires);
        }
        if (all_rules && suppression->rule != NULL && !has_rule(ruleset, suppression->rule)) {
            begin_remark(suppression, review);
            fprintf(review->out, _("no rule is called %s\n"),
                    suppression->is_sealed ? _("(sealed)") : suppression->rule);
        }
    }
}

enum status rules_check_suppressions(const struct ruleset *ruleset, const struct packs *packs,
                                     const struct text_list *named, struct date day, FILE *out,
                                     struct rules_check *result, struct error *error)
{
    bool all_rules = packs->paths.count == 0 && packs->enable.count == 0 && packs->disable.count == 0;
    struct review review = { .out = out, .result = result };
    char day_text[DATE_TEXT_SIZE];
    enum status status = suppressions_create(&review.suppressions);

    if (status != STATUS_OK)
        return error_set(error, status, _("out of memory"));
    status = suppression_files_each(packs, named, review_file, &review, error);
    date_text(day, day_text);
    if (status == STATUS_OK)
        remark_suppressions(ruleset, all_rules, day_text, &review);
    suppressions_free(review.suppressions);
    return status;
}
