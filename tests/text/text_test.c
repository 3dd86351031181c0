/* SPDX-License-Identifier: Apache-2.0 */
#include "text_test.h"

#include <criterion/criterion.h>
#include <criterion/logging.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

struct bytes test_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *data;
    size_t size;

    if (file == NULL)
        return bytes_of(NULL, 0);
    fseek(file, 0, SEEK_END);
    size = (size_t)ftell(file);
    rewind(file);
    data = malloc(size + 1);
    cr_assert_not_null(data);
    size = fread(data, 1, size, file);
    data[size] = '\0';
    fclose(file);
    return bytes_of(data, size);
}

struct bytes test_source_file(const char *name)
{
    char path[4096];
    struct bytes bytes;

    snprintf(path, sizeof path, "%s/%s", GUANKA_SOURCE_DIR, name);
    bytes = test_file(path);
    cr_assert_not_null(bytes.data, "%s is missing", path);
    return bytes;
}

struct bytes test_shared_file(const char *name)
{
    static const char *const places[] = { "../shared/data", "../../shared/data" };

    for (size_t index = 0; index < 2; index++) {
        char path[4096];
        struct bytes bytes;

        snprintf(path, sizeof path, "%s/%s/%s", GUANKA_SOURCE_DIR, places[index], name);
        bytes = test_file(path);
        if (bytes.data != NULL)
            return bytes;
    }
    /* Not cr_log_warn: a warning makes the whole run fail. */
    fprintf(stderr, "SKIPPED: ../shared/data/%s is not here\n", name);
    return bytes_of(NULL, 0);
}

void test_free(struct bytes bytes)
{
    free((void *)(uintptr_t)bytes.data);
}

uint32_t test_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 16);
}

struct bytes test_convert(struct bytes input, const char *to, const char *from)
{
    iconv_t converter = iconv_open(to, from);
    size_t capacity = input.size * 8 + 64, left = capacity, input_left = input.size;
    char *output = malloc(capacity), *next = output, *source = (char *)(uintptr_t)input.data;

    cr_assert(converter != (iconv_t)-1, "iconv has no %s", to);
    cr_assert_not_null(output);
    while (input_left > 0 && iconv(converter, &source, &input_left, &next, &left) == (size_t)-1) {
        cr_assert_neq(errno, E2BIG);
        source++;
        input_left--;
    }
    iconv(converter, NULL, NULL, &next, &left);
    iconv_close(converter);
    return bytes_of(output, capacity - left);
}
