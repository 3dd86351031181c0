/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_compile.h"

#include <hs.h>
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "rules/pattern.h"

/* What goes to Hyperscan; `count` may be less than the pool has. */
struct batch {
    const char **expressions;
    unsigned *flags, *ids;
    size_t count;
    struct buf text; /* the escaped literals, each terminated */
};

static unsigned flags_of(const struct pool_pattern *pattern, enum compile_purpose purpose)
{
    if (pattern->literal_size > 0)
        return purpose == COMPILE_CONTEXT ? HS_FLAG_SINGLEMATCH : 0;
    return HS_FLAG_UTF8 | HS_FLAG_MULTILINE
           | (purpose == COMPILE_CONTEXT ? HS_FLAG_SINGLEMATCH : HS_FLAG_SOM_LEFTMOST);
}

bool ruleset_compiles(const struct pool_pattern *pattern, enum compile_purpose purpose)
{
    if (pattern->in_literal_set)
        return false;
    if (purpose == COMPILE_PROGRAM)
        return pattern->in_programs;
    if (purpose == COMPILE_CONTEXT)
        return true;
    return purpose == COMPILE_VIEW ? !pattern->is_gated
                                   : pattern->is_gated && pattern->gate_part == (unsigned)(purpose - COMPILE_GATED);
}

/* Offsets first, pointers when the buffer has stopped moving. */
static enum status fill_batch(struct batch *batch, const struct pool *pool, enum compile_purpose purpose)
{
    size_t offset = 0;

    for (size_t i = 0; i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i];

        if (!ruleset_compiles(pattern, purpose))
            continue;
        batch->flags[batch->count] = flags_of(pattern, purpose);
        batch->ids[batch->count++] = (unsigned)i;
        if (pattern->literal_size > 0) {
            pattern_escape(pattern->text, pattern->size, &batch->text);
            buf_byte(&batch->text, '\0');
        }
    }
    if (batch->text.status != STATUS_OK)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < batch->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[batch->ids[i]];

        if (pattern->literal_size == 0) {
            batch->expressions[i] = pattern->text;
            continue;
        }
        batch->expressions[i] = batch->text.data + offset;
        offset += strlen(batch->text.data + offset) + 1;
    }
    return STATUS_OK;
}

/* ---- Complaints. */

/* Hyperscan says where as "… at index 12"; the beginning else. */
static size_t complaint_offset(const char *message)
{
    static const char mark[] = "at index ";
    const char *found = strstr(message, mark);

    return found == NULL ? 0 : (size_t)strtoul(found + sizeof mark - 1, NULL, 10);
}

static const char *complaint_words(const char *message)
{
    if (strstr(message, "matches empty buffer") != NULL || strstr(message, "vacuous") != NULL)
        return gettext("this expression matches where there is nothing; make some part of it obligatory");
    if (strstr(message, "too large") != NULL)
        return gettext("this expression is too large to compile; shorten its repeats or split it");
    if (strstr(message, "parenthes") != NULL)
        return gettext("a parenthesis has no partner here; write \\( or \\) for itself");
    if (strstr(message, "repeat") != NULL || strstr(message, "quantifier") != NULL)
        return gettext("this repeat has nothing that it could repeat, or too much; write \\ before * + ? { for themselves");
    return NULL;
}

/* Folds the expression once more to learn which of its characters the complaint is about. */
static struct rule_place find_place(const struct pool_pattern *pattern, size_t offset)
{
    struct buf output = BUF_INIT(64 * PATTERN_SIZE_MAX);
    struct pattern_map map = { NULL, 0, 0 };
    struct pattern_result result;
    struct rule_place place = pattern->place;

    if (pattern->source != NULL
        && pattern_fold_regex(pattern->pack, pattern->source, &output, &map, &result) == STATUS_OK) {
        struct pattern_step step = pattern_map_find(&map, pattern->source_start + offset);

        if (step.text != NULL)
            place = rule_file_place(pattern->pack, step.text, step.offset);
    }
    pattern_map_free(&map);
    buf_free(&output);
    return place;
}

static enum status fail_compile(const struct pool *pool, const struct batch *batch,
                                const hs_compile_error_t *problem, struct error *error)
{
    const struct pool_pattern *pattern;
    const char *words = complaint_words(problem->message);
    struct rule_place place;

    if (problem->expression < 0 || (size_t)problem->expression >= batch->count)
        return error_set(error, STATUS_INVALID, gettext("the rules cannot be compiled together: %s"),
                         problem->message);
    pattern = &pool->patterns[batch->ids[problem->expression]];
    place = find_place(pattern, complaint_offset(problem->message));
    if (words != NULL)
        return complaint_set(error, place, "%s", words);
    return complaint_set(error, place, gettext("this expression cannot be compiled: %s"), problem->message);
}

/* ---- Compiling. */

static enum status measure(const struct pool_pattern *pattern, uint32_t *reach, struct error *error)
{
    hs_expr_info_t *info = NULL;
    hs_compile_error_t *problem = NULL;
    uint32_t width = pattern->literal_size;

    if (width == 0) {
        if (hs_expression_info(pattern->text, flags_of(pattern, COMPILE_VIEW), &info, &problem) != HS_SUCCESS) {
            hs_free_compile_error(problem);
            return STATUS_NO_MEMORY; /* the expression has just been compiled */
        }
        width = info->max_width;
        alloc_free(info);
    }
    if (width > COMPILE_WIDTH_MAX)
        return complaint_set(error, pattern->place,
                             gettext("a match could be more than %d bytes long; give its repeats smaller bounds"),
                             COMPILE_WIDTH_MAX);
    if (width > *reach)
        *reach = width;
    return STATUS_OK;
}

static enum status compile_batch(const struct pool *pool, const struct batch *batch, struct hs_database **database,
                                 struct error *error)
{
    hs_compile_error_t *problem = NULL;
    enum status status;

    if (hs_compile_multi(batch->expressions, batch->flags, batch->ids, (unsigned)batch->count, HS_MODE_BLOCK,
                         NULL, database, &problem) == HS_SUCCESS)
        return STATUS_OK;
    *database = NULL;
    if (problem == NULL || strstr(problem->message, "allocate") != NULL)
        status = STATUS_NO_MEMORY;
    else
        status = fail_compile(pool, batch, problem, error);
    hs_free_compile_error(problem);
    return status;
}

enum status ruleset_compile(const struct pool *pool, enum compile_purpose purpose, struct hs_database **database,
                            uint32_t *reach, struct error *error)
{
    struct batch batch = { alloc_zeroed(pool->count, sizeof *batch.expressions),
                           alloc_zeroed(pool->count, sizeof *batch.flags),
                           alloc_zeroed(pool->count, sizeof *batch.ids), 0, BUF_INIT(SIZE_MAX / 4) };
    enum status status = STATUS_NO_MEMORY;

    if (batch.expressions != NULL && batch.flags != NULL && batch.ids != NULL)
        status = fill_batch(&batch, pool, purpose);
    if (status == STATUS_OK)
        status = compile_batch(pool, &batch, database, error);
    for (size_t i = 0; status == STATUS_OK && i < pool->count; i++) {
        if (pool->patterns[i].literal_size > 0 || ruleset_compiles(&pool->patterns[i], purpose))
            status = measure(&pool->patterns[i], reach, error);
    }
    if (status != STATUS_OK && *database != NULL) {
        hs_free_database(*database);
        *database = NULL;
    }
    alloc_free(batch.expressions);
    alloc_free(batch.flags);
    alloc_free(batch.ids);
    buf_free(&batch.text);
    return status;
}
