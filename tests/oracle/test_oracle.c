/* SPDX-License-Identifier: Apache-2.0
 *
 * The engine against an independent oracle (oracle.h), and against itself with the text cut elsewhere.
 */
#include <criterion/criterion.h>
#include <criterion/logging.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "engine/detectors.h"
#include "engine/scanner.h"
#include "oracle.h"
#include "text/literal_set.h"
#include "text/utf8.h"

enum {
    RANDOM_DOCUMENT_COUNT = 400,
    RANDOM_PIECES_MAX = 300,
    LAW_COUNT_MAX = 60,
    FILLER_COUNT = 2 * LITERAL_SET_WORTHWHILE,
    DOCUMENT_BYTES_MAX = 4 << 20,
    PATH_SIZE = 512,
};

/* Patterns are in canonical form: simplified, half-width punctuation, lower case. In the order of their
 * ids, as the engine orders them. */
static const struct oracle_rule rules[] = {
    { "oracle.article", false, { "第[一二三四五六七八九十百零]{1,6}条" } },
    { "oracle.authority", false, { "(市|县|区)?(人民)?政府(部门)?" } },
    /* Borders: a match may begin inside an accepted one and hide a shorter one whose border is not there. */
    { "oracle.border-first", false, { "(市人|人民|^民)(政府)?" } },
    { "oracle.border-last", false, { "(市人|人民政|民政$|民政府$)" } },
    { "oracle.border-left", false, { "\\b[a-z]{2,4}(市[a-z]{2})?" } },
    { "oracle.border-minus", false, { "([a-z]1|1-|\\b-)[0-9]{1,3}" } },
    { "oracle.border-right", false, { "(xa|ab1|b1\\b|b12\\b)" } },
    { "oracle.border-wild", false, { "[^0-9]\\b[a-z0-9]{2,4}" } },
    { "oracle.border-word", false, { "\\b\\w{2,5}(市\\w)?" } },
    { "oracle.date", false, { "\\d{4}年\\d{1,2}月(\\d{1,2}日)?" } },
    { "oracle.domain", false, { "[a-z]{3,8}\\.(com|cn|net)" } },
    { "oracle.duty", false, { "(应当|可以|不得)[^,。;:]{1,12}(报告|批准|备案)" } },
    { "oracle.mark",
      false,
      { "(绝密|机密|秘密)[★☆*]{1,3}(\\d{1,3}|[一二三四五六七八九十百]{1,4})(年|个月|月|天|日)" } },
    { "oracle.people", false, { "人民(政府|法院|检察院)?" } },
    { "oracle.words",
      true,
      { "机密", "机密文件", "文件资料", "资料", "赌博", "赌博网站", "网站", "abc", "abcd", "人民银行", "国务院",
        "行政区域" } },
};
enum { RULE_COUNT = sizeof rules / sizeof rules[0] };

/* Every way in which the same text is written, and what only looks like it. */
static const char *const pieces[] = {
    "机密",
    "機密",
    "机 密",
    "机\u200b密",
    "机\u3000密文 件",
    "文件资料",
    "文\n件",
    "資料",
    "赌博",
    "賭博網站",
    "网站",
    "网\u00ad站",
    "abc",
    "ABCD",
    "ａｂｃ",
    "ａｂｃｄ",
    "ab c",
    "机密★10年",
    "绝密☆☆三十年",
    "秘 密 ★ １０ 年",
    "秘密*五个月",
    "秘密★年",
    "第十条",
    "第 二十三 条",
    "第条",
    "第一百二十三条",
    "人民",
    "人民政府",
    "人民法院",
    "人民 检察院",
    "市人民政府",
    "县政府部门",
    "区政府",
    "政府",
    "2024年3月",
    "2024年3月15日",
    "２０２４年０３月１５日",
    "24年3月",
    "example.com",
    "ＥＸＡＭＰＬＥ．cn",
    "site.net",
    "应当立即向上级报告",
    "不得擅自批准",
    "应当，报告",
    "可以不经过任何人同意就自行批准",
    "市人",
    "民政",
    "民政府",
    "ab",
    "b1",
    "xa",
    "xab1",
    "b12",
    "efgh",
    "-",
    "a1-2",
    "1-23",
    "_",
    "人民银行",
    "国务院",
    "國務院",
    "行政区域",
    "⾏政区域",
    "，",
    "。",
    "；",
    ": ",
    "（",
    "）",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "\u3000",
    "的",
    "了",
    "和",
    "是",
    "说明",
    "x",
    "1",
    "23",
    "？",
    "、",
    "★",
    "*",
    "条",
    "年",
    "月",
    "日",
    "市",
    "县",
    "区",
    "部门",
    "€",
    "𠀀",
};
enum { PIECE_COUNT = sizeof pieces / sizeof pieces[0] };

/* Longer than any margin, so that the plain text reader does not take the text for wrapped lines. */
static const char opening[] =
    "本文件的第一行特别长，这样读取纯文本的程序就不会把后面各行当作按固定宽度折行的段落而把它们连接起来，"
    "因为折行的文本里没有一行能够超出页边，而这一行显然已经远远超出了任何合理的页边宽度，所以不是折行。\n";

struct bench {
    char folder[PATH_SIZE];
    struct ruleset *ruleset;
    struct scanner *scanner;
    struct oracle *oracle;
    struct limits limits;
};

static uint32_t random_below(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % below;
}

static FILE *bench_file(const struct bench *bench, const char *name, char *path)
{
    (void)snprintf(path, PATH_SIZE, "%.200s/%s", bench->folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file, "%s", path);
    return file;
}

/* Words that stand nowhere, so many that the list is long enough for a literal_set. */
static void fillers_write(FILE *words)
{
    for (uint32_t code_point = 0x4E00; code_point < 0x4E00 + FILLER_COUNT; code_point++) {
        char text[8] = { 0 };

        (void)utf8_encode(code_point, text);
        (void)fprintf(words, "龘%s龘\n", text);
    }
}

static void rule_write(const struct bench *bench, const struct oracle_rule *rule, FILE *pack)
{
    char path[PATH_SIZE];

    (void)fprintf(
        pack,
        "  - id: %s\n    name: {zh: 测试, en: test}\n    category: quality\n    basis: [R2-2]\n    action: note\n"
        "    in: [body]\n    advice: {zh: 无, en: none}\n",
        rule->id);
    if (rule->is_words) {
        FILE *words = bench_file(bench, "words.txt", path);
        for (size_t index = 0; rule->patterns[index] != NULL; index++)
            (void)fprintf(words, "%s\n", rule->patterns[index]);
        fillers_write(words);
        (void)fclose(words);
        (void)fprintf(pack, "    match: {words: words.txt}\n");
        return;
    }
    (void)fprintf(pack, "    match:\n      regex:\n");
    for (size_t index = 0; rule->patterns[index] != NULL; index++)
        (void)fprintf(pack, "        - '%s'\n", rule->patterns[index]);
}

static void bench_open(struct bench *bench)
{
    static const struct limits limits = LIMITS_DEFAULT;
    char path[PATH_SIZE];
    struct error error = { 0 };

    (void)snprintf(bench->folder, sizeof bench->folder, "/tmp/guanka-oracle-XXXXXX");
    cr_assert_not_null(mkdtemp(bench->folder));
    FILE *pack = bench_file(bench, "pack.yaml", path);
    (void)fprintf(pack, "pack: oracle\nversion: 1\nrules:\n");
    for (size_t index = 0; index < RULE_COUNT; index++)
        rule_write(bench, &rules[index], pack);
    (void)fclose(pack);
    const char *paths[] = { path };
    struct ruleset_options options = { .paths = paths, .path_count = 1 };
    cr_assert_eq(ruleset_load(&options, &bench->ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(detectors_prepare(bench->ruleset, &error), STATUS_OK, "%s", error.message);
    bench->limits = limits;
    bench->limits.findings_max = 1000000;
    cr_assert_eq(scanner_create(&bench->limits, NULL, &bench->scanner), STATUS_OK);
    bench->oracle = oracle_create(rules, RULE_COUNT);
}

static int file_remove(const char *path, const struct stat *stat, int kind, struct FTW *walk)
{
    (void)stat, (void)kind, (void)walk;
    return remove(path);
}

static void bench_close(struct bench *bench)
{
    oracle_destroy(bench->oracle);
    scanner_destroy(bench->scanner);
    ruleset_unref(bench->ruleset);
    (void)nftw(bench->folder, file_remove, 8, FTW_DEPTH | FTW_PHYS);
}

static const struct scan *bench_scan(struct bench *bench, struct bytes document, const char *name, const char *charset)
{
    struct part_hint hint = { .name = name, .charset = charset };
    const struct scan *scan = NULL;

    cr_assert_eq(scanner_scan(bench->scanner, bench->ruleset, document, NULL, &hint, &scan), STATUS_OK);
    cr_assert_eq(scan->gap_count, 0, "%s: %s", name, scan->gaps[0].detail != NULL ? scan->gaps[0].detail : "gap");
    return scan;
}

static struct oracle_finding finding_of(const struct finding *finding)
{
    struct oracle_finding answer = {
        .rule = RULE_COUNT, .source = finding->at.source, .line = finding->at.line, .column = finding->at.column
    };
    for (size_t index = 0; index < RULE_COUNT; index++)
        if (strcmp(rules[index].id, finding->rule->id) == 0)
            answer.rule = index;
    return answer;
}

static int finding_compare(const void *left, const void *right)
{
    const struct oracle_finding *a = left, *b = right;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    return a->source.start < b->source.start ? -1 : a->source.start > b->source.start;
}

static void compare(struct bench *bench, const struct scan *scan, struct bytes document, const char *name)
{
    size_t count;
    const struct oracle_finding *expected = oracle_find(bench->oracle, &count);
    struct oracle_finding *actual = calloc(scan->finding_count + 1, sizeof *actual);

    cr_assert_not_null(actual);
    for (size_t index = 0; index < scan->finding_count; index++)
        actual[index] = finding_of(&scan->findings[index]);
    qsort(actual, scan->finding_count, sizeof *actual, finding_compare);
    for (size_t index = 0; index < count || index < scan->finding_count; index++) {
        const struct oracle_finding *want = &expected[index], *got = &actual[index];
        bool same = index < count && index < scan->finding_count && want->rule == got->rule
                    && want->source.start == got->source.start && want->source.end == got->source.end
                    && want->line == got->line && want->column == got->column;
        if (same)
            continue;
        if (index < count)
            cr_log_warn("oracle: %s %lu-%lu %u:%u `%.*s`", rules[want->rule].id, want->source.start, want->source.end,
                        want->line, want->column, (int)(want->source.end - want->source.start),
                        (const char *)document.data + want->source.start);
        if (index < scan->finding_count)
            cr_log_warn("engine: %s %lu-%lu %u:%u `%.*s`", got->rule < RULE_COUNT ? rules[got->rule].id : "?",
                        got->source.start, got->source.end, got->line, got->column,
                        (int)(got->source.end - got->source.start), (const char *)document.data + got->source.start);
        cr_assert_fail("%s: finding %zu of %zu (engine: %zu) differs", name, index, count, scan->finding_count);
    }
    free(actual);
}

/* `text` is UTF-8. */
static void check_document(struct bench *bench, struct bytes text, const char *name)
{
    struct bytes document = oracle_encode(bench->oracle, text, ENCODING_UTF8);
    compare(bench, bench_scan(bench, document, "a.txt", "utf-8"), document, name);
    document = oracle_encode(bench->oracle, text, ENCODING_GB18030);
    compare(bench, bench_scan(bench, document, "a.txt", "gb18030"), document, name);
}

static struct bytes random_document(struct buf *out, uint64_t seed)
{
    uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;

    buf_clear(out);
    buf_text(out, opening);
    for (uint32_t count = random_below(&state, RANDOM_PIECES_MAX), tabs = 0; count > 0; count--) {
        const char *piece = pieces[random_below(&state, PIECE_COUNT)];

        /* A line with two is the head of a table to the plain text reader. */
        tabs = strchr(piece, '\n') != NULL ? 0 : tabs + (piece[0] == '\t');
        buf_text(out, piece[0] == '\t' && tabs > 1 ? " " : piece);
    }
    return buf_bytes(out);
}

Test(oracle, random_texts)
{
    struct bench bench;
    struct buf text = BUF_INIT(DOCUMENT_BYTES_MAX);
    size_t count, sum = 0;

    bench_open(&bench);
    for (uint64_t seed = 0; seed < RANDOM_DOCUMENT_COUNT; seed++) {
        char name[64];
        (void)snprintf(name, sizeof name, "random document %lu", seed);
        check_document(&bench, random_document(&text, seed), name);
        (void)oracle_find(bench.oracle, &count);
        sum += count;
    }
    /* Or the comparison would be of nothing with nothing. */
    cr_assert_gt(sum, 10 * RANDOM_DOCUMENT_COUNT);
    buf_free(&text);
    bench_close(&bench);
}

/* nftw has no argument of its own for its visitor. */
static struct {
    char paths[4096][PATH_SIZE];
    size_t count;
} laws;

static int law_add(const char *path, const struct stat *stat, int kind, struct FTW *walk)
{
    (void)stat, (void)walk;
    size_t size = strlen(path);
    if (kind == FTW_F && size > 3 && strcmp(path + size - 3, ".md") == 0 && laws.count < 4096)
        (void)snprintf(laws.paths[laws.count++], PATH_SIZE, "%s", path);
    return 0;
}

static int law_compare(const void *left, const void *right)
{
    return strcmp(left, right);
}

Test(oracle, laws)
{
    struct bench bench;
    struct buf text = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error error;

    if (access(GUANKA_SOURCE_DIR "/../shared/data/laws", R_OK) != 0)
        cr_skip_test("../shared/data/laws is not here");
    (void)nftw(GUANKA_SOURCE_DIR "/../shared/data/laws", law_add, 16, FTW_PHYS);
    qsort(laws.paths, laws.count, PATH_SIZE, law_compare);
    bench_open(&bench);
    size_t step = laws.count / LAW_COUNT_MAX + 1;
    for (size_t index = 0; index < laws.count; index += step) {
        struct buf law = BUF_INIT(DOCUMENT_BYTES_MAX);
        cr_assert_eq(file_read(laws.paths[index], &law, &error), STATUS_OK, "%s", error.message);
        buf_clear(&text);
        buf_text(&text, opening);
        buf_append(&text, law.data, law.size);
        cr_assert_eq(buf_status(&text), STATUS_OK);
        check_document(&bench, buf_bytes(&text), laws.paths[index]);
        buf_free(&law);
    }
    buf_free(&text);
    bench_close(&bench);
}

/* Everything that a report is made from. */
static void scan_write(const struct scan *scan, struct buf *out)
{
    buf_clear(out);
    buf_format(out, "%zu parts, %zu gaps, text %lu\n", scan->part_count, scan->gap_count, scan->text_bytes);
    for (size_t index = 0; index < scan->finding_count; index++) {
        const struct finding *finding = &scan->findings[index];
        buf_format(out, "%s part %u %lu-%lu %u:%u role %d x%u #%u ", finding->rule->id, finding->at.part,
                   finding->at.source.start, finding->at.source.end, finding->at.line, finding->at.column,
                   (int)finding->role, finding->occurrences, finding->ordinal);
        for (size_t byte = 0; byte < sizeof finding->fingerprint; byte++)
            buf_format(out, "%02x", ((const uint8_t *)&finding->fingerprint)[byte]);
        buf_text(out, " ");
        buf_append(out, finding->match, finding->match_size);
        buf_text(out, " | ");
        buf_append(out, finding->excerpt, finding->excerpt_size);
        buf_text(out, "\n");
    }
    cr_assert_eq(buf_status(out), STATUS_OK);
}

static void check_windows(struct bench *bench, struct bytes document, const char *name)
{
    static const size_t windows[] = { 64, 65, 100, 257, 1024, 4096, 65536 };
    struct buf whole = BUF_INIT(DOCUMENT_BYTES_MAX), cut = BUF_INIT(DOCUMENT_BYTES_MAX);

    scanner_set_window(bench->scanner, DOCUMENT_BYTES_MAX);
    scan_write(bench_scan(bench, document, name, "utf-8"), &whole);
    for (size_t index = 0; index < sizeof windows / sizeof windows[0]; index++) {
        scanner_set_window(bench->scanner, windows[index]);
        scan_write(bench_scan(bench, document, name, "utf-8"), &cut);
        cr_assert_str_eq(cut.data, whole.data, "%s: a window of %zu bytes gives other findings", name, windows[index]);
    }
    buf_free(&whole);
    buf_free(&cut);
}

/* The same pieces as a page: in elements that glue or break, visible and hidden. */
static struct bytes random_page(struct buf *out, uint64_t seed)
{
    static const char *const markup[] = {
        "<b>",  "</b>",          "<p>",           "</p>",    "<td>",   "<br>",     "<i style='display:none'>",
        "</i>", "<!-- 机密 -->", "<span hidden>", "</span>", "&nbsp;", "&#26426;", "<img alt='机密'>"
    };
    uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) + 7;

    buf_clear(out);
    buf_text(out, "<!DOCTYPE html><meta charset=utf-8><title>机密文件</title><body>");
    for (uint32_t count = random_below(&state, RANDOM_PIECES_MAX); count > 0; count--) {
        if (random_below(&state, 3) == 0)
            buf_text(out, markup[random_below(&state, sizeof markup / sizeof markup[0])]);
        buf_text(out, pieces[random_below(&state, PIECE_COUNT)]);
    }
    return buf_bytes(out);
}

Test(oracle, no_result_depends_on_where_text_was_cut)
{
    struct bench bench;
    struct buf text = BUF_INIT(DOCUMENT_BYTES_MAX);

    bench_open(&bench);
    for (uint64_t seed = 0; seed < RANDOM_DOCUMENT_COUNT / 4; seed++) {
        check_windows(&bench, random_document(&text, seed), "a.txt");
        check_windows(&bench, random_page(&text, seed), "a.html");
    }
    buf_free(&text);
    bench_close(&bench);
}
