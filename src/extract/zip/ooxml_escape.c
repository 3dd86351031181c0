/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "extract/zip/ooxml_number.h"
#include "text/utf8.h"

enum { ESCAPE_SIZE = 7 };

static bool escape_read(const char *utf8, size_t size, uint32_t *unit)
{
    if (size < ESCAPE_SIZE || utf8[0] != '_' || utf8[1] != 'x' || utf8[6] != '_')
        return false;
    for (size_t index = 2; index < 6; index++)
        if (utf8[index] == '\0' || strchr("0123456789abcdefABCDEF", utf8[index]) == NULL)
            return false;
    *unit = ooxml_number_hexadecimal(bytes_of(utf8 + 2, 4));
    return true;
}

/* The character at `utf8`, of one escape or two; how many bytes it takes there, or 0. */
static size_t character_read(const char *utf8, size_t size, uint32_t *character)
{
    uint32_t low;

    if (!escape_read(utf8, size, character))
        return 0;
    if (*character >= 0xD800 && *character < 0xDC00 && escape_read(utf8 + ESCAPE_SIZE, size - ESCAPE_SIZE, &low)
        && low >= 0xDC00 && low < 0xE000) {
        *character = 0x10000 + ((*character - 0xD800) << 10) + (low - 0xDC00);
        return 2 * (size_t)ESCAPE_SIZE;
    }
    if (*character < ' ' || (*character >= 0xD800 && *character < 0xE000))
        *character = ' ';
    return ESCAPE_SIZE;
}

size_t ooxml_escape_resolve(char *utf8, size_t size)
{
    char *next = size > 0 ? memmem(utf8, size, "_x", 2) : NULL;
    size_t read, written;

    if (next == NULL)
        return size;
    for (read = written = (size_t)(next - utf8); read < size;) {
        uint32_t character;
        size_t taken = character_read(utf8 + read, size - read, &character);

        if (taken > 0)
            written += utf8_encode(character, utf8 + written);
        else
            utf8[written++] = utf8[read];
        read += taken > 0 ? taken : 1;
    }
    return written;
}
