/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_rules.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "cli/bench_patterns.h"
#include "engine/detectors.h"
#include "engine/scanner.h"
#include "isolate/pool.h"
#include "report/words.h"

enum { WARM_BYTES = 16 << 20 };

static double per_kib(const struct bench_rules *bench, uint64_t ns)
{
    return bench->text_bytes > 0 ? (double)ns * 1024 / (double)bench->text_bytes : 0;
}

/* Of the text that was kept, which is less where there was too much. */
static double per_kept_kib(const struct bench_rules *bench, uint64_t ns)
{
    size_t size = bench->profile->text.size;

    return size > 0 ? (double)ns * 1024 / (double)size : 0;
}

/* ---- The scan. */

static enum status scan_file(struct bench_rules *bench, struct scanner *scanner, const struct walk_file *file)
{
    const char *slash = strrchr(file->shown, '/');
    const struct part_hint hint = { .name = slash != NULL ? slash + 1 : file->shown, .unseen = file->unseen };
    struct file_content *content;
    const struct scan *scan;
    enum status status = file->kind == WALK_FILE ? file_content_open(file->path, NULL, &content, NULL) : STATUS_IO;

    if (status != STATUS_OK) {
        bench->unread_count++;
        return STATUS_OK;
    }
    status = scanner_scan(scanner, bench->ruleset, file_content_bytes(content), content, &hint, &scan);
    if (status == STATUS_OK) {
        bench->file_count++;
        bench->bytes += file_content_bytes(content).size;
        bench->text_bytes += scan->text_bytes;
        bench->unread_count += scan->parts[0].coverage != COVERAGE_COMPLETE;
    }
    file_content_close(content);
    return status;
}

static enum status scan_files(struct bench_rules *bench, struct scanner *scanner, const struct walk *walk)
{
    uint64_t start_ns = clock_thread_ns();
    enum status status = STATUS_OK;

    for (size_t index = 0; index < walk->count && status == STATUS_OK; index++)
        status = scan_file(bench, scanner, &walk->files[index]);
    bench->scanning = per_kib(bench, clock_thread_ns() - start_ns);
    return status;
}

/* Databases are made ready when a search first wants them: no rule is to be charged with that. */
static enum status warm_up(const struct bench_rules *bench, struct scanner *scanner, const struct walk *walk)
{
    struct bench_rules unmeasured = { .ruleset = bench->ruleset };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < walk->count && unmeasured.bytes < WARM_BYTES && status == STATUS_OK; index++)
        status = scan_file(&unmeasured, scanner, &walk->files[index]);
    return status;
}

static enum status profile_files(struct bench_rules *bench, const struct config *config, const struct walk *walk)
{
    static const struct limits limits = LIMITS_DEFAULT;
    const struct pool_options isolation = { .program = config->extract_program };
    struct scanner *scanner = NULL;
    struct pool *pool = NULL;
    enum status status = profile_create(bench->ruleset, &bench->profile);

    if (status == STATUS_OK)
        status = scanner_create(&limits, NULL, &scanner);
    if (status == STATUS_OK)
        status = pool_create(&isolation, &pool);
    if (status == STATUS_OK) {
        scanner_set_delegate(scanner, pool_delegate(pool));
        scanner_set_as_of(scanner, date_in_shanghai(time(NULL)));
        status = warm_up(bench, scanner, walk);
    }
    if (status == STATUS_OK) {
        scanner_set_profile(scanner, bench->profile);
        status = scan_files(bench, scanner, walk);
    }
    scanner_destroy(scanner);
    pool_destroy(pool);
    return status;
}

/* ---- Rules alone, and rules without one. */

/* Matching again with rules chosen by id; the rules are loaded only for it. */
static enum status replay(const struct bench_rules *bench, struct packs packs, const struct config *config,
                          uint64_t *ns, struct ruleset **loaded, struct error *error)
{
    enum status status;

    packs.is_not_cached = packs.gates_few = true;
    status = packs_load(&packs, config, loaded, error);
    return status == STATUS_OK ? profile_replay(bench->profile, *loaded, ns) : status;
}

static void count_patterns(const struct ruleset *ruleset, struct rule_cost *cost)
{
    for (int view = 0; view < VIEW_COUNT; view++) {
        for (uint32_t id = 0; id < ruleset_pattern_count(ruleset, (enum rule_view)view); id++) {
            if (ruleset_pattern(ruleset, (enum rule_view)view, id)->literal_size > 0)
                cost->words++;
            else
                cost->expressions++;
        }
    }
}

static enum status measure_alone(const struct bench_rules *bench, const struct packs *packs,
                                 const struct config *config, struct rule_cost *cost, struct error *error)
{
    struct packs only = *packs;
    struct ruleset *ruleset = NULL;
    uint64_t ns = 0;
    enum status status;

    only.enable = (struct text_list){ .items = &cost->name, .count = 1 };
    only.disable = (struct text_list){ .count = 0 };
    status = replay(bench, only, config, &ns, &ruleset, error);
    if (status == STATUS_OK) {
        count_patterns(ruleset, cost);
        cost->alone = per_kept_kib(bench, ns);
    }
    ruleset_unref(ruleset);
    return status;
}

/* All rules are measured before and after, because a machine that others use is not as fast now as it was then. */
static enum status measure_without(const struct bench_rules *bench, const struct packs *packs,
                                   const struct config *config, struct rule_cost *cost, struct error *error)
{
    struct packs others = *packs;
    struct ruleset *ruleset = NULL;
    uint64_t ns = 0, before_ns = 0, after_ns = 0;
    enum status status = profile_replay(bench->profile, bench->ruleset, &before_ns);

    others.disable = (struct text_list){ .count = 0 };
    for (size_t index = 0; index < packs->disable.count && status == STATUS_OK; index++)
        status = text_list_add(&others.disable, packs->disable.items[index]);
    if (status == STATUS_OK)
        status = text_list_add(&others.disable, cost->name);
    if (status == STATUS_OK)
        status = replay(bench, others, config, &ns, &ruleset, error);
    if (status == STATUS_OK)
        status = profile_replay(bench->profile, bench->ruleset, &after_ns);
    if (status == STATUS_OK) {
        cost->saved = per_kept_kib(bench, before_ns < after_ns ? before_ns : after_ns) - per_kept_kib(bench, ns);
        cost->has_saved = true;
    }
    ruleset_unref(ruleset);
    text_list_free(&others.disable);
    return status;
}

/* ---- Rules, pattern by pattern. */

static enum status list_person_texts(struct bench_rules *bench)
{
    const struct profile *profile = bench->profile;

    bench->person_texts = alloc_zeroed(profile->window_count + 1, sizeof *bench->person_texts);
    if (bench->person_texts == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < profile->window_count; index++) {
        const struct profile_window *window = &profile->windows[index];

        if (window->reader != READER_PERSON)
            continue;
        bench->person_texts[bench->person_text_count++] =
            (struct ruleset_cost_text){ profile->text.data + window->offset, window->size, window->view };
        bench->person_bytes += window->view == VIEW_CANONICAL ? window->size : 0;
    }
    return STATUS_OK;
}

static enum status measure_patterns(const struct bench_rules *bench, const struct packs *packs,
                                    const struct config *config, struct rule_cost *cost, struct error *error)
{
    struct packs only = *packs;
    struct ruleset *ruleset = NULL;
    enum status status;

    only.enable = (struct text_list){ .items = &cost->name, .count = 1 };
    only.disable = (struct text_list){ .count = 0 };
    only.is_not_cached = only.gates_few = only.keeps_patterns = true;
    status = packs_load(&only, config, &ruleset, error);
    if (status == STATUS_OK)
        status = ruleset_cost_measure(ruleset, bench->person_texts, bench->person_text_count, bench->arena,
                                      &cost->patterns, &cost->pattern_count);
    if (status == STATUS_OK)
        bench_patterns_sort(cost->patterns, cost->pattern_count);
    ruleset_unref(ruleset);
    return status;
}

/* ---- Costs. */

/* What is gained without it, where that is known; noise may make it less than nothing. */
static double cost_of(const struct rule_cost *cost)
{
    double matching = cost->has_saved ? cost->saved : cost->alone;

    return (matching > 0 ? matching : 0) + cost->judging;
}

/* `alone` holds a whole pass over the text, `saved` does not: they are not compared with each other. */
static int by_cost(const void *left, const void *right)
{
    const struct rule_cost *a = left, *b = right;
    bool a_is_known = a->has_saved || a->is_detector, b_is_known = b->has_saved || b->is_detector;

    if (a_is_known != b_is_known)
        return a_is_known ? -1 : 1;
    if (cost_of(a) != cost_of(b))
        return cost_of(a) > cost_of(b) ? -1 : 1;
    return strcmp(a->name, b->name);
}

static int by_estimate(const void *left, const void *right)
{
    double first = cost_of(left), second = cost_of(right);

    return first > second ? -1 : first < second;
}

static double fastest_alone(const struct bench_rules *bench)
{
    double fastest = 0;

    for (size_t index = 0; index < bench->count; index++)
        if (!bench->items[index].is_detector && (fastest == 0 || bench->items[index].alone < fastest))
            fastest = bench->items[index].alone;
    return fastest;
}

static enum cost_reason reason_of(const struct bench_rules *bench, const struct rule_cost *cost, double fastest)
{
    enum { SLOW = 3 };             /* times the fastest: then the matcher has no word to leap to */
    const double share_min = 0.01; /* of the whole search: less is no reason */
    double matches_per_kib = bench->text_bytes > 0 ? (double)cost->matches * 1024 / (double)bench->text_bytes : 0;

    if (cost->is_detector)
        return cost->rule_count > 0 ? COST_DETECTOR : COST_SHARED;
    if (cost->judging > share_min * bench->matching && cost->judging > cost_of(cost) - cost->judging)
        return cost->contexts > 0 ? COST_CONTEXT : COST_JUDGING;
    if (matches_per_kib >= 0.5)
        return COST_MATCHES;
    return cost->alone > SLOW * fastest ? COST_NO_WORD : COST_PATTERNS;
}

static enum status list_costs(struct bench_rules *bench)
{
    const struct detector_set *detectors = detectors_of(bench->ruleset);
    size_t detector_count = detectors != NULL ? detectors->use_count : 0;

    bench->rule_count = ruleset_rule_count(bench->ruleset);
    bench->items = alloc_zeroed(bench->rule_count + detector_count + 1, sizeof *bench->items);
    bench->costs = bench->items;
    if (bench->items == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < bench->rule_count; index++) {
        const struct profile_rule *counts = &bench->profile->rules[index];
        const struct rule *rule = ruleset_rule(bench->ruleset, index);

        if (rule->detector == NULL)
            bench->items[bench->count++] = (struct rule_cost){ .name = rule->id,
                                                               .rule_count = 1,
                                                               .judging = per_kib(bench, counts->judging_ns),
                                                               .matches = counts->matches,
                                                               .contexts = counts->contexts,
                                                               .accepted = counts->accepted };
    }
    for (size_t index = 0; index < detector_count; index++) {
        struct rule_cost cost = { .name = detectors->uses[index].detector->name,
                                  .is_detector = true,
                                  .judging = per_kib(bench, bench->profile->detectors[index].ns) };

        for (size_t outcome = 0; outcome < DETECTOR_OUTCOMES_MAX; outcome++)
            cost.rule_count += detectors->uses[index].rules[outcome] != DETECTOR_NO_RULE;
        bench->items[bench->count++] = cost;
    }
    if (detector_count > 0)
        bench->items[bench->count++] = (struct rule_cost){ .name = "*",
                                                           .is_detector = true,
                                                           .judging = per_kib(bench, bench->profile->sharing_ns) };
    return STATUS_OK;
}

static enum status measure_rules(struct bench_rules *bench, const struct packs *packs, const struct config *config,
                                 size_t detailed, struct error *error)
{
    uint64_t ns = 0;
    enum status status = profile_replay(bench->profile, bench->ruleset, &ns);

    bench->matching = per_kept_kib(bench, ns);
    for (size_t index = 0; index < bench->count && status == STATUS_OK; index++)
        if (!bench->items[index].is_detector)
            status = measure_alone(bench, packs, config, &bench->items[index], error);
    if (status != STATUS_OK)
        return status;
    if (bench->count > 1)
        qsort(bench->items, bench->count, sizeof *bench->items, by_estimate);
    for (size_t index = 0; index < bench->count && detailed > 0 && status == STATUS_OK; index++) {
        if (bench->items[index].is_detector)
            continue;
        if (bench->rule_count > 1)
            status = measure_without(bench, packs, config, &bench->items[index], error);
        if (status == STATUS_OK)
            status = measure_patterns(bench, packs, config, &bench->items[index], error);
        detailed--;
    }
    return status;
}

enum status bench_rules_measure(const struct packs *packs, const struct config *config, const struct walk *walk,
                                size_t detailed, struct bench_rules *bench, struct error *error)
{
    enum status status;
    double fastest;

    *bench = (struct bench_rules){ 0 };
    status = packs_load(packs, config, &bench->ruleset, error);
    if (status == STATUS_OK)
        status = profile_files(bench, config, walk);
    if (status == STATUS_OK && bench->text_bytes == 0)
        return error_set(error, STATUS_INVALID, _("there is no text in these files to measure with; name others"));
    if (status == STATUS_OK)
        status = arena_create(&bench->arena);
    if (status == STATUS_OK)
        status = list_person_texts(bench);
    if (status == STATUS_OK)
        status = list_costs(bench);
    if (status == STATUS_OK)
        status = measure_rules(bench, packs, config, detailed, error);
    if (status != STATUS_OK)
        return status;
    bench->is_cut = bench->profile->is_cut;
    fastest = fastest_alone(bench);
    for (size_t index = 0; index < bench->count; index++)
        bench->items[index].reason = reason_of(bench, &bench->items[index], fastest);
    if (bench->count > 1)
        qsort(bench->items, bench->count, sizeof *bench->items, by_cost);
    return STATUS_OK;
}

void bench_rules_free(struct bench_rules *bench)
{
    alloc_free(bench->items);
    alloc_free(bench->person_texts);
    if (bench->arena != NULL)
        arena_destroy(bench->arena);
    profile_free(bench->profile);
    ruleset_unref(bench->ruleset);
    *bench = (struct bench_rules){ 0 };
}
