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

/* As they come from forms and from word processors. */
static size_t blank_size(const char *text)
{
    static const char *const blanks[] = { " ", "\t", "\n", "\r", "\u00a0", "\u200b", "\u3000", "\ufeff" };

    for (size_t index = 0; index < sizeof blanks / sizeof *blanks; index++) {
        if (strncmp(text, blanks[index], strlen(blanks[index])) == 0)
            return strlen(blanks[index]);
    }
    return 0;
}

bool review_has_said(const char *text)
{
    size_t blank;

    if (text == NULL)
        return false;
    while ((blank = blank_size(text)) > 0)
        text += blank;
    return text[0] != '\0';
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
                                bool is_lowered)
{
    bool is_made_elsewhere = review_has_said(draft->producer) && strcmp(draft->producer, draft->unit) != 0;

    return bit_if(!review_has_said(draft->title), MISSING_TITLE) | bit_if(!review_has_said(draft->unit), MISSING_UNIT)
           | bit_if(!review_has_said(draft->author), MISSING_AUTHOR)
           | bit_if(!review_has_said(draft->source), MISSING_SOURCE)
           | bit_if(draft->disclosure == DISCLOSURE_MISSING, MISSING_DISCLOSURE)
           | bit_if(draft->disclosure == DISCLOSURE_REFUSED && !review_has_said(draft->disclosure_reason),
                    MISSING_DISCLOSURE_REASON)
           | bit_if(!has_class, MISSING_CLASS)
           | bit_if(is_lowered && !review_has_said(draft->class_reason), MISSING_CLASS_REASON)
           | bit_if(has_category(scan, "approval") && !review_has_said(draft->approval_number), MISSING_APPROVAL)
           | bit_if(is_made_elsewhere && !review_has_said(draft->producer_approval), MISSING_PRODUCER_APPROVAL);
}

/* What is not to be published actively stays off line, whoever says otherwise. */
static enum stop_effect effect_of(const struct held *held)
{
    return held->stop == NULL ? STOP_HELD : held->stop->effect;
}

static uint8_t level_of(const struct held *held)
{
    return held->stop == NULL ? 0 : held->stop->level;
}

/* Of two levels from which on something may be overridden, that which fewer people have; 0 is nobody. */
static uint8_t stricter(uint8_t left, uint8_t right)
{
    if (left == 0 || right == 0)
        return 0;
    return left > right ? left : right;
}

/* The severer effect; of two that hold, that which fewer may override. */
static bool is_severer(const struct held *left, const struct held *right)
{
    if (effect_of(left) != effect_of(right))
        return effect_of(left) > effect_of(right);
    return level_of(left) != level_of(right) && stricter(level_of(left), level_of(right)) == level_of(left);
}

/* What the profile says; else a draft is held, as one that may break the rules of secrecy in some other way. */
static const struct review_stop *stop_of(const struct review_profile *profile, const struct judged_finding *finding)
{
    static const struct review_stop unknown = { "*", "block", STOP_HELD, 0, "R2 第八条（五）" };
    const struct review_stop *stop = review_profile_stop(profile, finding->category, finding->action);

    return stop != NULL ? stop : &unknown;
}

/* One entry a category and action, in the order of the findings. */
static void hold(struct judgement *judgement, struct held *held, const struct review_profile *profile,
                 const struct judged_finding *finding)
{
    const struct review_stop *stop;

    if (strcmp(finding->action, "note") == 0)
        return;
    for (size_t index = 0; index < judgement->held_count; index++) {
        struct held *known = &held[index];

        if (known->finding != NULL && strcmp(known->finding->category, finding->category) == 0
            && strcmp(known->finding->action, finding->action) == 0) {
            known->finding_count++;
            return;
        }
    }
    stop = stop_of(profile, finding);
    held[judgement->held_count++] = (struct held){ stop, finding, 1, stop->basis };
}

static void sort_severest_first(struct held *held, size_t count)
{
    for (size_t index = 1; index < count; index++) {
        struct held moving = held[index];
        size_t to = index;

        for (; to > 0 && is_severer(&moving, &held[to - 1]); to--)
            held[to] = held[to - 1];
        held[to] = moving;
    }
}

/* What only a person can judge stays open when the draft is let into the review. */
static bool leaves_a_doubt(const struct held *held)
{
    return effect_of(held) == STOP_DOUBT || (held->finding != NULL && strcmp(held->finding->action, "review") == 0);
}

static void weigh(struct judgement *judgement, const struct held *held)
{
    bool is_stopped = false;

    judgement->effect = judgement->held_count > 0 ? effect_of(&held[0]) : STOP_DOUBT;
    for (size_t index = 0; index < judgement->held_count; index++) {
        uint8_t level = level_of(&held[index]);

        if (leaves_a_doubt(&held[index]))
            judgement->is_doubtful = true;
        if (effect_of(&held[index]) == STOP_DOUBT)
            continue;
        judgement->override_level = is_stopped ? stricter(judgement->override_level, level) : level;
        is_stopped = true;
    }
    if (judgement->effect == STOP_REFUSED)
        judgement->override_level = 0;
}

enum status review_judge(const struct review_profile *profile, const struct draft *draft,
                         const struct judged_scan *scan, struct arena *arena, struct judgement *result)
{
    struct judgement judgement = { .suggested = scan->suggested, .class = scan->suggested };
    struct held *held = arena_zeroed(arena, (scan->finding_count + 1) * sizeof *held);
    bool has_class = review_class_parse(draft->class, &judgement.class);
    bool is_lowered = has_class && judgement.class < judgement.suggested;

    if (held == NULL)
        return STATUS_NO_MEMORY;
    judgement.held = held;
    if (draft->disclosure == DISCLOSURE_ON_REQUEST || draft->disclosure == DISCLOSURE_REFUSED)
        held[judgement.held_count++] = (struct held){ .basis = missing_basis(MISSING_DISCLOSURE) };
    for (size_t index = 0; index < scan->finding_count; index++)
        hold(&judgement, held, profile, &scan->findings[index]);
    sort_severest_first(held, judgement.held_count);
    judgement.is_doubtful = !scan->is_complete || is_lowered;
    weigh(&judgement, held);
    judgement.missing = what_is_missing(draft, scan, has_class, is_lowered);
    judgement.level =
        judgement.is_doubtful ? profile->level_of_doubt[judgement.class] : profile->level_of_class[judgement.class];
    *result = judgement;
    return STATUS_OK;
}
