/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/statement_figures.h"

#include <string.h>

#include "text/utf8.h"

/* A figure so far behind what came before it belongs to something else. */
enum { REACH_MAX = 150 };

struct reading {
    const struct indicator *indicator;
    const char *text;
    size_t size, end;
    struct statement *statement;
    size_t segment; /* where what is said of the next figure begins */
    bool is_loose;  /* only how much it changed is told so far: 回落0.9个百分点, 新增42亿元, 持平 */
};

static bool contains(const struct reading *reading, size_t to, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (reading->segment < to
            && memmem(reading->text + reading->segment, to - reading->segment, *words, strlen(*words)) != NULL)
            return true;
    }
    return false;
}

static bool stands_at(const struct reading *reading, size_t at, const char *word)
{
    size_t length = strlen(word);

    return at <= reading->size && reading->size - at >= length && memcmp(reading->text + at, word, length) == 0;
}

static bool ends_with(const struct reading *reading, size_t to, const char *const *words)
{
    for (; *words != NULL; words++) {
        size_t length = strlen(*words);

        if (to - reading->segment >= length && memcmp(reading->text + to - length, *words, length) == 0)
            return true;
    }
    return false;
}

bool statement_measure_fits(const struct indicator *indicator, enum figure_measure measure)
{
    enum figure_measure own = indicator->measure;

    if (measure == own)
        return true;
    if (own == MEASURE_PERCENT || own == MEASURE_DOLLAR)
        return measure == MEASURE_YUAN;
    if (own == MEASURE_VISITS)
        return measure == MEASURE_PEOPLE;
    return own == MEASURE_YUAN && measure == MEASURE_DOLLAR;
}

static const char *const ups[] = { "增长", "上涨", "提高", "上升", "增速", "增幅", "同比增", "年增", "期增", "增加", "扩大", "涨", NULL };
static const char *const downs[] = { "下降", "回落", "减少", "降低", "下跌", "下滑", "负增长", "降幅", "减", "降", "跌", NULL };
/* Of a change alone, beside those. */
static const char *const changes[] = { "加快", "提升", "攀升", "收窄", "放缓", "缩水", "掉", "快于", "慢于", "高于", "低于", NULL };
/* Right before the amount by which something changed. */
static const char *const amounts[] = { "增加", "减少", "新增", "增收", "净增", "多增", "增", "减", "少", "少了", "多了", "增加了", "减少了", NULL };
static const char *const shares[] = { "环比", "比上月", "较上月", "平均", "占", "比重", "完成率", "贡献", "拉动", "进度", NULL };

/* 5.8%的增速: what the figure is stands behind it. */
static bool is_called_growth(const char *text, size_t size, size_t behind)
{
    static const char *const names[] = { "的增速", "的增幅", "的增长", "的速度", "的同比增", "的涨幅", "的高增长", NULL };

    for (const char *const *name = names; *name != NULL; name++) {
        size_t length = strlen(*name);

        if (size - behind >= length && memcmp(text + behind, *name, length) == 0)
            return true;
    }
    return false;
}

static bool take_growth(struct reading *reading, size_t number, size_t behind, const struct figure *figure)
{
    struct statement *statement = reading->statement;
    char before = number > 0 ? reading->text[number - 1] : ' ';
    bool is_signed = (reading->text[number] == '+' || reading->text[number] == '-') && before != '%'
                     && !(before >= '0' && before <= '9');
    bool is_down = !is_signed && contains(reading, number, downs);

    if (statement->has_growth || contains(reading, number, shares)
        || !(is_signed || is_down || contains(reading, number, ups)
             || is_called_growth(reading->text, reading->size, behind)))
        return false;
    statement->has_growth = true;
    statement->growth = *figure;
    if (is_down && figure->digits > 0)
        statement->growth.digits = -figure->digits;
    return true;
}

static bool take_value(struct reading *reading, size_t number, size_t behind, const struct figure *figure)
{
    static const char *const least[] = { "超", "超过", "突破", "逾", "高于", "站上", NULL };
    static const char *const about[] = { "约", "近", "约为", "接近", NULL };
    static const char *const around[] = { "左右", "以上", "多", "余", NULL };
    struct statement *statement = reading->statement;
    enum statement_bound bound = BOUND_EXACT;

    if (!statement_measure_fits(reading->indicator, figure->measure) || ends_with(reading, number, amounts)
        || contains(reading, number, (const char *const[]){ "占", "其中", NULL }))
        return false;
    if (ends_with(reading, number, least))
        bound = BOUND_LEAST;
    else if (ends_with(reading, number, about))
        bound = BOUND_ABOUT;
    for (const char *const *word = around; *word != NULL && bound == BOUND_EXACT; word++) {
        if (stands_at(reading, behind, *word))
            bound = BOUND_ABOUT;
    }
    /* 突破5500亿元,达到5598.45亿元: the exact one counts. */
    if (statement->has_value && (statement->bound == BOUND_EXACT || bound != BOUND_EXACT))
        return false;
    statement->has_value = true;
    statement->value = *figure;
    statement->bound = bound;
    return true;
}

/* By how much: the change says what is not released as well, but nothing that a register could be compared with. */
static bool take_change(struct reading *reading, size_t number, const struct figure *figure)
{
    bool is_amount = figure->measure != MEASURE_POINTS && figure->measure != MEASURE_TIMES;

    if (contains(reading, number, shares))
        return false;
    if (is_amount)
        reading->is_loose |= figure->measure != MEASURE_PERCENT && statement_measure_fits(reading->indicator, figure->measure)
                             && ends_with(reading, number, amounts) && !contains(reading, number, (const char *const[]){ ",", NULL });
    else
        reading->is_loose |= contains(reading, number, ups) || contains(reading, number, downs) || contains(reading, number, changes);
    return reading->is_loose;
}

/* An index stands without a unit: 居民消费价格指数为100.4. */
static bool take_index(struct reading *reading, const struct figure *figure)
{
    enum { LEAST = 80, MOST = 130 };
    const struct indicator *indicator = reading->indicator;
    int64_t whole = figure->exponent == -1 ? figure->digits / 10 : 0;
    struct figure index = *figure;

    index.measure = MEASURE_PERCENT;
    if (indicator->measure != MEASURE_PERCENT || !indicator->has_january || whole < LEAST || whole > MOST
        || reading->statement->has_value)
        return false;
    reading->statement->has_value = true;
    reading->statement->value = index;
    reading->is_loose = true;
    return true;
}

/* 与上年同期持平, 由负转正: no figure, and the reader knows. */
static void find_words(struct reading *reading)
{
    static const char *const words[] = { "持平", "由负转正", "由正转负", "增速转正", "两位数增长", NULL };
    const char *from = reading->text + reading->statement->to;

    for (const char *const *word = words; *word != NULL; word++) {
        const char *found = memmem(from, reading->end - reading->statement->to, *word, strlen(*word));

        if (found != NULL && found - from < REACH_MAX) {
            reading->statement->to = (size_t)(found - reading->text) + strlen(*word);
            reading->is_loose = true;
            return;
        }
    }
}

/* The rate itself, of an indicator that is one: 调查失业率为5.2%. */
static bool take_rate(struct reading *reading, size_t number, size_t behind, const struct figure *figure)
{
    bool is_growth_alone = (reading->indicator->frequency & FREQUENCY_MONTH) != 0 && !reading->indicator->has_january;

    if (take_growth(reading, number, behind, figure))
        return true;
    if (is_growth_alone || reading->indicator->measure != MEASURE_PERCENT)
        return false;
    return take_value(reading, number, behind, figure);
}

/* Behind the digits or the Chinese numerals at `at`: 2, 二, 十二. */
static size_t behind_numeral(const struct reading *reading, size_t at)
{
    static const char *const numerals[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", NULL };
    const char *const *numeral = numerals;

    while (at < reading->end && reading->text[at] >= '0' && reading->text[at] <= '9')
        at++;
    while (*numeral != NULL) {
        if (stands_at(reading, at, *numeral)) {
            at += strlen(*numeral);
            numeral = numerals;
        } else {
            numeral++;
        }
    }
    return at;
}

/* 列全省第2位, 位居全州第十二位, 排名第一. */
static void find_rank(struct reading *reading)
{
    const char *from = reading->text + reading->statement->to;

    for (size_t at = reading->statement->to; at + 3 < reading->end; at++) {
        size_t number = at + strlen("第"), next;

        if (!stands_at(reading, at, "第"))
            continue;
        next = behind_numeral(reading, number);
        if (next > number
            && (stands_at(reading, next, "位") || stands_at(reading, next, "名")
                || memmem(from, at - reading->statement->to, "排名", strlen("排名")) != NULL)) {
            reading->statement->flags |= STATEMENT_RANK;
            reading->statement->to = next;
            return;
        }
    }
}

static size_t skip_mention(const struct period_mention *mentions, size_t count, size_t at)
{
    for (size_t index = 0; index < count; index++) {
        if (mentions[index].from <= at && at < mentions[index].to)
            return mentions[index].to;
    }
    return at;
}

/* A figure at `at`, if there is one; moves behind it. */
static bool read_figure(struct reading *reading, size_t *at, size_t *first_figure)
{
    struct statement *statement = reading->statement;
    size_t number = *at, behind = *at;
    struct figure figure;
    bool taken;

    if (!figure_in_words(reading->text, reading->end, &behind, &figure)) {
        bool has_sign = reading->text[behind] == '+';

        behind += has_sign;
        if (!figure_number(reading->text, reading->end, &behind, &figure))
            return false;
        *at = behind;
        if (behind < reading->size && reading->text[behind] == ' ')
            behind++;
        if (!figure_unit(reading->text, reading->size, &behind, &figure)) {
            taken = take_index(reading, &figure);
            if (taken)
                statement->to = *at;
            return true;
        }
    }
    *at = behind;
    if (figure.measure == MEASURE_PERCENT)
        taken = take_rate(reading, number, behind, &figure);
    else
        taken = take_value(reading, number, behind, &figure);
    taken |= !taken && take_change(reading, number, &figure);
    if (taken) {
        if (memmem(reading->text + reading->segment, number - reading->segment, "分别", strlen("分别")) != NULL)
            statement->flags |= STATEMENT_LOOSE;
        if (*first_figure == SIZE_MAX)
            *first_figure = number;
        statement->to = behind;
    }
    reading->segment = behind;
    return true;
}

bool statement_figures(const struct indicator *indicator, const char *text, size_t size, size_t end,
                       const struct period_mention *mentions, size_t mention_count, struct statement *statement,
                       size_t *first_figure)
{
    struct reading reading = { indicator, text, size, end, statement, statement->to, false };
    size_t at = statement->to;

    *first_figure = SIZE_MAX;
    while (at < end && at - reading.segment < REACH_MAX && !(statement->has_value && statement->has_growth)) {
        size_t skipped = skip_mention(mentions, mention_count, at);

        if (skipped != at)
            at = skipped;
        else if (!read_figure(&reading, &at, first_figure))
            at += utf8_next(text + at, size - at).size;
    }
    if (!reading.is_loose && !statement->has_value && !statement->has_growth)
        find_words(&reading);
    if (reading.is_loose && !statement->has_growth) {
        statement->has_growth = true;
        statement->flags |= STATEMENT_LOOSE;
    }
    find_rank(&reading);
    if (*first_figure == SIZE_MAX)
        *first_figure = statement->to;
    return statement->has_value || statement->has_growth || (statement->flags & STATEMENT_RANK) != 0;
}

/* ---- Of several indicators. */

/* A figure of a list, which may have its unit behind a later one: 10.1、50.2和70.2亿元. */
struct listed_figure {
    size_t from, to;
    struct figure figure;
};

/* Is text[at..) what joins figures that share a unit? */
static bool joins(const struct reading *reading, size_t at)
{
    return stands_at(reading, at, "、") || stands_at(reading, at, "和") || stands_at(reading, at, "与") || stands_at(reading, at, "及");
}

static bool read_listed(const struct reading *reading, size_t *at, struct listed_figure *listed)
{
    size_t behind = *at;
    size_t number_end;

    listed->from = *at;
    if (!figure_in_words(reading->text, reading->end, &behind, &listed->figure)) {
        behind += reading->text[behind] == '+';
        if (!figure_number(reading->text, reading->end, &behind, &listed->figure))
            return false;
        number_end = behind;
        if (behind < reading->end && reading->text[behind] == ' ')
            behind++;
        if (!figure_unit(reading->text, reading->end, &behind, &listed->figure)) {
            *at = behind = number_end;
            if (!joins(reading, behind))
                return false;
        }
    }
    *at = listed->to = behind;
    return true;
}

/* The unit behind the last figure is that of those before it which have none. */
static void give_unit(const struct reading *reading, struct listed_figure *listed, size_t count)
{
    const struct listed_figure *last = &listed[count - 1];

    for (size_t index = count - 1; index-- > 0 && listed[index].figure.measure == MEASURE_NONE;) {
        struct figure *figure = &listed[index].figure;
        int8_t decimals = figure->exponent;
        size_t at = last->from + (reading->text[last->from] == '+');
        struct figure plain;

        if (!figure_number(reading->text, reading->end, &at, &plain))
            return;
        figure->measure = last->figure.measure;
        figure->exponent = (int8_t)(decimals + last->figure.exponent - plain.exponent);
    }
}

static size_t collect_listed(const struct reading *reading, const struct period_mention *mentions, size_t mention_count,
                             struct listed_figure *listed, size_t most)
{
    size_t at = reading->segment, last = at, count = 0;

    while (at < reading->end && at - last < REACH_MAX && count < most) {
        size_t before = at, skipped = skip_mention(mentions, mention_count, at);

        if (skipped != at) {
            at = skipped;
        } else if (read_listed(reading, &at, &listed[count])) {
            last = listed[count].to;
            if (listed[count++].figure.measure != MEASURE_NONE)
                give_unit(reading, listed, count);
        } else if (at == before) {
            at += utf8_next(reading->text + at, reading->size - at).size;
        }
    }
    return count;
}

/* Do the figures belong together, one for each indicator? */
static bool is_run(const struct reading *reading, const struct listed_figure *run, size_t count)
{
    for (size_t index = 0; index + 1 < count; index++) {
        if (run[index].figure.measure != run[index + 1].figure.measure
            || memmem(reading->text + run[index].to, run[index + 1].from - run[index].to, "分别", strlen("分别")) != NULL)
            return false;
    }
    return run[0].figure.measure != MEASURE_NONE;
}

/* The figure of one indicator of the run. What is said before the first is said of all, up to where something else is said:
 * 分别下降5.4%、增长3%. `before` is where that begins. */
static bool take_of_run(struct reading *reading, const struct listed_figure *run, size_t place, size_t before)
{
    const struct listed_figure *own = &run[place];
    bool taken;

    reading->segment = before;
    for (size_t index = 0; index < place; index++) {
        struct reading between = *reading;

        between.segment = run[index].to;
        if (contains(&between, run[index + 1].from, ups) || contains(&between, run[index + 1].from, downs))
            reading->segment = run[index].to;
    }
    if (own->figure.measure == MEASURE_PERCENT)
        taken = take_rate(reading, own->from, own->to, &own->figure);
    else
        taken = take_value(reading, own->from, own->to, &own->figure);
    return taken || take_change(reading, own->from, &own->figure);
}

bool statement_figures_listed(const struct indicator *indicator, const char *text, size_t size, size_t end,
                              const struct period_mention *mentions, size_t mention_count, struct statement_place place,
                              struct statement *statement, size_t *first_figure)
{
    enum { LISTED_MAX = 64 };
    struct listed_figure listed[LISTED_MAX];
    struct reading reading = { indicator, text, size, end, statement, statement->to, false };
    size_t count = collect_listed(&reading, mentions, mention_count, listed, LISTED_MAX), before = statement->to;

    *first_figure = count > 0 ? listed[0].from : SIZE_MAX;
    if (count < place.count
        || memmem(text + before, listed[0].from - before, "分别", strlen("分别")) == NULL)
        return false;
    for (size_t run = 0; run + place.count <= count && is_run(&reading, &listed[run], place.count); run += place.count) {
        if (take_of_run(&reading, &listed[run], place.index, before))
            statement->to = listed[run + place.index].to;
        before = listed[run + place.count - 1].to;
    }
    if (reading.is_loose && !statement->has_growth) {
        statement->has_growth = true;
        statement->flags |= STATEMENT_LOOSE;
    }
    return statement->has_value || statement->has_growth;
}

bool statement_figure_before(const char *text, size_t size, size_t from, struct statement *statement)
{
    size_t at = from;

    while (at < statement->from) {
        size_t behind = at;
        struct figure figure;

        if (!figure_number(text, statement->from, &behind, &figure)) {
            at += utf8_next(text + at, size - at).size;
            continue;
        }
        if (figure_unit(text, statement->from, &behind, &figure) && figure.measure == MEASURE_PERCENT
            && is_called_growth(text, statement->from, behind)) {
            statement->from = at;
            statement->has_growth = true;
            statement->growth = figure;
            return true;
        }
        at = behind;
    }
    return false;
}
