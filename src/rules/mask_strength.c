/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/mask_strength.h"

#include <string.h>

#include "text/utf8.h"

#include "rules/check_region.h"

enum {
    RESIDUES = 11,
    REGION_SIZE = 6,
    SEQUENCE_FIRST = 14,
    SEQUENCE_SIZE = 3,
    CHECK_PLACE = 17,
    MONTH_FIRST = 10,
    RUN_MAX = 40,         /* characters of a token: longer ones are lines and rules */
    COVER_MIN = 2,        /* so many covering characters stand for more than themselves */
    COLLAPSED_DIGITS = 6, /* shown by a mask that is too short: less is anything */
};

/* How many ways lead to each sum modulo 11. The check character is linear in the symbols, so the ways of parts that do
 * not depend on each other are folded, and nothing is ever listed. */
struct ways {
    uint64_t count[RESIDUES];
};

static unsigned weight_of(size_t place)
{
    static const uint8_t weights[MASK_SIZE] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1 };

    return weights[place];
}

static struct ways fold(const struct ways *left, const struct ways *right)
{
    struct ways both = { { 0 } };

    for (unsigned a = 0; a < RESIDUES; a++) {
        for (unsigned b = 0; b < RESIDUES; b++)
            both.count[(a + b) % RESIDUES] += left->count[a] * right->count[b];
    }
    return both;
}

/* Does `number`, written at symbols[first..first+size), agree with what is shown? Its sum, if so. */
static bool agrees(const struct masked_id *id, size_t first, size_t size, uint32_t number, unsigned *residue)
{
    unsigned sum = 0;

    for (size_t place = first + size; place > first; place--) {
        unsigned digit = number % 10;
        int shown = id->symbols[place - 1];

        if (shown != MASK_COVERED && (unsigned)shown != digit)
            return false;
        sum += digit * weight_of(place - 1);
        number /= 10;
    }
    *residue = sum % RESIDUES;
    return true;
}

static void add_if_agrees(const struct masked_id *id, size_t first, size_t size, uint32_t number, struct ways *ways)
{
    unsigned residue;

    if (agrees(id, first, size, number, &residue))
        ways->count[residue]++;
}

/* The index of the first region of the table that is not below `code`. */
static size_t region_from(uint32_t code)
{
    size_t low = 0, high = region_count();

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (region_code(middle) < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A region that is shown is what it is, known or not; covered ones are those of the table. */
static struct ways region_ways(const struct masked_id *id)
{
    struct ways ways = { { 0 } };
    uint32_t shown = 0, rest = 1;
    size_t digits = 0, end;

    while (digits < REGION_SIZE && id->symbols[digits] != MASK_COVERED)
        shown = shown * 10 + (uint8_t)id->symbols[digits++];
    if (digits == REGION_SIZE) {
        add_if_agrees(id, 0, REGION_SIZE, shown, &ways);
        return ways;
    }
    for (size_t digit = digits; digit < REGION_SIZE; digit++)
        rest *= 10;
    end = region_from((shown + 1) * rest);
    for (size_t index = region_from(shown * rest); index < end; index++)
        add_if_agrees(id, 0, REGION_SIZE, region_code(index), &ways);
    return ways;
}

static bool is_leap(uint32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static struct ways year_ways(const struct masked_id *id, const struct mask_knowledge *knowledge, bool leap)
{
    struct ways ways = { { 0 } };

    for (uint32_t year = knowledge->year_first; year <= knowledge->year_last; year++) {
        if (is_leap(year) == leap)
            add_if_agrees(id, REGION_SIZE, 4, year, &ways);
    }
    return ways;
}

static struct ways day_ways(const struct masked_id *id, const struct mask_knowledge *knowledge, bool leap)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    struct ways ways = { { 0 } };

    for (uint32_t month = 1; month <= 12; month++) {
        uint32_t last = days[month - 1] + (uint32_t)(month == 2 && leap);

        if (knowledge->month != 0 && knowledge->month != month)
            continue;
        for (uint32_t day = 1; day <= last; day++) {
            if (knowledge->day == 0 || knowledge->day == day)
                add_if_agrees(id, MONTH_FIRST, 4, month * 100 + day, &ways);
        }
    }
    return ways;
}

static bool is_none(const struct ways *ways)
{
    for (unsigned residue = 0; residue < RESIDUES; residue++) {
        if (ways->count[residue] != 0)
            return false;
    }
    return true;
}

static struct ways birth_ways(const struct masked_id *id, const struct mask_knowledge *knowledge)
{
    struct ways birth = { { 0 } };

    for (int leap = 0; leap <= 1; leap++) {
        struct ways years = year_ways(id, knowledge, leap != 0), days, both;

        if (is_none(&years))
            continue;
        days = day_ways(id, knowledge, leap != 0);
        both = fold(&years, &days);

        for (unsigned residue = 0; residue < RESIDUES; residue++)
            birth.count[residue] += both.count[residue];
    }
    return birth;
}

/* The last digit of the sequence is odd for men. */
static struct ways sequence_ways(const struct masked_id *id, enum sex sex)
{
    struct ways ways = { { 0 } };
    uint32_t first = 0, count = 1000;

    for (size_t place = SEQUENCE_FIRST; place < CHECK_PLACE && id->symbols[place] != MASK_COVERED; place++) {
        count /= 10;
        first += (uint8_t)id->symbols[place] * count;
    }
    for (uint32_t sequence = first; sequence < first + count; sequence++) {
        if (sex == SEX_UNKNOWN || (sequence % 2 == 1) == (sex == SEX_MALE))
            add_if_agrees(id, SEQUENCE_FIRST, SEQUENCE_SIZE, sequence, &ways);
    }
    return ways;
}

uint64_t mask_candidates(const struct masked_id *id, const struct mask_knowledge *knowledge)
{
    struct ways region = region_ways(id), birth = birth_ways(id, knowledge);
    struct ways sequence = sequence_ways(id, knowledge->sex);
    struct ways all = fold(&region, &birth);
    uint64_t count = 0;

    all = fold(&all, &sequence);
    for (unsigned check = 0; check <= MASK_X; check++) {
        if (id->symbols[CHECK_PLACE] == MASK_COVERED || id->symbols[CHECK_PLACE] == (int)check)
            count += all.count[(RESIDUES + 1 - check) % RESIDUES];
    }
    return count;
}

bool mask_shows_birth(const struct masked_id *id)
{
    for (size_t place = REGION_SIZE; place < SEQUENCE_FIRST; place++) {
        if (id->symbols[place] == MASK_COVERED)
            return false;
    }
    return true;
}

/* ---- Finding one. */

/* What people cover digits with, in canonical text. Some of it is punctuation as well, and covers only in runs; x is the
 * check character, too. */
struct cover {
    char text[4];
    uint8_t size;
    bool is_weak;
};

/* Most characters are asked, so most are told apart by their first byte, and 某 from its neighbours by the second. */
static inline bool may_cover(const char *text, size_t size)
{
    switch ((uint8_t)*text) {
    case '*':
    case '#':
    case 'x':
    case '?':
    case '_':
    case '-':
    case '.':
    case 0xC3: /* × */
    case 0xE2: /* ● and other symbols */
        return true;
    case 0xE6: /* 某 */
        return size > 1 && (uint8_t)text[1] == 0x9F;
    default:
        return false;
    }
}

static const struct cover *cover_at(const char *text, size_t size)
{
    static const struct cover covers[] = {
        { "*", 1, false }, { "×", 2, false }, { "●", 3, false }, { "○", 3, false }, { "#", 1, false }, { "□", 3, false },
        { "■", 3, false }, { "▇", 3, false }, { "█", 3, false }, { "◆", 3, false }, { "╳", 3, false }, { "✱", 3, false },
        { "某", 3, false }, { "x", 1, true }, { "?", 1, true },  { "_", 1, true },  { "-", 1, true },  { ".", 1, true },
    };

    if (!may_cover(text, size))
        return NULL;
    for (size_t index = 0; index < sizeof covers / sizeof *covers; index++) {
        const struct cover *cover = &covers[index];

        if (cover->text[0] == *text && size >= cover->size && memcmp(text, cover->text, cover->size) == 0)
            return cover;
    }
    return NULL;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

struct token {
    int8_t values[RUN_MAX];
    bool is_x[RUN_MAX];
    size_t count, digits, cover_runs, longest_cover;
    size_t weak_singles; /* runs of one character that is punctuation */
    size_t start, end;
};

static void token_add(struct token *token, int8_t value, bool is_x, size_t size)
{
    if (token->count < RUN_MAX) {
        token->values[token->count] = value;
        token->is_x[token->count] = is_x;
    }
    token->count++;
    token->end += size;
}

/* A run of covering characters of one kind. A single mark of punctuation before nothing else is the end of the sentence,
 * and false is returned. */
static bool token_cover(const char *text, size_t size, struct token *token, const struct cover *cover)
{
    size_t cover_size = cover->size, run = 0, at = token->end;

    while (size - at >= cover_size && memcmp(text + at, cover->text, cover_size) == 0) {
        at += cover_size;
        run++;
    }
    if (run == 1 && cover->is_weak && *cover->text != 'x' && (at == size || !is_digit(text[at])))
        return false;
    token->weak_singles += run == 1 && cover->is_weak && *cover->text != 'x';
    token->cover_runs++;
    token->longest_cover = run > token->longest_cover ? run : token->longest_cover;
    for (; run > 0; run--)
        token_add(token, MASK_COVERED, *cover->text == 'x', cover_size);
    return true;
}

/* The maximal run of digits and covering characters at `start`. */
static void token_read(const char *text, size_t size, size_t start, struct token *token)
{
    *token = (struct token){ .start = start, .end = start };
    while (token->end < size) {
        const struct cover *cover;

        if (is_digit(text[token->end])) {
            token_add(token, (int8_t)(text[token->end] - '0'), false, 1);
            token->digits++;
            continue;
        }
        cover = cover_at(text + token->end, size - token->end);
        if (cover == NULL || !token_cover(text, size, token, cover))
            return;
    }
}

/* X at the end, behind a digit or as the one character that is more than the covered ones need, is the check character:
 * it is no covering one where those look otherwise. */
static bool ends_with_check(const char *text, const struct token *token)
{
    size_t last = token->count - 1;

    if (!token->is_x[last])
        return false;
    for (size_t index = 0; index < last; index++) {
        if (token->values[index] == MASK_COVERED && token->is_x[index])
            return false;
    }
    return text[token->end - 1] == 'x';
}

static void spread(const struct token *token, bool check, struct masked_id *id)
{
    size_t first = 0, last = token->count, shown_last;

    while (token->values[first] != MASK_COVERED)
        first++;
    while (last > 0 && (token->values[last - 1] != MASK_COVERED || (check && last == token->count)))
        last--;
    shown_last = token->count - last;
    for (size_t place = 0; place < MASK_SIZE; place++) {
        int8_t value = MASK_COVERED;

        if (place < first)
            value = token->values[place];
        else if (place >= MASK_SIZE - shown_last)
            value = token->values[token->count - (MASK_SIZE - place)];
        else if (token->count == MASK_SIZE)
            value = token->values[place];
        id->symbols[place] = check && place == CHECK_PLACE ? MASK_X : value;
    }
}

/* Whether the first six digits are shown and a region's. Those of Gansu begin like the cards of UnionPay (62) and tell
 * nothing. */
static bool shows_region(const struct token *token)
{
    uint32_t code = 0;
    size_t index;

    for (size_t place = 0; place < REGION_SIZE; place++) {
        if (token->values[place] == MASK_COVERED)
            return false;
        code = code * 10 + (uint8_t)token->values[place];
    }
    index = region_from(code);
    return code / 10000 != 62 && index < region_count() && region_code(index) == code;
}

/* What is of another number's usual length may be one: a mobile number always, a card unless a region begins it. */
static bool may_be_another_number(const struct token *token)
{
    return token->count == 11 || ((token->count == 16 || token->count == 19) && !shows_region(token));
}

static bool token_masks(const char *text, const struct token *token, struct masked_id *id)
{
    bool check, collapsed = token->count != MASK_SIZE;
    size_t runs = token->cover_runs;

    if (token->count > RUN_MAX || token->digits == 0 || token->cover_runs == 0 || token->weak_singles > 0)
        return false;
    check = ends_with_check(text, token);
    /* A check character behind digits was counted as a run of its own. */
    if (check && token->values[token->count - 2] != MASK_COVERED)
        runs--;
    if (runs == 0)
        return false;
    if (collapsed
        && (token->values[0] == MASK_COVERED || runs != 1 || token->longest_cover < COVER_MIN || token->digits < COLLAPSED_DIGITS
            || token->digits + (size_t)check >= MASK_SIZE || may_be_another_number(token)))
        return false;
    spread(token, check, id);
    id->collapsed = collapsed;
    id->covered = 0;
    for (size_t place = 0; place < MASK_SIZE; place++)
        id->covered += id->symbols[place] == MASK_COVERED;
    return id->covered > 0;
}

/* Where the next token with digits begins: at its first digit, or at a covering character that goes before it. Most text
 * has none, and is passed over at the speed of a search for digits. */
static size_t next_token(const char *text, size_t size, size_t from)
{
    size_t digit = from, first;

    while (digit < size && !is_digit(text[digit]))
        digit++;
    first = digit;
    for (size_t at = digit; digit < size && at > from;) {
        const struct cover *cover;

        at = utf8_floor(text, size, at - 1);
        cover = at >= from ? cover_at(text + at, size - at) : NULL;
        if (cover == NULL)
            break;
        if (!cover->is_weak)
            first = at;
    }
    return first;
}

bool mask_find(const char *text, size_t size, size_t from, struct masked_id *id, struct span *found)
{
    struct token token;

    while ((from = next_token(text, size, from)) < size) {
        token_read(text, size, from, &token);
        if (token_masks(text, &token, id)) {
            *found = (struct span){ token.start, token.end };
            return true;
        }
        from = token.end > from ? token.end : from + 1;
    }
    return false;
}
