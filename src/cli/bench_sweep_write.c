/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_chart.h"
#include "cli/bench_sweep.h"
#include "cli/columns.h"
#include "report/json.h"
#include "rules/matcher.h"

enum { NAME_WIDTH = 24, NUMBER_WIDTH = 12 };

const char *bench_sweep_name(enum bench_sweep_which which)
{
    return which == BENCH_SWEEP_FIRST ? "first" : "second";
}

const char *bench_sweep_words(enum bench_sweep_which which)
{
    return which == BENCH_SWEEP_FIRST ? _("first sweep") : _("second, unchanged");
}

const char *bench_sweep_figure_name(enum bench_sweep_figure figure)
{
    return figure == BENCH_SWEEP_PAGE ? "page" : "processor";
}

static const char *figure_words(enum bench_sweep_figure figure)
{
    return figure == BENCH_SWEEP_PAGE ? _("time for each page") : _("processor time for each page");
}

/* ---- For people. */

static void write_number(struct buf *out, const char *form, double number)
{
    struct buf text = BUF_INIT(64);

    buf_format(&text, form, number);
    columns_right(out, text.data, NUMBER_WIDTH);
    buf_free(&text);
}

static void write_heads(struct buf *out)
{
    const char *const heads[] = { _("pages/s"), _("s"),  _("CPU s"),    _("spread"),
                                  _("pages"),   _("MB"), _("requests"), _("MiB") };

    columns_left(out, _("sweep"), NAME_WIDTH);
    for (size_t index = 0; index < sizeof heads / sizeof *heads; index++)
        columns_right(out, heads[index], NUMBER_WIDTH);
    buf_byte(out, '\n');
}

static void write_sweep(const struct bench_sweep *bench, enum bench_sweep_which which, struct buf *out)
{
    const struct bench_sweeps *sweeps = &bench->sweeps[which];

    columns_left(out, bench_sweep_words(which), NAME_WIDTH);
    write_number(out, "%.0f", bench_sweep_pages_per_second(bench, which));
    write_number(out, "%.2f", sweeps->seconds.median);
    write_number(out, "%.2f", sweeps->figures[BENCH_SWEEP_PROCESSOR].median * (double)sweeps->counts.pages_reached);
    bench_spread_column(out, &sweeps->figures[BENCH_SWEEP_PAGE], bench->rounds, NUMBER_WIDTH);
    write_number(out, "%.0f", (double)sweeps->counts.pages_reached);
    write_number(out, "%.2f", (double)sweeps->counts.bytes / 1e6);
    write_number(out, "%.0f", (double)sweeps->counts.requests);
    write_number(out, "%.0f", (double)sweeps->memory_peak / (1 << 20));
    buf_byte(out, '\n');
}

static void write_sentences(const struct bench_sweep *bench, struct buf *out)
{
    double first = bench_sweep_pages_per_second(bench, BENCH_SWEEP_FIRST);
    double second = bench_sweep_pages_per_second(bench, BENCH_SWEEP_SECOND);
    double peak = (double)bench->sweeps[BENCH_SWEEP_FIRST].memory_peak;

    if ((double)bench->sweeps[BENCH_SWEEP_SECOND].memory_peak > peak)
        peak = (double)bench->sweeps[BENCH_SWEEP_SECOND].memory_peak;
    buf_format(out,
               _("This machine can sweep %.0f new pages an hour such as these, and %.0f that are as they were, with %u "
                 "threads and at most %.0f MiB of memory. A real site answers more slowly, and is asked no faster than "
                 "its requests_per_second: 20 a second, which is usual, are 72000 an hour.\n"),
               bench_two_digits(3600 * first), bench_two_digits(3600 * second), bench->jobs, peak / (1 << 20));
    if (bench->incomplete[0] != '\0')
        buf_format(out, _("A sweep did not come out complete: %s\n"), bench->incomplete);
}

void bench_sweep_table(const struct bench_sweep *bench, struct buf *out)
{
    char matcher[MATCHER_TEXT_SIZE];

    bench_machine_line(&bench->machine, out);
    matcher_text(matcher);
    buf_format(out, _("guanka %s, %s; rules %.12s; files %.12s\n"), GUANKA_VERSION, matcher, bench->rules_digest,
               bench->files_digest);
    buf_format(out,
               bench->is_sample ? _("A site of %llu pages of the built-in sample, %u rounds\n\n")
                                : _("A site of %llu files of yours, %u rounds\n\n"),
               (unsigned long long)bench->count, bench->rounds);
    write_heads(out);
    for (int which = 0; which < BENCH_SWEEP_WHICH_COUNT; which++)
        write_sweep(bench, (enum bench_sweep_which)which, out);
    buf_text(out,
             _("\nMedians of the rounds; s: from the beginning of the sweep to its end; CPU s: processor time, the "
               "start of the program included; spread: of pages a second, what lies between the quartiles; MiB: "
               "memory at most. Server and sweep share this machine.\n\n"));
    write_sentences(bench, out);
}

void bench_sweep_html(const struct bench_sweep *bench, enum report_language language, struct buf *out)
{
    struct buf said = BUF_INIT(1 << 16), table = BUF_INIT(1 << 20);
    double most = 0;

    write_sentences(bench, &said);
    bench_page_begin(out, _("How fast sites are swept on this machine"), language, &said);
    for (int which = 0; which < BENCH_SWEEP_WHICH_COUNT; which++) {
        double low = bench->sweeps[which].figures[BENCH_SWEEP_PAGE].low;

        most = low > 0 && 1 / low > most ? 1 / low : most;
    }
    bench_chart_begin(out, _("Pages a second"), BENCH_SWEEP_WHICH_COUNT);
    for (int which = 0; which < BENCH_SWEEP_WHICH_COUNT; which++) {
        const struct bench_time *page = &bench->sweeps[which].figures[BENCH_SWEEP_PAGE];

        bench_chart_bar(out, (size_t)which,
                        &(struct bench_bar){ bench_sweep_words((enum bench_sweep_which)which), "",
                                             bench_sweep_pages_per_second(bench, (enum bench_sweep_which)which),
                                             page->high > 0 ? 1 / page->high : 0, page->low > 0 ? 1 / page->low : 0 },
                        most);
    }
    bench_chart_end(out);
    bench_sweep_table(bench, &table);
    bench_page_end(out, &table);
    buf_free(&said);
    buf_free(&table);
}

/* ---- For programs. */

static void json_sweep(const struct bench_sweep *bench, enum bench_sweep_which which, struct buf *out)
{
    const struct bench_sweeps *sweeps = &bench->sweeps[which];

    for (int figure = 0; figure < BENCH_SWEEP_FIGURE_COUNT; figure++) {
        buf_text(out, "{\"v\":1,\"type\":\"bench-sweep\"");
        json_text(out, "sweep", bench_sweep_name(which));
        json_text(out, "figure", bench_sweep_figure_name((enum bench_sweep_figure)figure));
        bench_json_time(out, &sweeps->figures[figure]);
        buf_text(out, "}\n");
    }
    buf_text(out, "{\"v\":1,\"type\":\"bench-sweep-counts\"");
    json_text(out, "sweep", bench_sweep_name(which));
    bench_json_time(out, &sweeps->seconds);
    bench_json_real(out, "pages_per_second", bench_sweep_pages_per_second(bench, which));
    json_number(out, "memory_peak", sweeps->memory_peak);
    for (size_t index = 0; index < SWEEP_COUNT_COUNT; index++)
        json_number(out, sweeps_count_name(index), sweeps_count(&sweeps->counts, index));
    buf_text(out, "}\n");
}

void bench_sweep_json(const struct bench_sweep *bench, struct buf *out)
{
    for (int which = 0; which < BENCH_SWEEP_WHICH_COUNT; which++)
        json_sweep(bench, (enum bench_sweep_which)which, out);
    buf_append(out, bench->inputs.data, bench->inputs.size);
    buf_text(out, "{\"v\":1,\"type\":\"bench\",\"what\":\"sweep\"");
    bench_machine_json(&bench->machine, out);
    json_text(out, "rules_digest", bench->rules_digest);
    json_text(out, "files_digest", bench->files_digest);
    json_bool(out, "sample", bench->is_sample);
    json_number(out, "documents", bench->count);
    json_number(out, "rounds", bench->rounds);
    json_number(out, "threads", bench->jobs);
    json_number(out, "pages_per_hour", (uint64_t)(3600 * bench_sweep_pages_per_second(bench, BENCH_SWEEP_FIRST)));
    json_text(out, "incomplete", bench->incomplete[0] != '\0' ? bench->incomplete : NULL);
    buf_text(out, "}\n");
}

size_t bench_sweep_figures(const struct bench_sweep *bench, struct bench_figure figures[BENCH_SWEEP_FIGURES_MAX])
{
    size_t count = 0;

    for (int which = 0; which < BENCH_SWEEP_WHICH_COUNT; which++) {
        for (int figure = 0; figure < BENCH_SWEEP_FIGURE_COUNT; figure++)
            figures[count++] = (struct bench_figure){ "bench-sweep",
                                                      bench_sweep_name((enum bench_sweep_which)which),
                                                      bench_sweep_figure_name((enum bench_sweep_figure)figure),
                                                      bench_sweep_words((enum bench_sweep_which)which),
                                                      figure_words((enum bench_sweep_figure)figure),
                                                      bench->sweeps[which].figures[figure] };
    }
    return count;
}
