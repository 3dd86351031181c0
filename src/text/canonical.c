/* SPDX-License-Identifier: Apache-2.0 */
#include "text/canonical.h"

#include <string.h>

#include "base/assert.h"
#include "text/ascii.h"
#include "text/canonical_table.h"
#include "text/utf8.h"

enum {
    SKIP_SIZE = 512,    /* how much a replay folds at a time at first, … */
    SKIP_SIZE_MIN = 32, /* … and at last, before it goes character by character */
    TRIPLE_SOURCE_SIZE = 3,
};

/* One character of input: what it is folded to. */
struct folded {
    const char *text;
    uint32_t size;
    uint8_t first, last;
};

static inline bool is_self(uint16_t value)
{
    return value >= VALUE_SIGN && value <= VALUE_HAN;
}

/* The character's own bytes when it stays, `own` being its valid UTF-8. */
static inline struct folded folded_of(uint16_t value, const char *own, uint32_t own_size)
{
    const struct canonical_entry *entry;

    if (is_self(value))
        return (struct folded){ own, own_size, (uint8_t)value, (uint8_t)value };
    entry = &canonical_entries[value - VALUE_ENTRY_FIRST];
    return (struct folded){ entry->text, entry->size, entry->first, entry->last };
}

/* Writes one character and the blank that is owed before it. */
static size_t put(struct canonical_state *state, struct folded folded, char *output)
{
    size_t size = 0;

    if (state->pending != 0) {
        state->pending = 0;
        if (state->last != CLASS_NOTHING && (state->last != CLASS_HAN || folded.first != CLASS_HAN))
            output[size++] = ' ';
    }
    memcpy(output + size, folded.text, folded.size);
    state->last = folded.last;
    return size + folded.size;
}

/* The next character by the book: any bytes, any state. Returns what it wrote; *source is advanced. */
static size_t step(struct canonical_state *state, const char *text, size_t size, enum canonical_newlines newlines,
                   size_t *source, char *output, struct canonical_losses *losses)
{
    struct utf8_step next = utf8_next(text + *source, size - *source);
    uint16_t value = canonical_value(next.code_point);
    const char *own = text + *source;

    *source += next.size;
    if (next.broken) {
        if (losses != NULL)
            losses->replaced++;
        return put(state, (struct folded){ "\xEF\xBF\xBD", 3, CLASS_SIGN, CLASS_SIGN }, output);
    }
    switch (value) {
    case VALUE_REMOVED:
        if (losses != NULL)
            losses->removed++;
        return 0;
    case VALUE_BREAK:
        if (newlines == NEWLINES_ARE_BREAKS)
            return canonical_break(state, output);
        state->pending = 1;
        return 0;
    case VALUE_BLANK:
        state->pending = 1;
        return 0;
    default:
        return put(state, folded_of(value, own, next.size), output);
    }
}

/* The fast paths work on a copy of the state and stop at whatever they do not know. */
struct pass {
    const uint8_t *from, *end;
    char *to;
    uint8_t last;
    bool pending;
};

/* ASCII, eight bytes in a word: which bytes are visible (21 to 7E) and what they are in lower case. */
static inline uint64_t visible_bytes(uint64_t word)
{
    uint64_t low = word & ~ASCII_HIGH_BITS;

    return (low + ASCII_EACH(0x80 - 0x21)) & ~(low + ASCII_EACH(0x80 - 0x7F)) & ~word & ASCII_HIGH_BITS;
}

static inline uint64_t lower_bytes(uint64_t word)
{
    uint64_t low = word & ~ASCII_HIGH_BITS;
    uint64_t upper = (low + ASCII_EACH(0x80 - 'A')) & ~(low + ASCII_EACH(0x80 - 'Z' - 1)) & ~word & ASCII_HIGH_BITS;

    return word + (upper >> 2);
}

static inline void pass_blank(struct pass *pass)
{
    if (pass->last != CLASS_NOTHING)
        *pass->to++ = ' ';
    pass->pending = false;
}

/* Visible ASCII and the white space between. False when it stops at a byte it does not know. */
static inline bool pass_ascii(struct pass *pass, enum canonical_newlines newlines)
{
    while (pass->from < pass->end) {
        uint64_t word = 0;
        size_t count;

        /* The last bytes of a run one by one: a copy with room behind it costs more, since runs are short. */
        if ((size_t)(pass->end - pass->from) >= sizeof word)
            memcpy(&word, pass->from, sizeof word);
        else
            memcpy(&word, pass->from, 1);
        count = ascii_first_clear(visible_bytes(word));
        if (count == 0) {
            uint8_t byte = *pass->from;

            if (byte >= 0x80)
                return true;
            if (byte == '\n' && newlines == NEWLINES_ARE_BREAKS) {
                if (pass->last != CLASS_NOTHING)
                    *pass->to++ = '\n';
                pass->last = CLASS_NOTHING;
                pass->pending = false;
            } else if (byte == ' ' || byte == '\n' || byte == '\t') {
                pass->pending = true;
            } else {
                return false;
            }
            pass->from++;
            continue;
        }
        if (pass->pending)
            pass_blank(pass);
        word = lower_bytes(word);
        memcpy(pass->to, &word, sizeof word);
        pass->from += count;
        pass->to += count;
        pass->last = CLASS_SIGN;
    }
    return true;
}

/* Two triples at a time, as long as both are; *about is that of the last. Most of Chinese text goes this way: one load
 * and one comparison say that six bytes are two characters of three, and nothing else has to be checked. */
static inline const uint8_t *pass_pairs(const uint8_t *from, const uint8_t *end, char **output, uint8_t *about)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint64_t bits = UINT64_C(0xC0C0F0C0C0F0), form = UINT64_C(0x8080E08080E0);
    char *to = *output;

    while (end - from >= (ptrdiff_t)sizeof(uint64_t)) {
        const struct canonical_triple *first, *second;
        uint64_t word;

        memcpy(&word, from, sizeof word);
        if ((word & bits) != form)
            break;
        first = &canonical_triples[canonical_triple_blocks[(word & 0xF) << 8 | (word >> 8 & 0xFF)] + (word >> 16 & 0x3F)];
        word >>= 24;
        second = &canonical_triples[canonical_triple_blocks[(word & 0xF) << 8 | (word >> 8 & 0xFF)] + (word >> 16 & 0x3F)];
        if (first->about == 0 || second->about == 0)
            break;
        memcpy(to, first->text, 4);
        to += first->about & TRIPLE_SIZE;
        memcpy(to, second->text, 4);
        *about = second->about;
        to += second->about & TRIPLE_SIZE;
        from += 2 * TRIPLE_SOURCE_SIZE;
    }
    *output = to;
#else
    (void)end, (void)output, (void)about;
#endif
    return from;
}

/* Triples. False when it stops at something that is neither that nor ASCII. */
static inline bool pass_triples(struct pass *pass)
{
    const uint8_t *from = pass->from;
    const struct canonical_triple *triple;
    char *to;
    uint8_t about = 0;

    if (from == pass->end || from[0] < 0x80)
        return true;
    if (pass->end - from < TRIPLE_SOURCE_SIZE)
        return false;
    triple = canonical_triple(from);
    if (triple->about == 0)
        return false;
    if (pass->pending) {
        if (pass->last == CLASS_HAN && (triple->about & TRIPLE_FIRST_HAN) != 0)
            pass->pending = false;
        else
            pass_blank(pass);
    }
    to = pass->to;
    do {
        memcpy(to, triple->text, 4);
        about = triple->about;
        to += about & TRIPLE_SIZE;
        from = pass_pairs(from + TRIPLE_SOURCE_SIZE, pass->end, &to, &about);
        if (pass->end - from < TRIPLE_SOURCE_SIZE)
            break;
        triple = canonical_triple(from);
    } while (triple->about != 0);
    pass->from = from;
    pass->to = to;
    pass->last = (about & TRIPLE_LAST_HAN) != 0 ? CLASS_HAN : CLASS_SIGN;
    return true;
}

static inline void pass_all(struct pass *pass, enum canonical_newlines newlines)
{
    while (pass->from < pass->end && pass_ascii(pass, newlines) && pass_triples(pass))
        continue;
}

size_t canonical_append(struct canonical_state *state, const char *text, size_t size, enum canonical_newlines newlines,
                        char *output, struct canonical_losses *losses)
{
    size_t source = 0, produced = 0;

    while (source < size) {
        const uint8_t *from = (const uint8_t *)text + source;
        struct pass pass = { from, (const uint8_t *)text + size, output + produced, state->last, state->pending != 0 };

        pass_all(&pass, newlines);
        *state = (struct canonical_state){ pass.last, pass.pending };
        source += (size_t)(pass.from - from);
        produced = (size_t)(pass.to - output);
        if (source < size)
            produced += step(state, text, size, newlines, &source, output + produced, losses);
    }
    return produced;
}

size_t canonical_break(struct canonical_state *state, char *output)
{
    bool empty = state->last == CLASS_NOTHING;

    *state = (struct canonical_state)CANONICAL_STATE_INIT;
    if (empty)
        return 0;
    output[0] = '\n';
    return 1;
}

void canonical_blank(struct canonical_state *state)
{
    state->pending = 1;
}

/* Goes ahead by whole pieces while they lie before the target; most text keeps its size. */
static void replay_skip(struct canonical_replay *replay, const char *text, size_t size,
                        enum canonical_newlines newlines, size_t target, size_t piece_size)
{
    char scratch[SKIP_SIZE * CANONICAL_GROWTH + CANONICAL_SLACK];

    while (size - replay->source > piece_size && target - replay->produced >= piece_size) {
        struct canonical_state state = replay->state;
        size_t piece = piece_size, produced;

        /* Before a byte that continues nothing, even broken text may be cut. */
        while (piece > 0 && ((uint8_t)text[replay->source + piece] & 0xC0) == 0x80)
            piece--;
        if (piece == 0)
            break;
        produced = canonical_append(&state, text + replay->source, piece, newlines, scratch, NULL);
        if (replay->produced + produced > target)
            break;
        replay->state = state;
        replay->source += piece;
        replay->produced += produced;
    }
}

void canonical_locate(struct canonical_replay *replay, const char *text, size_t size, enum canonical_newlines newlines,
                      size_t target, size_t *start, size_t *end)
{
    char scratch[CANONICAL_GROWTH * 4 + CANONICAL_SLACK];

    ASSERT(target >= replay->produced);
    for (size_t piece = SKIP_SIZE; piece >= SKIP_SIZE_MIN; piece /= 4)
        replay_skip(replay, text, size, newlines, target, piece);
    while (replay->source < size) {
        struct canonical_replay before = *replay;

        replay->produced += step(&replay->state, text, size, newlines, &replay->source, scratch, NULL);
        if (replay->produced <= target)
            continue;
        *start = before.source;
        *end = replay->source;
        /* The same character may be asked for again, for its other bytes. */
        *replay = before;
        return;
    }
    ASSERT(replay->produced > target); /* the caller asks for more than the run produces */
}

static bool is_dense(uint16_t value)
{
    return value == VALUE_WORD || value == VALUE_HAN || value == VALUE_BREAK;
}

/* One character of the general kind. */
static size_t dense_step(const char *canonical, size_t size, size_t *offset, char *output)
{
    struct utf8_step next = utf8_next(canonical + *offset, size - *offset);
    size_t produced = 0;

    if (!next.broken && is_dense(canonical_value(next.code_point))) {
        memcpy(output, canonical + *offset, next.size);
        produced = next.size;
    }
    *offset += next.size;
    return produced;
}

static inline bool is_dense_ascii(uint8_t byte)
{
    return (uint8_t)((byte | 0x20) - 'a') < 26 || (uint8_t)(byte - '0') < 10 || byte == '\n';
}

/* Eight ASCII bytes. */
static inline size_t dense_ascii(const uint8_t *bytes, char *output)
{
    size_t produced = 0;

    for (size_t index = 0; index < 8; index++) {
        output[produced] = (char)bytes[index];
        produced += is_dense_ascii(bytes[index]);
    }
    return produced;
}

/* A Han character from U+4E00 to U+9FBF: of these all belong to the dense view, and nearly all of Chinese text is of them. */
static inline unsigned is_han(const char *text)
{
    unsigned beginning = (unsigned)(uint8_t)text[0] << 8 | (uint8_t)text[1];

    return beginning - 0xE4B8U < 0xE9BFU - 0xE4B8U;
}

size_t canonical_dense(const char *canonical, size_t size, char *output)
{
    enum { STEP = 9, STEP_SIZE = 12 /* bytes that are read and stored for it */ };
    size_t produced = 0, offset = 0;

    while (size - offset >= STEP_SIZE) {
        const char *text = canonical + offset;
        const uint8_t *bytes = (const uint8_t *)text;
        const struct canonical_triple *triple;

        if ((is_han(text) & is_han(text + 3) & is_han(text + 6)) != 0) {
            memcpy(output + produced, text, STEP_SIZE);
            produced += STEP;
            offset += STEP;
        } else if (is_han(text) != 0) {
            memcpy(output + produced, text, 4);
            produced += 3;
            offset += 3;
        } else if (bytes[0] >= 0x80) {
            triple = canonical_triple(bytes);
            if (triple->about == 0) {
                produced += dense_step(canonical, size, &offset, output + produced);
                continue;
            }
            /* Four bytes are stored for three, so the last characters go the other way. */
            memcpy(output + produced, bytes, 4);
            produced += (triple->about & TRIPLE_DENSE) != 0 ? 3 : 0;
            offset += 3;
        } else if (ascii_count_of_8(bytes) == 8) {
            produced += dense_ascii(bytes, output + produced);
            offset += 8;
        } else {
            output[produced] = text[0];
            produced += is_dense_ascii(bytes[0]);
            offset++;
        }
    }
    while (offset < size)
        produced += dense_step(canonical, size, &offset, output + produced);
    return produced;
}

size_t canonical_dense_locate(const char *canonical, size_t size, size_t *dense, size_t *offset, size_t target)
{
    ASSERT(target >= *dense);
    while (*offset < size) {
        struct utf8_step next = utf8_next(canonical + *offset, size - *offset);

        if (!next.broken && is_dense(canonical_value(next.code_point))) {
            if (target < *dense + next.size)
                return *offset + (target - *dense);
            *dense += next.size;
        }
        *offset += next.size;
    }
    ASSERT(target < *dense); /* the caller asks for more than the dense view has */
    return size;
}

size_t canonical_character(uint32_t code_point, char *output)
{
    char own[4];
    uint16_t value;
    struct folded folded;

    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = UTF8_REPLACEMENT;
    value = canonical_value(code_point);
    if (value == VALUE_REMOVED)
        return 0;
    if (value == VALUE_BLANK || value == VALUE_BREAK) {
        output[0] = ' ';
        return 1;
    }
    folded = folded_of(value, own, (uint32_t)utf8_encode(code_point, own));
    memcpy(output, folded.text, folded.size);
    return folded.size;
}

bool canonical_is_han(uint32_t code_point)
{
    char own[CANONICAL_GROWTH * 4];
    size_t size = canonical_character(code_point, own);

    return size > 0 && canonical_value(utf8_next(own, size).code_point) == VALUE_HAN;
}
