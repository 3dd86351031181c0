/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/release.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static const char *const release_columns[] = { "region",        "indicator",   "period",     "released_at",
                                               "vintage",       "value",       "unit",       "growth",
                                               "embargo_until", "source_org",  "source_url", "document_no",
                                               "entered_by",    "entered_at",  "supersedes", "note" };
const struct reference_form release_form = { .name = "releases",
                                             .columns = release_columns,
                                             .column_count = RELEASE_COLUMNS,
                                             .required_count = 4,
                                             .key_count = 0 };

const char *const release_vintage_names[] = { "preliminary", "flash", "revised", "final", "withdrawn", NULL };
static const char *const vintage_words[] = { "初步", "快报", "修订", "最终核实", "撤销", NULL };

/* One reader of rows at a time. */
struct reading {
    const struct lexicon *lexicon;
    struct error *error;
    const struct reference_row *row;
};

#define FIELD(reading, column) ((reading)->row->fields[column])

bool release_moment_parse(const char *text, struct release_moment *moment)
{
    enum { DAY_SIZE = 10, MOMENT_SIZE = 16 };
    size_t size = strlen(text);
    struct release_moment parsed = { .minute = MINUTE_NONE };
    unsigned hour, minute;

    if (size < DAY_SIZE)
        return date_parse(text, size, &moment->day) ? (moment->minute = MINUTE_NONE, true) : false;
    if (!date_parse(text, DAY_SIZE, &parsed.day))
        return false;
    if (size > DAY_SIZE) {
        const char *time = text + DAY_SIZE + 1;

        if (size < MOMENT_SIZE || (text[DAY_SIZE] != ' ' && text[DAY_SIZE] != 'T') || time[2] != ':'
            || strspn(time, "0123456789:") != strlen(time) || strchr(time + 3, ':') == time + 3
            || !(size == MOMENT_SIZE || (size == MOMENT_SIZE + 3 && time[5] == ':')))
            return false;
        hour = (unsigned)(time[0] - '0') * 10 + (unsigned)(time[1] - '0');
        minute = (unsigned)(time[3] - '0') * 10 + (unsigned)(time[4] - '0');
        if (hour > 23 || minute > 59)
            return false;
        parsed.minute = (int)(hour * 60 + minute);
    }
    *moment = parsed;
    return true;
}

struct period release_period(const struct indicator *indicator, struct period period)
{
    if ((indicator->frequency & FREQUENCY_STOCK) != 0)
        period.first = period.last;
    return period;
}

static enum status read_region(const struct reading *reading, unsigned column, uint32_t *region)
{
    if (lexicon_find_region(reading->lexicon, FIELD(reading, column), region))
        return STATUS_OK;
    return reference_complain(reading->row, reading->error,
                              gettext("\"%.40s\" is neither a code of six digits nor a region of region-words.csv"),
                              FIELD(reading, column));
}

static enum status read_period(const struct reading *reading, unsigned column, struct period *period)
{
    const char *text = FIELD(reading, column);

    if (period_parse(text, strlen(text), period))
        return STATUS_OK;
    return reference_complain(reading->row, reading->error,
                              gettext("\"%.40s\" is not a period; write it as 2024, 2024Q1, 2024H1, 2024-09 or 2024-01..09"),
                              text);
}

static enum status read_moment(const struct reading *reading, unsigned column, struct release_moment *moment)
{
    const char *text = FIELD(reading, column);

    if (text[0] == '\0' || release_moment_parse(text, moment))
        return STATUS_OK;
    return reference_complain(reading->row, reading->error,
                              gettext("\"%.40s\" is not a moment; write it as 2024-05-06 or 2024-05-06 10:00"), text);
}

/* An id or a name; * is any. */
static enum status read_indicator(const struct reading *reading, const char *text, size_t size, uint32_t *indicator)
{
    size_t index;

    if (size == 1 && text[0] == '*') {
        *indicator = RELEASE_ANY_INDICATOR;
        return STATUS_OK;
    }
    if (!lexicon_find_indicator(reading->lexicon, text, size, &index))
        return reference_complain(reading->row, reading->error,
                                  gettext("there is no indicator \"%.*s\" in indicators.csv; add it there or correct it"),
                                  (int)(size > 40 ? 40 : size), text);
    *indicator = (uint32_t)index;
    return STATUS_OK;
}

static enum status read_figures(const struct reading *reading, struct release *release)
{
    const char *value = FIELD(reading, RELEASE_VALUE), *unit = FIELD(reading, RELEASE_UNIT);
    const char *growth = FIELD(reading, RELEASE_GROWTH);

    if (value[0] != '\0') {
        if (!figure_parse(value, unit, &release->value))
            return reference_complain(reading->row, reading->error,
                                      gettext("\"%.40s\" with the unit \"%.20s\" is not a figure; write it as 130.52 and 亿元"),
                                      value, unit);
        if (release->value.measure == MEASURE_NONE)
            return reference_complain(reading->row, reading->error, gettext("the value %.40s has no unit"), value);
        release->has_value = true;
    }
    if (growth[0] != '\0') {
        if (!figure_parse(growth, "", &release->growth)
            || (release->growth.measure != MEASURE_NONE && release->growth.measure != MEASURE_PERCENT))
            return reference_complain(reading->row, reading->error,
                                      gettext("\"%.40s\" is not a growth; write 5.6 for 5.6 %%"), growth);
        release->has_growth = true;
    }
    return STATUS_OK;
}

static enum status read_vintage(const struct reading *reading, enum release_vintage *vintage)
{
    const char *text = FIELD(reading, RELEASE_VINTAGE);

    *vintage = VINTAGE_PRELIMINARY;
    for (unsigned index = 0; release_vintage_names[index] != NULL; index++) {
        if (strcmp(text, release_vintage_names[index]) == 0 || strcmp(text, vintage_words[index]) == 0) {
            *vintage = (enum release_vintage)index;
            return STATUS_OK;
        }
    }
    if (text[0] == '\0')
        return STATUS_OK;
    return reference_complain(reading->row, reading->error,
                              gettext("the vintage \"%.20s\" is not one of preliminary, flash, revised, final, withdrawn"),
                              text);
}

static bool same_key(const struct release *left, const struct release *right)
{
    return left->region == right->region && left->indicator == right->indicator
           && period_equal(left->period, right->period);
}

/* The line that a row corrects is above it, and about the same thing. */
static enum status supersede(const struct reading *reading, struct release *releases, size_t count,
                             const struct release *fresh)
{
    const char *text = FIELD(reading, RELEASE_SUPERSEDES);
    char *end;
    unsigned long line = strtoul(text, &end, 10);
    bool found = false;

    for (size_t index = 0; index < count; index++) {
        struct release *old = &releases[index];

        if (strcmp(old->row->file, fresh->row->file) != 0 || old->row->line != line)
            continue;
        if (fresh->vintage != VINTAGE_WITHDRAWN && !same_key(old, fresh))
            continue;
        old->is_superseded = true;
        found = true;
    }
    if (*end == '\0' && found)
        return STATUS_OK;
    return reference_complain(reading->row, reading->error,
                              gettext("\"%.20s\" in supersedes is not the line of an earlier row of this file with the same "
                                      "region, indicator and period"), text);
}

/* Two rows of a file that say the same of the same: one must name the other. In a higher layer the later row counts. */
static enum status refuse_second(const struct reading *reading, struct release *releases, size_t count,
                                 const struct release *fresh)
{
    for (size_t index = 0; index < count; index++) {
        struct release *old = &releases[index];

        if (old->is_superseded || old->vintage != fresh->vintage || !same_key(old, fresh)
            || old->vintage == VINTAGE_WITHDRAWN || old->row == fresh->row)
            continue;
        if (strcmp(old->row->file, fresh->row->file) == 0)
            return reference_complain(reading->row, reading->error,
                                      gettext("line %u already has this region, indicator, period and vintage; to correct it, "
                                              "write %u in the column supersedes"), old->row->line, old->row->line);
        old->is_superseded = true;
    }
    return STATUS_OK;
}

/* What all indicators of the row have in common. */
static enum status read_common(const struct reading *reading, struct release *release)
{
    enum status status = read_region(reading, RELEASE_REGION, &release->region);

    *release = (struct release){ .region = release->region, .row = reading->row };
    release->released_at.minute = release->embargo_until.minute = MINUTE_NONE;
    if (status == STATUS_OK)
        status = read_period(reading, RELEASE_PERIOD, &release->period);
    if (status == STATUS_OK)
        status = read_vintage(reading, &release->vintage);
    if (status == STATUS_OK)
        status = read_moment(reading, RELEASE_RELEASED_AT, &release->released_at);
    if (status == STATUS_OK)
        status = read_moment(reading, RELEASE_EMBARGO_UNTIL, &release->embargo_until);
    if (status == STATUS_OK)
        status = read_figures(reading, release);
    if (status == STATUS_OK && date_days(release->released_at.day) <= period_end(release->period)
        && release->vintage != VINTAGE_WITHDRAWN)
        status = reference_complain(reading->row, reading->error,
                                    gettext("released_at %s is not behind the end of the period %s"),
                                    FIELD(reading, RELEASE_RELEASED_AT), FIELD(reading, RELEASE_PERIOD));
    return status;
}

static size_t count_indicators(const char *text)
{
    size_t count = 1;

    for (; *text != '\0'; text++)
        count += *text == '|';
    return count;
}

static enum status read_release(const struct reading *reading, struct release *releases, size_t *count)
{
    const char *text = FIELD(reading, RELEASE_INDICATOR);
    struct release release = { 0 };
    enum status status = read_common(reading, &release);
    size_t before = *count;
    bool several = strchr(text, '|') != NULL || strcmp(text, "*") == 0;

    if (status == STATUS_OK && several && (release.has_value || release.has_growth))
        return reference_complain(reading->row, reading->error,
                                  gettext("a row for several indicators can have neither value nor growth"));
    while (status == STATUS_OK && *text != '\0') {
        size_t size = strcspn(text, "|");

        status = read_indicator(reading, text, size, &release.indicator);
        if (status == STATUS_OK && release.indicator != RELEASE_ANY_INDICATOR)
            release.period = release_period(lexicon_indicator(reading->lexicon, release.indicator), release.period);
        if (status == STATUS_OK && FIELD(reading, RELEASE_SUPERSEDES)[0] != '\0')
            status = supersede(reading, releases, before, &release);
        if (status == STATUS_OK)
            status = refuse_second(reading, releases, before, &release);
        releases[(*count)++] = release;
        text += size + (text[size] == '|');
    }
    return status;
}

enum status release_read(const struct reference_table *table, const struct lexicon *lexicon, struct arena *arena,
                         const struct release **releases, size_t *count, struct error *error)
{
    struct release *read;
    size_t most = 1;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < table->row_count; index++)
        most += count_indicators(table->rows[index].fields[RELEASE_INDICATOR]);
    read = arena_zeroed(arena, most * sizeof *read);
    if (read == NULL)
        return STATUS_NO_MEMORY;
    *count = 0;
    for (size_t index = 0; index < table->row_count && status == STATUS_OK; index++) {
        struct reading reading = { lexicon, error, &table->rows[index] };

        status = read_release(&reading, read, count);
    }
    *releases = read;
    return status;
}

/* ---- What is missing: announced days and usual lags. */

static bool read_level(const char *text, enum region_level *level)
{
    for (unsigned index = 0; region_level_names[index] != NULL; index++) {
        if (strcmp(text, region_level_names[index]) == 0) {
            *level = (enum region_level)index;
            return true;
        }
    }
    return false;
}

static enum status read_plan(const struct reading *reading, struct release_plan *plan)
{
    enum status status = STATUS_OK;

    plan->row = reading->row;
    plan->region = REGION_UNKNOWN;
    if (!read_level(FIELD(reading, 0), &plan->level)) {
        status = read_region(reading, 0, &plan->region);
        plan->level = region_level(plan->region);
    }
    if (status == STATUS_OK)
        status = read_indicator(reading, FIELD(reading, 1), strlen(FIELD(reading, 1)), &plan->indicator);
    if (status == STATUS_OK)
        status = read_period(reading, 2, &plan->period);
    if (status == STATUS_OK && plan->indicator != RELEASE_ANY_INDICATOR)
        plan->period = release_period(lexicon_indicator(reading->lexicon, plan->indicator), plan->period);
    if (status == STATUS_OK && !date_parse(FIELD(reading, 3), strlen(FIELD(reading, 3)), &plan->planned_at))
        status = reference_complain(reading->row, reading->error,
                                    gettext("\"%.40s\" is not a day; write it as 2024-04-10"), FIELD(reading, 3));
    return status;
}

static enum status read_plans(const struct reference *reference, const struct lexicon *lexicon, struct arena *arena,
                              struct release_register *made, struct error *error)
{
    static const char *const columns[] = { "region", "indicator", "period", "planned_at", "confidence", "note" };
    static const struct reference_form form = { "release-calendar", columns, 6, 4, 3, false };
    struct reference_table table;
    struct release_plan *plans;
    enum status status = reference_table(reference, &form, arena, &table, error);

    if (status != STATUS_OK)
        return status;
    plans = arena_zeroed(arena, (table.row_count + 1) * sizeof *plans);
    if (plans == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++) {
        struct reading reading = { lexicon, error, &table.rows[index] };

        status = read_plan(&reading, &plans[index]);
    }
    made->plans = plans;
    made->plan_count = table.row_count;
    return status;
}

static enum status read_lag(const struct reading *reading, struct release_lag *lag)
{
    static const char *const kinds[] = { "month", "quarter", "year", "janfeb" };
    enum { KIND_COUNT = sizeof kinds / sizeof *kinds, DAYS_MAX = 1000 };
    const char *days = FIELD(reading, 3);
    unsigned kind = 0;
    char *end;
    unsigned long count;

    lag->row = reading->row;
    if (!read_level(FIELD(reading, 0), &lag->level))
        return reference_complain(reading->row, reading->error,
                                  gettext("the level \"%.20s\" is not one of nation, province, prefecture, county"),
                                  FIELD(reading, 0));
    while (kind < KIND_COUNT && strcmp(kinds[kind], FIELD(reading, 2)) != 0)
        kind++;
    if (kind == KIND_COUNT)
        return reference_complain(reading->row, reading->error,
                                  gettext("the kind \"%.20s\" is not one of month, quarter, year, janfeb"),
                                  FIELD(reading, 2));
    lag->kind = (enum release_kind)kind;
    count = strtoul(days, &end, 10);
    lag->days = strcmp(days, "-") == 0 ? -1 : (int32_t)count;
    if (lag->days >= 0 && (end == days || *end != '\0' || count > DAYS_MAX))
        return reference_complain(reading->row, reading->error, gettext("\"%.20s\" is not a number of days, nor -"), days);
    return read_indicator(reading, FIELD(reading, 1), strlen(FIELD(reading, 1)), &lag->indicator);
}

static enum status read_lags(const struct reference *reference, const struct lexicon *lexicon, struct arena *arena,
                             struct release_register *made, struct error *error)
{
    static const char *const columns[] = { "level", "indicator", "kind", "days", "note" };
    static const struct reference_form form = { "release-lags", columns, 5, 4, 3, false };
    struct reference_table table;
    struct release_lag *lags;
    enum status status = reference_table(reference, &form, arena, &table, error);

    if (status != STATUS_OK)
        return status;
    lags = arena_zeroed(arena, (table.row_count + 1) * sizeof *lags);
    if (lags == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++) {
        struct reading reading = { lexicon, error, &table.rows[index] };

        status = read_lag(&reading, &lags[index]);
    }
    made->lags = lags;
    made->lag_count = table.row_count;
    return status;
}

enum status release_register_create(const struct reference *reference, const struct lexicon *lexicon,
                                    struct arena *arena, struct release_register *made, struct error *error)
{
    struct reference_table table;
    enum status status = reference_table(reference, &release_form, arena, &table, error);

    *made = (struct release_register){ 0 };
    if (status == STATUS_OK)
        status = release_read(&table, lexicon, arena, &made->releases, &made->release_count, error);
    if (status == STATUS_OK)
        status = read_plans(reference, lexicon, arena, made, error);
    return status == STATUS_OK ? read_lags(reference, lexicon, arena, made, error) : status;
}

const struct release_lag *release_lag_of(const struct release_register *records, enum region_level level,
                                         uint32_t indicator, enum release_kind kind)
{
    const struct release_lag *found = NULL;

    for (size_t index = 0; index < records->lag_count; index++) {
        const struct release_lag *lag = &records->lags[index];

        if (lag->level != level || lag->kind != kind)
            continue;
        if (lag->indicator == indicator)
            return lag;
        if (lag->indicator == RELEASE_ANY_INDICATOR)
            found = lag;
    }
    return found;
}

/* What is said of the region counts more than what is said of its level, the indicator more than any. */
const struct release_plan *release_plan_of(const struct release_register *records, uint32_t region, uint32_t indicator,
                                           struct period period)
{
    const struct release_plan *found = NULL;
    int best = 0;

    for (size_t index = 0; index < records->plan_count; index++) {
        const struct release_plan *plan = &records->plans[index];
        int weight = 1 + (plan->region != REGION_UNKNOWN) * 2 + (plan->indicator != RELEASE_ANY_INDICATOR);

        if ((plan->region != REGION_UNKNOWN ? plan->region == region : plan->level == region_level(region))
            && (plan->indicator == RELEASE_ANY_INDICATOR || plan->indicator == indicator)
            && period_equal(plan->period, period) && weight > best) {
            found = plan;
            best = weight;
        }
    }
    return found;
}
