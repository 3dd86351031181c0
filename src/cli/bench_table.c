/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "cli/columns.h"
#include "cli/bench_page.h"
#include "report/json.h"
#include "report/words.h"
#include "rules/matcher.h"

enum { NAME_WIDTH = 20, NUMBER_WIDTH = 14 };

const char *bench_stage_words(enum bench_stage stage)
{
    static const char *const words[BENCH_STAGE_COUNT] = {
        [BENCH_CHARSET] = N_("decoding alone"),   [BENCH_EXTRACT] = N_("extraction"),
        [BENCH_CANONICAL] = N_("canonical text"), [BENCH_MATCH] = N_("matching"),
        [BENCH_EVALUATE] = N_("judgement"),       [BENCH_SCAN] = N_("all together")
    };

    return _(words[stage]);
}

static double rate(double count, double seconds)
{
    return seconds > 0 ? count / seconds : 0;
}

static uint64_t bytes_of_stage(const struct bench_format *format, enum bench_stage stage)
{
    return stage == BENCH_CHARSET ? format->charset_bytes : format->bytes;
}

/* ---- For people. */

static void write_number(struct buf *out, const char *form, double number)
{
    struct buf text = BUF_INIT(64);

    buf_format(&text, form, number);
    columns_right(out, text.data, NUMBER_WIDTH);
    buf_free(&text);
}

static void write_unknown(struct buf *out)
{
    enum { COLUMNS = 4 };

    for (int column = 0; column < COLUMNS; column++)
        columns_right(out, "–", NUMBER_WIDTH);
    buf_byte(out, '\n');
}

static void write_time(struct buf *out, double count, double bytes, const struct bench_time *time, uint32_t rounds)
{
    if (!bench_time_is_known(time)) {
        write_unknown(out);
        return;
    }
    write_number(out, "%.2f", 1e3 * time->median);
    bench_spread_column(out, time, rounds, NUMBER_WIDTH);
    write_number(out, "%.1f", rate(bytes, time->median) / 1e6);
    write_number(out, "%.0f", rate(count, time->median));
    buf_byte(out, '\n');
}

static void write_heads(struct buf *out, const char *first)
{
    columns_left(out, first, NAME_WIDTH);
    columns_right(out, _("ms"), NUMBER_WIDTH);
    columns_right(out, _("spread"), NUMBER_WIDTH);
    columns_right(out, _("MB/s"), NUMBER_WIDTH);
    columns_right(out, _("documents/s"), NUMBER_WIDTH);
    buf_byte(out, '\n');
}

static void write_format(struct buf *out, const struct bench_format *format, uint32_t rounds)
{
    buf_format(out, _("%s: %zu documents, %.0f KB, of which %.0f KB of text is searched; one thread\n"), format->name,
               format->documents, (double)format->bytes / 1e3, (double)format->text_bytes / 1e3);
    write_heads(out, _("stage"));
    for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++) {
        if (stage == BENCH_CHARSET && format->charset_bytes == 0)
            continue;
        columns_left(out, bench_stage_words((enum bench_stage)stage), NAME_WIDTH);
        write_time(out, (double)format->documents, (double)bytes_of_stage(format, (enum bench_stage)stage),
                   &format->stages[stage], rounds);
    }
    buf_byte(out, '\n');
}

static void write_threads(struct buf *out, const struct bench_speed *speed)
{
    buf_text(out, _("Whole scans of all these files, as guanka scan does them, report included\n"));
    write_heads(out, _("threads"));
    for (size_t index = 0; index < speed->threads_count; index++) {
        const struct bench_threads *threads = &speed->threads[index];
        struct buf name = BUF_INIT(32);

        buf_unsigned(&name, threads->threads);
        columns_left(out, name.data, NAME_WIDTH);
        write_time(out, (double)threads->documents, (double)threads->bytes, &threads->time, speed->rounds);
        buf_free(&name);
    }
    buf_byte(out, '\n');
}

/* How much longer all threads take than one; 0: they do not. */
static double percent_slower(const struct bench_speed *speed)
{
    const struct bench_threads *one = &speed->threads[0], *all = &speed->threads[speed->threads_count - 1];
    double percent = all != one && one->time.median > 0 ? 100 * (all->time.median / one->time.median - 1) : 0;

    return percent >= 0.5 ? percent : 0;
}

void bench_speed_sentences(const struct bench_speed *speed, struct buf *out)
{
    double pages = bench_speed_pages_per_hour(speed), slower = percent_slower(speed);

    if (pages > 0)
        buf_format(
            out,
            _("This machine can read and judge about %.0f pages an hour such as these, with %u threads. That is reading "
              "and judging alone: no network, no store, no links; a sweep takes many times as long, and guanka bench "
              "--sweep measures how long. Reckoned: pages a second in one thread × how many times faster all threads "
              "scan all files × 3600.\n"),
            bench_two_digits(pages), speed->threads[speed->threads_count - 1].threads);
    if (slower > 0)
        buf_format(out,
                   _("Together the %u threads take %.0f %% more time than one does: with so little to read they cost "
                     "more than they gain, or the machine is busy.\n"),
                   speed->threads[speed->threads_count - 1].threads, slower);
    if (speed->drafts.threads > 0)
        buf_format(
            out,
            _("It can judge %.1f drafts a second such as these files (%.0f KB on average), with %u threads; HTTP and "
              "storing are not in it. Reckoned: drafts judged by all threads ÷ time.\n"),
            bench_speed_drafts_per_second(speed), (double)speed->bytes / (double)speed->documents / 1e3,
            speed->drafts.threads);
}

void bench_speed_table(const struct bench_speed *speed, struct buf *out)
{
    char matcher[MATCHER_TEXT_SIZE];

    bench_machine_line(&speed->machine, out);
    matcher_text(matcher);
    buf_format(out, _("guanka %s, %s; rules %.12s; files %.12s\n"), GUANKA_VERSION, matcher, speed->rules_digest,
               speed->files_digest);
    buf_format(out, _("%zu documents, %.0f KB (%s), %zu left out, %u rounds\n\n"), speed->documents,
               (double)speed->bytes / 1e3, speed->is_sample ? _("built-in sample") : _("your files"),
               speed->left_out + speed->too_many, speed->rounds);
    for (size_t index = 0; index < speed->format_count; index++)
        write_format(out, &speed->formats[index], speed->rounds);
    write_threads(out, speed);
    buf_text(
        out,
        _("ms: for all documents once, median of the rounds; spread: what lies between the quartiles. Judgement is all "
          "together less extraction, canonical text and matching, – where less than nothing would remain because the machine "
          "was disturbed; decoding alone is of whole texts, and a part of "
          "extraction.\n\n"));
    bench_speed_sentences(speed, out);
}

/* ---- For programs. */

static void json_time(struct buf *out, double count, double bytes, const struct bench_time *time)
{
    json_number(out, "documents", (uint64_t)count);
    json_number(out, "bytes", (uint64_t)bytes);
    bench_json_time(out, time);
    bench_json_real_or_null(out, "bytes_per_second", bench_time_is_known(time), rate(bytes, time->median));
    bench_json_real_or_null(out, "documents_per_second", bench_time_is_known(time), rate(count, time->median));
    buf_text(out, "}\n");
}

static void json_format(struct buf *out, const struct bench_format *format)
{
    for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++) {
        buf_text(out, "{\"v\":1,\"type\":\"bench-stage\"");
        json_text(out, "format", format->name);
        json_text(out, "stage", bench_stage_name((enum bench_stage)stage));
        json_number(out, "text_bytes", format->text_bytes);
        json_time(out, (double)format->documents, (double)bytes_of_stage(format, (enum bench_stage)stage),
                  &format->stages[stage]);
    }
}

static void json_threads(struct buf *out, const char *type, const struct bench_threads *threads)
{
    buf_text(out, "{\"v\":1");
    json_text(out, "type", type);
    json_number(out, "threads", threads->threads);
    json_time(out, (double)threads->documents, (double)threads->bytes, &threads->time);
}

void bench_speed_json(const struct bench_speed *speed, struct buf *out)
{
    double pages = bench_speed_pages_per_hour(speed);

    for (size_t index = 0; index < speed->format_count; index++)
        json_format(out, &speed->formats[index]);
    for (size_t index = 0; index < speed->threads_count; index++)
        json_threads(out, "bench-threads", &speed->threads[index]);
    if (speed->drafts.threads > 0)
        json_threads(out, "bench-drafts", &speed->drafts);
    buf_append(out, speed->inputs.data, speed->inputs.size);
    buf_text(out, "{\"v\":1,\"type\":\"bench\",\"what\":\"speed\"");
    bench_machine_json(&speed->machine, out);
    json_text(out, "rules_digest", speed->rules_digest);
    json_text(out, "files_digest", speed->files_digest);
    json_bool(out, "sample", speed->is_sample);
    json_number(out, "documents", speed->documents);
    json_number(out, "bytes", speed->bytes);
    json_number(out, "left_out", speed->left_out);
    json_number(out, "too_many", speed->too_many);
    json_number(out, "rounds", speed->rounds);
    json_number_or_null(out, "pages_per_hour", pages > 0, (uint64_t)pages);
    if (speed->drafts.threads > 0)
        bench_json_real(out, "drafts_per_second", bench_speed_drafts_per_second(speed));
    else
        json_number_or_null(out, "drafts_per_second", false, 0);
    buf_text(out, "}\n");
}

/* ---- For --against. */

size_t bench_speed_figures(const struct bench_speed *speed, struct bench_speed_names *names,
                           struct bench_figure figures[BENCH_SPEED_FIGURES_MAX])
{
    size_t count = 0;

    for (size_t index = 0; index < speed->format_count; index++) {
        const struct bench_format *format = &speed->formats[index];

        for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++)
            figures[count++] = (struct bench_figure){ "bench-stage",
                                                      format->name,
                                                      bench_stage_name((enum bench_stage)stage),
                                                      format->name,
                                                      bench_stage_words((enum bench_stage)stage),
                                                      format->stages[stage] };
    }
    for (size_t index = 0; index < speed->threads_count; index++) {
        (void)snprintf(names->threads[index], sizeof names->threads[index], "%u", speed->threads[index].threads);
        figures[count++] = (struct bench_figure){ "bench-threads",       "threads",
                                                  names->threads[index], _("threads"),
                                                  names->threads[index], speed->threads[index].time };
    }
    if (speed->drafts.threads > 0) {
        (void)snprintf(names->drafts, sizeof names->drafts, "%u", speed->drafts.threads);
        figures[count++] = (struct bench_figure){ "bench-drafts",       "drafts",      names->drafts,
                                                  _("drafts, threads"), names->drafts, speed->drafts.time };
    }
    return count;
}
