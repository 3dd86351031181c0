/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/sheet.h"

#include <string.h>

#include "statistics/statement_figures.h"
#include "text/utf8.h"

enum { WORDS_MAX = 48, ABOUT_MAX = SHEET_WORDS_MAX + SHEET_HEADERS_MAX * (SHEET_CELL_MAX + 1) + 1 };

/* Most tables are a line with a comma in it: what is large is emptied when a row begins to use it. */
static void start_table(struct sheet *sheet, uint32_t table)
{
    sheet->table = table;
    sheet->row = sheet->header_count = 0;
    sheet->has_figures = sheet->header_names = sheet->row_names = false;
    sheet->label_size = sheet->unit_size = 0;
    sheet->above = sheet->item = INDICATOR_NONE;
}

static void start_row(struct sheet *sheet, uint32_t row)
{
    sheet->row = row;
    sheet->label_size = sheet->unit_size = 0;
    sheet->row_names = false;
    sheet->item = INDICATOR_NONE;
    if (!sheet->has_figures && sheet->header_count < SHEET_HEADERS_MAX) {
        memset(sheet->headers[sheet->header_count].sizes, 0, sizeof sheet->headers->sizes);
        sheet->header_count++;
    }
}

static void append(char *text, size_t *size, size_t most, const char *more, size_t more_size)
{
    if (*size > 0 && *size < most)
        text[(*size)++] = '|';
    more_size = utf8_floor(more, more_size, more_size < most - *size ? more_size : most - *size);
    memcpy(text + *size, more, more_size);
    *size += more_size;
}

/* The header texts over a column, from the top. */
static size_t collect_headers(const struct sheet *sheet, size_t column, char *text, size_t most)
{
    size_t size = 0;

    for (uint32_t row = 0; row < sheet->header_count; row++) {
        const struct sheet_header *header = &sheet->headers[row];

        for (size_t at = column + 1; at-- > 0;) {
            if (header->sizes[at] > 0) {
                append(text, &size, most, header->texts[at], header->sizes[at]);
                break;
            }
        }
    }
    return size;
}

static bool is_year(const struct figure *figure)
{
    return figure->exponent == 0 && figure->digits >= 1949 && figure->digits <= 2099;
}

/* 130.5, -5.4%, (5.4): a number and at most a unit. */
static bool read_number(const char *text, size_t size, struct figure *figure)
{
    size_t at = 0;
    bool in_brackets = size > 2 && text[0] == '(' && text[size - 1] == ')';

    if (in_brackets) {
        at++;
        size--;
    }
    if (!figure_number(text, size, &at, figure))
        return false;
    if (at < size && text[at] == ' ')
        at++;
    if (at < size && !figure_unit(text, size, &at, figure))
        return false;
    if (in_brackets && figure->digits > 0)
        figure->digits = -figure->digits;
    return at == size;
}

/* (亿元), 单位:亿元, 亿元 */
static bool find_unit(const char *text, size_t size, struct figure *unit)
{
    for (size_t at = 0; at < size; at++) {
        size_t behind = at;
        struct figure read = { 0 };

        if (at > 0 && text[at - 1] != '(' && text[at - 1] != ':' && text[at - 1] != '|' && text[at - 1] != ',')
            continue;
        if (figure_unit(text, size, &behind, &read)
            && (behind == size || text[behind] == ')' || text[behind] == '|' || text[behind] == ',')) {
            *unit = read;
            return true;
        }
    }
    return false;
}

static bool contains_any(const char *text, size_t size, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (memmem(text, size, *words, strlen(*words)) != NULL)
            return true;
    }
    return false;
}

/* #第一产业, 其中:第一产业(亿元): what is marked as a part of the row above, and its name alone. True when it is marked. */
static bool strip_mark(const char **text, size_t *size)
{
    static const char *const marks[] = { "#", ":", " ", "其中", NULL };
    const char *bracket;
    bool is_marked = false;

    for (const char *const *mark = marks; *mark != NULL;) {
        size_t length = strlen(*mark);

        if (*size < length || memcmp(*text, *mark, length) != 0) {
            mark++;
            continue;
        }
        *text += length;
        *size -= length;
        is_marked = true;
        mark = marks;
    }
    bracket = memchr(*text, '(', *size);
    if (bracket != NULL)
        *size = (size_t)(bracket - *text);
    while (*size > 0 && (*text)[*size - 1] == ' ')
        --*size;
    return is_marked;
}

/* Names an indicator, or is a part of the one above: 第一产业 below 地区生产总值. */
static void note_name(const struct lexicon *lexicon, struct sheet *sheet, const char *text, size_t size)
{
    struct word words[WORDS_MAX];
    bool is_named = lexicon_has_indicator(lexicon, text, size);
    size_t count = is_named ? lexicon_words(lexicon, text, size, words, WORDS_MAX) : 0;
    bool is_marked = strip_mark(&text, &size);

    if (!is_named && sheet->above != INDICATOR_NONE) {
        sheet->item = lexicon_item(lexicon, sheet->above, text, size);
        is_named = sheet->item != INDICATOR_NONE;
    }
    for (size_t index = 0; index < count && !is_marked; index++) {
        if (words[index].kind == WORD_INDICATOR
            && (sheet->above == INDICATOR_NONE || lexicon_indicator(lexicon, words[index].value)->under != sheet->above))
            sheet->above = words[index].value;
    }
    sheet->row_names |= is_named;
    sheet->header_names |= is_named && !sheet->has_figures;
}

static void note_text(const struct lexicon *lexicon, struct sheet *sheet, size_t column, const char *text, size_t size)
{
    struct figure unit = { 0 };
    size_t at = 0;

    if (!sheet->has_figures && sheet->header_count > 0) {
        struct sheet_header *header = &sheet->headers[sheet->header_count - 1];
        size_t kept = utf8_floor(text, size, size < SHEET_CELL_MAX ? size : SHEET_CELL_MAX);

        memcpy(header->texts[column], text, kept);
        header->sizes[column] = (uint8_t)kept;
    }
    if (figure_unit(text, size, &at, &unit) && at == size && size < SHEET_CELL_MAX) {
        memcpy(sheet->unit, text, size);
        sheet->unit_size = size;
        return;
    }
    append(sheet->label, &sheet->label_size, SHEET_WORDS_MAX, text, size);
    note_name(lexicon, sheet, text, size);
}

/* What is told of a figure: the words of its row, then those above it. */
struct about {
    char text[ABOUT_MAX];
    size_t size, header; /* where the headers begin */
    struct word words[WORDS_MAX];
    size_t word_count;
};

static void collect(const struct lexicon *lexicon, const struct sheet *sheet, size_t column, struct about *about)
{
    memcpy(about->text, sheet->label, sheet->label_size);
    about->size = sheet->label_size;
    about->text[about->size++] = '|';
    about->header = about->size;
    about->size += collect_headers(sheet, column, about->text + about->size, ABOUT_MAX - about->size);
    about->word_count = lexicon_words(lexicon, about->text, about->size, about->words, WORDS_MAX);
}

static const struct word *find_indicator(const struct about *about)
{
    const struct word *found = NULL;

    for (size_t index = 0; index < about->word_count; index++) {
        const struct word *word = &about->words[index];

        if (word->kind == WORD_INDICATOR && (found == NULL || (found->from >= about->header) == (word->from >= about->header)))
            found = word;
    }
    return found;
}

static void find_region(const struct lexicon *lexicon, const struct statement_context *context,
                        const struct about *about, const struct word *name, struct statement *statement)
{
    const struct word *region = NULL;

    for (size_t index = 0; index < about->word_count; index++) {
        const struct word *word = &about->words[index];

        if (word->kind == WORD_PLAN)
            statement->flags |= STATEMENT_PLAN;
        if (word->kind == WORD_ENTITY)
            statement->flags |= STATEMENT_ENTITY;
        if (word->kind == WORD_INTERNAL)
            statement->flags |= STATEMENT_INTERNAL;
        if (word->kind == WORD_FINAL)
            statement->flags |= STATEMENT_FINAL;
        if (word->kind == WORD_REVISED)
            statement->flags |= STATEMENT_REVISED;
        if (word->kind >= WORD_REGION && word->kind <= WORD_REGION_AMBIGUOUS
            && (region == NULL || region->from >= about->header))
            region = word;
    }
    if (name->only != REGION_UNKNOWN) {
        statement->region = name->only;
    } else if (region != NULL) {
        statement->region = statement_region(lexicon, context, region, REGION_UNKNOWN, &statement->flags);
    } else if (context->spoken_of != REGION_UNKNOWN) {
        statement->region = context->spoken_of;
    } else if (context->home != REGION_UNKNOWN) {
        statement->region = context->home;
    } else {
        statement->region = lexicon_site(lexicon);
        statement->flags |= STATEMENT_DEFAULT;
    }
    if (statement->region == REGION_UNKNOWN || !region_is_ours(lexicon_site(lexicon), statement->region))
        statement->flags |= STATEMENT_ELSEWHERE;
}

/* The last period of text[0..size); a year may stand before its months. */
static bool read_period(const char *text, size_t size, const struct statement_period *before, struct statement_period *period)
{
    struct statement_period year = *before;
    struct period_mention mention;
    size_t from = 0;
    bool found = false;

    *period = year;
    while (period_next(text, size, from, &mention)) {
        struct statement_period read = statement_period_of(&mention);

        from = mention.to;
        if (mention.compares || mention.kind == PERIOD_DAY)
            continue;
        statement_take_year(&read, &year);
        if (mention.kind == PERIOD_YEAR_ALONE && period->kind == PERIOD_PLAIN && year.kind == PERIOD_NONE)
            read = (struct statement_period){ PERIOD_PLAIN, read.year_kind, read.year, period->first, period->last };
        year = read;
        *period = read;
        found = true;
    }
    return found;
}

/* The period in the words of the row or above. A growth whose column names none is of the column to the left that does,
 * whether there are values in that or not: 1-3月累计, 同比增长(%). */
static void find_period(const struct sheet *sheet, size_t column, const struct about *about,
                        const struct statement_context *context, struct statement *statement)
{
    struct statement_period before = context->running.kind != PERIOD_NONE ? context->running : context->title;
    char header[ABOUT_MAX];

    if (read_period(about->text, about->size, &before, &statement->period) || !statement->has_growth)
        return;
    while (column-- > 0) {
        if (read_period(header, collect_headers(sheet, column, header, sizeof header), &before, &statement->period))
            return;
    }
}

/* Is the figure what its place says: growth, a value with a unit that fits, or nothing of ours? */
static bool place_figure(const struct lexicon *lexicon, const struct sheet *sheet, const struct about *about,
                         struct figure figure, struct statement *statement)
{
    static const char *const growths[] = { "增长", "同比", "增速", "增幅", "±%", "升降", "比上年", "比去年", "增减", NULL };
    static const char *const others[] = { "环比", "比重", "占比", "完成率", "进度", "占预算", "位次", "排位", "排名",
                                          "增减额", "两年平均", NULL };
    static const char *const before[] = { "上年同期", "去年同期", NULL };
    const struct indicator *indicator = lexicon_indicator(lexicon, statement->indicator);
    const char *header = about->text + about->header;
    size_t header_size = about->size - about->header;
    struct figure unit = { 0 };

    if (contains_any(header, header_size, others))
        return false;
    if (contains_any(header, header_size, growths) || contains_any(about->text, about->header, (const char *const[]){ "增长", "增速", NULL })) {
        statement->has_growth = figure.measure == MEASURE_NONE || figure.measure == MEASURE_PERCENT;
        statement->growth = figure;
        return statement->has_growth;
    }
    if (contains_any(header, header_size, before))
        return false;
    if (figure.measure == MEASURE_NONE
        && (find_unit(sheet->unit, sheet->unit_size, &unit) || find_unit(about->text, about->header, &unit)
            || find_unit(header, header_size, &unit))) {
        figure.measure = unit.measure;
        figure.exponent = (int8_t)(figure.exponent + unit.exponent);
    }
    if (figure.measure != MEASURE_NONE && !statement_measure_fits(indicator, figure.measure))
        return false;
    statement->has_value = true;
    statement->value = figure;
    return true;
}

bool sheet_cell(const struct lexicon *lexicon, struct sheet *sheet, struct statement_context *context, uint32_t table,
                uint32_t row, uint32_t column, const char *text, size_t size, struct statement *statement)
{
    struct about about;
    struct word item = { .kind = WORD_INDICATOR, .only = REGION_UNKNOWN };
    const struct word *name;
    struct figure figure;

    if (table != sheet->table)
        start_table(sheet, table);
    if (row != sheet->row)
        start_row(sheet, row);
    if (column == 0 || column > SHEET_COLUMNS_MAX)
        return false;
    if (!read_number(text, size, &figure) || (is_year(&figure) && !sheet->has_figures)) {
        note_text(lexicon, sheet, column - 1, text, size);
        return false;
    }
    /* The row of the first figure is no header, though its words were taken for one. */
    if (!sheet->has_figures && sheet->header_count > 0) {
        sheet->has_figures = true;
        sheet->header_count--;
    }
    if (!sheet->header_names && !sheet->row_names)
        return false;
    collect(lexicon, sheet, column - 1, &about);
    name = find_indicator(&about);
    if (sheet->item != INDICATOR_NONE) {
        item.value = sheet->item;
        item.is_strict = lexicon_indicator(lexicon, sheet->item)->is_strict;
        name = &item;
    }
    if (name == NULL)
        return false;
    *statement = (struct statement){ .to = size, .indicator = name->value, .region = REGION_UNKNOWN };
    if (!place_figure(lexicon, sheet, &about, figure, statement))
        return false;
    find_region(lexicon, context, &about, name, statement);
    find_period(sheet, column - 1, &about, context, statement);
    return (statement->flags & STATEMENT_DEFAULT) == 0 || !name->is_strict
           || context->home != REGION_UNKNOWN || context->spoken_of != REGION_UNKNOWN;
}

/* ---- Lines. */

enum { TABLE_OF_LINES = INT32_MAX };

static bool divides(const char *text, size_t at)
{
    return text[at] == ',' || text[at] == '|' || text[at] == ' ' || text[at] == ';';
}

static size_t cell_end(const char *text, size_t size, size_t at)
{
    while (at < size && !divides(text, at))
        at++;
    return at;
}

size_t sheet_line(const struct lexicon *lexicon, struct sheet *sheet, struct statement_context *context, const char *text,
                  size_t size, struct statement *statements, size_t most)
{
    bool is_row = cell_end(text, size, 0) < size;
    bool by_blanks = memchr(text, ' ', size) != NULL;
    uint32_t row = sheet->table == TABLE_OF_LINES ? sheet->row + 1 : 1, column = 1;
    size_t count = 0, name = 0;

    if (!is_row || size > ABOUT_MAX) {
        sheet->table = 0;
        return 0;
    }
    for (size_t at = 0; at < size && count < most; column++) {
        size_t end = cell_end(text, size, at);

        size_t named = sheet->row == row ? sheet->label_size : 0;

        if (end > at
            && sheet_cell(lexicon, sheet, context, TABLE_OF_LINES, row, column, text + at, end - at, &statements[count])) {
            statements[count].from = sheet->label_size > 0 ? name : at;
            statements[count].to = end;
            statements[count].flags |= by_blanks ? STATEMENT_LOOSE : 0;
            count++;
        } else if (named == 0 && sheet->label_size > 0) {
            name = at;
        }
        at = end + 1;
    }
    return count;
}
