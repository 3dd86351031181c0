/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_compare.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/bench_inputs.h"
#include "gate/json_members.h"
#include "report/json.h"
#include "report/words.h"
#include "rules/matcher.h"

enum { SAVED_BYTES_MAX = 16 << 20 };

struct comparing {
    struct bench_comparison *comparison;
    const struct bench_run *run;
    bool as_json, has_summary;
    bool is_of_one_round; /* the saved run: nothing says what varied */
    json_t *was, *is; /* the lines of inputs (bench_inputs.h); NULL: there is none */
    struct buf differences; /* in words, divided by "; " */
    char version[BENCH_TEXT_SIZE]; /* of the guanka that saved the run, where it is another one; "" */
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

/* A digest says that it is another one; of what, the lines of inputs where both runs have them. */
static void compare_digest(struct comparing *comparing, const char *words, const char *inputs, const char *was,
                           const char *is)
{
    if (strcmp(was, is) == 0)
        return;
    if (comparing->differences.size > 0)
        buf_text(&comparing->differences, "; ");
    buf_format(&comparing->differences, words, was, is);
    bench_inputs_differ(comparing->was, comparing->is, inputs, &comparing->differences);
}

static void compare_number(struct comparing *comparing, const char *what, const json_t *line, const char *name,
                           uint64_t is)
{
    char was_text[32], is_text[32];

    (void)snprintf(was_text, sizeof was_text, "%lld", (long long)json_integer_value(json_object_get(line, name)));
    (void)snprintf(is_text, sizeof is_text, "%llu", (unsigned long long)is);
    compare_text(comparing, what, was_text, is_text);
}

/* A sample of another size is told by the option that makes it so: all its files would be others. */
static void compare_files(struct comparing *comparing, const json_t *line)
{
    const struct bench_run *run = comparing->run;
    bool was_sample = json_is_true(json_object_get(line, "sample"));
    uint64_t pages = (uint64_t)json_integer_value(json_object_get(line, "documents"));

    if (was_sample != run->is_sample)
        compare_text(comparing, _("what is measured"), was_sample ? _("built-in sample") : _("your files"),
                     run->is_sample ? _("built-in sample") : _("your files"));
    else if (was_sample && run->sample_pages > 0 && pages != run->sample_pages)
        compare_number(comparing, _("pages of the built-in site (--pages)"), line, "documents", run->sample_pages);
    else
        compare_digest(comparing,
                       _("other files than then, or files that have changed (their digest: %.12s, now %.12s)"), "files",
                       text_of(line, "files_digest"), run->files_digest);
}

/* Another version of guanka is what one compares for: it is told, and no reason to refuse. Another kernel changes little. */
static void compare_summary(struct comparing *comparing, const json_t *line)
{
    const struct bench_run *run = comparing->run;
    char matcher[MATCHER_TEXT_SIZE];

    comparing->has_summary = true;
    comparing->is_of_one_round = json_integer_value(json_object_get(line, "rounds")) == 1;
    if (strcmp(text_of(line, "program"), GUANKA_VERSION) != 0)
        (void)snprintf(comparing->version, sizeof comparing->version, "%s", text_of(line, "program"));
    matcher_text(matcher);
    compare_text(comparing, _("processor"), text_of(line, "processor"), run->machine->processor);
    compare_number(comparing, _("cores"), line, "cores", run->machine->cores);
    compare_number(comparing, _("memory"), line, "memory", run->machine->memory);
    compare_text(comparing, _("engine"), text_of(line, "matcher"), matcher);
    compare_digest(comparing, _("other rules than then (their digest: %.12s, now %.12s)"), "rules",
                   text_of(line, "rules_digest"), run->rules_digest);
    compare_files(comparing, line);
    for (size_t index = 0; index < run->setting_count; index++)
        compare_number(comparing, run->settings[index].words, line, run->settings[index].name,
                       run->settings[index].value);
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

/* How a line says which figure it is: texts, or one text and a number of threads. */
static void name_figure(const json_t *line, const char *type, const char **what, char detail[BENCH_TEXT_SIZE])
{
    static const struct {
        const char *type, *what, *detail;
    } names[] = { { "bench-stage", "format", "stage" },
                  { "bench-load", "load", "figure" },
                  { "bench-sweep", "sweep", "figure" } };

    *what = strncmp(type, "bench-", 6) == 0 ? type + 6 : "";
    (void)snprintf(detail, BENCH_TEXT_SIZE, "%lld", (long long)json_integer_value(json_object_get(line, "threads")));
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (strcmp(names[index].type, type) == 0) {
            *what = text_of(line, names[index].what);
            (void)snprintf(detail, BENCH_TEXT_SIZE, "%s", text_of(line, names[index].detail));
        }
    }
}

/* A stage that takes no longer than this says how busy the machine was and not how fast it is; all of them together,
 * the whole scan, are held against the saved run in any case. */
static bool is_brief_stage(const json_t *line, const struct bench_figure *figure)
{
    static const double least_seconds = 1e-3;

    return strcmp(figure->type, "bench-stage") == 0 && strcmp(figure->detail, "scan") != 0
           && figure->time.median < least_seconds
           && json_number_value(json_object_get(line, "seconds")) < least_seconds;
}

static void compare_line(struct comparing *comparing, const json_t *line)
{
    const struct bench_run *run = comparing->run;
    const char *type = text_of(line, "type"), *what;
    char detail[BENCH_TEXT_SIZE];

    if (strcmp(type, "bench-inputs") == 0 && comparing->was == NULL && strcmp(text_of(line, "what"), run->what) == 0)
        comparing->was = json_deep_copy(line);
    if (strcmp(type, "bench") == 0 && strcmp(text_of(line, "what"), run->what) == 0)
        compare_summary(comparing, line);
    name_figure(line, type, &what, detail);
    for (size_t index = 0; index < run->figure_count; index++) {
        const struct bench_figure *figure = &run->figures[index];

        if (strcmp(figure->type, type) == 0 && strcmp(figure->what, what) == 0 && strcmp(figure->detail, detail) == 0
            && !is_brief_stage(line, figure))
            compare_time(comparing, line, comparing->as_json ? figure->what : figure->shown_what,
                         comparing->as_json ? figure->detail : figure->shown_detail, &figure->time);
    }
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
    if (comparing->is_of_one_round)
        return error_set(error, STATUS_INVALID,
                         _("%s is of one round, which says nothing of what varies: nothing is compared with it; save it "
                           "again with --rounds 3 or more"),
                         path);
    if (comparing->has_summary)
        return STATUS_OK;
    return error_set(error, STATUS_INVALID,
                     _("%s: this is no run that guanka bench --save has saved, or one of something else"), path);
}

static enum status judge(struct comparing *comparing, const char *path, struct buf *out, struct error *error)
{
    struct bench_comparison *comparison = comparing->comparison;

    if (comparing->differences.size > 0 && !comparison->is_anyway && comparing->version[0] != '\0')
        return error_set(error, STATUS_INVALID,
                         _("%s, saved by guanka %.40s (now %s), is not comparable, --anyway compares all the same: %s"),
                         path, comparing->version, GUANKA_VERSION, comparing->differences.data);
    if (comparing->differences.size > 0 && !comparison->is_anyway)
        return error_set(error, STATUS_INVALID, _("%s is not comparable, --anyway compares all the same: %s"), path,
                         comparing->differences.data);
    if (comparing->as_json) {
        buf_append(out, comparing->lines.data, comparing->lines.size);
        buf_text(out, "{\"v\":1,\"type\":\"bench-comparison\"");
        json_text(out, "differences", comparing->differences.size > 0 ? comparing->differences.data : NULL);
        json_text(out, "version_before", comparing->version[0] != '\0' ? comparing->version : NULL);
        json_number(out, "threshold_percent", comparison->threshold);
        json_number(out, "compared", comparison->compared);
        json_number(out, "slower", comparison->slower);
        buf_text(out, "}\n");
        return STATUS_OK;
    }
    if (comparing->differences.size > 0)
        buf_format(out, _("\nNot the same as then: %s\n"), comparing->differences.data);
    if (comparing->version[0] != '\0')
        buf_format(out, _("\nAnother guanka than then: version %.80s, now %s\n"), comparing->version, GUANKA_VERSION);
    buf_format(out, _("\nAgainst %s: %zu figures, %zu slower by more than %u %% (and beyond what varies).\n"), path,
               comparison->compared, comparison->slower, (unsigned)comparison->threshold);
    buf_append(out, comparing->lines.data, comparing->lines.size);
    return STATUS_OK;
}

enum status bench_compare(const char *path, const struct bench_run *run, bool as_json,
                          struct bench_comparison *comparison, struct buf *out, struct error *error)
{
    struct comparing comparing = { .comparison = comparison,
                                   .run = run,
                                   .as_json = as_json,
                                   .differences = BUF_INIT(1 << 16),
                                   .lines = BUF_INIT(SAVED_BYTES_MAX) };
    struct buf saved = BUF_INIT(SAVED_BYTES_MAX);
    enum status status = file_read(path, &saved, error);

    comparison->compared = comparison->slower = 0;
    if (status == STATUS_OK && run->inputs != NULL)
        status = json_tree_read(buf_bytes(run->inputs), &comparing.is, error);
    if (status == STATUS_OK)
        status = compare_lines(&comparing, path, &saved, error);
    if (status == STATUS_OK)
        status = judge(&comparing, path, out, error);
    json_decref(comparing.was);
    json_decref(comparing.is);
    buf_free(&saved);
    buf_free(&comparing.differences);
    buf_free(&comparing.lines);
    return status;
}
