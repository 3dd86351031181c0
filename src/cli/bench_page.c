/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_page.h"

#include <stdio.h>
#include <string.h>

#include "report/html_text.h"
#include "report/words.h"

/* ---- Bars: a label, a bar as long as the figure, the quartiles as a line over its end, the figure. */

enum { BAR_STEP = 24, BAR_HEIGHT = 16, LABEL_WIDTH = 200, BARS_WIDTH = 440, VALUE_WIDTH = 130 };
enum { CHART_WIDTH = LABEL_WIDTH + BARS_WIDTH + VALUE_WIDTH };

struct bar {
    const char *label, *unit;
    double value, low, high;
};

static const char style[] =
    "body{font:15px/1.6 system-ui,'Microsoft YaHei','PingFang SC',sans-serif;max-width:60em;margin:2em auto;padding:0 "
    "1em;color:#222}h1{font-size:1.5em}h2{font-size:1.1em;margin:1.6em 0 "
    ".4em}svg{max-width:100%;height:auto;display:block}"
    "svg text{font-size:13px}pre{overflow-x:auto;background:#f6f6f6;padding:1em;font-size:13px}.said{font-size:1.1em}";

static void write_safe(struct buf *out, const char *text)
{
    html_text(out, text, strlen(text));
}

static void begin_chart(struct buf *out, const char *title, size_t bars)
{
    buf_text(out, "<h2>");
    write_safe(out, title);
    buf_format(out, "</h2>\n<svg viewBox=\"0 0 %d %zu\" width=\"%d\" role=\"img\"><title>", CHART_WIDTH,
               bars * BAR_STEP + 4, CHART_WIDTH);
    write_safe(out, title);
    buf_text(out, "</title>");
}

static void write_bar(struct buf *out, size_t row, const struct bar *bar, double most)
{
    double scale = most > 0 ? BARS_WIDTH / most : 0, y = (double)(row * BAR_STEP);

    buf_format(out, "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">", LABEL_WIDTH - 8, y + BAR_HEIGHT - 3);
    write_safe(out, bar->label);
    buf_format(out, "</text><rect x=\"%d\" y=\"%.0f\" width=\"%.1f\" height=\"%d\" fill=\"#2f6fab\"/>", LABEL_WIDTH, y,
               bar->value > 0 ? bar->value * scale : 0, BAR_HEIGHT);
    buf_format(out, "<path d=\"M%.1f %.0fH%.1f\" stroke=\"#c00\" stroke-width=\"2\"/>", LABEL_WIDTH + bar->low * scale,
               y + BAR_HEIGHT / 2.0, LABEL_WIDTH + bar->high * scale);
    buf_format(out, "<text x=\"%.1f\" y=\"%.0f\">%.*f %s</text>",
               LABEL_WIDTH + (bar->high > bar->value ? bar->high : bar->value) * scale + 6, y + BAR_HEIGHT - 3,
               bar->value < 1 ? 3 : 1, bar->value, bar->unit);
}

static double positive(double value)
{
    return value > 0 ? value : 0;
}

/* ---- The charts. */

/* Where the time of a format goes. */
static void write_format(struct buf *out, const struct bench_format *format)
{
    const struct bench_time *all = &format->stages[BENCH_SCAN];
    double most = all->high;
    struct buf title = BUF_INIT(256);

    for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++)
        most = format->stages[stage].high > most ? format->stages[stage].high : most;
    buf_format(&title, _("%s: milliseconds for %zu documents, one thread"), format->name, format->documents);
    begin_chart(out, title.data, BENCH_STAGE_COUNT);
    for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++) {
        const struct bench_time *time = &format->stages[stage];

        write_bar(out, (size_t)stage,
                  &(struct bar){ bench_stage_words((enum bench_stage)stage), "ms", 1e3 * positive(time->median),
                                 1e3 * positive(time->low), 1e3 * positive(time->high) },
                  1e3 * most);
    }
    buf_text(out, "</svg>\n");
    buf_free(&title);
}

static void write_threads(struct buf *out, const struct bench_speed *speed)
{
    double most = 0;

    for (size_t index = 0; index < speed->threads_count; index++) {
        double value = (double)speed->threads[index].bytes / speed->threads[index].time.low / 1e6;

        most = value > most ? value : most;
    }
    begin_chart(out, _("Whole scans: MB a second by number of threads"), speed->threads_count);
    for (size_t index = 0; index < speed->threads_count; index++) {
        const struct bench_threads *threads = &speed->threads[index];
        double megabytes = (double)threads->bytes / 1e6;
        char label[32];

        (void)snprintf(label, sizeof label, "%u", threads->threads);
        write_bar(out, index,
                  &(struct bar){ label, "MB/s", megabytes / threads->time.median, megabytes / threads->time.high,
                                 megabytes / threads->time.low },
                  most);
    }
    buf_text(out, "</svg>\n");
}

void bench_speed_html(const struct bench_speed *speed, enum report_language language, struct buf *out)
{
    struct buf text = BUF_INIT(1 << 20);
    const char *title = _("How fast guanka is on this machine");

    buf_format(out,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
               "content=\"width=device-width,initial-scale=1\">\n<title>",
               language == REPORT_CHINESE ? "zh-CN" : "en");
    write_safe(out, title);
    buf_format(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", style);
    write_safe(out, title);
    buf_text(out, "</h1>\n<p class=\"said\">");
    bench_speed_sentences(speed, &text);
    html_text(out, text.data, text.size);
    buf_text(out, "</p>\n");
    write_threads(out, speed);
    for (size_t index = 0; index < speed->format_count; index++)
        write_format(out, &speed->formats[index]);
    buf_clear(&text);
    bench_speed_table(speed, &text);
    buf_text(out, "<h2>");
    write_safe(out, _("The numbers"));
    buf_text(out, "</h2>\n<pre>");
    html_text(out, text.data, text.size);
    buf_text(out, "</pre>\n</body>\n</html>\n");
    if (buf_status(&text) != STATUS_OK && out->status == STATUS_OK)
        out->status = buf_status(&text);
    buf_free(&text);
}
