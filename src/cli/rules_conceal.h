/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka rules conceal`: an operator's list with digests in place of its terms (engine/detect_operator_list.h).
 */
#ifndef GUANKA_CLI_RULES_CONCEAL_H
#define GUANKA_CLI_RULES_CONCEAL_H

#include <stddef.h>

#include "base/error.h"

/* One table, to standard output. Terms that are digests already stay as they are. */
MUST_CHECK enum status rules_conceal(char **files, size_t file_count, struct error *error);

#endif
