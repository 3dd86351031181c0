/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detectors.h"

#include <libintl.h>
#include <string.h>

#include "engine/detect_account.h"
#include "engine/detect_anniversary.h"
#include "engine/detect_case.h"
#include "engine/detect_conflict.h"
#include "engine/detect_display.h"
#include "engine/detect_exam.h"
#include "engine/detect_formulas.h"
#include "engine/detect_garbled.h"
#include "engine/detect_operator_list.h"
#include "engine/detect_outline.h"
#include "engine/detect_promotion.h"
#include "engine/detect_statistics.h"
#include "engine/detect_table.h"
#include "engine/detect_tamper.h"
#include "engine/detect_titles.h"
#include "engine/detect_wording.h"
#include "engine/own_place.h"

/* The only list of them. */
static const struct detector *const known[] = {
    &account_detector,
    &anniversary_detector,
    &case_detector,
    &conflict_detector,
    &display_detector,
    &exam_detector,
    &formulas_detector,
    &garbled_detector,
    &operator_list_detector,
    &outline_detector,
    &promotion_detector,
    &statistics_detector,
    &table_detector,
    &tamper_detector,
    &titles_detector,
    &wording_detector,
};
enum { KNOWN_COUNT = sizeof known / sizeof *known };
_Static_assert((int)KNOWN_COUNT <= (int)DETECTORS_MAX, "there is room for all");

static const struct detector *find_detector(const char *name)
{
    for (size_t index = 0; index < KNOWN_COUNT; index++) {
        if (strcmp(known[index]->name, name) == 0)
            return known[index];
    }
    return NULL;
}

static enum status complain(const struct rule *rule, struct error *error, const char *message, const char *name)
{
    return error_set(error, STATUS_INVALID, "%s:%u:%u: %s: %s", rule->file, rule->line, rule->column, message, name);
}

/* The use of the rule's detector, a new one if it is the first. */
static struct detector_use *find_use(struct detector_use *uses, size_t *count, const struct detector *detector)
{
    for (size_t index = 0; index < *count; index++) {
        if (uses[index].detector == detector)
            return &uses[index];
    }
    uses[*count].detector = detector;
    for (size_t outcome = 0; outcome < DETECTOR_OUTCOMES_MAX; outcome++)
        uses[*count].rules[outcome] = DETECTOR_NO_RULE;
    return &uses[(*count)++];
}

static enum status add_rule(const struct ruleset *ruleset, uint32_t index, struct detector_use *uses, size_t *count,
                            struct error *error)
{
    const struct rule *rule = ruleset_rule(ruleset, index);
    const struct detector *detector = find_detector(rule->detector);
    struct detector_use *use;
    unsigned outcome = 0;

    if (detector == NULL)
        return complain(rule, error, gettext("there is no detector of this name"), rule->detector);
    while (detector->outcomes[outcome] != NULL && strcmp(detector->outcomes[outcome], rule->outcome) != 0)
        outcome++;
    if (detector->outcomes[outcome] == NULL)
        return complain(rule, error, gettext("the detector has no outcome of this name"), rule->outcome);
    use = find_use(uses, count, detector);
    if (use->rules[outcome] != DETECTOR_NO_RULE)
        return complain(rule, error, gettext("another rule has this outcome; keep one"),
                        ruleset_rule(ruleset, use->rules[outcome])->id);
    use->rules[outcome] = index;
    return STATUS_OK;
}

static enum status index_words(const struct detector_use *uses, size_t count, struct arena *arena,
                               const struct word_index **words)
{
    struct word_source sources[KNOWN_COUNT];

    for (size_t index = 0; index < count; index++)
        sources[index] = (struct word_source){ uses[index].detector, uses[index].knowledge };
    return word_index_create(sources, count, arena, words);
}

static enum status prepare_places(const struct ruleset *ruleset, struct arena *arena, const struct own_place **places,
                                  struct error *error)
{
    for (uint32_t index = 0; index < ruleset_rule_count(ruleset); index++) {
        if (ruleset_rule(ruleset, index)->own_place)
            return own_place_create(ruleset_reference(ruleset), arena, places, error);
    }
    return STATUS_OK;
}

enum status detectors_prepare(struct ruleset *ruleset, struct error *error)
{
    struct arena *arena = ruleset_arena(ruleset);
    struct detector_set *set = arena_zeroed(arena, sizeof *set);
    struct detector_use *uses = arena_zeroed(arena, (KNOWN_COUNT + 1) * sizeof *uses);
    enum status status = set == NULL || uses == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    size_t count = 0;

    for (uint32_t index = 0; index < ruleset_rule_count(ruleset) && status == STATUS_OK; index++) {
        if (ruleset_rule(ruleset, index)->detector != NULL)
            status = add_rule(ruleset, index, uses, &count, error);
    }
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        if (uses[index].detector->prepare != NULL)
            status = uses[index].detector->prepare(ruleset_reference(ruleset), arena, &uses[index].knowledge, error);
    }
    if (status == STATUS_OK)
        status = index_words(uses, count, arena, &set->words);
    if (status == STATUS_OK)
        status = prepare_places(ruleset, arena, &set->places, error);
    if (status == STATUS_OK)
        status = garbled_create(arena, &set->garbled);
    if (status != STATUS_OK) {
        if (status != STATUS_INVALID)
            (void)error_set(error, status, "%s", status_code(status));
        return status;
    }
    set->uses = uses;
    set->use_count = count;
    ruleset_set_knowledge(ruleset, set);
    return STATUS_OK;
}

const struct detector_set *detectors_of(const struct ruleset *ruleset)
{
    return ruleset_knowledge(ruleset);
}

void detectors_remind(const struct ruleset *ruleset, struct date day, detector_reminder *tell, void *context)
{
    const struct detector_set *set = detectors_of(ruleset);

    for (size_t index = 0; set != NULL && index < set->use_count; index++) {
        if (set->uses[index].detector->remind != NULL)
            set->uses[index].detector->remind(set->uses[index].knowledge, day, tell, context);
    }
}
