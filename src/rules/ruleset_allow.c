/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_allow.h"

#include <libintl.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "rules/allow.h"
#include "rules/pattern.h"
#include "rules/ruleset_data.h"
#include "rules/ruleset_path.h"
#include "rules/word_list.h"
#include "text/utf8.h"

struct phrases {
    struct allow_phrase *items; /* from the heap, the texts from the build's arena */
    size_t count, capacity;
};

/* Matches must have as much text around them as the longest phrase may need. */
static enum status note_reach(struct build *build, const char *text, size_t size, struct rule_place place)
{
    size_t characters = utf8_count(text, size);

    if (characters > ALLOW_PHRASE_MAX)
        return complaint_set(build->error, place, gettext("an allowed phrase has at most %d characters"),
                             ALLOW_PHRASE_MAX);
    if (characters > build->ruleset->context_reach)
        build->ruleset->context_reach = (uint32_t)characters;
    return STATUS_OK;
}

enum status ruleset_allow_rule(struct build *build, const struct pool *pool, const struct allow_set **allowed)
{
    struct allow_phrase *phrases = arena_alloc(build->arena, (pool->count + 1) * sizeof *phrases);
    enum status status = phrases == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i];

        status = note_reach(build, pattern->text, pattern->size, pattern->place);
        phrases[i] = (struct allow_phrase){ pattern->text, pattern->size };
    }
    return status != STATUS_OK ? status : allow_set_create(phrases, pool->count, build->ruleset->arena, allowed);
}

static void take_away(struct phrases *phrases, const char *text, size_t size)
{
    size_t kept = 0;

    for (size_t i = 0; i < phrases->count; i++) {
        if (phrases->items[i].size != size || memcmp(phrases->items[i].text, text, size) != 0)
            phrases->items[kept++] = phrases->items[i];
    }
    phrases->count = kept;
}

static enum status add_word(struct build *build, const char *path, const struct word *word, struct phrases *phrases)
{
    struct rule_place place = { path, word->line, word->column };
    bool removes = word->text[0] == '!';
    struct buf folded = BUF_INIT(SIZE_MAX / 2);
    enum status status = pattern_fold_literal(word->text + removes, word->size - removes, VIEW_CANONICAL, &folded);
    char *copy = NULL;

    if (status == STATUS_OK && folded.size == 0)
        status = complaint_set(build->error, place, gettext("nothing is left of this phrase in canonical text; remove it"));
    if (status == STATUS_OK && removes)
        take_away(phrases, folded.data, folded.size);
    if (status == STATUS_OK && !removes)
        status = note_reach(build, folded.data, folded.size, place);
    if (status == STATUS_OK && !removes) {
        copy = arena_text(build->arena, folded.data, folded.size);
        status = copy == NULL ? STATUS_NO_MEMORY : ARRAY_GROW(&phrases->items, &phrases->capacity, phrases->count + 1);
    }
    if (status == STATUS_OK && !removes)
        phrases->items[phrases->count++] = (struct allow_phrase){ copy, (uint32_t)folded.size };
    buf_free(&folded);
    return status;
}

/* A folder without the table is none the worse for it. */
static enum status read_table(struct build *build, const char *folder, const char *name, struct phrases *phrases)
{
    char *path = ruleset_path_join(build->ruleset->arena, folder, name);
    struct word_list list;
    struct error cause = { STATUS_OK, "" };
    enum status status;

    if (path == NULL)
        return STATUS_NO_MEMORY;
    if (access(path, F_OK) != 0)
        return STATUS_OK;
    status = word_list_read(path, &list, &cause);
    if (status != STATUS_OK && status != STATUS_NO_MEMORY)
        status = error_set(build->error, STATUS_INVALID, "%s", cause.message);
    for (size_t i = 0; status == STATUS_OK && i < list.count; i++)
        status = add_word(build, path, &list.words[i], phrases);
    word_list_free(&list);
    return status;
}

enum status ruleset_allow_all(struct build *build)
{
    const struct ruleset_options *options = build->options;
    struct phrases phrases = { NULL, 0, 0 };
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < options->path_count; i++)
        status = read_table(build, options->paths[i], "data/allow.csv", &phrases);
    for (size_t i = 0; status == STATUS_OK && i < options->layer_count; i++)
        status = read_table(build, options->layers[i], "allow.csv", &phrases);
    if (status == STATUS_OK && phrases.count > 0)
        status = allow_set_create(phrases.items, phrases.count, build->ruleset->arena, &build->ruleset->allowed);
    alloc_free(phrases.items);
    return status;
}
