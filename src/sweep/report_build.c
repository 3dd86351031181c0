/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/report_build.h"

#include <inttypes.h>
#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/assert.h"
#include "base/buf.h"
#include "report/json_line.h"
#include "report/person_mask.h"
#include "report/words.h"

enum { TEXT_MAX = 1 << 16 };

struct report_build report_build_begin(struct arena *arena, bool show_secrets)
{
    return (struct report_build){ .arena = arena, .show_secrets = show_secrets };
}

static const char *keep(struct report_build *build, const char *text, size_t size)
{
    const char *copy = arena_text(build->arena, text, size);

    if (copy == NULL)
        build->status = STATUS_NO_MEMORY;
    return copy != NULL ? copy : "";
}

const char *report_build_text(struct report_build *build, const char *format, ...)
{
    char text[4096];
    va_list values;

    va_start(values, format);
    (void)vsnprintf(text, sizeof text, format, values);
    va_end(values);
    return keep(build, text, strlen(text));
}

const char *report_build_number(struct report_build *build, uint64_t number)
{
    return report_build_text(build, "%" PRIu64, number);
}

const char *report_build_time(struct report_build *build, int64_t at_ms)
{
    char text[SLOTS_TIME_SIZE] = "";

    if (at_ms != 0)
        slots_time_write(at_ms, text);
    return keep(build, text, strlen(text));
}

const char *report_build_member(struct report_build *build, const char *json, const char *quoted_key)
{
    struct bytes member = json_line_text(bytes_of_text(json), quoted_key);
    struct buf text = BUF_INIT(TEXT_MAX);
    const char *copy = "";

    if (member.data != NULL)
        json_line_unescape(member, &text);
    if (text.size > 0)
        copy = keep(build, text.data, text.size);
    buf_free(&text);
    return copy;
}

void report_build_say(struct report_build *build, const char *sentence)
{
    ASSERT(build->sentence_count < REPORT_SENTENCES_MAX);
    build->sentences[build->sentence_count++] = sentence;
}

static const char *mask(struct report_build *build, const char *text)
{
    struct buf shown = BUF_INIT(SIZE_MAX / 2);
    const char *kept = "";

    person_mask(&shown, text, strlen(text));
    if (buf_status(&shown) != STATUS_OK)
        build->status = STATUS_NO_MEMORY;
    else if (shown.size > 0)
        kept = strcmp(shown.data, text) == 0 ? text : keep(build, shown.data, shown.size);
    buf_free(&shown);
    return kept;
}

const char *const *report_build_cells(struct report_build *build, const char *const *cells, size_t count)
{
    const char **kept = arena_alloc(build->arena, count * sizeof(const char *));

    if (kept == NULL)
        build->status = STATUS_NO_MEMORY;
    for (size_t index = 0; kept != NULL && index < count; index++)
        kept[index] = build->show_secrets ? cells[index] : mask(build, cells[index]);
    return kept;
}

void report_build_row_of(struct report_build *build, const char *const *cells, const char *group)
{
    if (cells == NULL)
        return;
    if (ARRAY_GROW(&build->rows, &build->row_capacity, build->row_count + 1) == STATUS_OK)
        build->rows[build->row_count++] = (struct report_row){ .cells = cells, .group = group };
    else
        build->status = STATUS_NO_MEMORY;
}

void report_build_row(struct report_build *build, const char *const *cells, size_t count)
{
    report_build_row_of(build, report_build_cells(build, cells, count), NULL);
}

void report_build_fact(struct report_build *build, const char *name, const char *value)
{
    report_build_row(build, (const char *const[]){ name, value }, 2);
}

void report_build_count(struct report_build *build, const char *name, uint64_t number)
{
    report_build_fact(build, name, report_build_number(build, number));
    if (build->status == STATUS_OK)
        build->rows[build->row_count - 1].numbers = UINT32_C(1) << 1;
}

static uint32_t numbers_of(const struct report_column *columns, size_t count)
{
    uint32_t numbers = 0;

    for (size_t index = 0; index < count; index++)
        numbers |= columns[index].cell == REPORT_NUMBER ? UINT32_C(1) << index : 0;
    return numbers;
}

void report_build_section(struct report_build *build, const char *id, const char *title,
                          const struct report_column *columns, size_t count, enum report_chart chart, size_t most)
{
    const char **words = arena_alloc(build->arena, (2 * count + 1) * sizeof(const char *));
    const char **sentences = arena_alloc(build->arena, (build->sentence_count + 1) * sizeof(const char *));
    struct report_row *rows = arena_alloc(build->arena, (build->row_count + 1) * sizeof *rows);

    ASSERT(build->section_count < REPORT_SECTIONS_MAX);
    if (words == NULL || rows == NULL || sentences == NULL) {
        build->status = STATUS_NO_MEMORY;
        return;
    }
    for (size_t index = 0; index < count; index++) {
        words[index] = gettext(columns[index].words);
        words[count + index] = columns[index].key;
    }
    if (build->row_count > 0)
        memcpy(rows, build->rows, build->row_count * sizeof *rows);
    for (size_t index = 0; index < build->row_count; index++)
        rows[index].numbers |= numbers_of(columns, count);
    if (build->sentence_count > 0)
        memcpy(sentences, build->sentences, build->sentence_count * sizeof(const char *));
    build->sections[build->section_count++] = (struct report_section){ .id = id,
                                                                       .title = title,
                                                                       .sentences = sentences,
                                                                       .sentence_count = build->sentence_count,
                                                                       .columns = words,
                                                                       .keys = words + count,
                                                                       .column_count = count,
                                                                       .rows = rows,
                                                                       .row_count = build->row_count,
                                                                       .chart = chart,
                                                                       .chart_most = most };
    build->row_count = build->sentence_count = 0;
}

void report_build_facts(struct report_build *build, const char *id, const char *title)
{
    static const struct report_column columns[] = { { "item", N_("item"), REPORT_TEXT },
                                                    { "value", N_("value"), REPORT_TEXT } };

    report_build_section(build, id, title, columns, REPORT_COUNT_OF(columns), CHART_NONE, 0);
}

enum status report_build_end(struct report_build *build, struct site_report *report)
{
    struct report_section *sections = arena_alloc(build->arena, sizeof build->sections);

    if (sections == NULL)
        build->status = STATUS_NO_MEMORY;
    else
        memcpy(sections, build->sections, sizeof build->sections);
    report->sections = sections;
    report->section_count = build->section_count;
    report_build_drop(build);
    return build->status;
}

void report_build_drop(struct report_build *build)
{
    alloc_free(build->rows);
    build->rows = NULL;
}
