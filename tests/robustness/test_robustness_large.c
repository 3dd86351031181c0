/* SPDX-License-Identifier: Apache-2.0
 *
 * Large input: memory stays bounded, a run can be ended, and a file may shrink while it is read.
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "sandbox.h"

#define WITNESS_FOUND "(findings(\"in/witness.txt\") | length) == 1"
#define SCAN(...) sandbox_scan(&sandbox, (const char *const[]){ __VA_ARGS__, NULL })
#define SCAN_OPTIONS "scan", "--rules", "pack.yaml", "--format", "jsonl"

static const char prose[] =
    "各级人民政府应当加强对政府信息公开工作的组织领导，定期对政府信息公开工作进行考核、评议。\n";
static const char prose_without_end[] =
    "各级人民政府应当加强对政府信息公开工作的组织领导，定期对政府信息公开工作进行考核。";

enum { MEMORY_BYTES_MAX = 256 << 20 };

static void append_word(const struct sandbox *sandbox, const char *name)
{
    int file = open(sandbox_path(sandbox, name).text, O_WRONLY | O_APPEND);
    static const char text[] = "这里有" SANDBOX_WORD "一处。";

    cr_assert_eq(write(file, text, sizeof text - 1), (ssize_t)(sizeof text - 1));
    (void)close(file);
}

static void expect_bounded_memory(const struct sandbox *sandbox)
{
    (void)sandbox;
/* A sanitizer's own memory is not ours. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    cr_assert_leq(sandbox->memory_bytes_max, MEMORY_BYTES_MAX, "%lu MiB", sandbox->memory_bytes_max >> 20);
#endif
}

Test(robustness_large, single_line_of_100_megabytes)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    sandbox_write_repeated(&sandbox, "in/line.txt", prose_without_end, 100 << 20);
    append_word(&sandbox, "in/line.txt");
    SCAN("--jobs", "1", "in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND);
    sandbox_expect(&sandbox, "findings(\"in/line.txt\") | length == 1 and .[0].line == 1 and "
                             ".[0].byte_end - .[0].byte_start == 15 and .[0].byte_start > 104857600");
    expect_bounded_memory(&sandbox);
    sandbox_close(&sandbox);
}

Test(robustness_large, text_of_half_a_gigabyte_in_bounded_memory)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    sandbox_write_repeated(&sandbox, "in/large.txt", prose, 512 << 20);
    append_word(&sandbox, "in/large.txt");
    SCAN("--jobs", "1", "in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND " and (findings(\"in/large.txt\") | length) == 1");
    expect_bounded_memory(&sandbox);
    sandbox_close(&sandbox);
}

Test(robustness_large, page_of_100_megabytes_in_bounded_memory)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    sandbox_write_repeated(&sandbox, "in/large.html",
                           "<div class=\"a\"><p>各级人民政府应当加强对政府信息公开工作的组织领导。</p></div>\n",
                           100 << 20);
    append_word(&sandbox, "in/large.html");
    SCAN("--jobs", "1", "in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND " and (findings(\"in/large.html\") | length) == 1");
    expect_bounded_memory(&sandbox);
    sandbox_close(&sandbox);
}

/* ISO 7064, MOD 11-2, as GB 11643-1999 applies it. */
static char check_character(const char *number)
{
    static const unsigned weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    unsigned sum = 0;

    for (size_t place = 0; place < 17; place++)
        sum += (unsigned)(number[place] - '0') * weights[place];
    return "10X98765432"[sum % 11];
}

/* The table rule counts rows and different values without keeping them. */
Test(robustness_large, list_of_a_million_people_in_bounded_memory)
{
    enum { ROWS = 1000000 };
    struct sandbox sandbox;
    FILE *list;

    sandbox_open(&sandbox);
    sandbox_write_text(&sandbox, "list.yaml",
                       "pack: list\nversion: 1\nrules:\n  - id: list.identity\n    name: {zh: 名单, en: List}\n    category: personal\n"
                       "    action: note\n    basis: [R1-14]\n    advice: {zh: 删除, en: remove}\n    in: [body]\n"
                       "    match: {detector: table, outcome: identity}\n");
    list = fopen(sandbox_path(&sandbox, "in/list.csv").text, "wb");
    cr_assert_not_null(list);
    (void)fputs("序号,姓名,身份证号,金额\n", list);
    for (unsigned row = 1; row <= ROWS; row++) {
        char number[32];

        (void)snprintf(number, sizeof number, "522301%04u%02u%02u%03u", 1940 + row % 70, 1 + row % 12, 1 + row / 12 % 28,
                       row / 336 % 1000);
        (void)fprintf(list, "%u,张三,%s%c,300\n", row, number, check_character(number));
    }
    cr_assert_eq(fclose(list), 0);
    SCAN("--jobs", "1", "--rules", sandbox_path(&sandbox, "list.yaml").text, "in");
    sandbox_expect(&sandbox, WITNESS_FOUND);
    sandbox_expect(&sandbox, "findings(\"in/list.csv\") | length == 1 and .[0].occurrences == 1000000");
    expect_bounded_memory(&sandbox);
    sandbox_close(&sandbox);
}

/* One member of the size of the archive: it goes through a temporary file. */
Test(robustness_large, tar_of_half_a_gigabyte_in_bounded_memory)
{
    struct sandbox sandbox;
    enum { MEMBER_SIZE = 512 << 20, BLOCK_SIZE = 512 };
    char header[BLOCK_SIZE] = "large.txt", zeros[2 * BLOCK_SIZE] = "";

    sandbox_open(&sandbox);
    sandbox_write_repeated(&sandbox, "member", prose, MEMBER_SIZE - 1024);
    append_word(&sandbox, "member");
    cr_assert_eq(truncate(sandbox_path(&sandbox, "member").text, MEMBER_SIZE), 0);
    /* POSIX.1-2017, pax, "ustar Interchange Format". */
    memcpy(header + 100, "0000644", 7);
    (void)snprintf(header + 124, 12, "%011o", (unsigned)MEMBER_SIZE);
    memcpy(header + 136, "00000000000", 11);
    memset(header + 148, ' ', 8);
    header[156] = '0';
    memcpy(header + 257, "ustar\00000", 8);
    unsigned sum = 0;
    for (size_t index = 0; index < sizeof header; index++)
        sum += (uint8_t)header[index];
    (void)snprintf(header + 148, 8, "%06o", sum);
    char *piece = malloc(1 << 20);
    FILE *member = fopen(sandbox_path(&sandbox, "member").text, "rb");
    FILE *tar = fopen(sandbox_path(&sandbox, "in/large.tar").text, "wb");
    cr_assert(piece != NULL && member != NULL && tar != NULL);
    (void)fwrite(header, 1, sizeof header, tar);
    for (size_t size; (size = fread(piece, 1, 1 << 20, member)) > 0;)
        cr_assert_eq(fwrite(piece, 1, size, tar), size);
    (void)fwrite(zeros, 1, sizeof zeros, tar);
    (void)fclose(member);
    cr_assert_eq(fclose(tar), 0);
    free(piece);
    SCAN("--jobs", "1", "in");
    sandbox_expect(&sandbox, WITNESS_FOUND " and (findings(\"in/large.tar!/large.txt\") | length) == 1");
    expect_bounded_memory(&sandbox);
    sandbox_close(&sandbox);
}

/* ---- web archives of a gigabyte ---- */

enum { ARCHIVE_SIZE = 1 << 30, PAGE_SIZE = 64 << 10, RECORD_SIZE_MAX = PAGE_SIZE + 1024 };

/* A record of an answer that is a page of `prose` (ISO 28500, 5). */
static struct buf web_record(const char *uri, const char *text, size_t text_size)
{
    struct buf body = BUF_INIT(2 * PAGE_SIZE), record = BUF_INIT(2 * RECORD_SIZE_MAX);

    buf_text(&body, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>");
    while (body.size + strlen(text) <= text_size)
        buf_text(&body, text);
    buf_text(&body, "</p></body></html>");
    buf_format(&record,
               "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\n"
               "Content-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n",
               uri, body.size);
    buf_append(&record, body.data, body.size);
    buf_text(&record, "\r\n\r\n");
    cr_assert_eq(buf_status(&record), STATUS_OK);
    buf_free(&body);
    return record;
}

static struct buf gzip_of(const struct buf *record)
{
    struct buf packed = BUF_INIT(2 * RECORD_SIZE_MAX);
    char *output = buf_reserve(&packed, RECORD_SIZE_MAX);
    z_stream stream = { .next_in = (Bytef *)record->data, .avail_in = (uInt)record->size };

    stream.next_out = (Bytef *)output;
    stream.avail_out = RECORD_SIZE_MAX;
    cr_assert_eq(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.size = (size_t)stream.total_out;
    (void)deflateEnd(&stream);
    return packed;
}

static void write_web_archive(const struct sandbox *sandbox, const char *name, const struct buf *page,
                              const struct buf *last, unsigned count)
{
    FILE *file = fopen(sandbox_path(sandbox, name).text, "wb");

    cr_assert_not_null(file);
    while (count-- > 0)
        cr_assert_eq(fwrite(page->data, 1, page->size, file), page->size);
    cr_assert_eq(fwrite(last->data, 1, last->size, file), last->size);
    cr_assert_eq(fclose(file), 0);
}

Test(robustness_large, web_archives_of_a_gigabyte_in_bounded_memory)
{
    struct sandbox sandbox;
    struct buf page = web_record("http://gov.test/page", prose, PAGE_SIZE);
    struct buf last = web_record("http://gov.test/last", "这里有" SANDBOX_WORD "一处。", 120);
    struct buf packed_page = gzip_of(&page), packed_last = gzip_of(&last);
    unsigned count = (unsigned)(ARCHIVE_SIZE / page.size);

    sandbox_open(&sandbox);
    write_web_archive(&sandbox, "in/plain.warc", &page, &last, count);
    SCAN("--jobs", "1", "in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND
                   " and (findings(\"in/plain.warc!/http://gov.test/last\") | length) == 1");
    expect_bounded_memory(&sandbox);
    cr_assert_eq(unlink(sandbox_path(&sandbox, "in/plain.warc").text), 0);
    write_web_archive(&sandbox, "in/packed.warc.gz", &packed_page, &packed_last, count);
    SCAN("--jobs", "1", "in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND
                   " and (findings(\"in/packed.warc.gz!/http://gov.test/last\") | length) == 1");
    expect_bounded_memory(&sandbox);
    sandbox_close(&sandbox);
    buf_free(&page);
    buf_free(&last);
    buf_free(&packed_page);
    buf_free(&packed_last);
}

Test(robustness_large, interrupt_ends_with_what_was_found)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    sandbox_write_repeated(&sandbox, "in/large.txt", prose, 400 << 20);
    sandbox_begin(&sandbox, &(struct sandbox_start){ 0 },
                  (const char *const[]){ SCAN_OPTIONS, "--output", "out.jsonl", "--jobs", "1", "in", NULL });
    sandbox_wait_for_opening(&sandbox, "in/large.txt");
    cr_assert_eq(kill(sandbox.process, SIGINT), 0);
    sandbox_end(&sandbox);
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_check_answer(&sandbox);
    sandbox_expect(&sandbox, "summary.documents == 2 and summary.incomplete >= 1");
    sandbox_expect(&sandbox,
                   "document(\"in/large.txt\") | .status != \"complete\" and .problems[0].code == \"stopped\"");
    sandbox_close(&sandbox);
}

Test(robustness_large, file_that_shrinks_while_it_is_read)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    sandbox_write_repeated(&sandbox, "in/large.txt", prose, 400 << 20);
    sandbox_begin(&sandbox, &(struct sandbox_start){ 0 },
                  (const char *const[]){ SCAN_OPTIONS, "--output", "out.jsonl", "--jobs", "1", "in", NULL });
    sandbox_wait_for_opening(&sandbox, "in/large.txt");
    cr_assert_eq(truncate(sandbox_path(&sandbox, "in/large.txt").text, 100000), 0);
    sandbox_end(&sandbox);
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_check_answer(&sandbox);
    sandbox_expect(&sandbox, WITNESS_FOUND);
    sandbox_expect(&sandbox, "document(\"in/large.txt\") | .status != \"complete\" and .problems[0].code == \"io\"");
    sandbox_close(&sandbox);
}
