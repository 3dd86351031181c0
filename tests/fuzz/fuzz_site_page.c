/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages and script files as inspections of sites read them, with where their scripts send readers: there are no more than
 * may be, and those on other hosts are normal forms.
 */
#include <string.h>

#include "base/assert.h"
#include "sweep/page_sends.h"
#include "sweep/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char address[] = "http://www.example.gov.cn/a/b.html";

static void check_sends(struct arena *arena, const struct site_page *page)
{
    struct page_sends sends;

    ASSERT(page->send_count <= PAGE_SENDS_MAX);
    for (size_t index = 0; index < page->send_count; index++)
        ASSERT(page->sends[index].address != NULL && page->sends[index].certainty < SENDS_COUNT);
    ASSERT(page_sends_of(arena, page, address, &sends) == STATUS_OK);
    for (size_t certainty = 0; certainty < SENDS_COUNT; certainty++) {
        ASSERT(sends.to[certainty].count <= PAGE_SENDS_LISTED_MAX);
        for (size_t index = 0; index < sends.to[certainty].count; index++) {
            struct url_parts parts;

            ASSERT(url_split(sends.to[certainty].items[index], &parts) && parts.query == NULL);
            ASSERT(strcmp(parts.host, "www.example.gov.cn") != 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct part_hint hints[] = { { .name = "b.html", .media_type = "text/html" },
                                              { .name = "b.js", .media_type = "text/javascript" } };
    static struct site_page_reader *reader;
    struct arena *arena;

    if (size > (64 << 10))
        return 0;
    if (reader == NULL)
        ASSERT(site_page_reader_create(&reader) == STATUS_OK);
    ASSERT(arena_create(&arena) == STATUS_OK);
    for (size_t index = 0; index < sizeof hints / sizeof *hints; index++) {
        struct site_page page;

        ASSERT(site_page_read(reader, bytes_of(data, size), &hints[index], &page) == STATUS_OK);
        check_sends(arena, &page);
    }
    arena_destroy(arena);
    return 0;
}
