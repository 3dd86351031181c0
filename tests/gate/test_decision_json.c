/* SPDX-License-Identifier: Apache-2.0
 *
 * A decision as a client writes it.
 */
#include "gate/decision_json.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct arena *arena;
static struct decision decision;
static struct error error;

static void begin(void)
{
    cr_assert_eq(arena_create(&arena), STATUS_OK);
}

static void end(void)
{
    arena_destroy(arena);
}

TestSuite(decision_json, .init = begin, .fini = end);

static enum status read_json(const char *json)
{
    return decision_json_read(bytes_of_text(json), arena, &decision, &error);
}

Test(decision_json, says_what_is_decided_and_never_who)
{
    cr_assert_eq(read_json("{\"action\":\"consult-answer\",\"opinion\":\"同意\",\"document\":\"1号\","
                           "\"organ\":\"市统计局\",\"agrees\":true,\"on\":\"2026-11-24\",\"on_behalf_of\":\"li\"}"),
                 STATUS_OK, "%s", error.message);
    cr_expect_eq(decision.action, ACTION_CONSULT_ANSWER);
    cr_expect_str_eq(decision.opinion, "同意");
    cr_expect_str_eq(decision.document, "1号");
    cr_expect_str_eq(decision.organ, "市统计局");
    cr_expect(decision.agrees);
    cr_expect_eq(date_days(decision.on), date_days((struct date){ 2026, 11, 24 }));
    cr_expect_null(decision.actor);
    cr_expect_str_eq(decision.on_behalf_of, "li");
    cr_expect_eq(decision.roles, 0);
    cr_expect_not(date_is_set(decision.delegated_from) || date_is_set(decision.delegated_until));
}

Test(decision_json, of_a_publication_and_of_no_other_may_say_where_it_is)
{
    cr_assert_eq(read_json("{\"action\":\"published\",\"address\":\"https://www.example.gov.cn/1.html\"}"), STATUS_OK,
                 "%s", error.message);
    cr_expect_str_eq(decision.address, "https://www.example.gov.cn/1.html");
    cr_expect_eq(read_json("{\"action\":\"withdraw\",\"address\":\"https://www.example.gov.cn/1.html\"}"),
                 STATUS_INVALID);
    cr_expect_str_eq(error.message, "address: only what is published now has one");
}

Test(decision_json, may_be_the_action_alone)
{
    char json[100];

    for (enum review_action action = 0; action < REVIEW_ACTION_COUNT; action++) {
        snprintf(json, sizeof json, "{\"action\":\"%s\"}", review_action_name(action));
        cr_assert_eq(read_json(json), STATUS_OK, "%s", error.message);
        cr_expect_eq(decision.action, action);
        cr_expect_null(decision.opinion);
        cr_expect_not(decision.agrees);
        cr_expect_not(date_is_set(decision.on));
    }
}

Test(decision_json, with_anything_else_is_refused)
{
    static const char *const refused[][2] = {
        { "", "this is no JSON" },
        { "[]", "a JSON object" },
        { "{}", "action: " },
        { "{\"action\":\"aprove\"}", "action: " },
        { "{\"action\":1}", "\"action\" is no member" },
        { "{\"action\":\"approve\",\"action\":\"reject\"}", "this is no JSON" },
        { "{\"action\":\"approve\",\"opinon\":\"同意\"}", "\"opinon\" is no member" },
        { "{\"action\":\"approve\",\"opinion\":null}", "\"opinion\" is no member" },
        { "{\"action\":\"approve\",\"actor\":\"li\"}", "\"actor\" is no member" },
        { "{\"action\":\"approve\",\"roles\":255}", "\"roles\" is no member" },
        { "{\"action\":\"approve\",\"delegated_until\":\"2026-11-24\"}", "\"delegated_until\" is no member" },
        { "{\"action\":\"consult-answer\",\"agrees\":\"no\"}", "\"agrees\" is no member" },
        { "{\"action\":\"consult-received\",\"on\":\"2026-02-29\"}", "on: this has to be a day" },
    };

    for (size_t index = 0; index < sizeof refused / sizeof *refused; index++) {
        cr_expect_eq(read_json(refused[index][0]), STATUS_INVALID, "%s", refused[index][0]);
        cr_expect_not_null(strstr(error.message, refused[index][1]), "%s: %s", refused[index][0], error.message);
    }
}
