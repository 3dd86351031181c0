/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/suppression_files.h"

#include <unistd.h>

#include "base/buf.h"

enum { PATH_SIZE_MAX = 1 << 16 };

static enum status read_of_layer(const char *layer, const struct seal_key *key, suppression_files_read *read,
                                 void *context, struct error *error)
{
    struct buf path = BUF_INIT(PATH_SIZE_MAX);
    enum status status;

    buf_format(&path, "%s/suppressions.yaml", layer);
    status = buf_status(&path);
    if (status == STATUS_OK && access(path.data, F_OK) == 0)
        status = read(context, path.data, key, error);
    buf_free(&path);
    return status;
}

enum status suppression_files_each(const struct packs *packs, const struct text_list *named,
                                   suppression_files_read *read, void *context, struct error *error)
{
    const struct seal_key *opened;
    struct seal_key key;
    enum status status = packs_key(packs, &key, &opened, error);

    for (size_t index = 0; status == STATUS_OK && index < packs->layers.count; index++)
        status = read_of_layer(packs->layers.items[index], opened, read, context, error);
    for (size_t index = 0; status == STATUS_OK && index < named->count; index++)
        status = read(context, named->items[index], opened, error);
    seal_key_wipe(&key);
    return status;
}
