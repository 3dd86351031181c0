/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_refresh.h"

#include <stdbool.h>

#include "extract/html_entities.h"
#include "extract/html_scan.h"

/* What stands at `from` as a browser reads it: a byte, or what a reference stands for. */
struct step {
    int character; /* -1: the end, or no ASCII */
    size_t size;
};

static struct step look(struct bytes content, size_t from)
{
    char utf8[HTML_REFERENCE_SIZE];
    size_t utf8_size = 0, size;

    if (from >= content.size)
        return (struct step){ -1, 0 };
    if (content.data[from] != '&')
        return (struct step){ content.data[from] < 0x80 ? content.data[from] : -1, 1 };
    size = html_entities_decode(content.data + from, content.data + content.size, true, utf8, &utf8_size);
    if (size == 0)
        return (struct step){ '&', 1 };
    return (struct step){ utf8_size == 1 ? (unsigned char)utf8[0] : -1, size };
}

static size_t skip(struct bytes content, size_t from, bool skips(int character))
{
    struct step step = look(content, from);

    while (step.character >= 0 && skips(step.character)) {
        from += step.size;
        step = look(content, from);
    }
    return from;
}

static bool is_space(int character)
{
    return html_scan_is_space((uint8_t)character);
}

static bool is_time(int character)
{
    return (character >= '0' && character <= '9') || character == '.';
}

static bool is_upper(int character)
{
    return character >= 'A' && character <= 'Z';
}

/* Behind what is wanted there, in lower case; `from` itself when it is not there. */
static size_t take(struct bytes content, size_t from, int wanted)
{
    struct step step = look(content, from);

    return step.character == wanted || (is_upper(step.character) && step.character + ('a' - 'A') == wanted)
               ? from + step.size
               : from;
}

/* Behind "url=" if that stands there. A half of it is the beginning of an address. */
static size_t skip_name(struct bytes content, size_t from, bool *may_be_quoted)
{
    static const char letters[] = { 'u', 'r', 'l' };
    size_t next = from, taken = 0;

    while (taken < sizeof letters) {
        size_t behind = take(content, next, letters[taken]);

        if (behind == next)
            break;
        next = behind;
        taken++;
    }
    *may_be_quoted = taken == 0;
    if (taken < sizeof letters)
        return from;
    next = skip(content, next, is_space);
    if (take(content, next, '=') == next)
        return from;
    *may_be_quoted = true;
    return skip(content, take(content, next, '='), is_space);
}

/* An address in quotes ends with the second one. */
static struct bytes unquote(struct bytes content, size_t from)
{
    struct step step = look(content, from);
    int quote = step.character;
    size_t end = from;

    if (quote != '\'' && quote != '"')
        return bytes_slice(content, from, content.size);
    from += step.size;
    for (end = from, step = look(content, end); step.size > 0 && step.character != quote; step = look(content, end))
        end += step.size;
    return bytes_slice(content, from, end - from);
}

struct bytes html_refresh_address(struct bytes content)
{
    size_t time = skip(content, 0, is_space), next = skip(content, time, is_time);
    size_t behind = skip(content, next, is_space);
    bool may_be_quoted;

    if (next == time)
        return (struct bytes){ 0 };
    if (take(content, behind, ';') != behind)
        behind = take(content, behind, ';');
    else if (take(content, behind, ',') != behind)
        behind = take(content, behind, ',');
    else if (behind == next)
        return (struct bytes){ 0 };
    behind = skip_name(content, skip(content, behind, is_space), &may_be_quoted);
    return may_be_quoted ? unquote(content, behind) : bytes_slice(content, behind, content.size);
}
