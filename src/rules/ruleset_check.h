/* SPDX-License-Identifier: Apache-2.0
 *
 * What a pack's author should know though the rules load: remarks.
 */
#ifndef GUANKA_RULES_RULESET_CHECK_H
#define GUANKA_RULES_RULESET_CHECK_H

#include "rules/ruleset_build.h"

/* Adds remarks to build->ruleset, whose databases are there. */
MUST_CHECK enum status ruleset_check(const struct build *build);

#endif
