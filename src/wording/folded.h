/* SPDX-License-Identifier: Apache-2.0
 *
 * A field of a table as canonical text, so that it can be compared with the text of documents.
 */
#ifndef GUANKA_WORDING_FOLDED_H
#define GUANKA_WORDING_FOLDED_H

#include "base/arena.h"
#include "base/status.h"

MUST_CHECK enum status folded_text(const char *text, struct arena *arena, const char **folded);

#endif
