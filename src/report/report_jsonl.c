/* SPDX-License-Identifier: Apache-2.0
 *
 * JSONL: one object a line, keys in the order of docs/contract.md.
 */
#include <string.h>

#include "report/describe.h"
#include "report/explain.h"
#include "report/fingerprint.h"
#include "report/json.h"
#include "report/report_formats.h"
#include "rules/rule_file.h"

static void begin(struct buf *out, const struct report_options *options)
{
    (void)out;
    (void)options;
}

static void write_path(struct buf *out, struct report_context *context, const struct report_document *document,
                       uint32_t part)
{
    buf_clear(&context->scratch);
    describe_path(&context->scratch, document, part);
    json_text_sized(out, "path", context->scratch.data, context->scratch.size);
}

static void write_masked(struct buf *out, struct report_context *context, const char *key)
{
    buf_clear(&context->scratch);
    mask_write(&context->mask, 0, context->mask.size, &context->scratch);
    json_text_sized(out, key, context->scratch.data, context->scratch.size);
}

static void write_place(struct buf *out, const struct location *at)
{
    bool paged = at->place.unit == PLACE_PAGE || at->place.unit == PLACE_SLIDE;

    json_text(out, "part", at->section != NULL ? at->section : "body");
    json_number_or_null(out, "page", paged, at->place.number);
    json_number_or_null(out, "byte_start", at->has_source, at->source.start);
    json_number_or_null(out, "byte_end", at->has_source, at->source.end);
    json_number_or_null(out, "line", at->has_source, at->line);
    json_number_or_null(out, "column", at->has_source, at->column);
}

/* Masked text and words; a failure is left in out->status. */
static void write_words(struct buf *out, struct report_context *context, const struct scan *scan, size_t index)
{
    const struct finding *finding = &scan->findings[index];
    enum report_language language = context->options->language;
    char fingerprint[FINGERPRINT_TEXT_SIZE] = "";
    enum status status = describe_match_mask(context, finding);

    if (status == STATUS_OK) {
        write_masked(out, context, "match");
        status = describe_excerpt_mask(context, scan, index);
    }
    if (status == STATUS_OK) {
        write_masked(out, context, "excerpt");
        status = fingerprint_of_finding(finding, &context->path_digest, fingerprint);
    }
    if (status != STATUS_OK) {
        out->status = status;
        return;
    }
    buf_clear(&context->scratch);
    describe_finding(&context->scratch, finding, language);
    json_text_sized(out, "message", context->scratch.data, context->scratch.size);
    json_text(out, "advice", describe_advice(finding->rule, language));
    if (finding->reason != NULL)
        json_text(out, "reason", finding->reason);
    json_text(out, "fingerprint", fingerprint);
}

static void write_finding(struct buf *out, struct report_context *context, const struct report_document *document,
                          size_t index)
{
    const struct finding *finding = &document->scan->findings[index];
    const struct location *at = &finding->at;

    buf_text(out, "{\"v\":1,\"type\":\"finding\"");
    json_text(out, "rule", finding->rule->id);
    json_text(out, "category", finding->rule->category);
    json_texts(out, "basis", finding->rule->basis, finding->rule->basis_count);
    json_text(out, "action", action_name(finding->action));
    write_path(out, context, document, at->part);
    write_place(out, at);
    write_words(out, context, document->scan, index);
    json_number(out, "occurrences", finding->occurrences);
    json_number_or_null(out, "row", at->cell.table > 0, at->cell.row);
    json_number_or_null(out, "cell", at->cell.table > 0, at->cell.column);
    json_text(out, "role", rule_file_role_name(finding->role));
    if (finding->reopened != NULL) {
        buf_clear(&context->scratch);
        describe_reopened(&context->scratch, finding);
        json_text_sized(out, "reopened", context->scratch.data, context->scratch.size);
    }
    if (context->options->explain)
        explain_json(out, context, finding);
    buf_text(out, "}\n");
}

static void write_problems(struct buf *out, struct report_context *context, const struct scan *scan, uint32_t part)
{
    json_key(out, "problems");
    buf_byte(out, '[');
    for (size_t index = 0; index < scan->gap_count; index++) {
        const struct gap *gap = &scan->gaps[index];

        if (gap->part != part)
            continue;
        json_element(out);
        buf_byte(out, '{');
        json_text(out, "code", status_code(gap->why));
        buf_clear(&context->scratch);
        describe_gap(&context->scratch, gap);
        json_text(out, "detail", context->scratch.size > 0 ? context->scratch.data : NULL);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

static void write_class(struct buf *out, struct report_context *context, const struct scan_part *part)
{
    enum rule_suggests suggests = class_of_part(part);
    enum status status;

    json_key(out, "class");
    if (!part->has_class) {
        buf_text(out, "null");
        return;
    }
    buf_byte(out, '{');
    json_text(out, "suggested", class_name(suggests));
    json_number(out, "level", class_level(suggests));
    buf_clear(&context->scratch);
    status = describe_class_reason(&context->scratch, context, part);
    if (status != STATUS_OK)
        out->status = status;
    else if (part->suggested != NULL)
        json_text_sized(out, "reason", context->scratch.data, context->scratch.size);
    else
        json_text(out, "reason", NULL);
    buf_byte(out, '}');
}

static void write_part(struct buf *out, struct report_context *context, const struct report_document *document,
                       uint32_t index)
{
    const struct scan *scan = document->scan;
    const struct scan_part *part = &scan->parts[index];

    buf_text(out, "{\"v\":1,\"type\":\"document\"");
    write_path(out, context, document, index);
    json_text(out, "media_type", part->media_type);
    json_text(out, "charset", part->charset);
    json_number(out, "bytes", part->bytes);
    json_text(out, "status", coverage_name(part->coverage));
    write_problems(out, context, scan, index);
    json_text(out, "verdict", verdict_name(policy_judge_part(scan, index)));
    json_number(out, "findings", part->finding_count);
    write_class(out, context, part);
    buf_text(out, "}\n");
}

static void document(struct report_pieces *out, struct report_context *context, const struct report_document *shown)
{
    const struct scan *scan = shown->scan;

    for (uint32_t part = 0; part < scan->part_count; part++) {
        for (uint32_t index = 0; index < scan->parts[part].finding_count; index++)
            write_finding(&out->items, context, shown, scan->parts[part].first_finding + index);
        if (!context->options->findings_only)
            write_part(&out->items, context, shown, part);
    }
}

void report_summary_json(struct buf *out, const struct report_options *options, const struct report_summary *summary)
{
    const struct report_tally *tally = &summary->tally;
    char digest[DIGEST_TEXT_SIZE];

    digest_text(ruleset_digest(options->ruleset), digest);
    buf_text(out, "{\"v\":1,\"type\":\"summary\"");
    json_number(out, "documents", tally->documents);
    json_number(out, "bytes", tally->bytes);
    json_key(out, "findings");
    buf_byte(out, '{');
    json_number(out, "block", tally->findings[ACTION_BLOCK]);
    json_number(out, "review", tally->findings[ACTION_REVIEW]);
    json_number(out, "note", tally->findings[ACTION_NOTE]);
    buf_byte(out, '}');
    json_number(out, "incomplete", tally_unread(tally));
    json_text(out, "verdict", verdict_name(tally->verdict));
    json_text(out, "rules_digest", digest);
    json_key(out, "seconds");
    buf_format(out, "%.3f", summary->seconds);
    json_number(out, "files", tally->files);
    json_key(out, "coverage");
    buf_byte(out, '{');
    json_number(out, "complete", tally->complete);
    json_number(out, "incomplete", tally->incomplete);
    json_number(out, "skipped", tally->skipped);
    buf_byte(out, '}');
    json_key(out, "problems");
    buf_byte(out, '{');
    for (unsigned why = STATUS_OK + 1; why <= STATUS_BUG; why++)
        if (tally->problems[why] > 0)
            json_number(out, status_code((enum status)why), tally->problems[why]);
    buf_byte(out, '}');
    json_key(out, "ocr");
    buf_byte(out, '{');
    json_number(out, "pages", tally->ocr.pages);
    json_key(out, "seconds");
    buf_format(out, "%.3f}", (double)tally->ocr.ns / 1e9);
    json_number(out, "known", tally->known);
    json_number(out, "suppressed", tally->suppressed);
    json_number(out, "excluded", summary->excluded);
    json_bool(out, "stopped", summary->stopped);
    json_text(out, "as_of", summary->as_of);
    buf_text(out, "}\n");
}

const struct report_format report_jsonl = {
    .name = "jsonl", .separator = "", .begin = begin, .document = document, .end = report_summary_json
};
