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
#include "cli/option.h"
#include "cli/text_list.h"
#include "report/words.h"
#include "rules/ruleset.h"

/* The options that choose them, for the tables of commands (option.h); packs_take obeys them by name. */
#define PACKS_PATH_HELP N_("a rule pack or a folder of packs, in place of the built-in ones; may be repeated")
#define PACKS_OPTION_RULES { "rules", 'r', "PATH", PACKS_PATH_HELP }
#define PACKS_OPTION_PACK { "pack", '\0', "PATH", PACKS_PATH_HELP } /* where rules is something else */
#define PACKS_OPTION_LAYER                                                                                             \
    {                                                                                                                  \
        "layer", '\0', "DIR",                                                                                          \
            N_("a folder of your own with packs and tables, put over what ships; may be repeated, the most "           \
               "general first")                                                                                        \
    }
#define PACKS_OPTION_KEY { "key", '\0', "FILE", N_("the key of sealed packs, word lists, tables and suppressions") }
#define PACKS_OPTION_ENABLE { "enable", '\0', "GLOB", N_("only rules whose id matches; may be repeated") }
#define PACKS_OPTION_DISABLE { "disable", '\0', "GLOB", N_("no rule whose id matches; may be repeated") }

struct packs {
    struct text_list paths; /* none: the built-in ones */
    struct text_list layers, enable, disable;
    const char *release_register; /* NULL: none */
    const char *key;              /* its file; NULL: nothing is sealed */
    bool is_not_cached, gates_few, wants_remarks, keeps_patterns; /* as in struct ruleset_options */
};

/* Reads the key; *opened is `key`, or NULL where nothing is sealed. From here on the process leaves no core dump. The caller
 * wipes it. */
MUST_CHECK enum status packs_key(const struct packs *packs, struct seal_key *key, const struct seal_key **opened,
                                 struct error *error);
/* Loads them and makes their detectors ready. With a key as above. */
MUST_CHECK enum status packs_load(const struct packs *packs, const struct config *config, struct ruleset **ruleset,
                                  struct error *error);
void packs_free(struct packs *packs);

/* The value of one of the options above; STATUS_BUG for another. The text is borrowed. */
MUST_CHECK enum status packs_take(struct packs *packs, const struct option_spec *spec, const char *value);

#endif
