/* SPDX-License-Identifier: Apache-2.0
 *
 * Unified social credit codes (GB 32100-2015): public, and therefore an excuse for digits inside them.
 */
#ifndef GUANKA_RULES_CHECK_USCC_H
#define GUANKA_RULES_CHECK_USCC_H

#include <stdbool.h>
#include <stddef.h>

enum { USCC_SIZE = 18 };

/* Are these 18 characters a code with both check characters right? Letters of either case. */
bool uscc_is_valid(const char *text);
/* Does text[start..end) lie in a run of letters and digits that is a valid code with a letter in it? An
 * all-digit code does not count: it may as well be another number. */
bool uscc_surrounds(const char *text, size_t size, size_t start, size_t end);

#endif
