/* SPDX-License-Identifier: Apache-2.0
 *
 * The Hyperscan databases of a ruleset, each made ready when a search first wants it.
 *
 * A document wants few of some two hundred databases, and Hyperscan checks and copies a database whole: to do that for all of
 * them would be most of the time to start. So what the cache has is kept as it is stored. What turns out to be damaged
 * is compiled again and its file removed.
 *
 * A set is filled by one thread; once it is shared, any thread may ask for any database.
 */
#ifndef GUANKA_RULES_DATABASE_SET_H
#define GUANKA_RULES_DATABASE_SET_H

#include "rules/ruleset_cache.h"

struct database_set;

/* Compiles the index-th database once more; it stays NULL when there is nothing to find. The set takes it over. Called by one
 * thread at a time. */
typedef enum status database_compile(void *context, size_t index, struct hs_database **database);

/* `context` must outlive the set. */
MUST_CHECK enum status database_set_create(size_t count, database_compile *compile, void *context,
                                           struct database_set **set);
size_t database_set_count(const struct database_set *set);
/* NULL is allowed. */
void database_set_free(struct database_set *set);

/* All of them from a cache's entry, which the set takes over and which has as many. */
void database_set_adopt(struct database_set *set, struct ruleset_cache_entry *entry);
/* Or one after the other, compiled already; NULL: there is nothing to find. The set takes it over. */
void database_set_put(struct database_set *set, size_t index, struct hs_database *database);
/* All of a set that was filled in this way, for the cache. */
struct hs_database *const *database_set_compiled(const struct database_set *set);

/* *database lives as long as the set; NULL: there is nothing to find. STATUS_NO_MEMORY, or what compiling it again gave. */
MUST_CHECK enum status database_set_get(struct database_set *set, size_t index, const struct hs_database **database);

#endif
