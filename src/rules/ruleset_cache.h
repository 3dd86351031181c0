/* SPDX-License-Identifier: Apache-2.0
 *
 * Compiled databases on disk, one file per set of patterns and processor.
 *
 * A file is named by a digest over everything that decides what compilation gives, and its contents are
 * covered by another. A file that is damaged, cut, of another version, not ours (its owner is another user,
 * or others may write it) or simply absent is no error: the databases are compiled again. Files
 * appear by rename, so writers beside each other do no harm.
 */
#ifndef GUANKA_RULES_RULESET_CACHE_H
#define GUANKA_RULES_RULESET_CACHE_H

#include <stdbool.h>

#include "base/digest.h"
#include "base/seal.h"

struct hs_database;

/* The key for patterns described by `patterns`: also over Hyperscan's version and this processor. */
MUST_CHECK enum status ruleset_cache_key(const struct digest *patterns, struct digest *key);
/* Fills databases[0..count) and *reach, or leaves them alone and returns false. A NULL database stays NULL. `seal`: the
 * entry is sealed with this key; NULL: it is not. */
bool ruleset_cache_read(const char *directory, const struct digest *key, const struct seal_key *seal,
                        struct hs_database **databases, size_t count, uint32_t *reach);
/* Does what it can; older entries beyond a few dozen go. */
void ruleset_cache_write(const char *directory, const struct digest *key, const struct seal_key *seal,
                         struct hs_database *const *databases, size_t count, uint32_t reach);

#endif
