/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the tests of the text layer: files, repeatable random numbers, iconv as the other opinion.
 */
#ifndef GUANKA_TESTS_TEXT_TEST_H
#define GUANKA_TESTS_TEXT_TEST_H

#include <stdint.h>

#include "base/bytes.h"

/* The whole file, terminated; data NULL when it cannot be read. Freed with free. */
struct bytes test_file(const char *path);
/* The same below the source folder. */
struct bytes test_source_file(const char *name);
/* A file of ../shared/data, or an empty view, after which the test should return: it has said why. */
struct bytes test_shared_file(const char *name);
void test_free(struct bytes bytes);

/* Xorshift; the same sequence each run. */
uint32_t test_random(uint64_t *seed);

/* What iconv makes of it, leaving out what it cannot convert. Freed with test_free. */
struct bytes test_convert(struct bytes input, const char *to, const char *from);

#endif
