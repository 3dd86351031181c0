/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/name.h"

#include "text/encoding.h"
#include "text/utf8.h"

static bool is_letter(uint8_t byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* How many characters beyond ASCII the name has when it is read in pairs of bytes, and how many of them are Han of
 * GB 2312 (rows 16 to 87) that no ASCII letter touches. */
static void count_pairs(struct bytes name, size_t *pairs, size_t *han)
{
    *pairs = *han = 0;
    for (size_t index = 0; index < name.size; index++) {
        uint8_t lead = name.data[index], before = index > 0 ? name.data[index - 1] : 0;

        if (lead < 0x80)
            continue;
        (*pairs)++;
        if (++index < name.size && lead >= 0xB0 && lead <= 0xF7 && name.data[index] >= 0xA1 && !is_letter(before)
            && !(index + 1 < name.size && is_letter(name.data[index + 1])))
            (*han)++;
    }
}

/* Text that is valid UTF-8 by accident. Chinese names are far more likely here than Greek or Cyrillic ones without
 * a single letter outside that range; the accents of Latin names stand among ASCII letters. */
static bool reads_as_gb2312(struct bytes name)
{
    size_t pairs, han;

    count_pairs(name, &pairs, &han);
    return pairs > 0 && han == pairs;
}

static struct charset_step decode(struct charset *charset, enum encoding encoding, struct bytes name, char *output,
                                  size_t capacity)
{
    return charset_decode(charset, encoding, name, true, output, capacity);
}

/* The encoding that explains every byte; GBK when none does. Nearly any pair of bytes is a character of GBK, so where
 * few of them are characters that people use, a guess at another encoding counts first. */
static enum encoding name_encoding(struct charset *charset, struct bytes name, char *scratch, size_t capacity)
{
    enum encoding guess = ENCODING_NONE;
    size_t pairs, han;

    if (utf8_valid_prefix((const char *)name.data, name.size) == name.size && !reads_as_gb2312(name))
        return ENCODING_UTF8;
    count_pairs(name, &pairs, &han);
    if (han * 2 < pairs)
        guess = encoding_detect(name, NULL, ENCODING_SYNTAX_PLAIN).encoding;
    if ((guess == ENCODING_BIG5 || guess == ENCODING_SHIFT_JIS || guess == ENCODING_EUC_KR)
        && decode(charset, guess, name, scratch, capacity).replaced == 0)
        return guess;
    if (decode(charset, ENCODING_GB18030, name, scratch, capacity).replaced == 0)
        return ENCODING_GB18030;
    if (decode(charset, ENCODING_BIG5, name, scratch, capacity).replaced == 0)
        return ENCODING_BIG5;
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
