/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site.h"

#include <stdlib.h>
#include <string.h>

static bool is_below(const char *host, const char *domain)
{
    size_t size = strlen(host), domain_size = strlen(domain);

    return size > domain_size && strcmp(host + size - domain_size, domain) == 0;
}

bool site_has_host(const struct site *site, const char *host)
{
    for (size_t index = 0; index < site->hosts.count; index++) {
        const char *pattern = site->hosts.items[index];

        if (strcmp(pattern, host) == 0 || (pattern[0] == '*' && is_below(host, pattern + 1)))
            return true;
    }
    return false;
}

/* A host without the label that says whom it is for. */
static const char *bare(const char *host)
{
    static const char *const labels[] = { "www.", "m.", "wap.", "mobile.", "3g." };

    for (size_t index = 0; index < sizeof labels / sizeof *labels; index++) {
        size_t size = strlen(labels[index]);

        if (strncmp(host, labels[index], size) == 0 && strchr(host + size, '.') != NULL)
            return host + size;
    }
    return host;
}

bool site_is_at_home(const struct site *site, const char *host)
{
    for (size_t index = 0; index < site->hosts.count; index++) {
        const char *pattern = site->hosts.items[index];

        if (strcmp(bare(pattern[0] == '*' ? pattern + 2 : pattern), bare(host)) == 0)
            return true;
    }
    return site_has_host(site, host);
}

bool site_places(const struct site *site, const char *host, unsigned port)
{
    size_t size = strlen(host);

    for (size_t index = 0; index < site->connect_to.count; index++) {
        const char *entry = site->connect_to.items[index];

        if (strncmp(entry, host, size) == 0 && entry[size] == ':' && strtoul(entry + size + 1, NULL, 10) == port)
            return true;
    }
    return false;
}

bool site_excludes(const struct site *site, const char *url)
{
    for (size_t index = 0; index < site->excluded.count; index++) {
        const char *beginning = site->excluded.items[index];

        if (strncmp(beginning, url, strlen(beginning)) == 0)
            return true;
    }
    return false;
}

bool site_names_page(const struct site *site, const char *url)
{
    for (size_t index = 0; index < site->starts.count; index++) {
        if (strcmp(site->starts.items[index], url) == 0)
            return true;
    }
    for (size_t index = 0; index < site->column_count; index++) {
        if (strcmp(site->columns[index].address, url) == 0)
            return true;
    }
    return false;
}
