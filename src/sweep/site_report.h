/* SPDX-License-Identifier: Apache-2.0
 *
 * What is reported of sites over a day, a month, a quarter or a year: how they were looked through, what was found and
 * what became of it, by site and by the unit that answers for it.
 *
 * Computed from the store alone, so that the same period gives the same figures whenever it is asked for. A report is a
 * list of sections, each with sentences and a table of texts; formats (cli/site_report_*.c) only write them down.
 */
#ifndef GUANKA_SWEEP_SITE_REPORT_H
#define GUANKA_SWEEP_SITE_REPORT_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "store/findings.h"
#include "store/sweeps.h"
#include "sweep/site.h"

enum report_period {
    REPORT_DAY,
    REPORT_MONTH,
    REPORT_QUARTER,
    REPORT_YEAR,
    REPORT_STATE, /* of one site at the end of a day, and how the thirty days up to it were */
    REPORT_PERIOD_COUNT
};

struct site_report_asked {
    enum report_period period;
    struct date first; /* its first day */
    const struct site *sites; /* of the site file: how each was then, and which others there were, the store says */
    size_t site_count;
    const char *only; /* the id of the one site that is meant, in the site file or not; NULL: all */
    int64_t now_ms; /* what is later has not come yet */
    const char *sheet_digest; /* REPORT_DAY: of the day sheet as JSON, in hexadecimal; NULL: none is told */
    bool show_secrets;        /* personal data in addresses, titles and texts is not masked */
};

struct report_row {
    const char *const *cells; /* as many as the section has columns */
    const char *group;        /* rows one after the other of the same text are alike; NULL: of no group */
    uint32_t numbers;         /* bits of those that are numbers, where anything is known */
};

/* What a cell is to a program. REPORT_NOTHING: a number that is not known, whatever stands there for a reader. */
enum report_cell { REPORT_TEXT, REPORT_NUMBER, REPORT_NOTHING };
enum report_cell site_report_cell(const struct report_row *row, size_t column);

/* The second column's numbers over the first column's texts: lying, or upright where there are many of one series, such
 * as days. What reaches chart_most is told from what does not. */
enum report_chart { CHART_NONE, CHART_BARS, CHART_UPRIGHT };

struct report_section {
    const char *id; /* stable, for programs: "summary", "units", "days", "kinds", "incidents", "findings", "decisions"
                       and others */
    const char *title; /* in words */
    const char *const *sentences;
    size_t sentence_count;
    const char *const *columns; /* in words */
    const char *const *keys;    /* of the columns, stable */
    size_t column_count;
    const struct report_row *rows;
    size_t row_count;
    enum report_chart chart;
    size_t chart_most; /* the number that is to be reached; 0: there is none */
};

struct site_report {
    const char *title, *period; /* "2026-11-01 to 2026-11-30", and whether it is over */
    bool is_over;               /* of an incident: it has ended */
    const char *made;           /* time */
    const struct report_section *sections;
    size_t section_count;
};

/* In words: 严重, 一般, 疑似. */
const char *site_report_severity(enum finding_severity severity);
/* In words: 未整改, 已整改, 误报, 豁免, 认可. */
const char *site_report_state(enum finding_state state);
/* In words: 完整, 不完整, 缺, 进行中. */
const char *site_report_outcome(enum sweep_outcome outcome);
const char *site_report_event(const char *event); /* of struct finding_event */
/* The first day of the period that a text names: "2026-11-28", "2026-11", "2026-Q4", "2026", of a state its last day;
 * false when it names none. */
bool site_report_period_parse(const char *text, enum report_period period, struct date *first);
/* Everything lies in the arena. */
MUST_CHECK enum status site_report_make(const struct store *store, const struct site_report_asked *asked,
                                        struct arena *arena, struct site_report *report, struct error *error);

#endif
