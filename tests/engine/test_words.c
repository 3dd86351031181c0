/* SPDX-License-Identifier: Apache-2.0
 *
 * One search for the words of several detectors: each gets its own, in the blocks that it wants, as if it had searched alone.
 */
#include "engine/words.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define LITERAL(text, id) { text, sizeof(text) - 1, id }

enum { BODY = 1 << TEXT_BODY, HIDDEN = 1 << TEXT_HIDDEN };

static const struct literal first_words[] = { LITERAL("人民政府", 7), LITERAL("人民", 3), LITERAL("政府", 9) };
static const struct literal second_words[] = { LITERAL("人民", 1), LITERAL("处罚决定", 2) };
static const struct literal picked_words[] = { LITERAL("人民", 5) };

static void declare_first(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    (void)knowledge;
    sets[0].list = (struct literal_list){ first_words, sizeof first_words / sizeof *first_words };
}

static bool is_followed_by_government(const void *knowledge, uint32_t id, const char *text, size_t size, size_t at)
{
    cr_assert_eq(id, 5);
    cr_assert_str_eq(knowledge, "known");
    return size - at >= 12 && memcmp(text + at + 6, "政府", 6) == 0;
}

static void declare_second(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    (void)knowledge;
    sets[0].list = (struct literal_list){ second_words, sizeof second_words / sizeof *second_words };
    sets[1] = (struct detector_words){ { picked_words, 1 }, is_followed_by_government };
}

static const struct detector first = { .roles = BODY | HIDDEN, .words = declare_first };
static const struct detector second = { .roles = BODY, .words = declare_second };
static const struct detector without = { .roles = BODY };

struct fixture {
    struct arena *arena;
    const struct word_index *index;
    struct word_finder *finder;
};

static struct fixture make(void)
{
    static const struct word_source sources[] = { { &first, NULL }, { &without, NULL }, { &second, "known" } };
    struct fixture fixture;

    cr_assert_eq(arena_create(&fixture.arena), STATUS_OK);
    cr_assert_eq(word_index_create(sources, sizeof sources / sizeof *sources, fixture.arena, &fixture.index), STATUS_OK);
    cr_assert_eq(word_finder_create(&fixture.finder), STATUS_OK);
    return fixture;
}

static void forget(struct fixture *fixture)
{
    word_finder_free(fixture->finder);
    arena_destroy(fixture->arena);
}

/* 7@0-12 3@0-6 …, a bar between the sets. */
static const char *told(const struct fixture *fixture, size_t source, size_t block)
{
    static char text[1024];
    struct literal_places words[DETECTOR_WORDS_MAX];
    size_t used = 0;

    text[0] = '\0';
    word_finder_places(fixture->finder, source, block, words);
    for (size_t set = 0; set < DETECTOR_WORDS_MAX; set++) {
        for (size_t index = 0; index < words[set].count; index++) {
            const struct literal_place *place = &words[set].items[index];

            used += (size_t)snprintf(text + used, sizeof text - used, "%u@%u-%u ", place->id, place->from, place->to);
        }
        used += (size_t)snprintf(text + used, sizeof text - used, "|");
    }
    return text;
}

Test(words, each_detector_gets_its_own_by_block)
{
    static const char text[] = "县人民政府\n公告人民\n无\n人民政府处罚决定";
    static const struct word_block blocks[] = { { 0, 15, BODY }, { 16, 28, HIDDEN }, { 29, 32, BODY }, { 33, 57, BODY } };
    struct fixture fixture = make();

    cr_assert_eq(word_finder_read(fixture.finder, fixture.index, text, sizeof text - 1, blocks, 4), STATUS_OK);
    cr_expect_eq(word_finder_blocks(fixture.finder, 0), 1U << 0 | 1U << 1 | 1U << 3);
    cr_expect_eq(word_finder_blocks(fixture.finder, 1), 0);
    cr_expect_eq(word_finder_blocks(fixture.finder, 2), 1U << 0 | 1U << 3, "hidden text is none of its business");
    cr_expect_str_eq(told(&fixture, 0, 0), "7@3-15 3@3-9 9@9-15 ||");
    cr_expect_str_eq(told(&fixture, 0, 1), "3@6-12 ||");
    cr_expect_str_eq(told(&fixture, 0, 2), "||");
    cr_expect_str_eq(told(&fixture, 0, 3), "7@0-12 3@0-6 9@6-12 ||");
    cr_expect_str_eq(told(&fixture, 1, 3), "||");
    cr_expect_str_eq(told(&fixture, 2, 0), "1@3-9 |5@3-9 |");
    cr_expect_str_eq(told(&fixture, 2, 3), "1@0-6 2@12-24 |5@0-6 |");
    /* What was found before is forgotten. */
    cr_assert_eq(word_finder_read(fixture.finder, fixture.index, "无", 3, &(struct word_block){ 0, 3, BODY }, 1), STATUS_OK);
    cr_expect_eq(word_finder_blocks(fixture.finder, 0), 0);
    cr_expect_str_eq(told(&fixture, 0, 0), "||");
    forget(&fixture);
}

/* A long block comes in pieces, with nothing between them. */
Test(words, what_goes_over_the_cut_is_in_neither_piece)
{
    static const char text[] = "人民政府人民政府";
    static const struct word_block blocks[] = { { 0, 9, BODY }, { 9, 24, BODY } };
    struct fixture fixture = make();

    cr_assert_eq(word_finder_read(fixture.finder, fixture.index, text, sizeof text - 1, blocks, 2), STATUS_OK);
    cr_expect_str_eq(told(&fixture, 0, 0), "3@0-6 ||");
    cr_expect_str_eq(told(&fixture, 0, 1), "7@3-15 3@3-9 9@9-15 ||");
    forget(&fixture);
}

Test(words, no_words_are_no_search)
{
    static const struct word_source source = { &without, NULL };
    struct word_finder *finder;
    const struct word_index *index;
    struct literal_places words[DETECTOR_WORDS_MAX];
    struct arena *arena;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(word_index_create(&source, 1, arena, &index), STATUS_OK);
    cr_expect_null(index);
    cr_assert_eq(word_finder_create(&finder), STATUS_OK);
    cr_assert_eq(word_finder_read(finder, index, "人民", 6, &(struct word_block){ 0, 6, BODY }, 1), STATUS_OK);
    cr_expect_eq(word_finder_blocks(finder, 0), 0);
    word_finder_places(finder, 0, 0, words);
    cr_expect_eq(words[0].count, 0);
    word_finder_free(finder);
    word_finder_free(NULL);
    arena_destroy(arena);
}

/* As many blocks and words as there may be. */
Test(words, a_stretch_of_many_blocks)
{
    enum { WORDS = 40, SIZE = WORDS * 6 };
    static char text[WORD_BLOCKS_MAX * (SIZE + 1)];
    struct word_block blocks[WORD_BLOCKS_MAX];
    struct literal_places words[DETECTOR_WORDS_MAX];
    struct fixture fixture = make();

    for (size_t block = 0; block < WORD_BLOCKS_MAX; block++) {
        size_t from = block * (SIZE + 1);

        for (size_t word = 0; word < WORDS; word++)
            memcpy(text + from + 6 * word, "人民", 6);
        text[from + SIZE] = '\n';
        blocks[block] = (struct word_block){ (uint32_t)from, (uint32_t)(from + SIZE), BODY };
    }
    cr_assert_eq(word_finder_read(fixture.finder, fixture.index, text, sizeof text, blocks, WORD_BLOCKS_MAX), STATUS_OK);
    cr_expect_eq(word_finder_blocks(fixture.finder, 0), UINT64_MAX);
    for (size_t block = 0; block < WORD_BLOCKS_MAX; block++) {
        word_finder_places(fixture.finder, 0, block, words);
        cr_assert_eq(words[0].count, WORDS);
        cr_expect_eq(words[0].items[WORDS - 1].from, SIZE - 6);
    }
    forget(&fixture);
}
