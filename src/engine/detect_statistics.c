/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_statistics.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "statistics/decision.h"
#include "text/utf8.h"

enum outcome { OUTCOME_UNRELEASED, OUTCOME_EMBARGOED, OUTCOME_MONTHLY, OUTCOME_UNKNOWN, OUTCOME_DIFFERS };

enum {
    MENTIONS_MAX = 64,
    REASON_MAX = 700,
    VALUE_REACH = 120, /* bytes behind an indicator in which its figures begin */
    HEADING_MAX = 150, /* bytes: what is longer is no heading */
};

struct knowledge {
    const struct vocabulary *vocabulary;
    const struct release_register *releases;
};

/* What has been said so far. */
struct state {
    const char *region, *region_name;
    struct period period;
    bool has_period;
    uint32_t table, row; /* of the indicator whose figures are to come in the cells behind it */
    const struct indicator *indicator;
    const struct detector_hold *hold;
};

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    enum status status =
        made == NULL ? STATUS_NO_MEMORY : vocabulary_create(reference, arena, &made->vocabulary, error);

    if (status == STATUS_OK)
        status = release_register_create(reference, made->vocabulary, arena, &made->releases, error);
    *knowledge = made;
    return status;
}

static bool contains(const char *text, size_t from, size_t to, const char *const *words, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (memmem(text + from, to - from, words[index], strlen(words[index])) != NULL)
            return true;
    }
    return false;
}
#define CONTAINS(text, from, to, words) contains((text), (from), (to), (words), sizeof(words) / sizeof *(words))

/* [*from, *to) grows to the sentence around it. */
static void find_sentence(const struct detector_text *text, size_t *from, size_t *to)
{
    static const char *const ends[] = { "。", ";", "!", "?" };

    while (*from > 0) {
        bool is_end = false;

        for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
            size_t size = strlen(ends[index]);

            is_end = is_end || (*from >= size && memcmp(text->utf8 + *from - size, ends[index], size) == 0);
        }
        if (is_end)
            break;
        --*from;
    }
    for (; *to < text->size; ++*to) {
        bool is_end = false;

        for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
            size_t size = strlen(ends[index]);

            is_end = is_end || (text->size - *to >= size && memcmp(text->utf8 + *to, ends[index], size) == 0);
        }
        if (is_end)
            break;
    }
}

/* Plans are no figures, and neither is what one enterprise says of itself. */
static bool is_excused(const struct detector_text *text, const struct mention *mention)
{
    static const char *const plans[] = { "目标", "计划", "力争", "预期", "预算草案", "安排", "任务", "争取", "确保",
                                         "力保", "规划", "十四五", "十五五", "十三五", "左右的目标", "拟实现" };
    static const char *const subjects[] = { "公司", "集团", "电厂", "工厂", "医院", "项目总投资", "合同", "该项目", "我厂",
                                            "企业营收", "合作社", "某村", "本村" };
    size_t from = mention->from, to = mention->to, clause = mention->from;

    find_sentence(text, &from, &to);
    if (CONTAINS(text->utf8, from, to, plans))
        return true;
    while (clause > from && text->utf8[clause - 1] != ',')
        clause--;
    return CONTAINS(text->utf8, clause, mention->from, subjects)
           || CONTAINS(text->utf8, from, mention->from, subjects);
}

static enum status report(struct detector_job *job, const struct statement *statement, const char *region_name,
                          const struct detector_hold *hold)
{
    static const enum outcome outcomes[] = { [DECISION_DIFFERS] = OUTCOME_DIFFERS,
                                             [DECISION_EMBARGOED] = OUTCOME_EMBARGOED,
                                             [DECISION_UNRELEASED] = OUTCOME_UNRELEASED,
                                             [DECISION_MONTHLY] = OUTCOME_MONTHLY,
                                             [DECISION_UNKNOWN] = OUTCOME_UNKNOWN };
    const struct knowledge *knowledge = job->knowledge;
    struct decision decision = release_register_decide(knowledge->releases, statement, job->as_of);
    char period[64], reason[REASON_MAX], why[256] = "";

    if (decision.kind == DECISION_HISTORY || decision.kind == DECISION_RELEASED)
        return STATUS_OK;
    period_text(&statement->period, period, sizeof period);
    if (decision.row != NULL)
        (void)snprintf(why, sizeof why,
                       decision.kind == DECISION_DIFFERS ? gettext("released, but the register has another figure (%s:%u)")
                                                         : gettext("the register opens it on a later day (%s:%u)"),
                       decision.row->file, decision.row->line);
    else if (decision.kind == DECISION_MONTHLY)
        (void)snprintf(why, sizeof why, "%s", gettext("this indicator is not published by the month below the nation"));
    else if (decision.kind == DECISION_UNRELEASED)
        (void)snprintf(why, sizeof why,
                       gettext("no row in the register, and by the lags none before %04d-%02d-%02d"), decision.expected.year,
                       decision.expected.month, decision.expected.day);
    else
        (void)snprintf(why, sizeof why, "%s", gettext("no row in the register: enter the release, or hold it back"));
    (void)snprintf(reason, sizeof reason, gettext("%s (%s), %s (%s), %s; day of publication %04d-%02d-%02d: %s"), region_name,
                   statement->region, statement->indicator->name, statement->indicator->id, period, job->as_of.year,
                   job->as_of.month, job->as_of.day, why);
    return detector_report(job, outcomes[decision.kind], hold, 1, reason);
}

/* The figures of an indicator in [from, to): its value and its growth, in either order. */
static bool read_figures(const struct detector_text *text, size_t from, size_t to, struct quantity *value, bool *has_value,
                         struct quantity *growth, bool *has_growth)
{
    struct quantity quantity;

    *has_value = *has_growth = false;
    while (quantity_next(text->utf8, to, from, false, &quantity)) {
        if (!*has_value && !*has_growth && quantity.from - from > VALUE_REACH)
            break;
        if (strcmp(quantity.base, "%") == 0 && !*has_growth) {
            *growth = quantity;
            *has_growth = true;
        } else if (strcmp(quantity.base, "%") != 0 && strcmp(quantity.base, "点") != 0 && !*has_value) {
            *value = quantity;
            *has_value = true;
        }
        from = quantity.to;
    }
    return *has_value || *has_growth;
}

/* The last period in [from, to) of the text, if there is one. */
static bool last_period(const struct detector_text *text, size_t from, size_t to, struct period *period)
{
    struct period found;
    size_t at = from, start;
    bool has = false;

    while (period_next(text->utf8, to, &start, &at, &found)) {
        /* 2024年…: a part of the year without one takes the year before it. */
        if (has && found.year == 0 && period->year != 0)
            found.year = period->year;
        *period = found;
        has = true;
    }
    return has;
}

/* A line of a table that nobody marked as one: the name, a divider, a number. */
static bool is_row(const struct detector_text *text, size_t at)
{
    static const char dividers[] = ", ;|";

    if (at + 1 >= text->size || strchr(dividers, text->utf8[at]) == NULL)
        return false;
    at += text->utf8[at + 1] == ' ' ? 2 : 1;
    return at < text->size
           && (text->utf8[at] == '-' || (text->utf8[at] >= '0' && text->utf8[at] <= '9'));
}

static enum status judge(struct detector_job *job, const struct detector_text *text, const struct mention *mention,
                         size_t until)
{
    struct state *state = job->state;
    struct statement statement = { .indicator = mention->indicator, .region = state->region };
    struct quantity value, growth;
    struct period period;
    const struct detector_hold *hold;
    size_t sentence = mention->from, end = mention->to;
    bool has_value, has_growth, has_figures;
    enum status status;

    find_sentence(text, &sentence, &end);
    if (until < end)
        end = until;
    has_figures = read_figures(text, mention->to, end, &value, &has_value, &growth, &has_growth);
    if (!has_figures && is_row(text, mention->to))
        has_figures = has_value = quantity_next(text->utf8, text->size, mention->to, true, &value);
    if (!last_period(text, sentence, mention->from, &period) && !last_period(text, 0, mention->from, &period)) {
        if (!state->has_period)
            return STATUS_OK;
        period = state->period;
    }
    if (state->region == NULL || is_excused(text, mention))
        return STATUS_OK;
    if (!has_figures && (text->cell.table == 0 || text->size > HEADING_MAX))
        return STATUS_OK;
    status = detector_hold(job, text, (struct span){ mention->from, mention->to }, &hold);
    if (status != STATUS_OK)
        return status;
    if (!has_figures) {
        state->table = text->cell.table;
        state->row = text->cell.row;
        state->indicator = mention->indicator;
        state->hold = hold;
        state->period = period;
        state->has_period = true;
        return STATUS_OK;
    }
    statement.period = period_resolve(period, job->as_of);
    statement.value = has_value ? &value : NULL;
    statement.growth = has_growth ? &growth : NULL;
    return report(job, &statement, state->region_name, hold);
}

/* A number in a cell behind the name of an indicator, in the same row. */
static enum status read_cell(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    struct statement statement = { .indicator = state->indicator, .region = state->region };
    struct quantity quantity;

    if (state->indicator == NULL || text->cell.table != state->table || text->cell.row != state->row)
        return STATUS_OK;
    if (!quantity_next(text->utf8, text->size, 0, true, &quantity))
        return STATUS_OK;
    statement.period = period_resolve(state->period, job->as_of);
    state->indicator = NULL;
    return report(job, &statement, state->region_name, state->hold);
}

static void take_context(struct state *state, const struct detector_text *text)
{
    struct period period;

    if (last_period(text, 0, text->size, &period)) {
        state->period = period;
        state->has_period = true;
    }
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    const struct knowledge *knowledge = job->knowledge;
    struct state *state = job->state;
    struct mention mentions[MENTIONS_MAX];
    size_t count;
    enum status status = STATUS_OK;

    if (!date_is_set(job->as_of))
        return STATUS_OK;
    count = vocabulary_find(knowledge->vocabulary, text->utf8, text->size, mentions, MENTIONS_MAX);
    if (count == 0) {
        status = read_cell(job, text);
        if (text->size <= HEADING_MAX)
            take_context(state, text);
        return status;
    }
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        const struct mention *mention = &mentions[index];

        if (mention->is_region) {
            state->region = mention->region;
            state->region_name = mention->region_name;
        } else {
            size_t until = text->size;

            for (size_t next = index + 1; next < count && until == text->size; next++) {
                if (!mentions[next].is_region)
                    until = mentions[next].from;
            }
            status = judge(job, text, mention, until);
        }
    }
    take_context(state, text);
    return status;
}

static const char *const outcomes[] = { "unreleased", "embargoed", "monthly", "unknown", "differs", NULL };

const struct detector statistics_detector = {
    .name = "statistics",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_NOTE | 1U << TEXT_HIDDEN,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .text = read_text,
};
