/* SPDX-License-Identifier: Apache-2.0
 *
 * The shipped profiles against the city's regulations and DOMAIN 1.0 and 10.4, and what is refused in a table.
 */
#include "review/profile.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support.h"

/* R2-7: ordinary by level 2, important by 2 or, in doubt, 3, special by 4; R7-12 and R5-12: five days each; R5-13:
 * silence agrees. */
Test(profile, the_city_asks_for_what_its_regulations_say)
{
    struct tables tables = tables_load();
    const struct review_profile *city = tables_profile(&tables, "xingyi");

    cr_expect_eq(city->level_of_class[CLASS_ORDINARY], 2);
    cr_expect_eq(city->level_of_class[CLASS_IMPORTANT], 2);
    cr_expect_eq(city->level_of_class[CLASS_SPECIAL], 4);
    cr_expect_eq(city->level_of_doubt[CLASS_ORDINARY], 2);
    cr_expect_eq(city->level_of_doubt[CLASS_IMPORTANT], 3);
    cr_expect_eq(city->level_of_doubt[CLASS_SPECIAL], 4);
    cr_expect(city->secrecy_review);
    cr_expect_eq(city->referral_days, 5);
    cr_expect_eq(city->consultation_days, 5);
    cr_expect_eq(city->consultation_before_days, 5);
    cr_expect_eq(city->consultation_silence, SILENCE_AGREES);
    cr_expect_str_eq(city->basis[KEY_CONSULTATION_SILENCE], "R5 第十三条");
    cr_expect_str_eq(city->basis[KEY_REFERRAL_DAYS], "R7 第十二条");
    tables_unload(&tables);
}

/* DOMAIN 1.0: fifteen working days for other organs, and their silence agrees; 10.4 recommends level 3 for all that is
 * important. */
Test(profile, the_nation_asks_for_present_law)
{
    struct tables tables = tables_load();
    const struct review_profile *nation = tables_profile(&tables, "national");

    cr_expect_eq(nation->level_of_class[CLASS_IMPORTANT], 3);
    cr_expect_eq(nation->level_of_class[CLASS_SPECIAL], 4);
    cr_expect_eq(nation->consultation_days, 15);
    cr_expect_eq(nation->consultation_silence, SILENCE_AGREES);
    cr_expect_eq(nation->disclosure_days, 20);
    cr_expect_eq(review_profile_count(tables.profiles), 2);
    cr_expect_str_eq(review_profile_at(tables.profiles, 1)->id, "national");
    cr_expect_null(review_profile_find(tables.profiles, "XINGYI"));
    tables_unload(&tables);
}

/* R2-8 is not reviewed at all; what is classified or not for the public nobody releases; the rest someone of level 3
 * may (10.4). */
Test(profile, stops_are_those_of_the_regulations)
{
    static const struct {
        const char *category, *action;
        enum stop_effect effect;
        unsigned level;
    } stops[] = {
        { "statistics", "block", STOP_REFUSED, 0 }, { "case", "block", STOP_REFUSED, 0 },
        { "classified", "block", STOP_HELD, 0 },    { "disclosure", "block", STOP_HELD, 0 },
        { "internal", "block", STOP_HELD, 3 },      { "personal", "block", STOP_HELD, 3 },
        { "prohibited.4", "block", STOP_HELD, 3 },  { "statistics", "review", STOP_DOUBT, 0 },
        { "classified", "review", STOP_HELD, 2 },   { "case", "review", STOP_HELD, 2 },
        { "formulation", "review", STOP_HELD, 2 },  { "internal", "review", STOP_HELD, 2 },
        { "approval", "review", STOP_DOUBT, 0 },    { "quality", "review", STOP_DOUBT, 0 },
    };
    struct tables tables = tables_load();

    for (size_t index = 0; index < 2 * sizeof stops / sizeof *stops; index++) {
        const struct review_profile *profile = review_profile_at(tables.profiles, index % 2);
        const struct review_stop *stop =
            review_profile_stop(profile, stops[index / 2].category, stops[index / 2].action);

        cr_assert_not_null(stop);
        cr_expect_eq(stop->effect, stops[index / 2].effect, "%s %s", stops[index / 2].category,
                     stops[index / 2].action);
        cr_expect_eq(stop->level, stops[index / 2].level, "%s %s", stops[index / 2].category, stops[index / 2].action);
    }
    cr_expect_null(review_profile_stop(review_profile_at(tables.profiles, 0), "quality", "note"));
    tables_unload(&tables);
}

Test(profile, classes_are_known_by_the_regulations_names)
{
    static const struct {
        const char *name;
        enum review_class class;
    } names[] = {
        { "一般", CLASS_ORDINARY },  { "一般信息", CLASS_ORDINARY },  { "ordinary", CLASS_ORDINARY },
        { "重要", CLASS_IMPORTANT }, { "重要信息", CLASS_IMPORTANT }, { "important", CLASS_IMPORTANT },
        { "特级", CLASS_SPECIAL },   { "特级信息", CLASS_SPECIAL },   { "special", CLASS_SPECIAL },
    };
    static const char *const others[] = { "",          "信息",     "一",   "一般信",      "一般信息信息",
                                          "特级 信息", "Ordinary", "特急", "ordinary信息" };
    enum review_class class = CLASS_SPECIAL;

    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        cr_expect(review_class_parse(names[index].name, &class), "%s", names[index].name);
        cr_expect_eq(class, names[index].class, "%s", names[index].name);
    }
    class = CLASS_IMPORTANT;
    for (size_t index = 0; index < sizeof others / sizeof *others; index++)
        cr_expect_not(review_class_parse(others[index], &class), "%s", others[index]);
    cr_expect_eq(class, CLASS_IMPORTANT);
}

static const char head[] = "profile,key,value,basis\n";
static const char *const whole[] = {
    "p,name-zh,甲,依据",          "p,name-en,A,依据",
    "p,level.ordinary,2,依据",    "p,level.important,2,依据",
    "p,level.special,4,依据",     "p,doubt.ordinary,2,依据",
    "p,doubt.important,3,依据",   "p,doubt.special,4,依据",
    "p,secrecy-review,none,依据", "p,referral-days,5,依据",
    "p,consultation-days,5,依据", "p,consultation-silence,nothing,依据",
    "p,disclosure-days,20,依据",  "p,consultation-before-days,5,依据",
    "p,keep-days,0,依据",
};
enum { WHOLE_COUNT = sizeof whole / sizeof *whole };

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

/* With the row `instead` of that at `at` (NULL: none at all), and this table of stops. */
static enum status create(size_t at, const char *instead, const char *stops, struct error *error)
{
    char folder[] = "/tmp/guanka-profiles-XXXXXX", text[4096] = "";
    const char *folders[] = { folder };
    const struct review_profiles *profiles;
    struct reference *reference;
    struct arena *arena;
    enum status status;
    size_t length = (size_t)snprintf(text, sizeof text, "%s", head);

    for (size_t index = 0; index < WHOLE_COUNT; index++) {
        const char *row = index == at ? instead : whole[index];

        if (row != NULL)
            length += (size_t)snprintf(text + length, sizeof text - length, "%s\n", row);
    }
    cr_assert_not_null(mkdtemp(folder));
    write_file(folder, "review-profiles.csv", text);
    write_file(folder, "review-stops.csv", stops);
    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(reference_load(folders, 1, &reference, error), STATUS_OK, "%s", error->message);
    status = review_profiles_create(reference, is_category, arena, &profiles, error);
    reference_free(reference);
    arena_destroy(arena);
    snprintf(text, sizeof text, "%s/review-profiles.csv", folder);
    unlink(text);
    snprintf(text, sizeof text, "%s/review-stops.csv", folder);
    unlink(text);
    rmdir(folder);
    return status;
}

Test(profile, a_whole_table_is_taken)
{
    struct error error = { 0 };

    cr_expect_eq(create(SIZE_MAX, NULL,
                        "profile,category,action,effect,level,basis\np,prohibited.9,block,held,4,依据\n", &error),
                 STATUS_OK, "%s", error.message);
}

Test(profile, broken_profiles_are_refused_with_their_line)
{
    static const struct {
        size_t at;
        const char *row, *place, *words;
    } rows[] = {
        { 2, "p,level.ordinary,0,依据", "review-profiles.csv:4", "\"0\"" },
        { 2, "p,level.ordinary,5,依据", "review-profiles.csv:4", "1 to 4" },
        { 2, "p,level.ordinary,two,依据", "review-profiles.csv:4", "two" },
        { 2, "p,level.ordinary,-1,依据", "review-profiles.csv:4", "-1" },
        { 2, "p,level.odd,2,依据", "review-profiles.csv:4", "level.odd" },
        { 3, "p,level.important,1,依据", "review-profiles.csv:16", "important" }, /* below ordinary */
        { 6, "p,doubt.important,1,依据", "review-profiles.csv:16", "important" }, /* a doubt that spares a level */
        { 8, "p,secrecy-review,perhaps,依据", "review-profiles.csv:10", "perhaps" },
        { 9, "p,referral-days,99999999999999999999,依据", "review-profiles.csv:11", "9999" },
        { 10, "p,consultation-days,0,依据", "review-profiles.csv:12", "\"0\"" },
        { 11, "p,consultation-silence,agree,依据", "review-profiles.csv:13", "agree" },
        { 11, NULL, "review-profiles.csv:15", "consultation-silence" },
        { 14, "q,keep-days,0,依据", "review-profiles.csv:15", "keep-days" },
        { 14, "p,keep-days,36501,依据", "review-profiles.csv:16", "36500" },
    };

    for (size_t index = 0; index < sizeof rows / sizeof *rows; index++) {
        struct error error = { 0 };

        cr_expect_eq(create(rows[index].at, rows[index].row, "profile,category,action,effect,level,basis\n", &error),
                     STATUS_INVALID, "%s", rows[index].row == NULL ? "a key less" : rows[index].row);
        cr_expect_not_null(strstr(error.message, rows[index].place), "%s", error.message);
        cr_expect_not_null(strstr(error.message, rows[index].words), "%s", error.message);
    }
}

Test(profile, broken_stops_are_refused_with_their_line)
{
    static const struct {
        const char *row, *words;
    } rows[] = {
        { "q,classified,block,held,0,依据", "\"q\"" },   { "p,clasified,block,held,0,依据", "clasified" },
        { "p,classified,note,held,0,依据", "note" },     { "p,classified,block,stopped,0,依据", "stopped" },
        { "p,classified,block,held,5,依据", "0 to 4" },  { "p,classified,block,refused,3,依据", "refused" },
        { "*,classified,review,doubt,2,依据", "doubt" },
    };

    for (size_t index = 0; index < sizeof rows / sizeof *rows; index++) {
        struct error error = { 0 };
        char stops[256];

        snprintf(stops, sizeof stops, "profile,category,action,effect,level,basis\n*,*,block,held,3,依据\n%s\n",
                 rows[index].row);
        cr_expect_eq(create(SIZE_MAX, NULL, stops, &error), STATUS_INVALID, "%s", rows[index].row);
        cr_expect_not_null(strstr(error.message, "review-stops.csv:3"), "%s", error.message);
        cr_expect_not_null(strstr(error.message, rows[index].words), "%s", error.message);
    }
}
