/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cli/columns.h"
#include "report/json.h"
#include "report/words.h"
#include "rules/matcher.h"

/* ---- Times. */

static int by_value(const void *left, const void *right)
{
    double first = *(const double *)left, second = *(const double *)right;

    return (first > second) - (first < second);
}

void bench_sort(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
}

double bench_quantile(const double *sorted, size_t count, double share)
{
    double place = share * (double)(count - 1);
    size_t below = (size_t)place;

    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (place - (double)below) * (sorted[below + 1] - sorted[below]);
}

void bench_spread_column(struct buf *out, const struct bench_time *time, uint32_t rounds, size_t width)
{
    struct buf text = BUF_INIT(64);
    double low = time->low > 0 ? time->low : 0;

    if (rounds < 2)
        buf_text(&text, "–");
    else
        buf_format(&text, "%.0f %%", time->median > 0 ? 100 * (time->high - low) / time->median : 0);
    columns_right(out, text.data, width);
    buf_free(&text);
}

double bench_two_digits(double number)
{
    double unit = 1;

    while (number / unit >= 100)
        unit *= 10;
    return floor(number / unit + 0.5) * unit;
}

struct bench_time bench_time_of(double *values, size_t count)
{
    if (count == 0)
        return (struct bench_time){ 0 };
    bench_sort(values, count);
    return (struct bench_time){ bench_quantile(values, count, 0.5), bench_quantile(values, count, 0.25),
                                bench_quantile(values, count, 0.75) };
}

void bench_json_real(struct buf *out, const char *key, double value)
{
    json_key(out, key);
    buf_format(out, "%.9g", value);
}

void bench_json_real_or_null(struct buf *out, const char *key, bool is_known, double value)
{
    json_key(out, key);
    if (is_known)
        buf_format(out, "%.9g", value);
    else
        buf_text(out, "null");
}

bool bench_time_is_known(const struct bench_time *time)
{
    return time->median > 0;
}

void bench_json_time(struct buf *out, const struct bench_time *time)
{
    bool is_known = bench_time_is_known(time);

    bench_json_real_or_null(out, "seconds", is_known, time->median);
    bench_json_real_or_null(out, "seconds_low", is_known, time->low > 0 ? time->low : 0);
    bench_json_real_or_null(out, "seconds_high", is_known, time->high);
}

/* ---- The machine. */

static void read_processor(char *processor)
{
    FILE *file = fopen("/proc/cpuinfo", "re");
    char line[512];

    while (file != NULL && processor[0] == '\0' && fgets(line, sizeof line, file) != NULL) {
        const char *colon = strchr(line, ':');

        if (strncmp(line, "model name", strlen("model name")) == 0 && colon != NULL && colon[1] == ' ')
            (void)snprintf(processor, BENCH_TEXT_SIZE, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
    }
    if (file != NULL)
        (void)fclose(file);
}

void bench_machine_describe(struct bench_machine *machine)
{
    struct utsname names;
    long cores = sysconf(_SC_NPROCESSORS_ONLN), pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);

    machine->cores = cores > 0 ? (uint32_t)cores : 1;
    machine->memory = pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;
    read_processor(machine->processor);
    if (uname(&names) != 0)
        return;
    (void)snprintf(machine->kernel, sizeof machine->kernel, "%s %s", names.sysname, names.release);
    if (machine->processor[0] == '\0') /* Arm says no model */
        (void)snprintf(machine->processor, sizeof machine->processor, "%s", names.machine);
}

void bench_machine_line(const struct bench_machine *machine, struct buf *out)
{
    buf_format(out, _("Machine: %s, %u cores, %.1f GiB, %s\n"), machine->processor, machine->cores,
               (double)machine->memory / (1 << 30), machine->kernel);
}

void bench_machine_json(const struct bench_machine *machine, struct buf *out)
{
    char matcher[MATCHER_TEXT_SIZE];

    matcher_text(matcher);
    json_text(out, "processor", machine->processor);
    json_number(out, "cores", machine->cores);
    json_number(out, "memory", machine->memory);
    json_text(out, "kernel", machine->kernel);
    json_text(out, "program", GUANKA_VERSION);
    json_text(out, "matcher", matcher);
}
