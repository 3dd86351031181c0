/* SPDX-License-Identifier: Apache-2.0 */
#include "shipped.h"

#include <criterion/criterion.h>

static struct reference *reference;
static struct arena *arena;
static const struct vocabulary *vocabulary;

void shipped_open(void)
{
    static const char *const folders[] = { GUANKA_SOURCE_DIR "/patterns/data" };
    struct error error;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(reference_load(folders, 1, &reference, &error), STATUS_OK);
    cr_assert_eq(vocabulary_create(reference, arena, &vocabulary, &error), STATUS_OK);
}

void shipped_close(void)
{
    reference_free(reference);
    arena_destroy(arena);
}

const struct vocabulary *shipped_vocabulary(void)
{
    return vocabulary;
}
