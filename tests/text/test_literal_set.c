/* SPDX-License-Identifier: Apache-2.0
 *
 * Against the plainest search there is: every literal compared at every place.
 */
#include "text/literal_set.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LITERAL_SIZE_MAX = 32, TEXT_SIZE_MAX = 4096 };

/* Few characters, so that words overlap, contain and begin like each other. */
static const char *const alphabet[] = { "机", "密", "文", "件", "资", "料", "a", "b", "1", "é", "𠀀", "\n" };
enum { ALPHABET_SIZE = sizeof alphabet / sizeof *alphabet };

static uint32_t random_below(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % below;
}

static size_t random_text(uint64_t *state, uint32_t characters, uint32_t letters, char *text)
{
    size_t size = 0;

    for (uint32_t index = 0; index < characters; index++) {
        const char *letter = alphabet[random_below(state, letters)];

        memcpy(text + size, letter, strlen(letter));
        size += strlen(letter);
    }
    return size;
}

struct place {
    uint32_t id;
    size_t from, to;
};

struct places {
    struct place items[1 << 16];
    size_t count, stop_at;
};

static bool add(void *context, uint32_t id, size_t from, size_t to)
{
    struct places *places = context;

    cr_assert_lt(places->count, sizeof places->items / sizeof *places->items);
    places->items[places->count++] = (struct place){ id, from, to };
    return places->count != places->stop_at;
}

static int by_place(const void *left, const void *right)
{
    const struct place *a = left, *b = right;

    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

static void search_plainly(const struct literal *literals, size_t count, const char *text, size_t size,
                           struct places *places)
{
    for (size_t from = 0; from < size; from++) {
        for (size_t index = 0; index < count; index++) {
            const struct literal *literal = &literals[index];

            if (literal->size <= size - from && memcmp(text + from, literal->text, literal->size) == 0)
                (void)add(places, literal->id, from, from + literal->size);
        }
    }
}

static void compare(const struct literal_set *set, const struct literal *literals, size_t count, const char *text,
                    size_t size)
{
    static struct places wanted, found;
    /* A block of its own size, so that a sanitizer sees a read past the end. */
    char *own = malloc(size + (size == 0));

    cr_assert_not_null(own);
    memcpy(own, text, size);
    wanted.count = found.count = 0;
    search_plainly(literals, count, text, size, &wanted);
    cr_assert(literal_set_scan(set, own, size, add, &found));
    for (size_t index = 1; index < found.count; index++)
        cr_assert_leq(found.items[index - 1].from, found.items[index].from);
    qsort(found.items, found.count, sizeof *found.items, by_place);
    qsort(wanted.items, wanted.count, sizeof *wanted.items, by_place);
    cr_assert_eq(found.count, wanted.count, "%zu instead of %zu", found.count, wanted.count);
    for (size_t index = 0; index < wanted.count; index++) {
        cr_assert_eq(found.items[index].id, wanted.items[index].id);
        cr_assert_eq(found.items[index].from, wanted.items[index].from);
        cr_assert_eq(found.items[index].to, wanted.items[index].to);
    }
    free(own);
}

static size_t random_literals(uint64_t *state, size_t wanted, struct literal *literals,
                              char (*texts)[LITERAL_SIZE_MAX])
{
    size_t count = 0;

    while (count < wanted) {
        size_t size = random_text(state, 2 + random_below(state, 5), ALPHABET_SIZE - 1, texts[count]);

        if (!literal_set_takes(texts[count], size))
            continue;
        literals[count] = (struct literal){ texts[count], (uint32_t)size, (uint32_t)count };
        count++;
    }
    return count;
}

Test(literal_set, finds_what_a_plain_search_finds)
{
    static const size_t counts[] = { 1, 2, 30, 400 };
    static char texts[400][LITERAL_SIZE_MAX], text[TEXT_SIZE_MAX];
    static struct literal literals[400];
    uint64_t state = 7;

    for (size_t round = 0; round < 200; round++) {
        size_t count = random_literals(&state, counts[round % 4], literals, texts);
        size_t size = random_text(&state, random_below(&state, 300), ALPHABET_SIZE, text);
        const struct literal_set *set;
        struct arena *arena;

        cr_assert_eq(arena_create(&arena), STATUS_OK);
        cr_assert_eq(literal_set_create(literals, count, arena, &set), STATUS_OK);
        compare(set, literals, count, text, size);
        for (size_t first = 0; first < 40 && first < size; first++)
            compare(set, literals, count, text, first);
        arena_destroy(arena);
    }
}

Test(literal_set, takes_words_that_begin_with_a_han_character_and_have_six_bytes)
{
    cr_assert(literal_set_takes("机密", 6));
    cr_assert(literal_set_takes("机abc", 6));
    cr_assert_not(literal_set_takes("机ab", 5));
    cr_assert_not(literal_set_takes("abcdefgh", 8));
    cr_assert_not(literal_set_takes("𠀀机", 7));
}

Test(literal_set, tells_equal_words_each_by_its_id)
{
    const struct literal literals[] = { { "机密", 6, 5 }, { "机密", 6, 3 } };
    static struct places found;
    const struct literal_set *set;
    struct arena *arena;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(literal_set_create(literals, 2, arena, &set), STATUS_OK);
    cr_assert(literal_set_scan(set, "机密", 6, add, &found));
    cr_assert_eq(found.count, 2);
    cr_assert_eq(found.items[0].id + found.items[1].id, 8);
    arena_destroy(arena);
}

Test(literal_set, ends_when_it_is_told_to)
{
    const struct literal literals[] = { { "机密", 6, 0 } };
    static struct places found = { .stop_at = 2 };
    const struct literal_set *set;
    struct arena *arena;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(literal_set_create(literals, 1, arena, &set), STATUS_OK);
    cr_assert_not(literal_set_scan(set, "机密机密机密机密", 24, add, &found));
    cr_assert_eq(found.count, 2);
    arena_destroy(arena);
}
