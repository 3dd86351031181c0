/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/packs.h"

#include <string.h>
#include <sys/prctl.h>

#include "engine/detectors.h"
#include "base/sealed.h"

enum status packs_key(const struct packs *packs, struct seal_key *key, const struct seal_key **opened,
                      struct error *error)
{
    *opened = packs->key != NULL ? key : NULL;
    if (packs->key == NULL)
        return STATUS_OK;
    /* The rules will lie open in memory: what dumps or traces the process must not get at them. */
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return error_set(error, STATUS_BUG, "prctl");
    return sealed_key_read(packs->key, key, error);
}

enum status packs_load(const struct packs *packs, const struct config *config, struct ruleset **ruleset,
                       struct error *error)
{
    const char *const built_in[] = { config->rules };
    bool has_paths = packs->paths.count > 0;
    struct seal_key key;
    struct ruleset_options wanted = {
        .paths = has_paths ? packs->paths.items : built_in,
        .path_count = has_paths ? packs->paths.count : 1,
        .layers = packs->layers.items,
        .layer_count = packs->layers.count,
        .release_register = packs->release_register,
        .enable = packs->enable.items,
        .enable_count = packs->enable.count,
        .disable = packs->disable.items,
        .disable_count = packs->disable.count,
        .cache_directory = packs->is_not_cached ? NULL : config->cache_directory,
        .gates_few = packs->gates_few,
        .wants_remarks = packs->wants_remarks,
        .keeps_patterns = packs->keeps_patterns,
    };
    enum status status = packs_key(packs, &key, &wanted.key, error);

    if (status == STATUS_OK)
        status = ruleset_load(&wanted, ruleset, error);
    seal_key_wipe(&key);
    if (status != STATUS_OK)
        return status;
    status = detectors_prepare(*ruleset, error);
    if (status != STATUS_OK) {
        ruleset_unref(*ruleset);
        *ruleset = NULL;
    }
    return status;
}

enum status packs_take(struct packs *packs, const struct option_spec *spec, const char *value)
{
    const struct {
        const char *name;
        struct text_list *list;
    } lists[] = { { "rules", &packs->paths },
                  { "pack", &packs->paths },
                  { "layer", &packs->layers },
                  { "enable", &packs->enable },
                  { "disable", &packs->disable } };

    for (size_t index = 0; index < sizeof lists / sizeof *lists; index++) {
        if (strcmp(lists[index].name, spec->name) == 0)
            return text_list_add(lists[index].list, value);
    }
    if (strcmp(spec->name, "key") != 0)
        return STATUS_BUG;
    packs->key = value;
    return STATUS_OK;
}

void packs_free(struct packs *packs)
{
    text_list_free(&packs->paths);
    text_list_free(&packs->layers);
    text_list_free(&packs->enable);
    text_list_free(&packs->disable);
}
