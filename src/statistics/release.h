/* SPDX-License-Identifier: Apache-2.0
 *
 * The release register: what has been released, when, by whom; and when what is missing is to be expected.
 *
 * `releases.csv` is append-only: a row is corrected by a later one that names its line in `supersedes`. A row may stand for a
 * whole publication (indicator * or several ids). `release-calendar.csv` holds announced days, `release-lags.csv` how long
 * after a period figures come out at the earliest. Immutable once made; memory belongs to the arena.
 */
#ifndef GUANKA_STATISTICS_RELEASE_H
#define GUANKA_STATISTICS_RELEASE_H

#include "statistics/lexicon.h"
#include "statistics/period.h"

enum release_column {
    RELEASE_REGION,
    RELEASE_INDICATOR,
    RELEASE_PERIOD,
    RELEASE_RELEASED_AT,
    RELEASE_VINTAGE,
    RELEASE_VALUE,
    RELEASE_UNIT,
    RELEASE_GROWTH,
    RELEASE_EMBARGO_UNTIL,
    RELEASE_SOURCE_ORG,
    RELEASE_SOURCE_URL,
    RELEASE_DOCUMENT_NO,
    RELEASE_ENTERED_BY,
    RELEASE_ENTERED_AT,
    RELEASE_SUPERSEDES,
    RELEASE_NOTE,
    RELEASE_COLUMNS,
};
extern const struct reference_form release_form;

enum release_vintage { VINTAGE_PRELIMINARY, VINTAGE_FLASH, VINTAGE_REVISED, VINTAGE_FINAL, VINTAGE_WITHDRAWN };
extern const char *const release_vintage_names[]; /* ends with NULL */

enum { RELEASE_ANY_INDICATOR = INT32_MAX, MINUTE_NONE = -1 };

/* A day, perhaps with the minute of it. */
struct release_moment {
    struct date day; /* not set: none */
    int minute;      /* MINUTE_NONE: the whole day */
};

struct release {
    uint32_t region, indicator;
    struct period period;
    enum release_vintage vintage;
    struct release_moment released_at, embargo_until;
    bool has_value, has_growth, is_superseded;
    struct figure value, growth;
    const struct reference_row *row;
};

struct release_plan {
    uint32_t region;         /* REGION_UNKNOWN: all of the level */
    enum region_level level;
    uint32_t indicator;
    struct period period;
    struct date planned_at;
    const struct reference_row *row;
};

enum release_kind { RELEASE_MONTH, RELEASE_QUARTER, RELEASE_YEAR, RELEASE_JANUARY_FEBRUARY };

struct release_lag {
    enum region_level level;
    uint32_t indicator;
    enum release_kind kind;
    int32_t days; /* -1: nobody releases it by a calendar */
    const struct reference_row *row;
};

struct release_register {
    const struct release *releases;
    size_t release_count;
    const struct release_plan *plans;
    size_t plan_count;
    const struct release_lag *lags;
    size_t lag_count;
};

/* All three tables. Errors name file, line and remedy. */
MUST_CHECK enum status release_register_create(const struct reference *reference, const struct lexicon *lexicon,
                                               struct arena *arena, struct release_register *made, struct error *error);
/* The releases alone, of a table that was read by release_form. */
MUST_CHECK enum status release_read(const struct reference_table *table, const struct lexicon *lexicon,
                                    struct arena *arena, const struct release **releases, size_t *count,
                                    struct error *error);

/* "2024-05-06", "2024-05-06 10:00" or "2024-05-06T10:00"; false when it is none of them. */
bool release_moment_parse(const char *text, struct release_moment *moment);

/* The row for how long figures of this kind take; NULL when there is none. */
const struct release_lag *release_lag_of(const struct release_register *records, enum region_level level,
                                         uint32_t indicator, enum release_kind kind);
const struct release_plan *release_plan_of(const struct release_register *records, uint32_t region, uint32_t indicator,
                                           struct period period);

/* A stock belongs to the end of its period, whatever that is called. */
struct period release_period(const struct indicator *indicator, struct period period);

#endif
