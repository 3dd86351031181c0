/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_check.h"

#include <libintl.h>
#include <string.h>

#include "base/alloc.h"
#include "rules/ruleset_data.h"
#include "rules/ruleset_search.h"
#include "text/canonical.h"
#include "text/utf8.h"

/* So many matches in the sample, and a pattern says nothing about what it is meant to find. */
enum { SAMPLE_MATCHES_LIMIT = 8 };

/* Ordinary official prose, in canonical text: what every page of a government site may have. */
static const char sample[] =
#include "rules/ruleset_sample.inc"
    ;

static struct rule_place place_of_rule(const struct rule *rule)
{
    /* What is said of a rule as a whole quotes its id alone. */
    return (struct rule_place){ rule->file, rule->line, rule->column, false };
}

/* ---- Missing parts of a rule. */

static enum status check_rule(struct ruleset *ruleset, const struct rule *rule, const struct rule_draft *draft)
{
    struct rule_place place = place_of_rule(rule);
    enum status status = STATUS_OK;

    /* What a detector finds may depend on tables that an example cannot bring. */
    if (draft->matching.count == 0 && rule->detector == NULL)
        status = ruleset_data_remark(ruleset, place, true,
                                     gettext("%s: there is no example of what it finds; add examples: match: […]"),
                                     rule->id);
    if (status == STATUS_OK && draft->not_matching.count == 0)
        status = ruleset_data_remark(ruleset, place, true,
                                     gettext("%s: there is no example of what it must leave alone; add examples: "
                                             "no_match: […]"), rule->id);
    if (status == STATUS_OK && rule->name_zh == NULL)
        status = ruleset_data_remark(ruleset, place, false, gettext("%s: there is no name; add name: {zh: …, en: …}"),
                                     rule->id);
    if (status == STATUS_OK && rule->advice_zh == NULL)
        status = ruleset_data_remark(ruleset, place, false,
                                     gettext("%s: there is no advice in Chinese; add advice: {zh: …}"), rule->id);
    return status;
}

/* As much of a pattern as a message can show, cut between characters. */
static size_t shown_size(const struct pool_pattern *pattern)
{
    enum { SHOWN_MAX = 60 };

    return pattern->size <= SHOWN_MAX ? pattern->size : utf8_floor(pattern->text, pattern->size, SHOWN_MAX);
}

/* ---- The same pattern in two rules. One remark per pair of rules, however many words they share. */

static bool is_pair_known(const struct pool *pool, size_t before, uint32_t rule, uint32_t other)
{
    enum { LOOK_BACK = 256 };
    size_t start = before > LOOK_BACK ? before - LOOK_BACK : 0;

    for (size_t i = before; i > start; i--) {
        const struct pool_pattern *pattern = &pool->patterns[i - 1];

        if (pattern->rule == rule && pattern->twin != POOL_NO_TWIN && pool->patterns[pattern->twin].rule == other)
            return true;
    }
    return false;
}

static bool is_same_context(const struct rule_context *left, const struct rule_context *right)
{
    return left->present == right->present && left->context == right->context && left->within == right->within;
}

/* One pattern may well serve two rules that look in other places or ask for other context. */
static bool is_twice_the_same(const struct rule *left, const struct rule *right)
{
    return (left->roles & right->roles) != 0 && left->zone == right->zone && left->check == right->check
           && left->count_at_least == right->count_at_least && is_same_context(&left->required, &right->required)
           && is_same_context(&left->excused, &right->excused);
}

static enum status check_twins(const struct build *build, const struct pool *pool)
{
    for (size_t i = 0; i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i], *twin;
        enum status status;

        if (pattern->twin == POOL_NO_TWIN)
            continue;
        twin = &pool->patterns[pattern->twin];
        if (pattern->place.sealed || twin->place.sealed
            || !is_twice_the_same(&build->drafts[pattern->rule]->rule, &build->drafts[twin->rule]->rule)
            || is_pair_known(pool, i, pattern->rule, twin->rule))
            continue;
        status = ruleset_data_remark(build->ruleset, pattern->place, false,
                                     gettext("\"%.*s\" stands in %s and, at %s:%u:%u, in %s as well"),
                                     (int)shown_size(pattern), pattern->text,
                                     build->drafts[pattern->rule]->rule.id, twin->place.file, twin->place.line,
                                     twin->place.column, build->drafts[twin->rule]->rule.id);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* ---- Patterns that match almost everything. */

static enum status check_short(const struct build *build, const struct pool *pool)
{
    for (size_t i = 0; i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i];
        enum status status;

        if (pattern->literal_size == 0 || utf8_next(pattern->text, pattern->size).size < pattern->size)
            continue;
        status = ruleset_data_remark(build->ruleset, pattern->place, false,
                                     gettext("%s: \"%.*s\" is a single character, which stands almost everywhere"),
                                     build->drafts[pattern->rule]->rule.id, (int)pattern->size, pattern->text);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

struct tally {
    uint64_t *last_start; /* of each pattern, plus 1: matches that only differ in their end count once */
    uint32_t *counts;
};

static bool count_match(void *context, uint32_t id, size_t from, size_t to)
{
    struct tally *tally = context;

    (void)to;
    if (from != 0 && tally->last_start[id] == from + 1)
        return true;
    tally->last_start[id] = from + 1;
    tally->counts[id]++;
    return true;
}

static enum status remark_common(const struct build *build, const struct pool *pool, const uint32_t *counts)
{
    for (size_t i = 0; i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i];
        const struct rule *rule = &build->drafts[pattern->rule]->rule;
        enum status status;

        /* What must pass a validator or stand in the head or near something else may be common. */
        if (counts[i] < SAMPLE_MATCHES_LIMIT || rule->check != NULL || rule->required.present
            || rule->zone == ZONE_HEAD || utf8_next(pattern->text, pattern->size).size == pattern->size)
            continue;
        status = ruleset_data_remark(build->ruleset, pattern->place, true,
                                     gettext("%s: this pattern matches %u times in a page of ordinary text, so it "
                                             "finds almost everything; narrow it"), rule->id, counts[i]);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status check_common(const struct build *build, enum rule_view view, const char *text, size_t size,
                                struct search_scratch *scratch)
{
    const struct pool *pool = &build->pools->views[view];
    struct tally tally = { alloc_zeroed(pool->count, sizeof *tally.last_start),
                           alloc_zeroed(pool->count, sizeof *tally.counts) };
    enum status status = STATUS_NO_MEMORY;

    if (tally.last_start != NULL && tally.counts != NULL)
        status = ruleset_search(build->ruleset, view, READER_PERSON, scratch, text, size, count_match, &tally);
    if (status == STATUS_OK)
        status = remark_common(build, pool, tally.counts);
    alloc_free(tally.last_start);
    alloc_free(tally.counts);
    return status;
}

static enum status check_against_sample(const struct build *build)
{
    struct search_scratch *scratch = NULL;
    size_t size = sizeof sample - 1;
    char *dense = alloc(size);
    enum status status = dense == NULL ? STATUS_NO_MEMORY : ruleset_prepare_scratch(build->ruleset, &scratch);

    if (status == STATUS_OK && build->pools->views[VIEW_CANONICAL].count > 0)
        status = check_common(build, VIEW_CANONICAL, sample, size, scratch);
    if (status == STATUS_OK && build->pools->views[VIEW_DENSE].count > 0)
        status = check_common(build, VIEW_DENSE, dense, canonical_dense(sample, size, dense), scratch);
    search_scratch_free(scratch);
    alloc_free(dense);
    return status;
}

enum status ruleset_check(const struct build *build)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < build->draft_count; i++)
        status = check_rule(build->ruleset, &build->drafts[i]->rule, build->drafts[i]);
    for (unsigned view = 0; status == STATUS_OK && view < VIEW_COUNT; view++) {
        status = check_twins(build, &build->pools->views[view]);
        if (status == STATUS_OK)
            status = check_short(build, &build->pools->views[view]);
    }
    return status == STATUS_OK ? check_against_sample(build) : status;
}
