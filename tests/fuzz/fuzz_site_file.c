/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as the site file: what is refused is refused with words and a place, and what is accepted keeps what the
 * sweep relies on.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/assert.h"
#include "cli/site_file.h"
#include "sweep/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_NUMBER = 900 };

static const char path[] = "/proc/self/fd/900";

/* The reader wants a file with a name. */
static void put(const uint8_t *data, size_t size)
{
    static bool is_made;

    if (!is_made) {
        int made = memfd_create("site_file", 0);

        ASSERT(made >= 0 && dup2(made, FILE_NUMBER) == FILE_NUMBER);
        (void)close(made);
        is_made = true;
    }
    ASSERT(ftruncate(FILE_NUMBER, 0) == 0);
    ASSERT(pwrite(FILE_NUMBER, data, size, 0) == (ssize_t)size);
}

static void check_site(const struct site_file *file, const struct site *site)
{
    struct error error = { 0 };

    ASSERT(site->id != NULL && site->name != NULL && site->unit != NULL);
    ASSERT(site_file_find(file, site->id, &error) == site);
    ASSERT(site->slots.count >= SLOTS_MIN && site->slots.count <= SLOTS_MAX);
    ASSERT(slots_next(&site->slots, 0) > 0);
    ASSERT(site->limits.seconds > 0 && site->limits.pages_max > 0 && site->limits.body_mib_max > 0);
    for (size_t index = 0; index < site->starts.count; index++) {
        struct url_parts parts;

        ASSERT(url_split(site->starts.items[index], &parts) && site_has_host(site, parts.host));
    }
    ASSERT(site->connect_to.count == 0 || site->connect_to.items[site->connect_to.count] == NULL);
    for (size_t index = 0; index < site->column_count; index++)
        ASSERT(site->columns[index].name != NULL && site->columns[index].address != NULL
               && site->columns[index].class < COLUMN_CLASS_COUNT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct site_file file;
    struct error error = { 0 };

    if (size > (1 << 16))
        return 0;
    put(data, size);
    if (site_file_read(path, &file, &error) == STATUS_OK) {
        ASSERT(file.store != NULL && file.evidence != NULL && file.count > 0);
        ASSERT(file.parallel_sites > 0 && file.probe_minutes > 0 && file.probe_minutes <= 72);
        for (size_t index = 0; index < file.count; index++)
            check_site(&file, &file.sites[index]);
    } else {
        ASSERT(strncmp(error.message, path, sizeof path - 1) == 0);
    }
    site_file_free(&file);
    return 0;
}
