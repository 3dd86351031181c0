/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_build.h"

#include <fnmatch.h>
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/sealed.h"
#include "rules/pattern.h"
#include "rules/ruleset_allow.h"
#include "rules/ruleset_data.h"
#include "rules/ruleset_path.h"
#include "rules/word_list.h"
#include "text/utf8.h"

/* ---- Packs. */

static enum status read_yaml(const char *path, struct build *build, struct bytes *yaml, bool *sealed)
{
    struct buf file = BUF_INIT(RULE_FILE_SIZE_MAX);
    char *copy = NULL;
    enum status status = sealed_read(path, build->options->key, &file, sealed, build->error);

    if (status == STATUS_OK)
        copy = arena_text(build->pools->arena, file.data == NULL ? "" : file.data, file.size);
    if (status == STATUS_OK && copy == NULL)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_LIMIT_BYTES)
        status = error_set(build->error, STATUS_INVALID, gettext("%s: too large for a rule pack (more than %d MiB)"),
                           path, RULE_FILE_SIZE_MAX >> 20);
    *yaml = bytes_of(copy, file.size);
    buf_free(&file);
    return status == STATUS_IO ? STATUS_INVALID : status;
}

static enum status add_draft(struct build *build, struct rule_draft *draft, const struct rule_pack *pack)
{
    enum status status = ARRAY_GROW(&build->drafts, &build->draft_capacity, build->draft_count + 1);

    if (status == STATUS_OK)
        status = ARRAY_GROW(&build->packs, &build->pack_capacity, build->draft_count + 1);
    if (status != STATUS_OK)
        return status;
    build->drafts[build->draft_count] = draft;
    build->packs[build->draft_count] = pack;
    build->draft_count++;
    return STATUS_OK;
}

static enum status read_file(struct build *build, const char *path)
{
    struct bytes yaml;
    struct rule_pack *pack = NULL;
    bool sealed = false;
    char *name = arena_text(build->ruleset->arena, path, strlen(path));
    enum status status = name == NULL ? STATUS_NO_MEMORY : read_yaml(path, build, &yaml, &sealed);

    if (status == STATUS_OK)
        status = rule_file_parse(yaml, name, sealed, build->ruleset->arena, &pack, build->error);
    build->has_sealed = build->has_sealed || sealed;
    for (size_t i = 0; status == STATUS_OK && i < pack->draft_count; i++)
        status = add_draft(build, &pack->drafts[i], pack);
    return status;
}

static enum status read_files(struct build *build)
{
    struct ruleset_files files = { NULL, 0, 0 };
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < build->options->path_count; i++)
        status = ruleset_path_list(build->options->paths[i], build->pools->arena, &files, build->error);
    for (size_t i = 0; status == STATUS_OK && i < build->options->layer_count; i++)
        status = ruleset_path_list_layer(build->options->layers[i], build->pools->arena, &files, build->error);
    for (size_t i = 0; status == STATUS_OK && i < files.count; i++)
        status = read_file(build, files.paths[i]);
    alloc_free(files.paths);
    return status;
}

/* ---- Order, duplicates, selection. */

struct entry {
    struct rule_draft *draft;
    const struct rule_pack *pack;
};

static int compare_entries(const void *left, const void *right)
{
    const struct rule *first = &((const struct entry *)left)->draft->rule;
    const struct rule *second = &((const struct entry *)right)->draft->rule;
    int order = strcmp(first->id, second->id);

    if (order == 0)
        order = strcmp(first->file, second->file);
    return order != 0 ? order : (int)(first->line > second->line) - (int)(first->line < second->line);
}

static enum status sort_drafts(struct build *build)
{
    struct entry *entries = alloc_zeroed(build->draft_count + 1, sizeof *entries);

    if (entries == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < build->draft_count; i++)
        entries[i] = (struct entry){ build->drafts[i], build->packs[i] };
    qsort(entries, build->draft_count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < build->draft_count; i++) {
        build->drafts[i] = entries[i].draft;
        build->packs[i] = entries[i].pack;
    }
    alloc_free(entries);
    return STATUS_OK;
}

static enum status refuse_duplicates(const struct build *build)
{
    for (size_t i = 1; i < build->draft_count; i++) {
        const struct rule *first = &build->drafts[i - 1]->rule, *second = &build->drafts[i]->rule;

        if (strcmp(first->id, second->id) == 0)
            return complaint_set(build->error, (struct rule_place){ second->file, second->line, second->column, false },
                                 gettext("the rule \"%s\" stands already at %s:%u:%u; give one of them another id"),
                                 second->id, first->file, first->line, first->column);
    }
    return STATUS_OK;
}

static bool matches_any(const char *id, const char *const *globs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fnmatch(globs[i], id, 0) == 0)
            return true;
    }
    return false;
}

/* A glob that enables nothing is a typing error that would leave a rule out unseen. */
static enum status refuse_idle_globs(const struct build *build)
{
    for (size_t i = 0; i < build->options->enable_count; i++) {
        const char *glob = build->options->enable[i];
        bool used = false;

        for (size_t j = 0; j < build->draft_count && !used; j++)
            used = fnmatch(glob, build->drafts[j]->rule.id, 0) == 0;
        if (!used)
            return error_set(build->error, STATUS_INVALID,
                             gettext("no rule is called \"%s\"; `guanka rules list` shows what there is"), glob);
    }
    return STATUS_OK;
}

static enum status select_drafts(struct build *build)
{
    const struct ruleset_options *options = build->options;
    size_t kept = 0;

    for (size_t i = 0; i < build->draft_count; i++) {
        const char *id = build->drafts[i]->rule.id;

        if ((options->enable_count > 0 && !matches_any(id, options->enable, options->enable_count))
            || matches_any(id, options->disable, options->disable_count))
            continue;
        build->drafts[kept] = build->drafts[i];
        build->packs[kept] = build->packs[i];
        kept++;
    }
    build->draft_count = kept;
    if (kept == 0)
        return error_set(build->error, STATUS_INVALID,
                         gettext("no rule is left to scan with; see the packs, --enable and --disable"));
    return STATUS_OK;
}

/* ---- Patterns. */

/* Where patterns go, and whose they are. */
struct target {
    struct build *build;
    struct pool *pool;
    const struct rule_pack *pack;
    enum rule_view view;
    uint32_t rule;
};

static enum status add_literal(const struct target *target, const char *text, size_t size, struct rule_place place,
                               struct buf *folded)
{
    struct pool_pattern pattern = { .rule = target->rule, .place = place, .pack = target->pack };
    enum status status;

    buf_clear(folded);
    status = pattern_fold_literal(text, size, target->view, folded);
    if (status != STATUS_OK)
        return status;
    if (folded->size == 0)
        return complaint_set(target->build->error, place,
                             gettext("nothing is left of \"%.*s\" in canonical text, so it can never match; remove it"),
                             (int)(size > 60 ? utf8_floor(text, size, 60) : size), text);
    if (target->pool->count == POOL_COUNT_MAX)
        return complaint_set(target->build->error, place, gettext("more than %d patterns; use fewer words"),
                             POOL_COUNT_MAX);
    pattern.text = folded->data;
    pattern.size = pattern.literal_size = (uint32_t)folded->size;
    return pool_add(target->pool, target->build->pools->arena, &pattern);
}

static struct rule_place place_of_problem(const struct target *target, const struct pattern_problem *problem)
{
    return rule_file_place(target->pack, problem->text, problem->offset);
}

/* Alternatives are patterns of their own: that finds the same, makes smaller databases, and lets those that
 * are plain text be matched as such. */
static enum status add_alternatives(const struct target *target, struct pool_pattern *pattern,
                                    const struct buf *folded)
{
    struct buf plain = BUF_INIT(64 * PATTERN_SIZE_MAX);
    const struct rule_text *source = pattern->source;
    struct span body = pattern_body(folded->data, folded->size);
    size_t next = 0;
    struct span piece;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && pattern_next_alternative(folded->data, body, &next, &piece)) {
        bool is_plain = pattern_is_plain(folded->data, piece, &plain);

        status = buf_status(&plain);
        if (status != STATUS_OK)
            break;
        pattern->text = is_plain ? plain.data : folded->data + piece.start;
        pattern->size = (uint32_t)(is_plain ? plain.size : piece.end - piece.start);
        pattern->literal_size = is_plain ? pattern->size : 0;
        pattern->source = is_plain ? NULL : source;
        pattern->source_start = (uint32_t)piece.start;
        status = pool_add(target->pool, target->build->pools->arena, pattern);
    }
    buf_free(&plain);
    return status;
}

static enum status add_regex(const struct target *target, const struct rule_text *text, struct buf *folded)
{
    struct pool_pattern pattern = { .rule = target->rule, .place = rule_file_place(target->pack, text, 0),
                                    .pack = target->pack, .source = text };
    struct pattern_result result;
    enum status status;

    buf_clear(folded);
    status = pattern_fold_regex(target->pack, text, folded, NULL, &result);
    if (status == STATUS_INVALID)
        return complaint_set(target->build->error, place_of_problem(target, &result.error), "%s",
                             result.error.message);
    if (status == STATUS_OK && result.remark.text != NULL)
        status = ruleset_data_remark(target->build->ruleset, place_of_problem(target, &result.remark), false, "%s",
                                     result.remark.message);
    if (status != STATUS_OK)
        return status;
    if (!result.is_literal)
        return add_alternatives(target, &pattern, folded);
    pattern.text = folded->data;
    pattern.size = pattern.literal_size = (uint32_t)folded->size;
    pattern.source = NULL;
    return pool_add(target->pool, target->build->pools->arena, &pattern);
}

/* Relative to the pack that names it; NULL when out of memory. */
static char *list_path(const struct target *target, const struct rule_text *text, struct arena *arena)
{
    const char *slash = strrchr(target->pack->file, '/');
    size_t folder = text->text[0] == '/' || slash == NULL ? 0 : (size_t)(slash - target->pack->file) + 1;
    char *path = arena_alloc(arena, folder + text->size + 1);

    if (path == NULL)
        return NULL;
    memcpy(path, target->pack->file, folder);
    memcpy(path + folder, text->text, text->size + 1);
    return path;
}

static enum status add_list(const struct target *target, const struct rule_text *text, struct buf *folded)
{
    struct build *build = target->build;
    char *path = list_path(target, text, build->ruleset->arena);
    struct word_list list;
    struct error cause = { STATUS_OK, "" };
    enum status status;

    if (path == NULL)
        return STATUS_NO_MEMORY;
    status = word_list_read(path, build->options->key, &list, &cause);
    build->has_sealed = build->has_sealed || list.sealed;
    for (size_t i = 0; status == STATUS_OK && i < list.count; i++) {
        const struct word *word = &list.words[i];

        status = add_literal(target, word->text, word->size,
                             (struct rule_place){ path, word->line, word->column, list.sealed }, folded);
    }
    if (status == STATUS_IO || status == STATUS_LIMIT_BYTES)
        status = complaint_set(build->error, rule_file_place(target->pack, text, 0),
                               gettext("this word list cannot be read: %s"), cause.message);
    else if (cause.status != STATUS_OK && build->error != NULL)
        *build->error = cause;
    word_list_free(&list);
    return status;
}

static enum status add_patterns(const struct target *target, const struct rule_patterns *patterns)
{
    struct buf folded = BUF_INIT(64 * PATTERN_SIZE_MAX);
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < patterns->literals.count; i++) {
        const struct rule_text *text = &patterns->literals.items[i];

        status = add_literal(target, text->text, text->size, rule_file_place(target->pack, text, 0), &folded);
    }
    for (size_t i = 0; status == STATUS_OK && i < patterns->regexes.count; i++)
        status = add_regex(target, &patterns->regexes.items[i], &folded);
    for (size_t i = 0; status == STATUS_OK && i < patterns->words.count; i++)
        status = add_list(target, &patterns->words.items[i], &folded);
    buf_free(&folded);
    return status;
}

/* ---- Contexts. */

static enum status add_context(struct build *build, size_t index, const struct rule_condition *condition,
                               struct rule_context *context)
{
    struct pool pool = { 0 };
    struct target target = { build, &pool, build->packs[index], build->drafts[index]->rule.view, 0 };
    enum status status = add_patterns(&target, &condition->patterns);
    size_t known = 0;

    *context = (struct rule_context){ true, 0, condition->within, &condition->patterns };
    if (condition->within > build->ruleset->context_reach)
        build->ruleset->context_reach = condition->within;
    while (status == STATUS_OK && known < build->pools->context_count && !pool_is_same(&pool, &build->pools->contexts[known]))
        known++;
    context->context = (uint32_t)known;
    if (status == STATUS_OK && known == build->pools->context_count)
        status = ARRAY_GROW(&build->pools->contexts, &build->pools->context_capacity, known + 1);
    if (status != STATUS_OK || known < build->pools->context_count) {
        pool_free(&pool);
        return status;
    }
    build->pools->contexts[known] = pool;
    build->pools->context_count++;
    return STATUS_OK;
}

static enum status add_allowed(struct build *build, size_t index)
{
    struct rule_draft *draft = build->drafts[index];
    struct pool pool = { 0 };
    struct target target = { build, &pool, build->packs[index], VIEW_CANONICAL, 0 };
    enum status status = add_patterns(&target, &draft->allowed);

    if (status == STATUS_OK)
        status = ruleset_allow_rule(build, &pool, &draft->rule.allowed);
    pool_free(&pool);
    return status;
}

static enum status fold_draft(struct build *build, size_t index)
{
    struct rule_draft *draft = build->drafts[index];
    struct target target = { build, &build->pools->views[draft->rule.view], build->packs[index], draft->rule.view,
                             (uint32_t)index };
    enum status status = add_patterns(&target, &draft->match);

    draft->rule.patterns = &draft->match;
    draft->rule.source = build->packs[index];
    if (status == STATUS_OK && draft->required.present)
        status = add_context(build, index, &draft->required, &draft->rule.required);
    if (status == STATUS_OK && draft->excused.present)
        status = add_context(build, index, &draft->excused, &draft->rule.excused);
    if (status == STATUS_OK && draft->allowed.literals.count + draft->allowed.words.count > 0)
        status = add_allowed(build, index);
    return status;
}

enum status ruleset_build(struct build *build)
{
    enum status status = read_files(build);

    if (status == STATUS_OK)
        status = sort_drafts(build);
    if (status == STATUS_OK)
        status = refuse_duplicates(build);
    if (status == STATUS_OK)
        status = refuse_idle_globs(build);
    if (status == STATUS_OK)
        status = select_drafts(build);
    for (size_t i = 0; status == STATUS_OK && i < build->draft_count; i++)
        status = fold_draft(build, i);
    return status;
}

void ruleset_build_free(struct build *build)
{
    alloc_free(build->drafts);
    alloc_free(build->packs);
}
