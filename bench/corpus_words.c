/* SPDX-License-Identifier: Apache-2.0 */
#include "corpus_words.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

const uint32_t word_tiers[WORD_TIER_COUNT] = { 1000, 4000, WORD_COUNT };

enum { KEY_SLOT_COUNT = 1 << 22, UNIT_GBK_MAX = 1024, GB2312_LEVEL1_MAX = 3755, PROSE_CHARACTERS_MAX = 1 << 16 };

void corpus_fail(const char *what, const char *detail)
{
    (void)fprintf(stderr, "make_corpus: %s: %s\n", what, detail);
    exit(2);
}

/* Open addressing; 0 marks a free slot, so keys are never 0. */
struct key_set {
    uint64_t *slots;
    uint32_t count;
};

struct maker {
    struct key_set pairs;     /* neighbours in the prose */
    struct key_set astride;   /* GBK bytes of the prose across character borders, four together */
    struct key_set words;     /* whole words */
    struct key_set fragments; /* everything inside a word */
    iconv_t to_gbk;
    char (*alphabet)[3]; /* of the prose, as often as they occur there, then the frequent characters */
    uint32_t prose_count, alphabet_count;
};

static void *must_alloc(size_t count, size_t size)
{
    void *memory = alloc_zeroed(count, size);
    if (memory == NULL)
        corpus_fail("words", "no memory");
    return memory;
}

static uint64_t *key_slot(const struct key_set *set, uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t slot = (uint32_t)(hash >> 42);
    while (set->slots[slot] != 0 && set->slots[slot] != key)
        slot = (slot + 1) % KEY_SLOT_COUNT;
    return &set->slots[slot];
}

static bool key_known(const struct key_set *set, uint64_t key)
{
    return *key_slot(set, key) == key;
}

static void key_add(struct key_set *set, uint64_t key)
{
    uint64_t *slot = key_slot(set, key);
    if (*slot == key)
        return;
    if (++set->count > KEY_SLOT_COUNT / 2)
        corpus_fail("words", "a key set is full");
    *slot = key;
}

/* FNV-1a; a collision refuses a word needlessly, no more. */
static uint64_t key_of(const char *data, size_t size)
{
    uint64_t key = UINT64_C(0xCBF29CE484222325);
    for (size_t index = 0; index < size; index++)
        key = (key ^ (uint8_t)data[index]) * UINT64_C(0x100000001B3);
    return key | 1;
}

static iconv_t converter_open(const char *to, const char *from)
{
    iconv_t converter = iconv_open(to, from);
    if (converter == (iconv_t)-1)
        corpus_fail("iconv does not know an encoding", to);
    return converter;
}

size_t words_gbk(iconv_t to_gbk, struct bytes utf8, char *output, size_t capacity)
{
    char *input = (char *)(uintptr_t)utf8.data, *next = output;
    size_t left = utf8.size, room = capacity;

    if (iconv(to_gbk, &input, &left, &next, &room) == (size_t)-1)
        corpus_fail("words", "iconv cannot convert the prose to GBK");
    return capacity - room;
}

static bool character_is_han(const uint8_t *data)
{
    return data[0] >= 0xE4 && data[0] <= 0xE9;
}

static size_t character_size(uint8_t lead)
{
    return lead < 0x80 ? 1 : 3;
}

static void learn_unit(struct maker *maker, struct bytes unit)
{
    char gbk[UNIT_GBK_MAX];
    size_t gbk_size = words_gbk(maker->to_gbk, unit, gbk, sizeof gbk);
    const uint8_t *before = NULL;

    for (size_t offset = 0; offset < unit.size; offset += character_size(unit.data[offset])) {
        const uint8_t *character = unit.data + offset;
        bool is_han = character_size(*character) == 3 && character_is_han(character);
        if (is_han && maker->prose_count < PROSE_CHARACTERS_MAX)
            memcpy(maker->alphabet[maker->prose_count++], character, 3);
        if (is_han && before != NULL)
            key_add(&maker->pairs, key_of((const char *)before, 6));
        before = is_han ? character : NULL;
    }
    /* Where ASCII stands between, some of these lie on the borders after all: words refused for nothing. */
    for (size_t offset = 0; offset + 4 <= gbk_size; offset++)
        key_add(&maker->astride, key_of(gbk + offset, 4));
}

/* Units may come to stand side by side with nothing but markup between them. */
static void learn_seam(struct maker *maker, struct bytes left, struct bytes right)
{
    char seam[4 * 3], gbk[4 * 2];
    size_t left_size = left.size < 6 ? 3 : 6, right_size = right.size < 6 ? 3 : 6;

    if (left.size < 3 || right.size < 3 || left.data[left.size - 1] < 0x80 || right.data[0] < 0x80)
        return;
    if (left.data[left.size - left_size] < 0xE0)
        left_size = 3;
    if (right.data[right_size - 3] < 0xE0)
        right_size = 3;
    memcpy(seam, left.data + left.size - left_size, left_size);
    memcpy(seam + left_size, right.data, right_size);
    key_add(&maker->pairs, key_of(seam + left_size - 3, 6));
    size_t gbk_size = words_gbk(maker->to_gbk, bytes_of(seam, left_size + right_size), gbk, sizeof gbk);
    for (size_t offset = 0; offset + 4 <= gbk_size; offset++)
        key_add(&maker->astride, key_of(gbk + offset, 4));
}

static void learn_prose(struct maker *maker, const struct prose *prose)
{
    for (int list = 0; list < PROSE_LIST_COUNT; list++)
        for (size_t index = 0; index < prose->lists[list].count; index++)
            learn_unit(maker, prose->lists[list].units[index]);
    for (int list = 0; list < PROSE_LIST_COUNT; list++)
        for (size_t index = 0; index < prose->lists[list].count; index++)
            for (int other = 0; other < PROSE_LIST_COUNT; other++)
                for (size_t next = 0; next < prose->lists[other].count; next++)
                    learn_seam(maker, prose->lists[list].units[index], prose->lists[other].units[next]);
}

/* Of level 1 those that canonical text turns into another character (乾 into 干, 著 into 着) are left out:
 * the other tools could not know. */
static bool character_folds(const char *utf8)
{
    static const char folded[] = "乾著藉瞭徵於";
    for (size_t offset = 0; offset + 3 < sizeof folded; offset += 3)
        if (memcmp(folded + offset, utf8, 3) == 0)
            return true;
    return false;
}

static void learn_frequent_characters(struct maker *maker)
{
    iconv_t converter = converter_open("UTF-8", "GBK");

    maker->alphabet_count = maker->prose_count;
    for (uint32_t code = 0; code < GB2312_LEVEL1_MAX; code++) {
        char gbk[2] = { (char)(0xB0 + code / 94), (char)(0xA1 + code % 94) };
        char utf8[4], *input = gbk, *output = utf8;
        size_t left = sizeof gbk, room = sizeof utf8;
        if (iconv(converter, &input, &left, &output, &room) == (size_t)-1)
            corpus_fail("words", "iconv does not know GB 2312");
        if (!character_folds(utf8))
            memcpy(maker->alphabet[maker->alphabet_count++], utf8, 3);
    }
    (void)iconv_close(converter);
}

static uint32_t word_length(struct chance *chance)
{
    static const uint8_t lengths[20] = { 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5, 6 };
    return lengths[chance_below(chance, sizeof lengths)];
}

static void word_compose(struct word *word, const struct maker *maker, struct chance *chance)
{
    uint32_t length = word_length(chance);

    for (uint32_t index = 0; index < length; index++) {
        bool from_prose = chance_below(chance, 2) == 0;
        uint32_t pick = from_prose ? chance_below(chance, maker->prose_count)
                                   : chance_between(chance, maker->prose_count, maker->alphabet_count - 1);
        memcpy(word->utf8 + (size_t)3 * index, maker->alphabet[pick], 3);
    }
    word->utf8_size = (uint8_t)(3 * length);
    word->utf8[word->utf8_size] = '\0';
    word->gbk_size =
        (uint8_t)words_gbk(maker->to_gbk, bytes_of(word->utf8, word->utf8_size), word->gbk, sizeof word->gbk - 1);
    word->gbk[word->gbk_size] = '\0';
}

static bool word_is_acceptable(const struct word *word, const struct maker *maker)
{
    for (uint32_t offset = 0; offset + 6 <= word->utf8_size; offset += 3)
        if (key_known(&maker->pairs, key_of(word->utf8 + offset, 6)))
            return false;
    if (key_known(&maker->astride, key_of(word->gbk, 4)))
        return false;
    if (key_known(&maker->fragments, key_of(word->utf8, word->utf8_size)))
        return false;
    for (uint32_t start = 0; start < word->utf8_size; start += 3)
        for (uint32_t end = start + 6; end <= word->utf8_size; end += 3)
            if (key_known(&maker->words, key_of(word->utf8 + start, end - start)))
                return false;
    return true;
}

static void word_register(const struct word *word, struct maker *maker)
{
    key_add(&maker->words, key_of(word->utf8, word->utf8_size));
    for (uint32_t start = 0; start < word->utf8_size; start += 3)
        for (uint32_t end = start + 6; end <= word->utf8_size; end += 3)
            key_add(&maker->fragments, key_of(word->utf8 + start, end - start));
}

static void words_find_plantable(struct words *words)
{
    struct key_set beginnings = { .slots = must_alloc(KEY_SLOT_COUNT, sizeof(uint64_t)) };

    for (size_t index = 0; index < WORD_COUNT; index++)
        key_add(&beginnings, key_of(words->words[index].gbk, 4));
    for (size_t index = 0; index < WORD_COUNT; index++) {
        struct word *word = &words->words[index];
        char quoted[6 * 2 + 4] = "\xA1\xB0";
        memcpy(quoted + 2, word->gbk, word->gbk_size);
        memcpy(quoted + 2 + word->gbk_size, "\xA1\xB1", 2);
        word->plantable = true;
        for (size_t offset = 1; offset + 4 <= word->gbk_size + 4u; offset += 2)
            if (key_known(&beginnings, key_of(quoted + offset, 4)))
                word->plantable = false;
    }
    alloc_free(beginnings.slots);
}

void words_make(struct words *words, const struct prose *prose, struct chance *chance)
{
    struct maker maker = {
        .to_gbk = converter_open("GBK", "UTF-8"),
        .pairs.slots = must_alloc(KEY_SLOT_COUNT, sizeof(uint64_t)),
        .astride.slots = must_alloc(KEY_SLOT_COUNT, sizeof(uint64_t)),
        .words.slots = must_alloc(KEY_SLOT_COUNT, sizeof(uint64_t)),
        .fragments.slots = must_alloc(KEY_SLOT_COUNT, sizeof(uint64_t)),
        .alphabet = must_alloc(PROSE_CHARACTERS_MAX + GB2312_LEVEL1_MAX, 3),
    };

    learn_prose(&maker, prose);
    learn_frequent_characters(&maker);
    words->words = must_alloc(WORD_COUNT, sizeof *words->words);
    for (size_t index = 0; index < WORD_COUNT; index++) {
        do {
            word_compose(&words->words[index], &maker, chance);
        } while (!word_is_acceptable(&words->words[index], &maker));
        word_register(&words->words[index], &maker);
    }
    words_find_plantable(words);
    (void)iconv_close(maker.to_gbk);
    alloc_free(maker.pairs.slots);
    alloc_free(maker.astride.slots);
    alloc_free(maker.words.slots);
    alloc_free(maker.fragments.slots);
    alloc_free(maker.alphabet);
}

void words_free(struct words *words)
{
    alloc_free(words->words);
}

const struct word *words_pick(const struct words *words, uint32_t tier, struct chance *chance)
{
    uint32_t from = tier == 0 ? 0 : word_tiers[tier - 1];
    const struct word *word;

    do {
        word = &words->words[chance_between(chance, from, word_tiers[tier] - 1)];
    } while (!word->plantable);
    return word;
}
