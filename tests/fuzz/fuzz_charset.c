/* SPDX-License-Identifier: Apache-2.0
 *
 * Decoding of any bytes in the encoding that the first byte names, in pieces that the second names: the
 * output is valid UTF-8, does not depend on the pieces, everything is consumed, and every character leads
 * back to where decoding gives the rest. Detection sees the same bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "text/charset.h"
#include "text/encoding.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 4096, GROWTH = 4, ROOM = 64 };

static size_t decode(struct charset *charset, enum encoding encoding, struct bytes input, size_t piece, size_t room,
                     char *output)
{
    size_t consumed = 0, produced = 0, size = piece;

    while (consumed < input.size) {
        bool last = size >= input.size - consumed;
        struct charset_step step =
            charset_decode(charset, encoding, bytes_slice(input, consumed, size), last, output + produced, room);

        ASSERT(step.consumed > 0 || (!last && size < piece + 16));
        ASSERT(step.produced <= room);
        ASSERT(utf8_valid_prefix(output + produced, step.produced) == step.produced);
        size = step.consumed == 0 ? size + 1 : piece;
        consumed += step.consumed;
        produced += step.produced;
        ASSERT(produced <= GROWTH * input.size);
    }
    return produced;
}

static void check_way_back(struct charset *charset, enum encoding encoding, struct bytes input, const char *whole,
                           size_t size, char *rest)
{
    for (size_t offset = 0; offset <= size; offset = utf8_forward(whole, size, offset, 1 + size / 64)) {
        size_t source = charset_source_size(charset, encoding, input, offset), produced;

        ASSERT(source <= input.size);
        if (encoding != ENCODING_ISO_2022_JP) {
            produced =
                decode(charset, encoding, bytes_slice(input, source, SIZE_MAX), input.size, GROWTH * SIZE_LIMIT, rest);
            ASSERT(produced == size - offset || (encoding == ENCODING_BIG5 && produced == size - offset + 2));
            ASSERT(memcmp(rest + produced - (size - offset), whole + offset, size - offset) == 0);
        }
        if (offset == size)
            break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct charset *charset;
    static char whole[GROWTH * SIZE_LIMIT + ROOM], pieces[GROWTH * SIZE_LIMIT + 256 + ROOM];
    struct bytes input;
    enum encoding encoding;
    struct encoding_evidence evidence;
    size_t whole_size;

    if (charset == NULL && charset_create(&charset) != STATUS_OK)
        abort();
    if (size < 3 || size > SIZE_LIMIT)
        return 0;
    encoding = (enum encoding)(data[0] % ENCODING_COUNT);
    input = bytes_of(data + 2, size - 2);
    whole_size = decode(charset, encoding, input, input.size, GROWTH * SIZE_LIMIT, whole);
    ASSERT(decode(charset, encoding, input, 1U + (data[1] & 15), 16U + (data[1] >> 4), pieces) == whole_size);
    ASSERT(memcmp(whole, pieces, whole_size) == 0);
    check_way_back(charset, encoding, input, whole, whole_size, pieces);
    for (int syntax = ENCODING_SYNTAX_PLAIN; syntax <= ENCODING_SYNTAX_XML; syntax++) {
        evidence =
            encoding_detect(input, data[1] % 2 == 0 ? NULL : encoding_name(encoding), (enum encoding_syntax)syntax);
        ASSERT(evidence.encoding >= 0 && evidence.encoding < ENCODING_COUNT && evidence.bom_size <= input.size);
    }
    return 0;
}
