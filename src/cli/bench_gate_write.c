/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_chart.h"
#include "cli/bench_gate.h"
#include "cli/columns.h"
#include "report/json.h"
#include "report/words.h"
#include "rules/matcher.h"

enum { NAME_WIDTH = 34, NUMBER_WIDTH = 12 };

const char *bench_gate_load_name(enum bench_gate_load load)
{
    static const char *const names[BENCH_GATE_LOAD_COUNT] = {
        [BENCH_CHECK_STEADY] = "check-steady",
        [BENCH_CHECK_SATURATED] = "check-saturated",
        [BENCH_SUBMISSION_STEADY] = "submission-steady",
        [BENCH_SUBMISSION_SATURATED] = "submission-saturated",
    };

    return names[load];
}

const char *bench_gate_load_words(enum bench_gate_load load)
{
    static const char *const words[BENCH_GATE_LOAD_COUNT] = {
        [BENCH_CHECK_STEADY] = N_("checks, at the fixed rate"),
        [BENCH_CHECK_SATURATED] = N_("checks, as fast as it goes"),
        [BENCH_SUBMISSION_STEADY] = N_("submissions, at the fixed rate"),
        [BENCH_SUBMISSION_SATURATED] = N_("submissions, as fast as it goes"),
    };

    return _(words[load]);
}

const char *bench_gate_figure_name(enum bench_gate_figure figure)
{
    static const char *const names[BENCH_GATE_FIGURE_COUNT] = { [BENCH_GATE_MEDIAN] = "median",
                                                                [BENCH_GATE_P95] = "p95",
                                                                [BENCH_GATE_P99] = "p99",
                                                                [BENCH_GATE_ANSWER] = "answer" };

    return names[figure];
}

static const char *figure_words(enum bench_gate_figure figure)
{
    static const char *const words[BENCH_GATE_FIGURE_COUNT] = { [BENCH_GATE_MEDIAN] = N_("half of the answers"),
                                                                [BENCH_GATE_P95] = N_("95 of 100 answers"),
                                                                [BENCH_GATE_P99] = N_("99 of 100 answers"),
                                                                [BENCH_GATE_ANSWER] = N_("time for each answer") };

    return _(words[figure]);
}

/* ---- For people. */

static void write_number(struct buf *out, const char *form, double number)
{
    struct buf text = BUF_INIT(64);

    buf_format(&text, form, number);
    columns_right(out, text.data, NUMBER_WIDTH);
    buf_free(&text);
}

static void write_load(const struct bench_gate *gate, enum bench_gate_load which, struct buf *out)
{
    const struct bench_gate_loads *loads = &gate->loads[which];

    columns_left(out, bench_gate_load_words(which), NAME_WIDTH);
    write_number(out, "%.1f", bench_gate_per_second(gate, which));
    for (int figure = BENCH_GATE_MEDIAN; figure <= BENCH_GATE_P99; figure++)
        write_number(out, "%.2f", 1e3 * loads->figures[figure].median);
    write_number(out, "%.2f", 1e3 * loads->most);
    bench_spread_column(out, &loads->figures[BENCH_GATE_ANSWER], gate->rounds, NUMBER_WIDTH);
    write_number(out, "%.0f", (double)loads->due);
    write_number(out, "%.0f", (double)(loads->due - loads->answered));
    buf_byte(out, '\n');
}

static void write_heads(struct buf *out)
{
    const char *const heads[] = { _("answers/s"), _("median ms"), _("p95 ms"),   _("p99 ms"),
                                  _("most ms"),   _("spread"),    _("requests"), _("no answer") };

    columns_left(out, _("load"), NAME_WIDTH);
    for (size_t index = 0; index < sizeof heads / sizeof *heads; index++)
        columns_right(out, heads[index], NUMBER_WIDTH);
    buf_byte(out, '\n');
}

static void write_steady(const struct bench_gate *gate, enum bench_gate_load which, struct buf *out)
{
    const struct bench_gate_loads *loads = &gate->loads[which];

    if (!loads->is_measured)
        return;
    if (!bench_gate_keeps_up(gate, which)) {
        buf_format(out, _("%s (%u a second): this machine does not keep up.\n"), bench_gate_load_words(which),
                   gate->rate);
        return;
    }
    buf_format(out,
               _("%s (%u a second): half are answered within %.1f ms, 95 %% within %.1f ms, 99 %% within %.1f ms.\n"),
               bench_gate_load_words(which), gate->rate, 1e3 * loads->figures[BENCH_GATE_MEDIAN].median,
               1e3 * loads->figures[BENCH_GATE_P95].median, 1e3 * loads->figures[BENCH_GATE_P99].median);
}

static void write_sentences(const struct bench_gate *gate, struct buf *out)
{
    double checks = bench_gate_per_second(gate, BENCH_CHECK_SATURATED);
    double submissions = bench_gate_per_second(gate, BENCH_SUBMISSION_SATURATED);

    buf_format(out,
               _("The gate on this machine can check %.0f drafts a second such as these files (%.0f KB on average), "
                 "receiving and answering included.\n"),
               checks, gate->documents > 0 ? (double)gate->bytes / (double)gate->documents / 1e3 : 0);
    if (submissions > 0)
        buf_format(out, _("It can take in %.0f submissions a second and store them on the disk.\n"), submissions);
    buf_format(out, _("Plan with half of it: %.0f a second. The load was made on the same machine.\n"),
               (submissions > 0 ? submissions : checks) / 2);
    write_steady(gate, BENCH_CHECK_STEADY, out);
    write_steady(gate, BENCH_SUBMISSION_STEADY, out);
    if (gate->has_memory && gate->rounds == 1)
        buf_format(out,
                   _("Memory of the gate: %.1f MiB after the round, %.1f MiB at most. Whether it grows one round does not "
                     "say: --rounds 2 or more.\n"),
                   (double)gate->memory_last / (1 << 20), (double)gate->memory_peak / (1 << 20));
    else if (gate->has_memory)
        buf_format(
            out,
            bench_gate_has_grown(gate)
                ? _("Memory of the gate GREW: %.1f MiB after the first round, %.1f MiB after the last one, %.1f "
                    "MiB at most.\n")
                : _("Memory of the gate stays flat: %.1f MiB after the first round, %.1f MiB after the last one, "
                    "%.1f MiB at most.\n"),
            (double)gate->memory_first / (1 << 20), (double)gate->memory_last / (1 << 20),
            (double)gate->memory_peak / (1 << 20));
    if (gate->complaint[0] != '\0')
        buf_format(out, _("Requests that failed: %s\n"), gate->complaint);
}

void bench_gate_table(const struct bench_gate *gate, struct buf *out)
{
    char matcher[MATCHER_TEXT_SIZE];

    bench_machine_line(&gate->machine, out);
    matcher_text(matcher);
    buf_format(out, _("guanka %s, %s; rules %.12s; files %.12s\n"), GUANKA_VERSION, matcher,
               gate->address == NULL ? gate->rules_digest : _("of the gate"), gate->files_digest);
    buf_format(out, _("%zu documents, %.0f KB (%s), %zu left out, %u rounds\n"), gate->documents,
               (double)gate->bytes / 1e3, gate->is_sample ? _("built-in sample") : _("your files"),
               gate->left_out + gate->too_many, gate->rounds);
    buf_format(out, _("Gate: %s; %u seconds for each load, %u connections as fast as it goes\n\n"),
               gate->address != NULL ? gate->address : _("its own, for this run"), gate->seconds, gate->connections);
    write_heads(out);
    for (int which = 0; which < BENCH_GATE_LOAD_COUNT; which++) {
        if (gate->loads[which].is_measured)
            write_load(gate, (enum bench_gate_load)which, out);
    }
    buf_text(out, _("\nms: within how many milliseconds so many of a hundred requests are answered, reckoned from when "
                    "they were due, medians of the rounds; most: the slowest of all. spread: of answers a second, what "
                    "lies between the quartiles.\n\n"));
    write_sentences(gate, out);
}

void bench_gate_html(const struct bench_gate *gate, enum report_language language, struct buf *out)
{
    struct buf said = BUF_INIT(1 << 16), table = BUF_INIT(1 << 20);

    write_sentences(gate, &said);
    bench_page_begin(out, _("How many drafts the gate answers on this machine"), language, &said);
    for (int which = 0; which < BENCH_GATE_LOAD_COUNT; which++) {
        const struct bench_gate_loads *loads = &gate->loads[which];
        struct buf title = BUF_INIT(256);

        if (!loads->is_measured)
            continue;
        buf_format(&title, _("%s: milliseconds"), bench_gate_load_words((enum bench_gate_load)which));
        bench_chart_begin(out, title.data, BENCH_GATE_ANSWER);
        for (int figure = BENCH_GATE_MEDIAN; figure <= BENCH_GATE_P99; figure++)
            bench_chart_bar(out, (size_t)figure,
                            &(struct bench_bar){ figure_words((enum bench_gate_figure)figure), "ms",
                                                 1e3 * loads->figures[figure].median, 1e3 * loads->figures[figure].low,
                                                 1e3 * loads->figures[figure].high },
                            1e3 * loads->figures[BENCH_GATE_P99].high);
        bench_chart_end(out);
        buf_free(&title);
    }
    bench_gate_table(gate, &table);
    bench_page_end(out, &table);
    buf_free(&said);
    buf_free(&table);
}

/* ---- For programs. */

static void json_load(const struct bench_gate *gate, enum bench_gate_load which, struct buf *out)
{
    const struct bench_gate_loads *loads = &gate->loads[which];

    for (int figure = 0; figure < BENCH_GATE_FIGURE_COUNT; figure++) {
        buf_text(out, "{\"v\":1,\"type\":\"bench-load\"");
        json_text(out, "load", bench_gate_load_name(which));
        json_text(out, "figure", bench_gate_figure_name((enum bench_gate_figure)figure));
        bench_json_time(out, &loads->figures[figure]);
        buf_text(out, "}\n");
    }
    buf_text(out, "{\"v\":1,\"type\":\"bench-load-counts\"");
    json_text(out, "load", bench_gate_load_name(which));
    json_number(out, "requests", loads->due);
    json_number(out, "answered", loads->answered);
    json_number(out, "refused", loads->refused);
    json_number(out, "failed", loads->failed);
    json_number(out, "late", loads->late);
    bench_json_real(out, "answers_per_second", bench_gate_per_second(gate, which));
    bench_json_real(out, "seconds_most", loads->most);
    buf_text(out, "}\n");
}

void bench_gate_json(const struct bench_gate *gate, struct buf *out)
{
    bool has_submissions = gate->loads[BENCH_SUBMISSION_STEADY].is_measured;

    for (int which = 0; which < BENCH_GATE_LOAD_COUNT; which++) {
        if (gate->loads[which].is_measured)
            json_load(gate, (enum bench_gate_load)which, out);
    }
    buf_append(out, gate->inputs.data, gate->inputs.size);
    buf_text(out, "{\"v\":1,\"type\":\"bench\",\"what\":\"gate\"");
    bench_machine_json(&gate->machine, out);
    json_text(out, "address", gate->address);
    json_text(out, "rules_digest", gate->address == NULL ? gate->rules_digest : NULL);
    json_text(out, "files_digest", gate->files_digest);
    json_bool(out, "sample", gate->is_sample);
    json_number(out, "documents", gate->documents);
    json_number(out, "bytes", gate->bytes);
    json_number(out, "left_out", gate->left_out);
    json_number(out, "too_many", gate->too_many);
    json_number(out, "rounds", gate->rounds);
    json_number(out, "rate", gate->rate);
    json_number(out, "seconds_per_load", gate->seconds);
    json_number(out, "connections", gate->connections);
    json_number_or_null(out, "memory_first", gate->has_memory, gate->memory_first);
    json_number_or_null(out, "memory_last", gate->has_memory, gate->memory_last);
    json_number_or_null(out, "memory_peak", gate->has_memory, gate->memory_peak);
    json_bool(out, "keeps_up",
              bench_gate_keeps_up(gate, BENCH_CHECK_STEADY)
                  && (!has_submissions || bench_gate_keeps_up(gate, BENCH_SUBMISSION_STEADY)));
    bench_json_real(out, "checks_per_second", bench_gate_per_second(gate, BENCH_CHECK_SATURATED));
    if (has_submissions)
        bench_json_real(out, "submissions_per_second", bench_gate_per_second(gate, BENCH_SUBMISSION_SATURATED));
    else
        json_number_or_null(out, "submissions_per_second", false, 0);
    json_text(out, "complaint", gate->complaint[0] != '\0' ? gate->complaint : NULL);
    buf_text(out, "}\n");
}

size_t bench_gate_figures(const struct bench_gate *gate, struct bench_figure figures[BENCH_GATE_FIGURES_MAX])
{
    size_t count = 0;

    for (int which = 0; which < BENCH_GATE_LOAD_COUNT; which++) {
        for (int figure = 0; figure < BENCH_GATE_FIGURE_COUNT && gate->loads[which].is_measured; figure++)
            figures[count++] = (struct bench_figure){ "bench-load",
                                                      bench_gate_load_name((enum bench_gate_load)which),
                                                      bench_gate_figure_name((enum bench_gate_figure)figure),
                                                      bench_gate_load_words((enum bench_gate_load)which),
                                                      figure_words((enum bench_gate_figure)figure),
                                                      gate->loads[which].figures[figure] };
    }
    return count;
}
