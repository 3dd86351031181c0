/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/decision.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

enum {
    HISTORY_DAYS = 548, /* eighteen months */
    LEVEL_COUNT = 4,
};

static const char *const levels[LEVEL_COUNT] = { "nation", "province", "prefecture", "county" };

struct release {
    struct period period;
    struct date released, embargo; /* embargo may be none */
    double value, growth;
    bool has_value, has_growth;
    char base[16];
    const struct reference_row *row;
};

struct lag {
    unsigned level;
    const char *kind;
    int64_t days;
};

struct release_register {
    struct release *releases;
    size_t release_count;
    struct lag *lags;
    size_t lag_count;
};

enum column { REGION, INDICATOR, PERIOD, VINTAGE, RELEASED_AT, SOURCE_ORG, SOURCE_URL, DOCUMENT_NO, VALUE, UNIT, GROWTH,
              EMBARGO_UNTIL, NOTE, ENTERED_BY, ENTERED_AT, COLUMN_COUNT };
static const char *const release_columns[] = { "region",      "indicator", "period", "vintage", "released_at",
                                               "source_org",  "source_url", "document_no", "value", "unit",
                                               "growth",      "embargo_until", "note", "entered_by", "entered_at" };
static const struct reference_form release_form = { .name = "releases",
                                                    .columns = release_columns,
                                                    .column_count = COLUMN_COUNT,
                                                    .required_count = 5,
                                                    .key_count = 4 };
static const char *const lag_columns[] = { "level", "kind", "days" };
static const struct reference_form lag_form = { .name = "release-lags",
                                                .columns = lag_columns,
                                                .column_count = 3,
                                                .required_count = 3,
                                                .key_count = 2 };

/* A time of day may follow the day. */
static enum status read_day(const struct reference_row *row, enum column column, struct date *day, struct error *error)
{
    const char *field = row->fields[column];
    size_t size = strcspn(field, " T");

    if (field[0] == '\0' || date_parse(field, size, day))
        return STATUS_OK;
    return reference_complain(row, error, gettext("\"%.40s\" is not a day; write it as 2024-04-10"), field);
}

static enum status read_number(const struct reference_row *row, enum column column, double *number, bool *has,
                               struct error *error)
{
    const char *field = row->fields[column];
    char *end;

    *has = field[0] != '\0';
    *number = strtod(field, &end);
    if (!*has || *end == '\0' || strcmp(end, "%") == 0)
        return STATUS_OK;
    return reference_complain(row, error, gettext("\"%.40s\" is not a number"), field);
}

static enum status read_release(const struct reference_row *row, const struct vocabulary *vocabulary,
                                struct release *release, struct error *error)
{
    const char *unit = row->fields[UNIT], *base = "";
    double factor = 1;
    size_t length = 0;
    enum status status;

    release->row = row;
    if (strlen(row->fields[REGION]) != 6 || strspn(row->fields[REGION], "0123456789") != 6)
        return reference_complain(row, error, gettext("\"%.40s\" is not the code of a region; it has six digits"),
                                  row->fields[REGION]);
    if (vocabulary_indicator(vocabulary, row->fields[INDICATOR]) == NULL)
        return reference_complain(row, error, gettext("the indicator \"%.40s\" is not in indicators.csv"),
                                  row->fields[INDICATOR]);
    if (!period_of_register(row->fields[PERIOD], &release->period))
        return reference_complain(row, error, gettext("\"%.40s\" is not a period; write 2024Q1, 2024H1, 2024-1..9, 2024-03 "
                                                      "or 2024"), row->fields[PERIOD]);
    status = read_day(row, RELEASED_AT, &release->released, error);
    if (status == STATUS_OK)
        status = read_day(row, EMBARGO_UNTIL, &release->embargo, error);
    if (status == STATUS_OK)
        status = read_number(row, VALUE, &release->value, &release->has_value, error);
    if (status == STATUS_OK)
        status = read_number(row, GROWTH, &release->growth, &release->has_growth, error);
    if (status != STATUS_OK)
        return status;
    if (unit[0] != '\0' && (!quantity_unit(unit, strlen(unit), &factor, &base, &length) || unit[length] != '\0'))
        return reference_complain(row, error, gettext("the unit \"%.40s\" is not known"), unit);
    release->value *= factor;
    memcpy(release->base, base, strlen(base) + 1);
    return STATUS_OK;
}

static enum status read_lag(const struct reference_row *row, struct lag *lag, struct error *error)
{
    char *end;

    while (lag->level < LEVEL_COUNT && strcmp(levels[lag->level], row->fields[0]) != 0)
        lag->level++;
    if (lag->level == LEVEL_COUNT)
        return reference_complain(row, error, gettext("the level \"%.40s\" is not one of nation, province, prefecture, "
                                                      "county"), row->fields[0]);
    lag->kind = row->fields[1];
    lag->days = strtol(row->fields[2], &end, 10);
    if (*end != '\0' || lag->days < 0 || lag->days > 1000)
        return reference_complain(row, error, gettext("\"%.40s\" is not a number"), row->fields[2]);
    return STATUS_OK;
}

enum status release_register_create(const struct reference *reference, const struct vocabulary *vocabulary,
                                    struct arena *arena, const struct release_register **releases, struct error *error)
{
    struct release_register *made = arena_zeroed(arena, sizeof *made);
    struct reference_table table, lags;
    enum status status = made == NULL ? STATUS_NO_MEMORY : reference_table(reference, &release_form, arena, &table, error);

    if (status == STATUS_OK)
        status = reference_table(reference, &lag_form, arena, &lags, error);
    if (status != STATUS_OK)
        return status;
    made->releases = arena_zeroed(arena, (table.row_count + 1) * sizeof *made->releases);
    made->lags = arena_zeroed(arena, (lags.row_count + 1) * sizeof *made->lags);
    if (made->releases == NULL || made->lags == NULL)
        return STATUS_NO_MEMORY;
    for (; made->release_count < table.row_count && status == STATUS_OK; made->release_count++)
        status = read_release(&table.rows[made->release_count], vocabulary, &made->releases[made->release_count], error);
    for (; made->lag_count < lags.row_count && status == STATUS_OK; made->lag_count++)
        status = read_lag(&lags.rows[made->lag_count], &made->lags[made->lag_count], error);
    if (status == STATUS_OK)
        *releases = made;
    return status;
}

/* 000000 is the nation, 520000 a province, 522300 a prefecture, the others counties. */
static unsigned level_of(const char *region)
{
    if (strcmp(region, "000000") == 0)
        return 0;
    return strcmp(region + 2, "0000") == 0 ? 1 : strcmp(region + 4, "00") == 0 ? 2 : 3;
}

/* False when no lag is known: then nobody can say. */
static bool find_lag(const struct release_register *releases, unsigned level, const char *kind, int64_t *days)
{
    for (size_t index = 0; index < releases->lag_count; index++) {
        const struct lag *lag = &releases->lags[index];

        if (lag->level == level && strcmp(lag->kind, kind) == 0) {
            *days = lag->days;
            return true;
        }
    }
    return false;
}

static bool expect(const struct release_register *releases, const struct statement *statement, struct date *day)
{
    const struct period *period = &statement->period;
    const char *kind = statement->indicator->kind;
    bool is_year = period->first == 1 && period->last == 12;
    int64_t days;

    if (strcmp(kind, "none") == 0)
        return false;
    if (is_year && (strcmp(kind, "quarter") == 0 || strcmp(kind, "month") == 0))
        kind = "year";
    else if (period->first == 1 && period->last <= 2 && strcmp(kind, "month") == 0)
        kind = "january-february"; /* released together, in the middle of March */
    if (!find_lag(releases, level_of(statement->region), kind, &days))
        return false;
    *day = date_of_days(date_days(period_end(period)) + days);
    return true;
}

/* The newest row that speaks of it. */
static const struct release *find_release(const struct release_register *releases, const struct statement *statement)
{
    const struct release *best = NULL;

    for (size_t index = 0; index < releases->release_count; index++) {
        const struct release *release = &releases->releases[index];

        if (strcmp(release->row->fields[REGION], statement->region) == 0
            && strcmp(release->row->fields[INDICATOR], statement->indicator->id) == 0
            && period_equal(&release->period, &statement->period)
            && (best == NULL || date_days(release->released) >= date_days(best->released)))
            best = release;
    }
    return best;
}

static bool agrees(const struct release *release, const struct statement *statement)
{
    if (release->has_value && statement->value != NULL && strcmp(statement->value->base, release->base) == 0
        && !quantity_agrees(statement->value, release->value))
        return false;
    return !release->has_growth || statement->growth == NULL || quantity_agrees(statement->growth, release->growth);
}

struct decision release_register_decide(const struct release_register *releases, const struct statement *statement,
                                        struct date day)
{
    const struct release *release = find_release(releases, statement);
    struct decision decision = { .kind = DECISION_UNKNOWN };
    const struct period *period = &statement->period;

    if (release != NULL) {
        bool is_open = date_days(release->released) <= date_days(day)
                       && (!date_is_set(release->embargo) || date_days(release->embargo) <= date_days(day));

        decision.row = release->row;
        decision.kind = !is_open ? DECISION_EMBARGOED : agrees(release, statement) ? DECISION_RELEASED : DECISION_DIFFERS;
        return decision;
    }
    if (date_days(day) - date_days(period_end(period)) >= HISTORY_DAYS)
        return (struct decision){ .kind = DECISION_HISTORY };
    if (statement->indicator->is_quarterly && level_of(statement->region) > 0 && period->last - period->first < 2)
        decision.kind = DECISION_MONTHLY;
    else if (!period->is_ambiguous && expect(releases, statement, &decision.expected)
             && date_days(day) < date_days(decision.expected))
        decision.kind = DECISION_UNRELEASED;
    return decision;
}
