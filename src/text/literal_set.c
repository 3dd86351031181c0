/* SPDX-License-Identifier: Apache-2.0 */
#include "text/literal_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/assert.h"
#include "text/ascii.h"

enum {
    PREFIX_SIZE = 6,
    LOAD_SIZE = 8, /* a prefix is read as a word of eight bytes, two of which are dropped */
    REST_END = PREFIX_SIZE + LOAD_SIZE, /* of what rest_at tells of a word */
    FILTER_BITS_MIN = 1 << 12,
    FILTER_BITS_OF_PREFIX = 32,
    TRIPLE_SIZE = 3,
    STRIDE = 3 * TRIPLE_SIZE,
    STRIDE_LOAD_SIZE = 2 * TRIPLE_SIZE + LOAD_SIZE,
    WAITING_MAX = 256,
};

#define ENTRY_NONE UINT32_MAX

/* Entries stand in the order of their bytes. All that begin a text are then the last entry that is not greater than
 * it, the longest one that begins that entry, and so on: hundreds of words that begin alike cost no more than one. */
struct entry {
    struct literal literal;
    uint32_t shorter; /* the longest other one that this one begins with; equal ones follow each other so */
};

/* The entries with one prefix. No prefix is 0, which marks a free slot. Words that begin with 人民 or 中国 are met at every
 * turn: `thirds` has a bit for each third character that a longer entry goes on with (all bits when it is not one of three
 * bytes), and most places are done with after it. */
struct slot {
    uint64_t prefix, thirds;
    uint32_t first, longer, end; /* entries: those that are the prefix itself, then longer ones */
};

struct literal_set {
    const uint8_t *filter; /* a bit where the hash of a prefix leads */
    const struct slot *slots;
    const struct entry *entries;
    const uint64_t *rests; /* of the entries: by which one is found among hundreds that begin alike */
    const uint32_t *ids;   /* of the entries: all that is looked up of a short one */
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
    if (literal->size == PREFIX_SIZE)
        return 0;
    return literal->size >= PREFIX_SIZE + TRIPLE_SIZE ? third_bit(literal->text + PREFIX_SIZE) : UINT64_MAX;
}

/* The eight bytes behind the prefix as a number that orders as they do; what there is not counts as 0. */
static inline uint64_t rest_at(const char *text, size_t size)
{
    uint64_t word = 0;

    if (size >= REST_END)
        memcpy(&word, text + PREFIX_SIZE, sizeof word);
    else
        memcpy(&word, text + PREFIX_SIZE, size - PREFIX_SIZE);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
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
    return bytes_compare(bytes_of(left, left_size), bytes_of(right, right_size));
}

/* Tens of thousands of literals are sorted at each start: first by their first character, which is one of three bytes, and those
 * that share it by what follows as numbers, which order as the bytes do. For few of them the table of first characters takes
 * longer than all else: they are sorted by their numbers alone. */
enum { FIRST_CHARACTERS = 1 << 16, FEW_LITERALS = 1 << 10 };

struct rank {
    uint64_t next, last; /* numbers of what follows, or of the beginning */
    const struct literal *literal;
};

static size_t first_character(const struct literal *literal)
{
    const uint8_t *bytes = (const uint8_t *)literal->text;

    return (size_t)(bytes[0] & 0x0F) << 12 | (size_t)(bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
}

static uint64_t number_at(const char *text, size_t size, size_t at)
{
    uint64_t word = 0;

    if (at < size)
        memcpy(&word, text + at, size - at < sizeof word ? size - at : sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static int by_text(const void *left, const void *right)
{
    const struct rank *a = left, *b = right;
    int order;

    if (a->next != b->next)
        return a->next < b->next ? -1 : 1;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    order = compare_bytes(a->literal->text, a->literal->size, b->literal->text, b->literal->size);
    return order != 0 ? order : (a->literal->id > b->literal->id) - (a->literal->id < b->literal->id);
}

static struct rank rank_of(const struct literal *literal, size_t from)
{
    return (struct rank){ number_at(literal->text, literal->size, from),
                          number_at(literal->text, literal->size, from + sizeof(uint64_t)), literal };
}

/* `ends` has FIRST_CHARACTERS zeros; then where the literals with each first character end. */
static void fill_ranks(const struct literal *literals, size_t count, struct rank *ranks, uint32_t *ends)
{
    uint32_t end = 0;

    for (size_t index = 0; index < count; index++)
        ends[first_character(&literals[index])]++;
    for (size_t character = 0; character < FIRST_CHARACTERS; character++) {
        uint32_t here = ends[character];

        ends[character] = end;
        end += here;
    }
    for (size_t index = 0; index < count; index++) {
        const struct literal *literal = &literals[index];

        ranks[ends[first_character(literal)]++] = rank_of(literal, TRIPLE_SIZE);
    }
}

static bool sort_many(const struct literal *literals, size_t count, struct rank *ranks)
{
    uint32_t *ends = alloc_zeroed(FIRST_CHARACTERS, sizeof *ends), start = 0;

    if (ends == NULL)
        return false;
    fill_ranks(literals, count, ranks, ends);
    for (size_t character = 0; character < FIRST_CHARACTERS; character++) {
        if (ends[character] - start > 1)
            qsort(ranks + start, ends[character] - start, sizeof *ranks, by_text);
        start = ends[character];
    }
    alloc_free(ends);
    return true;
}

static void sort_few(const struct literal *literals, size_t count, struct rank *ranks)
{
    for (size_t index = 0; index < count; index++)
        ranks[index] = rank_of(&literals[index], 0);
    if (count > 1)
        qsort(ranks, count, sizeof *ranks, by_text);
}

/* From the heap; NULL when it is exhausted. */
static struct rank *sorted_ranks(const struct literal *literals, size_t count)
{
    struct rank *ranks = alloc_zeroed(count + 1, sizeof *ranks);

    if (ranks != NULL && count < FEW_LITERALS) {
        sort_few(literals, count, ranks);
    } else if (ranks != NULL && !sort_many(literals, count, ranks)) {
        alloc_free(ranks);
        ranks = NULL;
    }
    return ranks;
}

static bool begins(const struct literal *literal, const char *text, size_t size)
{
    return literal->size <= size && memcmp(text, literal->text, literal->size) == 0;
}

static enum status sort_entries(const struct literal *literals, size_t count, struct arena *arena, struct entry *entries)
{
    struct rank *ranks = sorted_ranks(literals, count);
    enum status status = ranks == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        const struct literal *literal = ranks[index].literal;

        ASSERT(literal_set_takes(literal->text, literal->size));
        entries[index].literal = *literal;
        entries[index].literal.text = arena_text(arena, literal->text, literal->size);
        if (entries[index].literal.text == NULL)
            status = STATUS_NO_MEMORY;
    }
    alloc_free(ranks);
    return status;
}

static enum status copy_entries(const struct literal *literals, size_t count, struct arena *arena,
                                struct entry **result)
{
    struct entry *entries = arena_alloc(arena, (count + 1) * sizeof *entries);
    enum status status = entries == NULL ? STATUS_NO_MEMORY : sort_entries(literals, count, arena, entries);

    if (status != STATUS_OK)
        return status;
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

static void fill(const struct entry *entries, uint32_t count, struct slot *slots, size_t mask, uint8_t *filter,
                 unsigned filter_shift)
{
    for (uint32_t index = 0; index < count; index++) {
        uint64_t prefix = prefix_of(&entries[index].literal), bit = hash_of(prefix) >> filter_shift;
        struct slot *slot = find_slot(slots, mask, prefix);

        filter[bit / 8] |= (uint8_t)(1U << bit % 8);
        if (slot->prefix == 0)
            *slot = (struct slot){ prefix, 0, index, index, index };
        slot->thirds |= thirds_of(&entries[index].literal);
        slot->end++;
        slot->longer += entries[index].literal.size == PREFIX_SIZE;
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
    size_t prefixes, slot_count, filter_bits;
    unsigned filter_shift;
    struct slot *slots;
    uint8_t *filter;
    uint64_t *rests = arena_alloc(arena, (count + 1) * sizeof *rests);
    uint32_t *ids = arena_alloc(arena, (count + 1) * sizeof *ids);
    enum status status = copy_entries(literals, count, arena, &entries);

    if (status != STATUS_OK || set == NULL || rests == NULL || ids == NULL)
        return STATUS_NO_MEMORY;
    prefixes = count_prefixes(entries, count);
    slot_count = power_of_two(2 * prefixes + 1);
    filter_bits = prefixes * FILTER_BITS_OF_PREFIX;
    filter_bits = power_of_two(filter_bits < FILTER_BITS_MIN ? FILTER_BITS_MIN : filter_bits);
    filter_shift = 64 - (unsigned)__builtin_ctzll(filter_bits);
    slots = arena_zeroed(arena, slot_count * sizeof *slots);
    filter = arena_zeroed(arena, filter_bits / 8);
    if (slots == NULL || filter == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++) {
        rests[index] = rest_at(entries[index].literal.text, entries[index].literal.size);
        ids[index] = entries[index].literal.id;
    }
    fill(entries, (uint32_t)count, slots, slot_count - 1, filter, filter_shift);
    *set = (struct literal_set){ filter, slots, entries, rests, ids, slot_count - 1, filter_shift };
    *result = set;
    return STATUS_OK;
}

/* ---- Searching. */

/* Whether it is worth looking at a place is known without a branch; the places wait, and are looked at together, while the
 * slots of the next ones are on their way from memory. */
struct search {
    const struct literal_set *set;
    const char *text;
    size_t size;
    literal_found *found;
    void *context;
    size_t waiting_count;
    size_t waiting[WAITING_MAX];
};

static inline size_t is_worth_looking(const struct literal_set *set, uint64_t prefix)
{
    uint64_t bit = hash_of(prefix) >> set->filter_shift;

    return (size_t)(set->filter[bit / 8] >> bit % 8 & 1);
}

/* Do three characters of three bytes each begin here? */
static inline bool begins_three_triples(const char *text)
{
    const uint8_t *bytes = (const uint8_t *)text;

    return ((bytes[0] & bytes[TRIPLE_SIZE] & bytes[2 * TRIPLE_SIZE]) & 0xF0) == 0xE0
           && ((bytes[0] | bytes[TRIPLE_SIZE] | bytes[2 * TRIPLE_SIZE]) & 0xF0) == 0xE0;
}

/* Is the entry, which has the prefix of the text, not greater than it? */
static inline bool is_not_greater(const struct literal_set *set, uint32_t entry, const char *text, size_t size,
                                  uint64_t rest)
{
    const struct literal *literal = &set->entries[entry].literal;

    if (set->rests[entry] != rest)
        return set->rests[entry] < rest;
    return literal->size <= REST_END || compare_bytes(literal->text, literal->size, text, size) <= 0;
}

/* Among the longer entries of a slot; ENTRY_NONE when all are greater. */
static uint32_t last_not_greater(const struct literal_set *set, const struct slot *slot, const char *text, size_t size)
{
    uint32_t low = slot->longer, high = slot->end;
    uint64_t rest = rest_at(text, size);

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (is_not_greater(set, middle, text, size, rest))
            low = middle + 1;
        else
            high = middle;
    }
    return low > slot->longer ? low - 1 : ENTRY_NONE;
}

static inline const struct slot *first_slot(const struct literal_set *set, uint64_t prefix)
{
    return &set->slots[(hash_of(prefix) >> 32) & set->slot_mask];
}

/* NULL: no entry has the prefix. */
static inline const struct slot *slot_of(const struct literal_set *set, uint64_t prefix)
{
    const struct slot *slot = first_slot(set, prefix);

    while (slot->prefix != prefix) {
        if (slot->prefix == 0)
            return NULL;
        slot = slot < set->slots + set->slot_mask ? slot + 1 : set->slots;
    }
    return slot;
}

/* All longer literals of the slot that begin at `from`. */
static bool look_for_longer(const struct search *search, const struct slot *slot, size_t from)
{
    const struct literal_set *set = search->set;
    const char *text = search->text + from;
    size_t size = search->size - from;

    for (uint32_t index = last_not_greater(set, slot, text, size); index != ENTRY_NONE && index >= slot->longer;
         index = set->entries[index].shorter) {
        const struct literal *literal = &set->entries[index].literal;

        if (begins(literal, text, size) && !search->found(search->context, literal->id, from, from + literal->size))
            return false;
    }
    return true;
}

/* All literals that begin at `from`. */
static bool look(const struct search *search, size_t from, uint64_t prefix)
{
    const struct slot *slot = slot_of(search->set, prefix);
    size_t size = search->size - from;

    if (slot == NULL)
        return true;
    if (slot->end > slot->longer
        && (size < PREFIX_SIZE + TRIPLE_SIZE || (slot->thirds & third_bit(search->text + from + PREFIX_SIZE)) != 0)
        && !look_for_longer(search, slot, from))
        return false;
    for (uint32_t index = slot->longer; index > slot->first; index--) {
        if (!search->found(search->context, search->set->ids[index - 1], from, from + PREFIX_SIZE))
            return false;
    }
    return true;
}

/* May a word stand at `from`, where eight bytes can be read, as far as the first slot tells? Without a branch. */
static inline size_t may_stand(const struct search *search, size_t from, bool has_third)
{
    uint64_t prefix = prefix_at(search->text + from);
    const struct slot *slot = first_slot(search->set, prefix);
    uint64_t third = has_third ? third_bit(search->text + from + PREFIX_SIZE) : UINT64_MAX;
    size_t is_it = slot->prefix == prefix, is_another = (slot->prefix != 0) & (slot->prefix != prefix);

    return (is_it & ((slot->longer > slot->first) | ((slot->thirds & third) != 0))) | is_another;
}

/* The places that wait have eight bytes each. */
static __attribute__((noinline)) bool look_at_waiting(struct search *search)
{
    size_t count = search->waiting_count, kept = 0;

    for (size_t index = 0; index < count; index++)
        __builtin_prefetch(first_slot(search->set, prefix_at(search->text + search->waiting[index])));
    search->waiting_count = 0;
    for (size_t index = 0; index < count; index++) {
        size_t from = search->waiting[index];

        search->waiting[kept] = from;
        kept += may_stand(search, from, search->size - from >= PREFIX_SIZE + TRIPLE_SIZE);
    }
    for (size_t index = 0; index < kept; index++) {
        if (!look(search, search->waiting[index], prefix_at(search->text + search->waiting[index])))
            return false;
    }
    return true;
}

/* Han text, three characters at a time, from `*from` on as far as it goes. */
static inline bool scan_triples(struct search *search, const struct literal_set *set, size_t *from)
{
    const char *text = search->text;
    size_t at = *from, count = search->waiting_count;

    while (search->size - at >= STRIDE_LOAD_SIZE && begins_three_triples(text + at)) {
        if (count > WAITING_MAX - 3) {
            search->waiting_count = count;
            if (!look_at_waiting(search))
                return false;
            count = 0;
        }
        search->waiting[count] = at;
        count += is_worth_looking(set, prefix_at(text + at));
        search->waiting[count] = at + TRIPLE_SIZE;
        count += is_worth_looking(set, prefix_at(text + at + TRIPLE_SIZE));
        search->waiting[count] = at + 2 * TRIPLE_SIZE;
        count += is_worth_looking(set, prefix_at(text + at + 2 * TRIPLE_SIZE));
        at += STRIDE;
    }
    search->waiting_count = count;
    *from = at;
    return true;
}

/* One character; eight bytes can be read. */
static inline bool scan_triple(struct search *search, const struct literal_set *set, size_t from)
{
    if (search->waiting_count == WAITING_MAX && !look_at_waiting(search))
        return false;
    search->waiting[search->waiting_count] = from;
    search->waiting_count += is_worth_looking(set, prefix_at(search->text + from));
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
    struct search search;
    const struct literal_set local = *set;
    size_t from = 0;

    if (size < PREFIX_SIZE)
        return true;
    search.set = set;
    search.text = text;
    search.size = size;
    search.found = found;
    search.context = context;
    search.waiting_count = 0;
    while (size - from >= LOAD_SIZE) {
        if (!begins_triple((uint8_t)text[from])) {
            size_t ascii = ascii_count_of_8((const uint8_t *)text + from);

            from += ascii > 0 ? ascii : 1;
            continue;
        }
        if (!scan_triples(&search, &local, &from))
            return false;
        if (size - from < LOAD_SIZE || !begins_triple((uint8_t)text[from]))
            continue;
        if (!scan_triple(&search, &local, from))
            return false;
        from += TRIPLE_SIZE;
    }
    return look_at_waiting(&search) && scan_tail(&search, from);
}
