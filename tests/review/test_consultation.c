/* SPDX-License-Identifier: Apache-2.0
 *
 * Other organs concerned: regulation 5, articles 8 to 14, and DOMAIN 10.7, whose example is the letter received on
 * Monday 2024-04-29: over the holidays of May its five working days end with 2024-05-09.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

static const char water[] = "兴义市水务局";

/* A draft that concerns the water bureau, all levels and the secrecy review done. */
static struct bench bench_cleared(const char *profile, const char *today)
{
    static const char *const organs[] = { water, water }; /* named twice, asked once */
    struct draft draft = whole_draft();
    struct judgement judgement = { .class = CLASS_ORDINARY, .level = 2 };
    struct bench bench;

    draft.organs = organs;
    draft.organ_count = 2;
    bench = bench_begin(profile, &draft, &judgement, today);
    cr_expect_eq(bench.item.consultation_count, 1);
    approve_levels(&bench, 1, 2);
    approve_secrecy(&bench);
    cr_expect_eq(bench.item.state, ITEM_CLEARED, "nothing is published before the other organ has confirmed it (R5-8)");
    return bench;
}

static struct decision letter(enum review_action action, const char *on)
{
    struct decision decision = decision_of(action, "信息员", ROLE_LEVEL_1);

    if (on[0] != '\0')
        decision.on = day_of(on);
    return decision;
}

static void send_and_receive(struct bench *bench)
{
    struct decision sent = letter(ACTION_CONSULT, "2024-04-26"),
                    received = letter(ACTION_CONSULT_RECEIVED, "2024-04-29");

    expect_accepted(bench, &sent);
    expect_accepted(bench, &received);
}

Test(consultation, silence_agrees_at_the_end_of_the_fifth_working_day)
{
    struct bench bench = bench_cleared("xingyi", "2024-04-29");

    send_and_receive(&bench);
    expect_day(bench.item.consultations[0].due, "2024-05-09");
    expect_day(review_item_due(&bench.item), "2024-05-09");
    cr_expect_eq(review_item_waits_for(&bench.item), ROLE_LEVEL_1);
    cr_expect_not(review_item_age(&bench.item, bench.profile, day_of("2024-05-08")));
    cr_expect_not(review_item_age(&bench.item, bench.profile, day_of("2024-05-09")),
                  "the day itself belongs to the organ");
    cr_expect_eq(bench.item.state, ITEM_CLEARED);
    cr_expect(review_item_age(&bench.item, bench.profile, day_of("2024-05-10")));
    cr_expect_eq(bench.item.consultations[0].consent, CONSENT_DEEMED_AGREED);
    cr_expect_eq(bench.item.state, ITEM_READY);
    cr_expect_not(review_item_age(&bench.item, bench.profile, day_of("2024-05-10")));
    bench_end(&bench);
}

/* Whether or not a clock has run in between: on the tenth it is ready, and on the ninth it is not. */
Test(consultation, silence_counts_before_a_decision_is_made)
{
    struct bench bench = bench_cleared("xingyi", "2024-04-29");
    struct decision published = decision_of(ACTION_PUBLISHED, "分管领导", ROLE_LEVEL_2);

    send_and_receive(&bench);
    bench.today = day_of("2024-05-09");
    expect_refused(&bench, &published, "not ready");
    bench.today = day_of("2024-05-10");
    expect_accepted(&bench, &published);
    bench_end(&bench);
}

/* Fifteen working days from 29 April 2024, counted on the calendar: 30.4., 6.–11.5. (six with
 * Saturday), 13.–17., 20.–22. */
Test(consultation, present_law_leaves_fifteen_days)
{
    struct bench bench = bench_cleared("national", "2024-04-29");

    send_and_receive(&bench);
    expect_day(bench.item.consultations[0].due, "2024-05-22");
    bench_end(&bench);
}

Test(consultation, letters_come_in_order)
{
    struct bench bench = bench_cleared("xingyi", "2024-04-29");
    struct decision decision = letter(ACTION_CONSULT_RECEIVED, "");

    expect_refused(&bench, &decision, "not been asked");
    decision.action = ACTION_CONSULT_ANSWER;
    expect_refused(&bench, &decision, "not been asked");
    decision.action = ACTION_CONSULT_DECIDE;
    expect_refused(&bench, &decision, "not been asked");
    decision = letter(ACTION_CONSULT, "2024-04-30");
    expect_refused(&bench, &decision, "future");
    decision = letter(ACTION_CONSULT, "2024-04-26");
    decision.roles = ROLE_SUBMITTER | ROLE_SECRECY | ROLE_AUDITOR | ROLE_ADMINISTRATOR;
    expect_refused(&bench, &decision, "only reviewers");
    decision.roles = ROLE_LEVEL_1;
    expect_accepted(&bench, &decision);
    expect_refused(&bench, &decision, "asked already");
    decision = letter(ACTION_CONSULT_RECEIVED, "2024-04-25");
    expect_refused(&bench, &decision, "before it was sent");
    decision.organ = "兴义市林业局";
    expect_refused(&bench, &decision, "not been asked");
    decision = letter(ACTION_CONSULT_ANSWER, "2024-04-25");
    expect_refused(&bench, &decision, "older than the question");
    decision = letter(ACTION_CONSULT_ANSWER, "");
    decision.document = "";
    expect_refused(&bench, &decision, "number");
    decision = letter(ACTION_CONSULT_DECIDE, "");
    decision.roles = ROLE_LEVEL_3;
    expect_refused(&bench, &decision, "nothing to decide");
    bench_end(&bench);
}

Test(consultation, an_answer_that_agrees_opens_the_way)
{
    struct bench bench = bench_cleared("xingyi", "2024-04-29");
    struct decision decision = letter(ACTION_CONSULT_ANSWER, "");

    send_and_receive(&bench);
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.consultations[0].consent, CONSENT_AGREED);
    cr_expect_eq(bench.item.state, ITEM_READY);
    decision = letter(ACTION_CONSULT_RECEIVED, "2024-04-26");
    expect_refused(&bench, &decision, "has answered");
    decision = letter(ACTION_CONSULT_DECIDE, "");
    decision.roles = ROLE_LEVEL_3;
    expect_refused(&bench, &decision, "nothing to decide");
    bench_end(&bench);
}

/* R5-14: the government or its disclosure office decides, by a document, entered by level 3 or 4; either way. */
Test(consultation, a_dispute_is_decided_above)
{
    for (unsigned agrees = 0; agrees < 2; agrees++) {
        struct bench bench = bench_cleared("xingyi", "2024-04-29");
        struct decision decision = letter(ACTION_CONSULT_ANSWER, "");

        send_and_receive(&bench);
        decision.agrees = false;
        expect_accepted(&bench, &decision);
        cr_expect_eq(bench.item.consultations[0].consent, CONSENT_DISAGREED);
        cr_expect_eq(bench.item.state, ITEM_CLEARED);
        cr_expect_eq(review_item_waits_for(&bench.item), ROLE_LEVEL_3);
        cr_expect_not(review_item_age(&bench.item, bench.profile, day_of("2024-06-03")), "it has answered");
        decision = letter(ACTION_CONSULT_DECIDE, "");
        decision.roles = ROLE_LEVEL_1 | ROLE_LEVEL_2;
        expect_refused(&bench, &decision, "level 3 or 4");
        decision.roles = agrees ? ROLE_LEVEL_4 : ROLE_LEVEL_3;
        decision.document = "";
        expect_refused(&bench, &decision, "number");
        decision.document = "兴府办函〔2024〕31号";
        decision.agrees = agrees != 0;
        expect_accepted(&bench, &decision);
        cr_expect_eq(bench.item.state, agrees ? ITEM_READY : ITEM_REJECTED);
        if (agrees) {
            cr_expect_eq(bench.item.consultations[0].consent, CONSENT_DECIDED);
            decision = letter(ACTION_CONSULT_ANSWER, "");
            decision.agrees = false;
            expect_refused(&bench, &decision, "has been decided");
        }
        bench_end(&bench);
    }
}

Test(consultation, the_organs_may_still_come_to_agree)
{
    struct bench bench = bench_cleared("xingyi", "2024-04-29");
    struct decision decision = letter(ACTION_CONSULT_ANSWER, "");

    send_and_receive(&bench);
    decision.agrees = false;
    expect_accepted(&bench, &decision);
    decision.agrees = true;
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_READY);
    bench_end(&bench);
}

/* An objection of the ninth that is entered on the tenth was in time; one of the tenth is not (R5-13). */
Test(consultation, what_counts_is_the_day_of_the_answer)
{
    struct bench bench = bench_cleared("xingyi", "2024-04-29");
    struct decision decision = letter(ACTION_CONSULT_ANSWER, "2024-05-10");

    send_and_receive(&bench);
    bench.today = day_of("2024-05-10");
    decision.agrees = false;
    expect_refused(&bench, &decision, "did not answer in time");
    decision.on = day_of("2024-05-09");
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.consultations[0].consent, CONSENT_DISAGREED);
    cr_expect_eq(bench.item.state, ITEM_CLEARED);
    bench_end(&bench);
}

Test(consultation, silence_means_what_the_profile_says)
{
    static const struct {
        enum silence silence;
        enum consent consent;
    } meanings[] = { { SILENCE_REFUSES, CONSENT_DEEMED_REFUSED }, { SILENCE_DECIDES_NOTHING, CONSENT_UNANSWERED } };

    for (size_t index = 0; index < 2; index++) {
        struct bench bench = bench_cleared("xingyi", "2024-04-29");
        struct review_profile other = *bench.profile;
        struct decision decision = letter(ACTION_CONSULT_DECIDE, "");

        other.consultation_silence = meanings[index].silence;
        bench.profile = &other;
        send_and_receive(&bench);
        cr_expect(review_item_age(&bench.item, &other, day_of("2024-05-10")));
        cr_expect_eq(bench.item.consultations[0].consent, meanings[index].consent);
        cr_expect_eq(bench.item.state, ITEM_CLEARED);
        cr_expect_eq(review_item_waits_for(&bench.item), ROLE_LEVEL_3);
        bench.today = day_of("2024-05-10");
        decision.roles = ROLE_LEVEL_3;
        expect_accepted(&bench, &decision);
        cr_expect_eq(bench.item.state, ITEM_READY);
        bench_end(&bench);
    }
}

/* 10.7: consent by silence is not computed where the holidays are not known. */
Test(consultation, an_unknown_year_makes_no_deadline)
{
    struct bench bench = bench_cleared("xingyi", "2024-04-29");
    struct decision decision = letter(ACTION_CONSULT, "");

    bench.today = day_of("2031-03-03");
    expect_accepted(&bench, &decision);
    decision = letter(ACTION_CONSULT_RECEIVED, "");
    expect_refused(&bench, &decision, "2031");
    cr_expect_not(review_item_age(&bench.item, bench.profile, day_of("2031-12-31")));
    bench_end(&bench);
}

Test(consultation, a_question_to_another_organ_takes_the_permit_back)
{
    struct bench bench = bench_cleared("xingyi", "2024-04-29");
    struct decision decision = letter(ACTION_CONSULT_ANSWER, "");

    send_and_receive(&bench);
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_READY);
    decision = letter(ACTION_CONSULT, "");
    decision.organ = "兴义市林业局";
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.state, ITEM_CLEARED);
    cr_expect_eq(bench.item.consultation_count, 2);
    bench_end(&bench);
}

Test(consultation, organs_have_a_name_and_are_not_too_many)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);
    struct decision decision = letter(ACTION_CONSULT, "");
    char name[32], names[ITEM_ORGANS_MAX + 1][32];
    const char *organs[ITEM_ORGANS_MAX + 1];
    struct draft draft = whole_draft();
    struct judgement judgement = clean_judgement(bench.profile, CLASS_ORDINARY);
    struct review_item item;
    struct error error = { 0 };

    decision.organ = NULL;
    expect_refused(&bench, &decision, "name of an organ");
    decision.organ = "";
    expect_refused(&bench, &decision, "name of an organ");
    for (unsigned index = 0; index < ITEM_ORGANS_MAX; index++) {
        snprintf(name, sizeof name, "机关%u", index);
        decision.organ = name;
        expect_accepted(&bench, &decision);
    }
    decision.organ = "又一机关";
    expect_refused(&bench, &decision, "more than 32");
    for (size_t index = 0; index <= ITEM_ORGANS_MAX; index++) {
        snprintf(names[index], sizeof names[index], "机关%zu", index);
        organs[index] = names[index];
    }
    draft.organs = organs;
    draft.organ_count = ITEM_ORGANS_MAX + 1;
    cr_expect_eq(review_item_begin(bench.profile, bench.tables.days, &draft, &judgement, &item, &error),
                 STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "more than 32"));
    bench_end(&bench);
}

/* Twenty working days after 2024-04-09: 16 until the end of April, with Sunday the 28th, and 6 to 9 May. R5-9: the
 * letter is out while five are left, which is 2024-04-29. */
Test(consultation, a_letter_must_be_out_before_the_period_for_disclosure_ends)
{
    static const char *const organs[] = { water };
    struct draft draft = whole_draft();
    struct judgement judgement = { .class = CLASS_ORDINARY, .level = 2 };
    struct bench bench;
    struct decision decision = letter(ACTION_CONSULT, "");

    draft.organs = organs;
    draft.organ_count = 1;
    draft.formed_on = day_of("2024-04-09");
    bench = bench_begin("xingyi", &draft, &judgement, "2024-04-22");
    expect_day(bench.item.publish_by, "2024-05-09");
    expect_day(bench.item.consult_by, "2024-04-29");
    expect_day(review_item_due(&bench.item), "2024-04-29");
    expect_accepted(&bench, &decision);
    expect_day(review_item_due(&bench.item), "2024-05-09");
    bench_end(&bench);
}

/* R7-7: what was formed before 2008 is reviewed too; its period is long over, and nothing hangs on it. */
Test(consultation, old_information_is_reviewed_without_a_period)
{
    struct draft draft = whole_draft();
    struct judgement judgement = { .class = CLASS_ORDINARY, .level = 2 };
    struct bench bench;

    draft.formed_on = day_of("2007-06-01");
    bench = bench_begin("xingyi", &draft, &judgement, "2026-11-23");
    cr_expect_eq(bench.item.state, ITEM_REVIEW);
    expect_day(bench.item.publish_by, "");
    expect_day(review_item_due(&bench.item), "");
    bench_end(&bench);
}
