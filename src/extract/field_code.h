/* SPDX-License-Identifier: Apache-2.0
 *
 * Field codes of word processors (ECMA-376 part 1, 17.16.3): `HYPERLINK "target" \\o "tip"`. Pure.
 */
#ifndef GUANKA_EXTRACT_FIELD_CODE_H
#define GUANKA_EXTRACT_FIELD_CODE_H

#include <stdbool.h>

#include "base/bytes.h"

/* Takes the next quoted argument off a code; false when there is none. */
bool field_code_argument(struct bytes *code, struct bytes *argument);

#endif
