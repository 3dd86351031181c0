/* SPDX-License-Identifier: Apache-2.0
 *
 * Invariants of our own code, checked in every build. Never used on input: bad input is a status.
 */
#ifndef GUANKA_BASE_ASSERT_H
#define GUANKA_BASE_ASSERT_H

_Noreturn void assert_failed(const char *expression, const char *file, int line);

#define ASSERT(expression) ((expression) ? (void)0 : assert_failed(#expression, __FILE__, __LINE__))

#endif
