/* SPDX-License-Identifier: Apache-2.0
 *
 * Terms that are known by their digests alone. The digest is that of another tool:
 *   { printf '\x01\x23\x45\x67\x89\xab\xcd\xef'; printf '蓝莓行动'; } | sha256sum
 */
#include "wording/term_list.h"

#include <criterion/criterion.h>
#include <string.h>

static const uint64_t SALT = UINT64_C(0x0123456789abcdef);

static struct term make(const char *dense, uint64_t salt)
{
    struct term term;

    cr_assert_eq(term_make(dense, strlen(dense), salt, &term), STATUS_OK);
    return term;
}

struct places {
    size_t count, term, from, to;
    size_t wanted; /* ends after so many */
};

static bool note(void *context, size_t term, size_t from, size_t to)
{
    struct places *places = context;

    *places = (struct places){ places->count + 1, term, from, to, places->wanted };
    return places->count != places->wanted;
}

static struct places scan(const struct term *terms, size_t count, const char *dense, size_t wanted)
{
    static struct term_scratch scratch;
    struct places places = { .wanted = wanted };
    const struct term_list *list;
    struct arena *arena;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(term_list_create(terms, count, arena, &list), STATUS_OK);
    cr_assert_eq(term_list_scan(list, &scratch, dense, strlen(dense), note, &places), STATUS_OK);
    arena_destroy(arena);
    return places;
}

Test(term_list, a_stored_term_is_a_salted_digest)
{
    struct term term = make("蓝莓行动", SALT), again;
    char text[TERM_TEXT_SIZE];

    term_write(&term, text);
    cr_expect_eq(strncmp(text, "sha256:0123456789abcdef:4:", 26), 0, "%s", text);
    cr_expect_str_eq(text + 35, "5dfa6c5605dee81d14b20a881c59f5d2b53f6fafaa8bae4cf6974299adb53101");
    cr_assert(term_read(text, &again));
    cr_expect_eq(memcmp(&term, &again, sizeof term), 0);
    cr_expect_neq(make("蓝莓行动", SALT + 1).sieve, term.sieve);
}

Test(term_list, what_is_not_whole_is_refused)
{
    static const char *const fields[] = {
        "sha256:", "sha256:0123456789abcdef:4:01234567:00", "sha256:0123456789ABCDEF:4:01234567:",
        "sha256:0123456789abcdef:1:01234567:0000000000000000000000000000000000000000000000000000000000000000",
        "sha256:0123456789abcdef:4:01234567:00000000000000000000000000000000000000000000000000000000000000000",
        "蓝莓行动",
    };
    struct term term;

    for (size_t index = 0; index < sizeof fields / sizeof *fields; index++)
        cr_expect_not(term_read(fields[index], &term), "%s", fields[index]);
    cr_expect(term_is_stored("sha256:"));
    cr_expect_not(term_is_stored("蓝莓行动"));
    cr_expect_eq(term_make("蓝", 3, SALT, &term), STATUS_INVALID);
    cr_expect_eq(term_make("", 0, SALT, &term), STATUS_INVALID);
}

Test(term_list, terms_are_found_wherever_they_stand)
{
    const struct term terms[] = { make("蓝莓行动", SALT), make("橘子方案", SALT), make("行动", SALT + 7), make("plan9", SALT) };
    static const struct {
        const char *text;
        size_t count, term, from, to; /* the last place */
    } cases[] = {
        { "蓝莓行动", 2, 2, 6, 12 },    { "在蓝莓行动中", 2, 2, 9, 15 }, { "蓝莓行", 0, 0, 0, 0 },
        { "橘子方案", 1, 1, 0, 12 },    { "橘子橘子方案", 1, 1, 6, 18 }, { "莓蓝行云", 0, 0, 0, 0 },
        { "aplan9b", 1, 3, 1, 6 },      { "", 0, 0, 0, 0 },              { "𠮷橘子方案", 1, 1, 4, 16 },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct places places = scan(terms, sizeof terms / sizeof *terms, cases[index].text, 0);

        cr_expect_eq(places.count, cases[index].count, "%s: %zu", cases[index].text, places.count);
        cr_expect_eq(places.term, cases[index].term, "%s", cases[index].text);
        cr_expect_eq(places.from, cases[index].from, "%s: %zu", cases[index].text, places.from);
        cr_expect_eq(places.to, cases[index].to, "%s", cases[index].text);
    }
    cr_expect_eq(scan(terms, 1, "蓝莓行动蓝莓行动蓝莓行动", 2).count, 2, "the search can be ended");
    cr_expect_eq(scan(NULL, 0, "蓝莓行动", 0).count, 0);
}

Test(term_list, the_same_term_may_stand_twice)
{
    const struct term terms[] = { make("蓝莓行动", SALT), make("蓝莓行动", SALT) };

    cr_expect_eq(scan(terms, 2, "蓝莓行动", 0).count, 2);
}
