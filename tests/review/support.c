/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

bool is_category(const char *name)
{
    static const char *const names[] = { "classified", "internal", "disclosure",  "personal", "statistics",
                                         "case",       "approval", "formulation", "tamper",   "quality" };

    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (strcmp(names[index], name) == 0)
            return true;
    }
    return strncmp(name, "prohibited.", 11) == 0 && name[11] >= '1' && name[11] <= '9' && name[12] == '\0';
}

struct tables tables_load(void)
{
    const char *folder = GUANKA_SOURCE_DIR "/patterns/data";
    struct tables tables;
    struct error error = { 0 };

    cr_assert_eq(arena_create(&tables.arena), STATUS_OK);
    cr_assert_eq(reference_load(&folder, 1, &tables.reference, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(review_profiles_create(tables.reference, is_category, tables.arena, &tables.profiles, &error),
                 STATUS_OK, "%s", error.message);
    cr_assert_eq(working_days_create(tables.reference, tables.arena, &tables.days, &error), STATUS_OK, "%s",
                 error.message);
    return tables;
}

void tables_unload(struct tables *tables)
{
    reference_free(tables->reference);
    arena_destroy(tables->arena);
}

const struct review_profile *tables_profile(const struct tables *tables, const char *id)
{
    const struct review_profile *profile = review_profile_find(tables->profiles, id);

    cr_assert_not_null(profile, "%s", id);
    return profile;
}

struct date day_of(const char *text)
{
    struct date date = { 0 };

    cr_assert(date_parse(text, strlen(text), &date), "%s", text);
    return date;
}

void expect_day(struct date day, const char *text)
{
    char words[16] = "";

    if (date_is_set(day))
        snprintf(words, sizeof words, "%04d-%02d-%02d", (int)day.year, (int)day.month, (int)day.day);
    cr_expect_str_eq(words, text);
}

struct draft whole_draft(void)
{
    return (struct draft){ .title = "兴义市召开防汛工作会议",
                           .unit = "兴义市应急管理局",
                           .author = "信息员",
                           .source = "本单位",
                           .disclosure = DISCLOSURE_ACTIVE,
                           .disclosure_reason = "",
                           .class = "一般信息",
                           .class_reason = "",
                           .column = "政务动态",
                           .region = "522301",
                           .address = "",
                           .producer = "",
                           .producer_approval = "",
                           .approval_organ = "",
                           .approval_number = "" };
}

struct judgement clean_judgement(const struct review_profile *profile, enum review_class class)
{
    return (struct judgement){ .class = class, .suggested = class, .level = profile->level_of_class[class] };
}

struct bench bench_begin(const char *profile, const struct draft *draft, const struct judgement *judgement,
                         const char *today)
{
    struct bench bench = { .tables = tables_load(), .today = day_of(today) };
    struct error error = { 0 };

    bench.profile = tables_profile(&bench.tables, profile);
    cr_assert_eq(review_item_begin(bench.profile, bench.tables.days, draft, judgement, &bench.item, &error), STATUS_OK,
                 "%s", error.message);
    return bench;
}

struct bench bench_of_class(const char *profile, enum review_class class)
{
    struct tables tables = tables_load();
    struct judgement judgement = clean_judgement(tables_profile(&tables, profile), class);
    struct draft draft = whole_draft();

    tables_unload(&tables);
    return bench_begin(profile, &draft, &judgement, "2026-11-23");
}

void bench_end(struct bench *bench)
{
    tables_unload(&bench->tables);
}

struct decision decision_of(enum review_action action, const char *actor, unsigned roles)
{
    return (struct decision){ .action = action,
                              .actor = actor,
                              .roles = roles,
                              .opinion = "经审查，同意",
                              .document = "兴府批〔2026〕12号",
                              .organ = "兴义市水务局",
                              .agrees = true };
}

void expect_accepted(struct bench *bench, const struct decision *decision)
{
    struct error error = { 0 };

    cr_assert_eq(review_item_decide(&bench->item, bench->profile, bench->tables.days, decision, bench->today, &error),
                 STATUS_OK, "%s by %s: %s", review_action_name(decision->action), decision->actor, error.message);
}

void expect_refused(struct bench *bench, const struct decision *decision, const char *words)
{
    static struct review_item before;
    struct error error = { 0 };

    memcpy(&before, &bench->item, sizeof before);
    cr_assert_eq(review_item_decide(&bench->item, bench->profile, bench->tables.days, decision, bench->today, &error),
                 STATUS_INVALID, "%s by %s was accepted", review_action_name(decision->action), decision->actor);
    cr_expect_not_null(strstr(error.message, words), "\"%s\" lacks \"%s\"", error.message, words);
    cr_expect_eq(memcmp(&before, &bench->item, sizeof before), 0, "a refused %s changed the item",
                 review_action_name(decision->action));
}

void approve_levels(struct bench *bench, unsigned first, unsigned last)
{
    static const char *const people[] = { "", "人1", "人2", "人3", "人4" };

    for (unsigned level = first; level <= last; level++) {
        struct decision decision = decision_of(ACTION_APPROVE, people[level], (unsigned)ROLE_LEVEL_1 << (level - 1));

        cr_expect_eq(bench->item.level, level);
        expect_accepted(bench, &decision);
    }
}

void approve_secrecy(struct bench *bench)
{
    static const struct {
        const char *actor;
        unsigned role;
    } steps[] = { { "提供人", ROLE_SUBMITTER }, { "保密员", ROLE_SECRECY }, { "分管领导", ROLE_LEVEL_2 } };

    for (size_t step = 0; step < 3; step++) {
        struct decision decision = decision_of(ACTION_SECRECY_APPROVE, steps[step].actor, steps[step].role);

        expect_accepted(bench, &decision);
    }
}
