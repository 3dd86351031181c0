/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_data.h"

#include <stdarg.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/assert.h"
#include "reference/reference.h"

/* ---- Life. */

enum status ruleset_data_create(struct ruleset **ruleset)
{
    struct ruleset *fresh = alloc_zeroed(1, sizeof *fresh);
    enum status status;

    if (fresh == NULL)
        return STATUS_NO_MEMORY;
    atomic_init(&fresh->references, 1);
    status = arena_create(&fresh->arena);
    if (status == STATUS_OK)
        status = arena_create(&fresh->pools.arena);
    if (status != STATUS_OK) {
        if (fresh->arena != NULL)
            arena_destroy(fresh->arena);
        alloc_free(fresh);
        return status;
    }
    *ruleset = fresh;
    return STATUS_OK;
}

struct ruleset *ruleset_ref(struct ruleset *ruleset)
{
    atomic_fetch_add_explicit(&ruleset->references, 1, memory_order_relaxed);
    return ruleset;
}

void ruleset_unref(struct ruleset *ruleset)
{
    if (ruleset == NULL || atomic_fetch_sub_explicit(&ruleset->references, 1, memory_order_acq_rel) > 1)
        return;
    database_set_free(ruleset->databases);
    pools_free(&ruleset->pools);
    reference_free(ruleset->reference);
    alloc_free(ruleset->remarks);
    arena_destroy(ruleset->arena);
    alloc_free(ruleset);
}

enum status ruleset_data_remark(struct ruleset *ruleset, struct rule_place place, bool is_error, const char *format,
                                ...)
{
    char message[1024];
    char *copy;
    va_list arguments;
    enum status status = ARRAY_GROW(&ruleset->remarks, &ruleset->remark_capacity, ruleset->remark_count + 1);

    if (status != STATUS_OK)
        return status;
    va_start(arguments, format);
    complaint_write(message, sizeof message, place, format, arguments);
    va_end(arguments);
    copy = arena_text(ruleset->arena, message, strlen(message));
    if (copy == NULL)
        return STATUS_NO_MEMORY;
    ruleset->remarks[ruleset->remark_count] =
        (struct ruleset_remark){ place.file, place.line, place.column, is_error, copy };
    ruleset->remark_count++;
    return STATUS_OK;
}

/* ---- Looking. */

size_t ruleset_rule_count(const struct ruleset *ruleset)
{
    return ruleset->rule_count;
}

const struct rule *ruleset_rule(const struct ruleset *ruleset, size_t index)
{
    ASSERT(index < ruleset->rule_count);
    return &ruleset->rules[index];
}

const struct digest *ruleset_digest(const struct ruleset *ruleset)
{
    return &ruleset->digest;
}

bool ruleset_was_cached(const struct ruleset *ruleset)
{
    return ruleset->was_cached;
}

size_t ruleset_search_of(enum rule_view view, enum rule_reader reader)
{
    return view == VIEW_CANONICAL && reader == READER_PROGRAM ? SEARCH_PROGRAM : (size_t)view;
}

size_t ruleset_gated_of(enum rule_view view, unsigned part)
{
    return SEARCH_GATED + (size_t)view * GATE_PARTS + part;
}

bool ruleset_uses(const struct ruleset *ruleset, enum rule_view view)
{
    return ruleset->pattern_count[view] > 0;
}

size_t ruleset_pattern_count(const struct ruleset *ruleset, enum rule_view view)
{
    return ruleset->pattern_count[view];
}

const struct pattern *ruleset_pattern(const struct ruleset *ruleset, enum rule_view view, uint32_t id)
{
    ASSERT(id < ruleset->pattern_count[view]);
    return &ruleset->patterns[view][id];
}

const struct allow_set *ruleset_allowed(const struct ruleset *ruleset)
{
    return ruleset->allowed;
}

uint32_t ruleset_reach(const struct ruleset *ruleset)
{
    return ruleset->reach;
}

uint32_t ruleset_context_reach(const struct ruleset *ruleset)
{
    return ruleset->context_reach;
}

size_t ruleset_example_count(const struct ruleset *ruleset)
{
    return ruleset->example_count;
}

const struct ruleset_example *ruleset_example(const struct ruleset *ruleset, size_t index)
{
    ASSERT(index < ruleset->example_count);
    return &ruleset->examples[index];
}

size_t ruleset_remark_count(const struct ruleset *ruleset)
{
    return ruleset->remark_count;
}

const struct ruleset_remark *ruleset_remark(const struct ruleset *ruleset, size_t index)
{
    ASSERT(index < ruleset->remark_count);
    return &ruleset->remarks[index];
}

/* ---- Reference and knowledge. */

const struct reference *ruleset_reference(const struct ruleset *ruleset)
{
    return ruleset->reference;
}

struct arena *ruleset_arena(struct ruleset *ruleset)
{
    return ruleset->arena;
}

void ruleset_set_knowledge(struct ruleset *ruleset, const void *knowledge)
{
    ruleset->knowledge = knowledge;
}

const void *ruleset_knowledge(const struct ruleset *ruleset)
{
    return ruleset->knowledge;
}
