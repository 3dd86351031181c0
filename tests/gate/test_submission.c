/* SPDX-License-Identifier: Apache-2.0
 *
 * What a client submits: the same draft whichever way it comes, and everything that docs/openapi.yaml refuses.
 */
#include "gate/submission.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;
static struct submission submission;
static struct error error;

static void begin(void)
{
    cr_assert_eq(arena_create(&arena), STATUS_OK);
}

static void end(void)
{
    arena_destroy(arena);
}

TestSuite(submission, .init = begin, .fini = end);

#define META                                                                                                                       \
    "\"title\":\"关于召开会议的通知\",\"unit\":\"市政府办公室\",\"author\":\"张三\",\"source\":\"本单位\","    \
    "\"disclosure\":\"依申请公开\",\"disclosure_reason\":\"涉及商业秘密\",\"class\":\"重要\",\"class_reason\":\"r\"," \
    "\"column\":\"要闻\",\"region\":\"兴义市\",\"address\":\"https://x/\",\"publish_on\":\"2026-11-24\","                     \
    "\"formed_on\":\"2026-11-02\",\"producer\":\"市财政局\",\"producer_approval\":\"1号\",\"approval_organ\":"                \
    "\"市委\",\"approval_number\":\"2号\",\"organs\":[\"市统计局\",\"市水务局\"],"                                      \
    "\"webhook\":\"https://y/\",\"supersedes\":\"01HF0000000000000000000001\""

static enum status read_body(const char *json)
{
    const struct http_request request = { .body = bytes_of_text(json) };

    error.message[0] = '\0';
    return submission_read(&request, arena, &submission, &error);
}

static enum status read_parts(const struct http_part *parts, size_t count)
{
    const struct http_request request = { .parts = parts, .part_count = count };

    error.message[0] = '\0';
    return submission_read(&request, arena, &submission, &error);
}

static struct http_part part_of(const char *name, const char *file_name, const char *media_type, const char *text)
{
    return (struct http_part){
        .name = name, .file_name = file_name, .media_type = media_type, .bytes = bytes_of_text(text)
    };
}

static void expect_content(size_t index, const char *name, const char *media_type, const char *text)
{
    const struct assessment_content *content = &submission.contents[index];

    cr_assert_lt(index, submission.content_count);
    cr_expect_str_eq(content->name, name);
    cr_expect_str_eq(content->media_type, media_type);
    cr_expect(bytes_equal(content->bytes, bytes_of_text(text)), "%s", text);
}

static void expect_the_draft(void)
{
    const struct draft *draft = &submission.draft;

    cr_expect_str_eq(draft->title, "关于召开会议的通知");
    cr_expect_str_eq(draft->unit, "市政府办公室");
    cr_expect_str_eq(draft->author, "张三");
    cr_expect_str_eq(draft->source, "本单位");
    cr_expect_eq(draft->disclosure, DISCLOSURE_ON_REQUEST);
    cr_expect_str_eq(draft->disclosure_reason, "涉及商业秘密");
    cr_expect_str_eq(draft->class, "重要");
    cr_expect_str_eq(draft->class_reason, "r");
    cr_expect_str_eq(draft->column, "要闻");
    cr_expect_str_eq(draft->region, "兴义市");
    cr_expect_str_eq(draft->address, "https://x/");
    cr_expect_eq(date_days(draft->publish_on), date_days((struct date){ 2026, 11, 24 }));
    cr_expect_eq(date_days(draft->formed_on), date_days((struct date){ 2026, 11, 2 }));
    cr_expect_str_eq(draft->producer, "市财政局");
    cr_expect_str_eq(draft->producer_approval, "1号");
    cr_expect_str_eq(draft->approval_organ, "市委");
    cr_expect_str_eq(draft->approval_number, "2号");
    cr_assert_eq(draft->organ_count, 2);
    cr_expect_str_eq(draft->organs[0], "市统计局");
    cr_expect_str_eq(draft->organs[1], "市水务局");
    cr_expect_str_eq(submission.webhook, "https://y/");
    cr_expect_str_eq(submission.supersedes, "01HF0000000000000000000001");
}

/* "附件" is 6ZmE5Lu2, "f" is Zg== (RFC 4648, section 10). */
static const char whole[] = "{" META ",\"html\":\"<p>x</p>\",\"name\":\"a.html\",\"attachments\":["
                            "{\"name\":\"附件.txt\",\"media_type\":\"text/"
                            "plain\",\"base64\":\"6ZmE5Lu2\"},{\"name\":\"f\",\"base64\":\"Zg==\"}]}";

static void read_as_form(void)
{
    const struct http_part parts[] = { part_of("draft", "a.html", "text/html", "<p>x</p>"),
                                       part_of("file", "附件.txt", "text/plain", "附件"),
                                       part_of("meta", "", "", "{" META "}"), part_of("file", "f", "", "f") };

    cr_assert_eq(read_parts(parts, sizeof parts / sizeof *parts), STATUS_OK, "%s", error.message);
}

static void expect_the_contents(void)
{
    cr_assert_eq(submission.content_count, 3);
    expect_content(0, "a.html", "text/html", "<p>x</p>");
    expect_content(1, "附件.txt", "text/plain", "附件");
    expect_content(2, "f", "", "f");
}

Test(submission, is_the_same_as_json_and_as_a_form)
{
    cr_assert_eq(read_body(whole), STATUS_OK, "%s", error.message);
    expect_the_draft();
    expect_the_contents();
    read_as_form();
    expect_the_draft();
    expect_the_contents();
}

Test(submission, is_the_same_after_it_was_stored)
{
    struct buf first = BUF_INIT(1 << 16), second = BUF_INIT(1 << 16);
    struct submission again;

    cr_assert_eq(read_body(whole), STATUS_OK, "%s", error.message);
    submission_write_draft(&first, &submission.draft);
    read_as_form();
    submission_write_draft(&second, &submission.draft);
    cr_expect_str_eq(first.data, second.data);
    buf_clear(&second);
    cr_assert_eq(submission_read_draft(buf_bytes(&first), arena, &again, &error), STATUS_OK, "%s", error.message);
    submission_write_draft(&second, &again.draft);
    cr_expect_str_eq(first.data, second.data);
    buf_free(&first);
    buf_free(&second);
}

Test(submission, of_a_content_alone_has_everything_else_empty)
{
    const struct http_part part = part_of("anything", "", "", "x");

    cr_assert_eq(read_body("{\"text\":\"x\",\"title\":null,\"disclosure\":\"\",\"class\":\"\",\"publish_on\":\"\"}"),
                 STATUS_OK, "%s", error.message);
    expect_content(0, "draft.txt", "text/plain", "x");
    cr_expect_str_empty(submission.draft.title);
    cr_expect_str_empty(submission.webhook);
    cr_expect_eq(submission.draft.disclosure, DISCLOSURE_MISSING);
    cr_expect_not(date_is_set(submission.draft.publish_on));
    cr_expect_eq(submission.draft.organ_count, 0);
    cr_assert_eq(read_body("{\"html\":\"\"}"), STATUS_OK, "%s", error.message);
    expect_content(0, "draft.html", "text/html", "");
    cr_assert_eq(read_parts(&part, 1), STATUS_OK, "%s", error.message);
    expect_content(0, "", "", "x");
    cr_expect_str_empty(submission.draft.unit);
}

/* ---- What is refused. */

static void expect_refused(const char *json, const char *words)
{
    cr_expect_eq(read_body(json), STATUS_INVALID, "%.100s", json);
    cr_expect_not_null(strstr(error.message, words), "%.100s: %s, not %s", json, error.message, words);
}

Test(submission, that_is_no_object_is_refused)
{
    expect_refused("", "this is no JSON");
    expect_refused("{\"text\":\"x\"", "this is no JSON: line 1");
    expect_refused("{\"text\":\"x\"} x", "this is no JSON");
    expect_refused("{\"text\":\"\\u0000\"}", "this is no JSON");
    expect_refused("{\"text\":\"\xff\"}", "this is no JSON");
    expect_refused("{\"text\":\"\\ud800\"}", "this is no JSON");
    expect_refused("{\"text\":\"x\",\"text\":\"y\"}", "this is no JSON");
    expect_refused("[]", "a JSON object");
    expect_refused("\"x\"", "this is no JSON");
}

Test(submission, with_a_misspelt_member_is_refused)
{
    expect_refused("{\"text\":\"x\",\"titel\":\"y\"}", "\"titel\" is no member of a submission");
    expect_refused("{\"text\":\"x\",\"Title\":\"y\"}", "\"Title\" is no member of a submission");
    expect_refused("{\"text\":\"x\",\"公开属性\":\"主动公开\"}", "\"公开属性\" is no member");
}

static const char *const texts[] = { "title",
                                     "unit",
                                     "author",
                                     "source",
                                     "disclosure_reason",
                                     "column",
                                     "region",
                                     "address",
                                     "producer",
                                     "class_reason",
                                     "webhook",
                                     "name",
                                     "producer_approval",
                                     "approval_organ",
                                     "approval_number",
                                     "supersedes" };

Test(submission, with_texts_that_are_none_or_too_long_is_refused)
{
    char longest[4097], json[5000];

    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        snprintf(json, sizeof json, "{\"text\":\"x\",\"%s\":7}", texts[index]);
        expect_refused(json, texts[index]);
        expect_refused(json, "this has to be a text");
        snprintf(json, sizeof json, "{\"text\":\"x\",\"%s\":\"%sx\"}", texts[index], longest);
        expect_refused(json, "this text is too long");
        snprintf(json, sizeof json, "{\"text\":\"x\",\"%s\":\"%s\"}", texts[index], longest);
        cr_expect_eq(read_body(json), STATUS_OK, "%s: %s", texts[index], error.message);
    }
}

Test(submission, with_values_that_there_are_not_is_refused)
{
    expect_refused("{\"text\":\"x\",\"disclosure\":\"公开\"}", "disclosure: this is not one of 主动公开");
    expect_refused("{\"text\":\"x\",\"disclosure\":1}", "disclosure: ");
    expect_refused("{\"text\":\"x\",\"class\":\"普通\"}", "class: this is not one of 一般");
    expect_refused("{\"text\":\"x\",\"class\":[]}", "class: ");
    expect_refused("{\"text\":\"x\",\"publish_on\":\"2026-02-29\"}", "publish_on: this has to be a day");
    expect_refused("{\"text\":\"x\",\"publish_on\":20261124}", "publish_on: this has to be a day");
    expect_refused("{\"text\":\"x\",\"formed_on\":\"昨天\"}", "formed_on: this has to be a day");
}

Test(submission, with_organs_that_are_no_list_or_too_many_is_refused)
{
    char json[1000] = "{\"text\":\"x\",\"organs\":[\"1\"";

    expect_refused("{\"text\":\"x\",\"organs\":\"市统计局\"}", "organs: this has to be an array of at most 32");
    expect_refused("{\"text\":\"x\",\"organs\":[7]}", "organs: this has to be a text");
    for (unsigned number = 2; number <= 32; number++)
        strcat(json, ",\"o\"");
    strcat(json, "]}");
    cr_expect_eq(read_body(json), STATUS_OK, "%s", error.message);
    cr_expect_eq(submission.draft.organ_count, 32);
    strcpy(strrchr(json, ']'), ",\"o\"]}");
    expect_refused(json, "organs: this has to be an array of at most 32");
}

Test(submission, of_no_content_or_two_is_refused)
{
    expect_refused("{}", "html or as text, one of them");
    expect_refused("{\"html\":\"x\",\"text\":\"y\"}", "html or as text, one of them");
    expect_refused("{\"html\":null}", "html or as text, one of them");
    expect_refused("{\"text\":7}", "html or as text, one of them");
}

Test(submission, with_attachments_that_are_none_is_refused)
{
    static const char words[] = "attachments: each has to be an object with name, base64";

    expect_refused("{\"text\":\"x\",\"attachments\":{}}", "attachments: this has to be an array");
    expect_refused("{\"text\":\"x\",\"attachments\":[\"a\"]}", words);
    expect_refused("{\"text\":\"x\",\"attachments\":[{\"name\":\"a\"}]}", words);
    expect_refused("{\"text\":\"x\",\"attachments\":[{\"base64\":\"\"}]}", words);
    expect_refused("{\"text\":\"x\",\"attachments\":[{\"name\":\"a\",\"base64\":\"\",\"type\":\"b\"}]}", words);
    expect_refused("{\"text\":\"x\",\"attachments\":[{\"name\":\"a\",\"base64\":\"\",\"media_type\":1}]}",
                   "attachments: this has to be a text");
}

static const char *with_base64(const char *base64)
{
    char *json = arena_alloc(arena, strlen(base64) + 100);

    sprintf(json, "{\"text\":\"x\",\"attachments\":[{\"name\":\"a\",\"base64\":\"%s\"}]}", base64);
    return json;
}

/* RFC 4648, section 10. */
Test(submission, has_attachments_in_base64)
{
    static const char *const vectors[][2] = { { "", "" },
                                              { "Zg==", "f" },
                                              { "Zm8=", "fo" },
                                              { "Zm9v", "foo" },
                                              { "Zm9vYg==", "foob" },
                                              { "Zm9vYmE=", "fooba" },
                                              { "Zm9vYmFy", "foobar" } };

    for (size_t index = 0; index < sizeof vectors / sizeof *vectors; index++) {
        cr_assert_eq(read_body(with_base64(vectors[index][0])), STATUS_OK, "%s", error.message);
        cr_expect(bytes_equal(submission.contents[1].bytes, bytes_of_text(vectors[index][1])), "%s", vectors[index][0]);
    }
}

/* Section 3.1 to 3.5: no line feeds, no letters of others, padding where it belongs and nowhere else, no bits that
 * belong to no byte; section 5 is another alphabet. */
Test(submission, with_what_is_no_base64_is_refused)
{
    static const char *const wrong[] = { "a b=",        "Zg",    "Zg=",      "Zm8",  "Z",    "Z===",     "====",
                                         "=",           "==",    "Zg==Zg==", "Zg=a", "=Zg=", "Zm9v=",    "Zm9v====",
                                         "Zm9v\\nZm9v", "Zm9vZ", "Zh==",     "Zm9=", "Zm-_", "Zm9v Zm9v" };

    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++)
        expect_refused(with_base64(wrong[index]), "attachments: this is not base64");
}

/* `count` attachments and a text. */
static const char *with_attachments(unsigned count)
{
    static const char one[] = "{\"name\":\"a\",\"base64\":\"\"},";
    char *json = arena_alloc(arena, count * sizeof one + 100), *next = json + sprintf(json, "{\"attachments\":[");

    for (unsigned index = 0; index < count; index++)
        next += sprintf(next, "%s", one);
    strcpy(next - 1, "],\"text\":\"x\"}");
    return json;
}

Test(submission, with_more_than_255_attachments_is_refused)
{
    cr_expect_eq(read_body(with_attachments(255)), STATUS_OK, "%s", error.message);
    cr_expect_eq(submission.content_count, 256);
    expect_refused(with_attachments(256), "attachments: this has to be an array of at most 255");
}

Test(submission, as_a_form_without_a_draft_or_with_two_metas_is_refused)
{
    const struct http_part meta = part_of("meta", "", "", "{}"), file = part_of("draft", "a.txt", "", "x");
    const struct http_part twice[] = { meta, file, meta }, contents[] = { part_of("meta", "", "", whole), file },
                           broken[] = { part_of("meta", "", "", "{\"title\":"), file },
                           empty[] = { part_of("meta", "", "", ""), file };

    cr_expect_eq(read_parts(&meta, 1), STATUS_INVALID);
    cr_expect_str_eq(error.message, "there is no part with the draft");
    cr_expect_eq(read_parts(twice, 3), STATUS_INVALID);
    cr_expect_str_eq(error.message, "meta: this part is there twice");
    cr_expect_eq(read_parts(contents, 2), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "is no member of a submission"), "%s", error.message);
    cr_expect_eq(read_parts(broken, 2), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "this is no JSON: line 1"), "%s", error.message);
    cr_expect_eq(read_parts(empty, 2), STATUS_INVALID);
    cr_expect_not_null(strstr(error.message, "this is no JSON: line 1"), "%s", error.message);
}
