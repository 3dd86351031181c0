/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_text FILE…: how fast the text layer is on each file, in GB of its input per second. Files are UTF-8
 * text or pages; what needs another encoding is converted with iconv first.
 */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "text/canonical.h"
#include "text/charset.h"
#include "text/encoding.h"
#include "text/utf8.h"

enum { REPEATS = 15 };

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct work {
    const char *name;
    struct charset *charset;
    enum encoding encoding;
    struct bytes input;
    char *output;
    size_t capacity;
    uint64_t sum; /* keeps the compiler from leaving work out */
};

static void run_valid(struct work *work)
{
    work->sum += utf8_valid_prefix((const char *)work->input.data, work->input.size);
}

/* In pieces, as a driver does it, so that the output stays in the cache. */
static void run_decode(struct work *work)
{
    struct bytes rest = work->input;

    while (rest.size > 0) {
        struct charset_step step = charset_decode(work->charset, work->encoding, rest, true, work->output, 65536);

        work->sum += step.produced;
        rest = bytes_slice(rest, step.consumed, SIZE_MAX);
    }
}

static void run_canonical(struct work *work)
{
    struct canonical_state state = CANONICAL_STATE_INIT;

    for (size_t offset = 0; offset < work->input.size;) {
        size_t size = utf8_floor((const char *)work->input.data, work->input.size, offset + 16384) - offset;

        work->sum += canonical_append(&state, (const char *)work->input.data + offset, size, NEWLINES_ARE_BREAKS,
                                      work->output, NULL);
        offset += size;
    }
}

static void run_dense(struct work *work)
{
    work->sum += canonical_dense((const char *)work->input.data, work->input.size, work->output);
}

static void run_detect(struct work *work)
{
    work->sum += (uint64_t)encoding_detect(work->input, NULL, ENCODING_SYNTAX_HTML).encoding;
}

static void measure(struct work *work, const char *what, void (*run)(struct work *))
{
    double best = 1e9;
    unsigned inner = work->input.size > 0 ? (unsigned)(4000000 / work->input.size) + 1 : 1;

    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double start = now(), taken;

        for (unsigned index = 0; index < inner; index++)
            run(work);
        taken = (now() - start) / inner;
        if (taken < best)
            best = taken;
    }
    printf("  %-16s %8.3f GB/s %10.1f us\n", what, (double)work->input.size / best / 1e9, best * 1e6);
}

static struct bytes convert(struct bytes input, const char *name)
{
    size_t capacity = input.size * 2 + 16, left = capacity, input_left = input.size;
    char *output = malloc(capacity), *to = output, *from = (char *)(uintptr_t)input.data;
    iconv_t converter = iconv_open(name, "UTF-8");

    if (output == NULL || converter == (iconv_t)-1)
        exit(1);
    while (input_left > 0 && iconv(converter, &from, &input_left, &to, &left) == (size_t)-1) {
        from++;
        input_left--;
    }
    iconv_close(converter);
    return bytes_of(output, capacity - left);
}

static void bench_file(struct charset *charset, const char *path)
{
    static const struct {
        enum encoding encoding;
        const char *name, *label;
    } legacy[] = { { ENCODING_GB18030, "GB18030", "decode gb18030" },
                   { ENCODING_BIG5, "BIG5-HKSCS", "decode big5" },
                   { ENCODING_UTF16LE, "UTF-16LE", "decode utf-16" } };
    FILE *file = fopen(path, "rb");
    char *text = malloc(64 << 20);
    size_t size = file == NULL || text == NULL ? 0 : fread(text, 1, 64 << 20, file);
    struct work work = { path, charset, ENCODING_UTF8, bytes_of(text, size), NULL, size * 3 + 65536, 0 };
    struct canonical_state state = CANONICAL_STATE_INIT;
    struct bytes canonical;

    if (size == 0)
        exit(1);
    fclose(file);
    work.output = malloc(work.capacity);
    if (work.output == NULL)
        exit(1);
    printf("%s (%zu bytes)\n", path, size);
    measure(&work, "utf8 valid", run_valid);
    measure(&work, "decode utf-8", run_decode);
    measure(&work, "detect", run_detect);
    measure(&work, "canonical", run_canonical);
    canonical = bytes_of(malloc(work.capacity), 0);
    canonical.size = canonical_append(&state, text, size, NEWLINES_ARE_BREAKS, (char *)(uintptr_t)canonical.data, NULL);
    work.input = canonical;
    measure(&work, "canonical again", run_canonical);
    measure(&work, "dense", run_dense);
    for (size_t index = 0; index < sizeof legacy / sizeof legacy[0]; index++) {
        work.encoding = legacy[index].encoding;
        work.input = convert(bytes_of(text, size), legacy[index].name);
        measure(&work, legacy[index].label, run_decode);
        measure(&work, "  detect", run_detect);
        free((void *)(uintptr_t)work.input.data);
    }
    free((void *)(uintptr_t)canonical.data);
    free(work.output);
    free(text);
}

int main(int count, char **arguments)
{
    struct charset *charset;
    double start = now();

    if (charset_create(&charset) != STATUS_OK)
        return 1;
    printf("charset_create %.1f us\n", (now() - start) * 1e6);
    for (int index = 1; index < count; index++)
        bench_file(charset, arguments[index]);
    charset_destroy(charset);
    return 0;
}
