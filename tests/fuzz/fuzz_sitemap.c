/* SPDX-License-Identifier: Apache-2.0
 *
 * Site maps and feeds, compressed or not: what is told is trimmed, is UTF-8 and is counted, and no more than is
 * allowed.
 */
#include "base/assert.h"
#include "sweep/sitemap.h"
#include "text/ascii.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum status count(void *context, enum sitemap_entry entry, struct bytes address)
{
    size_t *counted = context;

    ASSERT(entry == SITEMAP_PAGE || entry == SITEMAP_FILE);
    ASSERT(address.size > 0 && ascii_trim(address).size == address.size);
    ASSERT(utf8_valid_prefix((const char *)address.data, address.size) == address.size);
    ++*counted;
    return STATUS_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sitemap_report report;
    size_t counted = 0;

    if (size > (1 << 20))
        return 0;
    ASSERT(sitemap_read(bytes_of(data, size), count, &counted, &report) == STATUS_OK);
    ASSERT(counted == report.count && counted <= SITEMAP_ADDRESSES_MAX);
    ASSERT(report.damage == STATUS_OK || report.damage == STATUS_MALFORMED);
    return 0;
}
