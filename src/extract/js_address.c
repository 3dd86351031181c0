/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_address.h"

#include <string.h>
#include <strings.h>

#include "extract/html_scan.h"

static struct bytes behind_scheme(struct bytes text)
{
    static const char *const schemes[] = { "https:", "http:", "wss:", "ws:" };

    for (size_t index = 0; index < sizeof schemes / sizeof *schemes; index++) {
        size_t size = strlen(schemes[index]);

        if (text.size > size && strncasecmp((const char *)text.data, schemes[index], size) == 0)
            return bytes_slice(text, size, text.size);
    }
    return text;
}

/* How many bytes of slashes and a host a text begins with; 0: none. */
static size_t host_size(struct bytes text)
{
    size_t host = 2;

    if (!bytes_start_with(text, "//", 2) && !bytes_start_with(text, "\\\\", 2))
        return 0;
    while (host < text.size && memchr("/\\?#", text.data[host], 4) == NULL)
        host++;
    return host > 2 ? host : 0;
}

bool js_address_begins_with_host(struct bytes text, bool *ends)
{
    struct bytes rest = behind_scheme(text);
    size_t size = host_size(rest);

    *ends = size < rest.size;
    return size > 0;
}

struct bytes js_address_before_hole(struct bytes text)
{
    const uint8_t *hole = text.size > 1 ? memmem(text.data, text.size, "${", 2) : NULL;

    return hole != NULL ? bytes_slice(text, 0, (size_t)(hole - text.data)) : text;
}

bool js_address_has_hole(const struct js_value *value)
{
    for (size_t index = 0; index < value->count; index++) {
        if (js_address_before_hole(value->pieces[index].text).size < value->pieces[index].text.size)
            return true;
    }
    return !value->is_known;
}

bool js_address_keep_piece(struct js_reader *reader, struct js_value *address, struct js_piece piece)
{
    struct js_piece *kept = js_value_memory(reader, sizeof *kept); /* those there are may be a variable's, too */

    if (kept == NULL)
        return false;
    piece.text = js_address_before_hole(piece.text);
    if (piece.is_exact)
        piece.source = piece.text;
    *kept = piece;
    *address = (struct js_value){ .pieces = kept, .count = 1, .is_composed = address->is_composed };
    return true;
}

/* ---- The host alone. */

/* `//cdn`, behind which something stands that is not known, may go on; `//203.0.113.9` hardly does. */
static bool is_whole(struct bytes text)
{
    uint8_t last = text.data[text.size - 1];

    return memchr(text.data, '.', text.size) != NULL && (html_scan_is_alpha(last) || html_scan_is_digit(last));
}

static bool has_host(struct bytes text, bool is_all)
{
    size_t size = host_size(text);

    return size > 0 && text.data[2] != '.' && (size < text.size || is_all || is_whole(text));
}

static struct bytes without_blanks(struct bytes text)
{
    const uint8_t *end = text.data + text.size;
    const uint8_t *next = html_scan_skip_space(text.data, end);

    return (struct bytes){ next, (size_t)(end - next) };
}

/* What is known without a hole from its beginning on; of what begins with one, `location.protocol + "//" + …`, from
 * behind that. */
static struct bytes known_of(struct js_reader *reader, const struct js_value *value)
{
    struct js_value known = *value;
    bool begins_with_hole = !value->is_known && value->lead_count == 0;

    if (!value->is_known && !begins_with_hole)
        known.count = value->lead_count;
    else if (begins_with_hole && !bytes_equal(value->pieces[0].text, bytes_of_text("//")))
        known.count = 1;
    for (size_t index = 0; index < known.count; index++) {
        struct bytes text = value->pieces[index].text;

        if (js_address_before_hole(text).size < text.size)
            known.count = index + 1;
    }
    return js_address_before_hole(js_value_text(reader, &known));
}

bool js_address_of_host(struct js_reader *reader, const struct js_value *value, struct js_value *address)
{
    struct bytes known = value->count > 0 ? known_of(reader, value) : (struct bytes){ 0 };
    struct bytes host;

    if (known.size == 0)
        return false;
    host = behind_scheme(without_blanks(known));
    if (!has_host(host, !js_address_has_hole(value)))
        return false;
    *address = (struct js_value){ .is_known = true, .is_composed = true };
    js_value_add_text(reader, address, host, value->pieces[0].source);
    return address->count > 0;
}
