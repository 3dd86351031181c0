/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/zipfile.h"

#include <criterion/criterion.h>

#include "base/file.h"

static struct buf file_of(const char *name)
{
    struct buf content = BUF_INIT(1 << 24), path = BUF_INIT(4096);
    struct error error = { STATUS_OK, "" };

    buf_format(&path, GUANKA_SOURCE_DIR "/corpus/%s", name);
    cr_assert_eq(file_read(path.data, &content, &error), STATUS_OK, "%s", error.message);
    buf_free(&path);
    return content;
}

Test(zipfile, finds_members_by_name)
{
    struct buf content = file_of("ooxml/word.docx");
    struct arena *arena;
    struct zipfile zipfile;
    struct bytes stored;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(zipfile_open(buf_bytes(&content), arena, &zipfile), STATUS_OK);
    cr_expect_eq(zipfile.count, 17); /* as unzip -l counts them */
    cr_expect_not_null(zipfile_find(&zipfile, bytes_of_text("doc/main.xml")));
    cr_expect_not_null(zipfile_find(&zipfile, bytes_of_text("/DOC/Main.XML")));
    cr_expect_not_null(zipfile_find(&zipfile, bytes_of_text("doc\\main.xml")));
    cr_expect_null(zipfile_find(&zipfile, bytes_of_text("doc/main.xm")));
    cr_expect_null(zipfile_find(&zipfile, bytes_of_text("")));
    cr_expect_eq(zipfile_stored(&zipfile, zipfile_find(&zipfile, bytes_of_text("doc/main.xml")), &stored), STATUS_OK);
    cr_expect_eq(stored.size, zipfile_find(&zipfile, bytes_of_text("doc/main.xml"))->compressed_size);
    arena_destroy(arena);
    buf_free(&content);
}

Test(zipfile, says_what_cannot_be_read)
{
    struct buf locked = file_of("archive/encrypted.zip"), methods = file_of("archive/methods.zip");
    struct arena *arena;
    struct zipfile zipfile;
    struct bytes stored;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(zipfile_open(buf_bytes(&locked), arena, &zipfile), STATUS_OK);
    cr_expect_eq(zipfile_stored(&zipfile, &zipfile.members[0], &stored), STATUS_ENCRYPTED);
    cr_assert_eq(zipfile_open(buf_bytes(&methods), arena, &zipfile), STATUS_OK);
    cr_expect_eq(zipfile_stored(&zipfile, zipfile_find(&zipfile, bytes_of_text("deflate64.txt")), &stored),
                 STATUS_UNSUPPORTED);
    cr_expect_eq(zipfile_open(bytes_of_text("PK"), arena, &zipfile), STATUS_MALFORMED);
    cr_expect_eq(zipfile_open(bytes_of_text(""), arena, &zipfile), STATUS_MALFORMED);
    arena_destroy(arena);
    buf_free(&locked);
    buf_free(&methods);
}

Test(zipfile, something_in_front_is_no_obstacle)
{
    struct buf content = file_of("archive/self-extracting.exe");
    struct arena *arena;
    struct zipfile zipfile;
    struct bytes stored;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(zipfile_open(buf_bytes(&content), arena, &zipfile), STATUS_OK);
    cr_expect_eq(zipfile_stored(&zipfile, &zipfile.members[0], &stored), STATUS_OK);
    arena_destroy(arena);
    buf_free(&content);
}
