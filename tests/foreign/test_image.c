/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures beyond the expectations of corpus/image: downloads and copies that broke off anywhere.
 */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "foreign/foreign_registry.h"
#include "transcript.h"

#define CORPUS GUANKA_SOURCE_DIR "/corpus/image/"

enum {
    EVERY_PREFIX_MAX = 600, /* headers and their neighbourhood: each length is tried */
    PREFIXES_MAX = 200,     /* of what follows, evenly spread */
};

static void setup(void)
{
    cr_assert_eq(foreign_prepare(false), STATUS_OK);
    transcript_use_formats(foreign_formats());
}

TestSuite(image, .init = setup, .timeout = 240);

/* A copy of its own size, so that AddressSanitizer sees a byte read behind the end. */
static void read_prefix(const char *name, struct bytes whole, size_t size)
{
    struct buf out = BUF_INIT(SIZE_MAX / 4);
    char *prefix = malloc(size > 0 ? size : 1);

    cr_assert_not_null(prefix);
    memcpy(prefix, whole.data, size);
    cr_expect_eq(transcript_write(bytes_of(prefix, size), name, NULL, &out), STATUS_OK, "%s, %zu bytes", name, size);
    buf_append(&out, "", 1);
    cr_assert_eq(buf_status(&out), STATUS_OK);
    cr_expect_not_null(strstr(out.data, "end "), "%s, %zu bytes: nothing is said of it", name, size);
    free(prefix);
    buf_free(&out);
}

static void read_prefixes(const char *name)
{
    char path[512];
    struct buf whole = BUF_INIT(SIZE_MAX / 4);
    struct error error = { STATUS_OK, "" };
    size_t step;

    (void)snprintf(path, sizeof path, CORPUS "%s", name);
    cr_assert_eq(file_read(path, &whole, &error), STATUS_OK, "%s", error.message);
    step = whole.size / PREFIXES_MAX + 1;
    for (size_t size = 0; size < whole.size; size += size < EVERY_PREFIX_MAX ? 1 : step)
        read_prefix(name, buf_bytes(&whole), size);
    buf_free(&whole);
}

Test(image, each_beginning_of_a_picture_is_answered)
{
    static const char *const names[] = {
        "png-text.png", "qr-text.png",  "exif.jpg",    "big-endian.jpg", "gif-comment.gif",    "pixel.gif",
        "webp.webp",    "tiff-g4.tif",  "bigtiff.tif", "tiff-pages.tif", "webp-animation.webp", "qr.bmp",
    };

    cr_redirect_stderr(); /* Leptonica says there what it thinks of each */
    for (size_t index = 0; index < sizeof names / sizeof *names; index++)
        read_prefixes(names[index]);
}
