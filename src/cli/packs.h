/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules that a command works with: which packs, layers and rules, and the key of those that are sealed.
 *
 * Filled by the command's options; the texts are borrowed.
 */
#ifndef GUANKA_CLI_PACKS_H
#define GUANKA_CLI_PACKS_H

#include "base/error.h"
#include "cli/config.h"
#include "cli/text_list.h"
#include "rules/ruleset.h"

struct packs {
    struct text_list paths; /* none: the built-in ones */
    struct text_list layers, enable, disable;
    const char *release_register; /* NULL: none */
    const char *key;              /* its file; NULL: nothing is sealed */
    bool is_not_cached, gates_few; /* as in struct ruleset_options */
};

/* Loads them and makes their detectors ready. With a key the process leaves no core dump from here on. */
MUST_CHECK enum status packs_load(const struct packs *packs, const struct config *config, struct ruleset **ruleset,
                                  struct error *error);
void packs_free(struct packs *packs);

#endif
