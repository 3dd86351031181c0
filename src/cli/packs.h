/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules that a command works with: which packs, layers and rules, and the key of what is sealed.
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
    bool is_not_cached, gates_few, wants_remarks; /* as in struct ruleset_options */
};

/* Reads the key; *opened is `key`, or NULL where nothing is sealed. From here on the process leaves no core dump. The caller
 * wipes it. */
MUST_CHECK enum status packs_key(const struct packs *packs, struct seal_key *key, const struct seal_key **opened,
                                 struct error *error);
/* Loads them and makes their detectors ready. With a key as above. */
MUST_CHECK enum status packs_load(const struct packs *packs, const struct config *config, struct ruleset **ruleset,
                                  struct error *error);
void packs_free(struct packs *packs);

#endif
