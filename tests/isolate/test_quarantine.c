/* SPDX-License-Identifier: Apache-2.0 */
#include "isolate/quarantine.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

Test(quarantine, keeps_a_document_once_under_a_harmless_name)
{
    char folder[] = "/tmp/guanka-quarantine-XXXXXX", inside[64], path[256];
    struct error error;
    struct stat about;

    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(inside, sizeof inside, "%s/new", folder);
    cr_assert_eq(quarantine_prepare(inside, &error), STATUS_OK);
    cr_assert_eq(quarantine_prepare(inside, &error), STATUS_OK);
    for (int round = 0; round < 2; round++)
        cr_assert_eq(quarantine_keep(inside, "a/b/$(rm) x.pdf", bytes_of_text("abc")), STATUS_OK);
    /* SHA-256 of "abc" begins so (FIPS 180-4, example). */
    (void)snprintf(path, sizeof path, "%s/ba7816bf8f01cfea-__rm__x.pdf", inside);
    cr_assert_eq(stat(path, &about), 0, "%s", path);
    cr_assert_eq(about.st_size, 3);
    cr_assert_eq(about.st_mode & 0777, 0600);
    cr_assert_eq(quarantine_prepare(path, &error), STATUS_IO, "a file is no folder");
    cr_assert_eq(unlink(path), 0);
    cr_assert_eq(rmdir(inside), 0, "nothing else is there");
    cr_assert_eq(quarantine_prepare("/proc/none/here", &error), STATUS_IO);
    cr_assert_eq(quarantine_keep("/proc/none/here", "x", bytes_of_text("abc")), STATUS_IO);
    rmdir(folder);
}
