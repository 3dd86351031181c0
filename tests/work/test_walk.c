/* SPDX-License-Identifier: Apache-2.0 */
#include "work/walk.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "work/copies.h"

static char folder[] = "/tmp/guanka-walk-XXXXXX";

static void setup(void)
{
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
}

static void teardown(void)
{
    char command[64];

    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_expect_eq(system(command), 0);
}

TestSuite(walk, .init = setup, .fini = teardown);
TestSuite(copies, .init = setup, .fini = teardown);

static void make(const char *path, const char *content)
{
    FILE *file = fopen(path, "w");

    cr_assert_not_null(file, "%s", path);
    fputs(content, file);
    fclose(file);
}

/* The paths of the list, each followed by a blank. */
static const char *paths_of(const struct walk *walk)
{
    static char text[4096];

    text[0] = '\0';
    for (size_t index = 0; index < walk->count; index++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s ", walk->files[index].path);
    return text;
}

Test(walk, sorts_by_the_bytes_of_the_path)
{
    const struct walk_options options = { 0 };
    struct walk walk;

    cr_assert_eq(mkdir("t", 0700), 0);
    cr_assert_eq(mkdir("t/a", 0700), 0);
    make("t/a/z", "1");
    make("t/a-b", "22");
    make("t/B", "333");
    make("t/公", "");
    cr_assert_eq(walk_create(&options, &walk), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "t//"), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "t/B"), STATUS_OK);
    cr_assert_eq(walk_finish(&walk), STATUS_OK);
    cr_expect_str_eq(paths_of(&walk), "t/B t/a-b t/a/z t/公 ");
    cr_expect_eq(walk.bytes, 6);
    walk_free(&walk);
}

Test(walk, leaves_out_what_is_excluded_and_counts_it)
{
    static const char *const excludes[] = { "*.bak", "t/cache" };
    const struct walk_options options = { .excludes = excludes, .exclude_count = 2 };
    struct walk walk;

    cr_assert_eq(mkdir("t", 0700), 0);
    cr_assert_eq(mkdir("t/cache", 0700), 0);
    make("t/cache/x", "");
    make("t/a.bak", "");
    make("t/a", "");
    make("named.bak", "");
    cr_assert_eq(walk_create(&options, &walk), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "t"), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "named.bak"), STATUS_OK);
    cr_assert_eq(walk_finish(&walk), STATUS_OK);
    cr_expect_str_eq(paths_of(&walk), "named.bak t/a ");
    cr_expect_eq(walk.excluded, 2);
    walk_free(&walk);
}

Test(walk, a_leading_dot_means_nothing_and_what_leaves_nothing_out_is_known)
{
    static const char *const excludes[] = { "./t/sub/*", "t/b", "././/t/c", "b", "no/such" };
    const struct walk_options options = { .excludes = excludes, .exclude_count = 5 };
    static const char *const given[] = { "t", "./t", ".//t" };
    static const char *const expected[] = { "t/a ", "./t/a ", ".//t/a " };

    cr_assert_eq(mkdir("t", 0700), 0);
    cr_assert_eq(mkdir("t/sub", 0700), 0);
    make("t/sub/x", "");
    make("t/a", "");
    make("t/b", "");
    make("t/c", "");
    for (size_t index = 0; index < sizeof given / sizeof *given; index++) {
        struct walk walk;

        cr_assert_eq(walk_create(&options, &walk), STATUS_OK);
        cr_assert_eq(walk_add(&walk, given[index]), STATUS_OK);
        cr_assert_eq(walk_finish(&walk), STATUS_OK);
        cr_expect_str_eq(paths_of(&walk), expected[index]);
        for (size_t exclude = 0; exclude < 5; exclude++)
            cr_expect_eq(walk.exclude_hits[exclude], exclude < 4, "%s", excludes[exclude]);
        walk_free(&walk);
    }
}

Test(walk, decodes_names_in_gbk)
{
    const struct walk_options options = { 0 };
    struct walk walk;

    make("\xB9\xAB\xB8\xE6.txt", ""); /* 公告 */
    make("\xFF.txt", "");
    cr_assert_eq(walk_create(&options, &walk), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "."), STATUS_OK);
    cr_assert_eq(walk_finish(&walk), STATUS_OK);
    cr_assert_eq(walk.count, 2);
    cr_expect_str_eq(walk.files[0].path, "./\xB9\xAB\xB8\xE6.txt");
    cr_expect_str_eq(walk.files[0].shown, "./公告.txt");
    cr_expect_str_eq(walk.files[1].shown, "./\xEF\xBF\xBD.txt");
    walk_free(&walk);
}

Test(walk, lists_what_it_cannot_read)
{
    const struct walk_options options = { 0 };
    struct walk walk;

    cr_assert_eq(mkdir("t", 0700), 0);
    cr_assert_eq(mkfifo("t/pipe", 0600), 0);
    cr_assert_eq(symlink("pipe", "t/inside"), 0);
    cr_assert_eq(symlink("/", "t/outside"), 0);
    cr_assert_eq(walk_create(&options, &walk), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "t"), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "missing"), STATUS_OK);
    cr_assert_eq(walk_finish(&walk), STATUS_OK);
    cr_expect_str_eq(paths_of(&walk), "missing t/outside t/pipe ");
    cr_expect_eq(walk.files[0].why, STATUS_IO);
    cr_expect_eq(walk.files[1].why, STATUS_UNSUPPORTED);
    cr_expect_eq(walk.files[2].why, STATUS_UNSUPPORTED);
    walk_free(&walk);
}

Test(walk, shows_each_folder_once)
{
    static const char *const unseen[] = { "./文件/a/1", "2", "b/c/1", "z", "文件二/1" };
    const struct walk_options options = { 0 };
    struct walk walk;

    cr_assert_eq(mkdir("文件", 0700), 0);
    cr_assert_eq(mkdir("文件/a", 0700), 0);
    cr_assert_eq(mkdir("文件/b", 0700), 0);
    cr_assert_eq(mkdir("文件/b/c", 0700), 0);
    cr_assert_eq(mkdir("文件二", 0700), 0);
    make("文件/a/1", "");
    make("文件/a/2", "");
    make("文件/b/c/1", "");
    make("文件/z", "");
    make("文件二/1", "");
    cr_assert_eq(walk_create(&options, &walk), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "."), STATUS_OK);
    cr_assert_eq(walk_finish(&walk), STATUS_OK);
    cr_assert_eq(walk.count, 5);
    for (size_t index = 0; index < walk.count; index++)
        cr_expect_str_eq(walk.files[index].unseen, unseen[index]);
    walk_free(&walk);
}

Test(walk, stops_when_it_is_told_to)
{
    atomic_bool stop = true;
    const struct walk_options options = { .stop = &stop };
    struct walk walk;

    cr_assert_eq(mkdir("t", 0700), 0);
    make("t/a", "");
    cr_assert_eq(walk_create(&options, &walk), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "t"), STATUS_OK);
    cr_assert_eq(walk_finish(&walk), STATUS_OK);
    cr_assert_eq(walk.count, 1);
    cr_expect_eq(walk.files[0].why, STATUS_STOPPED);
    walk_free(&walk);
}

Test(copies, are_of_one_content_and_one_name)
{
    const struct walk_options options = { 0 };
    struct walk walk;
    struct copies copies;
    struct buf reuse = BUF_INIT(1 << 20);

    cr_assert_eq(mkdir("a", 0700), 0);
    cr_assert_eq(mkdir("b", 0700), 0);
    cr_assert_eq(mkdir("c", 0700), 0);
    make("a/0", ""); /* the folder's name comes up with its first file */
    make("b/0", "");
    make("c/0", "");
    make("a/x", "same");
    make("b/x", "same");
    make("c/x", "same");
    make("c/y", "same"); /* another name */
    make("a/z", "diff"); /* same size */
    make("b/z", "longer");
    cr_assert_eq(mkdir("d", 0700), 0);
    make("d/x", "same"); /* one more name to look at */
    cr_assert_eq(walk_create(&options, &walk), STATUS_OK);
    cr_assert_eq(walk_add(&walk, "."), STATUS_OK);
    cr_assert_eq(walk_finish(&walk), STATUS_OK);
    cr_assert_str_eq(paths_of(&walk), "./a/0 ./a/x ./a/z ./b/0 ./b/x ./b/z ./c/0 ./c/x ./c/y ./d/x ");
    cr_assert_eq(copies_create(&walk, &copies), STATUS_OK);
    cr_expect_eq(copies.candidate_count, 6);
    for (size_t index = 0; index < copies.candidate_count; index++)
        copies_digest(&copies, index, &reuse);
    copies_link(&copies);
    for (size_t index = 0; index < walk.count; index++) {
        cr_expect_eq(copies.next[index], index == 1 ? 4 : index == 4 ? 7 : COPIES_NONE, "%zu", index);
        cr_expect_eq(copies.is_copy[index], index == 4 || index == 7, "%zu", index);
    }
    copies_free(&copies);
    buf_free(&reuse);
    walk_free(&walk);
}
