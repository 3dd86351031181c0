/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_plain.h"

#include <string.h>

#include "extract/html_entities.h"
#include "extract/html_scan.h"
#include "text/utf8.h"

enum { NO_MEANING = 1 }; /* a byte of no name, value or mark of CSS */

static struct buf plain_start(void)
{
    return (struct buf)BUF_INIT(SIZE_MAX / 2);
}

/* ---- references ---- */

void html_plain_references(struct buf *out, struct bytes value)
{
    const uint8_t *next = value.data;
    const uint8_t *end = next + value.size;

    while (next < end) {
        const uint8_t *mark = html_scan_find(next, end, '&');
        char utf8[HTML_REFERENCE_SIZE];
        size_t utf8_size = 0;
        size_t size = 0;

        buf_append(out, next, (size_t)(mark - next));
        if (mark < end)
            size = html_entities_decode(mark, end, true, utf8, &utf8_size);
        if (size > 0)
            buf_append(out, utf8, utf8_size);
        else if (mark < end)
            buf_byte(out, '&');
        next = mark < end ? mark + (size > 0 ? size : 1) : end;
    }
}

struct bytes html_plain_beginning(struct bytes value, uint8_t room[HTML_PLAIN_SIZE])
{
    struct buf plain = plain_start();
    struct bytes beginning;

    if (value.size == 0 || memchr(value.data, '&', value.size) == NULL)
        return value;
    html_plain_references(&plain, bytes_slice(value, 0, 4 * HTML_PLAIN_SIZE));
    beginning = bytes_slice(buf_bytes(&plain), 0, HTML_PLAIN_SIZE);
    if (beginning.size > 0)
        memcpy(room, beginning.data, beginning.size);
    buf_free(&plain);
    return (struct bytes){ room, beginning.size };
}

/* ---- style ---- */

/* CSS Syntax 3, 4.3.7: one to six digits and one white space, or the character itself. Returns where it ends. */
static const uint8_t *decode_escape(struct buf *out, const uint8_t *next, const uint8_t *end)
{
    uint32_t code_point = 0;
    const uint8_t *first = ++next;
    char utf8[4];

    for (; next < end && next - first < 6 && html_scan_hex(*next) < 16; next++)
        code_point = code_point << 4 | html_scan_hex(*next);
    if (next == first) {
        code_point = next < end ? *next++ : NO_MEANING;
        if (code_point >= 0x80) { /* its other bytes follow as they are */
            buf_byte(out, (char)code_point);
            return next;
        }
    } else if (next < end && html_scan_is_space(*next)) {
        next++;
    }
    if (code_point < 0x80 && code_point != '-' && code_point != '_' && !html_scan_is_alpha((uint8_t)code_point)
        && !html_scan_is_digit((uint8_t)code_point)) {
        buf_byte(out, '-'); /* so that no word ends before it */
        code_point = NO_MEANING;
    }
    buf_append(out, utf8, utf8_encode(code_point, utf8));
    return next;
}

void html_plain_style(struct buf *out, struct bytes style)
{
    const uint8_t *next = style.data;
    const uint8_t *end = next + style.size;

    while (next < end) {
        const uint8_t *mark = html_scan_find2(next, end, '/', '\\');

        buf_append(out, next, (size_t)(mark - next));
        next = mark;
        if (next == end)
            break;
        if (*next == '\\') {
            next = decode_escape(out, next, end);
        } else if (end - next > 1 && next[1] == '*') {
            next = html_scan_skip_css_comment(next + 2, end);
            buf_byte(out, ' ');
        } else {
            buf_byte(out, (char)*next++);
        }
    }
}

bool html_plain_style_is_needed(struct bytes style, const uint8_t *limit)
{
    const uint8_t *end = style.data + style.size;
    const uint8_t *next = style.data;

    if (style.size > HTML_PLAIN_MAX)
        return false;
    while ((next = html_scan_find2_within(next, end, limit, '/', '\\')) < end) {
        if (*next == '\\' || (end - next > 1 && next[1] == '*'))
            return true;
        next++;
    }
    return false;
}

static bool has_reference(struct bytes value, const uint8_t *limit)
{
    const uint8_t *end = value.data + value.size;

    return html_scan_find_within(value.data, end, limit, '&') < end;
}

void html_plain_declare(struct html_look *look, struct bytes style, const uint8_t *limit)
{
    struct buf decoded = plain_start();
    struct buf plain = plain_start();

    if (style.size <= HTML_PLAIN_MAX && has_reference(style, limit)) {
        html_plain_references(&decoded, style);
        style = buf_bytes(&decoded);
        limit = style.data + style.size;
    }
    if (html_plain_style_is_needed(style, limit)) {
        html_plain_style(&plain, style);
        style = buf_bytes(&plain);
        limit = style.data + style.size;
    }
    if (style.size > 0)
        html_look_declare(look, style, limit);
    buf_free(&decoded);
    buf_free(&plain);
}

/* ---- names ---- */

void html_plain_look(const struct html_rules *rules, const struct html_name *element, struct bytes classes,
                     struct bytes identifier, const uint8_t *limit, struct html_look *look)
{
    struct buf plain = plain_start();
    struct bytes both;
    size_t class_size;

    if ((!has_reference(classes, limit) && !has_reference(identifier, limit))
        || classes.size + identifier.size > HTML_PLAIN_MAX) {
        html_rules_look(rules, element, classes, identifier, limit, look);
        return;
    }
    html_plain_references(&plain, classes);
    class_size = plain.size;
    buf_byte(&plain, ' '); /* where a name ends */
    html_plain_references(&plain, identifier);
    both = buf_bytes(&plain);
    if (buf_status(&plain) == STATUS_OK)
        html_rules_look(rules, element, bytes_slice(both, 0, class_size), bytes_slice(both, class_size + 1, both.size),
                        both.data + both.size, look);
    buf_free(&plain);
}
