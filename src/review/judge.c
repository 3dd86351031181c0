/* SPDX-License-Identifier: Apache-2.0 */
#include "review/judge.h"

#include <string.h>

static const struct {
    const char *name, *basis;
} members[MISSING_COUNT] = {
    [MISSING_TITLE] = { "title", "R2 第四条" },
    [MISSING_UNIT] = { "unit", "R5 第二条" },
    [MISSING_AUTHOR] = { "author", "R7 第十六条" },
    [MISSING_SOURCE] = { "source", "R1 第十条（一）" },
    [MISSING_DISCLOSURE] = { "disclosure", "R5 第六条" },
    [MISSING_DISCLOSURE_REASON] = { "disclosure_reason", "R5 第六条" },
    [MISSING_CLASS] = { "class", "R2 第六条" },
    [MISSING_CLASS_REASON] = { "class_reason", "R2 第六条" },
    [MISSING_APPROVAL] = { "approval_number", "R5 第十五条；R7 第十条" },
    [MISSING_PRODUCER_APPROVAL] = { "producer_approval", "R7 第八条" },
};

const char *missing_name(enum missing missing)
{
    return members[missing].name;
}

const char *missing_basis(enum missing missing)
{
    return members[missing].basis;
}

static bool has_category(const struct judged_scan *scan, const char *category)
{
    for (size_t index = 0; index < scan->finding_count; index++) {
        if (strcmp(scan->findings[index].category, category) == 0 && strcmp(scan->findings[index].action, "note") != 0)
            return true;
    }
    return false;
}

static uint32_t bit_if(bool is_missing, enum missing missing)
{
    return is_missing ? UINT32_C(1) << missing : 0;
}

static uint32_t what_is_missing(const struct draft *draft, const struct judged_scan *scan, bool has_class,
                                const struct judgement *judgement)
{
    bool is_lowered = has_class && judgement->class < judgement->suggested;

    return bit_if(draft->title[0] == '\0', MISSING_TITLE) | bit_if(draft->unit[0] == '\0', MISSING_UNIT) |
           bit_if(draft->author[0] == '\0', MISSING_AUTHOR) | bit_if(draft->source[0] == '\0', MISSING_SOURCE) |
           bit_if(draft->disclosure == DISCLOSURE_MISSING, MISSING_DISCLOSURE) |
           bit_if(draft->disclosure == DISCLOSURE_REFUSED && draft->disclosure_reason[0] == '\0', MISSING_DISCLOSURE_REASON) |
           bit_if(!has_class, MISSING_CLASS) | bit_if(is_lowered && draft->class_reason[0] == '\0', MISSING_CLASS_REASON) |
           bit_if(has_category(scan, "approval") && draft->approval_number[0] == '\0', MISSING_APPROVAL) |
           bit_if(draft->producer[0] != '\0' && strcmp(draft->producer, draft->unit) != 0 && draft->producer_approval[0] == '\0',
                  MISSING_PRODUCER_APPROVAL);
}

/* The severer effect; of two that hold, that which fewer may override. */
static bool is_severer(const struct review_stop *left, const struct review_stop *right)
{
    if (left->effect != right->effect)
        return left->effect > right->effect;
    return left->level != right->level && (left->level == 0 || (right->level != 0 && left->level > right->level));
}

/* One entry a category and action, in the order of the findings. */
static void hold(struct judgement *judgement, struct held *held, const struct review_profile *profile,
                 const struct judged_finding *finding)
{
    const struct review_stop *stop = review_profile_stop(profile, finding->category, finding->action);

    if (stop == NULL)
        return;
    for (size_t index = 0; index < judgement->held_count; index++) {
        struct held *known = &held[index];

        if (known->finding != NULL && strcmp(known->finding->category, finding->category) == 0 &&
            strcmp(known->finding->action, finding->action) == 0) {
            known->finding_count++;
            return;
        }
    }
    held[judgement->held_count++] = (struct held){ stop, finding, 1, stop->basis };
}

static void sort_severest_first(struct held *held, size_t count)
{
    for (size_t index = 1; index < count; index++) {
        struct held moving = held[index];
        size_t to = index;

        for (; to > 0 && held[to - 1].stop != NULL && is_severer(moving.stop, held[to - 1].stop); to--)
            held[to] = held[to - 1];
        held[to] = moving;
    }
}

static void weigh(struct judgement *judgement, const struct held *held)
{
    judgement->effect = STOP_DOUBT;
    for (size_t index = 0; index < judgement->held_count; index++) {
        const struct review_stop *stop = held[index].stop;
        enum stop_effect effect = stop == NULL ? STOP_HELD : stop->effect;
        uint8_t level = stop == NULL ? 0 : stop->level;

        if (effect == STOP_DOUBT) {
            judgement->is_doubtful = true;
        } else if (judgement->effect == STOP_DOUBT) {
            judgement->effect = effect;
            judgement->override_level = level;
        } else {
            judgement->effect = effect > judgement->effect ? effect : judgement->effect;
            judgement->override_level = level == 0 || judgement->override_level == 0 ? 0
                                        : level > judgement->override_level          ? level
                                                                                     : judgement->override_level;
        }
    }
    if (judgement->effect == STOP_REFUSED)
        judgement->override_level = 0;
}

enum status review_judge(const struct review_profile *profile, const struct draft *draft, const struct judged_scan *scan,
                         struct arena *arena, struct judgement *result)
{
    struct judgement judgement = { .suggested = scan->suggested, .class = scan->suggested };
    struct held *held = arena_zeroed(arena, (scan->finding_count + 1) * sizeof *held);
    bool has_class = review_class_parse(draft->class, &judgement.class);

    if (held == NULL)
        return STATUS_NO_MEMORY;
    judgement.held = held;
    if (draft->disclosure == DISCLOSURE_ON_REQUEST || draft->disclosure == DISCLOSURE_REFUSED)
        held[judgement.held_count++] = (struct held){ .basis = missing_basis(MISSING_DISCLOSURE) };
    for (size_t index = 0; index < scan->finding_count; index++)
        hold(&judgement, held, profile, &scan->findings[index]);
    sort_severest_first(held, judgement.held_count);
    judgement.is_doubtful = !scan->is_complete;
    weigh(&judgement, held);
    judgement.missing = what_is_missing(draft, scan, has_class, &judgement);
    judgement.level = judgement.is_doubtful ? profile->level_of_doubt[judgement.class]
                                            : profile->level_of_class[judgement.class];
    *result = judgement;
    return STATUS_OK;
}
