/* SPDX-License-Identifier: Apache-2.0 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "report/report_writer.h"
#include "support.h"

static const char resident_id[] = "11010519491231002X";

/* Everything a format may meet: an archive with a member, personal data beside something else, a member that
 * is encrypted, an odd name. */
struct sample {
    struct ruleset *ruleset;
    struct finding findings[2];
    struct scan_part parts[3];
    struct gap gaps[1];
    struct scan scan;
    struct report_document document;
};

static void sample_make(struct sample *sample)
{
    *sample = (struct sample){ .ruleset = support_ruleset() };
    sample->findings[0] =
        support_finding(support_rule(sample->ruleset, "test.mark"), "测试密标 证号11010519491231002X", "测试密标");
    sample->findings[1] =
        support_finding(support_rule(sample->ruleset, "test.person"), "测试密标 证号11010519491231002X", resident_id);
    sample->findings[0].at.part = sample->findings[1].at.part = 1;
    sample->parts[0] =
        (struct scan_part){ .path = "", .format = "zip", .media_type = "application/zip", .bytes = 1000 };
    sample->parts[1] = (struct scan_part){ .path = "b/公\"告.txt",
                                           .format = "text",
                                           .media_type = "text/plain",
                                           .charset = "gb18030",
                                           .bytes = 77,
                                           .finding_count = 2 };
    sample->parts[2] = (struct scan_part){
        .path = "c.zip", .format = "zip", .bytes = 9, .coverage = COVERAGE_SKIPPED, .first_finding = 2
    };
    sample->gaps[0] = (struct gap){ .part = 2, .why = STATUS_ENCRYPTED, .detail = "c.zip \x1b[31m" };
    sample->scan = (struct scan){ .parts = sample->parts,
                                  .part_count = 3,
                                  .findings = sample->findings,
                                  .finding_count = 2,
                                  .gaps = sample->gaps,
                                  .gap_count = 1 };
    sample->document = (struct report_document){ .path = "a.zip", .shown_path = "a.zip", .scan = &sample->scan };
}

static char *render(struct sample *sample, const char *format, bool show_secrets)
{
    const struct report_options options = { .language = REPORT_ENGLISH,
                                            .show_secrets = show_secrets,
                                            .ruleset = sample->ruleset };

    return support_render(format, &options, &sample->document);
}

Test(formats, jsonl_is_as_in_the_contract)
{
    static const char expected[] =
        "{\"v\":1,\"type\":\"document\",\"path\":\"a.zip\",\"media_type\":\"application/zip\",\"charset\":null,"
        "\"bytes\":1000,\"status\":\"complete\",\"problems\":[],\"verdict\":\"pass\",\"findings\":0,\"class\":null}\n"
        "{\"v\":1,\"type\":\"finding\",\"rule\":\"test.mark\",\"category\":\"classified\","
        "\"basis\":[\"R2-2\",\"R7-3\"],\"action\":\"block\",\"path\":\"a.zip!/b/公\\\"告.txt\",\"part\":\"body\","
        "\"page\":null,\"byte_start\":10,\"byte_end\":20,\"line\":2,\"column\":3,\"match\":\"测试密标\","
        "\"excerpt\":\"测试密标 证号110*************2X\",\"message\":\"Mark\",\"advice\":\"Take it down\",";
    struct sample sample;
    char *text;

    sample_make(&sample);
    text = render(&sample, "jsonl", false);
    cr_expect_eq(strncmp(text, expected, strlen(expected)), 0, "%s", text);
    cr_expect_not_null(strstr(text, "\"match\":\"110*************2X\""));
    cr_expect_not_null(
        strstr(text, "{\"v\":1,\"type\":\"document\",\"path\":\"a.zip!/c.zip\",\"media_type\":null,\"charset\":null,"
                     "\"bytes\":9,\"status\":\"skipped\",\"problems\":[{\"code\":\"encrypted\","
                     "\"detail\":\"c.zip \\u001b[31m\"}],\"verdict\":\"review\",\"findings\":0,\"class\":null}\n"));
    alloc_free(text);
    ruleset_unref(sample.ruleset);
}

Test(formats, a_limit_is_told_as_its_option_takes_it)
{
    static const struct {
        enum status why;
        uint64_t limit;
        const char *expected;
    } cases[] = {
        { STATUS_LIMIT_BYTES, UINT64_C(16) << 30, "\"detail\":\"a.txt: expands to more than 16G (--max-bytes)\"" },
        { STATUS_LIMIT_BYTES, 1000, "\"detail\":\"a.txt: expands to more than 1000 (--max-bytes)\"" },
        { STATUS_LIMIT_RATIO, 250, "\"detail\":\"a.txt: expands to 250 times its size or more (--max-ratio)\"" },
        { STATUS_LIMIT_DEPTH, 0, "\"detail\":\"a.txt: archives nested more than 0 deep (--max-depth)\"" },
        { STATUS_DEADLINE, 600000, "\"detail\":\"a.txt: more than 10m (--timeout)\"" },
        { STATUS_DEADLINE, 1500, "\"detail\":\"a.txt: more than 1500ms (--timeout)\"" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct sample sample;
        char *text;

        sample_make(&sample);
        sample.gaps[0] = (struct gap){ 2, cases[index].why, "a.txt", true, cases[index].limit };
        text = render(&sample, "jsonl", false);
        cr_expect_not_null(strstr(text, cases[index].expected), "%s", text);
        alloc_free(text);
        ruleset_unref(sample.ruleset);
    }
}

Test(formats, jsonl_leaves_out_places_that_mean_nothing)
{
    struct sample sample;
    char *text;

    sample_make(&sample);
    sample.findings[0].at.has_source = false;
    sample.findings[0].at.section = "sheet 名单";
    sample.findings[0].at.cell.table = 1;
    sample.findings[0].at.cell.row = 7;
    sample.findings[0].at.cell.column = 3;
    text = render(&sample, "jsonl", false);
    cr_expect_not_null(strstr(text, "\"part\":\"sheet 名单\",\"page\":null,\"byte_start\":null,\"byte_end\":null,"
                                    "\"line\":null,\"column\":null,"));
    cr_expect_not_null(strstr(text, "\"row\":7,\"cell\":3,\"role\":\"body\"}"));
    alloc_free(text);
    ruleset_unref(sample.ruleset);
}

Test(formats, every_format_says_what_is_hidden)
{
    static const struct {
        const char *format, *expected, *link;
    } cases[] = {
        { "text", "  2:3 hidden  [", "  2:3 hidden link  [" },
        { "html", "<p>2:3 hidden <b>", "<p>2:3 hidden link <b>" },
        { "jsonl", ",\"role\":\"hidden\"}", ",\"role\":\"hidden-link\"}" },
        { "sarif", ",\"role\":\"hidden\"}", ",\"role\":\"hidden-link\"}" },
        { "csv", ",\"hidden\",\"\"\r\n", ",\"hidden-link\",\"\"\r\n" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct sample sample;
        char *text;

        sample_make(&sample);
        sample.findings[0].role = TEXT_HIDDEN;
        sample.findings[1].role = TEXT_HIDDEN_LINK;
        text = render(&sample, cases[index].format, false);
        cr_expect_not_null(strstr(text, cases[index].expected), "%s", text);
        cr_expect_not_null(strstr(text, cases[index].link), "%s", text);
        alloc_free(text);
        ruleset_unref(sample.ruleset);
    }
}

Test(formats, every_format_says_why_a_detector_found_it)
{
    static const struct {
        const char *format, *expected;
    } cases[] = {
        { "text", "Reason: row 3 says \"no\"\n" },
        { "html", "<p>Reason: row 3 says &quot;no&quot;</p>" },
        { "jsonl", ",\"reason\":\"row 3 says \\\"no\\\"\"," },
        { "sarif", ",\"reason\":\"row 3 says \\\"no\\\"\"}" },
        { "csv", ",\"row 3 says \"\"no\"\"\"\r\n" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct sample sample;
        char *text;

        sample_make(&sample);
        sample.findings[0].reason = "row 3 says \"no\"";
        text = render(&sample, cases[index].format, false);
        cr_expect_not_null(strstr(text, cases[index].expected), "%s", text);
        alloc_free(text);
        ruleset_unref(sample.ruleset);
    }
}

Test(formats, the_kind_of_text_is_told_where_the_section_does_not)
{
    struct sample sample;
    char *text;

    sample_make(&sample);
    sample.findings[0].role = TEXT_LINK;
    sample.findings[1].role = TEXT_LINK;
    sample.findings[1].at.section = "relationships";
    text = render(&sample, "text", false);
    cr_expect_not_null(strstr(text, "  2:3 target of a link  ["), "%s", text);
    cr_expect_not_null(strstr(text, "  2:3 relationships  ["), "%s", text);
    alloc_free(text);
    ruleset_unref(sample.ruleset);
}

Test(formats, no_format_leaks_what_is_personal)
{
    for (const struct report_format *const *format = report_formats(); *format != NULL; format++) {
        struct sample sample;
        char *text;

        sample_make(&sample);
        text = render(&sample, (*format)->name, false);
        cr_expect_null(strstr(text, "11010519"), "%s: %s", (*format)->name, text);
        cr_expect_not_null(strstr(text, "110*************2X"), "%s: %s", (*format)->name, text);
        alloc_free(text);
        text = render(&sample, (*format)->name, true);
        cr_expect_not_null(strstr(text, resident_id), "%s: %s", (*format)->name, text);
        alloc_free(text);
        ruleset_unref(sample.ruleset);
    }
}

Test(formats, nothing_from_a_document_reaches_a_terminal)
{
    struct sample sample;
    char *text;

    sample_make(&sample);
    sample.findings[0] = support_finding(sample.findings[0].rule, "\x1b]0;x\x07测试密标\r", "测试密标");
    sample.findings[0].at.part = 1;
    text = render(&sample, "text", false);
    cr_expect_null(strchr(text, '\x1b'));
    cr_expect_null(strchr(text, '\x07'));
    cr_expect_null(strchr(text, '\r'));
    alloc_free(text);
    ruleset_unref(sample.ruleset);
}

Test(formats, csv_runs_no_formula)
{
    static const char *const starts[] = { "=", "+", "-", "@", "＝" };

    for (size_t index = 0; index < sizeof starts / sizeof starts[0]; index++) {
        char excerpt[64], wanted[64];
        struct sample sample;
        char *text;

        snprintf(excerpt, sizeof excerpt, "%scmd|测试密标", starts[index]);
        snprintf(wanted, sizeof wanted, ",\"'%scmd|测试密标\",", starts[index]);
        sample_make(&sample);
        sample.findings[0] = support_finding(sample.findings[0].rule, excerpt, "测试密标");
        sample.findings[0].at.part = 1;
        text = render(&sample, "csv", false);
        cr_expect_not_null(strstr(text, wanted), "%s", text);
        alloc_free(text);
        ruleset_unref(sample.ruleset);
    }
}

Test(formats, html_escapes_markup)
{
    struct sample sample;
    char *text;

    sample_make(&sample);
    sample.findings[0] = support_finding(sample.findings[0].rule, "<script>测试密标&", "测试密标");
    sample.findings[0].at.part = 1;
    text = render(&sample, "html", false);
    cr_expect_null(strstr(text, "<script>"));
    cr_expect_not_null(strstr(text, "&lt;script&gt;<mark>测试密标</mark>&amp;"));
    alloc_free(text);
    ruleset_unref(sample.ruleset);
}

Test(tally, adds_up)
{
    struct sample sample;
    struct report_tally tally = { 0 }, total = { 0 };

    sample_make(&sample);
    tally_scan(&tally, &sample.scan);
    cr_expect_eq(tally.files, 1);
    cr_expect_eq(tally.documents, 3);
    cr_expect_eq(tally.complete, 2);
    cr_expect_eq(tally.skipped, 1);
    cr_expect_eq(tally.incomplete, 0);
    cr_expect_eq(tally.bytes, 1000);
    cr_expect_eq(tally.findings[ACTION_BLOCK], 1);
    cr_expect_eq(tally.findings[ACTION_REVIEW], 1);
    cr_expect_eq(tally.problems[STATUS_ENCRYPTED], 1);
    cr_expect_eq(tally.verdict, VERDICT_BLOCK);
    tally_add(&total, &tally);
    tally_add(&total, &tally);
    cr_expect_eq(total.documents, total.complete + total.incomplete + total.skipped);
    cr_expect_eq(total.documents, 6);
    cr_expect_eq(total.verdict, VERDICT_BLOCK);
    ruleset_unref(sample.ruleset);
}

Test(report, memory_runs_out)
{
    struct sample sample;
    unsigned long nth;

    sample_make(&sample);
    for (nth = 1; nth < 200; nth++) {
        const struct report_options options = { .ruleset = sample.ruleset };
        struct report_context context = report_context_of(&options);
        struct report_pieces pieces = { BUF_INIT(1 << 20), BUF_INIT(1 << 20) };
        enum status status;

        alloc_fail_after(nth);
        status = report_document(report_format_find("jsonl"), &context, &sample.document, &pieces);
        alloc_fail_after(0);
        report_context_free(&context);
        buf_free(&pieces.items);
        buf_free(&pieces.notes);
        if (status == STATUS_OK)
            break;
        cr_expect_eq(status, STATUS_NO_MEMORY);
    }
    cr_expect_gt(nth, 1);
    cr_expect_lt(nth, 200);
    ruleset_unref(sample.ruleset);
}
