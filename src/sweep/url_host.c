/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/url_host.h"

#include <arpa/inet.h>
#include <idn2.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "text/ascii.h"
#include "text/utf8.h"

/* Of a name before it is punycode: each of 253 characters as three escapes of a long UTF-8 sequence. */
enum { RAW_HOST_MAX = URL_HOST_MAX * 12, IPV4_PIECES = 4, IPV6_PIECES = 8 };

/* ---- IPv4, as a number of one to four pieces, each decimal, octal or hexadecimal ---- */

static bool read_piece(const char *text, size_t size, uint64_t *number)
{
    unsigned base = 10;

    *number = 0;
    if (size == 0)
        return false;
    if (size >= 2 && text[0] == '0') {
        bool is_hexadecimal = text[1] == 'x';

        base = is_hexadecimal ? 16 : 8;
        text += is_hexadecimal ? 2 : 1;
        size -= is_hexadecimal ? 2 : 1;
    }
    for (size_t index = 0; index < size; index++) {
        int digit = ascii_hexadecimal((uint8_t)text[index]);

        if (digit < 0 || (unsigned)digit >= base)
            return false;
        /* Past 32 bits it stays: no piece may be as large. */
        if (*number <= UINT32_MAX)
            *number = *number * base + (unsigned)digit;
    }
    return true;
}

/* Whether the last piece of the name is a number, so that the whole must be an address. */
static bool ends_in_number(const char *name, size_t size)
{
    size_t start = size;
    uint64_t number;

    while (start > 0 && name[start - 1] != '.')
        start--;
    if (start == size)
        return false;
    for (size_t index = start;; index++) {
        if (index == size)
            return true;
        if (name[index] < '0' || name[index] > '9')
            break;
    }
    return size - start >= 2 && name[start] == '0' && name[start + 1] == 'x'
           && read_piece(name + start, size - start, &number);
}

static bool read_ipv4(const char *name, size_t size, char normal[URL_HOST_MAX + 1])
{
    uint64_t pieces[IPV4_PIECES], address;
    size_t count = 0;

    for (size_t start = 0; start <= size; count++) {
        const char *dot = memchr(name + start, '.', size - start);
        size_t end = dot != NULL ? (size_t)(dot - name) : size;

        if (count == IPV4_PIECES || !read_piece(name + start, end - start, &pieces[count]))
            return false;
        start = end + 1;
    }
    address = pieces[count - 1];
    if (address >= UINT64_C(1) << (8 * (IPV4_PIECES + 1 - count)))
        return false;
    for (size_t index = 0; index + 1 < count; index++) {
        if (pieces[index] > UINT8_MAX)
            return false;
        address |= pieces[index] << (8 * (IPV4_PIECES - 1 - index));
    }
    (void)snprintf(normal, URL_HOST_MAX + 1, "%u.%u.%u.%u", (unsigned)(address >> 24), (unsigned)(address >> 16 & 0xFF),
                   (unsigned)(address >> 8 & 0xFF), (unsigned)(address & 0xFF));
    return true;
}

/* ---- IPv6 ---- */

/* The first of the longest rows of zeros of at least two; its size, or 0. */
static unsigned find_zeros(const uint16_t pieces[IPV6_PIECES], unsigned *first)
{
    unsigned longest = 1;

    for (unsigned start = 0; start < IPV6_PIECES; start++) {
        unsigned size = 0;

        while (start + size < IPV6_PIECES && pieces[start + size] == 0)
            size++;
        if (size > longest) {
            longest = size;
            *first = start;
        }
    }
    return longest > 1 ? longest : 0;
}

/* inet_ntop writes the last four bytes of some addresses as IPv4, which the standard does not. */
static bool read_ipv6(struct bytes inner, char normal[URL_HOST_MAX + 1])
{
    struct buf out = BUF_INIT(URL_HOST_MAX);
    char text[INET6_ADDRSTRLEN + 1];
    struct in6_addr address;
    uint16_t pieces[IPV6_PIECES];
    unsigned first = 0, zeros;
    bool is_whole;

    if (inner.size == 0 || inner.size >= sizeof text || memchr(inner.data, '\0', inner.size) != NULL)
        return false;
    memcpy(text, inner.data, inner.size);
    text[inner.size] = '\0';
    if (inet_pton(AF_INET6, text, &address) != 1)
        return false;
    for (unsigned index = 0; index < IPV6_PIECES; index++)
        pieces[index] = (uint16_t)(address.s6_addr[2 * index] << 8 | address.s6_addr[2 * index + 1]);
    zeros = find_zeros(pieces, &first);
    buf_byte(&out, '[');
    for (unsigned index = 0; index < IPV6_PIECES; index++) {
        if (zeros > 0 && index == first) {
            buf_text(&out, index == 0 ? "::" : ":");
            index += zeros - 1;
            continue;
        }
        buf_format(&out, index + 1 < IPV6_PIECES ? "%x:" : "%x", pieces[index]);
    }
    buf_byte(&out, ']');
    is_whole = buf_status(&out) == STATUS_OK;
    if (is_whole)
        memcpy(normal, out.data, out.size + 1);
    buf_free(&out);
    return is_whole;
}

/* ---- Names ---- */

/* Forbidden domain code points (clause 3.2). */
static bool is_forbidden(char byte)
{
    return (uint8_t)byte <= ' ' || (uint8_t)byte >= 0x7F || strchr("#/:<>?@[\\]^|%", byte) != NULL;
}

static bool take_name(const char *name, char normal[URL_HOST_MAX + 1])
{
    size_t size = strlen(name);

    if (size == 0 || size > URL_HOST_MAX)
        return false;
    for (size_t index = 0; index < size; index++) {
        if (is_forbidden(name[index]))
            return false;
        normal[index] = (char)(name[index] >= 'A' && name[index] <= 'Z' ? name[index] | 0x20 : name[index]);
    }
    normal[size] = '\0';
    if (normal[size - 1] == '.')
        size--;
    return !ends_in_number(normal, size) || read_ipv4(normal, size, normal);
}

bool url_host_normalize(struct bytes host, char normal[URL_HOST_MAX + 1])
{
    char name[RAW_HOST_MAX + 1];
    size_t size = 0;
    char *ascii = NULL;
    bool is_good;

    if (host.size > 2 && host.data[0] == '[' && host.data[host.size - 1] == ']')
        return read_ipv6(bytes_slice(host, 1, host.size - 2), normal);
    for (size_t index = 0; index < host.size; index++) {
        int high = host.data[index] == '%' && index + 2 < host.size ? ascii_hexadecimal(host.data[index + 1]) : -1;
        int low = high >= 0 ? ascii_hexadecimal(host.data[index + 2]) : -1;

        if (size == RAW_HOST_MAX)
            return false;
        name[size] = (char)(low >= 0 ? high << 4 | low : host.data[index]);
        if (name[size] == '\0')
            return false;
        index += low >= 0 ? 2 : 0;
        size++;
    }
    name[size] = '\0';
    if (ascii_prefix((const uint8_t *)name, size) == size)
        return take_name(name, normal);
    if (utf8_valid_prefix(name, size) != size
        || idn2_to_ascii_8z(name, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
        return false;
    is_good = take_name(ascii, normal);
    idn2_free(ascii);
    return is_good;
}

bool url_host_is_official(const char *host)
{
    /* .政务 */
    static const char *const official[] = { ".gov.cn", ".xn--zfr164b" };
    size_t size = strlen(host);

    for (size_t index = 0; index < sizeof official / sizeof *official; index++) {
        size_t end = strlen(official[index]);

        if (size > end && strcmp(host + size - end, official[index]) == 0)
            return true;
    }
    return false;
}
