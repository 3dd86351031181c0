/* SPDX-License-Identifier: Apache-2.0 */
#include "text/utf8.h"

#include "text/ascii.h"

/* How many bytes a sequence with this lead has, and the bounds of its second byte (Unicode table 3-7):
 * the only byte whose bounds depend on the lead. */
struct lead {
    uint32_t size;
    uint8_t second_min, second_max;
};

static inline struct lead lead_of(uint8_t byte)
{
    if (byte < 0xC2)
        return (struct lead){ 1, 0, 0 };
    if (byte < 0xE0)
        return (struct lead){ 2, 0x80, 0xBF };
    if (byte < 0xF0)
        return (struct lead){ 3, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF };
    if (byte < 0xF5)
        return (struct lead){ 4, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF };
    return (struct lead){ 1, 0, 0 };
}

struct utf8_step utf8_next_unusual(const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text;
    struct lead lead;
    uint32_t code_point, index = 1;

    if (bytes[0] < 0x80)
        return (struct utf8_step){ bytes[0], 1, false };
    lead = lead_of(bytes[0]);
    if (lead.size == 1)
        return (struct utf8_step){ UTF8_REPLACEMENT, 1, true };
    code_point = bytes[0] & (0x7FU >> lead.size);
    for (; index < lead.size && index < size; index++) {
        uint8_t minimum = index == 1 ? lead.second_min : 0x80, maximum = index == 1 ? lead.second_max : 0xBF;

        if (bytes[index] < minimum || bytes[index] > maximum)
            break;
        code_point = code_point << 6 | (bytes[index] & 0x3F);
    }
    if (index < lead.size)
        return (struct utf8_step){ UTF8_REPLACEMENT, index, true };
    return (struct utf8_step){ code_point, lead.size, false };
}

size_t utf8_encode(uint32_t code_point, char *output)
{
    if (code_point < 0x80) {
        output[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        output[0] = (char)(0xC0 | code_point >> 6);
        output[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = UTF8_REPLACEMENT;
    if (code_point < 0x10000) {
        output[0] = (char)(0xE0 | code_point >> 12);
        output[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        output[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    output[0] = (char)(0xF0 | code_point >> 18);
    output[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    output[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    output[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

size_t utf8_valid_prefix(const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text;
    size_t offset = 0;

    while (offset < size) {
        struct utf8_step step;

        if (bytes[offset] < 0x80) {
            offset += ascii_prefix(bytes + offset, size - offset);
            continue;
        }
        while (size - offset >= 3 && utf8_is_plain_triple(bytes + offset))
            offset += 3;
        if (offset == size || bytes[offset] < 0x80)
            continue;
        step = utf8_next(text + offset, size - offset);
        if (step.broken)
            break;
        offset += step.size;
    }
    return offset;
}

static inline bool is_continuation(char byte)
{
    return ((uint8_t)byte & 0xC0) == 0x80;
}

size_t utf8_floor(const char *text, size_t size, size_t offset)
{
    if (offset >= size)
        return size;
    while (offset > 0 && is_continuation(text[offset]))
        offset--;
    return offset;
}

size_t utf8_ceil(const char *text, size_t size, size_t offset)
{
    while (offset < size && is_continuation(text[offset]))
        offset++;
    return offset < size ? offset : size;
}

size_t utf8_count(const char *text, size_t size)
{
    size_t count = 0;

    for (size_t offset = 0; offset < size; offset++)
        count += !is_continuation(text[offset]);
    return count;
}

size_t utf8_forward(const char *text, size_t size, size_t offset, size_t characters)
{
    for (; characters > 0 && offset < size; characters--)
        offset = utf8_ceil(text, size, offset + 1);
    return offset < size ? offset : size;
}

size_t utf8_backward(const char *text, size_t size, size_t offset, size_t characters)
{
    if (offset > size)
        offset = size;
    for (; characters > 0 && offset > 0; characters--)
        offset = utf8_floor(text, size, offset - 1);
    return offset;
}

const char *utf8_find_triple(const char *text, size_t size, const char triple[3])
{
    const char *end = text + size;

    while (end - text >= 3) {
        const char *last = memchr(text + 2, triple[2], (size_t)(end - text) - 2);

        if (last == NULL)
            return NULL;
        if (last[-1] == triple[1] && last[-2] == triple[0])
            return last - 2;
        text = last - 1;
    }
    return NULL;
}
