/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_display.h"

#include <string.h>
#include <strings.h>

#include "extract/zip/ooxml_date.h"
#include "extract/zip/ooxml_number.h"
#include "text/utf8.h"

enum { SECTIONS_MAX = 4, SHIFT_MAX = 90 /* digits; no number has more */, DIGITS_MAX = OOXML_NUMBER_SIZE_MAX + 2 * SHIFT_MAX };

/* ---- codes ---- */

enum token_kind {
    TOKEN_LITERAL,
    TOKEN_DIGIT,  /* 0, # or ? */
    TOKEN_POINT,
    TOKEN_COMMA,
    TOKEN_PERCENT,
    TOKEN_GENERAL, /* the number as it is */
    TOKEN_WORDS,   /* @ */
    TOKEN_ODD,     /* an exponent, a fraction */
    TOKEN_CONDITION,
    TOKEN_NOTHING, /* a colour, a language, a filling */
    TOKEN_END,     /* of a section */
};

struct token {
    enum token_kind kind;
    struct bytes text; /* of a literal, a digit, a condition */
};

static bool starts_with(struct bytes text, const char *word)
{
    size_t size = strlen(word);

    return text.size >= size && strncasecmp((const char *)text.data, word, size) == 0;
}

static struct bytes take(struct bytes *rest, size_t size)
{
    struct bytes taken = bytes_slice(*rest, 0, size);

    *rest = bytes_slice(*rest, size, rest->size);
    return taken;
}

static struct bytes character_take(struct bytes *rest)
{
    return take(rest, rest->size > 0 ? utf8_next((const char *)rest->data, rest->size).size : 0);
}

/* Up to that byte, which is taken too. */
static struct bytes take_until(struct bytes *rest, uint8_t stop)
{
    const uint8_t *end = rest->size > 0 ? memchr(rest->data, stop, rest->size) : NULL;
    struct bytes taken = take(rest, end != NULL ? (size_t)(end - rest->data) : rest->size);

    (void)take(rest, 1);
    return taken;
}

/* [$¥-804]: what stands between is shown; [>=60]: when the section is taken. */
static struct token bracket(struct bytes *rest)
{
    struct bytes inside = take_until(rest, ']');
    uint8_t first = inside.size > 0 ? inside.data[0] : 0;
    const uint8_t *dash;

    if (first == '<' || first == '>' || first == '=')
        return (struct token){ TOKEN_CONDITION, inside };
    if (first != '$')
        return (struct token){ .kind = TOKEN_NOTHING };
    dash = memrchr(inside.data, '-', inside.size);
    return (struct token){ TOKEN_LITERAL, bytes_slice(inside, 1, dash != NULL ? (size_t)(dash - inside.data) - 1
                                                                             : inside.size) };
}

static struct token special(struct bytes *rest, uint8_t first)
{
    struct bytes text = take(rest, 1);

    switch (first) {
    case '"':
        return (struct token){ TOKEN_LITERAL, take_until(rest, '"') };
    case '\\':
        return (struct token){ TOKEN_LITERAL, character_take(rest) };
    case '_': /* as wide as that character */
        (void)character_take(rest);
        return (struct token){ TOKEN_LITERAL, bytes_of_text(" ") };
    case '*': /* as often as there is room: once */
        text = character_take(rest);
        return (struct token){ text.size > 1 ? TOKEN_LITERAL : TOKEN_NOTHING, text };
    case '[':
        return bracket(rest);
    case '.':
        return (struct token){ TOKEN_POINT, text };
    case ',':
        return (struct token){ TOKEN_COMMA, text };
    case '%':
        return (struct token){ TOKEN_PERCENT, text };
    case '@':
        return (struct token){ TOKEN_WORDS, text };
    case '/':
        return (struct token){ TOKEN_ODD, text };
    case ';':
        return (struct token){ TOKEN_END, text };
    default:
        return (struct token){ TOKEN_DIGIT, text };
    }
}

static bool is_exponent(struct bytes rest)
{
    return rest.size > 1 && (rest.data[0] | 0x20) == 'e' && (rest.data[1] == '+' || rest.data[1] == '-');
}

/* False at the end of the code. */
static bool token_next(struct bytes *rest, struct token *token)
{
    static const char *const general[] = { "General", "G/通用格式" };

    if (rest->size == 0)
        return false;
    for (size_t index = 0; index < sizeof general / sizeof *general; index++) {
        if (starts_with(*rest, general[index])) {
            *token = (struct token){ TOKEN_GENERAL, take(rest, strlen(general[index])) };
            return true;
        }
    }
    if (is_exponent(*rest))
        *token = (struct token){ TOKEN_ODD, take(rest, 2) };
    else if (rest->data[0] != '\0' && strchr("\"\\_*[.,%@/;0#?", rest->data[0]) != NULL)
        *token = special(rest, rest->data[0]);
    else
        *token = (struct token){ TOKEN_LITERAL, character_take(rest) };
    return true;
}

/* ---- sections ---- */

struct section {
    struct bytes code;
    struct bytes condition; /* without its brackets; empty: none */
    bool has_digits, has_words, is_general, is_odd, is_date;
    size_t places;   /* for digits before the point */
    size_t decimals; /* and behind it */
    size_t zeros;    /* decimals that are always written */
    int shift;       /* of the point to the right: percents, and thousands to the left */
};

struct sections {
    struct section items[SECTIONS_MAX];
    size_t count;
    const struct section *words; /* that of text; NULL: it is shown as it is */
    size_t numbers;              /* how many are for numbers */
};

static void digit_count(struct section *section, const struct token *token, bool behind_point)
{
    section->has_digits = true;
    section->places += !behind_point;
    section->decimals += behind_point;
    if (behind_point && token->text.data[0] == '0')
        section->zeros = section->decimals;
}

/* The next section of *rest. False when there is none. */
static bool section_read(struct bytes *rest, struct section *section)
{
    struct bytes whole = *rest;
    struct token token;
    bool behind_point = false, ended = false;
    int commas = 0;

    *section = (struct section){ .code = whole };
    while (!ended && token_next(rest, &token)) {
        switch (token.kind) {
        case TOKEN_DIGIT:
            digit_count(section, &token, behind_point);
            commas = 0; /* those before divide thousands */
            break;
        case TOKEN_POINT:
            behind_point = true;
            break;
        case TOKEN_COMMA:
            commas++;
            break;
        case TOKEN_PERCENT:
            section->shift += 2;
            break;
        case TOKEN_GENERAL:
            section->is_general = true;
            break;
        case TOKEN_WORDS:
            section->has_words = true;
            break;
        case TOKEN_ODD:
            section->is_odd = true;
            break;
        case TOKEN_CONDITION:
            section->condition = token.text;
            break;
        case TOKEN_END:
            ended = true;
            break;
        default:
            break;
        }
    }
    section->code = bytes_slice(whole, 0, whole.size - rest->size - ended);
    if (section->has_digits)
        section->shift -= 3 * commas;
    if (section->shift > SHIFT_MAX || section->shift < -SHIFT_MAX)
        section->shift = section->shift > 0 ? SHIFT_MAX : -SHIFT_MAX;
    section->is_date = section->code.size <= OOXML_DATE_CODE_MAX && ooxml_date_is_code(section->code);
    return ended;
}

static void sections_read(struct bytes code, struct sections *sections)
{
    struct bytes rest = code;
    const struct section *last;
    bool more = true;

    if (rest.size > OOXML_DISPLAY_CODE_MAX)
        rest.size = utf8_floor((const char *)rest.data, rest.size, OOXML_DISPLAY_CODE_MAX);
    *sections = (struct sections){ .count = 0 };
    while (more && sections->count < SECTIONS_MAX)
        more = section_read(&rest, &sections->items[sections->count++]);
    last = &sections->items[sections->count - 1];
    if (last->has_words || sections->count == SECTIONS_MAX)
        sections->words = last;
    sections->numbers = sections->count - (sections->words != NULL && sections->count > 1);
}

static bool shows_number(const struct section *section)
{
    return section->has_digits || section->is_general || section->has_words;
}

/* Letters and signs; marks and currencies say nothing. */
static bool is_word(struct bytes text)
{
    static const char *const currencies[] = { "¥", "￥", "€", "£" };

    for (size_t index = 0; index < text.size; index++) {
        uint8_t byte = text.data[index];

        if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z')
            return true;
        if (byte < 0x80)
            continue;
        for (size_t next = 0;; next++) {
            if (next == sizeof currencies / sizeof *currencies)
                return true;
            if (starts_with(bytes_slice(text, index, text.size), currencies[next])) {
                index += strlen(currencies[next]) - 1;
                break;
            }
        }
    }
    return false;
}

static bool has_word(struct bytes code)
{
    struct token token;

    while (token_next(&code, &token))
        if (token.kind == TOKEN_LITERAL && is_word(token.text))
            return true;
    return false;
}

/* ---- conditions ---- */

static bool condition_holds(struct bytes condition, double value)
{
    size_t signs = 1;
    double limit;

    while (signs < condition.size && strchr("<>=", condition.data[signs]) != NULL)
        signs++;
    if (!ooxml_number_value(bytes_slice(condition, signs, condition.size), &limit))
        return false;
    if (starts_with(condition, "<>"))
        return value < limit || value > limit;
    if (starts_with(condition, "<="))
        return value <= limit;
    if (starts_with(condition, ">="))
        return value >= limit;
    return condition.data[0] == '<' ? value < limit : condition.data[0] == '>' ? value > limit
                                                                               : value >= limit && value <= limit;
}

/* Without a condition: positive, negative, zero, and the last has what is left. */
static bool section_fits(const struct sections *sections, size_t index, double value)
{
    const struct section *section = &sections->items[index];

    if (section->condition.size > 0)
        return condition_holds(section->condition, value);
    if (index + 1 >= sections->numbers)
        return true;
    if (index == 0)
        return sections->numbers == 2 ? value >= 0 : value > 0;
    return value < 0;
}

static size_t section_of(const struct sections *sections, double value)
{
    for (size_t index = 0; index < sections->numbers; index++)
        if (section_fits(sections, index, value))
            return index;
    return 0;
}

/* ---- numbers ---- */

/* digits[0..count), the point behind the first `point` of them. */
struct digits {
    char digits[DIGITS_MAX];
    size_t count, point;
    bool negative;
};

static void digits_read(struct bytes number, int shift, struct digits *digits)
{
    size_t index = number.size > 0 && number.data[0] == '-', start;
    bool has_point = false;
    int point = 0;

    *digits = (struct digits){ .negative = index > 0 };
    for (; point < -shift; point++)
        digits->digits[digits->count++] = '0';
    for (; index < number.size && digits->count < DIGITS_MAX - SHIFT_MAX; index++) {
        has_point |= number.data[index] == '.';
        if (number.data[index] >= '0' && number.data[index] <= '9') {
            digits->digits[digits->count++] = (char)number.data[index];
            point += !has_point;
        }
    }
    point += shift;
    while (point > (int)digits->count)
        digits->digits[digits->count++] = '0';
    digits->point = (size_t)point;
    for (start = 0; start < digits->point && digits->digits[start] == '0';)
        start++;
    memmove(digits->digits, digits->digits + start, digits->count - start);
    digits->count -= start;
    digits->point -= start;
}

/* Half up. True when nothing was lost. */
static bool digits_round(struct digits *digits, size_t decimals)
{
    size_t end = digits->point + decimals, index = end;
    bool whole = true, up;

    for (size_t next = end; next < digits->count; next++)
        whole &= digits->digits[next] == '0';
    if (digits->count <= end)
        return true;
    up = digits->digits[end] >= '5';
    digits->count = end;
    if (!up)
        return whole;
    while (index > 0 && digits->digits[index - 1] == '9')
        digits->digits[--index] = '0';
    if (index > 0) {
        digits->digits[index - 1]++;
        return whole;
    }
    memmove(digits->digits + 1, digits->digits, digits->count);
    digits->digits[0] = '1';
    digits->count++;
    digits->point++;
    return whole;
}

/* ---- writing ---- */

static void write_bytes(struct ooxml_display *display, struct bytes text)
{
    if (text.size > sizeof display->text - display->size) {
        display->shows_value = false;
        return;
    }
    if (text.size > 0)
        memcpy(display->text + display->size, text.data, text.size);
    display->size += text.size;
}

/* Which digit comes next, and for which place. */
struct digit_writer {
    const struct digits *digits;
    size_t place; /* for a digit, from the left */
    bool behind_point;
};

/* The first place has all digits that there are no places for. */
static void write_digit(struct ooxml_display *display, const struct section *section, struct digit_writer *writer,
                        uint8_t mark)
{
    const struct digits *digits = writer->digits;
    size_t place = writer->place++, left, first;

    if (writer->behind_point) {
        if (digits->point + place < digits->count)
            write_bytes(display, bytes_of(&digits->digits[digits->point + place], 1));
        else if (place < section->zeros)
            write_bytes(display, bytes_of_text("0"));
        return;
    }
    left = section->places - place; /* this place and those behind */
    if (left > digits->point) {
        if (mark == '0')
            write_bytes(display, bytes_of_text("0"));
        return;
    }
    first = place == 0 ? 0 : digits->point - left;
    write_bytes(display, bytes_of(&digits->digits[first], digits->point - left + 1 - first));
}

/* Decimals that nobody asked for are not written. */
static void decimals_trim(struct digits *digits, size_t zeros)
{
    while (digits->count > digits->point + zeros && digits->digits[digits->count - 1] == '0')
        digits->count--;
}

static void write_section(struct ooxml_display *display, const struct section *section, struct bytes number,
                          const struct digits *digits)
{
    bool plain = section->is_general || section->is_odd || section->has_words, written = false;
    struct digit_writer writer = { .digits = digits };
    struct bytes rest = section->code;
    struct token token;

    while (token_next(&rest, &token)) {
        bool is_value = token.kind == TOKEN_GENERAL || token.kind == TOKEN_WORDS || token.kind == TOKEN_DIGIT;

        if (token.kind == TOKEN_LITERAL || token.kind == TOKEN_PERCENT) {
            write_bytes(display, token.text);
        } else if (plain) {
            if (is_value && !written)
                write_bytes(display, number);
            written |= is_value;
        } else if (token.kind == TOKEN_DIGIT) {
            write_digit(display, section, &writer, token.text.data[0]);
        } else if (token.kind == TOKEN_POINT && !writer.behind_point) {
            if (section->places == 0)
                write_bytes(display, bytes_of(digits->digits, digits->point));
            writer = (struct digit_writer){ .digits = digits, .behind_point = true };
            if (digits->count > digits->point || section->zeros > 0)
                write_bytes(display, token.text);
        }
    }
}

static void write_date(struct ooxml_display *display, const struct section *section, struct bytes number,
                       bool since_1904)
{
    char date[OOXML_DATE_SIZE_MAX];
    size_t size = ooxml_date_format(section->code, number, since_1904, date);

    write_bytes(display, size > 0 ? bytes_of(date, size) : number);
}

/* All numbers that have a section of their own say by that that they are negative. */
static struct bytes without_sign(struct bytes number, const struct section *section, size_t index)
{
    bool negative = number.size > 0 && number.data[0] == '-';

    return negative && index > 0 && section->condition.size == 0 ? bytes_slice(number, 1, number.size) : number;
}

void ooxml_display_number(struct bytes code, struct bytes number, bool since_1904, struct ooxml_display *display)
{
    const struct section *section;
    struct sections sections;
    struct digits digits;
    double value;
    size_t index;

    display->size = 0;
    display->value = 0;
    display->shows_value = true;
    if (!ooxml_number_value(number, &value)) {
        write_bytes(display, number);
        return;
    }
    sections_read(code, &sections);
    index = section_of(&sections, value);
    section = &sections.items[index];
    if (section->is_date) {
        write_date(display, section, number, since_1904);
        return;
    }
    if (shows_number(section) && !has_word(section->code)) { /* as everywhere: all its digits */
        write_bytes(display, number);
        return;
    }
    number = without_sign(number, section, index);
    digits_read(number, section->shift, &digits);
    if (section->has_digits && !section->is_odd)
        display->shows_value = digits_round(&digits, section->decimals);
    else
        display->shows_value = shows_number(section);
    decimals_trim(&digits, section->zeros);
    if (digits.negative) {
        write_bytes(display, bytes_of_text("-"));
        number = bytes_slice(number, 1, number.size);
    }
    write_section(display, section, number, &digits);
}

void ooxml_display_words(struct bytes code, struct ooxml_display *display)
{
    struct sections sections;
    struct bytes rest;
    struct token token;

    display->size = 0;
    display->value = 0;
    display->shows_value = true;
    sections_read(code, &sections);
    if (sections.words == NULL)
        return;
    display->shows_value = sections.words->has_words;
    rest = sections.words->code;
    while (token_next(&rest, &token)) {
        if (token.kind == TOKEN_WORDS)
            display->value = display->size;
        else if (token.kind != TOKEN_NOTHING && token.kind != TOKEN_CONDITION)
            write_bytes(display, token.text);
    }
}

/* ---- whether it is worth it ---- */

bool ooxml_display_matters(struct bytes code)
{
    struct sections sections;

    if (code.size == 0)
        return false;
    sections_read(code, &sections);
    if (sections.words != NULL && has_word(sections.words->code))
        return true;
    for (size_t index = 0; index < sections.numbers; index++)
        if (!sections.items[index].is_date && has_word(sections.items[index].code))
            return true;
    return false;
}
