/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_page.h"

#include <stdio.h>

#include "cli/bench_chart.h"
#include "report/words.h"

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
    size_t bars = 0, row = 0;

    for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++)
        most = format->stages[stage].high > most ? format->stages[stage].high : most;
    buf_format(&title, _("%s: milliseconds for %zu documents, one thread"), format->name, format->documents);
    /* What is no text as a whole is not decoded as one. */
    for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++)
        bars += stage != BENCH_CHARSET || format->charset_bytes > 0 ? 1 : 0;
    bench_chart_begin(out, title.data, bars);
    for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++) {
        const struct bench_time *time = &format->stages[stage];

        if (stage == BENCH_CHARSET && format->charset_bytes == 0)
            continue;
        bench_chart_bar(out, row++,
                        &(struct bench_bar){ bench_stage_words((enum bench_stage)stage), "ms",
                                             1e3 * positive(time->median), 1e3 * positive(time->low),
                                             1e3 * positive(time->high) },
                        1e3 * most);
    }
    bench_chart_end(out);
    buf_free(&title);
}

static void write_threads(struct buf *out, const struct bench_speed *speed)
{
    double most = 0;

    for (size_t index = 0; index < speed->threads_count; index++) {
        double value = (double)speed->threads[index].bytes / speed->threads[index].time.low / 1e6;

        most = value > most ? value : most;
    }
    bench_chart_begin(out, _("Whole scans: MB a second by number of threads"), speed->threads_count);
    for (size_t index = 0; index < speed->threads_count; index++) {
        const struct bench_threads *threads = &speed->threads[index];
        double megabytes = (double)threads->bytes / 1e6;
        char label[32];

        (void)snprintf(label, sizeof label, "%u", threads->threads);
        bench_chart_bar(out, index,
                        &(struct bench_bar){ label, "MB/s", megabytes / threads->time.median,
                                             megabytes / threads->time.high, megabytes / threads->time.low },
                        most);
    }
    bench_chart_end(out);
}

void bench_speed_html(const struct bench_speed *speed, enum report_language language, struct buf *out)
{
    struct buf said = BUF_INIT(1 << 16), table = BUF_INIT(1 << 20);

    bench_speed_sentences(speed, &said);
    bench_page_begin(out, _("How fast guanka is on this machine"), language, &said);
    write_threads(out, speed);
    for (size_t index = 0; index < speed->format_count; index++)
        write_format(out, &speed->formats[index]);
    bench_speed_table(speed, &table);
    bench_page_end(out, &table);
    buf_free(&said);
    buf_free(&table);
}
