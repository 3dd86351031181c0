/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast pages become text runs, with a sink that drops them: `bench_html [CHARSET] FILE…`.
 *
 * All files are taken together, over and over for about a second; with CHARSET (as iconv calls it, e.g. GBK) they
 * are converted to it first. Prints one line of JSON: bytes of input per second, and what came out per round.
 */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "extract/extract.h"

enum { PAGES_MAX = 4096 };

struct counter {
    struct extract_sink sink; /* first: a sink is a counter */
    uint64_t runs, bytes;
};

static enum status take_part(struct extract_sink *sink, const struct part *part)
{
    (void)sink;
    (void)part;
    return STATUS_OK;
}

static enum status take_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct counter *counter = (struct counter *)sink;

    (void)part;
    counter->runs++;
    counter->bytes += run->size;
    return STATUS_OK;
}

static enum status take_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    (void)sink;
    fprintf(stderr, "%s: %s %s\n", part->name, status_code(why), detail != NULL ? detail : "");
    return STATUS_OK;
}

/* Of this thread: other programs on the machine do not count. */
static uint64_t processor_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static struct buf converted(struct bytes page, const char *charset)
{
    struct buf out = BUF_INIT(1 << 26);
    iconv_t descriptor = iconv_open(charset, "UTF-8");
    char *next = (char *)(uintptr_t)page.data;
    size_t left = page.size;

    if (descriptor == (iconv_t)-1) {
        perror(charset);
        exit(1);
    }
    while (left > 0) {
        char piece[4096];
        char *end = piece;
        size_t room = sizeof piece;

        if (iconv(descriptor, &next, &left, &end, &room) == (size_t)-1 && room == sizeof piece) {
            next++;
            left--;
        }
        buf_append(&out, piece, sizeof piece - room);
    }
    iconv_close(descriptor);
    return out;
}

static struct buf page_read(const char *path, const char *charset)
{
    struct buf page = BUF_INIT(1 << 26);
    struct error error;

    if (file_read(path, &page, &error) != STATUS_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    if (charset != NULL) {
        struct buf other = converted(buf_bytes(&page), charset);

        buf_free(&page);
        return other;
    }
    return page;
}

static enum status read_all(const struct buf *pages, size_t count, const char *charset_label, struct charset *charset,
                            struct arena *arena, struct counter *counter)
{
    const struct limits limits = LIMITS_DEFAULT;
    struct part_hint hint = { .name = "page.html", .charset = charset_label };

    for (size_t index = 0; index < count; index++) {
        struct budget budget = budget_start(&limits, NULL);
        enum status status = extract_document(buf_bytes(&pages[index]), NULL, &hint,
                                              &(struct extract_context){ .charset = charset, .budget = &budget, .arena = arena },
                                              &counter->sink);

        if (status != STATUS_OK)
            return status;
        arena_reset(arena);
    }
    return STATUS_OK;
}

int main(int argument_count, char **arguments)
{
    static struct buf pages[PAGES_MAX];
    const char *charset_label = NULL;
    struct counter counter = { { take_part, take_text, take_gap, take_part, NULL }, 0, 0 };
    struct charset *charset;
    struct arena *arena;
    uint64_t bytes = 0, start_ns, elapsed_ns = 0, best_ns = UINT64_MAX;
    size_t count = 0, rounds = 0;
    int first = 1;

    if (argument_count > 2 && strchr(arguments[1], '/') == NULL && strchr(arguments[1], '.') == NULL)
        charset_label = arguments[first++];
    for (int index = first; index < argument_count && count < PAGES_MAX; index++) {
        pages[count] = page_read(arguments[index], charset_label);
        bytes += pages[count++].size;
    }
    if (count == 0 || charset_create(&charset) != STATUS_OK || arena_create(&arena) != STATUS_OK)
        return 1;
    while (elapsed_ns < UINT64_C(1500000000)) {
        uint64_t round_ns;

        start_ns = processor_ns();
        counter.runs = counter.bytes = 0;
        if (read_all(pages, count, charset_label, charset, arena, &counter) != STATUS_OK)
            return 1;
        round_ns = processor_ns() - start_ns;
        elapsed_ns += round_ns;
        best_ns = round_ns < best_ns ? round_ns : best_ns;
        rounds++;
    }
    printf("{\"bench\":\"html\",\"charset\":\"%s\",\"pages\":%zu,\"bytes\":%llu,\"rounds\":%zu,\"gb_per_s\":%.3f,"
           "\"best_gb_per_s\":%.3f,\"runs\":%llu,\"text_bytes\":%llu,\"arena_bytes\":%zu}\n",
           charset_label != NULL ? charset_label : "as stored", count, (unsigned long long)bytes, rounds,
           (double)bytes * (double)rounds / (double)elapsed_ns, (double)bytes / (double)best_ns,
           (unsigned long long)counter.runs, (unsigned long long)counter.bytes, arena_footprint(arena));
    return 0;
}
