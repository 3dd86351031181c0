/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/profile.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "engine/detectors.h"
#include "engine/match.h"

/* Shorter measurements drown in what the machine does besides. */
enum { MEASURE_NS = 8000000, MEASURE_COUNT = 3, PASSES_MAX = 10000 };

enum status profile_create(const struct ruleset *ruleset, struct profile **profile)
{
    const struct detector_set *detectors = detectors_of(ruleset);
    struct profile *created = alloc_zeroed(1, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->text = (struct buf)BUF_INIT(PROFILE_TEXT_MAX);
    created->rules = alloc_zeroed(ruleset_rule_count(ruleset), sizeof *created->rules);
    created->detectors = alloc_zeroed(detectors != NULL ? detectors->use_count : 0, sizeof *created->detectors);
    if (created->rules == NULL || created->detectors == NULL) {
        profile_free(created);
        return STATUS_NO_MEMORY;
    }
    *profile = created;
    return STATUS_OK;
}

void profile_free(struct profile *profile)
{
    if (profile == NULL)
        return;
    buf_free(&profile->text);
    alloc_free(profile->windows);
    alloc_free(profile->rules);
    alloc_free(profile->detectors);
    alloc_free(profile);
}

enum status profile_add_window(struct profile *profile, enum rule_view view, enum rule_reader reader, const char *text,
                               size_t size)
{
    enum status status;

    profile->is_cut = profile->is_cut || size > profile->text.size_max - profile->text.size;
    if (profile->is_cut || size == 0)
        return STATUS_OK;
    status = ARRAY_GROW(&profile->windows, &profile->window_capacity, profile->window_count + 1);
    if (status != STATUS_OK)
        return status;
    profile->windows[profile->window_count++] = (struct profile_window){ profile->text.size, size, view, reader };
    buf_append(&profile->text, text, size);
    return buf_status(&profile->text);
}

enum status profile_pass(const struct profile *profile, const struct ruleset *ruleset, struct search_scratch *scratch,
                         struct match_list *matches)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < profile->window_count && status == STATUS_OK; index++) {
        const struct profile_window *window = &profile->windows[index];

        matches->count = 0;
        status = match_scan(ruleset, window->view, window->reader, scratch, profile->text.data + window->offset,
                            window->size, 0, matches);
    }
    return status;
}

/* The time of one pass, as the mean of as many as are long enough. */
static enum status measure(const struct profile *profile, const struct ruleset *ruleset, struct search_scratch *scratch,
                           struct match_list *matches, uint64_t *ns)
{
    uint64_t start_ns = clock_thread_ns(), passes = 0;
    enum status status = STATUS_OK;

    do {
        status = profile_pass(profile, ruleset, scratch, matches);
        *ns = clock_thread_ns() - start_ns;
        passes++;
    } while (status == STATUS_OK && *ns < MEASURE_NS && passes < PASSES_MAX);
    *ns /= passes;
    return status;
}

enum status profile_replay(const struct profile *profile, const struct ruleset *ruleset, uint64_t *ns)
{
    struct search_scratch *scratch = NULL;
    struct match_list matches = { 0 };
    enum status status = ruleset_prepare_scratch(ruleset, &scratch);

    *ns = UINT64_MAX;
    for (int index = 0; index < MEASURE_COUNT && status == STATUS_OK; index++) {
        uint64_t measured;

        status = measure(profile, ruleset, scratch, &matches, &measured);
        if (status == STATUS_OK && measured < *ns)
            *ns = measured;
    }
    search_scratch_free(scratch);
    match_list_free(&matches);
    return status;
}
