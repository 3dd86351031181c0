/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/decision.h"

#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const decision_outcome_names[] = { "unreleased", "embargoed", "internal",     "monthly",
                                               "differs",    "unknown",   "ambiguous",    "ranking",
                                               "not-compiled", "probably-released", NULL };

enum {
    AHEAD_DAYS_MAX = 15, /* a period that ends so much later is not over by anybody's count */
    DAY_TEXT_MAX = 24,
    HEAD_MAX = 256,
};

struct judging {
    const struct lexicon *lexicon;
    const struct release_register *records;
    const struct statement *statement;
    const struct indicator *indicator;
    struct date published;
    struct decision *decision;
};

/* ---- Words. */

static void day_text(struct date day, char text[DAY_TEXT_MAX])
{
    (void)snprintf(text, DAY_TEXT_MAX, "%04u-%02u-%02u", (unsigned)day.year % 10000U, (unsigned)day.month % 100U,
                   (unsigned)day.day % 100U);
}

static void moment_text(const struct release_moment *moment, char text[DAY_TEXT_MAX])
{
    size_t size;

    day_text(moment->day, text);
    size = strlen(text);
    if (moment->minute != MINUTE_NONE)
        (void)snprintf(text + size, DAY_TEXT_MAX - size, " %02u:%02u", (unsigned)moment->minute / 60 % 24,
                       (unsigned)moment->minute % 60);
}

/* "兴义市 (522301), 地区生产总值 (GDP), 2024Q1" */
static void head_text(const struct judging *judging, struct period period, char text[HEAD_MAX])
{
    char when[PERIOD_TEXT_MAX];

    period_text(period, when);
    (void)snprintf(text, HEAD_MAX, "%s (%06u), %s (%s), %s",
                   lexicon_region_name(judging->lexicon, judging->statement->region), judging->statement->region,
                   judging->indicator->name, judging->indicator->id, when);
}

/* What the reason says is followed by the day that it was judged for. `row` decided; NULL: none did. */
static __attribute__((format(printf, 5, 6))) void tell(const struct judging *judging, enum decision_outcome outcome,
                                                       struct period period, const struct reference_row *row,
                                                       const char *format, ...)
{
    struct decision *decision = judging->decision;
    char head[HEAD_MAX], words[DECISION_REASON_MAX - HEAD_MAX], day[DAY_TEXT_MAX];
    va_list arguments;

    va_start(arguments, format);
    if (row != NULL)
        reference_describe_list(row, words, sizeof words, format, arguments);
    else
        (void)vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    head_text(judging, period, head);
    day_text(judging->published, day);
    decision->outcome = outcome;
    decision->period = period;
    (void)snprintf(decision->reason, sizeof decision->reason, gettext("%s: %s; day of publication %s"), head, words, day);
}

/* ---- The period. */

static struct date last_day_of_year(int32_t year)
{
    return (struct date){ year, 12, 31 };
}

/* The day from which 今年 and 去年 are counted. */
static struct date base_day(const struct decision_document *document)
{
    if (date_is_set(document->written))
        return document->written;
    if (document->title_year != 0 && document->title_year < document->published.year)
        return last_day_of_year(document->title_year);
    /* A text that speaks of years long past only is of that time. */
    if (document->latest_year != 0 && document->latest_year <= document->published.year - 2)
        return last_day_of_year(document->latest_year);
    return document->published;
}

static bool resolve(const struct decision_document *document, const struct statement_period *said,
                    const struct indicator *indicator, struct period *period)
{
    struct date base = base_day(document);
    struct period resolved = { base.year, said->first, said->last };

    if (said->kind == PERIOD_NONE || said->kind == PERIOD_SPAN || said->kind == PERIOD_DAY)
        return false;
    if (said->kind == PERIOD_HOLIDAY) {
        resolved.first = resolved.last = said->first != 0 ? said->first : (uint8_t)base.month;
    } else if (said->kind == PERIOD_SO_FAR) {
        if (base.month == 1)
            return false;
        resolved.last = (uint8_t)(base.month - 1);
    } else if (said->kind == PERIOD_POINT) {
        resolved.first = 1;
    }
    switch (said->year_kind) {
    case PERIOD_YEAR_WRITTEN:
        resolved.year = said->year;
        break;
    case PERIOD_YEAR_LAST:
        resolved.year--;
        break;
    case PERIOD_YEAR_BEFORE:
        resolved.year -= 2;
        break;
    case PERIOD_YEAR_OPEN:
        if (said->kind == PERIOD_HOLIDAY ? resolved.first > base.month
                                         : period_end(resolved) > date_days(base) + AHEAD_DAYS_MAX)
            resolved.year--;
        break;
    case PERIOD_YEAR_THIS:
    default:
        break;
    }
    *period = release_period(indicator, resolved);
    return true;
}

static bool is_history(const struct judging *judging, struct period period)
{
    int32_t months = (judging->published.year - period.year) * 12 + judging->published.month - period.last;

    return months >= (int32_t)lexicon_history_months(judging->lexicon);
}

/* ---- The register. */

/* What the register says of a period. */
struct found {
    const struct release *agreeing;  /* released, and its figures are the statement's */
    const struct release *released;  /* the latest of them */
    const struct release *unlike;    /* the latest one whose figures cannot be compared with the statement's */
    const struct release *embargoed;
    const struct release *same_day;  /* at an hour of the day of publication */
    const struct release *wider;     /* a longer period of the year that has been released */
};

/* A cell of a table may have no unit; then nothing is known of its value. */
static bool have_values(const struct statement *statement, const struct release *release)
{
    return statement->has_value && release->has_value && statement->value.measure != MEASURE_NONE;
}

/* Are both of one unit, but for its multiple? Visitors are counted as people and as visits. */
static bool is_comparable(const struct figure *left, const struct figure *right)
{
    bool counts_visitors = (left->measure == MEASURE_PEOPLE || left->measure == MEASURE_VISITS)
                           && (right->measure == MEASURE_PEOPLE || right->measure == MEASURE_VISITS);

    return left->measure == right->measure || counts_visitors;
}

/* Yuan against dollars: neither the values nor how they grew say anything of each other; but the same number cannot be
 * both. */
static bool is_unlike(const struct statement *statement, const struct release *release)
{
    return (statement->flags & STATEMENT_LOOSE) == 0 && have_values(statement, release)
           && !is_comparable(&statement->value, &release->value)
           && !figure_has_number_of(&statement->value, &release->value);
}

static bool figures_agree(const struct statement *statement, const struct release *release)
{
    if ((statement->flags & STATEMENT_LOOSE) != 0)
        return true;
    if (have_values(statement, release)) {
        if (!is_comparable(&statement->value, &release->value))
            return false;
        switch (statement->bound) {
        case BOUND_LEAST:
            if (!figure_reaches(&release->value, &statement->value))
                return false;
            break;
        case BOUND_EXACT:
            if (!figure_agrees(&statement->value, &release->value))
                return false;
            break;
        case BOUND_ABOUT:
        default:
            break;
        }
    }
    return !statement->has_growth || !release->has_growth || figure_agrees(&statement->growth, &release->growth);
}

/* The moment from which it may be told: the later of both. */
static const struct release_moment *free_from(const struct release *release)
{
    const struct release_moment *released = &release->released_at, *embargo = &release->embargo_until;

    return date_is_set(embargo->day) && date_days(embargo->day) >= date_days(released->day) ? embargo : released;
}

static void weigh(const struct judging *judging, const struct release *release, struct found *found)
{
    const struct release_moment *from = free_from(release);
    int64_t day = date_days(judging->published), start = date_days(from->day);

    if (start > day) {
        if (found->embargoed == NULL)
            found->embargoed = release;
        return;
    }
    if (is_unlike(judging->statement, release)) {
        found->unlike = release;
        return;
    }
    if (start == day && from->minute != MINUTE_NONE)
        found->same_day = release;
    found->released = release;
    if (figures_agree(judging->statement, release))
        found->agreeing = release;
}

/* Is the row of the vintage that the text says its figure is of? */
static bool is_vintage_said(const struct statement *statement, const struct release *release)
{
    return ((statement->flags & STATEMENT_FINAL) != 0 && release->vintage == VINTAGE_FINAL)
           || ((statement->flags & STATEMENT_REVISED) != 0 && release->vintage == VINTAGE_REVISED);
}

static struct found look_up_rows(const struct judging *judging, struct period period, bool said_vintage_only)
{
    struct found found = { 0 };

    for (size_t index = 0; index < judging->records->release_count; index++) {
        const struct release *release = &judging->records->releases[index];
        struct period released = release->period;

        if (release->is_superseded || release->vintage == VINTAGE_WITHDRAWN
            || release->region != judging->statement->region
            || (said_vintage_only && !is_vintage_said(judging->statement, release))
            || (release->indicator != judging->statement->indicator && release->indicator != RELEASE_ANY_INDICATOR))
            continue;
        if (release->indicator == RELEASE_ANY_INDICATOR)
            released = release_period(judging->indicator, released);
        if (period_equal(released, period))
            weigh(judging, release, &found);
        else if (released.year == period.year && released.first <= period.first && released.last >= period.last
                 && date_days(free_from(release)->day) <= date_days(judging->published))
            found.wider = release;
    }
    return found;
}

/* 最终核实 is judged by the final row, though that of another vintage is out already; without one, any row counts. */
static struct found look_up(const struct judging *judging, struct period period)
{
    struct found found = { 0 };

    if ((judging->statement->flags & (STATEMENT_FINAL | STATEMENT_REVISED)) != 0)
        found = look_up_rows(judging, period, true);
    if (found.released == NULL && found.unlike == NULL && found.embargoed == NULL)
        found = look_up_rows(judging, period, false);
    return found;
}

static void tell_differing(const struct judging *judging, struct period period, const struct release *row)
{
    const struct statement *statement = judging->statement;
    const char *value = row->has_value ? row->row->fields[RELEASE_VALUE] : "-";
    const char *unit = row->has_value ? row->row->fields[RELEASE_UNIT] : "";

    if (have_values(statement, row) && figure_has_number_of(&statement->value, &row->value)
        && !(is_comparable(&statement->value, &row->value) && figure_agrees(&statement->value, &row->value)))
        tell(judging, DECISION_DIFFERS, period, row->row,
             gettext("released with the value %s%s (line %u of %s); the text has the same number in another unit"),
             value, unit, row->row->line, reference_row_name(row->row));
    else
        tell(judging, DECISION_DIFFERS, period, row->row,
             gettext("released with the value %s%s and the growth %s (line %u of %s); the text says otherwise"), value,
             unit, row->has_growth ? row->row->fields[RELEASE_GROWTH] : "-", row->row->line,
             reference_row_name(row->row));
}

/* True when the register decides. */
static bool decide_by_register(const struct judging *judging, struct period period)
{
    struct found found = look_up(judging, period);
    char day[DAY_TEXT_MAX];
    const struct release *row;

    if (found.released != NULL && found.agreeing == NULL) {
        tell_differing(judging, period, found.released);
    } else if (found.released != NULL) {
        row = found.same_day != NULL ? found.same_day : found.released;
        moment_text(free_from(row), day);
        tell(judging, found.same_day != NULL ? DECISION_PROBABLY_RELEASED : DECISION_RELEASED, period, row->row,
             gettext("released at %s, not to be told earlier (line %u of %s)"), day, row->row->line,
             reference_row_name(row->row));
    } else if (found.unlike != NULL) {
        row = found.unlike;
        tell(judging, DECISION_PROBABLY_RELEASED, period, row->row,
             gettext(
                 "released with the value %s%s (line %u of %s); the text gives a value in %s, which cannot be compared "
                 "with it"),
             row->row->fields[RELEASE_VALUE], row->row->fields[RELEASE_UNIT], row->row->line,
             reference_row_name(row->row), figure_measure_names[judging->statement->value.measure]);
    } else if (found.embargoed != NULL) {
        row = found.embargoed;
        moment_text(free_from(row), day);
        tell(judging, DECISION_EMBARGOED, period, row->row, gettext("to be released on %s (line %u of %s)"), day,
             row->row->line, reference_row_name(row->row));
    } else if (found.wider != NULL) {
        tell(judging, DECISION_PROBABLY_RELEASED, period, found.wider->row,
             gettext("the register has no such row, but a longer period was released (line %u of %s)"),
             found.wider->row->line, reference_row_name(found.wider->row));
    } else {
        return false;
    }
    return true;
}

/* ---- What the register does not know. */

static enum release_kind kind_of(const struct indicator *indicator, struct period period)
{
    if (period.last <= 2 && !indicator->has_january)
        return RELEASE_JANUARY_FEBRUARY;
    if (period.first == 1 && period.last == 12)
        return RELEASE_YEAR;
    return (indicator->frequency & FREQUENCY_MONTH) != 0 ? RELEASE_MONTH : RELEASE_QUARTER;
}

/* Released together with February, whatever the text says. */
static struct period released_as(const struct indicator *indicator, struct period period)
{
    if (period.last == 1 && !indicator->has_january)
        period.last = 2;
    return period;
}

static void decide_by_calendar(const struct judging *judging, struct period period, const struct release_plan *plan)
{
    int64_t planned = date_days(plan->planned_at), day = date_days(judging->published);
    char text[DAY_TEXT_MAX];

    day_text(plan->planned_at, text);
    if (planned > day)
        tell(judging, DECISION_UNRELEASED, period, plan->row,
             gettext("the register has no such row; the release is announced for %s (line %u of %s)"), text,
             plan->row->line, reference_row_name(plan->row));
    else
        tell(judging,
             planned + lexicon_grace_days(judging->lexicon) <= day ? DECISION_PROBABLY_RELEASED : DECISION_UNKNOWN,
             period, plan->row,
             gettext("the register has no such row, though the release was announced for %s (line %u of %s)"), text,
             plan->row->line, reference_row_name(plan->row));
}

static void decide_by_lag(const struct judging *judging, struct period period)
{
    enum region_level level = region_level(judging->statement->region);
    const struct release_lag *lag = release_lag_of(judging->records, level, judging->statement->indicator,
                                                   kind_of(judging->indicator, period));
    int64_t end = period_end(released_as(judging->indicator, period));
    char text[DAY_TEXT_MAX];

    if (lag == NULL || lag->days < 0) {
        tell(judging, DECISION_UNKNOWN, period, NULL,
             gettext("the register has no such row, and there is no usual day of release"));
        return;
    }
    day_text(date_of_days(end + lag->days), text);
    if (date_days(judging->published) < end + lag->days)
        tell(judging, DECISION_UNRELEASED, period, lag->row,
             gettext("the register has no such row; such figures are released %d days after the period at the "
                     "earliest, on %s "
                     "(line %u of %s)"),
             lag->days, text, lag->row->line, reference_row_name(lag->row));
    else
        tell(judging, level <= LEVEL_PROVINCE ? DECISION_PROBABLY_RELEASED : DECISION_UNKNOWN, period, lag->row,
             gettext("the register has no such row, though such figures are usually released by %s (line %u of %s)"),
             text, lag->row->line, reference_row_name(lag->row));
}

/* GDP of a month or of months that end no quarter. */
static bool is_monthly(const struct judging *judging, struct period period)
{
    return (judging->indicator->frequency & (FREQUENCY_MONTH | FREQUENCY_STOCK)) == 0
           && (judging->indicator->frequency & FREQUENCY_QUARTER) != 0
           && region_level(judging->statement->region) != LEVEL_NATION
           && (period.last % 3 != 0 || period.first == period.last);
}

static void decide(const struct judging *judging, struct period period)
{
    const struct release_plan *plan;

    if (decide_by_register(judging, period))
        return;
    if ((judging->statement->flags & STATEMENT_INTERNAL) != 0) {
        tell(judging, DECISION_INTERNAL, period, NULL,
             gettext("the text says itself that its figures are not for release"));
    } else if (is_monthly(judging, period)) {
        tell(judging, DECISION_MONTHLY, period, NULL, gettext("figures of this indicator are never released by month"));
    } else if (region_level(judging->statement->region) > judging->indicator->lowest) {
        tell(judging, DECISION_NOT_COMPILED, period, NULL,
             gettext("this indicator is not compiled for a region of this level"));
    } else {
        plan = release_plan_of(judging->records, judging->statement->region, judging->statement->indicator, period);
        if (plan != NULL)
            decide_by_calendar(judging, period, plan);
        else
            decide_by_lag(judging, period);
    }
}

static bool is_held_back(enum decision_outcome outcome)
{
    return outcome == DECISION_UNRELEASED || outcome == DECISION_EMBARGOED;
}

/* 三季度 is July to September, or loosely January to September. What either reading allows is no reason to block. */
static void decide_ambiguous(const struct judging *judging, struct period period)
{
    struct period whole = { period.year, 1, period.last };

    decide(judging, period);
    if (judging->decision->outcome == DECISION_RELEASED)
        return;
    decide(judging, whole);
    if (is_held_back(judging->decision->outcome) || judging->decision->outcome == DECISION_DIFFERS
        || judging->decision->outcome == DECISION_UNKNOWN)
        judging->decision->outcome = DECISION_AMBIGUOUS;
}

/* Whichever county it is: the text says itself that it is not released, or counties have no such figure. */
static bool is_of_no_county(enum decision_outcome outcome)
{
    return outcome == DECISION_INTERNAL || outcome == DECISION_MONTHLY || outcome == DECISION_NOT_COMPILED;
}

/* What is weaker than it looks. */
static void soften(const struct judging *judging)
{
    const struct statement *statement = judging->statement;
    enum decision_outcome *outcome = &judging->decision->outcome;
    bool held_back = is_held_back(*outcome);

    if ((statement->flags & STATEMENT_WHICH_COUNTY) != 0 && *outcome < DECISION_NONE)
        *outcome = held_back || is_of_no_county(*outcome) ? DECISION_AMBIGUOUS : DECISION_NONE;
    else if ((statement->period.kind == PERIOD_SO_FAR || statement->period.kind == PERIOD_HOLIDAY) && *outcome < DECISION_NONE)
        *outcome = DECISION_UNKNOWN;
    else if (!statement->has_value && !statement->has_growth)
        *outcome = held_back ? DECISION_RANKING : DECISION_NONE;
}

/* 今年以来: whichever period up to then was released and has the figures. */
static bool is_released_so_far(const struct judging *judging, struct period period)
{
    for (; period.last > 0; period.last--) {
        struct found found = look_up(judging, release_period(judging->indicator, period));

        if (found.agreeing != NULL)
            return true;
    }
    return false;
}

void decision_make(const struct lexicon *lexicon, const struct release_register *records,
                   const struct decision_document *document, const struct statement *statement,
                   struct decision *decision)
{
    struct judging judging = { lexicon, records, statement, lexicon_indicator(lexicon, statement->indicator),
                               document->published, decision };
    struct period period;

    decision->outcome = DECISION_NONE;
    decision->reason[0] = '\0';
    if ((statement->flags & (STATEMENT_PLAN | STATEMENT_ENTITY | STATEMENT_ELSEWHERE)) != 0
        || !resolve(document, &statement->period, judging.indicator, &period) || is_history(&judging, period)
        || (statement->period.kind == PERIOD_HOLIDAY
                ? (judging.indicator->frequency & FREQUENCY_HOLIDAY) == 0
                : period_end(period) > date_days(document->published) + AHEAD_DAYS_MAX))
        return;
    if (statement->period.kind == PERIOD_SO_FAR && is_released_so_far(&judging, period))
        return;
    if (statement->period.kind == PERIOD_AMBIGUOUS && (judging.indicator->frequency & FREQUENCY_STOCK) == 0)
        decide_ambiguous(&judging, period);
    else
        decide(&judging, period);
    soften(&judging);
}
