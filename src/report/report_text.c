/* SPDX-License-Identifier: Apache-2.0
 *
 * For people at a terminal: findings grouped by file, then the result in sentences.
 */
#include <string.h>

#include "report/describe.h"
#include "report/explain.h"
#include "report/report_formats.h"
#include "report/words.h"

static const char bold[] = "\033[1m", dim[] = "\033[2m", plain[] = "\033[0m", red[] = "\033[1;31m",
                  yellow[] = "\033[1;33m", cyan[] = "\033[1;36m", inverse[] = "\033[7m", green[] = "\033[1;32m";

static void color(struct buf *out, const struct report_options *options, const char *escape)
{
    if (options->color)
        buf_text(out, escape);
}

static const char *action_color(enum rule_action action)
{
    return action == ACTION_BLOCK ? red : action == ACTION_REVIEW ? yellow : cyan;
}

static void begin(struct buf *out, const struct report_options *options)
{
    (void)out;
    (void)options;
}

/* A piece of the masked text, harmless for the terminal. */
static void write_piece(struct buf *out, struct report_context *context, size_t start, size_t end)
{
    buf_clear(&context->scratch);
    mask_write(&context->mask, start, end, &context->scratch);
    describe_safely(out, context->scratch.data, context->scratch.size);
}

static void write_excerpt(struct buf *out, struct report_context *context, const struct scan *scan, size_t index)
{
    const struct finding *finding = &scan->findings[index];
    size_t start = finding->excerpt_match, end = start + finding->excerpt_match_size;
    enum status status = describe_excerpt_mask(context, scan, index);

    if (status != STATUS_OK) {
        out->status = status;
        return;
    }
    buf_text(out, "    ");
    write_piece(out, context, 0, start);
    if (context->options->color)
        buf_text(out, inverse);
    else
        buf_text(out, "【");
    write_piece(out, context, start, end);
    buf_text(out, context->options->color ? plain : "】");
    write_piece(out, context, end, finding->excerpt_size);
    buf_byte(out, '\n');
}

static void write_basis(struct buf *out, const struct rule *rule)
{
    if (rule->basis_count == 0)
        return;
    buf_text(out, _(" (basis: "));
    for (size_t index = 0; index < rule->basis_count; index++) {
        buf_text(out, index > 0 ? ", " : "");
        buf_text(out, rule->basis[index]);
    }
    buf_text(out, _(")"));
}

static void write_finding(struct buf *out, struct report_context *context, const struct scan *scan, size_t index)
{
    const struct report_options *options = context->options;
    const struct finding *finding = &scan->findings[index];
    const char *advice = describe_advice(finding->rule, options->language);
    size_t start;

    buf_text(out, "  ");
    start = out->size;
    describe_place(out, finding);
    buf_text(out, out->size > start ? "  " : "");
    color(out, options, action_color(finding->action));
    buf_format(out, "[%s]", describe_action(finding->action));
    color(out, options, plain);
    buf_byte(out, ' ');
    describe_finding(out, finding, options->language);
    color(out, options, dim);
    buf_text(out, "  ");
    buf_text(out, finding->rule->id);
    write_basis(out, finding->rule);
    color(out, options, plain);
    buf_byte(out, '\n');
    write_excerpt(out, context, scan, index);
    if (finding->reason != NULL) {
        buf_text(out, "    ");
        buf_text(out, _("Reason: "));
        describe_safely(out, finding->reason, strlen(finding->reason));
        buf_byte(out, '\n');
    }
    if (finding->reopened != NULL) {
        buf_clear(&context->scratch);
        describe_reopened(&context->scratch, finding);
        buf_text(out, "    ");
        describe_safely(out, context->scratch.data, context->scratch.size);
        buf_byte(out, '\n');
    }
    if (options->explain)
        explain_text(out, context, finding, "    ");
    if (advice[0] != '\0') {
        buf_text(out, "    ");
        buf_text(out, _("Advice: "));
        describe_safely(out, advice, strlen(advice));
        buf_byte(out, '\n');
    }
}

static void write_problem(struct buf *out, struct report_context *context, const struct scan_part *part,
                          const struct gap *gap)
{
    const struct report_options *options = context->options;
    struct buf *detail = &context->scratch;

    buf_clear(detail);
    describe_gap(detail, gap);
    buf_text(out, "  ");
    color(out, options, yellow);
    buf_format(out, "[%s]", describe_coverage(part->coverage));
    color(out, options, plain);
    buf_byte(out, ' ');
    buf_text(out, describe_problem(gap->why));
    if (detail->size > 0) {
        buf_text(out, _(": "));
        describe_safely(out, detail->data, detail->size);
    }
    buf_byte(out, '\n');
}

static void write_class(struct buf *out, struct report_context *context, const struct scan_part *part)
{
    enum status status;

    if (class_of_part(part) == SUGGESTS_NOTHING)
        return;
    buf_clear(&context->scratch);
    status = describe_suggestion(&context->scratch, context, part);
    if (status != STATUS_OK)
        out->status = status;
    buf_text(out, "  ");
    describe_safely(out, context->scratch.data, context->scratch.size);
    buf_byte(out, '\n');
}

static void write_part(struct buf *out, struct report_context *context, const struct report_document *document,
                       uint32_t index)
{
    const struct report_options *options = context->options;
    const struct scan *scan = document->scan;
    const struct scan_part *part = &scan->parts[index];

    if (part->finding_count == 0 && part->coverage == COVERAGE_COMPLETE && part->suggested == NULL)
        return;
    color(out, options, bold);
    buf_clear(&context->scratch);
    describe_path(&context->scratch, document, index);
    describe_safely(out, context->scratch.data, context->scratch.size);
    color(out, options, plain);
    buf_byte(out, '\n');
    write_class(out, context, part);
    for (uint32_t number = 0; number < part->finding_count; number++)
        write_finding(out, context, scan, part->first_finding + number);
    for (size_t number = 0; number < scan->gap_count; number++)
        if (scan->gaps[number].part == index)
            write_problem(out, context, part, &scan->gaps[number]);
    buf_byte(out, '\n');
}

static void document(struct report_pieces *out, struct report_context *context, const struct report_document *shown)
{
    for (uint32_t part = 0; part < shown->scan->part_count; part++)
        write_part(&out->items, context, shown, part);
}

static void write_size(struct buf *out, uint64_t bytes)
{
    static const char *const units[] = { "KB", "MB", "GB", "TB", "PB" };
    double value = (double)bytes / 1000;
    unsigned unit = 0;

    if (bytes < 1000) {
        buf_format(out, "%u B", (unsigned)bytes);
        return;
    }
    while (value >= 1000 && unit + 1 < sizeof units / sizeof units[0]) {
        value /= 1000;
        unit++;
    }
    buf_format(out, "%.1f %s", value, units[unit]);
}

static void write_unread(struct buf *out, const struct report_options *options, const struct report_tally *tally)
{
    const char *divider = "";

    if (tally_unread(tally) == 0)
        return;
    color(out, options, yellow);
    buf_format(out, _("%llu documents could not be read completely, %llu of them not at all ("),
               (unsigned long long)tally_unread(tally), (unsigned long long)tally->skipped);
    for (unsigned why = STATUS_OK + 1; why <= STATUS_BUG; why++) {
        if (tally->problems[why] == 0)
            continue;
        buf_text(out, divider);
        buf_format(out, "%s %llu", describe_problem((enum status)why), (unsigned long long)tally->problems[why]);
        divider = _(", ");
    }
    buf_text(out, _("). Nothing is known about what was not read: have a person look at it."));
    color(out, options, plain);
    buf_byte(out, '\n');
    for (unsigned why = STATUS_OK + 1; why <= STATUS_BUG; why++) {
        const char *remedy = tally->problems[why] > 0 ? describe_remedy((enum status)why) : "";

        if (remedy[0] != '\0')
            buf_format(out, "  %s\n", remedy);
    }
}

static void write_findings(struct buf *out, const struct report_tally *tally)
{
    uint64_t count = tally->findings[ACTION_BLOCK] + tally->findings[ACTION_REVIEW] + tally->findings[ACTION_NOTE];

    if (count == 0) {
        buf_text(out, tally->known + tally->suppressed > 0 ? _("Nothing new was found.\n") : _("Nothing was found.\n"));
    } else {
        buf_format(out, _("Findings: %llu (block %llu, review %llu, note %llu).\n"), (unsigned long long)count,
                   (unsigned long long)tally->findings[ACTION_BLOCK],
                   (unsigned long long)tally->findings[ACTION_REVIEW],
                   (unsigned long long)tally->findings[ACTION_NOTE]);
    }
    if (tally->suppressed > 0)
        buf_format(out, _("%llu more are suppressed and are not listed.\n"), (unsigned long long)tally->suppressed);
    if (tally->known > 0)
        buf_format(out, _("%llu more are known from the baseline and are not listed.\n"),
                   (unsigned long long)tally->known);
}

static void end(struct buf *out, const struct report_options *options, const struct report_summary *summary)
{
    const struct report_tally *tally = &summary->tally;

    if (summary->stopped) {
        color(out, options, red);
        buf_text(out, _("Interrupted: the result is incomplete."));
        color(out, options, plain);
        buf_byte(out, '\n');
    }
    buf_format(out, _("%llu documents in %llu files checked, "), (unsigned long long)tally->documents,
               (unsigned long long)tally->files);
    write_size(out, tally->bytes);
    buf_format(out, _(", in %.2f seconds.\n"), summary->seconds);
    if (tally->ocr.pages > 0)
        buf_format(out, _("Text was recognised (OCR) in %llu pages and pictures, which took %.2f seconds of one core.\n"),
                   (unsigned long long)tally->ocr.pages, (double)tally->ocr.ns / 1e9);
    if (tally->documents > 0)
        write_findings(out, tally);
    write_unread(out, options, tally);
    if (summary->excluded > 0)
        buf_format(out, _("%llu files or folders were left out (--exclude).\n"), (unsigned long long)summary->excluded);
    color(out, options, tally->verdict == VERDICT_BLOCK ? red : tally->verdict == VERDICT_REVIEW ? yellow : green);
    buf_format(out, _("Verdict: %s."), tally->documents > 0 ? describe_verdict(tally->verdict) : _("no document was checked"));
    color(out, options, plain);
    buf_byte(out, '\n');
}

const struct report_format report_text = {
    .name = "text", .separator = "", .begin = begin, .document = document, .end = end
};
