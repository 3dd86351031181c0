/* SPDX-License-Identifier: Apache-2.0 */
#include "text/wrapping.h"

#include <string.h>

#include "text/numbering.h"

bool wrapping_begins_paragraph(const char *line, size_t size)
{
    static const char *const indents[] = { "\u3000", "\u00A0", "\u2003" };

    for (size_t index = 0; index < sizeof indents / sizeof *indents; index++) {
        size_t length = strlen(indents[index]);

        if (size >= length && memcmp(line, indents[index], length) == 0)
            return true;
    }
    return numbering_begins(line, size);
}

bool wrapping_ends_sentence(const char *line, size_t size)
{
    static const char *const ends[] = { "。", "！", "？", "；", "：", ".", "!", "?", ";", ":" };

    while (size > 0 && line[size - 1] == ' ')
        size--;
    for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
        size_t length = strlen(ends[index]);

        if (size >= length && memcmp(line + size - length, ends[index], length) == 0)
            return true;
    }
    return false;
}

bool wrapping_is_unspaced(uint32_t code_point)
{
    return code_point >= 0x2E80 && !(code_point >= 0xAC00 && code_point < 0xD7B0);
}
