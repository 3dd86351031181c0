/* SPDX-License-Identifier: Apache-2.0
 *
 * The identity of a finding across runs: it stays the same when unrelated text moves the finding, and
 * changes with the rule, the words, their surroundings or the file's path.
 *
 * SHA-256 over the engine's fingerprint, the ordinal (32 bits, little-endian) and the SHA-256 of the path as
 * given (a leading "./" does not count); shown are the first 128 bits in hexadecimal.
 */
#ifndef GUANKA_REPORT_FINGERPRINT_H
#define GUANKA_REPORT_FINGERPRINT_H

#include "engine/scan.h"

enum { FINGERPRINT_SIZE = 16, FINGERPRINT_TEXT_SIZE = 2 * FINGERPRINT_SIZE + 1 };

MUST_CHECK enum status fingerprint_of_path(const char *path, struct digest *digest);
/* `text` holds FINGERPRINT_TEXT_SIZE bytes. */
MUST_CHECK enum status fingerprint_of_finding(const struct finding *finding, const struct digest *path, char *text);

#endif
