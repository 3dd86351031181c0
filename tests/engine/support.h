/* SPDX-License-Identifier: Apache-2.0
 *
 * What the engine's tests share: rules from a text, and a scanner with them.
 */
#ifndef GUANKA_TESTS_ENGINE_SUPPORT_H
#define GUANKA_TESTS_ENGINE_SUPPORT_H

#include "engine/scanner.h"

/* Aborts the test with the loader's message when the pack is refused. `rules` is YAML, the items of the
 * list under `rules:`, two blanks deep. */
struct ruleset *rules_of(const char *rules);
struct scanner *scanner_of(const struct limits *limits);
/* Scans `text` as a document with that name; aborts the test on failure. */
const struct scan *scan_text(struct scanner *scanner, struct ruleset *ruleset, const char *name, struct bytes text);

#endif
