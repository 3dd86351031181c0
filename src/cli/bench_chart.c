/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_chart.h"

#include <string.h>

#include "report/html_text.h"
#include "report/words.h"

/* ---- Bars. */

enum { BAR_STEP = 24, BAR_HEIGHT = 16, LABEL_WIDTH = 200, BARS_WIDTH = 440, VALUE_WIDTH = 130 };
enum { CHART_WIDTH = LABEL_WIDTH + BARS_WIDTH + VALUE_WIDTH };

static const char style[] =
    "body{font:15px/1.6 system-ui,'Microsoft YaHei','PingFang SC',sans-serif;max-width:60em;margin:2em auto;padding:0 "
    "1em;color:#222}h1{font-size:1.5em}h2{font-size:1.1em;margin:1.6em 0 "
    ".4em}svg{max-width:100%;height:auto;display:block}"
    "svg text{font-size:13px}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f6;padding:1em;font-size:13px}.said{font-size:1.1em}";

static void write_safe(struct buf *out, const char *text)
{
    html_text(out, text, strlen(text));
}

void bench_chart_begin(struct buf *out, const char *title, size_t bars)
{
    buf_text(out, "<h2>");
    write_safe(out, title);
    buf_format(out, "</h2>\n<svg viewBox=\"0 0 %d %zu\" width=\"%d\" role=\"img\"><title>", CHART_WIDTH,
               bars * BAR_STEP + 4, CHART_WIDTH);
    write_safe(out, title);
    buf_text(out, "</title>");
}

void bench_chart_bar(struct buf *out, size_t row, const struct bench_bar *bar, double most)
{
    double scale = most > 0 ? BARS_WIDTH / most : 0, y = (double)(row * BAR_STEP);

    buf_format(out, "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">", LABEL_WIDTH - 8, y + BAR_HEIGHT - 3);
    write_safe(out, bar->label);
    buf_format(out, "</text><rect x=\"%d\" y=\"%.0f\" width=\"%.1f\" height=\"%d\" fill=\"#2f6fab\"/>", LABEL_WIDTH, y,
               bar->value * scale, BAR_HEIGHT);
    if (bar->value <= 0) {
        buf_format(out, "<text x=\"%d\" y=\"%.0f\">–</text>", LABEL_WIDTH + 6, y + BAR_HEIGHT - 3);
        return;
    }
    buf_format(out, "<path d=\"M%.1f %.0fH%.1f\" stroke=\"#c00\" stroke-width=\"2\"/>", LABEL_WIDTH + bar->low * scale,
               y + BAR_HEIGHT / 2.0, LABEL_WIDTH + bar->high * scale);
    buf_format(out, "<text x=\"%.1f\" y=\"%.0f\">%.*f %s</text>",
               LABEL_WIDTH + (bar->high > bar->value ? bar->high : bar->value) * scale + 6, y + BAR_HEIGHT - 3,
               bar->value < 1 ? 3 : 1, bar->value, bar->unit);
}

void bench_chart_end(struct buf *out)
{
    buf_text(out, "</svg>\n");
}

/* ---- The page. */

static void keep_status(struct buf *out, const struct buf *part)
{
    if (buf_status(part) != STATUS_OK && out->status == STATUS_OK)
        out->status = buf_status(part);
}

void bench_page_begin(struct buf *out, const char *title, enum report_language language, const struct buf *said)
{
    buf_format(out,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
               "content=\"width=device-width,initial-scale=1\">\n<title>",
               language == REPORT_CHINESE ? "zh-CN" : "en");
    write_safe(out, title);
    buf_format(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", style);
    write_safe(out, title);
    buf_text(out, "</h1>\n<p class=\"said\">");
    html_text(out, said->data, said->size);
    buf_text(out, "</p>\n");
    keep_status(out, said);
}

void bench_page_end(struct buf *out, const struct buf *table)
{
    buf_text(out, "<h2>");
    write_safe(out, _("The numbers"));
    buf_text(out, "</h2>\n<pre>");
    html_text(out, table->data, table->size);
    buf_text(out, "</pre>\n</body>\n</html>\n");
    keep_status(out, table);
}
