/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

Test(arena, objects_are_aligned_and_do_not_overlap)
{
    struct arena *arena;
    unsigned char *previous = NULL;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    for (size_t size = 1; size < 3000; size += 37) {
        unsigned char *memory = arena_alloc(arena, size);

        cr_assert_not_null(memory);
        cr_assert_eq((uintptr_t)memory % 16, 0);
        memset(memory, 0xAB, size);
        if (previous != NULL)
            cr_assert_eq(previous[0], 0xCD);
        memset(memory, 0xCD, size);
        previous = memory;
    }
    arena_destroy(arena);
}

Test(arena, release_gives_back_what_came_after_the_mark)
{
    struct arena *arena;
    struct arena_mark mark;
    char *kept;
    size_t footprint;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    kept = arena_text(arena, "kept", 4);
    mark = arena_mark(arena);
    cr_assert_not_null(arena_alloc(arena, 10 << 20));
    footprint = arena_footprint(arena);
    arena_release(arena, mark);
    cr_assert_lt(arena_footprint(arena), footprint - (10 << 20) + 1);
    cr_assert_str_eq(kept, "kept");
    arena_destroy(arena);
}

Test(arena, failure_is_null_and_nothing_else)
{
    struct arena *arena;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    alloc_fail_after(1);
    cr_assert_null(arena_alloc(arena, 100));
    cr_assert_not_null(arena_alloc(arena, 100));
    cr_assert_null(arena_alloc(arena, SIZE_MAX - 3));
    arena_destroy(arena);
}
