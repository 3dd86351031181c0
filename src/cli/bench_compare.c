/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_compare.h"

#include <jansson.h>
#include <string.h>

#include "base/file.h"
#include "cli/bench_page.h"
#include "gate/json_members.h"
#include "report/json.h"
#include "report/words.h"
#include "rules/matcher.h"

enum { SAVED_BYTES_MAX = 16 << 20 };

struct comparing {
    struct bench_comparison *comparison;
    const struct bench_speed *speed;
    bool as_json, has_summary;
    struct buf differences; /* in words, divided by "; " */
    struct buf lines;
};

static const char *text_of(const json_t *line, const char *name)
{
    return json_member_text(line, name, "");
}

/* ---- Whether it can be compared. */

static void compare_text(struct comparing *comparing, const char *what, const char *was, const char *is)
{
    if (strcmp(was, is) == 0)
        return;
    if (comparing->differences.size > 0)
        buf_text(&comparing->differences, "; ");
    buf_format(&comparing->differences, _("%s: then %.80s, now %.80s"), what, was, is);
}

static void compare_number(struct comparing *comparing, const char *what, const json_t *line, const char *name,
                           uint64_t is)
{
    char was_text[32], is_text[32];

    (void)snprintf(was_text, sizeof was_text, "%lld", (long long)json_integer_value(json_object_get(line, name)));
    (void)snprintf(is_text, sizeof is_text, "%llu", (unsigned long long)is);
    compare_text(comparing, what, was_text, is_text);
}

/* Another version of guanka is what one compares for; another kernel changes little. */
static void compare_summary(struct comparing *comparing, const json_t *line)
{
    const struct bench_speed *speed = comparing->speed;
    char matcher[MATCHER_TEXT_SIZE];

    comparing->has_summary = true;
    matcher_text(matcher);
    compare_text(comparing, _("processor"), text_of(line, "processor"), speed->machine.processor);
    compare_number(comparing, _("cores"), line, "cores", speed->machine.cores);
    compare_number(comparing, _("memory"), line, "memory", speed->machine.memory);
    compare_text(comparing, _("engine"), text_of(line, "matcher"), matcher);
    compare_text(comparing, _("rules"), text_of(line, "rules_digest"), speed->rules_digest);
    compare_text(comparing, _("files"), text_of(line, "files_digest"), speed->files_digest);
}

/* ---- Figures. */

static void tell(struct comparing *comparing, const char *what, const char *stage, double percent, bool is_slower,
                 const struct bench_time *was, const struct bench_time *is)
{
    if (comparing->as_json) {
        buf_text(&comparing->lines, "{\"v\":1,\"type\":\"bench-change\"");
        json_text(&comparing->lines, "what", what);
        json_text(&comparing->lines, "stage", stage);
        json_bool(&comparing->lines, "slower", is_slower);
        json_key(&comparing->lines, "seconds_before");
        buf_format(&comparing->lines, "%.9g", was->median);
        json_key(&comparing->lines, "seconds");
        buf_format(&comparing->lines, "%.9g", is->median);
        buf_text(&comparing->lines, "}\n");
        return;
    }
    buf_format(&comparing->lines,
               is_slower ? _("SLOWER  %s %s: %.2f ms, was %.2f ms (%+.1f %%)\n")
                         : _("faster  %s %s: %.2f ms, was %.2f ms (%+.1f %%)\n"),
               what, stage, 1e3 * is->median, 1e3 * was->median, percent);
}

static void compare_time(struct comparing *comparing, const json_t *line, const char *what, const char *stage,
                         const struct bench_time *is)
{
    const struct bench_time was = { json_number_value(json_object_get(line, "seconds")),
                                    json_number_value(json_object_get(line, "seconds_low")),
                                    json_number_value(json_object_get(line, "seconds_high")) };
    double percent, threshold = (double)comparing->comparison->threshold;

    if (was.median <= 0 || is->median <= 0) /* nothing was done, or noise ate it */
        return;
    comparing->comparison->compared++;
    percent = 100 * (is->median / was.median - 1);
    if (percent > threshold && is->low > was.high) {
        comparing->comparison->slower++;
        tell(comparing, what, stage, percent, true, &was, is);
    } else if (percent < -threshold && is->high < was.low) {
        tell(comparing, what, stage, percent, false, &was, is);
    }
}

static void compare_stage(struct comparing *comparing, const json_t *line)
{
    for (size_t index = 0; index < comparing->speed->format_count; index++) {
        const struct bench_format *format = &comparing->speed->formats[index];

        for (int stage = 0; stage < BENCH_STAGE_COUNT; stage++)
            if (strcmp(format->name, text_of(line, "format")) == 0
                && strcmp(bench_stage_name((enum bench_stage)stage), text_of(line, "stage")) == 0)
                compare_time(comparing, line, format->name,
                             comparing->as_json ? bench_stage_name((enum bench_stage)stage)
                                                : bench_stage_words((enum bench_stage)stage),
                             &format->stages[stage]);
    }
}

static void compare_threads(struct comparing *comparing, const json_t *line, const char *what,
                            const struct bench_threads *threads, size_t count)
{
    char name[32];

    for (size_t index = 0; index < count; index++) {
        if (json_integer_value(json_object_get(line, "threads")) != (json_int_t)threads[index].threads)
            continue;
        (void)snprintf(name, sizeof name, "%u", threads[index].threads);
        compare_time(comparing, line, what, name, &threads[index].time);
    }
}

static void compare_line(struct comparing *comparing, const json_t *line)
{
    const struct bench_speed *speed = comparing->speed;
    const char *type = text_of(line, "type");

    if (strcmp(type, "bench") == 0 && strcmp(text_of(line, "what"), "speed") == 0)
        compare_summary(comparing, line);
    else if (strcmp(type, "bench-stage") == 0)
        compare_stage(comparing, line);
    else if (strcmp(type, "bench-threads") == 0)
        compare_threads(comparing, line, comparing->as_json ? "threads" : _("threads"), speed->threads,
                        speed->threads_count);
    else if (strcmp(type, "bench-drafts") == 0)
        compare_threads(comparing, line, comparing->as_json ? "drafts" : _("drafts, threads"), &speed->drafts, 1);
}

/* ---- The file. */

static enum status compare_lines(struct comparing *comparing, const char *path, const struct buf *saved,
                                 struct error *error)
{
    const char *next = saved->data, *end = saved->data + saved->size;
    unsigned number = 0;

    while (next < end) {
        const char *feed = memchr(next, '\n', (size_t)(end - next));
        struct error reason = { 0 };
        json_t *line;

        number++;
        if (feed == NULL)
            feed = end;
        if (json_tree_read(bytes_of(next, (size_t)(feed - next)), &line, &reason) != STATUS_OK)
            return error_set(error, STATUS_INVALID, _("%s:%u: this is no run that guanka bench --save has saved: %s"),
                             path, number, reason.message);
        compare_line(comparing, line);
        json_decref(line);
        next = feed + (feed < end);
    }
    if (comparing->has_summary)
        return STATUS_OK;
    return error_set(error, STATUS_INVALID, _("%s: this is no run that guanka bench --save has saved"), path);
}

static enum status judge(struct comparing *comparing, const char *path, struct buf *out, struct error *error)
{
    struct bench_comparison *comparison = comparing->comparison;

    if (comparing->differences.size > 0 && !comparison->is_anyway)
        return error_set(error, STATUS_INVALID, _("%s is not comparable, --anyway compares all the same: %s"), path,
                         comparing->differences.data);
    if (comparing->as_json) {
        buf_append(out, comparing->lines.data, comparing->lines.size);
        buf_text(out, "{\"v\":1,\"type\":\"bench-comparison\"");
        json_text(out, "differences", comparing->differences.size > 0 ? comparing->differences.data : NULL);
        json_number(out, "threshold_percent", comparison->threshold);
        json_number(out, "compared", comparison->compared);
        json_number(out, "slower", comparison->slower);
        buf_text(out, "}\n");
        return STATUS_OK;
    }
    if (comparing->differences.size > 0)
        buf_format(out, _("\nNot the same as then: %s\n"), comparing->differences.data);
    buf_format(out, _("\nAgainst %s: %zu figures, %zu slower by more than %u %% (and beyond what varies).\n"), path,
               comparison->compared, comparison->slower, (unsigned)comparison->threshold);
    buf_append(out, comparing->lines.data, comparing->lines.size);
    return STATUS_OK;
}

enum status bench_compare(const char *path, const struct bench_speed *speed, bool as_json,
                          struct bench_comparison *comparison, struct buf *out, struct error *error)
{
    struct comparing comparing = { .comparison = comparison,
                                   .speed = speed,
                                   .as_json = as_json,
                                   .differences = BUF_INIT(1 << 16),
                                   .lines = BUF_INIT(SAVED_BYTES_MAX) };
    struct buf saved = BUF_INIT(SAVED_BYTES_MAX);
    enum status status = file_read(path, &saved, error);

    comparison->compared = comparison->slower = 0;
    if (status == STATUS_OK)
        status = compare_lines(&comparing, path, &saved, error);
    if (status == STATUS_OK)
        status = judge(&comparing, path, out, error);
    buf_free(&saved);
    buf_free(&comparing.differences);
    buf_free(&comparing.lines);
    return status;
}
