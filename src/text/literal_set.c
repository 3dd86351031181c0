/* SPDX-License-Identifier: Apache-2.0 */
#include "text/literal_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "text/ascii.h"

enum {
    PREFIX_SIZE = 6,
    LOAD_SIZE = 8, /* a prefix is read as a word of eight bytes, two of which are dropped */
    /* Whole bytes for flags: taking a bit out of a word costs more than the caches lose. */
    FILTER_SIZE_MIN = 1 << 16,
    FILTER_SIZE_OF_PREFIX = 32,
    TRIPLE_SIZE = 3,
    STRIDE = 3 * TRIPLE_SIZE,
    STRIDE_LOAD_SIZE = 2 * TRIPLE_SIZE + LOAD_SIZE,
};

#define ENTRY_NONE UINT32_MAX

/* Entries stand in the order of their bytes. All that begin a text are then the last entry that is not greater than
 * it, the longest one that begins that entry, and so on: hundreds of words that begin alike cost no more than one. */
struct entry {
    struct literal literal;
    uint32_t shorter; /* the longest other one that this one begins with; equal ones follow each other so */
};

/* The entries with one prefix. No prefix is 0, which marks a free slot. Words that begin with 人民 or 中国 are met at every
 * turn: `thirds` has a bit for each third character that an entry goes on with (all bits when one does not), and most
 * places are done with after it. */
struct slot {
    uint64_t prefix, thirds;
    uint32_t first, count;
};

struct literal_set {
    const uint8_t *filter; /* 1 where the hash of a prefix leads */
    const struct slot *slots;
    const struct entry *entries;
    size_t slot_mask;
    unsigned filter_shift;
};

static inline bool begins_triple(uint8_t byte)
{
    return (byte & 0xF0) == 0xE0;
}

bool literal_set_takes(const char *text, size_t size)
{
    return size >= PREFIX_SIZE && begins_triple((uint8_t)text[0]);
}

/* The first six of eight readable bytes, in the order of memory. */
static inline uint64_t prefix_at(const char *text)
{
    uint64_t word;

    memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return word & UINT64_C(0x0000FFFFFFFFFFFF);
#else
    return word & UINT64_C(0xFFFFFFFFFFFF0000);
#endif
}

static uint64_t prefix_of(const struct literal *literal)
{
    char bytes[LOAD_SIZE] = { 0 };

    memcpy(bytes, literal->text, PREFIX_SIZE);
    return prefix_at(bytes);
}

/* Multiplicative hashing: the upper bits are the good ones. */
static inline uint64_t hash_of(uint64_t prefix)
{
    return prefix * UINT64_C(0x9E3779B97F4A7C15);
}

/* The bit of the character at `text`, of which three bytes can be read. */
static inline uint64_t third_bit(const char *text)
{
    uint32_t value = (uint32_t)(uint8_t)text[0] << 16 | (uint32_t)(uint8_t)text[1] << 8 | (uint8_t)text[2];

    return UINT64_C(1) << ((value * UINT32_C(0x9E3779B1)) >> 26);
}

static uint64_t thirds_of(const struct literal *literal)
{
    return literal->size >= PREFIX_SIZE + TRIPLE_SIZE ? third_bit(literal->text + PREFIX_SIZE) : UINT64_MAX;
}

static size_t power_of_two(size_t least)
{
    size_t power = 1;

    while (power < least)
        power *= 2;
    return power;
}

static int compare_bytes(const char *left, size_t left_size, const char *right, size_t right_size)
{
    int order = memcmp(left, right, left_size < right_size ? left_size : right_size);

    return order != 0 ? order : (left_size > right_size) - (left_size < right_size);
}

static int by_text(const void *left, const void *right)
{
    const struct literal *a = &((const struct entry *)left)->literal, *b = &((const struct entry *)right)->literal;
    int order = compare_bytes(a->text, a->size, b->text, b->size);

    return order != 0 ? order : (a->id > b->id) - (a->id < b->id);
}

static bool begins(const struct literal *literal, const char *text, size_t size)
{
    return literal->size <= size && memcmp(text, literal->text, literal->size) == 0;
}

static enum status copy_entries(const struct literal *literals, size_t count, struct arena *arena,
                                struct entry **result)
{
    struct entry *entries = arena_alloc(arena, count * sizeof *entries);

    if (entries == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++) {
        ASSERT(literal_set_takes(literals[index].text, literals[index].size));
        entries[index].literal = literals[index];
        entries[index].literal.text = arena_text(arena, literals[index].text, literals[index].size);
        if (entries[index].literal.text == NULL)
            return STATUS_NO_MEMORY;
    }
    qsort(entries, count, sizeof *entries, by_text);
    for (size_t index = 0; index < count; index++) {
        const struct literal *literal = &entries[index].literal;
        uint32_t shorter = index > 0 ? (uint32_t)index - 1 : ENTRY_NONE;

        while (shorter != ENTRY_NONE && !begins(&entries[shorter].literal, literal->text, literal->size))
            shorter = entries[shorter].shorter;
        entries[index].shorter = shorter;
    }
    *result = entries;
    return STATUS_OK;
}

static struct slot *find_slot(struct slot *slots, size_t mask, uint64_t prefix)
{
    size_t at = (hash_of(prefix) >> 32) & mask;

    while (slots[at].prefix != 0 && slots[at].prefix != prefix)
        at = (at + 1) & mask;
    return &slots[at];
}

static void fill(const struct entry *entries, size_t count, struct slot *slots, size_t mask, uint8_t *filter,
                 unsigned filter_shift)
{
    for (size_t index = 0; index < count; index++) {
        uint64_t prefix = prefix_of(&entries[index].literal);
        struct slot *slot = find_slot(slots, mask, prefix);

        filter[hash_of(prefix) >> filter_shift] = 1;
        if (slot->prefix == 0)
            *slot = (struct slot){ prefix, 0, (uint32_t)index, 0 };
        slot->thirds |= thirds_of(&entries[index].literal);
        slot->count++;
    }
}

static size_t count_prefixes(const struct entry *entries, size_t count)
{
    size_t prefixes = 0;

    for (size_t index = 0; index < count; index++)
        prefixes += index == 0 || prefix_of(&entries[index].literal) != prefix_of(&entries[index - 1].literal);
    return prefixes;
}

enum status literal_set_create(const struct literal *literals, size_t count, struct arena *arena,
                               const struct literal_set **result)
{
    struct literal_set *set = arena_alloc(arena, sizeof *set);
    struct entry *entries;
    size_t prefixes, slot_count, filter_size;
    unsigned filter_shift;
    struct slot *slots;
    uint8_t *filter;
    enum status status = copy_entries(literals, count, arena, &entries);

    if (status != STATUS_OK || set == NULL)
        return STATUS_NO_MEMORY;
    prefixes = count_prefixes(entries, count);
    slot_count = power_of_two(2 * prefixes + 1);
    filter_size = prefixes * FILTER_SIZE_OF_PREFIX;
    filter_size = power_of_two(filter_size < FILTER_SIZE_MIN ? FILTER_SIZE_MIN : filter_size);
    filter_shift = 64 - (unsigned)__builtin_ctzll(filter_size);
    slots = arena_zeroed(arena, slot_count * sizeof *slots);
    filter = arena_zeroed(arena, filter_size);
    if (slots == NULL || filter == NULL)
        return STATUS_NO_MEMORY;
    fill(entries, count, slots, slot_count - 1, filter, filter_shift);
    *set = (struct literal_set){ filter, slots, entries, slot_count - 1, filter_shift };
    *result = set;
    return STATUS_OK;
}

/* ---- Searching. */

struct search {
    const struct literal_set *set;
    const char *text;
    size_t size;
    literal_found *found;
    void *context;
};

static inline bool is_worth_looking(const struct literal_set *set, uint64_t prefix)
{
    return set->filter[hash_of(prefix) >> set->filter_shift] != 0;
}

/* Do three characters of three bytes each begin here? */
static inline bool begins_three_triples(const char *text)
{
    const uint8_t *bytes = (const uint8_t *)text;

    return ((bytes[0] & bytes[TRIPLE_SIZE] & bytes[2 * TRIPLE_SIZE]) & 0xF0) == 0xE0
           && ((bytes[0] | bytes[TRIPLE_SIZE] | bytes[2 * TRIPLE_SIZE]) & 0xF0) == 0xE0;
}

/* Among the entries of a slot; ENTRY_NONE when all are greater. */
static uint32_t last_not_greater(const struct literal_set *set, const struct slot *slot, const char *text, size_t size)
{
    uint32_t low = slot->first, high = slot->first + slot->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct literal *literal = &set->entries[middle].literal;

        if (compare_bytes(literal->text, literal->size, text, size) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low > slot->first ? low - 1 : ENTRY_NONE;
}

/* All literals that begin at `from`. */
static __attribute__((noinline)) bool look(const struct search *search, size_t from, uint64_t prefix)
{
    const struct literal_set *set = search->set;
    size_t at = (hash_of(prefix) >> 32) & set->slot_mask;
    const struct slot *slot = &set->slots[at];
    const char *text;
    size_t size;

    while (slot->prefix != prefix) {
        if (slot->prefix == 0)
            return true;
        at = (at + 1) & set->slot_mask;
        slot = &set->slots[at];
    }
    text = search->text + from;
    size = search->size - from;
    if (size >= PREFIX_SIZE + TRIPLE_SIZE && (slot->thirds & third_bit(text + PREFIX_SIZE)) == 0)
        return true;
    for (uint32_t index = last_not_greater(set, slot, text, size); index != ENTRY_NONE;
         index = set->entries[index].shorter) {
        const struct literal *literal = &set->entries[index].literal;

        if (begins(literal, text, size) && !search->found(search->context, literal->id, from, from + literal->size))
            return false;
    }
    return true;
}

/* Han text, three characters at a time, from `*from` on as far as it goes. */
static inline bool scan_triples(const struct search *search, const struct literal_set *set, size_t *from)
{
    const char *text = search->text;
    size_t at = *from;

    while (search->size - at >= STRIDE_LOAD_SIZE && begins_three_triples(text + at)) {
        uint64_t first = prefix_at(text + at), second = prefix_at(text + at + TRIPLE_SIZE);
        uint64_t third = prefix_at(text + at + 2 * TRIPLE_SIZE);
        bool in_first = is_worth_looking(set, first), in_second = is_worth_looking(set, second);
        bool in_third = is_worth_looking(set, third);

        if (__builtin_expect(in_first | in_second | in_third, 0)) {
            if ((in_first && !look(search, at, first)) || (in_second && !look(search, at + TRIPLE_SIZE, second))
                || (in_third && !look(search, at + 2 * TRIPLE_SIZE, third)))
                return false;
        }
        at += STRIDE;
    }
    *from = at;
    return true;
}

/* Places with fewer than eight bytes behind them. */
static bool scan_tail(const struct search *search, size_t from)
{
    for (; from + PREFIX_SIZE <= search->size; from++) {
        char bytes[LOAD_SIZE] = { 0 };
        uint64_t prefix;

        memcpy(bytes, search->text + from, PREFIX_SIZE);
        prefix = prefix_at(bytes);
        if (begins_triple((uint8_t)bytes[0]) && is_worth_looking(search->set, prefix) && !look(search, from, prefix))
            return false;
    }
    return true;
}

bool literal_set_scan(const struct literal_set *set, const char *text, size_t size, literal_found *found, void *context)
{
    struct search search = { set, text, size, found, context };
    const struct literal_set local = *set;
    size_t from = 0;

    if (size < PREFIX_SIZE)
        return true;
    while (size - from >= LOAD_SIZE) {
        uint64_t prefix;

        if (!begins_triple((uint8_t)text[from])) {
            size_t ascii = ascii_count_of_8((const uint8_t *)text + from);

            from += ascii > 0 ? ascii : 1;
            continue;
        }
        if (!scan_triples(&search, &local, &from))
            return false;
        if (size - from < LOAD_SIZE || !begins_triple((uint8_t)text[from]))
            continue;
        prefix = prefix_at(text + from);
        if (is_worth_looking(&local, prefix) && !look(&search, from, prefix))
            return false;
        from += TRIPLE_SIZE;
    }
    return scan_tail(&search, from);
}
