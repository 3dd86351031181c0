/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/link.h"

#include <string.h>

#include "text/ascii.h"
#include "text/utf8.h"

int link_percent_byte(const uint8_t *next, const uint8_t *end)
{
    int high, low;

    if (end - next < 3 || *next != '%')
        return -1;
    high = ascii_hexadecimal(next[1]);
    low = ascii_hexadecimal(next[2]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
}

bool link_has_text(struct bytes url)
{
    const uint8_t *next = url.data, *end = next + url.size;

    while (next < end && (next = memchr(next, '%', (size_t)(end - next))) != NULL)
        if (link_percent_byte(next++, end) >= 0x80)
            return true;
    return false;
}

size_t link_decode(struct charset *charset, struct bytes url, char utf8[TEXT_RUN_MAX], size_t *taken)
{
    uint8_t plain[TEXT_RUN_MAX / 3];
    const uint8_t *next = url.data, *end = next + url.size;
    size_t size = 0, valid;

    while (next < end && size < sizeof plain) {
        int byte = link_percent_byte(next, end);

        plain[size++] = byte >= 0 ? (uint8_t)byte : *next;
        next += byte >= 0 ? 3 : 1;
    }
    *taken = (size_t)(next - url.data);
    valid = utf8_valid_prefix((const char *)plain, size);
    if (valid == size || valid + 3 >= sizeof plain) {
        memcpy(utf8, plain, valid);
        return valid;
    }
    return charset_decode(charset, ENCODING_GBK, (struct bytes){ plain, size }, true, utf8, TEXT_RUN_MAX).produced;
}
