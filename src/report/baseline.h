/* SPDX-License-Identifier: Apache-2.0
 *
 * The findings of an earlier run, by fingerprint, so that only what is new is reported.
 *
 * Immutable after loading; any thread may ask.
 */
#ifndef GUANKA_REPORT_BASELINE_H
#define GUANKA_REPORT_BASELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct baseline;

/* Reads a JSONL report of `guanka scan`. STATUS_INVALID when it is not one. */
MUST_CHECK enum status baseline_load(const char *path, struct baseline **baseline, struct error *error);
/* `fingerprint` as text (fingerprint.h). */
bool baseline_has(const struct baseline *baseline, const char *fingerprint);
size_t baseline_count(const struct baseline *baseline);
void baseline_free(struct baseline *baseline);

#endif
