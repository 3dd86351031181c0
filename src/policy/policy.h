/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings and gaps to a verdict. Pure: cannot fail, allocates nothing.
 *
 * A block finding blocks; a review finding, or anything that could not be read completely, asks for
 * review; only a document that was read completely and has neither passes.
 */
#ifndef GUANKA_POLICY_POLICY_H
#define GUANKA_POLICY_POLICY_H

#include "engine/scan.h"

enum verdict { VERDICT_PASS, VERDICT_REVIEW, VERDICT_BLOCK }; /* ascending */

/* Of part `part` and of the whole document (all parts). */
enum verdict policy_judge_part(const struct scan *scan, uint32_t part);
enum verdict policy_judge(const struct scan *scan);
const char *verdict_name(enum verdict verdict); /* "pass", "review", "block" */

#endif
