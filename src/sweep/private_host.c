/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/private_host.h"

#include <arpa/inet.h>
#include <string.h>

#include "sweep/address_guard.h"
#include "sweep/url.h"

static bool is_reachable(const void *address)
{
    static const struct address_guard only_public;

    return address_guard_allows(&only_public, address);
}

/* In brackets. */
static bool is_private_v6(const char *host)
{
    struct sockaddr_in6 address = { .sin6_family = AF_INET6 };
    char text[INET6_ADDRSTRLEN] = "";
    size_t size = strlen(host);

    if (size < 3 || size - 2 >= sizeof text)
        return false;
    memcpy(text, host + 1, size - 2);
    return inet_pton(AF_INET6, text, &address.sin6_addr) == 1 && !is_reachable(&address);
}

static bool is_below(const char *host, const char *domain)
{
    size_t size = strlen(host), domain_size = strlen(domain);

    return size > domain_size && strcmp(host + size - domain_size, domain) == 0;
}

bool private_host_is(const char *host)
{
    static const char *const domains[] = { ".local", ".lan",      ".internal", ".intranet",
                                           ".home.arpa", ".localdomain", ".localhost" };
    struct sockaddr_in address = { .sin_family = AF_INET };

    if (host[0] == '[')
        return is_private_v6(host);
    if (inet_pton(AF_INET, host, &address.sin_addr) == 1)
        return !is_reachable(&address);
    for (size_t index = 0; index < sizeof domains / sizeof *domains; index++) {
        if (is_below(host, domains[index]))
            return true;
    }
    return strchr(host, '.') == NULL;
}

bool private_host_is_of(const char *url)
{
    struct url_parts parts;

    return url_split(url, &parts) && private_host_is(parts.host);
}
