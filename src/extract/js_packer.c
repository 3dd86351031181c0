/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_packer.h"

#include <string.h>

static bool is_word_byte(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static uint32_t digit_of(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return (uint32_t)(byte - '0');
    if (byte >= 'a' && byte <= 'z')
        return (uint32_t)(byte - 'a') + 10;
    return byte >= 'A' && byte <= 'Z' ? (uint32_t)(byte - 'A') + 36 : UINT32_MAX;
}

/* What stands in place of a word of the code. */
static struct bytes word_of(const struct js_packed *packed, struct bytes word)
{
    size_t number = 0;

    for (size_t index = 0; index < word.size; index++) {
        uint32_t digit = digit_of(word.data[index]);

        if (digit >= packed->base || number > packed->word_count)
            return word;
        number = number * packed->base + digit;
    }
    return number < packed->word_count && packed->words[number].size > 0 ? packed->words[number] : word;
}

/* The next piece of the code, from *at on: a word or what stands between two of them. */
static struct bytes next_piece(const struct js_packed *packed, size_t *at)
{
    size_t from = *at;
    bool is_word = is_word_byte(packed->code.data[from]);

    while (*at < packed->code.size && is_word_byte(packed->code.data[*at]) == is_word)
        (*at)++;
    if (is_word)
        return word_of(packed, bytes_slice(packed->code, from, *at - from));
    return bytes_slice(packed->code, from, *at - from);
}

size_t js_packer_size(const struct js_packed *packed)
{
    size_t size = 0;

    for (size_t at = 0; at < packed->code.size;)
        size += next_piece(packed, &at).size;
    return size;
}

void js_packer_unpack(const struct js_packed *packed, uint8_t *out)
{
    for (size_t at = 0; at < packed->code.size;) {
        struct bytes piece = next_piece(packed, &at);

        memcpy(out, piece.data, piece.size);
        out += piece.size;
    }
}
