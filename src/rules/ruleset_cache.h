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

#include "base/bytes.h"
#include "base/digest.h"
#include "base/seal.h"

struct hs_database;
struct ruleset_cache_entry;

/* The key for patterns described by `patterns`: also over the engine, its version and this processor, so that what
 * one has compiled never reaches another. */
MUST_CHECK enum status ruleset_cache_key(const struct digest *patterns, struct digest *key);
/* The entry of that key with so many databases, or NULL. `seal`: it is sealed with this key; NULL: it is not. The insides of its
 * databases have not been looked at: Hyperscan has a checksum of its own for them. */
struct ruleset_cache_entry *ruleset_cache_open(const char *directory, const struct digest *key,
                                               const struct seal_key *seal, size_t count);
/* A serialized database, empty when there is none; lives as long as the entry. */
struct bytes ruleset_cache_database(const struct ruleset_cache_entry *entry, size_t index);
uint32_t ruleset_cache_reach(const struct ruleset_cache_entry *entry);
/* Takes the file away, so that the next start writes it anew; the entry can still be read. */
void ruleset_cache_remove(const struct ruleset_cache_entry *entry);
void ruleset_cache_close(struct ruleset_cache_entry *entry); /* NULL is allowed */
/* Does what it can; older entries beyond a few dozen go. */
void ruleset_cache_write(const char *directory, const struct digest *key, const struct seal_key *seal,
                         struct hs_database *const *databases, size_t count, uint32_t reach);

#endif
