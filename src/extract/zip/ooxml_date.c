/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_date.h"

#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "extract/zip/ooxml_number.h"
#include "text/utf8.h"

enum { DAY_MS = 86400000, HOUR_MS = 3600000, MINUTE_MS = 60000, SECOND_MS = 1000, LAST_DAY = 2958465 };

/* A code on its way: what stands next in it. */
enum token_kind { TOKEN_LITERAL, TOKEN_FIELD, TOKEN_ELAPSED, TOKEN_FRACTION, TOKEN_HALF_DAY, TOKEN_NUMBER };

struct token {
    enum token_kind kind;
    char letter;       /* of a field, in small letters; m is always a month, n are minutes */
    size_t count;      /* how often it stands there */
    struct bytes text; /* of a literal */
};

struct code {
    struct bytes rest;
    bool after_hour;  /* the field before was one of hours: m are minutes */
    bool has_seconds; /* a field of seconds came */
    bool chinese_digits;
};

struct moment {
    int64_t ms;                         /* since the beginning of day 0 */
    uint32_t year, month, day, weekday; /* 0: Sunday */
    bool half_days;
};

struct output {
    char *text;
    size_t size;
};

const char *ooxml_date_code(uint32_t format_number)
{
    static const struct {
        uint8_t number;
        const char *code;
    } table[] = {
        { 14, "yyyy/m/d" },
        { 15, "d-mmm-yy" },
        { 16, "d-mmm" },
        { 17, "mmm-yy" },
        { 18, "h:mm AM/PM" },
        { 19, "h:mm:ss AM/PM" },
        { 20, "h:mm" },
        { 21, "h:mm:ss" },
        { 22, "yyyy/m/d h:mm" },
        { 27, "yyyy\"年\"m\"月\"" },
        { 28, "m\"月\"d\"日\"" },
        { 29, "m\"月\"d\"日\"" },
        { 30, "m-d-yy" },
        { 31, "yyyy\"年\"m\"月\"d\"日\"" },
        { 32, "h\"时\"mm\"分\"" },
        { 33, "h\"时\"mm\"分\"ss\"秒\"" },
        { 34, "上午/下午h\"时\"mm\"分\"" },
        { 35, "上午/下午h\"时\"mm\"分\"ss\"秒\"" },
        { 36, "yyyy\"年\"m\"月\"" },
        { 45, "mm:ss" },
        { 46, "[h]:mm:ss" },
        { 47, "mm:ss.0" },
        { 50, "yyyy\"年\"m\"月\"" },
        { 51, "m\"月\"d\"日\"" },
        { 52, "yyyy\"年\"m\"月\"" },
        { 53, "m\"月\"d\"日\"" },
        { 54, "m\"月\"d\"日\"" },
        { 55, "上午/下午h\"时\"mm\"分\"" },
        { 56, "上午/下午h\"时\"mm\"分\"ss\"秒\"" },
        { 57, "yyyy\"年\"m\"月\"" },
        { 58, "m\"月\"d\"日\"" },
    };

    for (size_t index = 0; index < sizeof table / sizeof *table; index++)
        if (table[index].number == format_number)
            return table[index].code;
    return NULL;
}

/* ---- codes ---- */

static bool starts_with(struct bytes text, const char *word)
{
    size_t size = strlen(word);

    return text.size >= size && strncasecmp((const char *)text.data, word, size) == 0;
}

static struct bytes take(struct code *code, size_t size)
{
    struct bytes taken = bytes_slice(code->rest, 0, size);

    code->rest = bytes_slice(code->rest, size, code->rest.size);
    return taken;
}

static char small(uint8_t letter)
{
    return (char)(letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter);
}

static size_t repeated(struct bytes text)
{
    size_t count = 1;

    while (count < text.size && small(text.data[count]) == small(text.data[0]))
        count++;
    return count;
}

/* [h] counts on past a day; everything else in brackets is a colour, a condition, a language or a kind of digits. */
static struct token bracket(struct code *code)
{
    const uint8_t *end = memchr(code->rest.data, ']', code->rest.size);
    struct bytes inside = take(code, end != NULL ? (size_t)(end - code->rest.data) + 1 : code->rest.size);
    struct bytes word = bytes_slice(inside, 1, inside.size - 1 - (end != NULL));
    char letter = word.size > 0 ? small(word.data[0]) : '\0';

    if (starts_with(word, "DBNum1"))
        code->chinese_digits = true;
    if ((letter == 'h' || letter == 'm' || letter == 's') && repeated(word) == word.size) {
        code->after_hour = letter == 'h';
        return (struct token){ .kind = TOKEN_ELAPSED, .letter = letter == 'm' ? 'n' : letter, .count = word.size };
    }
    return (struct token){ .kind = TOKEN_LITERAL };
}

static bool seconds_follow(struct bytes rest)
{
    for (size_t index = 0; index < rest.size; index++) {
        uint8_t byte = rest.data[index];

        if (small(byte) == 's')
            return true;
        if (byte == '"') {
            const uint8_t *end = memchr(rest.data + index + 1, '"', rest.size - index - 1);

            index = end != NULL ? (size_t)(end - rest.data) : rest.size;
        } else if (strchr("ymdhe;", small(byte)) != NULL) {
            return false;
        }
    }
    return false;
}

static struct token field(struct code *code)
{
    char letter = small(code->rest.data[0]);
    size_t count = repeated(code->rest);

    (void)take(code, count);
    /* Months and minutes share a letter. */
    if (letter == 'm' && count <= 2 && (code->after_hour || seconds_follow(code->rest)))
        letter = 'n';
    code->after_hour = letter == 'h';
    code->has_seconds |= letter == 's';
    return (struct token){ .kind = TOKEN_FIELD, .letter = letter, .count = count };
}

static bool is_half_day(struct bytes rest, size_t *size)
{
    static const char *const words[] = { "AM/PM", "A/P", "上午/下午" };

    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        *size = strlen(words[index]);
        if (starts_with(rest, words[index]))
            return true;
    }
    return false;
}

static struct token literal(struct code *code)
{
    uint8_t first = code->rest.data[0];
    const uint8_t *end;
    struct bytes text;

    if (first == '"') {
        (void)take(code, 1);
        end = memchr(code->rest.data, '"', code->rest.size);
        text = take(code, end != NULL ? (size_t)(end - code->rest.data) : code->rest.size);
        (void)take(code, 1);
        return (struct token){ .kind = TOKEN_LITERAL, .text = text };
    }
    if (first == '\\' || first == '_' || first == '*') {
        (void)take(code, 1);
        text = take(code, code->rest.size > 0 ? utf8_next((const char *)code->rest.data, code->rest.size).size : 0);
        if (first == '_') /* as wide as that character */
            text = bytes_of_text(" ");
        return (struct token){ .kind = TOKEN_LITERAL, .text = first == '*' ? bytes_of(NULL, 0) : text };
    }
    return (struct token){ .kind = TOKEN_LITERAL, .text = take(code, 1) };
}

static bool is_field(struct bytes rest)
{
    char letter = small(rest.data[0]);

    return letter == 'a' ? repeated(rest) >= 3 : letter != '\0' && strchr("ymdhse", letter) != NULL;
}

/* False at the end of the first section. */
static bool token_next(struct code *code, struct token *token)
{
    size_t size;

    if (code->rest.size == 0 || code->rest.data[0] == ';')
        return false;
    if (starts_with(code->rest, "General")) {
        (void)take(code, strlen("General"));
        *token = (struct token){ .kind = TOKEN_NUMBER };
    } else if (is_half_day(code->rest, &size)) {
        *token = (struct token){ .kind = TOKEN_HALF_DAY, .text = take(code, size) };
    } else if (code->rest.data[0] == '[') {
        *token = bracket(code);
    } else if (code->rest.data[0] == '.' && code->rest.size > 1 && code->rest.data[1] == '0' && code->has_seconds) {
        (void)take(code, 1);
        *token = (struct token){ .kind = TOKEN_FRACTION, .count = repeated(code->rest) };
        (void)take(code, token->count);
    } else if (is_field(code->rest)) {
        *token = field(code);
    } else if (strchr("0#?", code->rest.data[0]) != NULL && code->rest.data[0] != '\0') {
        (void)take(code, 1);
        *token = (struct token){ .kind = TOKEN_NUMBER };
    } else {
        *token = literal(code);
    }
    return true;
}

bool ooxml_date_is_code(struct bytes text)
{
    struct code code = { .rest = text };
    struct token token;
    bool is_date = false;

    while (token_next(&code, &token)) {
        if (token.kind == TOKEN_NUMBER)
            return false;
        if (token.kind == TOKEN_ELAPSED || (token.kind == TOKEN_FIELD && token.letter != 'e'))
            is_date = true;
    }
    return is_date;
}

/* ---- moments ---- */

static void set_day(int64_t days, struct moment *moment)
{
    struct date date = date_of_days(days);

    moment->year = (uint32_t)date.year;
    moment->month = (uint32_t)date.month;
    moment->day = (uint32_t)date.day;
}

/* 18.17.4.1: day 1 is 1900-01-01, or day 0 is 1904-01-01; in the first there is a day 60, 1900-02-29, that never
 * was. */
static void set_date(struct moment *moment, bool since_1904)
{
    const int64_t day_0_of_1904 = -24107, day_0_of_1900 = -25568;
    int64_t serial = moment->ms / DAY_MS;

    moment->weekday = (uint32_t)((serial + (since_1904 ? 5 : 6)) % 7);
    if (since_1904) {
        set_day(day_0_of_1904 + serial, moment);
    } else if (serial == 60) {
        moment->year = 1900;
        moment->month = 2;
        moment->day = 29;
    } else if (serial == 0) {
        moment->year = 1900; /* as it is shown: 1900-01-00 */
        moment->month = 1;
    } else {
        set_day(day_0_of_1900 + serial - (serial > 60), moment);
    }
}

static bool has_token(struct bytes text, enum token_kind kind)
{
    struct code code = { .rest = text };
    struct token token;

    while (token_next(&code, &token))
        if (token.kind == kind)
            return true;
    return false;
}

static bool moment_read(struct bytes code, struct bytes number, bool since_1904, struct moment *moment)
{
    double value;

    if (!ooxml_number_value(number, &value) || value < 0 || value >= LAST_DAY + 1.0)
        return false;
    *moment = (struct moment){ .ms = (int64_t)(value * DAY_MS + 0.5) };
    if (!has_token(code, TOKEN_FRACTION))
        moment->ms = (moment->ms + SECOND_MS / 2) / SECOND_MS * SECOND_MS;
    moment->half_days = has_token(code, TOKEN_HALF_DAY);
    set_date(moment, since_1904);
    return true;
}

/* ---- writing ---- */

static void write_bytes(struct output *output, struct bytes text)
{
    if (text.size > OOXML_DATE_SIZE_MAX - output->size)
        return;
    if (text.size > 0)
        memcpy(output->text + output->size, text.data, text.size);
    output->size += text.size;
}

static void write_text(struct output *output, const char *text)
{
    write_bytes(output, bytes_of_text(text));
}

static void write_number(struct output *output, uint64_t number, size_t digits_min)
{
    char digits[24];
    size_t start = sizeof digits;

    do {
        digits[--start] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || (sizeof digits - start < digits_min && start > 0));
    write_bytes(output, bytes_of(digits + start, sizeof digits - start));
}

static const char *const chinese_digits[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

/* [DBNum1]: years digit by digit, everything else as it is spoken. */
static void write_chinese(struct output *output, uint64_t number, bool digit_by_digit)
{
    if (digit_by_digit) {
        for (uint64_t unit = number >= 1000 ? 1000 : 10; unit > 0; unit /= 10)
            write_text(output, chinese_digits[number / unit % 10]);
        return;
    }
    if (number >= 20)
        write_text(output, chinese_digits[number / 10 % 10]);
    if (number >= 10)
        write_text(output, "十");
    if (number % 10 != 0 || number == 0)
        write_text(output, chinese_digits[number % 10]);
}

static void write_month_name(struct output *output, uint32_t month, size_t count)
{
    static const char *const names[] = { "January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December" };
    struct bytes name = bytes_of_text(names[month - 1]);

    write_bytes(output, count == 3 ? bytes_slice(name, 0, 3) : count == 5 ? bytes_slice(name, 0, 1) : name);
}

static void write_day_name(struct output *output, uint32_t weekday, char letter, size_t count)
{
    static const char *const names[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
    static const char *const chinese[] = { "日", "一", "二", "三", "四", "五", "六" };
    struct bytes name = bytes_of_text(names[weekday]);

    if (letter == 'a') {
        write_text(output, count > 3 ? "星期" : "");
        write_text(output, chinese[weekday]);
        return;
    }
    write_bytes(output, count == 3 ? bytes_slice(name, 0, 3) : name);
}

static uint64_t value_of(const struct moment *moment, char letter, size_t count)
{
    uint64_t hour = (uint64_t)(moment->ms % DAY_MS / HOUR_MS);

    switch (letter) {
    case 'y':
        return count <= 2 ? moment->year % 100 : moment->year;
    case 'e':
        return moment->year;
    case 'm':
        return moment->month;
    case 'd':
        return moment->day;
    case 'h':
        return moment->half_days ? (hour + 11) % 12 + 1 : hour;
    case 'n':
        return (uint64_t)(moment->ms % HOUR_MS / MINUTE_MS);
    default:
        return (uint64_t)(moment->ms % MINUTE_MS / SECOND_MS);
    }
}

static void write_field(struct output *output, const struct moment *moment, const struct token *token, bool chinese)
{
    bool is_year = token->letter == 'y' || token->letter == 'e';
    uint64_t value = value_of(moment, token->letter, token->count);

    if (token->letter == 'm' && token->count >= 3)
        write_month_name(output, moment->month, token->count);
    else if (token->letter == 'a' || (token->letter == 'd' && token->count >= 3))
        write_day_name(output, moment->weekday, token->letter, token->count);
    else if (chinese)
        write_chinese(output, value, is_year);
    else
        write_number(output, value, is_year || token->count >= 2 ? 2 : 1);
}

static void write_elapsed(struct output *output, const struct moment *moment, const struct token *token)
{
    int64_t unit = token->letter == 'h' ? HOUR_MS : token->letter == 'n' ? MINUTE_MS : SECOND_MS;

    write_number(output, (uint64_t)(moment->ms / unit), token->count);
}

static void write_half_day(struct output *output, const struct moment *moment, struct bytes words)
{
    bool is_morning = moment->ms % DAY_MS < DAY_MS / 2;

    if (bytes_start_with(words, "上", 3))
        write_text(output, is_morning ? "上午" : "下午");
    else
        write_bytes(output, bytes_slice(bytes_of_text(is_morning ? "AM" : "PM"), 0, words.size > 3 ? 2 : 1));
}

static void write_fraction(struct output *output, const struct moment *moment, size_t count)
{
    uint64_t ms = (uint64_t)(moment->ms % SECOND_MS);

    write_text(output, ".");
    write_number(output, count == 1 ? ms / 100 : count == 2 ? ms / 10 : ms, count > 3 ? 3 : count);
}

/* The reader's system decides; in Chinese it decides so. */
static struct bytes settle_system_code(struct bytes code)
{
    if (starts_with(code, "[$-F800]"))
        return bytes_of_text("yyyy\"年\"m\"月\"d\"日\"");
    return starts_with(code, "[$-F400]") ? bytes_of_text("h:mm:ss") : code;
}

size_t ooxml_date_format(struct bytes text, struct bytes number, bool since_1904, char *output)
{
    struct output written = { .text = output };
    struct code code = { .rest = settle_system_code(text) };
    struct moment moment;
    struct token token;

    if (!moment_read(code.rest, number, since_1904, &moment))
        return 0;
    while (token_next(&code, &token)) {
        switch (token.kind) {
        case TOKEN_LITERAL:
        case TOKEN_NUMBER:
            write_bytes(&written, token.text);
            break;
        case TOKEN_FIELD:
            write_field(&written, &moment, &token, code.chinese_digits);
            break;
        case TOKEN_ELAPSED:
            write_elapsed(&written, &moment, &token);
            break;
        case TOKEN_FRACTION:
            write_fraction(&written, &moment, token.count);
            break;
        case TOKEN_HALF_DAY:
            write_half_day(&written, &moment, token.text);
            break;
        }
    }
    return written.size;
}
