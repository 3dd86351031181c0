/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/base64.h"

int base64_digit(uint8_t byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a' + 26;
    if (byte >= '0' && byte <= '9')
        return byte - '0' + 52;
    return byte == '+' ? 62 : byte == '/' ? 63 : -1;
}

bool base64_is_whole(struct bytes text)
{
    size_t padding = 0, digits;

    while (padding < 2 && padding < text.size && text.data[text.size - 1 - padding] == '=')
        padding++;
    digits = text.size - padding;
    for (size_t index = 0; index < digits; index++) {
        if (base64_digit(text.data[index]) < 0)
            return false;
    }
    /* Of the last digit two or four bits belong to no byte. */
    return text.size % 4 == 0 && (padding == 0 || base64_digit(text.data[digits - 1]) % (padding == 1 ? 4 : 16) == 0);
}

size_t base64_decode(struct base64 *base64, struct bytes digits, uint8_t *decoded)
{
    size_t size = 0;

    for (size_t index = 0; index < digits.size; index++) {
        int digit = base64_digit(digits.data[index]);

        if (digit < 0)
            continue;
        base64->bits = base64->bits << 6 | (uint32_t)digit;
        base64->count = (base64->count + 1) % 4;
        /* Each digit but the first of four completes a byte. */
        if (base64->count != 1)
            decoded[size++] = (uint8_t)(base64->bits >> (base64->count == 2 ? 4 : base64->count == 3 ? 2 : 0));
    }
    return size;
}

enum status base64_spool(struct extract_job *job, struct base64 *base64, struct bytes digits, struct spool *spool)
{
    uint8_t decoded[BASE64_STEP];
    enum status status = STATUS_OK;

    while (digits.size > 0 && status == STATUS_OK) {
        struct bytes step = bytes_slice(digits, 0, BASE64_STEP);
        size_t size = base64_decode(base64, step, decoded);

        digits = bytes_slice(digits, step.size, digits.size);
        /* Base64 does not grow, so there is no ratio. */
        status = extract_spool_append(job, spool, bytes_of(decoded, size), 0);
    }
    return status;
}
