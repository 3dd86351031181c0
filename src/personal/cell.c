/* SPDX-License-Identifier: Apache-2.0 */
#include "personal/cell.h"

#include <string.h>

#include "rules/check_list.h"
#include "text/utf8.h"

enum {
    HAN_SIZE = 3,
    NAME_SIZE_MIN = 6,
    NAME_SIZE_MAX = 12,
    FOREIGN_NAME_SIZE_MAX = 60, /* 艾合买提·买买提 */
    ID_DIGITS_MIN = 14,
    ACCOUNT_DIGITS_MIN = 12,
    ACCOUNT_DIGITS_MAX = 23,
    MOBILE_DIGITS = 11,
    MOBILE_TEXT_MAX = 60,
    AGE_MAX = 120,
    YEAR_FIRST = 1900,
    YEAR_LAST = 2099,
};

struct shape {
    size_t digits, letters, blanks, han, others;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static struct shape shape_of(const char *text, size_t size)
{
    struct shape shape = { 0 };

    for (size_t at = 0; at < size;) {
        uint8_t byte = (uint8_t)text[at];
        uint32_t step = byte < 0x80 ? 1 : utf8_next(text + at, size - at).size;

        if (is_digit(text[at]))
            shape.digits++;
        else if (byte == ' ')
            shape.blanks++;
        else if (byte >= 'a' && byte <= 'z')
            shape.letters++;
        else if (step == HAN_SIZE && byte >= 0xE4 && byte <= 0xE9)
            shape.han++;
        else
            shape.others++;
        at += step;
    }
    return shape;
}

/* ---- Numbers. */

static uint32_t number_at(const char *text, size_t count)
{
    uint32_t number = 0;

    for (size_t index = 0; index < count; index++)
        number = number * 10 + (uint32_t)(text[index] - '0');
    return number;
}

/* The digits of an identity number, separators left out, tell the day of birth. */
static struct birth birth_of_id(const char *text, struct span span, bool old)
{
    char digits[MASK_SIZE];
    size_t count = 0;

    for (size_t at = (size_t)span.start; at < span.end && count < MASK_SIZE; at++) {
        if (is_digit(text[at]))
            digits[count++] = text[at];
    }
    if (old)
        return (struct birth){ 1900 + number_at(digits + 6, 2), number_at(digits + 8, 2), number_at(digits + 10, 2) };
    return (struct birth){ number_at(digits + 6, 4), number_at(digits + 10, 2), number_at(digits + 12, 2) };
}

static bool takes(const struct check *check, const char *text, size_t size, struct cell_value *value, uint32_t kind)
{
    if (!check->accept(text, size, (struct span){ 0, size }, &value->number))
        return false;
    value->kinds |= kind;
    return true;
}

static void read_id(const char *text, size_t size, struct cell_value *value)
{
    if (takes(&check_resident_id, text, size, value, CELL_ID)) {
        value->birth = birth_of_id(text, value->number, false);
    } else if (takes(&check_resident_id_damaged, text, size, value, CELL_ID_DAMAGED)) {
        value->birth = birth_of_id(text, value->number, false);
    } else if (takes(&check_resident_id_old, text, size, value, CELL_ID_OLD)) {
        value->birth = birth_of_id(text, value->number, true);
    } else if (takes(&check_bank_card, text, size, value, CELL_CARD)) {
        return;
    }
}

/* The weakest of a cell's masks is not looked for: a cell holds one. */
static void read_mask(const char *text, size_t size, struct cell_value *value)
{
    if (mask_find(text, size, 0, &value->mask, &value->number))
        value->kinds |= CELL_ID_MASKED;
}

/* One or two letters, seven to ten digits: E12345678, EA1234567, H1234567890; or eight digits of a permit. */
static bool is_document(const char *text, size_t size, const struct shape *shape)
{
    size_t letters = 0;

    if (shape->others + shape->han + shape->blanks > 0 || shape->letters > 2 || shape->digits < 7 || shape->digits > 10)
        return false;
    while (letters < size && !is_digit(text[letters]))
        letters++;
    return letters == shape->letters && (letters > 0 || shape->digits == 8 || shape->digits == 10);
}

static void read_numbers(const char *text, size_t size, const struct shape *shape, struct cell_value *value)
{
    bool digits_alone = shape->letters + shape->han == 0 && shape->others <= 4;

    if (shape->digits >= ID_DIGITS_MIN)
        read_id(text, size, value);
    if (shape->digits >= MOBILE_DIGITS && value->kinds == 0 && size <= MOBILE_TEXT_MAX)
        (void)takes(&check_mobile, text, size, value, CELL_MOBILE);
    if (digits_alone && shape->digits >= ACCOUNT_DIGITS_MIN && shape->digits <= ACCOUNT_DIGITS_MAX)
        value->kinds |= CELL_ACCOUNT;
    if (value->kinds == 0 && is_document(text, size, shape))
        value->kinds |= CELL_DOCUMENT;
}

/* ---- Dates and ages. */

static size_t digits_at(const char *text, size_t size, size_t at, size_t most)
{
    size_t count = 0;

    while (at + count < size && count < most && is_digit(text[at + count]))
        count++;
    return count;
}

/* A separator of year, month and day, or nothing. */
static size_t separator_at(const char *text, size_t size, size_t at)
{
    static const char *const forms[] = { "年", "月", "-", ".", "/", " " };

    for (size_t index = 0; index < sizeof forms / sizeof *forms; index++) {
        size_t form = strlen(forms[index]);

        if (size - at >= form && memcmp(text + at, forms[index], form) == 0)
            return form;
    }
    return 0;
}

static bool read_part(const char *text, size_t size, size_t *at, uint32_t most, uint32_t *number)
{
    size_t separator = separator_at(text, size, *at), count = digits_at(text, size, *at + separator, 2);

    if (count == 0 || (separator == 0 && count != 2))
        return false;
    *number = number_at(text + *at + separator, count);
    *at += separator + count;
    return *number >= 1 && *number <= most;
}

/* 1990年, 1990年出生 */
static bool is_year_alone(const char *text, size_t size)
{
    return size >= HAN_SIZE && memcmp(text, "年", HAN_SIZE) == 0 && (size == HAN_SIZE || !is_digit(text[HAN_SIZE]));
}

bool cell_read_birth(const char *text, size_t size, struct birth *birth)
{
    size_t at = 4;

    *birth = (struct birth){ 0 };
    if (digits_at(text, size, 0, 4) != 4)
        return false;
    birth->year = number_at(text, 4);
    if (birth->year < YEAR_FIRST || birth->year > YEAR_LAST)
        return false;
    if (at == size || is_year_alone(text + at, size - at))
        return true;
    if (!read_part(text, size, &at, 12, &birth->month))
        return false;
    if (!read_part(text, size, &at, 31, &birth->day)) /* 1990年3月 */
        birth->day = 0;
    /* What follows is 日, 月, 生, 出生 or a time. */
    return at == size || !is_digit(text[at]);
}

static void read_age(const char *text, size_t size, const struct shape *shape, struct cell_value *value)
{
    static const char years[] = "岁";
    size_t count = digits_at(text, size, 0, 3);
    bool has_unit = size - count == sizeof years - 1 && memcmp(text + count, years, sizeof years - 1) == 0;

    if (count == 0 || count != shape->digits || (size != count && !has_unit))
        return;
    value->age = number_at(text, count);
    if (value->age <= AGE_MAX)
        value->kinds |= CELL_AGE;
}

static void read_sex(const char *text, size_t size, struct cell_value *value)
{
    if (size < HAN_SIZE || size > 2 * HAN_SIZE)
        return;
    if (memcmp(text, "男", HAN_SIZE) == 0)
        value->sex = SEX_MALE;
    else if (memcmp(text, "女", HAN_SIZE) == 0)
        value->sex = SEX_FEMALE;
    if (value->sex != SEX_UNKNOWN)
        value->kinds |= CELL_SEX;
}

/* ---- Words. */

struct word_search {
    const char *text;
    size_t size;
    bool surname, village;
    uint32_t kinds;
};

/* 6组, 六组, 3单元 */
static bool follows_number(const char *text, size_t at)
{
    static const char numerals[] = "一二三四五六七八九十";

    if (at > 0 && is_digit(text[at - 1]))
        return true;
    for (size_t index = 0; at >= HAN_SIZE && index < sizeof numerals - 1; index += HAN_SIZE) {
        if (memcmp(text + at - HAN_SIZE, numerals + index, HAN_SIZE) == 0)
            return true;
    }
    return false;
}

static void on_word(void *context, enum word_kind kind, size_t from, size_t to)
{
    struct word_search *search = context;

    switch (kind) {
    case WORD_SURNAME:
        search->surname |= from == 0 && to < search->size;
        break;
    case WORD_ORGANISATION:
        /* One character is the end of a name: 财政局, and no 局长. */
        if (to - from > HAN_SIZE || to == search->size)
            search->kinds |= CELL_ORGANISATION;
        break;
    case WORD_HEALTH:
        search->kinds |= CELL_HEALTH;
        break;
    case WORD_CHILD:
        search->kinds |= CELL_CHILD;
        break;
    case WORD_STATUS:
        search->kinds |= CELL_STATUS;
        break;
    case WORD_VILLAGE:
        search->village |= from > 0;
        break;
    case WORD_UNIT:
        if (search->village && follows_number(search->text, from))
            search->kinds |= CELL_ADDRESS;
        break;
    case WORD_ROOM:
        if (from > HAN_SIZE && follows_number(search->text, from))
            search->kinds |= CELL_ADDRESS;
        break;
    case WORD_WELL:
        if (from == 0 && to == search->size)
            search->kinds |= CELL_WELL;
        break;
    default:
        break;
    }
}

static bool contains(const char *text, size_t size, const char *part)
{
    return memmem(text, size, part, strlen(part)) != NULL;
}

static void read_words(const struct table_lexicon *lexicon, const char *text, size_t size, const struct shape *shape,
                       struct cell_value *value)
{
    struct word_search search = { .text = text, .size = size };
    bool dotted = contains(text, size, "·");

    table_lexicon_scan(lexicon, text, size, on_word, &search);
    value->kinds |= search.kinds;
    if (size <= NAME_SIZE_MAX && shape->han > 0 && (contains(text, size, "某") || contains(text, size, "*")))
        value->kinds |= CELL_COVERED;
    else if ((search.kinds & (CELL_ORGANISATION | CELL_WELL)) != 0)
        return;
    else if ((search.surname && shape->han * HAN_SIZE == size && size >= NAME_SIZE_MIN && size <= NAME_SIZE_MAX)
             || (dotted && shape->digits == 0 && shape->han >= 4 && size <= FOREIGN_NAME_SIZE_MAX))
        value->kinds |= CELL_NAME;
}

void cell_read(const struct table_lexicon *lexicon, const char *text, size_t size, struct cell_value *value)
{
    struct birth birth;
    struct shape shape;

    *value = (struct cell_value){ 0 };
    if (size == 0 || size > CELL_SIZE_MAX)
        return;
    shape = shape_of(text, size);
    if (shape.digits > 0) {
        if (shape.digits >= 7)
            read_numbers(text, size, &shape, value);
        if (shape.others + shape.letters + shape.han > 0 && (value->kinds & ~(uint32_t)CELL_ACCOUNT) == 0)
            read_mask(text, size, value);
        if ((value->kinds & ~(uint32_t)(CELL_DOCUMENT | CELL_ACCOUNT)) == 0 && cell_read_birth(text, size, &birth)) {
            value->birth = birth;
            value->kinds |= CELL_BIRTH;
        }
        read_age(text, size, &shape, value);
    }
    if (shape.han > 0) {
        read_sex(text, size, value);
        read_words(lexicon, text, size, &shape, value);
    }
}
