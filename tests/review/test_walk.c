/* SPDX-License-Identifier: Apache-2.0
 *
 * Every decision by every single role in every state that can be reached, and after each what must always hold
 * (DOMAIN 10.4): nothing is ready before all levels, the secrecy review and the other organs are green, nothing comes
 * back from where it is over, and what was refused has changed nothing.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

enum { STATES_MAX = 60000, SLOT_COUNT = 1 << 17 };

struct walk {
    struct bench bench;
    struct review_item *states;
    size_t count;
    uint32_t *slots;    /* index + 1 into states, by hash; 0: free */
    uint8_t held_level; /* 0: it did not begin as held */
    bool one_person;    /* all roles are one person's, and no secrecy review asks for others: the levels alone must */
    bool reached[ITEM_STATE_COUNT];
};

static uint64_t hash(const struct review_item *item)
{
    const unsigned char *bytes = (const unsigned char *)item;
    uint64_t value = UINT64_C(14695981039346656037);

    for (size_t index = 0; index < sizeof *item; index++)
        value = (value ^ bytes[index]) * UINT64_C(1099511628211);
    return value ^ value >> 32;
}

static void meet(struct walk *walk, const struct review_item *item)
{
    size_t slot = hash(item) % SLOT_COUNT;

    for (; walk->slots[slot] != 0; slot = (slot + 1) % SLOT_COUNT) {
        if (memcmp(&walk->states[walk->slots[slot] - 1], item, sizeof *item) == 0)
            return;
    }
    cr_assert_lt(walk->count, STATES_MAX);
    memcpy(&walk->states[walk->count++], item, sizeof *item);
    walk->slots[slot] = (uint32_t)walk->count;
    walk->reached[item->state] = true;
}

static bool is_over(const struct review_item *item)
{
    return item->state == ITEM_RETURNED || item->state == ITEM_REFUSED || item->state == ITEM_REJECTED
           || item->state == ITEM_WITHDRAWN || item->state == ITEM_SUPERSEDED;
}

static void must_be_green(const struct walk *walk, const struct review_item *item)
{
    for (unsigned level = 1; level <= item->level_needed; level++) {
        cr_assert_neq(item->acted[level].name[0], '\0', "level %u was skipped", level);
        for (unsigned below = 1; below < level; below++)
            cr_assert_str_neq(item->acted[level].name, item->acted[below].name);
    }
    cr_assert_geq(item->level_needed, walk->bench.profile->level_of_class[item->class]);
    cr_assert_eq(item->secrecy, walk->one_person ? SECRECY_NOT_ASKED : SECRECY_GREEN);
    for (unsigned step = 0; step < 3; step++) {
        cr_assert_neq(item->secrecy_acted[step].name[0], '\0');
        cr_assert_str_neq(item->secrecy_acted[step].name, item->secrecy_acted[(step + 1) % 3].name);
    }
    for (size_t index = 0; index < item->consultation_count; index++) {
        enum consent consent = item->consultations[index].consent;

        cr_assert(consent == CONSENT_AGREED || consent == CONSENT_DEEMED_AGREED || consent == CONSENT_DECIDED);
    }
    cr_assert_geq(item->overridden_at, walk->held_level);
}

static unsigned role_at(unsigned level)
{
    return (unsigned)ROLE_LEVEL_1 << (level - 1);
}

/* Of a decision that was accepted. */
static void must_be_lawful(const struct review_item *before, const struct review_item *after,
                           const struct decision *decision)
{
    cr_assert_not(is_over(before), "%s after %s", review_action_name(decision->action), item_state_name(before->state));
    cr_assert_eq(decision->roles & (ROLE_AUDITOR | ROLE_ADMINISTRATOR), 0);
    if (after->state == ITEM_PUBLISHED)
        cr_assert_eq(before->state, ITEM_READY);
    if (before->state == ITEM_PUBLISHED)
        cr_assert_eq(after->state, ITEM_WITHDRAWN);
    if (before->state == ITEM_HELD && !is_over(after) && after->state != ITEM_HELD) {
        cr_assert_eq(after->state, ITEM_REVIEW);
        cr_assert_eq(decision->action, ACTION_OVERRIDE);
        cr_assert_gt(before->override_level, 0);
        cr_assert_geq(decision->roles, role_at(before->override_level));
        cr_assert_leq(decision->roles, ROLE_LEVEL_4);
    }
    cr_assert_leq(after->level, before->level + 1);
    cr_assert_geq(after->level, before->level);
    cr_assert_geq(after->level_needed, before->level_needed);
    if (after->level > before->level
        || (before->state == ITEM_REVIEW && after->state >= ITEM_CLEARED && after->state <= ITEM_READY))
        cr_assert_eq(decision->roles, role_at(before->level));
}

static void try_one(struct walk *walk, size_t from, const struct decision *decision)
{
    const struct bench *bench = &walk->bench;
    static struct review_item item;
    struct error error = { 0 };

    memcpy(&item, &walk->states[from], sizeof item);
    if (review_item_decide(&item, bench->profile, bench->tables.days, decision, bench->today, &error) == STATUS_OK) {
        must_be_lawful(&walk->states[from], &item, decision);
        if (item.state == ITEM_READY || item.state == ITEM_PUBLISHED)
            must_be_green(walk, &item);
        meet(walk, &item);
        return;
    }
    cr_assert_eq(error.status, STATUS_INVALID);
    cr_assert_neq(error.message[0], '\0');
    cr_assert_eq(memcmp(&item, &walk->states[from], sizeof item), 0);
}

/* A month later, when every period is over. */
static void try_to_wait(struct walk *walk, size_t from)
{
    static struct review_item item;

    memcpy(&item, &walk->states[from], sizeof item);
    if (review_item_age(&item, walk->bench.profile, day_of("2026-12-23"))) {
        cr_assert_not(is_over(&walk->states[from]));
        if (item.state == ITEM_READY)
            must_be_green(walk, &item);
        meet(walk, &item);
    }
    cr_assert(item.state == walk->states[from].state || item.state == ITEM_READY);
}

static void try_all(struct walk *walk, size_t from)
{
    for (enum review_action action = 0; action < REVIEW_ACTION_COUNT; action++) {
        for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
            struct decision decision = decision_of(action, walk->one_person ? "甲" : review_role_name(bit), 1U << bit);

            try_one(walk, from, &decision);
            decision.agrees = false;
            if (action == ACTION_REFERRAL_ANSWER || action == ACTION_CONSULT_ANSWER || action == ACTION_CONSULT_DECIDE)
                try_one(walk, from, &decision);
        }
    }
    try_to_wait(walk, from);
}

static struct walk walk_all(const char *profile, const struct judgement *judgement, bool one_person)
{
    static const char *const organs[] = { "兴义市水务局" };
    struct draft draft = whole_draft();
    struct walk walk = { .one_person = one_person,
                         .held_level = judgement->effect == STOP_HELD ? judgement->override_level : 0 };

    draft.organs = organs;
    draft.organ_count = 1;
    walk.bench = bench_begin(profile, &draft, judgement, "2026-11-23");
    walk.states = calloc(STATES_MAX, sizeof *walk.states);
    walk.slots = calloc(SLOT_COUNT, sizeof *walk.slots);
    cr_assert(walk.states != NULL && walk.slots != NULL);
    if (one_person)
        walk.bench.item.secrecy = SECRECY_NOT_ASKED;
    meet(&walk, &walk.bench.item);
    for (size_t from = 0; from < walk.count; from++)
        try_all(&walk, from);
    return walk;
}

static void walk_end(struct walk *walk)
{
    free(walk->states);
    free(walk->slots);
    bench_end(&walk->bench);
}

static void must_reach(const char *profile, struct judgement judgement, bool is_ready_reached, bool one_person)
{
    struct walk walk = walk_all(profile, &judgement, one_person);

    cr_expect_eq(walk.reached[ITEM_READY], is_ready_reached);
    cr_expect_eq(walk.reached[ITEM_PUBLISHED], is_ready_reached);
    walk_end(&walk);
}

Test(walk, ordinary_information_of_the_city)
{
    must_reach("xingyi", (struct judgement){ .class = CLASS_ORDINARY, .level = 2 }, true, false);
}

Test(walk, important_information_of_the_city_in_doubt)
{
    must_reach("xingyi", (struct judgement){ .class = CLASS_IMPORTANT, .is_doubtful = true, .level = 3 }, true, false);
}

Test(walk, special_information_of_the_city)
{
    must_reach("xingyi", (struct judgement){ .class = CLASS_SPECIAL, .level = 4 }, true, false);
}

Test(walk, important_information_by_present_law)
{
    must_reach("national", (struct judgement){ .class = CLASS_IMPORTANT, .level = 3 }, true, false);
}

Test(walk, what_level_3_may_release)
{
    must_reach("xingyi",
               (struct judgement){ .class = CLASS_ORDINARY, .effect = STOP_HELD, .override_level = 3, .level = 2 },
               true, false);
}

Test(walk, what_nobody_may_release_is_never_ready)
{
    must_reach("xingyi", (struct judgement){ .effect = STOP_HELD, .level = 2 }, false, false);
}

Test(walk, what_was_refused_or_returned_is_never_ready)
{
    must_reach("xingyi", (struct judgement){ .effect = STOP_REFUSED, .level = 2 }, false, false);
    must_reach("xingyi", (struct judgement){ .missing = 1, .level = 2 }, false, false);
}

/* Whatever roles he has: one person alone makes nothing ready. */
Test(walk, one_person_is_not_enough)
{
    must_reach("xingyi", (struct judgement){ .class = CLASS_ORDINARY, .level = 2 }, false, true);
    must_reach("national", (struct judgement){ .class = CLASS_SPECIAL, .level = 4 }, false, true);
    must_reach("xingyi",
               (struct judgement){ .class = CLASS_ORDINARY, .effect = STOP_HELD, .override_level = 3, .level = 2 },
               false, true);
}
