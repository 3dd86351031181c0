/* SPDX-License-Identifier: Apache-2.0 */
#include "reference/reference.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const columns[] = { "host", "kind", "note" };
static const struct reference_form form = { .name = "hosts",
                                            .columns = columns,
                                            .column_count = 3,
                                            .required_count = 2,
                                            .key_count = 1 };

struct layers {
    char folders[2][64];
    struct reference *reference;
    struct arena *arena;
    struct reference_table table;
    struct error error;
};

static void write_table(const char *folder, const char *text)
{
    char path[128];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/hosts.csv", folder);
    file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

/* Two layers with these tables, merged. */
static enum status merge(struct layers *layers, const char *lower, const char *upper)
{
    const char *const folders[] = { layers->folders[0], layers->folders[1] };
    const char *const texts[] = { lower, upper };

    for (size_t index = 0; index < 2; index++) {
        memcpy(layers->folders[index], "/tmp/guanka-layer-XXXXXX", sizeof "/tmp/guanka-layer-XXXXXX");
        cr_assert_not_null(mkdtemp(layers->folders[index]));
        write_table(layers->folders[index], texts[index]);
    }
    cr_assert_eq(arena_create(&layers->arena), STATUS_OK);
    cr_assert_eq(reference_load(folders, 2, &layers->reference, &layers->error), STATUS_OK, "%s",
                 layers->error.message);
    return reference_table(layers->reference, &form, layers->arena, &layers->table, &layers->error);
}

static void forget(struct layers *layers)
{
    reference_free(layers->reference);
    arena_destroy(layers->arena);
    for (size_t index = 0; index < 2; index++) {
        char path[128];

        (void)snprintf(path, sizeof path, "%s/hosts.csv", layers->folders[index]);
        unlink(path);
        rmdir(layers->folders[index]);
    }
}

Test(reference, higher_rows_replace_and_take_away)
{
    struct layers layers = { 0 };

    cr_assert_eq(merge(&layers, "# ours\nkind,host\nown,a.gov.cn\nown,b.gov.cn\nother,c.cn\n",
                       "\xEF\xBB\xBFhost,kind,note\r\nb.gov.cn,other,\"said \"\"so\"\", twice\"\r\n!c.cn,,\r\nd.cn,other,\r\n"),
                 STATUS_OK, "%s", layers.error.message);
    cr_assert_eq(layers.table.row_count, 3);
    cr_assert_str_eq(layers.table.rows[0].fields[0], "a.gov.cn");
    cr_assert_str_eq(layers.table.rows[0].fields[2], "");
    cr_assert_eq(layers.table.rows[0].line, 3);
    cr_assert_str_eq(layers.table.rows[1].fields[0], "b.gov.cn");
    cr_assert_str_eq(layers.table.rows[1].fields[1], "other");
    cr_assert_str_eq(layers.table.rows[1].fields[2], "said \"so\", twice");
    cr_assert_eq(layers.table.rows[1].line, 2);
    cr_assert_str_eq(layers.table.rows[2].fields[0], "d.cn");
    forget(&layers);
}

static void refuse(const char *lower, const char *upper, const char *place)
{
    struct layers layers = { 0 };

    cr_assert_eq(merge(&layers, lower, upper), STATUS_INVALID, "%s", place);
    cr_assert_not_null(strstr(layers.error.message, place), "%s: %s", place, layers.error.message);
    forget(&layers);
}

Test(reference, complaints_name_file_and_line)
{
    static const char good[] = "host,kind\na.cn,own\n";

    refuse(good, "host,kind\nb.cn,\n", "hosts.csv:2:");
    refuse(good, "host,kind\nb.cn,own\n\nb.cn,other\n", "hosts.csv:4:");
    refuse(good, "host\nb.cn\n", "hosts.csv:1:");
    refuse(good, "host,kind,colour\nb.cn,own,red\n", "hosts.csv:1:");
    refuse(good, "host,kind\n\"b.cn,own\n", "hosts.csv:2:");
    refuse(good, "host,kind\nb.cn,own,x,y\n", "hosts.csv:2:");
    refuse(good, "host,kind\nb.cn,\xC8\xCB\n", "hosts.csv:2:");
    refuse(good, "host,kind\n!b.cn,\n", "hosts.csv:2:");
    refuse(good, "", "hosts.csv:1:");
}

Test(reference, words_for_a_result_name_the_file_without_its_folder)
{
    struct reference_row row = { .file = "/etc/guanka/unit/hosts.csv", .line = 7 };
    char words[100];

    cr_expect_str_eq(reference_row_name(&row), "hosts.csv");
    row.is_sealed = true;
    reference_describe(&row, words, sizeof words, "%s", row.file);
    cr_expect_str_eq(words, "line 7 of hosts.csv decides, which is sealed and not shown");
    row.file = "hosts.csv";
    cr_expect_str_eq(reference_row_name(&row), "hosts.csv");
}

Test(reference, a_field_may_be_a_day)
{
    struct layers layers;
    struct date day = { 1999, 1, 1 };

    cr_assert_eq(merge(&layers, "host,kind,note\na,b,2024-02-29\nc,d,\ne,f,2023-02-29\n", "host,kind\n"), STATUS_OK);
    cr_expect_eq(reference_day(&layers.table.rows[1], 2, &day, &layers.error), STATUS_OK);
    cr_expect_eq(day.year, 1999, "an empty field says nothing");
    cr_expect_eq(reference_day(&layers.table.rows[0], 2, &day, &layers.error), STATUS_OK);
    cr_expect(day.year == 2024 && day.month == 2 && day.day == 29);
    cr_expect_eq(reference_day(&layers.table.rows[2], 2, &day, &layers.error), STATUS_INVALID);
    cr_expect_not_null(strstr(layers.error.message, ".csv:4: \"2023-02-29\""), "%s", layers.error.message);
    forget(&layers);
}

Test(reference, a_missing_folder_is_named)
{
    const char *const folders[] = { "/nonexistent/layer" };
    struct reference *reference = NULL;
    struct error error = { 0 };

    cr_assert_eq(reference_load(folders, 1, &reference, &error), STATUS_INVALID);
    cr_assert_not_null(strstr(error.message, "/nonexistent/layer"));
    cr_assert_null(reference);
}
