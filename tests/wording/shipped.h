/* SPDX-License-Identifier: Apache-2.0
 *
 * The words that ship (patterns/data), for tests of what reads them: `TestSuite(…, .init = shipped_open, .fini = shipped_close)`.
 */
#ifndef GUANKA_TESTS_WORDING_SHIPPED_H
#define GUANKA_TESTS_WORDING_SHIPPED_H

#include "wording/vocabulary.h"

void shipped_open(void);
void shipped_close(void);
const struct vocabulary *shipped_vocabulary(void);

#endif
