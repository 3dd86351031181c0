/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_secrets.h"

#include <string.h>
#include <strings.h>

enum { FIELD_MAX = 2048 }; /* what is longer is no field that anybody wrote */

static bool has_word(struct bytes tag, const char *word)
{
    size_t size = strlen(word);

    for (size_t at = 0; at + size <= tag.size; at++) {
        if (strncasecmp((const char *)tag.data + at, word, size) == 0)
            return true;
    }
    return false;
}

static bool is_secret(struct bytes tag)
{
    static const char *const words[] = { "password", "idcard", "id_card", "sfzh", "shenfenzheng" };

    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (has_word(tag, words[index]))
            return true;
    }
    return false;
}

bool fact_asks_secrets(struct bytes input)
{
    static const char name[] = "input";
    const size_t size = sizeof name - 1;
    const uint8_t *open;

    while (input.size > size && (open = memchr(input.data, '<', input.size)) != NULL) {
        const uint8_t *close;

        input = bytes_slice(input, (size_t)(open - input.data) + 1, input.size);
        if (input.size < size || strncasecmp((const char *)input.data, name, size) != 0)
            continue;
        close = memchr(input.data, '>', input.size < FIELD_MAX ? input.size : FIELD_MAX);
        if (close != NULL && is_secret(bytes_slice(input, 0, (size_t)(close - input.data))))
            return true;
    }
    return false;
}
