/* SPDX-License-Identifier: Apache-2.0
 *
 * Expectations are read off the texts by a person.
 */
#include "rules/allow.h"

#include <criterion/criterion.h>
#include <string.h>

static struct arena *arena;

static void open_arena(void)
{
    cr_assert_eq(arena_create(&arena), STATUS_OK);
}

static void close_arena(void)
{
    arena_destroy(arena);
}

static const struct allow_set *make(const char *const *texts, size_t count)
{
    struct allow_phrase phrases[16];
    const struct allow_set *set;

    for (size_t index = 0; index < count; index++)
        phrases[index] = (struct allow_phrase){ texts[index], (uint32_t)strlen(texts[index]) };
    cr_assert_eq(allow_set_create(phrases, count, arena, &set), STATUS_OK);
    return set;
}

static bool covers(const struct allow_set *set, const char *text, const char *match, struct span *phrase)
{
    size_t start = (size_t)(strstr(text, match) - text);

    return allow_set_covers(set, text, strlen(text), (struct span){ start, start + strlen(match) }, phrase);
}

Test(allow, a_longer_phrase_covers_the_match, .init = open_arena, .fini = close_arena)
{
    static const char *const texts[] = { "大麻烦", "很大麻烦事", "麻烦大", "大麻烦" };
    const struct allow_set *set = make(texts, 4);
    struct span phrase = { 0, 0 };

    cr_assert_eq(allow_set_count(set), 3);
    cr_assert_eq(allow_set_reach(set), strlen("很大麻烦事"));
    cr_assert(covers(set, "这是大麻烦。", "大麻", &phrase));
    cr_assert_eq(phrase.start, strlen("这是"));
    cr_assert_eq(phrase.end, strlen("这是大麻烦"));
    cr_assert(covers(set, "大麻烦", "大麻", &phrase));
    cr_assert(covers(set, "惹上很大麻烦事了", "大麻", &phrase));
    cr_assert_eq(phrase.start, strlen("惹上"));
}

Test(allow, what_only_touches_or_equals_does_not, .init = open_arena, .fini = close_arena)
{
    static const char *const texts[] = { "大麻烦", "大麻" };
    const struct allow_set *set = make(texts, 2);
    struct span phrase;

    cr_assert_not(covers(set, "贩卖大麻被抓", "大麻", &phrase));
    cr_assert_not(covers(set, "大麻烦", "大麻烦", &phrase));
    cr_assert_not(covers(set, "大麻烦恼", "麻烦恼", &phrase));
    cr_assert_not(covers(set, "大麻", "大麻", &phrase));
}

Test(allow, an_empty_set_covers_nothing, .init = open_arena, .fini = close_arena)
{
    struct span phrase;

    cr_assert_not(covers(make(NULL, 0), "大麻烦", "大麻", &phrase));
}
