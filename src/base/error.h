/* SPDX-License-Identifier: Apache-2.0
 *
 * A message for the operator: what is wrong, where, and what to do about it.
 *
 * Control plane only (loading rules, configuration, output files). Documents never produce one;
 * what goes wrong inside a document is a gap with a status.
 */
#ifndef GUANKA_BASE_ERROR_H
#define GUANKA_BASE_ERROR_H

#include "base/status.h"

struct error {
    enum status status;
    char message[1024]; /* valid UTF-8, one sentence, no control characters; cut if too long */
};

/* Fills *error (which may be NULL: the caller does not want the words) and returns `status`. Characters that a format
 * has cut ("%.60s"), and what is no UTF-8 in what it was given, are left out; characters that could do something to a terminal become blanks and
 * question marks. */
enum status error_set(struct error *error, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
