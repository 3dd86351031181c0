/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/variation.h"

#include "text/utf8.h"

/* So many places of a text are varied, evenly spread. */
enum { PLACES_MAX = 12 };

static void append(struct buf *output, struct bytes text)
{
    buf_append(output, text.data, text.size);
}

/* Between these. */
static void append_between(struct buf *output, const char *before, struct bytes text, const char *behind)
{
    buf_text(output, before);
    append(output, text);
    buf_text(output, behind);
    buf_byte(output, '\n');
}

/* With the character at `at` replaced. */
static void append_replaced(struct buf *output, struct bytes text, size_t at, size_t size, struct bytes by)
{
    append(output, bytes_slice(text, 0, at));
    append(output, by);
    append(output, bytes_slice(text, at + size, SIZE_MAX));
    buf_byte(output, '\n');
}

static void append_at(struct buf *output, struct bytes text, size_t at)
{
    static const char *const others[] = { "a", "1", "中", " ", "-", "，", "(", "\u3000", "\n" };
    size_t size = utf8_next((const char *)text.data + at, text.size - at).size;
    struct bytes character = bytes_slice(text, at, size), next = bytes_slice(text, at + size, SIZE_MAX);
    const char *other = others[at / size % (sizeof others / sizeof *others)];

    append_replaced(output, text, at, size, bytes_of(NULL, 0));
    append_replaced(output, text, at, size, bytes_of_text(other));
    append_replaced(output, text, at, 0, character);
    append_replaced(output, text, at, 0, bytes_of_text(other));
    if (next.size > 0) {
        next = bytes_slice(next, 0, utf8_next((const char *)next.data, next.size).size);
        append(output, bytes_slice(text, 0, at));
        append(output, next);
        append_replaced(output, bytes_slice(text, at, SIZE_MAX), size, next.size, bytes_of(NULL, 0));
    }
}

static void append_framed(struct buf *output, struct bytes text)
{
    append_between(output, "", text, "");
    append_between(output, "中", text, "中");
    append_between(output, "1", text, "a");
}

void variation_append_few(struct bytes text, struct buf *output)
{
    append_framed(output, text);
    append_between(output, "", bytes_slice(text, 0, utf8_floor((const char *)text.data, text.size, text.size - 1)), "");
    append(output, text);
    append_between(output, "", text, "");
}

void variation_append(struct bytes text, struct buf *output)
{
    size_t middle = utf8_floor((const char *)text.data, text.size, text.size / 2), done = SIZE_MAX;

    append_framed(output, text);
    append_between(output, " -", text, "_ ");
    append(output, text);
    append_between(output, "", text, "");
    append_between(output, "", bytes_slice(text, 0, middle), "");
    append_between(output, "", bytes_slice(text, middle, SIZE_MAX), "");
    for (size_t place = 0; place < PLACES_MAX; place++) {
        size_t at = utf8_floor((const char *)text.data, text.size, text.size * place / PLACES_MAX);

        if (at != done && at < text.size)
            append_at(output, text, at);
        done = at;
    }
}
