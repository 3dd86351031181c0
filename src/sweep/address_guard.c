/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/address_guard.h"

#include <arpa/inet.h>
#include <libintl.h>
#include <string.h>

enum { IPV4_SIZE = 4, IPV4_PREFIX_BITS = 96, IPV4_PREFIX_SIZE = ADDRESS_SIZE - IPV4_SIZE, BITS_PER_BYTE = 8 };

struct known_range {
    uint8_t bytes[ADDRESS_SIZE];
    unsigned bits;
};

/* IPv4 that is not everybody's. Some of 192.0.0.0/24 is called global, but is anycast for protocols, and no site. */
static const struct known_range special_ipv4[] = {
    { { 0 }, 8 },             /* this network (RFC 791) */
    { { 10 }, 8 },            /* private (RFC 1918) */
    { { 100, 64 }, 10 },      /* shared by carriers (RFC 6598) */
    { { 127 }, 8 },           /* loopback (RFC 1122) */
    { { 169, 254 }, 16 },     /* link-local (RFC 3927): data of cloud machines */
    { { 172, 16 }, 12 },      /* private */
    { { 192, 0, 0 }, 24 },    /* protocol assignments (RFC 6890) */
    { { 192, 0, 2 }, 24 },    /* documentation (RFC 5737) */
    { { 192, 31, 196 }, 24 }, /* AS112 (RFC 7535) */
    { { 192, 52, 193 }, 24 }, /* AMT (RFC 7450) */
    { { 192, 88, 99 }, 24 },  /* relays of 6to4 (RFC 7526) */
    { { 192, 168 }, 16 },     /* private */
    { { 192, 175, 48 }, 24 }, /* AS112 (RFC 7534) */
    { { 198, 18 }, 15 },      /* benchmarking (RFC 2544) */
    { { 198, 51, 100 }, 24 }, /* documentation */
    { { 203, 0, 113 }, 24 },  /* documentation */
    { { 224 }, 4 },           /* multicast (RFC 5771) */
    { { 240 }, 4 },           /* reserved, and broadcast (RFC 1112, RFC 8190) */
};

/* IPv6 within 2000::/3 that is not everybody's; outside of it nothing is (RFC 4291, section 2.4). */
static const struct known_range global_ipv6 = { { 0x20 }, 3 };
static const struct known_range special_ipv6[] = {
    { { 0x20, 0x01 }, 23 },                         /* protocol assignments (RFC 2928); Teredo is looked into before */
    { { 0x20, 0x01, 0x0D, 0xB8 }, 32 },             /* documentation (RFC 3849) */
    { { 0x26, 0x20, 0x00, 0x4F, 0x80, 0x00 }, 48 }, /* AS112 (RFC 7534) */
    { { 0x3F, 0xFF }, 20 },                         /* documentation (RFC 9637) */
};

static const uint8_t mapped_prefix[IPV4_PREFIX_SIZE] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };

/* IPv6 that carries an IPv4 address, which decides. */
static const struct {
    struct known_range range;
    size_t offset;    /* of the address within */
    uint8_t inverted; /* what its bytes are mixed with */
} carriers[] = {
    { { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF }, 96 }, 12, 0x00 }, /* mapped (RFC 4291) */
    { { { 0x00, 0x64, 0xFF, 0x9B }, 96 }, 12, 0x00 },                   /* NAT64 (RFC 6052) */
    { { { 0x20, 0x02 }, 16 }, 2, 0x00 },                                /* 6to4 (RFC 3056) */
    { { { 0x20, 0x01, 0x00, 0x00 }, 32 }, 12, 0xFF },                   /* Teredo's client (RFC 4380) … */
    { { { 0x20, 0x01, 0x00, 0x00 }, 32 }, 4, 0x00 },                    /* … and server */
};

static bool has_prefix(const uint8_t *address, const uint8_t *prefix, unsigned bits)
{
    size_t whole = bits / BITS_PER_BYTE;
    unsigned rest = bits % BITS_PER_BYTE;

    if (memcmp(address, prefix, whole) != 0)
        return false;
    return rest == 0 || (address[whole] ^ prefix[whole]) >> (BITS_PER_BYTE - rest) == 0;
}

static bool is_special(const uint8_t *address, const struct known_range *ranges, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (has_prefix(address, ranges[index].bytes, ranges[index].bits))
            return true;
    }
    return false;
}

static bool is_public(const uint8_t address[ADDRESS_SIZE])
{
    bool carries = false;

    for (size_t index = 0; index < sizeof carriers / sizeof *carriers; index++) {
        uint8_t inner[IPV4_SIZE];

        if (!has_prefix(address, carriers[index].range.bytes, carriers[index].range.bits))
            continue;
        for (size_t byte = 0; byte < IPV4_SIZE; byte++)
            inner[byte] = address[carriers[index].offset + byte] ^ carriers[index].inverted;
        if (is_special(inner, special_ipv4, sizeof special_ipv4 / sizeof *special_ipv4))
            return false;
        carries = true;
    }
    return carries
           || (has_prefix(address, global_ipv6.bytes, global_ipv6.bits)
               && !is_special(address, special_ipv6, sizeof special_ipv6 / sizeof *special_ipv6));
}

static void map_ipv4(const void *address, uint8_t bytes[ADDRESS_SIZE])
{
    memcpy(bytes, mapped_prefix, sizeof mapped_prefix);
    memcpy(bytes + IPV4_PREFIX_SIZE, address, IPV4_SIZE);
}

static bool read_number(const char *text, unsigned last, unsigned *number)
{
    size_t size = strlen(text);

    *number = 0;
    if (size == 0 || size > 3 || strspn(text, "0123456789") != size || (text[0] == '0' && size > 1))
        return false;
    for (; *text != '\0'; text++)
        *number = *number * 10 + (unsigned)(*text - '0');
    return *number <= last;
}

static bool read_range(const char *text, struct address_range *range)
{
    char address[INET6_ADDRSTRLEN];
    const char *slash = strchrnul(text, '/');
    size_t size = (size_t)(slash - text);
    struct in_addr ipv4;
    unsigned before = 0;

    if (size >= sizeof address)
        return false;
    memcpy(address, text, size);
    address[size] = '\0';
    if (inet_pton(AF_INET, address, &ipv4) == 1) {
        map_ipv4(&ipv4, range->bytes);
        before = IPV4_PREFIX_BITS;
    } else if (inet_pton(AF_INET6, address, range->bytes) != 1) {
        return false;
    }
    range->bits = ADDRESS_SIZE * BITS_PER_BYTE - before;
    if (*slash == '/' && !read_number(slash + 1, range->bits, &range->bits))
        return false;
    range->bits += before;
    return true;
}

static bool has_bits_behind(const struct address_range *range)
{
    for (unsigned bit = range->bits; bit < ADDRESS_SIZE * BITS_PER_BYTE; bit++) {
        if ((range->bytes[bit / BITS_PER_BYTE] >> (BITS_PER_BYTE - 1 - bit % BITS_PER_BYTE) & 1) != 0)
            return true;
    }
    return false;
}

static bool is_within(const uint8_t *address, unsigned bits, const struct known_range *ranges, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (bits >= ranges[index].bits && has_prefix(address, ranges[index].bytes, ranges[index].bits))
            return true;
    }
    return false;
}

/* Two ranges have something in common when the smaller one lies in the larger. */
static bool meets(const struct address_range *range, const struct known_range *other)
{
    return has_prefix(range->bytes, other->bytes, range->bits < other->bits ? range->bits : other->bits);
}

static bool has_public_addresses(const struct address_range *range)
{
    if (range->bits >= IPV4_PREFIX_BITS && has_prefix(range->bytes, mapped_prefix, IPV4_PREFIX_BITS))
        return !is_within(range->bytes + IPV4_PREFIX_SIZE, range->bits - IPV4_PREFIX_BITS, special_ipv4,
                          sizeof special_ipv4 / sizeof *special_ipv4);
    if (is_within(range->bytes, range->bits, special_ipv6, sizeof special_ipv6 / sizeof *special_ipv6))
        return false;
    for (size_t index = 0; index < sizeof carriers / sizeof *carriers; index++) {
        if (meets(range, &carriers[index].range))
            return true;
    }
    return meets(range, &global_ipv6);
}

enum status address_guard_add(struct address_guard *guard, const char *range, struct error *error)
{
    struct address_range read;

    if (!read_range(range, &read))
        return error_set(error, STATUS_INVALID,
                         gettext("\"%.60s\" is no range of addresses; write it as 10.1.0.0/16 or fd00:1::/32"), range);
    if (has_bits_behind(&read))
        return error_set(error, STATUS_INVALID, gettext("the address in \"%.60s\" does not begin a range of that size"),
                         range);
    if (has_public_addresses(&read))
        return error_set(error, STATUS_INVALID,
                         gettext("\"%.60s\" has public addresses in it, which may be connected to anyway; name private "
                                 "ranges alone, as small as they are: 10.1.0.0/16"),
                         range);
    if (guard->allowed_count == ADDRESS_RANGES_MAX)
        return error_set(error, STATUS_INVALID, gettext("more than %d ranges of addresses are named"),
                         ADDRESS_RANGES_MAX);
    guard->allowed[guard->allowed_count++] = read;
    return STATUS_OK;
}

/* IPv4 as IPv6, so that a mapped address is the same as the one within. */
static bool address_bytes(const struct sockaddr *address, uint8_t bytes[ADDRESS_SIZE])
{
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;

    if (address->sa_family == AF_INET) {
        memcpy(&ipv4, address, sizeof ipv4);
        map_ipv4(&ipv4.sin_addr, bytes);
        return true;
    }
    if (address->sa_family != AF_INET6)
        return false;
    memcpy(&ipv6, address, sizeof ipv6);
    memcpy(bytes, &ipv6.sin6_addr, ADDRESS_SIZE);
    return true;
}

bool address_guard_allows(const struct address_guard *guard, const struct sockaddr *address)
{
    uint8_t bytes[ADDRESS_SIZE];

    if (!address_bytes(address, bytes))
        return false;
    for (size_t index = 0; index < guard->allowed_count; index++) {
        if (has_prefix(bytes, guard->allowed[index].bytes, guard->allowed[index].bits))
            return true;
    }
    return is_public(bytes);
}
