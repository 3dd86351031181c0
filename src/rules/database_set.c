/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/database_set.h"

#include <hs.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/alloc.h"
#include "base/file.h"

struct database_set {
    size_t count;
    struct hs_database **databases;
    atomic_bool *ready; /* of each: it is in `databases`, or there is none */
    struct ruleset_cache_entry *entry;
    pthread_mutex_t making; /* held to make one ready */
    database_compile *compile;
    void *context;
};

enum status database_set_create(size_t count, database_compile *compile, void *context, struct database_set **result)
{
    struct database_set *set = alloc_zeroed(1, sizeof *set);

    if (set == NULL)
        return STATUS_NO_MEMORY;
    set->count = count;
    set->databases = alloc_zeroed(count + 1, sizeof *set->databases);
    set->ready = alloc_zeroed(count + 1, sizeof *set->ready);
    set->compile = compile;
    set->context = context;
    if (set->databases == NULL || set->ready == NULL || pthread_mutex_init(&set->making, NULL) != 0) {
        alloc_free(set->databases);
        alloc_free(set->ready);
        alloc_free(set);
        return STATUS_NO_MEMORY;
    }
    for (size_t index = 0; index < count; index++)
        atomic_init(&set->ready[index], false);
    *result = set;
    return STATUS_OK;
}

size_t database_set_count(const struct database_set *set)
{
    return set->count;
}

void database_set_free(struct database_set *set)
{
    if (set == NULL)
        return;
    for (size_t index = 0; index < set->count; index++)
        hs_free_database(set->databases[index]);
    ruleset_cache_close(set->entry);
    pthread_mutex_destroy(&set->making);
    alloc_free(set->databases);
    alloc_free(set->ready);
    alloc_free(set);
}

void database_set_adopt(struct database_set *set, struct ruleset_cache_entry *entry)
{
    set->entry = entry;
    for (size_t index = 0; index < set->count; index++)
        atomic_init(&set->ready[index], ruleset_cache_database(entry, index).size == 0);
}

void database_set_put(struct database_set *set, size_t index, struct hs_database *database)
{
    set->databases[index] = database;
    atomic_init(&set->ready[index], true);
}

struct hs_database *const *database_set_compiled(const struct database_set *set)
{
    return set->databases;
}

/* From the cache's entry, or compiled when it is damaged there. */
static enum status make_ready(struct database_set *set, size_t index)
{
    struct bytes stored = ruleset_cache_database(set->entry, index);
    struct hs_database *database = NULL;
    hs_error_t result = hs_deserialize_database((const char *)stored.data, stored.size, &database);
    enum status status = STATUS_OK;

    if (result == HS_NOMEM)
        return STATUS_NO_MEMORY;
    if (result != HS_SUCCESS) {
        ruleset_cache_remove(set->entry);
        database = NULL;
        status = set->compile(set->context, index, &database);
    }
    file_release_pages(stored);
    if (status != STATUS_OK)
        return status;
    set->databases[index] = database;
    atomic_store_explicit(&set->ready[index], true, memory_order_release);
    return STATUS_OK;
}

enum status database_set_get(struct database_set *set, size_t index, const struct hs_database **database)
{
    enum status status = STATUS_OK;

    if (!atomic_load_explicit(&set->ready[index], memory_order_acquire)) {
        pthread_mutex_lock(&set->making);
        if (!atomic_load_explicit(&set->ready[index], memory_order_relaxed))
            status = make_ready(set, index);
        pthread_mutex_unlock(&set->making);
    }
    *database = status == STATUS_OK ? set->databases[index] : NULL;
    return status;
}
