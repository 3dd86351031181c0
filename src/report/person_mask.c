/* SPDX-License-Identifier: Apache-2.0 */
#include "report/person_mask.h"

#include <string.h>

#include "base/date.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/mask.h"
#include "rules/check_list.h"
#include "rules/check_uscc.h"
#include "text/canonical.h"
#include "text/utf8.h"

enum {
    NUMBER_DIGITS_MIN = 11, /* of a mobile number, the shortest */
    NUMBER_DIGITS_MAX = 21,
    GROUPS_MAX = 8,
    MOBILE_GROUP_MIN = 3, /* 138 1234 5678 */
    ID_SIZE = 18,
    DIGEST_SIZE_MIN = 32, /* letters and digits in a row */
    YEAR_MIN = 1900,
    YEAR_MAX = 2099,
};

/* ---- The text as validators read it, and where each byte of it comes from. */

struct reading {
    struct buf decoded, decoded_from; /* without escapes; _from: a struct span of the source for each byte */
    struct buf plain, plain_from;     /* folded */
};

static struct span origin(const struct buf *from, size_t at)
{
    struct span span;

    memcpy(&span, from->data + at * sizeof span, sizeof span);
    return span;
}

static void add(struct buf *bytes, struct buf *from, const char *text, size_t size, struct span source)
{
    buf_append(bytes, text, size);
    for (size_t index = 0; index < size; index++)
        buf_append(from, &source, sizeof source);
}

static int hex_value(char byte)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = byte == '\0' ? NULL : strchr(digits, byte >= 'A' && byte <= 'F' ? byte - 'A' + 'a' : byte);

    return found == NULL ? -1 : (int)(found - digits);
}

/* The byte that an escape stands for, which may have been escaped again (%2531); its size, 0 when it is none. */
static size_t read_escape(const char *text, size_t size, char *byte)
{
    size_t at = 1;
    int high, low;

    if (size < 3 || text[0] != '%')
        return 0;
    while (at + 4 <= size && text[at] == '2' && text[at + 1] == '5' && hex_value(text[at + 2]) >= 0
           && hex_value(text[at + 3]) >= 0)
        at += 2;
    high = hex_value(text[at]);
    low = at + 1 < size ? hex_value(text[at + 1]) : -1;
    if (high < 0 || low < 0)
        return 0;
    *byte = (char)(high * 16 + low);
    return at + 2;
}

static void decode(struct reading *reading, const char *text, size_t size, bool has_escapes)
{
    for (size_t at = 0; at < size;) {
        char byte = text[at] == '+' ? ' ' : text[at];
        size_t escape = has_escapes ? read_escape(text + at, size - at, &byte) : 0, step = escape > 0 ? escape : 1;

        add(&reading->decoded, &reading->decoded_from, &byte, 1, (struct span){ at, at + step });
        at += step;
    }
}

/* Whatever divides groups of digits becomes a hyphen. */
static bool is_dash(uint32_t code_point)
{
    return code_point == 0xB7 || (code_point >= 0x2010 && code_point <= 0x2015) || code_point == 0x2212
           || code_point == 0xFE58 || code_point == 0xFE63 || code_point == 0xFF0D;
}

/* The Cyrillic, Greek and multiplication signs that people take for X. */
static bool is_like_x(uint32_t code_point)
{
    return code_point == 0xD7 || code_point == 0x425 || code_point == 0x445 || code_point == 0x3A7
           || code_point == 0x3C7;
}

static void fold(struct reading *reading)
{
    const struct buf *decoded = &reading->decoded;

    for (size_t at = 0; at < decoded->size;) {
        struct utf8_step step = utf8_next(decoded->data + at, decoded->size - at);
        struct span source = { origin(&reading->decoded_from, at).start,
                               origin(&reading->decoded_from, at + step.size - 1).end };
        char folded[CANONICAL_GROWTH * 4] = { is_like_x(step.code_point) ? 'x' : '-' };
        size_t size = 1;

        if (folded[0] != 'x' && !is_dash(step.code_point))
            size = canonical_character(step.code_point, folded);
        add(&reading->plain, &reading->plain_from, folded, size, source);
        at += step.size;
    }
}

/* ---- Groups of digits. */

struct group {
    size_t start, end; /* end: with the check letter X of an identity number */
    size_t digits;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_token(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z');
}

static bool next_group(const struct buf *plain, size_t from, struct group *group)
{
    size_t at = from;

    while (at < plain->size && !is_digit(plain->data[at]))
        at++;
    group->start = at;
    while (at < plain->size && is_digit(plain->data[at]))
        at++;
    group->digits = at - group->start;
    /* A letter that is no X is part of a word behind the number. */
    if (at < plain->size && plain->data[at] == 'x' && (at + 1 == plain->size || !is_token(plain->data[at + 1])))
        at++;
    group->end = at;
    return group->digits > 0;
}

/* ---- What is a person's. */

static bool accepts(const struct check *check, const struct buf *plain, struct span span)
{
    struct span found;

    return check->accept(plain->data, plain->size, span, &found);
}

static uint32_t number_at(const char *text, size_t count)
{
    uint32_t number = 0;

    for (size_t index = 0; index < count; index++)
        number = number * 10 + (uint32_t)(text[index] - '0');
    return number;
}

/* A day of birth where an identity number has it: whoever mistypes the number has not made it nobody's. */
static bool has_birth(const char *text, size_t size)
{
    uint32_t year;

    if (size != ID_SIZE || text[0] == '0' || uscc_is_valid(text))
        return false;
    year = number_at(text + 6, 4);
    return year >= YEAR_MIN && year <= YEAR_MAX
           && date_exists(
               (struct date){ (int32_t)year, (int32_t)number_at(text + 10, 2), (int32_t)number_at(text + 12, 2) });
}

/* 8613812345678, 008613812345678 */
static bool is_abroad(const char *text, size_t size)
{
    size_t country = size >= 4 && memcmp(text, "0086", 4) == 0 ? 4 : size >= 2 && memcmp(text, "86", 2) == 0 ? 2 : 0;

    return country > 0 && size == country + NUMBER_DIGITS_MIN && text[country] == '1' && text[country + 1] >= '3';
}

static bool lies_in_digest(const struct buf *plain, struct span span)
{
    size_t start = (size_t)span.start, end = (size_t)span.end;

    while (start > 0 && is_token(plain->data[start - 1]))
        start--;
    while (end < plain->size && is_token(plain->data[end]))
        end++;
    return end - start >= DIGEST_SIZE_MIN;
}

/* Numbers without a check digit, or with one that a tenth of all numbers has. */
static bool is_likely(const struct buf *plain, struct span span, bool is_one_group, size_t least)
{
    const char *text = plain->data + span.start;
    size_t size = (size_t)(span.end - span.start);

    if (lies_in_digest(plain, span) || uscc_surrounds(plain->data, plain->size, (size_t)span.start, (size_t)span.end))
        return false;
    if (is_one_group && (has_birth(text, size) || is_abroad(text, size)))
        return true;
    return accepts(&check_bank_card, plain, span) || accepts(&check_resident_id_old, plain, span)
           || (least >= MOBILE_GROUP_MIN && accepts(&check_mobile, plain, span));
}

static void hide(struct mask *mask, const struct reading *reading, struct span span)
{
    mask_span(mask, (struct span){ origin(&reading->plain_from, (size_t)span.start).start,
                                   origin(&reading->plain_from, (size_t)span.end - 1).end });
}

static void look_at(struct mask *mask, const struct reading *reading, struct span span, bool is_one_group, size_t least)
{
    if (accepts(&check_resident_id, &reading->plain, span) || is_likely(&reading->plain, span, is_one_group, least))
        hide(mask, reading, span);
}

/* Numbers that begin with this group and end with it or one behind it, a single blank or hyphen in between. */
static void look_from(struct mask *mask, const struct reading *reading, struct group group)
{
    const struct buf *plain = &reading->plain;
    size_t digits = 0, least = SIZE_MAX, start = group.start;

    for (unsigned count = 0; count < GROUPS_MAX; count++) {
        digits += group.digits;
        least = group.digits < least ? group.digits : least;
        if (digits > NUMBER_DIGITS_MAX)
            return;
        if (digits >= NUMBER_DIGITS_MIN)
            look_at(mask, reading, (struct span){ start, group.end }, count == 0, least);
        if (group.end + 1 >= plain->size || (plain->data[group.end] != ' ' && plain->data[group.end] != '-')
            || !is_digit(plain->data[group.end + 1]) || !next_group(plain, group.end, &group))
            return;
    }
}

static enum status look(struct mask *mask, const char *text, size_t size, bool has_escapes)
{
    struct reading reading = { BUF_INIT(SIZE_MAX / 2), BUF_INIT(SIZE_MAX / 2), BUF_INIT(SIZE_MAX / 2),
                               BUF_INIT(SIZE_MAX / 2) };
    struct group group = { 0 };
    enum status status;

    decode(&reading, text, size, has_escapes);
    status = buf_status(&reading.decoded_from);
    if (status == STATUS_OK && buf_status(&reading.decoded) == STATUS_OK)
        fold(&reading);
    status = status == STATUS_OK ? buf_status(&reading.plain_from) : status;
    status = status == STATUS_OK ? buf_status(&reading.plain) : status;
    while (status == STATUS_OK && next_group(&reading.plain, group.end, &group))
        look_from(mask, &reading, group);
    buf_free(&reading.decoded);
    buf_free(&reading.decoded_from);
    buf_free(&reading.plain);
    buf_free(&reading.plain_from);
    return status;
}

/* Most texts have too few digits for any number, in whatever form: a character that is neither ASCII nor Han may fold
 * to two of them. Quick. */
static bool may_have_number(const char *text, size_t size)
{
    size_t digits = 0;

    for (size_t at = 0; at < size && digits < NUMBER_DIGITS_MIN; at++) {
        uint8_t byte = (uint8_t)text[at];

        digits += is_digit(text[at]) || byte == '%' ? 1 : byte >= 0xC2 && (byte < 0xE4 || byte > 0xE9) ? 2 : 0;
    }
    return digits >= NUMBER_DIGITS_MIN;
}

void person_mask(struct buf *out, const char *text, size_t size)
{
    struct mask mask = MASK_INIT;
    enum status status = mask_cover(&mask, text, size);
    bool may_have = may_have_number(text, size);

    if (status == STATUS_OK && may_have)
        status = look(&mask, text, size, false);
    if (status == STATUS_OK && may_have && memchr(text, '%', size) != NULL)
        status = look(&mask, text, size, true);
    if (status == STATUS_OK)
        mask_write(&mask, 0, size, out);
    else if (out->status == STATUS_OK)
        out->status = status;
    mask_free(&mask);
}

/* Appends what `write` makes of the masked text. */
static void mask_for(struct buf *out, const char *text, size_t size,
                     void (*write)(struct buf *out, const char *key, const char *text, size_t size), const char *key)
{
    struct buf shown = BUF_INIT(SIZE_MAX / 2);

    person_mask(&shown, text, size);
    if (buf_status(&shown) == STATUS_OK)
        write(out, key, shown.data != NULL ? shown.data : "", shown.size);
    else if (out->status == STATUS_OK)
        out->status = buf_status(&shown);
    buf_free(&shown);
}

static void write_line(struct buf *out, const char *key, const char *text, size_t size)
{
    (void)key;
    describe_safely(out, text, size);
}

void person_mask_line(struct buf *out, const char *text, size_t size)
{
    mask_for(out, text, size, write_line, NULL);
}

void person_mask_member(struct buf *out, const char *key, const char *text)
{
    if (text != NULL)
        mask_for(out, text, strlen(text), json_text_sized, key);
    else
        json_text(out, key, NULL);
}
