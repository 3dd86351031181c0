/* SPDX-License-Identifier: Apache-2.0
 *
 * A word of an operator's table as it is looked for in canonical text.
 */
#ifndef GUANKA_ENGINE_TABLE_WORD_H
#define GUANKA_ENGINE_TABLE_WORD_H

#include "reference/reference.h"

/* The row's first field, folded; it lives in the arena. STATUS_INVALID, with file and line, when fewer than `least` bytes
 * are left of it. */
MUST_CHECK enum status table_word_fold(const struct reference_row *row, size_t least, struct arena *arena,
                                       const char **text, struct error *error);

#endif
