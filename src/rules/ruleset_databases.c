/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_databases.h"

#include "base/buf.h"
#include "rules/ruleset_cache.h"
#include "rules/ruleset_compile.h"
#include "rules/ruleset_data.h"

/* What a database is compiled from. */
struct source {
    const struct pool *pool;
    enum compile_purpose purpose;
};

static struct source source_of(const struct pools *pools, size_t index)
{
    if (index < VIEW_COUNT)
        return (struct source){ &pools->views[index], COMPILE_VIEW };
    if (index == SEARCH_PROGRAM)
        return (struct source){ &pools->views[VIEW_CANONICAL], COMPILE_PROGRAM };
    if (index >= SEARCH_COUNT)
        return (struct source){ &pools->contexts[index - SEARCH_COUNT], COMPILE_CONTEXT };
    index -= SEARCH_GATED;
    return (struct source){ &pools->views[index / GATE_PARTS], COMPILE_GATED + (unsigned)(index % GATE_PARTS) };
}

/* Has a database anything to find? */
static bool has_compiled(const struct source *source)
{
    for (size_t i = 0; i < source->pool->count; i++) {
        if (ruleset_compiles(&source->pool->patterns[i], source->purpose))
            return true;
    }
    return false;
}

/* *reach is raised by what is searched for, not by contexts. */
static enum status compile(const struct pools *pools, size_t index, struct hs_database **database, uint32_t *reach,
                           struct error *error)
{
    struct source source = source_of(pools, index);
    uint32_t unused = 0;

    if (!has_compiled(&source))
        return STATUS_OK;
    return ruleset_compile(source.pool, source.purpose, database, index < SEARCH_COUNT ? reach : &unused, error);
}

static enum status compile_all(struct build *build, size_t count)
{
    struct ruleset *ruleset = build->ruleset;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        struct hs_database *database = NULL;

        status = compile(build->pools, index, &database, &ruleset->reach, build->error);
        database_set_put(ruleset->databases, index, database);
    }
    return status;
}

/* What compiled once compiles again, if there is memory. */
static enum status compile_again(void *context, size_t index, struct hs_database **database)
{
    const struct ruleset *ruleset = context;
    struct error ignored;
    uint32_t unused = 0;

    return compile(&ruleset->pools, index, database, &unused, &ignored);
}

/* Which database a pattern is in is decided by code that may be another one tomorrow. */
static enum status cache_key_of(const struct build *build, const struct digest *patterns, struct digest *key)
{
    struct buf layout = BUF_INIT(SIZE_MAX / 4);
    struct digest whole;
    enum status status;

    buf_append(&layout, patterns->bytes, DIGEST_SIZE);
    for (size_t view = 0; view < VIEW_COUNT; view++) {
        const struct pool *pool = &build->pools->views[view];

        for (size_t i = 0; i < pool->count; i++) {
            const struct pool_pattern *pattern = &pool->patterns[i];
            uint16_t place = pattern->in_literal_set ? UINT16_MAX
                             : pattern->is_gated     ? (uint16_t)(1 + pattern->gate_part)
                                                     : 0;

            buf_append(&layout, &place, sizeof place);
        }
    }
    status = buf_status(&layout);
    if (status == STATUS_OK)
        status = digest_of(buf_bytes(&layout), &whole);
    buf_free(&layout);
    return status == STATUS_OK ? ruleset_cache_key(&whole, key) : status;
}

static bool adopt_cached(struct ruleset *ruleset, const char *directory, const struct digest *key,
                         const struct seal_key *seal, size_t count)
{
    struct ruleset_cache_entry *entry = ruleset_cache_open(directory, key, seal, count);

    if (entry == NULL)
        return false;
    if (ruleset_cache_reach(entry) > ruleset->reach)
        ruleset->reach = ruleset_cache_reach(entry);
    database_set_adopt(ruleset->databases, entry);
    return true;
}

enum status ruleset_databases_obtain(struct build *build, const struct digest *patterns)
{
    struct ruleset *ruleset = build->ruleset;
    const char *directory = build->options->cache_directory;
    const struct seal_key *seal = build->has_sealed ? build->options->key : NULL;
    size_t count = SEARCH_COUNT + build->pools->context_count;
    struct digest key;
    enum status status = database_set_create(count, compile_again, ruleset, &ruleset->databases);

    if (status == STATUS_OK && directory != NULL)
        status = cache_key_of(build, patterns, &key);
    if (status != STATUS_OK)
        return status;
    if (directory != NULL)
        ruleset->was_cached = adopt_cached(ruleset, directory, &key, seal, count);
    if (ruleset->was_cached)
        return STATUS_OK;
    status = compile_all(build, count);
    if (status == STATUS_OK && directory != NULL)
        ruleset_cache_write(directory, &key, seal, database_set_compiled(ruleset->databases), count, ruleset->reach);
    return status;
}
