/* SPDX-License-Identifier: Apache-2.0
 *
 * What a draft lacks, what holds it and up to which level it goes, as regulations 1 (article 10), 2 (6 to 8), 5 (6, 15)
 * and 7 (8, 10) and DOMAIN 10.4 have it.
 */
#include "review/judge.h"

#include <criterion/criterion.h>
#include <string.h>

#include "support.h"

static struct judgement judge(const struct tables *tables, const char *profile, const struct draft *draft,
                              const struct judged_scan *scan)
{
    struct judgement judgement;

    cr_assert_eq(review_judge(tables_profile(tables, profile), draft, scan, tables->arena, &judgement), STATUS_OK);
    return judgement;
}

static const struct judged_scan clean = { .is_complete = true, .suggested = CLASS_ORDINARY };

Test(judge, nothing_stops_a_whole_draft_without_findings)
{
    struct tables tables = tables_load();
    struct draft draft = whole_draft();
    struct judgement judgement = judge(&tables, "xingyi", &draft, &clean);

    cr_expect_eq(judgement.missing, 0);
    cr_expect_eq(judgement.held_count, 0);
    cr_expect_eq(judgement.effect, STOP_DOUBT);
    cr_expect_not(judgement.is_doubtful);
    cr_expect_eq(judgement.class, CLASS_ORDINARY);
    cr_expect_eq(judgement.level, 2);
    tables_unload(&tables);
}

static void take_member(struct draft *draft, enum missing missing, const char *nothing)
{
    switch (missing) {
    case MISSING_TITLE:
        draft->title = nothing;
        break;
    case MISSING_UNIT:
        draft->unit = nothing;
        break;
    case MISSING_AUTHOR:
        draft->author = nothing;
        break;
    case MISSING_SOURCE:
        draft->source = nothing;
        break;
    case MISSING_DISCLOSURE:
        draft->disclosure = DISCLOSURE_MISSING;
        break;
    case MISSING_DISCLOSURE_REASON:
        draft->disclosure = DISCLOSURE_REFUSED;
        draft->disclosure_reason = nothing;
        break;
    case MISSING_CLASS:
        draft->class = nothing;
        break;
    case MISSING_CLASS_REASON:
        draft->class_reason = nothing;
        break;
    case MISSING_APPROVAL:
        draft->approval_number = nothing;
        break;
    default:
        draft->producer = "兴义市水务局";
        draft->producer_approval = nothing;
        break;
    }
}

/* Every member by itself, left out and filled with blanks as forms and word processors make them. */
Test(judge, each_member_that_is_missing_is_named)
{
    static const struct {
        const char *name, *basis;
    } members[MISSING_COUNT] = {
        { "title", "R2 第四条" },
        { "unit", "R5 第二条" },
        { "author", "R7 第十六条" },
        { "source", "R1 第十条（一）" },
        { "disclosure", "R5 第六条" },
        { "disclosure_reason", "R5 第六条" },
        { "class", "R2 第六条" },
        { "class_reason", "R2 第六条" },
        { "approval_number", "R5 第十五条；R7 第十条" },
        { "producer_approval", "R7 第八条" },
    };
    static const char *const blanks[] = { "", " ", "\t\r\n", "　　", "\u00a0\u200b" };
    static const struct judged_finding epidemic = { "approval", "review", "approval.epidemic", "f" };
    struct tables tables = tables_load();

    for (enum missing missing = 0; missing < MISSING_COUNT; missing++) {
        for (size_t blank = 0; blank < sizeof blanks / sizeof *blanks; blank++) {
            struct draft draft = whole_draft();
            struct judged_scan scan = clean;
            struct judgement judgement;

            if (missing == MISSING_CLASS_REASON)
                scan.suggested = CLASS_SPECIAL;
            if (missing == MISSING_APPROVAL) {
                scan.findings = &epidemic;
                scan.finding_count = 1;
            }
            take_member(&draft, missing, blanks[blank]);
            judgement = judge(&tables, "xingyi", &draft, &scan);
            cr_expect_eq(judgement.missing, UINT32_C(1) << missing, "%s", members[missing].name);
        }
        cr_expect_str_eq(missing_name(missing), members[missing].name);
        cr_expect_str_eq(missing_basis(missing), members[missing].basis);
    }
    tables_unload(&tables);
}

Test(judge, what_is_supplied_is_not_missing)
{
    static const struct judged_finding findings[] = { { "approval", "review", "approval.epidemic", "f" },
                                                      { "approval", "note", "approval.maps", "g" } };
    struct judged_scan scan = { findings, 1, true, CLASS_IMPORTANT };
    struct tables tables = tables_load();
    struct draft draft = whole_draft();

    draft.class_reason = "例行会议，不涉及重大事项";
    draft.approval_number = "黔卫函〔2026〕7号";
    draft.producer = "兴义市水务局";
    draft.producer_approval = "兴水函〔2026〕3号";
    cr_expect_eq(judge(&tables, "xingyi", &draft, &scan).missing, 0);
    /* Its own organ, and a mere note, ask for nothing. */
    draft.producer = draft.unit;
    draft.producer_approval = draft.approval_number = "";
    scan.findings = &findings[1];
    cr_expect_eq(judge(&tables, "xingyi", &draft, &scan).missing, 0);
    tables_unload(&tables);
}

/* R2-8(1) and (3): 不应进行审核. No level may release them. */
Test(judge, unpublished_figures_and_open_cases_are_not_reviewed_at_all)
{
    static const struct {
        const char *category, *basis;
    } stops[] = { { "statistics", "R2 第八条（一）" }, { "case", "R2 第八条（三）" } };
    struct tables tables = tables_load();

    for (size_t index = 0; index < 4; index++) {
        struct judged_finding finding = { stops[index % 2].category, "block", "rule", "f" };
        struct judged_scan scan = { &finding, 1, true, CLASS_ORDINARY };
        struct draft draft = whole_draft();
        struct judgement judgement = judge(&tables, index < 2 ? "xingyi" : "national", &draft, &scan);

        cr_expect_eq(judgement.effect, STOP_REFUSED);
        cr_expect_eq(judgement.override_level, 0);
        cr_assert_eq(judgement.held_count, 1);
        cr_expect_str_eq(judgement.held[0].basis, stops[index % 2].basis);
        cr_expect_eq(judgement.held[0].finding, &finding);
    }
    tables_unload(&tables);
}

/* R2-8(3) where the text alone says so: no review before someone of level 2 has said that the case is closed. */
Test(judge, what_reads_like_an_open_case_stops_before_the_review)
{
    struct tables tables = tables_load();

    for (size_t index = 0; index < 2; index++) {
        struct judged_finding finding = { "case", "review", "case.pending", "f" };
        struct judged_scan scan = { &finding, 1, true, CLASS_ORDINARY };
        struct draft draft = whole_draft();
        struct judgement judgement = judge(&tables, index == 0 ? "xingyi" : "national", &draft, &scan);

        cr_expect_eq(judgement.effect, STOP_HELD);
        cr_expect_eq(judgement.override_level, 2);
        cr_assert_eq(judgement.held_count, 1);
        cr_expect_str_eq(judgement.held[0].basis, "R2 第八条（三）");
    }
    tables_unload(&tables);
}

/* R5-6, R1-8: only what is to be published actively goes online. */
Test(judge, only_what_is_to_be_published_actively_gets_through)
{
    static const enum disclosure others[] = { DISCLOSURE_ON_REQUEST, DISCLOSURE_REFUSED };
    struct tables tables = tables_load();

    for (size_t index = 0; index < 2; index++) {
        struct draft draft = whole_draft();
        struct judgement judgement;

        draft.disclosure = others[index];
        draft.disclosure_reason = "涉及商业秘密";
        judgement = judge(&tables, "xingyi", &draft, &clean);
        cr_expect_eq(judgement.missing, 0);
        cr_expect_eq(judgement.effect, STOP_HELD);
        cr_expect_eq(judgement.override_level, 0);
        cr_assert_eq(judgement.held_count, 1);
        cr_expect_null(judgement.held[0].stop);
        cr_expect_str_eq(judgement.held[0].basis, "R5 第六条");
    }
    tables_unload(&tables);
}

/* R2-7(3): where level 2 cannot judge something important or special. */
Test(judge, a_doubt_raises_the_level)
{
    static const struct {
        const char *profile, *class;
        unsigned level, in_doubt;
    } levels[] = {
        { "xingyi", "一般", 2, 2 },   { "xingyi", "重要", 2, 3 },   { "xingyi", "特级", 4, 4 },
        { "national", "一般", 2, 3 }, { "national", "重要", 3, 3 }, { "national", "特级", 4, 4 },
    };
    static const struct judged_finding finding = { "quality", "review", "rule", "f" },
                                       held = { "formulation", "review", "rule", "g" };
    static const struct judged_scan found = { &finding, 1, true, CLASS_ORDINARY },
                                    stopped = { &held, 1, true, CLASS_ORDINARY },
                                    unread = { NULL, 0, false, CLASS_ORDINARY };
    struct tables tables = tables_load();

    for (size_t index = 0; index < sizeof levels / sizeof *levels; index++) {
        struct draft draft = whole_draft();
        struct judgement judgement;

        draft.class = levels[index].class;
        cr_expect_eq(judge(&tables, levels[index].profile, &draft, &clean).level, levels[index].level);
        judgement = judge(&tables, levels[index].profile, &draft, &found);
        cr_expect(judgement.is_doubtful);
        cr_expect_eq(judgement.effect, STOP_DOUBT);
        cr_expect_eq(judgement.level, levels[index].in_doubt);
        judgement = judge(&tables, levels[index].profile, &draft, &stopped);
        cr_expect(judgement.is_doubtful, "who lets it in does not judge for the levels");
        cr_expect_eq(judgement.effect, STOP_HELD);
        cr_expect_eq(judgement.override_level, 2);
        cr_expect_eq(judgement.level, levels[index].in_doubt);
        judgement = judge(&tables, levels[index].profile, &draft, &unread);
        cr_expect(judgement.is_doubtful, "what was not read completely is never clean");
        cr_expect_eq(judgement.level, levels[index].in_doubt);
    }
    tables_unload(&tables);
}

/* 10.4: people set the class; R2-3: the standard is not lowered at will, so somebody has to say something about it. */
Test(judge, a_class_below_what_was_suggested_is_a_doubt)
{
    static const struct judged_scan special = { NULL, 0, true, CLASS_SPECIAL };
    struct tables tables = tables_load();
    struct draft draft = whole_draft();
    struct judgement judgement;

    draft.class = "重要";
    draft.class_reason = "事件已处置完毕";
    judgement = judge(&tables, "xingyi", &draft, &special);
    cr_expect_eq(judgement.class, CLASS_IMPORTANT);
    cr_expect_eq(judgement.suggested, CLASS_SPECIAL);
    cr_expect(judgement.is_doubtful);
    cr_expect_eq(judgement.level, 3);
    draft.class = "special"; /* a higher one needs no reason */
    judgement = judge(&tables, "xingyi", &draft, &clean);
    cr_expect_not(judgement.is_doubtful);
    cr_expect_eq(judgement.level, 4);
    draft.class = "特急";
    judgement = judge(&tables, "xingyi", &draft, &special);
    cr_expect_eq(judgement.class, CLASS_SPECIAL);
    cr_expect_eq(judgement.missing, UINT32_C(1) << MISSING_CLASS);
    tables_unload(&tables);
}

Test(judge, what_holds_is_told_severest_first)
{
    static const struct judged_finding findings[] = {
        { "quality", "note", "rule", "a" },     { "formulation", "review", "rule", "b" },
        { "internal", "block", "rule", "c" },   { "classified", "block", "rule", "d" },
        { "internal", "block", "rule", "e" },   { "internal", "review", "rule", "f" },
        { "statistics", "block", "rule", "g" },
    };
    static const struct {
        const char *category; /* NULL: the 公开属性 */
        size_t count;
    } expected[] = { { "statistics", 1 }, { NULL, 1 },          { "classified", 1 },
                     { "internal", 2 },   { "formulation", 1 }, { "internal", 1 } };
    struct judged_scan scan = { findings, 7, true, CLASS_ORDINARY };
    struct tables tables = tables_load();
    struct draft draft = whole_draft();
    struct judgement judgement;

    draft.disclosure = DISCLOSURE_ON_REQUEST;
    judgement = judge(&tables, "xingyi", &draft, &scan);
    cr_assert_eq(judgement.held_count, 6);
    for (size_t index = 0; index < 6; index++) {
        const struct held *held = &judgement.held[index];

        cr_assert_eq(held->finding == NULL, expected[index].category == NULL, "%zu", index);
        if (held->finding != NULL) {
            cr_expect_str_eq(held->finding->category, expected[index].category);
            cr_expect_eq(held->finding_count, expected[index].count);
        }
    }
    cr_expect_eq(judgement.effect, STOP_REFUSED);
    cr_expect(judgement.is_doubtful);
    tables_unload(&tables);
}

/* 10.4: tier B by level 3 with a reason, tier A never. */
Test(judge, only_what_all_stops_allow_may_be_overridden)
{
    static const struct judged_finding findings[] = { { "personal", "block", "rule", "a" },
                                                      { "classified", "block", "rule", "b" } };
    struct judged_scan scan = { findings, 1, true, CLASS_ORDINARY };
    struct tables tables = tables_load();
    struct draft draft = whole_draft();

    cr_expect_eq(judge(&tables, "xingyi", &draft, &scan).override_level, 3);
    scan.finding_count = 2;
    cr_expect_eq(judge(&tables, "xingyi", &draft, &scan).override_level, 0);
    cr_expect_eq(judge(&tables, "xingyi", &draft, &scan).effect, STOP_HELD);
    tables_unload(&tables);
}

/* Fail closed: neither an action nor a category that nobody has heard of is let through. */
Test(judge, what_the_tables_do_not_know_holds)
{
    static const struct judged_finding unknown = { "classified", "stop", "rule", "a" },
                                       block = { "personal", "block", "rule", "a" };
    struct judged_scan scan = { &unknown, 1, true, CLASS_ORDINARY };
    struct tables tables = tables_load();
    struct review_profile bare = *tables_profile(&tables, "xingyi");
    struct draft draft = whole_draft();
    struct judgement judgement = judge(&tables, "xingyi", &draft, &scan);

    cr_expect_eq(judgement.effect, STOP_HELD);
    cr_expect_eq(judgement.override_level, 0);
    bare.stop_count = 0;
    scan.findings = &block;
    cr_assert_eq(review_judge(&bare, &draft, &scan, tables.arena, &judgement), STATUS_OK);
    cr_expect_eq(judgement.effect, STOP_HELD);
    cr_expect_eq(judgement.override_level, 0);
    tables_unload(&tables);
}
