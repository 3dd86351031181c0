/* SPDX-License-Identifier: Apache-2.0
 *
 * CSV (RFC 4180) for spreadsheets: a byte order mark so that Excel reads UTF-8, CR LF, every cell quoted
 * where needed, and nothing that a spreadsheet would take for a formula. One row for each finding and for
 * each reason why something could not be read.
 */
#include <string.h>

#include "report/csv_cell.h"
#include "report/describe.h"
#include "report/fingerprint.h"
#include "report/report_formats.h"
#include "report/words.h"
#include "rules/rule_file.h"

static void write_text(struct buf *out, const char *text)
{
    csv_cell(out, text, strlen(text));
}

static void write_number(struct buf *out, bool known, uint64_t number)
{
    buf_byte(out, ',');
    if (known)
        buf_unsigned(out, number);
}

static void write_masked(struct buf *out, struct report_context *context)
{
    buf_clear(&context->scratch);
    mask_write(&context->mask, 0, context->mask.size, &context->scratch);
    csv_cell(out, context->scratch.data, context->scratch.size);
}

static void write_path(struct buf *out, struct report_context *context, const struct report_document *document,
                       uint32_t part)
{
    buf_clear(&context->scratch);
    describe_path(&context->scratch, document, part);
    csv_cell(out, context->scratch.data, context->scratch.size);
}

static void begin(struct buf *out, const struct report_options *options)
{
    (void)options;
    buf_text(out, "\xEF\xBB\xBF");
    buf_byte(out, '"');
    buf_text(out, _("path"));
    buf_byte(out, '"');
    write_text(out, _("kind"));
    write_text(out, _("result"));
    write_text(out, _("what"));
    write_text(out, _("match"));
    write_text(out, _("excerpt"));
    write_text(out, _("advice"));
    write_text(out, _("basis"));
    write_text(out, _("place"));
    write_text(out, _("line"));
    write_text(out, _("column"));
    write_text(out, _("byte from"));
    write_text(out, _("byte to"));
    write_text(out, _("category"));
    write_text(out, _("rule"));
    write_text(out, _("fingerprint"));
    write_text(out, _("kind of place"));
    write_text(out, _("reason"));
    buf_text(out, "\r\n");
}

static void write_basis(struct buf *out, struct report_context *context, const struct rule *rule)
{
    buf_clear(&context->scratch);
    for (size_t index = 0; index < rule->basis_count; index++) {
        buf_text(&context->scratch, index > 0 ? " " : "");
        buf_text(&context->scratch, rule->basis[index]);
    }
    csv_cell(out, context->scratch.data, context->scratch.size);
}

static void write_words(struct buf *out, struct report_context *context, const struct scan *scan, size_t index)
{
    const struct finding *finding = &scan->findings[index];
    enum status status;

    buf_clear(&context->scratch);
    describe_finding(&context->scratch, finding, context->options->language);
    csv_cell(out, context->scratch.data, context->scratch.size);
    status = describe_match_mask(context, finding);
    if (status == STATUS_OK) {
        write_masked(out, context);
        status = describe_excerpt_mask(context, scan, index);
    }
    if (status == STATUS_OK)
        write_masked(out, context);
    else
        out->status = status;
}

/* What a detector found says why; and what was suppressed once says why it counts again. */
static void write_reason(struct buf *out, struct report_context *context, const struct finding *finding)
{
    buf_clear(&context->scratch);
    if (finding->reason != NULL)
        buf_text(&context->scratch, finding->reason);
    if (finding->reopened != NULL) {
        buf_text(&context->scratch, finding->reason != NULL ? " " : "");
        describe_reopened(&context->scratch, finding);
    }
    csv_cell(out, context->scratch.data, context->scratch.size);
}

static void write_finding(struct buf *out, struct report_context *context, const struct report_document *document,
                          size_t index)
{
    const struct finding *finding = &document->scan->findings[index];
    const struct location *at = &finding->at;
    char fingerprint[FINGERPRINT_TEXT_SIZE] = "";

    write_path(out, context, document, at->part);
    write_text(out, _("finding"));
    write_text(out, describe_action(finding->action));
    write_words(out, context, document->scan, index);
    write_text(out, describe_advice(finding->rule, context->options->language));
    write_basis(out, context, finding->rule);
    buf_clear(&context->scratch);
    describe_place(&context->scratch, finding);
    csv_cell(out, context->scratch.data, context->scratch.size);
    write_number(out, at->has_source, at->line);
    write_number(out, at->has_source, at->column);
    write_number(out, at->has_source, at->source.start);
    write_number(out, at->has_source, at->source.end);
    write_text(out, describe_category(finding->rule->category));
    write_text(out, finding->rule->id);
    if (fingerprint_of_finding(finding, &context->path_digest, fingerprint) != STATUS_OK)
        out->status = STATUS_BUG;
    write_text(out, fingerprint);
    write_text(out, rule_file_role_name(finding->role));
    write_reason(out, context, finding);
    buf_text(out, "\r\n");
}

static void write_problem(struct buf *out, struct report_context *context, const struct report_document *document,
                          const struct gap *gap)
{
    const struct scan_part *part = &document->scan->parts[gap->part];

    write_path(out, context, document, gap->part);
    write_text(out, _("not read completely"));
    write_text(out, describe_coverage(part->coverage));
    write_text(out, describe_problem(gap->why));
    write_text(out, "");
    buf_clear(&context->scratch);
    describe_gap(&context->scratch, gap);
    csv_cell(out, context->scratch.data, context->scratch.size);
    for (unsigned column = 6; column < 13; column++)
        buf_byte(out, ',');
    write_text(out, _("coverage"));
    write_text(out, status_code(gap->why));
    write_text(out, "");
    write_text(out, "");
    write_text(out, "");
    buf_text(out, "\r\n");
}

/* Only what asks for more than the ordinary review has a row. */
static void write_class(struct buf *out, struct report_context *context, const struct report_document *document,
                        uint32_t part)
{
    const struct scan_part *shown = &document->scan->parts[part];
    enum rule_suggests suggests = class_of_part(shown);
    enum status status;

    if (suggests == SUGGESTS_NOTHING)
        return;
    write_path(out, context, document, part);
    write_text(out, _("suggested class"));
    write_text(out, describe_class(suggests));
    buf_clear(&context->scratch);
    buf_format(&context->scratch, _("review up to level %u"), class_level(suggests));
    write_text(out, context->scratch.data);
    write_text(out, "");
    buf_clear(&context->scratch);
    status = describe_class_reason(&context->scratch, context, shown);
    if (status != STATUS_OK)
        out->status = status;
    csv_cell(out, context->scratch.data, context->scratch.size);
    write_text(out, describe_advice(shown->suggested->rule, context->options->language));
    write_basis(out, context, shown->suggested->rule);
    for (unsigned column = 8; column < 13; column++)
        buf_byte(out, ',');
    write_text(out, _("class"));
    write_text(out, shown->suggested->rule->id);
    write_text(out, "");
    write_text(out, "");
    write_text(out, "");
    buf_text(out, "\r\n");
}

static void document(struct report_pieces *out, struct report_context *context, const struct report_document *shown)
{
    const struct scan *scan = shown->scan;

    for (uint32_t part = 0; part < scan->part_count; part++) {
        for (uint32_t index = 0; index < scan->parts[part].finding_count; index++)
            write_finding(&out->items, context, shown, scan->parts[part].first_finding + index);
        write_class(&out->items, context, shown, part);
        for (size_t index = 0; index < scan->gap_count; index++)
            if (scan->gaps[index].part == part)
                write_problem(&out->items, context, shown, &scan->gaps[index]);
    }
}

/* A table has no summary; but nobody should take what is suppressed for what is not there. */
static void end(struct buf *out, const struct report_options *options, const struct report_summary *summary)
{
    (void)options;
    if (summary->tally.suppressed == 0)
        return;
    buf_text(out, "\"\"");
    write_text(out, _("suppressed"));
    buf_byte(out, ',');
    buf_unsigned(out, summary->tally.suppressed);
    for (unsigned column = 3; column < 18; column++)
        buf_byte(out, ',');
    buf_text(out, "\r\n");
}

const struct report_format report_csv = {
    .name = "csv", .separator = "", .begin = begin, .document = document, .end = end
};
