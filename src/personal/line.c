/* SPDX-License-Identifier: Apache-2.0 */
#include "personal/line.h"

#include <string.h>

#include "text/utf8.h"

enum {
    NUMBERS = CELL_ID | CELL_ID_OLD | CELL_ID_DAMAGED | CELL_ID_MASKED | CELL_MOBILE | CELL_CARD,
    HEADERS_MIN = 2,
    BIRTH_REACH = 40, /* bytes between a date and the word that says what it is */
    BIRTH_SIZE_MAX = 17, /* 1990年03月07日 */
    LABEL_LINE_MAX = 120,
    LABEL_COLUMN = TABLE_COLUMNS_MAX, /* fields with labels have no column of their own */
};

struct line {
    struct table *table;
    uint32_t row;
    uint32_t *evidence;
    struct span *spans;
    const char *text;
    bool is_part;
};

static void add(struct line *line, uint32_t column, enum word_kind header, bool has_label, size_t from, size_t to)
{
    struct span span;
    uint32_t first = table_field(line->table, line->row, column, header, has_label, line->text + from, to - from, &span);

    for (unsigned subject = 0; subject < SUBJECT_COUNT; subject++) {
        if ((first >> subject & 1) != 0)
            line->spans[subject] = (struct span){ from + span.start, from + span.end };
    }
    *line->evidence |= first;
}

/* The columns, by what stands in them; of some only under a header that says so. */
struct line_column {
    uint32_t kinds;
    enum word_kind header, needed;
};
static const struct line_column line_columns[] = {
    { CELL_ID | CELL_ID_OLD | CELL_ID_DAMAGED | CELL_ID_MASKED, HEADER_ID, WORD_NONE },
    { CELL_MOBILE, HEADER_PHONE, WORD_NONE },
    { CELL_MOBILE, HEADER_OFFICE_PHONE, HEADER_OFFICE_PHONE },
    { CELL_ACCOUNT, HEADER_ACCOUNT, HEADER_ACCOUNT },
    { CELL_CARD, WORD_NONE, WORD_NONE },
    { CELL_BIRTH, HEADER_BIRTH, HEADER_BIRTH },
    { CELL_AGE, HEADER_AGE, HEADER_AGE },
    { CELL_DOCUMENT, HEADER_DOCUMENT, HEADER_DOCUMENT },
    { CELL_NAME, HEADER_NAME, WORD_NONE },
    { CELL_SEX, HEADER_SEX, WORD_NONE },
    { CELL_ADDRESS, HEADER_ADDRESS, WORD_NONE },
    { CELL_HEALTH, WORD_NONE, WORD_NONE },
    { CELL_STATUS, WORD_NONE, WORD_NONE },
    { CELL_CHILD, WORD_NONE, WORD_NONE },
};
enum { LINE_COLUMN_COUNT = sizeof line_columns / sizeof *line_columns };

/* The column of a token, from 1; 0 for what says nothing. */
static uint32_t column_of(const struct table *table, uint32_t kinds)
{
    for (uint32_t index = 0; index < LINE_COLUMN_COUNT; index++) {
        const struct line_column *column = &line_columns[index];

        if ((kinds & column->kinds) != 0
            && (column->needed == WORD_NONE || table->columns[index].header == column->needed))
            return index + 1;
    }
    return 0;
}

static uint32_t column_of_header(enum word_kind kind)
{
    for (uint32_t index = 0; index < LINE_COLUMN_COUNT; index++) {
        if (line_columns[index].header == kind)
            return index + 1;
    }
    return 0;
}

/* ---- Headers. */

struct header_line {
    struct line *line;
    size_t end;
    uint32_t count;
    bool naming; /* the second pass */
};

static void on_header(void *context, enum word_kind kind, size_t from, size_t to)
{
    struct header_line *headers = context;

    if (!word_is_header(kind) || from < headers->end)
        return;
    headers->end = to;
    headers->count++;
    if (headers->naming && (kind == HEADER_PROFESSION || kind == HEADER_ORGANISATION))
        headers->line->table->is_official = true;
    if (headers->naming && column_of_header(kind) != 0)
        table_name_column(headers->line->table, column_of_header(kind), kind, headers->line->text + from, to - from);
}

void line_headers(struct table *table, const char *text, size_t size)
{
    enum { BESIDE_MAX = 30 }; /* bytes for each header: little else stands in the line */
    struct line line = { .table = table, .text = text };
    struct header_line headers = { .line = &line };

    table_lexicon_scan(table->lexicon, text, size, on_header, &headers);
    if (headers.count < HEADERS_MIN || size > headers.count * (size_t)BESIDE_MAX)
        return;
    headers = (struct header_line){ .line = &line, .naming = true };
    table_lexicon_scan(table->lexicon, text, size, on_header, &headers);
}

/* ---- Tokens. */

/* A label in front of a number in the same token: 身份证号522301********0029 */
struct label_search {
    size_t end;
    enum word_kind kind;
};

static void on_label(void *context, enum word_kind kind, size_t from, size_t to)
{
    struct label_search *search = context;

    (void)from;
    if (to <= search->end && word_is_header(kind))
        search->kind = kind;
}

static void read_token(struct line *line, size_t from, size_t to)
{
    const struct table_lexicon *lexicon = line->table->lexicon;
    const char *text = line->text + from, *colon = memchr(text, ':', to - from);
    size_t label_size = colon != NULL ? (size_t)(colon - text) : 0;
    enum word_kind label = colon != NULL ? table_lexicon_header(lexicon, text, label_size) : WORD_NONE;
    struct label_search search = { 0 };
    struct cell_value value;
    uint32_t column;

    if (label != WORD_NONE && label_size + 1 < to - from) {
        add(line, LABEL_COLUMN, label, true, from + label_size + 1, to);
        line->is_part = true;
        from += label_size + 1;
        text = line->text + from;
    }
    cell_read(lexicon, text, to - from, &value);
    line->is_part |= (value.kinds & NUMBERS) != 0;
    column = column_of(line->table, value.kinds);
    if (column == 0)
        return;
    line->is_part |= line_columns[column - 1].needed != WORD_NONE;
    if ((value.kinds & NUMBERS) != 0 && label == WORD_NONE) {
        search.end = (size_t)value.number.start;
        table_lexicon_scan(lexicon, text, to - from, on_label, &search);
        label = search.kind;
    }
    if (label == WORD_NONE)
        label = line->table->columns[column - 1].header;
    add(line, column, label, false, from, to);
}

static bool is_divider(char byte)
{
    return byte == ' ' || byte == '|' || byte == ',' || byte == ';';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool begins(const char *text, size_t size, const char *word)
{
    size_t length = strlen(word);

    return size >= length && memcmp(text, word, length) == 0;
}

/* 1990年3月生, and no 1990年3月生效: what follows is no part of the sentence. */
static bool ends_birth(const char *text, size_t size, size_t at)
{
    static const char born[] = "生";

    if (!begins(text + at, size - at, born))
        return false;
    at += sizeof born - 1;
    return at == size || (uint8_t)text[at] < 0x80 || begins(text + at, size - at, "人") || begins(text + at, size - at, "于");
}

/* The date at text[from..), by its form alone: digits, 年, 月, 日 and what separates them. */
static size_t date_end(const char *text, size_t size, size_t from)
{
    static const char *const units[] = { "年", "月", "日", "-", ".", "/" };
    size_t at = from;

    while (at < size && at - from < BIRTH_SIZE_MAX) {
        size_t step = is_digit(text[at]) ? 1 : 0;

        for (size_t unit = 0; step == 0 && unit < sizeof units / sizeof *units; unit++)
            step = begins(text + at, size - at, units[unit]) ? strlen(units[unit]) : 0;
        if (step == 0)
            break;
        at += step;
    }
    return at;
}

/* A date with 生 right behind it. */
static bool date_of_born(const char *text, size_t size, struct span *span)
{
    struct birth birth;

    for (size_t from = 0; from + 4 < size; from++) {
        size_t end;

        if (!is_digit(text[from]) || (from > 0 && is_digit(text[from - 1])))
            continue;
        end = date_end(text, size, from);
        if (end - from > 4 && ends_birth(text, size, end) && cell_read_birth(text + from, end - from, &birth)) {
            *span = (struct span){ from, end };
            return true;
        }
    }
    return false;
}

bool line_birth(const char *text, size_t size, struct span *span)
{
    const char *word = memmem(text, size, "出生", strlen("出生"));
    size_t at, from, to;
    struct birth birth;

    if (word == NULL)
        word = memmem(text, size, "生于", strlen("生于"));
    if (word == NULL)
        return date_of_born(text, size, span);
    at = (size_t)(word - text);
    from = at > BIRTH_REACH ? at - BIRTH_REACH : 0;
    to = size - at > BIRTH_REACH ? at + BIRTH_REACH : size;
    for (; from + 4 <= to; from++) {
        size_t end = utf8_floor(text, size, from + BIRTH_SIZE_MAX < size ? from + BIRTH_SIZE_MAX : size);

        if (!is_digit(text[from]) || (from > 0 && is_digit(text[from - 1])))
            continue;
        if (end - from > 4 && cell_read_birth(text + from, end - from, &birth)) {
            *span = (struct span){ from, end };
            return true;
        }
    }
    return false;
}

/* A limit is nobody's age: 60岁以上. */
static bool is_limit(const char *text, size_t size)
{
    static const char *const words[] = { "以", "及", "至", "-", "~", "(含" };

    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (begins(text, size, words[index]))
            return true;
    }
    return false;
}

bool line_age(const char *text, size_t size, struct span *span)
{
    static const char years[] = "岁";
    enum { DIGITS_MAX = 3 };

    for (size_t from = 0; from < size;) {
        const char *word = memmem(text + from, size - from, years, sizeof years - 1);
        size_t at, end, digits = 0;

        if (word == NULL)
            return false;
        at = (size_t)(word - text);
        end = at + sizeof years - 1;
        while (digits < at && digits <= DIGITS_MAX && is_digit(text[at - digits - 1]))
            digits++;
        from = end;
        if (digits == 0 || digits > DIGITS_MAX || is_limit(text + end, size - end))
            continue;
        *span = (struct span){ at - digits, end };
        return true;
    }
    return false;
}

bool line_may_tell(const char *text, size_t size, size_t digits)
{
    enum { DIGITS_MIN = 6 };

    if (size > LINE_SIZE_MAX)
        return false;
    return digits >= DIGITS_MIN || (size <= LABEL_LINE_MAX && memchr(text, ':', size) != NULL);
}

bool line_read(struct table *table, const char *text, size_t size, uint32_t *evidence,
               struct span spans[SUBJECT_COUNT])
{
    struct line line = { .table = table, .row = table->row + 1, .evidence = evidence, .spans = spans, .text = text };
    struct span told;

    *evidence = 0;
    if (size > LINE_SIZE_MAX)
        return false;
    for (size_t from = 0; from < size;) {
        size_t to = from;

        while (to < size && !is_divider(text[to]))
            to++;
        if (to > from)
            read_token(&line, from, to);
        from = to + 1;
    }
    if (line.is_part && line_birth(text, size, &told))
        add(&line, LABEL_COLUMN, HEADER_BIRTH, false, (size_t)told.start, (size_t)told.end);
    else if (line.is_part && line_age(text, size, &told))
        add(&line, LABEL_COLUMN, HEADER_AGE, false, (size_t)told.start, (size_t)told.end);
    return line.is_part;
}
