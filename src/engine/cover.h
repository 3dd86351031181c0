/* SPDX-License-Identifier: Apache-2.0
 *
 * One finding for what several rules found: a rule may cover others (`covers:` in a pack).
 *
 * A finding of a covered rule is left out where the covering rule found at least as many places in the same table of the
 * same part, or, outside of tables, in the same part; so nothing is left out that the other does not stand for. And what
 * a rule finds in joined lines (joined.h) is left out where it has found some of it in one of them.
 *
 * And a rule may excuse others (`excuses:`): what it finds anywhere in a part takes away what they found there.
 */
#ifndef GUANKA_ENGINE_COVER_H
#define GUANKA_ENGINE_COVER_H

#include "engine/resolve.h"

/* Of both, the list must be sorted by part. Findings that are left out become pending. */
void cover_findings(struct finding_list *list);
void excuse_findings(struct finding_list *list);

#endif
