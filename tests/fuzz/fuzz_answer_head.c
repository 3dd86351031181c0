/* SPDX-License-Identifier: Apache-2.0
 *
 * Any lines as the head of an answer: what the crawler reads of it is text within its bounds, and its dates exist.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/assert.h"
#include "sweep/answer_head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const struct buf *text)
{
    ASSERT(text->size <= ANSWER_FIELD_MAX);
    ASSERT(text->size == 0 || strlen(text->data) == text->size);
}

static void check_content_type(struct answer_head *head)
{
    const char *media_type, *charset;

    answer_head_content_type(head, &media_type, &charset);
    ASSERT(strchr(media_type, ';') == NULL);
    ASSERT(strpbrk(charset, "\"'; ") == NULL);
    ASSERT(strlen(media_type) + strlen(charset) <= head->content_type.size);
}

static void check_day(const struct answer_head *head)
{
    struct date day = head->modified.size > 0 ? answer_head_day(head->modified.data) : (struct date){ 0 };
    char text[DATE_TEXT_SIZE];

    ASSERT(!date_is_set(day) || (date_exists(day) && day.year >= 1970 && day.year <= 9999));
    date_text(day, text);
}

/* In memory of its own, so that it cannot be read beyond its end. */
static void take(struct answer_head *head, const uint8_t *line, size_t size)
{
    uint8_t *copy = alloc_zeroed(1, size);

    ASSERT(copy != NULL);
    memcpy(copy, line, size);
    if (answer_head_take(head, bytes_of(copy, size)))
        ASSERT(head->location.size + head->content_type.size + head->retry_after_s == 0);
    alloc_free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct answer_head head;

    if (size > (1 << 18))
        return 0;
    answer_head_init(&head);
    for (const uint8_t *next = data; next < data + size;) {
        size_t left = size - (size_t)(next - data);
        const uint8_t *end = memchr(next, '\n', left);
        size_t line = end != NULL ? (size_t)(end - next) + 1 : left;

        take(&head, next, line);
        next += line;
    }
    check_text(&head.location);
    check_text(&head.etag);
    check_text(&head.modified);
    check_text(&head.cookies);
    check_text(&head.content_type);
    ASSERT(head.retry_after_s <= 9999999);
    check_day(&head);
    check_content_type(&head);
    answer_head_free(&head);
    return 0;
}
