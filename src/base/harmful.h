/* SPDX-License-Identifier: Apache-2.0
 *
 * Which characters may do something to a terminal, a log or the order in which a line is read, wherever other people's
 * words are shown. Pure.
 */
#ifndef GUANKA_BASE_HARMFUL_H
#define GUANKA_BASE_HARMFUL_H

#include <stdbool.h>
#include <stdint.h>

/* Unicode's C0 and C1 controls and DEL (line breaks and tabs too), line and paragraph separators, marks and controls
 * of direction (UAX #9, 2). */
static inline bool is_harmful(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)
           || (code_point >= 0x2028 && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069)
           || code_point == 0x200E || code_point == 0x200F || code_point == 0x061C;
}

#endif
