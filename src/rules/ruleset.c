/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset.h"

#include <hs.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/seal.h"
#include "extract/part.h"
#include "reference/reference.h"
#include "rules/allow.h"
#include "rules/check.h"
#include "rules/ruleset_allow.h"
#include "rules/ruleset_build.h"
#include "rules/ruleset_check.h"
#include "rules/ruleset_data.h"
#include "rules/ruleset_databases.h"
#include "rules/ruleset_path.h"

/* ---- Digests. */

/* Over all folded patterns, views and contexts. */
static enum status digest_patterns(const struct build *build, struct digest *digest)
{
    struct buf text = BUF_INIT(SIZE_MAX / 4);
    struct digest salt;
    enum status status;

    for (size_t i = 0; i < VIEW_COUNT; i++)
        pool_describe(&build->pools->views[i], &text);
    for (size_t i = 0; i < build->pools->context_count; i++)
        pool_describe(&build->pools->contexts[i], &text);
    status = buf_status(&text);
    /* The digest stands in every report: without the salt, who guesses a sealed word could make sure with it. */
    if (status == STATUS_OK && build->has_sealed)
        status = seal_key_salt(build->options->key, &salt);
    if (status == STATUS_OK && build->has_sealed)
        buf_append(&text, salt.bytes, DIGEST_SIZE);
    if (status == STATUS_OK)
        status = buf_status(&text);
    if (status == STATUS_OK)
        status = digest_of(buf_bytes(&text), digest);
    buf_free(&text);
    return status;
}

static void describe_text(struct buf *text, const char *value)
{
    buf_text(text, value == NULL ? "" : value);
    buf_byte(text, '\0');
}

static void describe_allowed(struct buf *text, const struct allow_set *allowed)
{
    for (size_t i = 0; allowed != NULL && i < allow_set_count(allowed); i++) {
        const struct allow_phrase *phrase = allow_set_phrase(allowed, i);

        buf_append(text, phrase->text, phrase->size);
        buf_byte(text, '\n');
    }
    buf_byte(text, '\0');
}

static void describe_rule(struct buf *text, const struct rule *rule)
{
    const char *const texts[] = { rule->detector,  rule->outcome,   rule->id,       rule->pack,    rule->category,
                                  rule->name_zh,   rule->name_en,
                                  rule->advice_zh, rule->advice_en, rule->check == NULL ? "" : rule->check->name };
    const struct rule_context *const contexts[] = { &rule->required, &rule->excused };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        describe_text(text, texts[i]);
    for (size_t i = 0; i < rule->basis_count; i++)
        describe_text(text, rule->basis[i]);
    for (size_t i = 0; i < rule->cover_count; i++)
        describe_text(text, rule->covers[i]);
    for (size_t i = 0; i < rule->excuse_count; i++)
        describe_text(text, rule->excuses[i]);
    buf_format(text, "|%zu|%d|%d|%d|%d|%u|%d|%u|%d|%d|%d|", rule->excuse_count, (int)rule->action, (int)rule->apart,
               (int)rule->suggests, (int)rule->view, rule->roles, (int)rule->zone, rule->count_at_least,
               (int)rule->count_per, rule->secret, rule->own_place);
    for (size_t i = 0; i < 2; i++)
        buf_format(text, "%d|%u|%u|", contexts[i]->present, contexts[i]->context, contexts[i]->within);
    describe_allowed(text, rule->allowed);
}

static enum status digest_rules(struct ruleset *ruleset, const struct digest *patterns)
{
    struct buf text = BUF_INIT(SIZE_MAX / 4);
    enum status status;

    buf_format(&text, "guanka ruleset, validators %d\n", CHECK_REVISION);
    buf_append(&text, patterns->bytes, DIGEST_SIZE);
    buf_append(&text, reference_digest(ruleset->reference)->bytes, DIGEST_SIZE);
    for (size_t i = 0; i < ruleset->rule_count; i++)
        describe_rule(&text, &ruleset->rules[i]);
    describe_allowed(&text, ruleset->allowed);
    status = buf_status(&text);
    if (status == STATUS_OK)
        status = digest_of(buf_bytes(&text), &ruleset->digest);
    buf_free(&text);
    return status;
}

/* ---- Tables. */

static enum status copy_rules(const struct build *build)
{
    struct ruleset *ruleset = build->ruleset;
    struct rule *rules = arena_alloc(ruleset->arena, build->draft_count * sizeof *rules);

    if (rules == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < build->draft_count; i++) {
        rules[i] = build->drafts[i]->rule;
        if (rules[i].check != NULL && ruleset->context_reach < CHECK_CONTEXT)
            ruleset->context_reach = CHECK_CONTEXT;
    }
    ruleset->rules = rules;
    ruleset->rule_count = build->draft_count;
    return STATUS_OK;
}

static enum status copy_patterns(const struct build *build, enum rule_view view)
{
    const struct pool *pool = &build->pools->views[view];
    struct pattern *patterns;

    if (pool->count == 0)
        return STATUS_OK;
    patterns = arena_alloc(build->ruleset->arena, pool->count * sizeof *patterns);
    if (patterns == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i];

        patterns[i] = (struct pattern){ pattern->rule, pattern->literal_size, pattern->place.line,
                                        pattern->place.column, pattern->place.file, pattern->place.sealed };
    }
    build->ruleset->patterns[view] = patterns;
    build->ruleset->pattern_count[view] = pool->count;
    return STATUS_OK;
}

static enum status copy_contexts(const struct build *build)
{
    const uint32_t **contexts = arena_alloc(build->ruleset->arena, (build->pools->context_count + 1) * sizeof *contexts);

    if (contexts == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < build->pools->context_count; i++) {
        const struct pool *pool = &build->pools->contexts[i];
        uint32_t *sizes = arena_alloc(build->ruleset->arena, (pool->count + 1) * sizeof *sizes);

        if (sizes == NULL)
            return STATUS_NO_MEMORY;
        for (size_t j = 0; j < pool->count; j++)
            sizes[j] = pool->patterns[j].literal_size;
        contexts[i] = sizes;
    }
    build->ruleset->context_literals = contexts;
    return STATUS_OK;
}

static void copy_examples(struct ruleset_example *examples, size_t *count, uint32_t rule,
                          const struct rule_texts *texts, bool must_match)
{
    for (size_t i = 0; i < texts->count; i++) {
        examples[*count] = (struct ruleset_example){ texts->items[i].text, rule, must_match, texts->items[i].line,
                                                     texts->items[i].column };
        (*count)++;
    }
}

static enum status collect_examples(const struct build *build)
{
    size_t count = 0, filled = 0;
    struct ruleset_example *examples;

    for (size_t i = 0; i < build->draft_count; i++)
        count += build->drafts[i]->matching.count + build->drafts[i]->not_matching.count;
    examples = arena_alloc(build->ruleset->arena, (count + 1) * sizeof *examples);
    if (examples == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < build->draft_count; i++) {
        copy_examples(examples, &filled, (uint32_t)i, &build->drafts[i]->matching, true);
        copy_examples(examples, &filled, (uint32_t)i, &build->drafts[i]->not_matching, false);
    }
    build->ruleset->examples = examples;
    build->ruleset->example_count = count;
    return STATUS_OK;
}

static enum status fill_tables(const struct build *build)
{
    enum status status = copy_rules(build);

    for (unsigned view = 0; status == STATUS_OK && view < VIEW_COUNT; view++)
        status = copy_patterns(build, view);
    if (status == STATUS_OK)
        status = copy_contexts(build);
    return status == STATUS_OK ? collect_examples(build) : status;
}

/* ---- Words and gates. */

static enum status make_program_set(const struct build *build, struct literal *literals)
{
    const struct pool *pool = &build->pools->views[VIEW_CANONICAL];
    size_t count = 0;

    for (size_t i = 0; i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i];

        if (pattern->in_literal_set && pattern->in_programs)
            literals[count++] = (struct literal){ pattern->text, pattern->size, (uint32_t)i };
    }
    if (count == 0)
        return STATUS_OK;
    return literal_set_create(literals, count, build->ruleset->arena, &build->ruleset->literals[SEARCH_PROGRAM]);
}

/* With fewer expressions than this that a gate could keep back, Hyperscan is faster without one. */
enum { GATE_WORTHWHILE = 16 };

/* Puts the expressions into parts, or takes all from behind the gate when there is none. */
static void divide(const struct pool *pool, bool has_gate, const struct requirement *requirements)
{
    size_t gated = 0;

    for (size_t i = 0; i < pool->count; i++) {
        if (!has_gate)
            pool->patterns[i].is_gated = false;
        if (!pool->patterns[i].is_gated)
            continue;
        pool->patterns[i].gate_part = (uint16_t)gate_part(&requirements[gated], gated);
        gated++;
    }
}

/* The expressions of a pool that a gate keeps back, marked, and the gate; none when they are too few. */
static enum status make_gate(const struct build *build, enum rule_view view)
{
    const struct pool *pool = &build->pools->views[view];
    struct requirement *requirements = alloc_zeroed(pool->count + 1, sizeof *requirements);
    struct requirement_memory *memory = requirement_memory_create(build->pools->arena);
    size_t count = 0;
    enum status status = requirements == NULL || memory == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t i = 0; i < pool->count && status == STATUS_OK; i++) {
        struct pool_pattern *pattern = &pool->patterns[i];

        if (pattern->literal_size > 0)
            continue;
        status = requirement_of(pattern->text, pattern->size, build->pools->arena, memory, &requirements[count]);
        pattern->is_gated = status == STATUS_OK && gate_takes(&requirements[count]);
        count += pattern->is_gated;
    }
    if (status == STATUS_OK && count >= (build->options->gates_few ? 1 : GATE_WORTHWHILE))
        status = gate_create(requirements, count, build->ruleset->arena, &build->ruleset->gates[view]);
    divide(pool, build->ruleset->gates[view] != NULL, requirements);
    alloc_free(requirements);
    return status;
}

/* Takes the literals out of a pool that are better found by a set. */
static size_t list_literals(const struct build *build, enum rule_view view, struct literal *literals)
{
    const struct pool *pool = &build->pools->views[view];
    size_t count = 0;

    for (size_t i = 0; i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i];

        if (pattern->literal_size > 0 && literal_set_takes(pattern->text, pattern->size))
            literals[count++] = (struct literal){ pattern->text, pattern->size, (uint32_t)i };
    }
    if (count < LITERAL_SET_WORTHWHILE && build->ruleset->gates[view] == NULL)
        return 0;
    for (size_t i = 0; i < count; i++) {
        pool->patterns[literals[i].id].in_literal_set = true;
        if (literals[i].size > build->ruleset->reach)
            build->ruleset->reach = literals[i].size;
    }
    return count;
}

static enum status make_view_set(const struct build *build, enum rule_view view, struct literal *literals)
{
    const struct gate *gate = build->ruleset->gates[view];
    size_t count = list_literals(build, view, literals);
    enum status status;

    for (size_t i = 0; gate != NULL && i < gate_word_count(gate); i++) {
        struct bytes word = gate_word(gate, i);

        literals[count++] = (struct literal){ (const char *)word.data, (uint32_t)word.size,
                                              (uint32_t)(build->pools->views[view].count + i) };
    }
    if (count == 0)
        return STATUS_OK;
    status = literal_set_create(literals, count, build->ruleset->arena, &build->ruleset->literals[view]);
    return status == STATUS_OK && view == VIEW_CANONICAL ? make_program_set(build, literals) : status;
}

static enum status make_literal_sets(const struct build *build)
{
    enum status status = STATUS_OK;

    for (unsigned view = 0; status == STATUS_OK && view < VIEW_COUNT; view++) {
        const struct gate *gate;
        struct literal *literals;

        status = make_gate(build, view);
        if (status != STATUS_OK)
            return status;
        gate = build->ruleset->gates[view];
        literals = alloc_zeroed(build->pools->views[view].count + (gate != NULL ? gate_word_count(gate) : 0) + 1,
                                sizeof *literals);
        if (literals == NULL)
            return STATUS_NO_MEMORY;
        status = make_view_set(build, view, literals);
        alloc_free(literals);
    }
    return status;
}

/* ---- Reference. */

/* The tables beside a pack are in data/ of its folder, whether the folder or the file is named. */
static char *data_folder(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *parent;
    struct stat status;

    if (stat(path, &status) != 0 || S_ISDIR(status.st_mode))
        return ruleset_path_join(arena, path, "data");
    if (slash == NULL)
        return arena_text(arena, "data", strlen("data"));
    parent = arena_text(arena, path, (size_t)(slash - path));
    return parent == NULL ? NULL : ruleset_path_join(arena, parent, "data");
}

static bool has_folder(const char *const *folders, size_t count, const char *folder)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(folders[i], folder) == 0)
            return true;
    }
    return false;
}

static enum status load_reference(const struct build *build)
{
    const struct ruleset_options *options = build->options;
    const struct reference_named named = { "releases", options->release_register };
    const char **folders =
        arena_alloc(build->pools->arena, (options->path_count + options->layer_count + 1) * sizeof *folders);
    size_t count = 0;

    if (folders == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < options->path_count; i++) {
        char *folder = data_folder(build->pools->arena, options->paths[i]);
        struct stat status;

        if (folder == NULL)
            return STATUS_NO_MEMORY;
        if (stat(folder, &status) == 0 && S_ISDIR(status.st_mode) && !has_folder(folders, count, folder))
            folders[count++] = folder;
    }
    for (size_t i = 0; i < options->layer_count; i++)
        folders[count++] = options->layers[i];
    return reference_load_all(&(struct reference_sources){ .folders = folders,
                                                           .folder_count = count,
                                                           .named = options->release_register != NULL ? &named : NULL,
                                                           .key = options->key },
                              &build->ruleset->reference, build->error);
}

static void mark_programs(const struct build *build)
{
    static const uint32_t program_roles = 1U << TEXT_LINK | 1U << TEXT_COMMENT | 1U << TEXT_SCRIPT;
    const struct pool *pool = &build->pools->views[VIEW_CANONICAL];

    for (size_t i = 0; i < pool->count; i++)
        pool->patterns[i].in_programs = (build->drafts[pool->patterns[i].rule]->rule.roles & program_roles) != 0;
}

static enum status load(struct build *build)
{
    struct digest patterns;
    enum status status = ruleset_build(build);

    if (status == STATUS_OK)
        mark_programs(build);
    if (status == STATUS_OK)
        status = load_reference(build);
    if (status == STATUS_OK)
        status = ruleset_allow_all(build);
    if (status == STATUS_OK)
        status = fill_tables(build);
    if (status == STATUS_OK)
        status = digest_patterns(build, &patterns);
    if (status == STATUS_OK)
        status = digest_rules(build->ruleset, &patterns);
    if (status == STATUS_OK)
        status = make_literal_sets(build);
    if (status == STATUS_OK)
        status = ruleset_databases_obtain(build, &patterns);
    if (status == STATUS_OK && build->options->wants_remarks)
        status = ruleset_check(build);
    return status;
}

/* Hyperscan's memory comes from the same door as ours. Setting the same functions again changes nothing,
 * so no guard is needed between threads that load at the same time. */
static enum status adopt_allocator(void)
{
    return hs_set_allocator(alloc, alloc_free) == HS_SUCCESS ? STATUS_OK : STATUS_BUG;
}

enum status ruleset_load(const struct ruleset_options *options, struct ruleset **ruleset, struct error *error)
{
    struct build build = { .options = options, .error = error };
    enum status status = adopt_allocator();

    if (status == STATUS_OK)
        status = ruleset_data_create(&build.ruleset);
    if (status == STATUS_OK) {
        build.pools = &build.ruleset->pools;
        status = load(&build);
        if (!build.ruleset->was_cached && !options->keeps_patterns)
            pools_free(build.pools);
    }
    ruleset_build_free(&build);
    if (status != STATUS_OK) {
        ruleset_unref(build.ruleset);
        if (status != STATUS_INVALID)
            (void)error_set(error, status, "%s", status_code(status));
        return status;
    }
    *ruleset = build.ruleset;
    return STATUS_OK;
}
