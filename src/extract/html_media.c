/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_media.h"

#include <string.h>

#include "extract/html_scan.h"

enum {
    WIDTH_MIN = 320,    /* pixels; of the screens that pages are read on */
    WIDTH_MAX = 5000,   /* the same */
    EM = 16,            /* pixels, as long as nobody says otherwise */
    NUMBER_MAX = 99999, /* more are all the same */
};

/* ---- words ---- */

static bool is_of_word(uint8_t byte)
{
    return html_scan_is_alpha(byte) || html_scan_is_digit(byte) || byte == '-' || byte == '_' || byte == '@';
}

/* The word that *text begins with, which moves behind it and the blanks that follow. */
static struct bytes take_word(struct bytes *text)
{
    struct bytes word = *text;
    size_t size = 0;

    while (size < text->size && is_of_word(text->data[size]))
        size++;
    word.size = size;
    *text = html_scan_trim(bytes_slice(*text, size, text->size));
    return word;
}

static bool is_word(struct bytes text, const char *word)
{
    if (text.size != strlen(word))
        return false;
    for (size_t index = 0; index < text.size; index++) {
        if (html_scan_lower(text.data[index]) != (uint8_t)word[index])
            return false;
    }
    return true;
}

static bool is_any(struct bytes text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (is_word(text, *words))
            return true;
    }
    return false;
}

/* ---- features ---- */

/* `320px`, `20em`, `0`, as whole pixels; false: in another unit. */
static bool read_length(struct bytes value, uint32_t *pixels)
{
    uint32_t number = 0;
    size_t at = 0;

    for (; at < value.size && html_scan_is_digit(value.data[at]); at++)
        number = number > NUMBER_MAX ? number : number * 10 + (uint32_t)(value.data[at] - '0');
    if (at == 0)
        return false;
    if (at < value.size && value.data[at] == '.')
        for (at++; at < value.size && html_scan_is_digit(value.data[at]); at++)
            continue;
    value = bytes_slice(value, at, value.size);
    *pixels = is_word(value, "em") || is_word(value, "rem") ? number * EM : number;
    return *pixels != number || value.size == 0 || is_word(value, "px") || number == 0;
}

/* `min-width: 1px` between its brackets. */
static bool is_of_every_screen(struct bytes feature)
{
    static const char *const least[] = { "min-width", "min-device-width", "min-height", "min-device-height", NULL };
    static const char *const most[] = { "max-width", "max-device-width", "max-height", "max-device-height", NULL };
    static const char *const ratios[] = { "min-device-pixel-ratio", "-webkit-min-device-pixel-ratio",
                                          "min--moz-device-pixel-ratio", NULL };
    struct bytes rest = html_scan_trim(feature);
    struct bytes name = take_word(&rest);
    uint32_t number;

    if (rest.size == 0)
        return is_word(name, "color");
    if (*rest.data != ':' || !read_length(html_scan_trim(bytes_slice(rest, 1, rest.size)), &number))
        return false;
    if (is_any(name, least))
        return number <= WIDTH_MIN;
    if (is_any(name, most))
        return number >= WIDTH_MAX;
    return is_any(name, ratios) && number <= 1;
}

/* `and (…) and (…)`; *query moves behind. */
static bool have_features(struct bytes query, bool and_comes_first)
{
    while (query.size > 0) {
        const uint8_t *close;

        if (and_comes_first && !is_word(take_word(&query), "and"))
            return false;
        if (query.size == 0 || *query.data != '(' || (close = memchr(query.data, ')', query.size)) == NULL)
            return false;
        if (!is_of_every_screen((struct bytes){ query.data + 1, (size_t)(close - query.data - 1) }))
            return false;
        query = html_scan_trim(bytes_slice(query, (size_t)(close - query.data) + 1, query.size));
        and_comes_first = true;
    }
    return true;
}

/* ---- queries ---- */

/* One of those between commas. */
static bool is_of_screens(struct bytes query)
{
    struct bytes word = take_word(&query);

    if (word.size == 0)
        return have_features(query, false);
    if (is_word(word, "not"))
        return (is_word(word = take_word(&query), "print") || is_word(word, "speech")) && query.size == 0;
    if (is_word(word, "only"))
        word = take_word(&query);
    return (is_word(word, "screen") || is_word(word, "all")) && have_features(query, true);
}

static bool has_query_of_screens(struct bytes queries)
{
    for (;;) {
        const uint8_t *comma = queries.size > 0 ? memchr(queries.data, ',', queries.size) : NULL;
        size_t size = comma != NULL ? (size_t)(comma - queries.data) : queries.size;

        if (is_of_screens(html_scan_trim(bytes_slice(queries, 0, size))))
            return true;
        if (comma == NULL)
            return false;
        queries = bytes_slice(queries, size + 1, queries.size);
    }
}

/* Programs of today have what all of them have; what begins with a hyphen is of one of them, by which it is known. */
static bool is_supported(struct bytes conditions)
{
    static const char *const others[] = { "not", "selector", "(-", "( -" };

    return !html_scan_has_any(conditions, others, sizeof others / sizeof *others);
}

bool html_media_always_holds(struct bytes prelude)
{
    struct bytes rest = html_scan_trim(prelude);
    struct bytes rule = take_word(&rest);

    if (is_word(rule, "@layer"))
        return true;
    if (is_word(rule, "@media"))
        return has_query_of_screens(rest);
    return is_word(rule, "@supports") && is_supported(rest);
}
