/* SPDX-License-Identifier: Apache-2.0
 *
 * A small lexicon for the tests, of the words of DOMAIN 3.7 and 3.8.
 */
#ifndef GUANKA_TESTS_PERSONAL_WORDS_H
#define GUANKA_TESTS_PERSONAL_WORDS_H

#include "personal/table_lexicon.h"

/* Lives until the test's process ends. */
const struct table_lexicon *test_table_lexicon(void);

#endif
