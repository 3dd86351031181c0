/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gate says about a draft: the same bytes for the same draft, whenever and wherever it is said.
 */
#include "gate/assessment.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <string.h>

#include "engine/detectors.h"
#include "gate/edition.h"

static const struct date today = { 2026, 11, 24 };
static const struct limits limits = LIMITS_DEFAULT;
static const struct assessor_options options = { .limits = &limits };
static const struct edition *edition;

static void load(void)
{
    static const char *const paths[] = { GUANKA_SOURCE_DIR "/patterns/classified.yaml" };
    /* To compile them takes a minute under a sanitizer: the tests of the program share them as well (cli/lib.sh). */
    const struct ruleset_options wanted = { .paths = paths,
                                            .path_count = 1,
                                            .cache_directory = GUANKA_SOURCE_DIR "/build/test-cache/guanka" };
    struct ruleset *ruleset;
    struct error error = { 0 };

    cr_assert_eq(ruleset_load(&wanted, &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(detectors_prepare(ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(edition_create(ruleset, "xingyi", 0, &edition, &error), STATUS_OK, "%s", error.message);
}

static void unload(void)
{
    edition_unref(edition);
}

TestSuite(assessment, .init = load, .fini = unload);

static struct draft draft_of(const char *title)
{
    return (struct draft){ .title = title,
                           .unit = "市政府办公室",
                           .author = "张三",
                           .source = "本单位",
                           .disclosure = DISCLOSURE_ACTIVE,
                           .disclosure_reason = "",
                           .class = "一般",
                           .class_reason = "",
                           .column = "",
                           .region = "",
                           .address = "",
                           .producer = "",
                           .producer_approval = "",
                           .approval_organ = "",
                           .approval_number = "" };
}

static struct assessment_content content_of(const char *name, const char *text)
{
    return (struct assessment_content){ .name = name, .media_type = "text/plain", .bytes = bytes_of_text(text) };
}

enum { CONTENTS = 3 };

static void write_contents(struct assessment_content contents[CONTENTS])
{
    contents[0] = content_of("通知.txt", "关于召开会议的通知\n\n定于本月30日召开会议。\n");
    contents[1] = content_of("附件1.txt", "机密★10年\n\n关于某事项的请示\n");
    contents[2] = content_of("附件2.txt", "秘密★5年\n另一件\n");
}

/* Of the draft with all its contents, as a text that the caller frees. */
static void say(struct assessor *assessor, struct buf *record)
{
    const struct draft draft = draft_of("关于召开会议的通知");
    struct assessment_content contents[CONTENTS];
    struct assessment assessment;

    write_contents(contents);
    cr_assert_eq(assess(assessor, edition->ruleset, edition->profile, &draft, contents, CONTENTS, today, &assessment),
                 STATUS_OK);
    buf_clear(record);
    buf_append(record, assessment.record.data, assessment.record.size);
    cr_assert_eq(buf_status(record), STATUS_OK);
}

/* In between it has said something else. */
static void say_again_and_again(struct buf *record)
{
    const struct draft other = draft_of("别的");
    struct assessment_content content = content_of("x.txt", "绝密★长期\n");
    struct buf again = BUF_INIT(1 << 20);
    struct assessment assessment;
    struct assessor *assessor;

    cr_assert_eq(assessor_create(&options, &assessor), STATUS_OK);
    say(assessor, record);
    for (unsigned round = 0; round < 20; round++) {
        cr_assert_eq(assess(assessor, edition->ruleset, edition->profile, &other, &content, 1, today, &assessment),
                     STATUS_OK);
        cr_expect_eq(assessment.verdict, VERDICT_BLOCK);
        say(assessor, &again);
        cr_expect(bytes_equal(buf_bytes(record), buf_bytes(&again)), "%.300s", again.data);
    }
    buf_free(&again);
    assessor_destroy(assessor);
}

static void *run(void *record)
{
    say_again_and_again(record);
    return NULL;
}

Test(assessment, is_the_same_again_and_in_two_threads)
{
    struct buf here = BUF_INIT(1 << 20), there = BUF_INIT(1 << 20);
    pthread_t thread;

    cr_assert_eq(pthread_create(&thread, NULL, run, &there), 0);
    say_again_and_again(&here);
    cr_assert_eq(pthread_join(thread, NULL), 0);
    cr_expect(bytes_equal(buf_bytes(&here), buf_bytes(&there)));
    cr_expect_not_null(strstr(here.data, "\"verdict\":\"block\""), "%.300s", here.data);
    cr_expect_not_null(strstr(here.data, "\"as_of\":\"2026-11-24\""), "%.300s", here.data);
    cr_expect_not_null(strstr(here.data, "\"name\":\"附件2.txt\""), "%.300s", here.data);
    cr_expect_eq(here.data[here.size - 1], '\n');
    buf_free(&here);
    buf_free(&there);
}

static void assess_one(struct assessor *assessor, const struct draft *draft, struct assessment_content *contents,
                       size_t count, struct assessment *assessment)
{
    cr_assert_eq(assess(assessor, edition->ruleset, edition->profile, draft, contents, count, today, assessment),
                 STATUS_OK);
}

/* A permit is for these bytes: of one content it is what `sha256sum` says of the file. */
Test(assessment, of_one_content_has_its_digest)
{
    const struct draft draft = draft_of("t");
    struct assessment_content contents[] = { content_of("a", "abc"), content_of("b", "abc") };
    struct assessment alone, both, renamed;
    struct assessor *assessor;
    char text[DIGEST_TEXT_SIZE];

    cr_assert_eq(assessor_create(&options, &assessor), STATUS_OK);
    assess_one(assessor, &draft, contents, 1, &alone);
    digest_text(&alone.content, text);
    /* FIPS 180-2, appendix B.1. */
    cr_expect_str_eq(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assess_one(assessor, &draft, contents, 2, &both);
    cr_expect_arr_neq(both.content.bytes, alone.content.bytes, DIGEST_SIZE);
    contents[1].name = "c";
    assess_one(assessor, &draft, contents, 2, &renamed);
    cr_expect_arr_neq(both.content.bytes, renamed.content.bytes, DIGEST_SIZE, "the name is part of what is approved");
    assessor_destroy(assessor);
}

Test(assessment, passes_only_what_is_whole_and_lacks_nothing)
{
    struct draft draft = draft_of("关于召开会议的通知");
    struct assessment_content content = content_of("a.txt", "定于本月30日召开会议。");
    struct assessment assessment;
    struct assessor *assessor;

    cr_assert_eq(assessor_create(&options, &assessor), STATUS_OK);
    assess_one(assessor, &draft, &content, 1, &assessment);
    cr_expect_eq(assessment.verdict, VERDICT_PASS);
    assess_one(assessor, &draft, &content, 0, &assessment);
    cr_expect_eq(assessment.verdict, VERDICT_REVIEW, "a draft without content was read by nobody");
    draft.source = "";
    assess_one(assessor, &draft, &content, 1, &assessment);
    cr_expect_eq(assessment.verdict, VERDICT_REVIEW);
    cr_expect_not_null(strstr((const char *)assessment.record.data, "\"missing\":[{\"member\":\"source\""));
    draft = draft_of("机密★10年");
    assess_one(assessor, &draft, &content, 1, &assessment);
    cr_expect_eq(assessment.verdict, VERDICT_BLOCK, "titles are published as well");
    draft = draft_of("关于召开会议的通知");
    draft.disclosure = DISCLOSURE_REFUSED;
    assess_one(assessor, &draft, &content, 1, &assessment);
    cr_expect_eq(assessment.verdict, VERDICT_BLOCK, "only what is to be published actively may be");
    assessor_destroy(assessor);
}

Test(assessment, of_content_alone_names_the_severest_rule)
{
    const struct assessment_content clean = content_of("", "定于本月30日召开会议。"),
                                    marked = content_of("", "机密★10年\n");
    struct content_assessment assessment;
    struct assessor *assessor;

    cr_assert_eq(assessor_create(&options, &assessor), STATUS_OK);
    cr_assert_eq(assess_content(assessor, edition->ruleset, &clean, today, &assessment), STATUS_OK);
    cr_expect_eq(assessment.verdict, VERDICT_PASS);
    cr_expect_null(assessment.rule);
    cr_assert_eq(assess_content(assessor, edition->ruleset, &marked, today, &assessment), STATUS_OK);
    cr_expect_eq(assessment.verdict, VERDICT_BLOCK);
    cr_expect_str_eq(assessment.rule, "classified.mark");
    assessor_destroy(assessor);
}
