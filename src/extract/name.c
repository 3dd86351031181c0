/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/name.h"

#include "text/encoding.h"
#include "text/utf8.h"

/* Text that is valid UTF-8 by accident: all its characters take two bytes, and each pair of bytes is a
 * character of GB 2312 (rows 16 to 87, Han) as well. Chinese names are far more likely here than
 * Greek or Cyrillic ones without a single letter outside that range. */
static bool reads_as_gb2312(struct bytes name)
{
    size_t pairs = 0;

    for (size_t index = 0; index < name.size; index++) {
        uint8_t lead = name.data[index];

        if (lead < 0x80)
            continue;
        if (lead < 0xB0 || lead > 0xF7 || index + 1 >= name.size || name.data[index + 1] < 0xA1)
            return false;
        index++;
        pairs++;
    }
    return pairs > 0;
}

static struct charset_step decode(struct charset *charset, enum encoding encoding, struct bytes name, char *output,
                                  size_t capacity)
{
    return charset_decode(charset, encoding, name, true, output, capacity);
}

/* The encoding that explains every byte; GBK when none does. */
static enum encoding name_encoding(struct charset *charset, struct bytes name, char *scratch, size_t capacity)
{
    static const enum encoding candidates[] = { ENCODING_GB18030, ENCODING_BIG5, ENCODING_SHIFT_JIS };
    enum encoding guess;

    if (utf8_valid_prefix((const char *)name.data, name.size) == name.size && !reads_as_gb2312(name))
        return ENCODING_UTF8;
    guess = encoding_detect(name, NULL, ENCODING_SYNTAX_PLAIN).encoding;
    if (guess == ENCODING_BIG5 && decode(charset, guess, name, scratch, capacity).replaced == 0)
        return guess;
    for (size_t index = 0; index < sizeof candidates / sizeof *candidates; index++)
        if (decode(charset, candidates[index], name, scratch, capacity).replaced == 0)
            return candidates[index];
    return ENCODING_GB18030;
}

enum status name_decode(struct charset *charset, struct bytes raw, struct buf *out)
{
    struct bytes name = bytes_slice(raw, 0, NAME_SIZE_MAX);
    size_t capacity = 4 * name.size + 16;
    struct charset_step step;
    enum encoding encoding;
    char *target;

    buf_clear(out);
    buf_text(out, ""); /* terminated, even when empty */
    target = buf_reserve(out, capacity);
    if (target == NULL)
        return buf_status(out);
    encoding = name_encoding(charset, name, target, capacity);
    step = decode(charset, encoding, name, target, capacity);
    out->size += step.produced;
    for (size_t index = 0; index < out->size; index++)
        if (out->data[index] == '\0')
            out->data[index] = ' ';
    out->data[out->size] = '\0';
    return buf_status(out);
}
