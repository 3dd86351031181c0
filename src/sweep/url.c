/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/url.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sweep/url_host.h"
#include "sweep/url_parameters.h"
#include "text/ascii.h"
#include "text/charset_encode.h"
#include "text/utf8.h"

enum {
    LINK_SIZE_MAX = 4 * URL_SIZE_MAX, /* as it stands in the page; what it loses may make it short enough */
    PORT_HTTP = 80,
    PORT_HTTPS = 443,
    PORT_MAX = 65535
};

/* ---- Writing ---- */

/* A text that cannot grow past what an address may be, before sessions are taken out of it. */
struct writer {
    char text[LINK_SIZE_MAX + 1];
    size_t size;
    size_t stray_end;      /* behind a '%' that begins no escape */
    bool keeps_parameters; /* sessions and marks of campaigns */
    bool is_full;
};

static void put(struct writer *writer, const void *data, size_t size)
{
    if (size > LINK_SIZE_MAX - writer->size) {
        writer->is_full = true;
        return;
    }
    memcpy(writer->text + writer->size, data, size);
    writer->size += size;
    writer->text[writer->size] = '\0';
}

static void put_byte(struct writer *writer, char byte)
{
    put(writer, &byte, 1);
}

static void put_escaped(struct writer *writer, uint8_t byte)
{
    static const char digits[] = "0123456789ABCDEF";
    const char escape[] = { '%', digits[byte >> 4], digits[byte & 0xF] };

    put(writer, escape, sizeof escape);
}

static struct bytes written(const struct writer *writer)
{
    return bytes_of(writer->text, writer->size);
}

/* RFC 3986, section 2.3. */
static bool is_unreserved(int byte)
{
    return ascii_is_letter_or_digit((char)byte) || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

static int escaped_byte(struct bytes text, size_t index)
{
    int high, low;

    if (text.size - index < 3 || text.data[index] != '%')
        return -1;
    high = ascii_hexadecimal(text.data[index + 1]);
    low = ascii_hexadecimal(text.data[index + 2]);
    return high >= 0 && low >= 0 ? high << 4 | low : -1;
}

/* A character that is not ASCII, in the encoding; as a character reference where that lacks it, as browsers do it.
 * Returns how many bytes of the text it takes. */
static size_t put_character(struct writer *writer, struct bytes text, enum encoding encoding)
{
    struct utf8_step step = utf8_next((const char *)text.data, text.size);
    char code[CHARSET_CODE_MAX], reference[32];
    size_t size;

    /* Of headers, which have no encoding: a server understands its own bytes. */
    if (step.broken) {
        put_escaped(writer, text.data[0]);
        return 1;
    }
    size = charset_encode(encoding, step.code_point, code);
    for (size_t index = 0; index < size; index++) {
        /* The second byte of a code may be a letter. */
        if ((uint8_t)code[index] >= 0x7F)
            put_escaped(writer, (uint8_t)code[index]);
        else
            put_byte(writer, code[index]);
    }
    if (size == 0) {
        int count = snprintf(reference, sizeof reference, "%%26%%23%u%%3B", (unsigned)step.code_point);

        put(writer, reference, (size_t)count);
    }
    return step.size;
}

/* What a browser escapes there, in the simplest form. A '%' that begins no escape stays, as servers of old understand
 * "%u8D4C"; so no escape within two bytes of it may be decoded, or it would begin another one. `set` is what has to be
 * escaped besides what always is. */
static void put_text(struct writer *writer, struct bytes text, const char *set, enum encoding encoding)
{
    for (size_t index = 0; index < text.size && !writer->is_full; index++) {
        uint8_t byte = text.data[index];
        int escaped = escaped_byte(text, index);

        if (escaped >= 0) {
            if (is_unreserved(escaped) && writer->size >= writer->stray_end)
                put_byte(writer, (char)escaped);
            else
                put_escaped(writer, (uint8_t)escaped);
            index += 2;
            continue;
        }
        if (byte >= 0x80) {
            index += put_character(writer, bytes_slice(text, index, text.size), encoding) - 1;
            continue;
        }
        if (byte == '%')
            writer->stray_end = writer->size + 3;
        if (byte <= ' ' || byte == 0x7F || strchr(set, byte) != NULL)
            put_escaped(writer, byte);
        else
            put_byte(writer, (char)byte);
    }
}

/* ---- Path ---- */

static void remove_last_segment(struct writer *path, size_t start)
{
    while (path->size > start && path->text[path->size - 1] != '/')
        path->size--;
    if (path->size > start)
        path->size--;
    path->text[path->size] = '\0';
}

/* A '/' and the segment, without its sessions, of which there may be several. */
static void put_segment(struct writer *url, struct bytes segment)
{
    put_byte(url, '/');
    if (url->keeps_parameters)
        put(url, segment.data, segment.size);
    while (segment.size > 0 && !url->keeps_parameters) {
        struct bytes before, behind;

        url_parameter_cut(segment, &before, &behind);
        put(url, before.data, before.size);
        segment = behind;
    }
}

/* The path at the end of `url`, of `segments` that begin with '/': without dot segments (RFC 3986, section 5.2.4) and
 * without sessions. */
static void put_path(struct writer *url, struct bytes segments)
{
    size_t start = url->size;
    bool ends_in_dots = false;

    while (segments.size > 0 && !url->is_full) {
        const uint8_t *slash = memchr(segments.data + 1, '/', segments.size - 1);
        size_t size = slash != NULL ? (size_t)(slash - segments.data) : segments.size;
        size_t before = url->size;
        const char *put_there = url->text + before;
        bool is_parent;

        put_segment(url, bytes_slice(segments, 1, size - 1));
        is_parent = strcmp(put_there, "/..") == 0;
        ends_in_dots = is_parent || strcmp(put_there, "/.") == 0;
        if (ends_in_dots) {
            url->size = before;
            url->text[before] = '\0';
        }
        if (is_parent)
            remove_last_segment(url, start);
        segments = bytes_slice(segments, size, segments.size);
    }
    if (ends_in_dots || url->size == start)
        put_byte(url, '/');
}

/* ---- Query ---- */

/* `query` is escaped. A '?' or '&' that nothing follows is left out. */
static void put_query(struct writer *url, struct bytes query)
{
    bool is_first = true;

    while (query.size > 0) {
        const uint8_t *next = memchr(query.data, '&', query.size);
        size_t size = next != NULL ? (size_t)(next - query.data) : query.size;
        struct bytes parameter = bytes_slice(query, 0, size);

        if (size > 0 && (url->keeps_parameters || !url_parameter_is_void(parameter))) {
            put_byte(url, is_first ? '?' : '&');
            put(url, parameter.data, parameter.size);
            is_first = false;
        }
        query = bytes_slice(query, size + 1, query.size);
    }
}

/* ---- The pieces of a link ---- */

/* Of a link, as it stands there. */
struct pieces {
    const char *scheme;
    struct bytes authority, path, query;
    bool has_authority, has_query;
};

/* White space around a link does not count, and no tab and no end of a line within. */
static bool clean(struct bytes link, struct writer *out)
{
    while (link.size > 0 && link.data[0] <= ' ')
        link = bytes_slice(link, 1, link.size);
    while (link.size > 0 && link.data[link.size - 1] <= ' ')
        link.size--;
    for (size_t index = 0; index < link.size && link.data[index] != '#' && !out->is_full; index++) {
        char byte = (char)link.data[index];

        if (byte != '\t' && byte != '\n' && byte != '\r')
            put_byte(out, byte);
    }
    return !out->is_full;
}

/* The size of a scheme with its ':', or 0. */
static size_t scheme_size(struct bytes text)
{
    if (text.size == 0 || (text.data[0] | 0x20) < 'a' || (text.data[0] | 0x20) > 'z')
        return 0;
    for (size_t index = 1; index < text.size; index++) {
        char byte = (char)text.data[index];

        if (byte == ':')
            return index + 1;
        if (!ascii_is_letter_or_digit(byte) && byte != '+' && byte != '-' && byte != '.')
            return 0;
    }
    return 0;
}

static const char *known_scheme(struct bytes text, size_t size)
{
    if (size == 5 && strncasecmp((const char *)text.data, "http:", 5) == 0)
        return "http";
    if (size == 6 && strncasecmp((const char *)text.data, "https:", 6) == 0)
        return "https";
    return NULL;
}

/* Divides a cleaned link. `base_scheme` is NULL when there is no base. */
static enum url_refusal divide(struct writer *link, const char *base_scheme, struct pieces *pieces)
{
    struct bytes rest = written(link);
    const uint8_t *question = rest.size > 0 ? memchr(rest.data, '?', rest.size) : NULL;
    size_t size;

    *pieces = (struct pieces){ .has_query = question != NULL };
    if (question != NULL) {
        size = (size_t)(question - rest.data);
        pieces->query = bytes_slice(rest, size + 1, rest.size);
        rest.size = size;
    }
    size = scheme_size(rest);
    pieces->scheme = size > 0 ? known_scheme(rest, size) : base_scheme;
    if (pieces->scheme == NULL)
        return size > 0 ? URL_NOT_WEB : URL_BROKEN;
    rest = bytes_slice(rest, size, rest.size);
    for (size_t index = 0; index < rest.size; index++) {
        if (rest.data[index] == '\\')
            link->text[rest.data + index - (const uint8_t *)link->text] = '/';
    }
    /* "http:news.html" is a relative one on a page of the same scheme, and names a host anywhere else. */
    pieces->has_authority = bytes_start_with(rest, "//", 2)
                            || (size > 0 && (base_scheme == NULL || strcmp(base_scheme, pieces->scheme) != 0));
    if (pieces->has_authority) {
        while (rest.size > 0 && rest.data[0] == '/')
            rest = bytes_slice(rest, 1, rest.size);
        for (size = 0; size < rest.size && rest.data[size] != '/'; size++)
            continue;
        pieces->authority = bytes_slice(rest, 0, size);
        rest = bytes_slice(rest, size, rest.size);
    }
    pieces->path = rest;
    return URL_FINE;
}

/* ---- Authority ---- */

static bool read_port(struct bytes digits, unsigned *port)
{
    *port = 0;
    for (size_t index = 0; index < digits.size; index++) {
        if (digits.data[index] < '0' || digits.data[index] > '9')
            return false;
        *port = *port * 10 + (unsigned)(digits.data[index] - '0');
        if (*port > PORT_MAX)
            return false;
    }
    /* Nothing listens at port 0, though browsers take it for an address. */
    return digits.size == 0 || *port > 0;
}

static unsigned port_of_scheme(const char *scheme)
{
    return strcmp(scheme, "https") == 0 ? PORT_HTTPS : PORT_HTTP;
}

static enum url_refusal put_authority(struct writer *url, const char *scheme, struct bytes authority)
{
    char host[URL_HOST_MAX + 1], port_text[8];
    size_t host_size = authority.size;
    unsigned port;

    if (authority.size > 0 && memchr(authority.data, '@', authority.size) != NULL)
        return URL_HAS_USER;
    for (size_t index = authority.size; index > 0 && authority.data[index - 1] != ']'; index--) {
        if (authority.data[index - 1] == ':')
            host_size = index - 1;
    }
    if (!url_host_normalize(bytes_slice(authority, 0, host_size), host)
        || !read_port(bytes_slice(authority, host_size + 1, authority.size), &port))
        return URL_BROKEN;
    put(url, scheme, strlen(scheme));
    put(url, "://", 3);
    put(url, host, strlen(host));
    if (port > 0 && port != port_of_scheme(scheme)) {
        int size = snprintf(port_text, sizeof port_text, ":%u", port);

        put(url, port_text, (size_t)size);
    }
    return URL_FINE;
}

/* ---- All of it ---- */

/* The path of `pieces` with escapes, from its '/' on: behind the folder of the page where it does not begin with one.
 */
static void put_whole_path(struct writer *path, const struct pieces *pieces, const struct url_parts *base)
{
    /* The path percent-encode set (clause 1.3), but for '?' and '#', which do not get here. */
    static const char escaped[] = "\"<>`{}^";

    if (!pieces->has_authority && (pieces->path.size == 0 || pieces->path.data[0] != '/')) {
        size_t size = base->path_size;

        while (pieces->path.size > 0 && base->path[size - 1] != '/')
            size--;
        put(path, base->path, size);
    } else if (pieces->path.size == 0) {
        put_byte(path, '/');
    }
    put_text(path, pieces->path, escaped, ENCODING_UTF8);
}

static enum url_refusal put_url(struct writer *url, const struct pieces *pieces, const struct url_parts *base,
                                size_t base_origin_size, const char *base_text, enum encoding page_encoding)
{
    /* The special-query percent-encode set. */
    static const char escaped[] = "\"<>'";
    struct writer path = { .size = 0 }, query = { .size = 0 };

    if (pieces->has_authority) {
        enum url_refusal refusal = put_authority(url, pieces->scheme, pieces->authority);

        if (refusal != URL_FINE)
            return refusal;
    } else {
        put(url, base_text, base_origin_size);
    }
    put_whole_path(&path, pieces, base);
    put_path(url, written(&path));
    if (pieces->has_query)
        put_text(&query, pieces->query, escaped, charset_output_encoding(page_encoding));
    else if (!pieces->has_authority && pieces->path.size == 0 && base->query != NULL)
        put(&query, base->query, strlen(base->query));
    put_query(url, written(&query));
    return url->is_full || path.is_full || query.is_full || url->size > URL_SIZE_MAX ? URL_TOO_LONG : URL_FINE;
}

static enum status resolve(struct arena *arena, const char *base, struct bytes link, enum encoding page_encoding,
                           bool keeps_parameters, const char **normal, enum url_refusal *refusal)
{
    struct writer url = { .keeps_parameters = keeps_parameters }, cleaned = { .size = 0 };
    struct url_parts base_parts = { .path = "/", .path_size = 1 };
    struct pieces pieces;
    enum url_refusal why;

    *normal = NULL;
    if (base != NULL && !url_split(base, &base_parts))
        return STATUS_INVALID;
    if (!clean(link, &cleaned)) {
        size_t size = scheme_size(written(&cleaned));

        why = size > 0 && known_scheme(written(&cleaned), size) == NULL ? URL_NOT_WEB : URL_TOO_LONG;
    } else {
        why = divide(&cleaned, base != NULL ? base_parts.scheme : NULL, &pieces);
        if (why == URL_FINE)
            why = put_url(&url, &pieces, &base_parts, base != NULL ? (size_t)(base_parts.path - base) : 0, base,
                          page_encoding);
    }
    if (refusal != NULL)
        *refusal = why;
    if (why != URL_FINE)
        return STATUS_OK;
    *normal = arena_text(arena, url.text, url.size);
    return *normal != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status url_resolve(struct arena *arena, const char *base, struct bytes link, enum encoding page_encoding,
                        const char **normal, enum url_refusal *refusal)
{
    return resolve(arena, base, link, page_encoding, false, normal, refusal);
}

enum status url_resolve_with_session(struct arena *arena, const char *base, struct bytes link, const char **address)
{
    return resolve(arena, base, link, ENCODING_UTF8, true, address, NULL);
}

bool url_split(const char *normal, struct url_parts *parts)
{
    const char *host, *host_end, *end;
    unsigned port = 0;

    *parts = (struct url_parts){ .scheme = strncmp(normal, "https://", 8) == 0 ? "https" : "http" };
    if (strncmp(normal, parts->scheme, strlen(parts->scheme)) != 0
        || strncmp(normal + strlen(parts->scheme), "://", 3) != 0)
        return false;
    host = normal + strlen(parts->scheme) + 3;
    end = strchr(host, '/');
    if (end == NULL)
        return false;
    host_end = host;
    while (host_end < end && (*host == '[' ? host_end[-1] != ']' : *host_end != ':'))
        host_end++;
    if (host_end == host || host_end - host > URL_HOST_MAX || (*host == '[' && host_end[-1] != ']'))
        return false;
    memcpy(parts->host, host, (size_t)(host_end - host));
    parts->has_port = host_end < end;
    if (parts->has_port
        && (*host_end != ':' || !read_port(bytes_of(host_end + 1, (size_t)(end - host_end - 1)), &port) || port == 0))
        return false;
    parts->port = parts->has_port ? port : port_of_scheme(parts->scheme);
    parts->path = end;
    parts->path_size = strcspn(end, "?");
    parts->query = end[parts->path_size] == '?' ? end + parts->path_size + 1 : NULL;
    return true;
}
