/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_script_url.h"

#include "extract/html_scan.h"
#include "extract/js_effects.h"
#include "extract/link.h"

/* What browsers leave out of an address, wherever it stands (URL, 4.4). */
static bool is_left_out(uint8_t byte)
{
    return byte == '\t' || byte == '\n' || byte == '\r';
}

/* Behind the scheme; NULL: it has another one. */
static const uint8_t *behind_scheme(struct bytes url)
{
    const uint8_t *next = url.data, *end = next + url.size;

    while (next < end && *next <= ' ')
        next++;
    for (const char *word = "javascript:"; *word != '\0'; next++) {
        if (next == end || (!is_left_out(*next) && html_scan_lower(*next) != (uint8_t)*word))
            return NULL;
        word += is_left_out(*next) ? 0 : 1;
    }
    return next;
}

/* A page may have thousands of them that open a menu. */
static bool is_worth_reading(struct bytes script, bool runs)
{
    static const char *const hosts[] = { "//", "\\/\\/", "%2" };

    return runs || (html_scan_has_any(script, hosts, sizeof hosts / sizeof *hosts) && js_effects_may_ask(script));
}

/* RFC 3986, 2.1; `output` has room for all of the input. */
static size_t decode(struct bytes script, uint8_t *output)
{
    const uint8_t *next = script.data, *end = next + script.size;
    size_t size = 0;

    while (next < end) {
        int byte = link_percent_byte(next, end);

        if (!is_left_out(*next))
            output[size++] = byte >= 0 ? (uint8_t)byte : *next;
        next += byte >= 0 ? 3 : 1;
    }
    return size;
}

enum status html_script_url_read(struct extract_job *job, struct bytes url, bool runs)
{
    static const struct part_hint hint = { .name = HTML_SCRIPT_URL_NAME, .media_type = "text/javascript" };
    const uint8_t *start = url.size > 0 && extract_follows_sends(job) ? behind_scheme(url) : NULL;
    struct bytes script;
    uint8_t *decoded;
    enum status status;

    if (start == NULL)
        return STATUS_OK;
    script = (struct bytes){ start, (size_t)(url.data + url.size - start) };
    if (script.size == 0 || !is_worth_reading(script, runs))
        return STATUS_OK;
    status = extract_expand(job, script.size, script.size, &decoded);
    if (status != STATUS_OK)
        return status;
    return extract_child(job, &hint, (struct bytes){ decoded, decode(script, decoded) }, NULL);
}
