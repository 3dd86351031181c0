/* SPDX-License-Identifier: Apache-2.0
 *
 * What the shipped rules find is found as well where a page ends lines within words, or escapes references once too
 * often; and the text that a reader sees is searched as he sees it.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "sandbox.h"

#define PAGE(body) "<html><head><meta charset=\"utf-8\"></head><body>\n" body "\n</body></html>\n"

struct sample {
    const char *page, *rule;
    unsigned count; /* findings of the rule */
};

enum { SAMPLES_MAX = 8 };

/* Scans all pages in one run with those of the shipped rules that they name. */
static void expect_samples(const struct sample *samples, size_t count)
{
    const char *arguments[9 + 2 * SAMPLES_MAX] = { "scan",  "--rules",  GUANKA_SOURCE_DIR "/patterns", "--format",
                                                   "jsonl", "--output", "out.jsonl",                   "in" };
    struct sandbox sandbox;

    cr_assert_leq(count, SAMPLES_MAX);
    sandbox_open(&sandbox);
    for (size_t index = 0; index < count; index++) {
        char name[32];

        (void)snprintf(name, sizeof name, "in/%zu.html", index);
        sandbox_write_text(&sandbox, name, samples[index].page);
        arguments[8 + 2 * index] = "--enable";
        arguments[9 + 2 * index] = samples[index].rule;
    }
    sandbox_begin(&sandbox, &(struct sandbox_start){ 0 }, arguments);
    sandbox_end(&sandbox);
    for (size_t index = 0; index < count; index++) {
        char filter[256];

        (void)snprintf(filter, sizeof filter, "findings(\"in/%zu.html\") | map(select(.rule == \"%s\")) | length == %u",
                       index, samples[index].rule, samples[index].count);
        sandbox_expect(&sandbox, filter);
    }
    sandbox_close(&sandbox);
}

#define EXPECT(samples) expect_samples(samples, sizeof samples / sizeof *samples)

Test(evasions, what_a_rule_requires_stands_in_another_paragraph)
{
    static const struct sample samples[] = {
        { PAGE("<p>案号：示府行复〔20<br>22〕61号</p><p>进展：已受理，正在办理</p>"), "case.pending", 1 },
        { PAGE("<p>案号：示府行复〔20<br>22〕61号</p><p>进展：已结案</p>"), "case.pending", 0 },
        { PAGE("<p>舆情<br>日报</p><p>2025年5月17日（星期六）　第137期</p><p>一、今日涉我区负面信息6条；</p>"),
          "internal.serial", 1 },
        { PAGE("<dl><dt>公开类别</dt><dd>依申<br>请公开</dd></dl>"), "disclosure.label-cell", 1 },
        { PAGE("<p>四个意识、三个<br>自信、两个维护</p><p>示例市住房局 2022年12月27日</p>"),
          "formulation.formula-number", 1 },
    };

    EXPECT(samples);
}

Test(evasions, a_line_end_cuts_what_a_rule_requires)
{
    static const struct sample samples[] = {
        { PAGE("<p>示例县发现高致病性禽流<br>感，扑杀家禽7800羽。</p>"), "approval.animal-disease", 1 },
        { PAGE("<p>示例县发现高致病性禽流感，扑<br>杀家禽7800羽。</p>"), "approval.animal-disease", 1 },
        { PAGE("<p>示例县发现高致病性禽流感，<br>扑杀家禽7800羽。</p>"), "approval.animal-disease", 1 },
        { PAGE("<p>演练：示例县发现高致病性禽流<br>感，扑杀家禽7800羽。</p>"), "approval.animal-disease", 0 },
    };

    EXPECT(samples);
}

Test(evasions, a_reference_that_was_escaped_twice_is_seen)
{
    static const struct sample samples[] = {
        { PAGE("<p>关于&amp;nbsp;&amp;nbsp;的通知</p>"), "quality.placeholder", 1 },
        { PAGE("<p>关于&amp;amp;nbsp;的通知</p>"), "quality.placeholder", 1 },
        { PAGE("<p>关于&amp;ldquo;双减&amp;rdquo;工作的通知</p>"), "quality.placeholder", 2 },
        { PAGE("<p>关于&nbsp;&ldquo;双减&rdquo;工作的通知</p>"), "quality.placeholder", 0 },
        { PAGE("<p>空格的编码写作&amp;nbsp;即可</p>"), "quality.placeholder", 0 },
    };

    EXPECT(samples);
}

Test(evasions, what_such_a_reference_means_is_read_too)
{
    static const struct sample samples[] = {
        { PAGE("<p>绝&amp;nbsp;密&amp;nbsp;★&amp;nbsp;20&amp;nbsp;年</p>"), "classified.mark", 1 },
        { PAGE("<p>&amp;nbsp;&amp;nbsp;机密★20年&amp;nbsp;</p>"), "classified.mark", 1 },
        { PAGE("<p>&amp;#26426;&amp;#23494;&amp;#9733;20年</p>"), "classified.mark", 1 },
        { PAGE("<p>甲</p><p>机&amp;amp;ensp;密★20<br>年</p>"), "classified.mark", 1 },
    };

    EXPECT(samples);
}
