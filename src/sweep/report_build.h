/* SPDX-License-Identifier: Apache-2.0
 *
 * Puts a report together, section by section: sentences and rows that were said since the last section become the next.
 *
 * All texts lie in the arena. Nothing fails in between: when there is no memory the rest is left out, and
 * report_build_end says so. One thread.
 */
#ifndef GUANKA_SWEEP_REPORT_BUILD_H
#define GUANKA_SWEEP_REPORT_BUILD_H

#include "sweep/site_report.h"

enum { REPORT_SECTIONS_MAX = 16, REPORT_SENTENCES_MAX = 8 };

struct report_build {
    struct arena *arena;
    struct report_section sections[REPORT_SECTIONS_MAX];
    size_t section_count;
    struct report_row *rows; /* of the section at hand */
    size_t row_count, row_capacity;
    const char *sentences[REPORT_SENTENCES_MAX];
    size_t sentence_count;
    bool show_secrets; /* else personal data is masked in all rows */
    enum status status;
};

struct report_column {
    const char *key, *words; /* words: not translated yet */
    enum report_cell cell;   /* REPORT_NUMBER: what stands there is one, or nothing */
};

struct report_build report_build_begin(struct arena *arena, bool show_secrets);
/* Texts for cells; "" when there is no memory. */
const char *report_build_text(struct report_build *build, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *report_build_number(struct report_build *build, uint64_t number);
const char *report_build_time(struct report_build *build, int64_t at_ms); /* "" for 0 */
/* A member of a JSON object that is a text, without escapes; "" where there is none. `quoted_key` has its quotes. */
const char *report_build_member(struct report_build *build, const char *json, const char *quoted_key);

void report_build_say(struct report_build *build, const char *sentence);
/* A copy in the arena, personal data masked unless secrets are shown; NULL when there is no memory. */
const char *const *report_build_cells(struct report_build *build, const char *const *cells, size_t count);
/* A row of cells that lie in the arena; nothing for NULL. */
void report_build_row_of(struct report_build *build, const char *const *cells, const char *group);
void report_build_row(struct report_build *build, const char *const *cells, size_t count);
/* A row of two: what it is, in words, and what it is like. */
void report_build_fact(struct report_build *build, const char *name, const char *value);
void report_build_count(struct report_build *build, const char *name, uint64_t number);
/* Ends the section at hand; `most` as in struct report_section. */
void report_build_section(struct report_build *build, const char *id, const char *title,
                          const struct report_column *columns, size_t count, enum report_chart chart, size_t most);
/* One whose rows are facts. */
void report_build_facts(struct report_build *build, const char *id, const char *title);

/* Fills in the sections and gives back what was held besides the arena. STATUS_NO_MEMORY. */
MUST_CHECK enum status report_build_end(struct report_build *build, struct site_report *report);
/* Instead of report_build_end, after a failure. */
void report_build_drop(struct report_build *build);

#define REPORT_COUNT_OF(columns) (sizeof(columns) / sizeof *(columns))

#endif
