/* SPDX-License-Identifier: Apache-2.0
 *
 * One self-contained page: no script, no request to anywhere, readable when printed.
 */
#include <string.h>

#include "report/describe.h"
#include "report/explain.h"
#include "report/html_text.h"
#include "report/report_formats.h"
#include "report/words.h"

static const char style[] =
    "body{font:15px/1.6 system-ui,'Microsoft YaHei','PingFang SC',sans-serif;max-width:70em;margin:2em auto;padding:0 "
    "1em}"
    "h2{font-size:1em;margin:2em 0 .3em;overflow-wrap:anywhere}article{margin:.3em 0 .8em 1em}"
    "mark{background:#ffe08a}p{margin:.1em 0}code{color:#666}.block b{color:#b00020}.review b{color:#a65f00}"
    ".note b{color:#00639a}.gap b{color:#a65f00}footer{margin-top:2em;border-top:2px solid #999;padding-top:1em;"
    "white-space:pre-line}";

/* Text from a document or a rule. */
static void write_safe(struct buf *out, struct report_context *context, const char *text, size_t size)
{
    buf_clear(&context->safe);
    describe_safely(&context->safe, text, size);
    html_text(out, context->safe.data, context->safe.size);
}

static void begin(struct buf *out, const struct report_options *options)
{
    buf_format(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n",
               options->language == REPORT_CHINESE ? "zh-CN" : "en", _("guanka: result of the check"));
    buf_format(out, "<style>%s</style>\n</head>\n<body>\n<h1>%s</h1>\n", style, _("guanka: result of the check"));
}

static void write_piece(struct buf *out, struct report_context *context, size_t start, size_t end)
{
    buf_clear(&context->scratch);
    mask_write(&context->mask, start, end, &context->scratch);
    write_safe(out, context, context->scratch.data, context->scratch.size);
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
    buf_text(out, "<p>");
    write_piece(out, context, 0, start);
    buf_text(out, "<mark>");
    write_piece(out, context, start, end);
    buf_text(out, "</mark>");
    write_piece(out, context, end, finding->excerpt_size);
    buf_text(out, "</p>\n");
}

static void write_finding(struct buf *out, struct report_context *context, const struct scan *scan, size_t index)
{
    const struct finding *finding = &scan->findings[index];
    enum report_language language = context->options->language;
    const char *advice = describe_advice(finding->rule, language);

    buf_format(out, "<article class=\"%s\">\n<p>", action_name(finding->action));
    buf_clear(&context->scratch);
    describe_place(&context->scratch, finding);
    write_safe(out, context, context->scratch.data, context->scratch.size);
    buf_format(out, " <b>[%s] ", describe_action(finding->action));
    buf_clear(&context->scratch);
    describe_finding(&context->scratch, finding, language);
    write_safe(out, context, context->scratch.data, context->scratch.size);
    buf_format(out, "</b> <code>%s", finding->rule->id);
    for (size_t basis = 0; basis < finding->rule->basis_count; basis++) {
        buf_byte(out, ' ');
        html_text(out, finding->rule->basis[basis], strlen(finding->rule->basis[basis]));
    }
    buf_text(out, "</code></p>\n");
    write_excerpt(out, context, scan, index);
    if (finding->reason != NULL) {
        buf_text(out, "<p>");
        buf_text(out, _("Reason: "));
        write_safe(out, context, finding->reason, strlen(finding->reason));
        buf_text(out, "</p>\n");
    }
    if (finding->reopened != NULL) {
        buf_clear(&context->scratch);
        describe_reopened(&context->scratch, finding);
        buf_text(out, "<p>");
        write_safe(out, context, context->scratch.data, context->scratch.size);
        buf_text(out, "</p>\n");
    }
    if (context->options->explain) {
        buf_clear(&context->scratch);
        explain_text(&context->scratch, context, finding, "");
        buf_text(out, "<p style=\"white-space:pre-line\">");
        html_text(out, context->scratch.data, context->scratch.size);
        buf_text(out, "</p>\n");
    }
    if (advice[0] != '\0') {
        buf_text(out, "<p>");
        buf_text(out, _("Advice: "));
        write_safe(out, context, advice, strlen(advice));
        buf_text(out, "</p>\n");
    }
    buf_text(out, "</article>\n");
}

static void write_problem(struct buf *out, struct report_context *context, const struct scan_part *part,
                          const struct gap *gap)
{
    struct buf *detail = &context->scratch;

    buf_clear(detail);
    describe_gap(detail, gap);
    buf_format(out, "<article class=\"gap\"><p><b>[%s]</b> %s", describe_coverage(part->coverage),
               describe_problem(gap->why));
    if (detail->size > 0) {
        buf_text(out, _(": "));
        write_safe(out, context, detail->data, detail->size);
    }
    buf_text(out, "</p>");
    if (describe_remedy(gap->why)[0] != '\0')
        buf_format(out, "<p>%s</p>", describe_remedy(gap->why));
    buf_text(out, "</article>\n");
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
    buf_text(out, "<p>");
    write_safe(out, context, context->scratch.data, context->scratch.size);
    buf_text(out, "</p>\n");
}

static void document(struct report_pieces *out, struct report_context *context, const struct report_document *shown)
{
    const struct scan *scan = shown->scan;

    for (uint32_t index = 0; index < scan->part_count; index++) {
        const struct scan_part *part = &scan->parts[index];

        if (part->finding_count == 0 && part->coverage == COVERAGE_COMPLETE && part->suggested == NULL)
            continue;
        buf_text(&out->items, "<section>\n<h2>");
        buf_clear(&context->scratch);
        describe_path(&context->scratch, shown, index);
        write_safe(&out->items, context, context->scratch.data, context->scratch.size);
        buf_text(&out->items, "</h2>\n");
        write_class(&out->items, context, part);
        for (uint32_t number = 0; number < part->finding_count; number++)
            write_finding(&out->items, context, scan, part->first_finding + number);
        for (size_t number = 0; number < scan->gap_count; number++)
            if (scan->gaps[number].part == index)
                write_problem(&out->items, context, part, &scan->gaps[number]);
        buf_text(&out->items, "</section>\n");
    }
}

static void end(struct buf *out, const struct report_options *options, const struct report_summary *summary)
{
    struct report_options without_color = *options;
    struct buf text = BUF_INIT(1 << 20);

    without_color.color = false;
    report_text.end(&text, &without_color, summary);
    buf_text(out, "<footer>\n");
    html_text(out, text.data, text.size);
    buf_text(out, "</footer>\n</body>\n</html>\n");
    if (out->status == STATUS_OK)
        out->status = text.status;
    buf_free(&text);
}

const struct report_format report_html = {
    .name = "html", .separator = "", .begin = begin, .document = document, .end = end
};
