/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/folders.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void expect_unseen(struct folders *folders, const char *path, const char *wanted)
{
    const char *unseen = NULL;

    cr_assert_eq(folders_name(folders, path, &unseen), STATUS_OK);
    cr_expect_str_eq(unseen, wanted, "%s", path);
}

Test(folders, come_up_once)
{
    struct folders folders = FOLDERS_INIT;

    expect_unseen(&folders, "a/b/x", "a/b/x");
    expect_unseen(&folders, "a/b/x", "x");
    expect_unseen(&folders, "a/c/x", "c/x");
    expect_unseen(&folders, "a/x", "x");
    expect_unseen(&folders, "b/x", "b/x"); /* another b */
    expect_unseen(&folders, "x", "x");
    expect_unseen(&folders, "a/b/", "");
    expect_unseen(&folders, "a//b/x", "x");
    expect_unseen(&folders, "/a/d/", "d/");
    expect_unseen(&folders, "", "");
    folders_free(&folders);
}

/* Past the bound names may come again, but none is missed. */
Test(folders, are_bounded)
{
    struct folders folders = FOLDERS_INIT;
    char path[64];

    for (unsigned number = 0; number < 3 * FOLDERS_MAX; number++) {
        snprintf(path, sizeof path, "%u/x", number);
        expect_unseen(&folders, path, path);
        cr_assert_leq(folders.count, FOLDERS_MAX);
    }
    folders_free(&folders);
}

Test(folders, of_a_long_path)
{
    struct folders folders = FOLDERS_INIT;
    static char path[1 << 16];

    for (size_t index = 0; index + 1 < sizeof path; index += 2)
        memcpy(path + index, "a/", 2);
    path[sizeof path - 2] = '\0';
    expect_unseen(&folders, path, path);
    expect_unseen(&folders, "a/b", folders.count > 0 ? "b" : "a/b");
    folders_free(&folders);
}
