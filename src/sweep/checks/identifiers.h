/* SPDX-License-Identifier: Apache-2.0
 *
 * What the foot of every start page must show, for the checks of identifiers.
 */
#ifndef GUANKA_SWEEP_CHECKS_IDENTIFIERS_H
#define GUANKA_SWEEP_CHECKS_IDENTIFIERS_H

#include "sweep/checks.h"

/* Whether the page has it; if not, *wanted is what the site file says that it is, "" where it does not say. */
typedef bool identifier_shown(const struct site *site, const struct facts *facts, const char **wanted);
/* Tells of each start page that has not: `without` in words where nothing is known of it, `with` where it is. */
void identifiers_look(struct check_run *run, identifier_shown *is_shown, const char *without, const char *with);
/* Whether `shown` ("123-1") has the number that is in `wanted` ("黔ICP备123号-1"); any will do where that has none. */
bool identifiers_agree(const char *shown, const char *wanted);

#endif
