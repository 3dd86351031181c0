/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages in corpus/html and what is read from them: CASE.html (or .htm, .xml, .svg, …) and CASE.html.expect.
 * UPDATE=1 in the environment writes the expectations anew; look at the difference before you commit it.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "html_record.h"

static const char folder_path[] = GUANKA_SOURCE_DIR "/corpus/html";

static void check_case(const char *name)
{
    char path[1024];
    char expect_path[1100];
    struct buf page = BUF_INIT(1 << 24);
    struct buf lines = BUF_INIT(1 << 24);
    struct buf expected = BUF_INIT(1 << 24);
    struct html_record record;

    snprintf(path, sizeof path, "%s/%s", folder_path, name);
    snprintf(expect_path, sizeof expect_path, "%s.expect", path);
    cr_assert(html_record_read(path, &page));
    record = html_record(buf_bytes(&page), name, NULL, &lines);
    cr_expect_eq(record.status, STATUS_OK);
    cr_expect_eq(record.broken_runs, 0, "%s: %zu runs are not what their source says", name, record.broken_runs);
    if (getenv("UPDATE") != NULL) {
        FILE *file = fopen(expect_path, "wb");

        cr_assert_not_null(file);
        fwrite(lines.data, 1, lines.size, file);
        fclose(file);
    }
    cr_assert(html_record_read(expect_path, &expected), "%s is missing", expect_path);
    cr_expect(bytes_equal(buf_bytes(&lines), buf_bytes(&expected)), "%s\n--- expected\n%.*s--- got\n%.*s", name,
              (int)expected.size, expected.data, (int)lines.size, lines.data);
    buf_free(&page);
    buf_free(&lines);
    buf_free(&expected);
}

static bool is_page(const char *name)
{
    static const char *const ends[] = { ".expect", ".test" };

    if (name[0] == '.')
        return false;
    for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
        size_t size = strlen(ends[index]);

        if (strlen(name) > size && strcmp(name + strlen(name) - size, ends[index]) == 0)
            return false;
    }
    return true;
}

Test(html_golden, corpus)
{
    DIR *folder = opendir(folder_path);
    struct dirent *entry;
    size_t cases = 0;

    cr_assert_not_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        if (is_page(entry->d_name)) {
            check_case(entry->d_name);
            cases++;
        }
    }
    closedir(folder);
    cr_expect_geq(cases, 10);
}
