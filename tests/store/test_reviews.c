/* SPDX-License-Identifier: Apache-2.0
 *
 * Reviews: what is written is read again, what was submitted stays, and lists have what was asked for.
 */
#include "store/reviews.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "place.h"

static struct place place;
static struct store *store;
static struct error error;

static void open_place(void)
{
    place = place_make();
    store = place_open(&place, STORE_WRITE);
}

static void close_place(void)
{
    store_close(store);
    place_remove(&place);
}

TestSuite(reviews, .init = open_place, .fini = close_place);

static void expect_words(const char *words)
{
    cr_expect_not_null(strstr(error.message, words), "%s: %s", words, error.message);
}

/* All of a row as one text: the row is gone after the call. */
static bool write_row(void *context, const struct review_row *row)
{
    char digest[DIGEST_TEXT_SIZE], rules[DIGEST_TEXT_SIZE];

    digest_text(&row->digest, digest);
    digest_text(&row->rules, rules);
    snprintf(context, 600, "%s|%lld|%lld|%s|%s|%s|%s|%s|%u|%s|%s|%s|%.4s|%.4s|%s|%s|%s", row->id,
             (long long)row->created_ms, (long long)row->updated_ms, row->account, row->unit, row->title, row->state,
             row->class, row->waits_for, row->due, row->supersedes, row->webhook, digest, rules, row->draft, row->item,
             row->verdict);
    return true;
}

static void expect_row(const char *id, const char *wanted)
{
    char text[600] = "";
    bool found = false;

    cr_assert_eq(review_read(store, id, write_row, text, &found, &error), STATUS_OK, "%s", error.message);
    cr_expect(found);
    cr_expect_str_eq(text, wanted, "%s", text);
}

Test(reviews, are_read_as_they_were_written)
{
    struct review_row row = sample_review("01HF0000000000000000000001");
    bool found = true;
    char text[600] = "";

    row.waits_for = 0x80000001U;
    row.due = "2023-12-01";
    row.webhook = "https://cms.example/hook?a='b'";
    row.title = "“预算”'; DROP TABLE reviews; --";
    row.digest = sample_digest(0xAB);
    row.rules = sample_digest(0xCD);
    row.verdict = "{\"v\":1}";
    add_review(store, &row);
    expect_row(row.id,
               "01HF0000000000000000000001|1700000000000|1700000000000|zhang|县财政局|“预算”'; DROP TABLE reviews; --"
               "|waiting|general|2147483649|2023-12-01||https://cms.example/hook?a='b'|abab|cdcd|{\"d\":1}|{\"i\":1}"
               "|{\"v\":1}");
    cr_expect_eq(review_read(store, "none", write_row, text, &found, &error), STATUS_OK);
    cr_expect_not(found);
    cr_expect_str_eq(text, "");
}

Test(reviews, change_in_what_becomes_of_them_alone)
{
    struct review_row row = sample_review("01HF0000000000000000000001");

    add_review(store, &row);
    row = (struct review_row){ .id = row.id,
                               .created_ms = 5,
                               .updated_ms = 1700000000001,
                               .account = "li",
                               .unit = "else",
                               .title = "else",
                               .state = "ready",
                               .class = "major",
                               .waits_for = 4,
                               .due = "2024-01-02",
                               .supersedes = "else",
                               .webhook = "else",
                               .draft = "else",
                               .item = "{\"i\":2}",
                               .verdict = "{\"v\":2}",
                               .digest = sample_digest(0x11),
                               .rules = sample_digest(0x22) };
    begin(store);
    cr_expect_eq(review_update(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
    expect_row(row.id,
               "01HF0000000000000000000001|1700000000000|1700000000001|zhang|县财政局|2023年预算公开|ready|major|4"
               "|2024-01-02|||1111|2222|{\"d\":1}|{\"i\":2}|{\"v\":2}");
    begin(store);
    row.digest = sample_digest(0x33);
    cr_expect_eq(review_update(store, &row, &error), STATUS_INVALID);
    expect_words("what was submitted stays");
    row.id = "01HF0000000000000000000009";
    cr_expect_eq(review_update(store, &row, &error), STATUS_INVALID);
    expect_words("there is no review 01HF0000000000000000000009");
    store_undo(store);
}

Test(reviews, that_contradict_what_is_there_are_refused_in_words)
{
    static const struct content_row twice[] = { { .name = "a", .media_type = "b" },
                                                { .name = "c", .media_type = "d" } };
    struct review_row row = sample_review("01HF0000000000000000000001"), wrong;

    add_review(store, &row);
    begin(store);
    cr_expect_eq(review_insert(store, &row, NULL, 0, &error), STATUS_INVALID);
    expect_words("there is a review 01HF0000000000000000000001 already");
    row.id = "01HF0000000000000000000002";
    wrong = row, wrong.supersedes = "01HF0000000000000000000009";
    cr_expect_eq(review_insert(store, &wrong, NULL, 0, &error), STATUS_INVALID);
    expect_words("there is no review 01HF0000000000000000000009");
    wrong = row, wrong.id = "short";
    cr_expect_eq(review_insert(store, &wrong, NULL, 0, &error), STATUS_INVALID);
    expect_words("a value is missing or cannot be like this");
    expect_words(place.path);
    wrong = row, wrong.title = NULL;
    cr_expect_eq(review_insert(store, &wrong, NULL, 0, &error), STATUS_INVALID);
    expect_words("reviews.title");
    wrong = row, wrong.state = "published?";
    cr_expect_eq(review_insert(store, &wrong, NULL, 0, &error), STATUS_INVALID);
    wrong = row, wrong.due = "2024-5-9";
    cr_expect_eq(review_insert(store, &wrong, NULL, 0, &error), STATUS_INVALID);
    store_undo(store);
    begin(store);
    cr_expect_eq(review_insert(store, &row, twice, 2, &error), STATUS_INVALID);
    expect_words("01HF0000000000000000000002 has two contents of the number 0");
    store_undo(store);
    cr_expect_eq(place_read_number(&place, "SELECT count(*) FROM reviews"), 1);
}

Test(reviews, name_the_one_before)
{
    struct review_row row = sample_review("01HF0000000000000000000001");

    add_review(store, &row);
    row.id = "01HF0000000000000000000002";
    row.supersedes = "01HF0000000000000000000001";
    add_review(store, &row);
    expect_row(row.id,
               "01HF0000000000000000000002|1700000000000|1700000000000|zhang|县财政局|2023年预算公开|waiting|general|0"
               "||01HF0000000000000000000001||0000|0000|{\"d\":1}|{\"i\":1}|");
}

/* ---- Lists. */

static const struct {
    const char *account, *unit, *title, *state, *class, *due;
    unsigned waits_for;
} many[] = {
    { "zhang", "财政局", "Budget 100% 公开", "review", "major", "2024-03-02", 2 },
    { "zhang", "教育局", "招生_通知", "ready", "general", "", 1 },
    { "li", "财政局", "决算公开", "review", "general", "2024-03-01", 2 | 4 },
    { "li", "教育局", "100分的答卷", "rejected", "general", "", 0 },
    { "wang", "财政局", "通知'\\[*?]", "held", "major", "2024-03-02", 8 },
};

static void add_many(void)
{
    for (unsigned index = 0; index < sizeof many / sizeof *many; index++) {
        char id[REVIEW_ID_SIZE];
        struct review_row row;

        sample_id(index + 1, id);
        row = sample_review(id);
        row.created_ms += 1000 * index;
        row.account = many[index].account;
        row.unit = many[index].unit;
        row.title = many[index].title;
        row.state = many[index].state;
        row.class = many[index].class;
        row.due = many[index].due;
        row.waits_for = many[index].waits_for;
        row.verdict = "{\"long\":true}";
        add_review(store, &row);
    }
}

/* The last digit of each id. */
static bool write_number(void *context, const struct review_row *row)
{
    char *numbers = context;
    size_t size = strlen(numbers);

    cr_expect_str_eq(row->verdict, "");
    cr_expect_str_eq(row->item, "{\"i\":1}");
    numbers[size] = row->id[25];
    numbers[size + 1] = '\0';
    return numbers[size] != '0';
}

static void expect_list(struct review_query query, const char *wanted)
{
    char numbers[64] = "";

    if (query.limit == 0)
        query.limit = 10;
    cr_assert_eq(review_list(store, &query, write_number, numbers, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(numbers, wanted, "%s, not %s", numbers, wanted);
}

Test(reviews, lists_have_what_is_asked_for)
{
    add_many();
    expect_list((struct review_query){ 0 }, "54321");
    expect_list((struct review_query){ .unit = "", .state = "", .class = "", .account = "", .words = "", .after = "" },
                "54321");
    expect_list((struct review_query){ .unit = "财政局" }, "531");
    expect_list((struct review_query){ .state = "review" }, "31");
    expect_list((struct review_query){ .class = "major" }, "51");
    expect_list((struct review_query){ .account = "li" }, "43");
    expect_list((struct review_query){ .account = "li", .unit = "教育局" }, "4");
    expect_list((struct review_query){ .waits_for = 2 }, "31");
    expect_list((struct review_query){ .waits_for = 4 | 8 }, "53");
    expect_list((struct review_query){ .waits_for = 4 | 8, .unit = "财政局", .state = "held" }, "5");
    expect_list((struct review_query){ .waits_for = 1 | 2, .unit_roles = 1, .units = "[\"财政局\"]" }, "31");
    expect_list((struct review_query){ .waits_for = 1 | 2, .unit_roles = 1, .units = "[\"教育局\"]" }, "321");
    expect_list((struct review_query){ .waits_for = 1 | 2, .unit_roles = 1, .units = "[\"财政局\",\"教育局\"]" },
                "321");
    expect_list((struct review_query){ .waits_for = 2, .unit_roles = 2, .units = "[\"教育局\"]" }, "");
    expect_list((struct review_query){ .units = "[\"教育局\"]", .reader = "nobody" }, "42");
    expect_list((struct review_query){ .units = "[\"教育局\"]", .reader = "li" }, "432");
    expect_list((struct review_query){ .units = "[\"教育局\"]", .reader = "li", .unit = "财政局" }, "3");
    expect_list((struct review_query){ .units = "[\"教育局\"]", .reader = "li", .by_due = true, .after = "" }, "324");
    expect_list((struct review_query){ .reader = "li" }, "43");
    expect_list((struct review_query){ .since_ms = 1700000001000, .until_ms = 1700000003000 }, "32");
    expect_list((struct review_query){ .unit = "财政" }, "");
    expect_list((struct review_query){ .unit = "' OR 1 = 1 --" }, "");
}

/* Nothing in them has a meaning of its own. */
Test(reviews, words_are_looked_for_as_they_are)
{
    add_many();
    expect_list((struct review_query){ .words = "公开" }, "31");
    expect_list((struct review_query){ .words = "100%" }, "1");
    expect_list((struct review_query){ .words = "_" }, "2");
    expect_list((struct review_query){ .words = "%" }, "1");
    expect_list((struct review_query){ .words = "'\\[*" }, "5");
    expect_list((struct review_query){ .words = "bUDGET" }, "1");
    expect_list((struct review_query){ .words = "公 开" }, "");
}

Test(reviews, lists_are_read_in_pages_of_both_orders)
{
    add_many();
    expect_list((struct review_query){ .by_due = true }, "31524");
    expect_list((struct review_query){ .by_due = true, .limit = 2 }, "31");
    expect_list((struct review_query){ .by_due = true, .limit = 2, .after = "01HF0000000000000000000001" }, "52");
    expect_list((struct review_query){ .by_due = true, .limit = 2, .after = "01HF0000000000000000000002" }, "4");
    expect_list((struct review_query){ .by_due = true, .waits_for = 2 | 8 }, "315");
    expect_list((struct review_query){ .by_due = true, .unit = "财政局" }, "315");
    expect_list((struct review_query){ .by_due = true, .account = "zhang" }, "12");
    expect_list((struct review_query){ .by_due = true, .state = "review" }, "31");
    expect_list((struct review_query){ .limit = 3 }, "543");
    expect_list((struct review_query){ .limit = 3, .after = "01HF0000000000000000000003" }, "21");
}

static bool write_whole(void *context, const struct review_row *row)
{
    char *numbers = context;

    cr_expect_str_eq(row->verdict, "{\"long\":true}");
    strncat(numbers, row->id + 25, 1);
    return true;
}

Test(reviews, are_all_read_whole_for_the_official_form)
{
    char numbers[16] = "";

    add_many();
    cr_expect_eq(review_read_all(store, write_whole, numbers, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(numbers, "12345");
}

static bool stop_at_once(void *context, const struct review_row *row)
{
    (void)row;
    ++*(unsigned *)context;
    return false;
}

Test(reviews, reading_ends_when_it_is_told_to)
{
    struct review_query query = { .limit = 10 };
    unsigned count = 0;

    add_many();
    cr_expect_eq(review_list(store, &query, stop_at_once, &count, &error), STATUS_OK);
    cr_expect_eq(review_list(store, &query, stop_at_once, &count, &error), STATUS_OK);
    cr_expect_eq(count, 2);
}

static bool list_inside(void *context, const struct review_row *row)
{
    struct review_query query = { .limit = 10 };
    unsigned count = 0;

    (void)row;
    cr_expect_eq(review_list(store, &query, stop_at_once, &count, &error), STATUS_BUG);
    ++*(unsigned *)context;
    return true;
}

/* The outer reading would end early and nobody would know. */
Test(reviews, the_same_list_inside_a_list_is_refused)
{
    struct review_query query = { .limit = 10 };
    unsigned count = 0;

    add_many();
    cr_expect_eq(review_list(store, &query, list_inside, &count, &error), STATUS_OK);
    cr_expect_eq(count, 5);
}

static bool write_id(void *context, const char *id)
{
    char *numbers = context;

    strncat(numbers, id + 25, 1);
    return true;
}

Test(reviews, under_way_with_other_rules_are_stale)
{
    struct digest rules = sample_digest(0), newer = sample_digest(7);
    struct review_row row = sample_review("01HF0000000000000000000006");
    char numbers[16] = "";

    add_many();
    row.rules = newer;
    add_review(store, &row);
    cr_expect_eq(review_list_stale(store, &newer, 10, write_id, numbers, &error), STATUS_OK);
    cr_expect_str_eq(numbers, "1235");
    numbers[0] = '\0';
    cr_expect_eq(review_list_stale(store, &newer, 2, write_id, numbers, &error), STATUS_OK);
    cr_expect_str_eq(numbers, "12");
    numbers[0] = '\0';
    cr_expect_eq(review_list_stale(store, &rules, 10, write_id, numbers, &error), STATUS_OK);
    cr_expect_str_eq(numbers, "6");
}

/* ---- Numbers. */

static bool write_count(void *context, const char *unit, const char *month, const char *class, const char *state,
                        uint64_t count)
{
    char *text = context;
    size_t size = strlen(text);

    snprintf(text + size, 400 - size, "%s %s %s %s %u\n", unit, month, class, state, (unsigned)count);
    return true;
}

/* Times by `TZ=Asia/Shanghai date -d '2023-12-01 00:00' +%s` and a second before. */
Test(reviews, are_counted_by_the_months_of_shanghai)
{
    static const int64_t seconds[] = { 1701359999, 1701360000, 1701360000 };
    char text[400] = "";

    for (unsigned index = 0; index < 3; index++) {
        char id[REVIEW_ID_SIZE];
        struct review_row row;

        sample_id(index + 1, id);
        row = sample_review(id);
        row.created_ms = seconds[index] * 1000 + 999 * (index == 0);
        add_review(store, &row);
    }
    cr_expect_eq(review_count(store, 0, INT64_MAX, write_count, text, &error), STATUS_OK, "%s", error.message);
    cr_expect_str_eq(text, "县财政局 2023-11 general waiting 1\n县财政局 2023-12 general waiting 2\n", "%s", text);
    text[0] = '\0';
    cr_expect_eq(review_count(store, 0, 1701360000000, write_count, text, &error), STATUS_OK);
    cr_expect_str_eq(text, "县财政局 2023-11 general waiting 1\n", "%s", text);
}
