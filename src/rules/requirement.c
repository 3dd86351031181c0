/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/requirement.h"

#include <stdlib.h>
#include <string.h>

#include "rules/pattern.h"
#include "text/ascii.h"
#include "text/literal_set.h"
#include "text/marks.h"
#include "text/utf8.h"

enum {
    TEXT_MAX = 48,          /* bytes of a text that is put together; longer ones are as rare */
    CLASS_MAX = 16,         /* characters of a class that is spelt out */
    REPEAT_SPELT_MAX = 3,
    DEPTH_MAX = 64,
    CHARACTER_MAX = 4,
    WIDTH_MAX = 1 << 20,
    MEMORY_MAX = 4 << 20, /* for one expression: what takes more is built to do so */
};

/* Of a whole number of texts: those of an exact piece, or of a choice. Sets are never changed once made. */
struct texts {
    const struct bytes *items;
    size_t count;
};

/* What a piece of the expression is known to need. */
struct piece {
    struct texts exact; /* it matches these texts and no other; count 0: that is not known */
    struct requirement_choice choices[REQUIREMENT_CHOICES_MAX];
    size_t choice_count;
    struct requirement_choice brief;
    uint32_t kinds[REQUIREMENT_KINDS], width;
};

/* Groups that were understood before, in buckets by their beginning: defines of a pack stand in many expressions. */
struct remembered {
    struct remembered *next;
    const char *text; /* from its parenthesis to the one that closes it, so nothing can go on behind it */
    size_t size;
    struct piece piece;
};

enum { REMEMBERED_BUCKETS = 1 << 12, REMEMBERED_SIZE_MIN = 32 };

struct requirement_memory {
    struct remembered *buckets[REMEMBERED_BUCKETS];
};

struct parsing {
    struct requirement_memory *memory; /* NULL: nothing is remembered */
    const char *text;
    size_t size, at;
    struct arena *arena;
    size_t depth, used;
    bool failed; /* out of memory, or not understood: nothing is required */
    bool out_of_memory;
};

static struct piece parse_alternatives(struct parsing *parsing);

/* ---- Kinds of characters. */

enum requirement_kind requirement_kind_of(uint32_t code_point)
{
    if (code_point >= 0x80)
        return code_point < 0x800 ? KIND_LATIN : KIND_OTHER;
    if (code_point >= '0' && code_point <= '9')
        return KIND_DIGIT;
    if (ascii_is_letter_or_digit((char)code_point))
        return KIND_LETTER;
    return code_point > ' ' && strchr("$&/<=>?@[\\]^_`{|}~", (int)code_point) != NULL ? KIND_SIGN : KIND_OTHER;
}

/* One character of this kind. */
static void count_kind(struct piece *piece, enum requirement_kind kind)
{
    if (kind != KIND_OTHER)
        piece->kinds[kind]++;
}

/* ---- Sets of texts. */

static void *need(struct parsing *parsing, size_t size)
{
    void *memory;

    parsing->used += size;
    if (parsing->used > MEMORY_MAX) {
        parsing->failed = true;
        return NULL;
    }
    memory = arena_alloc(parsing->arena, size > 0 ? size : 1);
    if (memory == NULL)
        parsing->failed = parsing->out_of_memory = true;
    return memory;
}

static struct texts one_text(struct parsing *parsing, const char *text, size_t size)
{
    struct bytes *item = need(parsing, sizeof *item);
    char *copy = need(parsing, size);

    if (item == NULL || copy == NULL)
        return (struct texts){ NULL, 0 };
    memcpy(copy, text, size);
    *item = bytes_of(copy, size);
    return (struct texts){ item, 1 };
}

static int by_bytes(const void *left, const void *right)
{
    return bytes_compare(*(const struct bytes *)left, *(const struct bytes *)right);
}

static size_t without_equals(struct bytes *items, size_t count)
{
    size_t kept = 0;

    if (count > 1)
        qsort(items, count, sizeof *items, by_bytes);
    for (size_t index = 0; index < count; index++) {
        if (kept == 0 || !bytes_equal(items[kept - 1], items[index]))
            items[kept++] = items[index];
    }
    return kept;
}

/* Too many: none, count 0. */
static struct texts unite(struct parsing *parsing, struct texts left, struct texts right)
{
    struct bytes *items;

    if (left.count + right.count > 2 * (size_t)REQUIREMENT_TEXTS_MAX)
        return (struct texts){ NULL, 0 };
    items = need(parsing, (left.count + right.count) * sizeof *items);
    if (items == NULL)
        return (struct texts){ NULL, 0 };
    memcpy(items, left.items, left.count * sizeof *items);
    if (right.count > 0)
        memcpy(items + left.count, right.items, right.count * sizeof *items);
    left.count = without_equals(items, left.count + right.count);
    return left.count <= REQUIREMENT_TEXTS_MAX ? (struct texts){ items, left.count } : (struct texts){ NULL, 0 };
}

/* Each of the one followed by each of the other; none when there are too many, or too long ones. */
static struct texts chain(struct parsing *parsing, struct texts first, struct texts second)
{
    struct bytes *items;
    size_t count = 0;

    if (first.count * second.count > REQUIREMENT_TEXTS_MAX)
        return (struct texts){ NULL, 0 };
    items = need(parsing, first.count * second.count * sizeof *items);
    for (size_t left = 0; items != NULL && left < first.count; left++) {
        for (size_t right = 0; right < second.count; right++) {
            struct bytes a = first.items[left], b = second.items[right];
            uint8_t *joined = a.size + b.size <= TEXT_MAX ? need(parsing, a.size + b.size) : NULL;

            if (joined == NULL)
                return (struct texts){ NULL, 0 };
            memcpy(joined, a.data, a.size);
            memcpy(joined + a.size, b.data, b.size);
            items[count++] = bytes_of(joined, a.size + b.size);
        }
    }
    return (struct texts){ items, count };
}

/* ---- Choices. */

size_t requirement_word(const char *text, size_t size)
{
    size_t at = 0;

    while (at < size && !literal_set_takes(text + at, size - at))
        at++;
    return at;
}

/* How often one of the texts may be met, by their lengths: each more character makes a text far rarer. */
static double commonness(const struct requirement_choice *choice)
{
    double sum = 0;

    for (size_t index = 0; index < choice->count; index++) {
        double one = 1;

        for (size_t size = choice->texts[index].size; size >= 3; size -= 3)
            one /= 24;
        sum += one;
    }
    return sum;
}

static void add_choice(struct piece *piece, struct requirement_choice choice)
{
    size_t worst = 0;

    if (piece->choice_count < REQUIREMENT_CHOICES_MAX) {
        piece->choices[piece->choice_count++] = choice;
        return;
    }
    for (size_t index = 1; index < REQUIREMENT_CHOICES_MAX; index++) {
        if (commonness(&piece->choices[index]) > commonness(&piece->choices[worst]))
            worst = index;
    }
    if (commonness(&choice) < commonness(&piece->choices[worst]))
        piece->choices[worst] = choice;
}

static void add_choices(struct piece *piece, const struct piece *from)
{
    if (piece->brief.count == 0)
        piece->brief = from->brief;
    for (size_t index = 0; index < from->choice_count; index++)
        add_choice(piece, from->choices[index]);
}

/* Has each of the texts marks side by side? */
static bool are_doubled(struct texts texts)
{
    size_t index = 0;

    while (index < texts.count && marks_are_doubled((const char *)texts.items[index].data, texts.items[index].size))
        index++;
    return texts.count > 0 && index == texts.count;
}

static size_t shortest(struct texts texts)
{
    size_t least = SIZE_MAX;

    for (size_t index = 0; index < texts.count; index++)
        least = texts.items[index].size < least ? texts.items[index].size : least;
    return least;
}

/* Can each of the texts be searched for? */
static bool are_words(struct texts texts)
{
    for (size_t index = 0; index < texts.count; index++) {
        struct bytes text = texts.items[index];

        if (requirement_word((const char *)text.data, text.size) == text.size)
            return false;
    }
    return true;
}

enum { BRIEF_SIZE_MIN = 3 };

static bool contains_one_of(struct bytes text, struct texts parts)
{
    for (size_t index = 0; index < parts.count; index++) {
        if (memmem(text.data, text.size, parts.items[index].data, parts.items[index].size) != NULL)
            return true;
    }
    return false;
}

/* The few texts of which each of them has one inside, the shortest first; none when they are too many, or too short. */
static struct texts inmost(struct parsing *parsing, struct texts texts)
{
    struct bytes *items = texts.count > 0 ? need(parsing, REQUIREMENT_BRIEF_MAX * sizeof *items) : NULL;
    size_t count = 0, size = shortest(texts);

    if (items == NULL || size < BRIEF_SIZE_MIN)
        return (struct texts){ NULL, 0 };
    for (; size <= TEXT_MAX; size++) {
        for (size_t index = 0; index < texts.count; index++) {
            struct bytes text = texts.items[index];

            if (text.size != size || contains_one_of(text, (struct texts){ items, count }))
                continue;
            if (count == REQUIREMENT_BRIEF_MAX)
                return (struct texts){ NULL, 0 };
            items[count++] = text;
        }
    }
    return (struct texts){ items, count };
}

/* What the texts have in common, and they as a choice of the piece. A sign of ASCII is no text that keeps anything from much. */
static void require_one_of(struct parsing *parsing, struct piece *piece, struct texts texts)
{
    struct requirement_choice choice = { texts.items, texts.count };

    if (are_doubled(texts))
        piece->kinds[KIND_DOUBLED] = 1;
    if (texts.count == 0 || parsing->failed)
        return;
    if (are_words(texts)) {
        add_choice(piece, choice);
    } else if (piece->brief.count == 0) {
        struct texts brief = inmost(parsing, texts);

        piece->brief = (struct requirement_choice){ brief.items, brief.count };
    }
}

/* The piece as one of which only choices are known. */
static struct piece loosened(struct parsing *parsing, struct piece piece)
{
    if (piece.exact.count > 0)
        require_one_of(parsing, &piece, piece.exact);
    piece.exact = (struct texts){ NULL, 0 };
    return piece;
}

static const struct requirement_choice *rarest_of(const struct requirement_choice *choices, size_t count)
{
    const struct requirement_choice *best = NULL;

    for (size_t index = 0; index < count; index++) {
        if (best == NULL || commonness(&choices[index]) < commonness(best))
            best = &choices[index];
    }
    return best;
}

const struct requirement_choice *requirement_rarest(const struct requirement *requirement)
{
    return rarest_of(requirement->choices, requirement->choice_count);
}

/* ---- Sequences. */

/* A sequence as far as it has been read: `whole` while all of it is spelt out in `tail`, which else has what stands right
 * in front of what comes next. */
struct sequence {
    struct piece known;
    struct texts tail;
    bool whole;
};

static struct sequence empty_sequence(struct parsing *parsing)
{
    return (struct sequence){ .tail = one_text(parsing, "", 0), .whole = true };
}

static void end_tail(struct parsing *parsing, struct sequence *sequence)
{
    require_one_of(parsing, &sequence->known, sequence->tail);
    sequence->tail = one_text(parsing, "", 0);
    sequence->whole = false;
}

static void append(struct parsing *parsing, struct sequence *sequence, const struct piece *piece)
{
    struct texts joined;

    for (size_t kind = 0; kind < REQUIREMENT_KINDS; kind++)
        sequence->known.kinds[kind] += piece->kinds[kind];
    sequence->known.width += piece->width;
    if (sequence->known.width > WIDTH_MAX)
        sequence->known.width = WIDTH_MAX;
    if (piece->exact.count == 0) {
        end_tail(parsing, sequence);
        add_choices(&sequence->known, piece);
        return;
    }
    joined = chain(parsing, sequence->tail, piece->exact);
    if (joined.count == 0) {
        end_tail(parsing, sequence);
        joined = piece->exact;
    }
    sequence->tail = joined;
}

static struct piece finish(struct parsing *parsing, struct sequence *sequence)
{
    if (sequence->whole)
        sequence->known.exact = sequence->tail;
    else
        require_one_of(parsing, &sequence->known, sequence->tail);
    return sequence->known;
}

/* ---- Tokens. */

static char peek(const struct parsing *parsing, size_t ahead)
{
    return parsing->at + ahead < parsing->size ? parsing->text[parsing->at + ahead] : '\0';
}

static struct piece anything(uint32_t width)
{
    return (struct piece){ .width = width };
}

/* A character, or nothing. */
static struct piece exactly(struct parsing *parsing, const char *text, size_t size)
{
    struct piece piece = { .exact = one_text(parsing, text, size), .width = (uint32_t)size };

    if (size > 0)
        count_kind(&piece, requirement_kind_of(utf8_next(text, size).code_point));
    return piece;
}

/* Behind \x: the character, and *at behind it. */
static bool read_number(const struct parsing *parsing, size_t *at, uint32_t *value)
{
    bool braced = *at < parsing->size && parsing->text[*at] == '{';
    char digits[9] = "";
    size_t count = 0, most = braced ? sizeof digits - 1 : 2;

    *at += braced;
    while (*at < parsing->size && count < most && ascii_hexadecimal((uint8_t)parsing->text[*at]) >= 0)
        digits[count++] = parsing->text[(*at)++];
    if (count == 0 || (braced && (*at == parsing->size || parsing->text[*at] != '}')))
        return false;
    *at += braced;
    *value = (uint32_t)strtoul(digits, NULL, 16);
    return true;
}

static struct piece parse_escape(struct parsing *parsing)
{
    char letter = peek(parsing, 1), text[CHARACTER_MAX];
    struct utf8_step step;
    size_t at = parsing->at + 2;
    uint32_t value;

    if (letter == 'b' || letter == 'B') {
        parsing->at = at;
        return exactly(parsing, "", 0);
    }
    if (letter == 'x' && read_number(parsing, &at, &value)) {
        parsing->at = at;
        return exactly(parsing, text, utf8_encode(value, text));
    }
    if (letter == 'd') {
        parsing->at = at;
        return (struct piece){ .kinds = { [KIND_DIGIT] = 1 }, .width = 1 };
    }
    if (ascii_is_letter_or_digit(letter)) {
        const char *close = letter == 'p' || letter == 'P' ? memchr(parsing->text + at, '}', parsing->size - at) : NULL;

        parsing->at = close != NULL ? (size_t)(close - parsing->text) + 1 : at;
        return anything(CHARACTER_MAX);
    }
    if (parsing->at + 1 >= parsing->size) {
        parsing->failed = true;
        return anything(0);
    }
    step = utf8_next(parsing->text + parsing->at + 1, parsing->size - parsing->at - 1);
    parsing->at += 1 + step.size;
    return exactly(parsing, parsing->text + parsing->at - step.size, step.size);
}

/* A class while it is read. */
struct class_reading {
    struct bytes items[CLASS_MAX];
    size_t count;
    bool is_spelt; /* all members are in items */
    bool has_kind; /* all members are of this kind */
    enum requirement_kind kind;
};

static void take_kind(struct class_reading *reading, enum requirement_kind kind, bool is_first)
{
    if (is_first)
        reading->kind = kind;
    reading->has_kind = reading->has_kind && reading->kind == kind && kind != KIND_OTHER;
}

static void add_member(struct parsing *parsing, struct class_reading *reading, uint32_t value)
{
    char text[CHARACTER_MAX];
    size_t size = utf8_encode(value, text);

    if (reading->count == CLASS_MAX)
        reading->is_spelt = false;
    if (reading->is_spelt) {
        struct texts one = one_text(parsing, text, size);

        if (one.count > 0)
            reading->items[reading->count++] = one.items[0];
    }
}

/* One character of a class at parsing->at; false for a set of several. */
static bool read_member(struct parsing *parsing, uint32_t *value)
{
    struct utf8_step step;
    size_t at = parsing->at + 2;

    if (peek(parsing, 0) == '[' && peek(parsing, 1) == ':') {
        const char *end = memmem(parsing->text + at, parsing->size - at, ":]", 2);

        parsing->at = end != NULL ? (size_t)(end - parsing->text) + 2 : parsing->size;
        return false;
    }
    if (peek(parsing, 0) == '\\' && peek(parsing, 1) == 'x' && read_number(parsing, &at, value)) {
        parsing->at = at;
        return true;
    }
    if (peek(parsing, 0) == '\\' && ascii_is_letter_or_digit(peek(parsing, 1))) {
        const char *close = memchr(parsing->text + parsing->at, '}', parsing->size - parsing->at);
        bool is_property = peek(parsing, 1) == 'p' || peek(parsing, 1) == 'P';

        parsing->at = is_property && close != NULL ? (size_t)(close - parsing->text) + 1 : at;
        return false;
    }
    parsing->at += peek(parsing, 0) == '\\';
    if (parsing->at >= parsing->size)
        return false;
    step = utf8_next(parsing->text + parsing->at, parsing->size - parsing->at);
    parsing->at += step.size;
    *value = step.code_point;
    return true;
}

/* From `first` to the member at parsing->at; when both ends are of a kind all is of it. */
static void read_range(struct parsing *parsing, struct class_reading *reading, uint32_t first)
{
    uint32_t last;

    parsing->at++;
    if (!read_member(parsing, &last) || last < first) {
        reading->is_spelt = reading->has_kind = false;
        return;
    }
    take_kind(reading, requirement_kind_of(last), false);
    /* Signs are not all neighbours, nor are capitals and small letters. */
    reading->has_kind = reading->has_kind && reading->kind != KIND_SIGN && !(first < 'a' && last >= 'a' && last <= 'z');
    for (uint32_t value = first; value <= last && reading->is_spelt; value++)
        add_member(parsing, reading, value);
}

static struct piece piece_of_class(struct parsing *parsing, const struct class_reading *reading)
{
    struct piece piece = { .width = CHARACTER_MAX };
    struct bytes *items;

    if (reading->has_kind)
        count_kind(&piece, reading->kind);
    if (!reading->is_spelt || (reading->has_kind && reading->kind == KIND_DIGIT))
        return piece;
    items = need(parsing, reading->count * sizeof *items);
    if (items == NULL)
        return piece;
    memcpy(items, reading->items, reading->count * sizeof *items);
    piece.exact = (struct texts){ items, without_equals(items, reading->count) };
    return piece;
}

static struct piece parse_class(struct parsing *parsing)
{
    struct class_reading reading = { .is_spelt = true, .has_kind = true, .kind = KIND_OTHER };
    bool negated = peek(parsing, 1) == '^';

    parsing->at += negated ? 2 : 1;
    for (bool first = true; first || peek(parsing, 0) != ']'; first = false) {
        uint32_t value;

        if (parsing->at >= parsing->size) {
            parsing->failed = true;
            return anything(0);
        }
        if (!read_member(parsing, &value)) {
            reading.is_spelt = reading.has_kind = false;
            continue;
        }
        take_kind(&reading, requirement_kind_of(value), first);
        if (peek(parsing, 0) == '-' && peek(parsing, 1) != ']')
            read_range(parsing, &reading, value);
        else
            add_member(parsing, &reading, value);
    }
    parsing->at++;
    return negated ? anything(CHARACTER_MAX) : piece_of_class(parsing, &reading);
}

static struct remembered **bucket_of(const struct parsing *parsing, size_t at)
{
    uint64_t hash = 0, word;

    for (size_t offset = 0; offset < REMEMBERED_SIZE_MIN; offset += sizeof word) {
        memcpy(&word, parsing->text + at + offset, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return &parsing->memory->buckets[hash % REMEMBERED_BUCKETS];
}

/* Takes the group at parsing->at from memory. */
static bool recall(struct parsing *parsing, struct piece *piece)
{
    size_t left = parsing->size - parsing->at;
    const struct remembered *known;

    if (parsing->memory == NULL || left < REMEMBERED_SIZE_MIN)
        return false;
    known = *bucket_of(parsing, parsing->at);
    while (known != NULL && (known->size > left || memcmp(known->text, parsing->text + parsing->at, known->size) != 0))
        known = known->next;
    if (known == NULL)
        return false;
    *piece = known->piece;
    parsing->at += known->size;
    return true;
}

static void remember(struct parsing *parsing, size_t start, const struct piece *piece)
{
    size_t size = parsing->at - start;
    struct remembered **bucket, *fresh;

    if (parsing->memory == NULL || parsing->failed || size < REMEMBERED_SIZE_MIN)
        return;
    fresh = need(parsing, sizeof *fresh);
    if (fresh == NULL)
        return;
    bucket = bucket_of(parsing, start);
    *fresh = (struct remembered){ *bucket, parsing->text + start, size, *piece };
    *bucket = fresh;
}

static struct piece parse_group(struct parsing *parsing)
{
    size_t start = parsing->at;
    struct piece piece;

    if (recall(parsing, &piece))
        return piece;
    parsing->at += peek(parsing, 1) == '?' ? 3 : 1; /* (?: is the only other form that a fold has */
    if (++parsing->depth > DEPTH_MAX)
        parsing->failed = true;
    piece = parsing->failed ? anything(0) : parse_alternatives(parsing);
    parsing->depth--;
    if (peek(parsing, 0) != ')')
        parsing->failed = true;
    parsing->at++;
    remember(parsing, start, &piece);
    return piece;
}

static struct piece parse_atom(struct parsing *parsing)
{
    struct utf8_step step;

    switch (peek(parsing, 0)) {
    case '\\':
        return parse_escape(parsing);
    case '[':
        return parse_class(parsing);
    case '(':
        return parse_group(parsing);
    case '^':
    case '$':
        parsing->at++;
        return exactly(parsing, "", 0);
    case '.':
        parsing->at++;
        return anything(CHARACTER_MAX);
    default:
        step = utf8_next(parsing->text + parsing->at, parsing->size - parsing->at);
        parsing->at += step.size;
        return exactly(parsing, parsing->text + parsing->at - step.size, step.size);
    }
}

static uint32_t read_count(struct parsing *parsing)
{
    uint32_t count = 0;

    for (; peek(parsing, 0) >= '0' && peek(parsing, 0) <= '9'; parsing->at++)
        count = count < WIDTH_MAX ? count * 10 + (uint32_t)(peek(parsing, 0) - '0') : WIDTH_MAX;
    return count;
}

/* ?, {n} or {n,m} at parsing->at, and that it is lazy. */
static bool parse_repeat(struct parsing *parsing, uint32_t *least, uint32_t *most)
{
    if (peek(parsing, 0) == '?') {
        *least = 0;
        *most = 1;
        parsing->at++;
    } else if (peek(parsing, 0) == '{') {
        parsing->at++;
        *least = *most = read_count(parsing);
        if (peek(parsing, 0) == ',') {
            parsing->at++;
            *most = read_count(parsing);
        }
        parsing->at++;
    } else {
        return false;
    }
    parsing->at += peek(parsing, 0) == '?';
    return true;
}

static struct piece widened(struct piece piece, uint32_t most)
{
    uint64_t width = (uint64_t)piece.width * most;

    piece.width = width < WIDTH_MAX ? (uint32_t)width : WIDTH_MAX;
    return piece;
}

/* A piece that is spelt out, so many times: all that this can be; count 0 when it is too much. */
static struct texts spell_repeat(struct parsing *parsing, struct texts exact, uint32_t least, uint32_t most)
{
    struct texts power = one_text(parsing, "", 0), all = { NULL, 0 };

    for (uint32_t count = 0; count <= most; count++) {
        if (count > 0)
            power = chain(parsing, power, exact);
        if (count >= least)
            all = all.count > 0 ? unite(parsing, all, power) : power;
        if (power.count == 0 || (count >= least && all.count == 0))
            return (struct texts){ NULL, 0 };
    }
    return all;
}

static struct piece repeated(struct parsing *parsing, struct piece piece, uint32_t least, uint32_t most)
{
    struct texts spelt = { NULL, 0 };

    if (piece.exact.count > 0 && most <= REPEAT_SPELT_MAX)
        spelt = spell_repeat(parsing, piece.exact, least, most);
    if (spelt.count == 0)
        piece = least > 0 ? loosened(parsing, piece) : anything(piece.width);
    piece.exact = spelt;
    for (size_t kind = 0; kind < REQUIREMENT_KINDS; kind++)
        piece.kinds[kind] *= least;
    return widened(piece, most);
}

static struct piece parse_sequence(struct parsing *parsing)
{
    struct sequence sequence = empty_sequence(parsing);

    while (!parsing->failed && parsing->at < parsing->size && peek(parsing, 0) != '|' && peek(parsing, 0) != ')') {
        struct piece piece = parse_atom(parsing);
        uint32_t least, most;

        if (parse_repeat(parsing, &least, &most))
            piece = repeated(parsing, piece, least, most);
        append(parsing, &sequence, &piece);
    }
    return finish(parsing, &sequence);
}

static uint32_t least_of(uint32_t one, uint32_t other)
{
    return one < other ? one : other;
}

/* The texts of alternatives as they are read; what one of them is twice goes at the end, or when they are too many. */
struct gathering {
    struct bytes *items;
    size_t count, capacity;
};

enum { GATHERED_MAX = 2 * REQUIREMENT_TEXTS_MAX };

static bool gather(struct parsing *parsing, struct gathering *gathering, struct texts texts)
{
    if (gathering->count + texts.count > GATHERED_MAX)
        gathering->count = without_equals(gathering->items, gathering->count);
    if (gathering->count + texts.count > GATHERED_MAX)
        return false;
    if (gathering->count + texts.count > gathering->capacity) {
        size_t capacity = 2 * (gathering->count + texts.count);
        struct bytes *items = need(parsing, capacity * sizeof *items);

        if (items == NULL)
            return false;
        if (gathering->count > 0)
            memcpy(items, gathering->items, gathering->count * sizeof *items);
        gathering->items = items;
        gathering->capacity = capacity;
    }
    memcpy(gathering->items + gathering->count, texts.items, texts.count * sizeof *texts.items);
    gathering->count += texts.count;
    return true;
}

/* A piece whose exact texts are gathered, with them sorted out; none when they are too many. */
static struct piece settled(struct piece piece, struct gathering *gathering)
{
    if (piece.exact.count == 0 || gathering->count == 0)
        return piece;
    gathering->count = without_equals(gathering->items, gathering->count);
    piece.exact = (struct texts){ gathering->items, gathering->count };
    if (gathering->count > REQUIREMENT_TEXTS_MAX)
        piece.exact = (struct texts){ NULL, 0 };
    gathering->count = 0;
    return piece;
}

/* Either of two pieces; the texts of the first one are those that were gathered before, if any were. */
static struct piece either(struct parsing *parsing, struct piece one, struct piece other, struct gathering *gathering)
{
    struct piece both = { .width = one.width > other.width ? one.width : other.width };
    const struct requirement_choice *left, *right;
    struct texts united;

    for (size_t kind = 0; kind < REQUIREMENT_KINDS; kind++)
        both.kinds[kind] = least_of(one.kinds[kind], other.kinds[kind]);
    if (one.exact.count > 0 && other.exact.count > 0
        && (gathering->count > 0 || gather(parsing, gathering, one.exact)) && gather(parsing, gathering, other.exact)) {
        both.exact = (struct texts){ gathering->items, gathering->count };
        return both;
    }
    one = loosened(parsing, settled(one, gathering));
    other = loosened(parsing, other);
    left = rarest_of(one.choices, one.choice_count);
    right = rarest_of(other.choices, other.choice_count);
    if (left == NULL || right == NULL)
        return both;
    united = unite(parsing, (struct texts){ left->texts, left->count }, (struct texts){ right->texts, right->count });
    if (united.count > 0)
        add_choice(&both, (struct requirement_choice){ united.items, united.count });
    return both;
}

static struct piece parse_alternatives(struct parsing *parsing)
{
    struct piece piece = parse_sequence(parsing);
    struct gathering gathering = { NULL, 0, 0 };

    while (!parsing->failed && peek(parsing, 0) == '|') {
        parsing->at++;
        piece = either(parsing, piece, parse_sequence(parsing), &gathering);
    }
    return settled(piece, &gathering);
}

/* Is it one alternative, from the beginning of a line to its end? */
static bool is_anchored(const char *folded, size_t size)
{
    size_t next = 0;
    struct span piece;

    return size >= 2 && folded[0] == '^' && folded[size - 1] == '$' && folded[size - 2] != '\\'
           && pattern_next_alternative(folded, (struct span){ 0, size }, &next, &piece) && piece.end == size;
}

struct requirement_memory *requirement_memory_create(struct arena *arena)
{
    return arena_zeroed(arena, sizeof(struct requirement_memory));
}

enum status requirement_of(const char *folded, size_t size, struct arena *arena, struct requirement_memory *memory,
                           struct requirement *requirement)
{
    struct parsing parsing = { .memory = memory, .text = folded, .size = size, .arena = arena };
    struct piece piece = loosened(&parsing, parse_alternatives(&parsing));

    *requirement = (struct requirement){ .width = UINT32_MAX, .line_max = UINT32_MAX };
    if (parsing.out_of_memory)
        return STATUS_NO_MEMORY;
    if (parsing.failed || parsing.at < size)
        return STATUS_OK;
    memcpy(requirement->choices, piece.choices, sizeof piece.choices);
    requirement->choice_count = piece.choice_count;
    requirement->brief = piece.brief;
    memcpy(requirement->kinds, piece.kinds, sizeof piece.kinds);
    requirement->kinds[KIND_DOUBLED] = piece.kinds[KIND_DOUBLED] > 0;
    requirement->width = piece.width < WIDTH_MAX ? piece.width : UINT32_MAX;
    if (is_anchored(folded, size) && piece.width < WIDTH_MAX)
        requirement->line_max = piece.width;
    return STATUS_OK;
}
