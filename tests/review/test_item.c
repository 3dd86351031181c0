/* SPDX-License-Identifier: Apache-2.0
 *
 * The states of one draft: DOMAIN 10.4; regulation 2, articles 6 to 8 (levels), and 7, articles 7 and 12 (secrecy
 * review, referral).
 */
#include "review/item.h"

#include <criterion/criterion.h>
#include <string.h>

#include "support.h"

static struct bench bench_held(uint8_t override_level, enum review_class class)
{
    struct draft draft = whole_draft();
    struct judgement judgement = { .class = class, .effect = STOP_HELD, .override_level = override_level, .level = 2 };

    return bench_begin("xingyi", &draft, &judgement, "2026-11-23");
}

Test(item, begins_as_it_was_judged)
{
    static const struct {
        struct judgement judgement;
        enum item_state state;
        unsigned waits_for;
    } beginnings[] = {
        { { .level = 2 }, ITEM_REVIEW, ROLE_LEVEL_1 },
        { { .level = 2, .missing = 1 }, ITEM_RETURNED, ROLE_SUBMITTER },
        { { .level = 2, .effect = STOP_HELD, .override_level = 3 }, ITEM_HELD, ROLE_LEVEL_3 },
        { { .level = 2, .effect = STOP_HELD }, ITEM_HELD, ROLE_SUBMITTER },
        { { .level = 2, .effect = STOP_REFUSED }, ITEM_REFUSED, 0 },
        { { .level = 2, .effect = STOP_REFUSED, .missing = 1 }, ITEM_REFUSED, 0 },
        { { .level = 2, .effect = STOP_HELD, .missing = 1 }, ITEM_RETURNED, ROLE_SUBMITTER },
    };

    for (size_t index = 0; index < sizeof beginnings / sizeof *beginnings; index++) {
        struct draft draft = whole_draft();
        struct bench bench = bench_begin("xingyi", &draft, &beginnings[index].judgement, "2026-11-23");

        cr_expect_eq(bench.item.state, beginnings[index].state, "%zu", index);
        cr_expect_eq(review_item_waits_for(&bench.item), beginnings[index].waits_for, "%zu", index);
        cr_expect_eq(bench.item.secrecy, SECRECY_PROVIDER);
        bench_end(&bench);
    }
}

/* R2-7: 1 and 2 for what is ordinary and important, all four for what is special; 10.4 recommends 3 for the important.
 */
Test(item, each_class_goes_through_its_levels)
{
    static const struct {
        const char *profile;
        enum review_class class;
        unsigned levels;
    } ways[] = {
        { "xingyi", CLASS_ORDINARY, 2 },   { "xingyi", CLASS_IMPORTANT, 2 },   { "xingyi", CLASS_SPECIAL, 4 },
        { "national", CLASS_ORDINARY, 2 }, { "national", CLASS_IMPORTANT, 3 }, { "national", CLASS_SPECIAL, 4 },
    };

    for (size_t index = 0; index < sizeof ways / sizeof *ways; index++) {
        struct bench bench = bench_of_class(ways[index].profile, ways[index].class);

        for (unsigned level = 1; level <= ways[index].levels; level++) {
            cr_expect_eq(bench.item.state, ITEM_REVIEW);
            cr_expect_eq(review_item_waits_for(&bench.item), (unsigned)ROLE_LEVEL_1 << (level - 1) | ROLE_LEVEL_1);
            approve_levels(&bench, level, level);
        }
        cr_expect_eq(bench.item.state, ITEM_CLEARED, "the secrecy review is still open");
        approve_secrecy(&bench);
        cr_expect_eq(bench.item.state, ITEM_READY);
        cr_expect_eq(review_item_waits_for(&bench.item), ROLE_SUBMITTER);
        bench_end(&bench);
    }
}

Test(item, nobody_else_may_approve)
{
    static const unsigned others[] = { 0,
                                       ROLE_SUBMITTER,
                                       ROLE_LEVEL_2,
                                       ROLE_LEVEL_3,
                                       ROLE_LEVEL_4,
                                       ROLE_SECRECY,
                                       ROLE_AUDITOR,
                                       ROLE_ADMINISTRATOR,
                                       ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4 | ROLE_ADMINISTRATOR };
    struct bench bench = bench_of_class("xingyi", CLASS_SPECIAL);

    for (size_t index = 0; index < sizeof others / sizeof *others; index++) {
        struct decision decision = decision_of(ACTION_APPROVE, "他人", others[index]);

        expect_refused(&bench, &decision, "level 1");
    }
    bench_end(&bench);
}

Test(item, one_person_does_not_act_at_two_levels)
{
    struct bench bench = bench_of_class("xingyi", CLASS_SPECIAL);
    unsigned all = ROLE_LEVEL_1 | ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4;
    struct decision decision = decision_of(ACTION_APPROVE, "甲", all);

    approve_secrecy(&bench);
    expect_accepted(&bench, &decision);
    expect_refused(&bench, &decision, "level 1");
    decision.action = ACTION_ESCALATE;
    expect_refused(&bench, &decision, "level 1");
    decision.action = ACTION_REJECT;
    expect_refused(&bench, &decision, "level 1");
    decision = decision_of(ACTION_ESCALATE, "乙", all);
    expect_accepted(&bench, &decision);
    decision.action = ACTION_APPROVE;
    expect_refused(&bench, &decision, "level 2");
    bench_end(&bench);
}

/* 10.4: never without the number of the leaders' instruction; R2-7: what levels 3 and 4 say goes into the ledger. */
Test(item, levels_3_and_4_say_why_and_4_by_which_instruction)
{
    struct bench bench = bench_of_class("xingyi", CLASS_SPECIAL);
    struct decision decision = decision_of(ACTION_APPROVE, "人3", ROLE_LEVEL_3);

    approve_levels(&bench, 1, 2);
    decision.opinion = "　";
    expect_refused(&bench, &decision, "opinion");
    approve_levels(&bench, 3, 3);
    decision = decision_of(ACTION_APPROVE, "市政府办", ROLE_LEVEL_4);
    decision.document = "";
    expect_refused(&bench, &decision, "number");
    decision.document = NULL;
    expect_refused(&bench, &decision, "number");
    decision.document = "兴府请〔2026〕9号，市长批示同意";
    decision.opinion = NULL;
    expect_refused(&bench, &decision, "opinion");
    decision.opinion = "同意";
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_CLEARED);
    bench_end(&bench);
}

Test(item, an_approval_of_something_doubtful_says_what_it_thinks_of_it)
{
    struct draft draft = whole_draft();
    struct judgement judgement = { .class = CLASS_ORDINARY, .is_doubtful = true, .level = 2 };
    struct bench bench = bench_begin("xingyi", &draft, &judgement, "2026-11-23");
    struct decision decision = decision_of(ACTION_APPROVE, "人1", ROLE_LEVEL_1);

    decision.opinion = "";
    expect_refused(&bench, &decision, "opinion");
    decision.opinion = "引文，非本文表述";
    expect_accepted(&bench, &decision);
    bench_end(&bench);
    bench = bench_of_class("xingyi", CLASS_ORDINARY);
    decision.opinion = "";
    expect_accepted(&bench, &decision);
    bench_end(&bench);
}

/* R2-7(3): level 2 reports what it cannot judge; there is nothing above 4. */
Test(item, escalation_asks_the_next_level)
{
    struct bench bench = bench_of_class("xingyi", CLASS_IMPORTANT);
    struct decision decision = decision_of(ACTION_ESCALATE, "人2", ROLE_LEVEL_2);

    approve_levels(&bench, 1, 1);
    decision.opinion = "";
    expect_refused(&bench, &decision, "opinion");
    decision.opinion = "不能作出准确判断";
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_REVIEW);
    cr_expect_eq(bench.item.level, 3);
    approve_levels(&bench, 3, 3);
    cr_expect_eq(bench.item.state, ITEM_CLEARED);
    bench_end(&bench);

    bench = bench_of_class("xingyi", CLASS_SPECIAL);
    approve_levels(&bench, 1, 3);
    decision = decision_of(ACTION_ESCALATE, "人4", ROLE_LEVEL_4);
    expect_refused(&bench, &decision, "above 4");
    bench_end(&bench);
}

Test(item, a_doubt_of_level_1_does_not_spare_level_2)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_ESCALATE, "人1", ROLE_LEVEL_1);

    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.level, 2);
    cr_expect_eq(bench.item.level_needed, 2);
    decision = decision_of(ACTION_APPROVE, "人2", ROLE_LEVEL_2);
    decision.opinion = "";
    expect_refused(&bench, &decision, "opinion"); /* to what was doubted */
    bench_end(&bench);
}

Test(item, each_level_may_return_or_reject_with_a_reason)
{
    for (unsigned level = 1; level <= 4; level++) {
        for (unsigned which = 0; which < 2; which++) {
            struct bench bench = bench_of_class("xingyi", CLASS_SPECIAL);
            struct decision decision = decision_of(which == 0 ? ACTION_RETURN : ACTION_REJECT, "审核人",
                                                   (unsigned)ROLE_LEVEL_1 << (level - 1));

            approve_levels(&bench, 1, level - 1);
            decision.opinion = "";
            expect_refused(&bench, &decision, "opinion");
            decision.opinion = "第二段数据须核实";
            expect_accepted(&bench, &decision);
            cr_expect_eq(bench.item.state, which == 0 ? ITEM_RETURNED : ITEM_REJECTED);
            bench_end(&bench);
        }
    }
}

/* 10.4: a block is overridden by level 3 with a reason, or goes back to the author. */
Test(item, what_is_held_is_released_at_its_level_or_returned)
{
    struct bench bench = bench_held(3, CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_OVERRIDE, "分管", ROLE_LEVEL_2);

    expect_refused(&bench, &decision, "level 3");
    decision = decision_of(ACTION_APPROVE, "人1", ROLE_LEVEL_1);
    expect_refused(&bench, &decision, "no level");
    decision = decision_of(ACTION_OVERRIDE, "主要负责人", ROLE_LEVEL_3);
    decision.opinion = " ";
    expect_refused(&bench, &decision, "opinion");
    decision.opinion = "已脱敏，核对无误";
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_REVIEW);
    cr_expect_eq(bench.item.level, 1);
    cr_expect_eq(bench.item.level_needed, 3);
    cr_expect_eq(bench.item.overridden_at, 3);
    cr_expect_str_eq(bench.item.overrider.name, "主要负责人");
    cr_expect(bench.item.is_doubtful);
    expect_refused(&bench, &decision, "nothing holds");
    bench_end(&bench);

    bench = bench_held(3, CLASS_ORDINARY);
    decision = decision_of(ACTION_RETURN, "人1", ROLE_LEVEL_1);
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_RETURNED);
    bench_end(&bench);
}

/* He has acted, at the level at which he released it. */
Test(item, whoever_releases_acts_at_no_other_level)
{
    struct bench bench = bench_held(3, CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_OVERRIDE, "甲", ROLE_LEVEL_3 | ROLE_LEVEL_1);

    expect_accepted(&bench, &decision);
    decision = decision_of(ACTION_APPROVE, "甲", ROLE_LEVEL_1);
    expect_refused(&bench, &decision, "level 3");
    approve_levels(&bench, 1, 2);
    decision = decision_of(ACTION_APPROVE, "甲", ROLE_LEVEL_3);
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_CLEARED);
    bench_end(&bench);

    bench = bench_held(3, CLASS_SPECIAL);
    decision = decision_of(ACTION_OVERRIDE, "市政府办", ROLE_LEVEL_4);
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.overridden_at, 4);
    cr_expect_eq(bench.item.level_needed, 4);
    bench_end(&bench);
}

Test(item, a_level_of_release_below_that_of_doubt_does_not_lower_it)
{
    struct bench bench = bench_held(1, CLASS_IMPORTANT);
    struct decision decision = decision_of(ACTION_OVERRIDE, "人1", ROLE_LEVEL_1);

    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.level_needed, 3);
    bench_end(&bench);
}

Test(item, some_things_nobody_may_release)
{
    struct bench bench = bench_held(0, CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_OVERRIDE, "市政府办", 0xFF);

    expect_refused(&bench, &decision, "nobody");
    decision = decision_of(ACTION_REJECT, "人2", ROLE_LEVEL_2);
    expect_accepted(&bench, &decision);
    bench_end(&bench);
}

Test(item, what_is_over_is_decided_no_more)
{
    static const enum item_state over[] = { ITEM_RETURNED, ITEM_REFUSED, ITEM_REJECTED, ITEM_WITHDRAWN,
                                            ITEM_SUPERSEDED };

    for (size_t index = 0; index < sizeof over / sizeof *over; index++) {
        struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);

        bench.item.state = over[index];
        for (enum review_action action = 0; action < REVIEW_ACTION_COUNT; action++) {
            struct decision decision = decision_of(action, "甲", 0xFF);

            expect_refused(&bench, &decision, "");
        }
        cr_expect_not(date_is_set(review_item_due(&bench.item)));
        bench_end(&bench);
    }
}

/* Nobody has seen what the scan will find. */
Test(item, one_that_waits_for_its_scan_can_only_be_withdrawn)
{
    for (enum review_action action = 0; action < REVIEW_ACTION_COUNT; action++) {
        struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
        struct decision decision = decision_of(action, "甲", 0xFF);

        bench.item.state = ITEM_WAITING;
        if (action == ACTION_WITHDRAW)
            expect_accepted(&bench, &decision);
        else
            expect_refused(&bench, &decision, "");
        bench_end(&bench);
    }
}

/* R7-7: provider, secrecy office, leader, in that order, each another person. */
Test(item, the_secrecy_review_goes_step_by_step)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_SECRECY_APPROVE, "保密员", ROLE_SECRECY);

    expect_refused(&bench, &decision, "provider");
    decision.roles = ROLE_LEVEL_2;
    expect_refused(&bench, &decision, "provider");
    decision = decision_of(ACTION_SECRECY_APPROVE, "甲", ROLE_SUBMITTER);
    decision.opinion = "";
    expect_refused(&bench, &decision, "opinion");
    decision.opinion = "不涉密";
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.secrecy, SECRECY_OFFICER);
    decision.roles = ROLE_SECRECY;
    expect_refused(&bench, &decision, "another person");
    decision.actor = "乙";
    decision.roles = ROLE_LEVEL_4;
    expect_refused(&bench, &decision, "officer");
    decision.roles = ROLE_SECRECY;
    expect_accepted(&bench, &decision);
    decision.roles = ROLE_LEVEL_2;
    expect_refused(&bench, &decision, "another person");
    decision.actor = "甲";
    expect_refused(&bench, &decision, "another person");
    decision.actor = "丙";
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.secrecy, SECRECY_GREEN);
    cr_expect_str_eq(bench.item.secrecy_acted[1].name, "乙");
    expect_refused(&bench, &decision, "no step open");
    cr_expect_eq(bench.item.state, ITEM_REVIEW, "the levels have not approved");
    bench_end(&bench);
}

/* R7-7: 对保密审查不能公开的政府信息,应说明理由. Also when all levels have already approved. */
Test(item, the_secrecy_review_may_find_that_it_cannot_be_published)
{
    for (unsigned which = 0; which < 2; which++) {
        struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
        struct decision decision = decision_of(ACTION_SECRECY_APPROVE, "甲", ROLE_SUBMITTER);

        expect_accepted(&bench, &decision);
        approve_levels(&bench, 1, 2);
        decision = decision_of(which == 0 ? ACTION_REJECT : ACTION_RETURN, "人1", ROLE_LEVEL_1);
        expect_refused(&bench, &decision, "no level");
        decision.actor = "保密员";
        decision.roles = ROLE_SECRECY;
        decision.opinion = "";
        expect_refused(&bench, &decision, "opinion");
        decision.opinion = "属工作秘密";
        expect_accepted(&bench, &decision);
        cr_expect_eq(bench.item.state, which == 0 ? ITEM_REJECTED : ITEM_RETURNED);
        bench_end(&bench);
    }
}

/* R7-12: five working days. 23 November 2026 is a Monday, and the week has no holiday. */
Test(item, a_referral_waits_for_its_answer)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_REFER, "提交人", ROLE_SUBMITTER);
    struct decision answer = decision_of(ACTION_REFERRAL_ANSWER, "保密员", ROLE_SECRECY);

    approve_levels(&bench, 1, 2);
    approve_secrecy(&bench);
    cr_expect_eq(bench.item.state, ITEM_READY);
    expect_refused(&bench, &answer, "not asked");
    expect_refused(&bench, &decision, "only reviewers");
    decision = decision_of(ACTION_REFER, "人2", ROLE_LEVEL_2);
    decision.opinion = "";
    expect_refused(&bench, &decision, "opinion");
    decision.opinion = "密级界定不清";
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_CLEARED, "a permit does not outlive a question");
    expect_day(bench.item.referral_due, "2026-11-30");
    expect_day(review_item_due(&bench.item), "2026-11-30");
    cr_expect_eq(review_item_waits_for(&bench.item), ROLE_SECRECY);
    expect_refused(&bench, &decision, "has not answered");
    answer.roles = ROLE_LEVEL_4;
    expect_refused(&bench, &answer, "secrecy officer");
    answer.roles = ROLE_SECRECY;
    answer.document = "";
    expect_refused(&bench, &answer, "number");
    answer.document = "兴保函〔2026〕4号";
    expect_accepted(&bench, &answer);
    cr_expect_eq(bench.item.state, ITEM_READY);
    expect_day(bench.item.referral_due, "");
    bench_end(&bench);
}

Test(item, a_referral_does_not_replace_the_steps_and_may_end_it)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_REFER, "人2", ROLE_LEVEL_2);

    expect_accepted(&bench, &decision);
    decision = decision_of(ACTION_SECRECY_APPROVE, "甲", ROLE_SUBMITTER);
    expect_refused(&bench, &decision, "no step open");
    decision = decision_of(ACTION_REFERRAL_ANSWER, "保密员", ROLE_SECRECY);
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.secrecy, SECRECY_PROVIDER);
    decision = decision_of(ACTION_REFER, "人2", ROLE_LEVEL_2);
    expect_accepted(&bench, &decision);
    decision = decision_of(ACTION_REFERRAL_ANSWER, "保密员", ROLE_SECRECY);
    decision.agrees = false;
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_REJECTED);
    bench_end(&bench);
}

/* To ask must always be possible; only its day is then not known. */
Test(item, a_referral_needs_no_calendar)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_REFER, "人2", ROLE_LEVEL_2);

    bench.today = day_of("2031-03-03");
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.secrecy, SECRECY_REFERRED);
    expect_day(bench.item.referral_due, "");
    bench_end(&bench);
}

Test(item, is_published_only_when_ready)
{
    static const unsigned may_not[] = { ROLE_LEVEL_4, ROLE_SECRECY, ROLE_AUDITOR, ROLE_ADMINISTRATOR };
    static const unsigned may[] = { ROLE_SUBMITTER, ROLE_LEVEL_1, ROLE_LEVEL_2, ROLE_LEVEL_3 };

    for (size_t index = 0; index < 4; index++) {
        struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
        struct decision decision = decision_of(ACTION_PUBLISHED, "甲", may[index]);

        expect_refused(&bench, &decision, "not ready");
        approve_levels(&bench, 1, 2);
        expect_refused(&bench, &decision, "not ready");
        approve_secrecy(&bench);
        decision.roles = may_not[index];
        expect_refused(&bench, &decision, "levels 1 to 3");
        decision.roles = may[index];
        expect_accepted(&bench, &decision);
        cr_expect_eq(bench.item.state, ITEM_PUBLISHED);
        cr_expect_eq(review_item_waits_for(&bench.item), 0);
        expect_refused(&bench, &decision, "not ready");
        decision = decision_of(ACTION_WITHDRAW, "甲", may[index]);
        expect_accepted(&bench, &decision);
        cr_expect_eq(bench.item.state, ITEM_WITHDRAWN);
        bench_end(&bench);
    }
}

Test(item, is_withdrawn_with_a_reason_by_authors_and_reviewers)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_WITHDRAW, "审计", ROLE_AUDITOR | ROLE_ADMINISTRATOR);

    expect_refused(&bench, &decision, "only authors");
    decision.roles = ROLE_SUBMITTER;
    decision.opinion = "";
    expect_refused(&bench, &decision, "opinion");
    decision.opinion = "事件有变化";
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_WITHDRAWN);
    bench_end(&bench);
}

/* 10.4: delegation must name the delegator and the period. */
Test(item, a_delegation_names_whose_and_from_when_to_when)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_APPROVE, "代理", ROLE_LEVEL_1);

    decision.on_behalf_of = "信息员";
    expect_refused(&bench, &decision, "first and its last day");
    decision.delegated_from = day_of("2026-11-24");
    decision.delegated_until = day_of("2026-11-20");
    expect_refused(&bench, &decision, "first and its last day");
    decision.delegated_until = day_of("2026-11-30");
    expect_refused(&bench, &decision, "for today");
    decision.delegated_from = day_of("2026-11-16");
    decision.delegated_until = day_of("2026-11-22");
    expect_refused(&bench, &decision, "for today");
    decision.delegated_until = day_of("2026-11-23");
    decision.on_behalf_of = "代理";
    expect_refused(&bench, &decision, "himself");
    decision.on_behalf_of = "";
    expect_refused(&bench, &decision, "who delegated");
    decision.on_behalf_of = "信息员";
    expect_accepted(&bench, &decision);
    cr_expect_str_eq(bench.item.acted[1].name, "代理");
    cr_expect_str_eq(bench.item.acted[1].on_behalf_of, "信息员");
    expect_day(bench.item.acted[1].delegated_from, "2026-11-16");
    expect_day(bench.item.acted[1].delegated_until, "2026-11-23");
    bench_end(&bench);
}

/* Neither by delegating nor for another does one person come to act at two levels or steps. */
Test(item, a_delegation_is_no_way_round_the_second_person)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    struct decision decision = decision_of(ACTION_APPROVE, "代理", ROLE_LEVEL_1);

    decision.on_behalf_of = "信息员";
    decision.delegated_from = decision.delegated_until = bench.today;
    expect_accepted(&bench, &decision);
    decision.on_behalf_of = "分管领导";
    decision.roles = ROLE_LEVEL_2;
    expect_refused(&bench, &decision, "two levels");
    decision.actor = "另一人";
    decision.on_behalf_of = "信息员";
    expect_refused(&bench, &decision, "two levels");
    decision = decision_of(ACTION_APPROVE, "信息员", ROLE_LEVEL_2);
    expect_refused(&bench, &decision, "two levels");
    decision = decision_of(ACTION_SECRECY_APPROVE, "甲", ROLE_SUBMITTER);
    expect_accepted(&bench, &decision);
    decision = decision_of(ACTION_SECRECY_APPROVE, "乙", ROLE_SECRECY);
    decision.on_behalf_of = "甲";
    decision.delegated_from = decision.delegated_until = bench.today;
    expect_refused(&bench, &decision, "another person");
    bench_end(&bench);
}

Test(item, nobody_decides_without_a_name)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    char long_name[ITEM_NAME_SIZE + 1];
    const char *const names[] = { NULL, "", " ", long_name };

    memset(long_name, 'a', ITEM_NAME_SIZE);
    long_name[ITEM_NAME_SIZE] = '\0';
    for (size_t index = 0; index < 4; index++) {
        for (enum review_action action = 0; action < REVIEW_ACTION_COUNT; action++) {
            struct decision decision = decision_of(action, names[index], 0xFF);

            decision.actor = names[index];
            if (names[index] != NULL)
                expect_refused(&bench, &decision, "name of the account");
            else
                cr_expect_eq(
                    review_item_decide(&bench.item, bench.profile, bench.tables.days, &decision, bench.today, NULL),
                    STATUS_INVALID);
        }
    }
    bench_end(&bench);
}

Test(item, names_of_states_actions_and_roles_are_read_back)
{
    unsigned roles = 0;

    for (unsigned index = 0; index < ITEM_STATE_COUNT; index++) {
        enum item_state state;

        cr_expect(item_state_parse(item_state_name((enum item_state)index), &state) && state == (enum item_state)index);
    }
    for (unsigned index = 0; index < SECRECY_STATE_COUNT; index++) {
        enum secrecy_state state;

        cr_expect(secrecy_state_parse(secrecy_state_name((enum secrecy_state)index), &state)
                  && state == (enum secrecy_state)index);
    }
    for (unsigned index = 0; index < CONSENT_COUNT; index++) {
        enum consent consent;

        cr_expect(consent_parse(consent_name((enum consent)index), &consent) && consent == (enum consent)index);
    }
    for (unsigned index = 0; index < REVIEW_ACTION_COUNT; index++) {
        enum review_action action;

        cr_expect(review_action_parse(review_action_name((enum review_action)index), &action)
                  && action == (enum review_action)index);
    }
    cr_expect(review_roles_parse("level-1,secrecy", &roles));
    cr_expect_eq(roles, ROLE_LEVEL_1 | ROLE_SECRECY);
    cr_expect(review_roles_parse("", &roles) && roles == 0);
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++)
        cr_expect(review_roles_parse(review_role_name(bit), &roles) && roles == 1U << bit);
    cr_expect_not(review_roles_parse("level-5", &roles));
    cr_expect_not(review_roles_parse("level-1,", &roles));
    cr_expect_not(review_roles_parse("level-1,,secrecy", &roles));
    cr_expect_not(review_roles_parse("Level-1", &roles));
}
