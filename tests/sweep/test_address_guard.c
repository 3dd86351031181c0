/* SPDX-License-Identifier: Apache-2.0
 *
 * Public or not, by the IANA IPv4 and IPv6 Special-Purpose Address Registries and the RFCs they name.
 */
#include "sweep/address_guard.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>
#include <sys/un.h>

static struct error error;

static bool allows(const struct address_guard *guard, const char *text)
{
    struct sockaddr_storage storage = { 0 };
    struct sockaddr_in *ipv4 = (struct sockaddr_in *)&storage;
    struct sockaddr_in6 *ipv6 = (struct sockaddr_in6 *)&storage;

    if (inet_pton(AF_INET, text, &ipv4->sin_addr) == 1) {
        ipv4->sin_family = AF_INET;
    } else {
        memset(&storage, 0, sizeof storage);
        cr_assert_eq(inet_pton(AF_INET6, text, &ipv6->sin6_addr), 1, "%s", text);
        ipv6->sin6_family = AF_INET6;
    }
    return address_guard_allows(guard, (const struct sockaddr *)&storage);
}

Test(address_guard, lets_public_addresses_through)
{
    static const char *const addresses[] = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "114.114.114.114",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:dc7:1000::1",
        "2001:db7::1",
        "2001:db9::1",
        "2400:3200::1",
        "240e::1",
        "2606:4700::1111",
        "2620:4f:8001::1",
        "3fff:1000::1",
        "3ffe::1",
        /* An IPv4 address that is public, in IPv6's clothes. */
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
        "2002:101:101::1",
        "2001:0:4136:e378:8000:63bf:fefe:fefe",
    };
    const struct address_guard guard = { .allowed_count = 0 };

    for (size_t index = 0; index < sizeof addresses / sizeof *addresses; index++)
        cr_expect(allows(&guard, addresses[index]), "%s", addresses[index]);
}

Test(address_guard, stops_all_others)
{
    static const char *const addresses[] = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.9",
        "192.0.0.170",
        "192.0.2.1",
        "192.31.196.1",
        "192.52.193.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "192.175.48.1",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::2",
        "::1.1.1.1",
        "::7f00:1",
        "100::1",
        "100:0:0:1::1",
        "1fff::1",
        "2001:1::1",
        "2001:2::1",
        "2001:3::1",
        "2001:4:112::1",
        "2001:10::1",
        "2001:20::1",
        "2001:30::1",
        "2001:1ff:ffff::1",
        "2001:db8::1",
        "2620:4f:8000::1",
        "3fff::1",
        "3fff:fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "::ffff:0:127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "::ffff:0.0.0.0",
        "64:ff9b::127.0.0.1",
        "64:ff9b::192.168.1.1",
        "64:ff9b:1::1.1.1.1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "2002:c0a8:101::",
        /* Teredo: the server, and the client behind it (192.0.2.45, 127.0.0.1 and 10.0.0.1, inverted). */
        "2001:0:7f00:1:8000:63bf:fefe:fefe",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    };
    const struct address_guard guard = { .allowed_count = 0 };

    for (size_t index = 0; index < sizeof addresses / sizeof *addresses; index++)
        cr_expect_not(allows(&guard, addresses[index]), "%s", addresses[index]);
}

Test(address_guard, stops_sockets_of_other_kinds)
{
    const struct address_guard guard = { .allowed_count = 0 };
    const struct sockaddr_un local = { .sun_family = AF_UNIX, .sun_path = "/run/x" };

    cr_expect_not(address_guard_allows(&guard, (const struct sockaddr *)&local));
}

Test(address_guard, allows_what_is_named)
{
    struct address_guard guard = { .allowed_count = 0 };

    cr_assert_eq(address_guard_add(&guard, "127.0.0.1", &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(address_guard_add(&guard, "10.32.0.0/11", &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(address_guard_add(&guard, "fd00:1::/32", &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(address_guard_add(&guard, "::1/128", &error), STATUS_OK, "%s", error.message);
    cr_expect(allows(&guard, "127.0.0.1"));
    cr_expect(allows(&guard, "::ffff:127.0.0.1"));
    cr_expect_not(allows(&guard, "127.0.0.2"));
    cr_expect(allows(&guard, "10.32.0.0"));
    cr_expect(allows(&guard, "10.63.255.255"));
    cr_expect_not(allows(&guard, "10.31.255.255"));
    cr_expect_not(allows(&guard, "10.64.0.0"));
    cr_expect(allows(&guard, "fd00:1:ffff::1"));
    cr_expect_not(allows(&guard, "fd00:2::1"));
    cr_expect(allows(&guard, "::1"));
    cr_expect_not(allows(&guard, "::2"));
    /* Another way to the same network is another network. */
    cr_expect_not(allows(&guard, "64:ff9b::10.32.0.1"));
    cr_expect_not(allows(&guard, "2002:a20:1::1"));
    cr_expect(allows(&guard, "1.1.1.1"));
}

/* Whoever names the whole Internet does not mean his own network (IANA's registries of RFC 6890 say what is public). */
Test(address_guard, refuses_ranges_with_public_addresses)
{
    static const char *const wide[] = { "0.0.0.0/0",      "::/0",       "8.8.8.8",      "1.0.0.0/8",
                                        "128.0.0.0/1",    "10.0.0.0/7", "192.0.0.0/8",  "172.16.0.0/11",
                                        "192.168.0.0/15", "2000::/3",   "2400:3200::1", "::ffff:0:0/96",
                                        "64:ff9b::/96",   "2002::/16",  "fc00::/1" };
    static const char *const own[] = { "10.0.0.0/8",  "172.16.0.0/12", "192.168.0.0/16", "192.168.7.0/24",
                                       "127.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "::1",
                                       "fc00::/7",    "fe80::/10",     "2001:db8::/32" };
    struct address_guard guard = { .allowed_count = 0 };

    for (size_t index = 0; index < sizeof wide / sizeof *wide; index++) {
        error.message[0] = '\0';
        cr_expect_eq(address_guard_add(&guard, wide[index], &error), STATUS_INVALID, "%s", wide[index]);
        cr_expect(strstr(error.message, "10.1.0.0/16") != NULL || strstr(error.message, "does not begin") != NULL,
                  "%s: %s", wide[index], error.message);
    }
    cr_expect_eq(guard.allowed_count, (size_t)0);
    for (size_t index = 0; index < sizeof own / sizeof *own; index++)
        cr_expect_eq(address_guard_add(&guard, own[index], &error), STATUS_OK, "%s: %s", own[index], error.message);
}

Test(address_guard, refuses_what_is_no_range)
{
    static const char *const broken[] = { "",
                                          "localhost",
                                          "10.0.0",
                                          "10.0.0.0/33",
                                          "10.0.0.0/",
                                          "10.0.0.0/-1",
                                          "10.0.0.0/8x",
                                          "10.0.0.0/08",
                                          "10.0.0.0/8/8",
                                          "fd00::/129",
                                          "fd00::/1000",
                                          " 10.0.0.0/8",
                                          "[::1]",
                                          "::1%lo",
                                          "fe80::1%1/64",
                                          "10.0.0.1/8",
                                          "fd00::1/64",
                                          "10.0.0.0/0",
                                          "0x7f.0.0.1",
                                          "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb/3" };
    struct address_guard guard = { .allowed_count = 0 };

    for (size_t index = 0; index < sizeof broken / sizeof *broken; index++) {
        error.message[0] = '\0';
        cr_expect_eq(address_guard_add(&guard, broken[index], &error), STATUS_INVALID, "%s", broken[index]);
        cr_expect_str_neq(error.message, "");
    }
    cr_expect_eq(guard.allowed_count, (size_t)0);
    for (size_t index = 0; index < ADDRESS_RANGES_MAX; index++)
        cr_assert_eq(address_guard_add(&guard, "10.0.0.0/8", &error), STATUS_OK);
    cr_expect_eq(address_guard_add(&guard, "10.0.0.0/8", &error), STATUS_INVALID);
}
