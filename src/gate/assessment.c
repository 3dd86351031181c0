/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/assessment.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "reference/reference.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/json_line.h"

struct assessor {
    const struct assessor_options *options;
    struct scanner *scanner;
    struct pool *pool;
    struct report_options report;
    struct report_context context;
    struct report_pieces pieces;
    struct arena *arena;
    struct judged_finding *findings;
    size_t finding_count, finding_capacity;
    struct buf record;
};

enum status assessor_create(const struct assessor_options *options, struct assessor **result)
{
    struct assessor *assessor = alloc_zeroed(1, sizeof *assessor);
    enum status status;

    if (assessor == NULL)
        return STATUS_NO_MEMORY;
    assessor->options = options;
    assessor->report = (struct report_options){ .language = options->language, .show_secrets = options->show_secrets };
    assessor->context = report_context_of(&assessor->report);
    assessor->pieces = (struct report_pieces){ BUF_INIT(SIZE_MAX / 2), BUF_INIT(SIZE_MAX / 2) };
    assessor->record = (struct buf)BUF_INIT(SIZE_MAX / 2);
    status = arena_create(&assessor->arena);
    if (status == STATUS_OK)
        status = scanner_create(options->limits, options->stop, &assessor->scanner);
    if (status == STATUS_OK && options->isolation != NULL)
        status = pool_create(options->isolation, &assessor->pool);
    if (status != STATUS_OK) {
        assessor_destroy(assessor);
        return status;
    }
    if (assessor->pool != NULL)
        scanner_set_delegate(assessor->scanner, pool_delegate(assessor->pool));
    *result = assessor;
    return STATUS_OK;
}

void assessor_destroy(struct assessor *assessor)
{
    if (assessor == NULL)
        return;
    scanner_destroy(assessor->scanner);
    pool_destroy(assessor->pool);
    report_context_free(&assessor->context);
    buf_free(&assessor->pieces.items);
    buf_free(&assessor->pieces.notes);
    buf_free(&assessor->record);
    alloc_free(assessor->findings);
    if (assessor->arena != NULL)
        arena_destroy(assessor->arena);
    alloc_free(assessor);
}

/* What is scanned counts, whatever its name: the title and the contents together. */
struct sum {
    struct assessment_counts counts;
    enum verdict verdict;
    enum rule_suggests suggests;
};

static enum status note_findings(struct assessor *assessor, const struct scan *scan)
{
    enum status status =
        ARRAY_GROW(&assessor->findings, &assessor->finding_capacity, assessor->finding_count + scan->finding_count);

    for (size_t index = 0; index < scan->finding_count && status == STATUS_OK; index++) {
        const struct finding *finding = &scan->findings[index];

        assessor->findings[assessor->finding_count++] = (struct judged_finding){ .category = finding->rule->category,
                                                                                 .action = action_name(finding->action),
                                                                                 .rule = finding->rule->id };
    }
    return status;
}

static void count_findings(const struct scan *scan, struct assessment_counts *counts)
{
    for (size_t index = 0; index < scan->finding_count; index++)
        counts->findings[scan->findings[index].action]++;
}

static void note_coverage(const struct scan *scan, struct assessment_counts *counts)
{
    for (size_t part = 0; part < scan->part_count; part++)
        counts->is_complete = counts->is_complete && scan->parts[part].coverage == COVERAGE_COMPLETE;
    if (scan->gap_count > 0)
        counts->is_complete = false;
}

static enum status note_scan(struct assessor *assessor, const struct scan *scan, const char *path, struct sum *sum)
{
    const struct report_document document = { .path = path, .shown_path = path, .scan = scan };
    enum verdict verdict = policy_judge(scan);
    enum status status = report_document(report_format_find("jsonl"), &assessor->context, &document, &assessor->pieces);

    if (status == STATUS_OK)
        status = note_findings(assessor, scan);
    note_coverage(scan, &sum->counts);
    count_findings(scan, &sum->counts);
    if (scan->part_count > 0 && scan->parts[0].has_class && class_of_part(&scan->parts[0]) > sum->suggests)
        sum->suggests = class_of_part(&scan->parts[0]);
    sum->verdict = verdict > sum->verdict ? verdict : sum->verdict;
    return status;
}

static struct part_hint hint_of(const struct assessment_content *content)
{
    return (struct part_hint){ .name = content->name[0] != '\0' ? content->name : NULL,
                               .media_type = content->media_type[0] != '\0' ? content->media_type : NULL };
}

static enum status scan_content(struct assessor *assessor, struct ruleset *ruleset,
                                const struct assessment_content *content, struct sum *sum)
{
    const struct part_hint hint = hint_of(content);
    const struct scan *scan;
    enum status status = scanner_scan(assessor->scanner, ruleset, content->bytes, content->content, &hint, &scan);

    if (status == STATUS_OK && content->content != NULL && !file_content_intact(content->content))
        sum->counts.is_complete = false;
    return status == STATUS_OK ? note_scan(assessor, scan, content->name[0] != '\0' ? content->name : "-", sum)
                               : status;
}

/* Marks stand in titles as well, and a list of titles is published too. */
static enum status scan_title(struct assessor *assessor, struct ruleset *ruleset, const char *title, struct sum *sum)
{
    const struct scan *scan;
    enum status status;

    if (title[0] == '\0')
        return STATUS_OK;
    status = scanner_scan_text(assessor->scanner, ruleset, bytes_of_text(title), TEXT_TITLE, &scan);
    return status == STATUS_OK ? note_scan(assessor, scan, "title", sum) : status;
}

static enum status digest_contents(struct assessment_content *contents, size_t count, struct digest *digest)
{
    struct digest_state *state;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = digest_of(contents[index].bytes, &contents[index].digest);
    if (status != STATUS_OK || count == 1) {
        *digest = count == 1 ? contents[0].digest : *digest;
        return status;
    }
    status = digest_create(&state);
    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        /* With its NUL, so that no name runs into a digest. */
        status = digest_update(state, bytes_of(contents[index].name, strlen(contents[index].name) + 1));
        if (status == STATUS_OK)
            status = digest_update(state, bytes_of(contents[index].digest.bytes, DIGEST_SIZE));
    }
    if (status == STATUS_OK)
        status = digest_finish(state, digest);
    digest_destroy(state);
    return status;
}

/* ---- The record. */

static void write_digest(struct buf *out, const char *key, const struct digest *digest)
{
    char text[DIGEST_TEXT_SIZE];

    digest_text(digest, text);
    json_text(out, key, text);
}

static void write_missing(struct buf *out, uint32_t missing)
{
    json_key(out, "missing");
    buf_byte(out, '[');
    for (enum missing which = 0; which < MISSING_COUNT; which++) {
        if ((missing & UINT32_C(1) << which) == 0)
            continue;
        json_element(out);
        buf_byte(out, '{');
        json_text(out, "member", missing_name(which));
        json_text(out, "basis", missing_basis(which));
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

static void write_held(struct buf *out, const struct judgement *judgement)
{
    static const char *const effects[] = { [STOP_DOUBT] = "doubt", [STOP_HELD] = "held", [STOP_REFUSED] = "refused" };

    json_key(out, "held");
    buf_byte(out, '[');
    for (size_t index = 0; index < judgement->held_count; index++) {
        const struct held *held = &judgement->held[index];
        bool by_finding = held->stop != NULL;

        json_element(out);
        buf_byte(out, '{');
        json_text(out, "category", by_finding ? held->finding->category : "disclosure");
        json_text(out, "action", by_finding ? held->finding->action : "block");
        json_text(out, "effect", by_finding ? effects[held->stop->effect] : effects[STOP_HELD]);
        json_number_or_null(out, "override_level", by_finding && held->stop->level > 0,
                            by_finding ? held->stop->level : 0);
        json_number(out, "findings", held->finding_count);
        json_text(out, "basis", held->basis);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

static void write_contents(struct buf *out, const struct assessment_content *contents, size_t count)
{
    json_key(out, "contents");
    buf_byte(out, '[');
    for (size_t index = 0; index < count; index++) {
        json_element(out);
        buf_byte(out, '{');
        json_text(out, "name", contents[index].name);
        json_text(out, "media_type", contents[index].media_type);
        json_number(out, "bytes", contents[index].bytes.size);
        write_digest(out, "sha256", &contents[index].digest);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

/* The report's lines, sorted into two arrays. */
static void write_lines(struct buf *out, struct bytes lines, const char *key, const char *beginning)
{
    struct bytes line;
    size_t offset = 0;

    json_key(out, key);
    buf_byte(out, '[');
    while (json_line_next(lines, &offset, &line)) {
        if (!bytes_start_with(line, beginning, strlen(beginning)))
            continue;
        json_element(out);
        buf_append(out, line.data, line.size);
    }
    buf_byte(out, ']');
}

static void write_class(struct buf *out, const struct judgement *judgement, const struct draft *draft)
{
    json_key(out, "class");
    buf_byte(out, '{');
    json_text(out, "suggested", review_class_name(judgement->suggested));
    json_text(out, "set", draft->class[0] != '\0' ? review_class_name(judgement->class) : NULL);
    json_text(out, "reason", draft->class_reason[0] != '\0' ? draft->class_reason : NULL);
    buf_byte(out, '}');
}

static void write_inputs(struct buf *out, const struct ruleset *ruleset, const struct digest *content)
{
    json_key(out, "inputs");
    buf_byte(out, '{');
    write_digest(out, "content", content);
    write_digest(out, "rules", ruleset_digest(ruleset));
    write_digest(out, "registers", reference_digest(ruleset_reference(ruleset)));
    json_text(out, "program", GUANKA_VERSION);
    buf_byte(out, '}');
}

static enum verdict verdict_of(const struct judgement *judgement, const struct sum *sum)
{
    enum verdict verdict = sum->verdict;

    if (judgement->effect >= STOP_HELD)
        return VERDICT_BLOCK;
    if (verdict == VERDICT_PASS && (judgement->is_doubtful || judgement->missing != 0))
        verdict = VERDICT_REVIEW;
    return verdict;
}

static enum status write_record(struct assessor *assessor, const struct ruleset *ruleset,
                                const struct review_profile *profile, const struct draft *draft,
                                const struct assessment_content *contents, size_t content_count, struct date as_of,
                                const struct assessment *assessment)
{
    struct buf *out = &assessor->record;
    const struct judgement *judgement = &assessment->judgement;
    char day[DATE_TEXT_SIZE];

    date_text(as_of, day);
    buf_clear(out);
    buf_text(out, "{\"v\":1,\"type\":\"assessment\"");
    json_text(out, "verdict", verdict_name(assessment->verdict));
    json_text(out, "profile", profile->id);
    json_text(out, "as_of", day);
    write_class(out, judgement, draft);
    json_number(out, "level", judgement->level);
    json_bool(out, "doubtful", judgement->is_doubtful);
    write_missing(out, judgement->missing);
    write_held(out, judgement);
    write_contents(out, contents, content_count);
    write_lines(out, buf_bytes(&assessor->pieces.items), "findings", "{\"v\":1,\"type\":\"finding\"");
    write_lines(out, buf_bytes(&assessor->pieces.items), "documents", "{\"v\":1,\"type\":\"document\"");
    write_inputs(out, ruleset, &assessment->content);
    buf_text(out, "}\n");
    return buf_status(out);
}

static enum review_class class_of(enum rule_suggests suggests)
{
    return suggests == SUGGESTS_SPECIAL     ? CLASS_SPECIAL
           : suggests == SUGGESTS_IMPORTANT ? CLASS_IMPORTANT
                                            : CLASS_ORDINARY;
}

static enum status scan_all(struct assessor *assessor, struct ruleset *ruleset, const struct draft *draft,
                            const struct assessment_content *contents, size_t content_count, struct sum *sum)
{
    enum status status = scan_title(assessor, ruleset, draft->title, sum);

    for (size_t index = 0; index < content_count && status == STATUS_OK; index++)
        status = scan_content(assessor, ruleset, &contents[index], sum);
    return status;
}

enum status assess(struct assessor *assessor, struct ruleset *ruleset, const struct review_profile *profile,
                   const struct draft *draft, struct assessment_content *contents, size_t content_count,
                   struct date as_of, struct assessment *result)
{
    struct assessment assessment = { 0 };
    struct sum sum = { .counts = { .is_complete = content_count > 0 } };
    struct judged_scan judged;
    enum status status = digest_contents(contents, content_count, &assessment.content);

    arena_reset(assessor->arena);
    buf_clear(&assessor->pieces.items);
    buf_clear(&assessor->pieces.notes);
    assessor->finding_count = 0;
    assessor->report.ruleset = ruleset;
    scanner_set_as_of(assessor->scanner, as_of);
    if (status == STATUS_OK)
        status = scan_all(assessor, ruleset, draft, contents, content_count, &sum);
    judged =
        (struct judged_scan){ assessor->findings, assessor->finding_count, sum.counts.is_complete, class_of(sum.suggests) };
    if (status == STATUS_OK)
        status = review_judge(profile, draft, &judged, assessor->arena, &assessment.judgement);
    if (status != STATUS_OK)
        return status;
    assessment.verdict = verdict_of(&assessment.judgement, &sum);
    assessment.counts = sum.counts;
    status = write_record(assessor, ruleset, profile, draft, contents, content_count, as_of, &assessment);
    assessment.record = buf_bytes(&assessor->record);
    if (status == STATUS_OK)
        *result = assessment;
    return status;
}

static const char *severest_rule(const struct scan *scan)
{
    const struct finding *severest = NULL;

    for (size_t index = 0; index < scan->finding_count; index++) {
        const struct finding *finding = &scan->findings[index];

        if (finding->action != ACTION_NOTE && (severest == NULL || finding->action > severest->action))
            severest = finding;
    }
    return severest != NULL ? severest->rule->id : NULL;
}

enum status assess_content(struct assessor *assessor, struct ruleset *ruleset, const struct assessment_content *content,
                           struct date as_of, struct content_assessment *assessment)
{
    const struct part_hint hint = hint_of(content);
    const struct scan *scan;
    enum status status;

    scanner_set_as_of(assessor->scanner, as_of);
    status = scanner_scan(assessor->scanner, ruleset, content->bytes, content->content, &hint, &scan);
    if (status != STATUS_OK)
        return status;
    *assessment = (struct content_assessment){ .verdict = policy_judge(scan),
                                               .rule = severest_rule(scan),
                                               .counts = { .is_complete = true } };
    note_coverage(scan, &assessment->counts);
    count_findings(scan, &assessment->counts);
    if (content->content != NULL && !file_content_intact(content->content)) {
        assessment->counts.is_complete = false;
        assessment->verdict = assessment->verdict == VERDICT_PASS ? VERDICT_REVIEW : assessment->verdict;
    }
    return STATUS_OK;
}
