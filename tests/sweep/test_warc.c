/* SPDX-License-Identifier: Apache-2.0
 *
 * What the writer of WARC files writes, unpacked by zlib. Digests were computed with: printf … | openssl sha1 -binary |
 * base32. Other readers are asked in test_incidents.
 */
#include "sweep/warc.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { TEXT_SIZE = 1 << 16 };

static char folder[] = "/tmp/guanka-warc-XXXXXX", path[64];
static struct error error;
static struct warc *warc;

static void set_up(void)
{
    cr_assert(mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof path, "%s/a.warc.gz", folder);
    cr_assert_eq(warc_create(path, "zhang", "INC-1", 1700000000007, &warc, &error), STATUS_OK, "%s", error.message);
}

static void tear_down(void)
{
    warc_destroy(warc);
    unlink(path);
    rmdir(folder);
}

TestSuite(warc, .init = set_up, .fini = tear_down);

/* Unpacked; members are counted. */
static char *read_back(unsigned *members)
{
    static char text[TEXT_SIZE];
    static unsigned char packed[TEXT_SIZE];
    FILE *file = fopen(path, "rb");
    z_stream stream = { .next_in = packed, .next_out = (Bytef *)text, .avail_out = TEXT_SIZE - 1 };

    cr_assert(file != NULL);
    stream.avail_in = (uInt)fread(packed, 1, sizeof packed, file);
    cr_assert_eq(fclose(file), 0);
    *members = 0;
    while (stream.avail_in > 0) {
        cr_assert_eq(inflateInit2(&stream, 15 + 16), Z_OK);
        cr_assert_eq(inflate(&stream, Z_FINISH), Z_STREAM_END);
        cr_assert_eq(inflateEnd(&stream), Z_OK);
        ++*members;
    }
    *stream.next_out = '\0';
    return text;
}

static void has(const char *text, const char *part)
{
    cr_expect(strstr(text, part) != NULL, "%s\nlacks:\n%s", text, part);
}

static void add_answer(const char *head, const char *body)
{
    const struct warc_answer answer = { .url = "http://www.xyi.gov.cn/a",
                                        .peer = "10.0.0.1",
                                        .at_ms = 1700000000042,
                                        .request = bytes_of_text("GET /a HTTP/1.1\r\nHost: www.xyi.gov.cn\r\n\r\n"),
                                        .head = bytes_of_text(head),
                                        .body = bytes_of_text(body) };

    cr_assert_eq(warc_add_answer(warc, &answer, &error), STATUS_OK, "%s", error.message);
}

Test(warc, an_answer_has_a_member_of_its_own_its_request_and_digests)
{
    unsigned members;
    const char *text;

    add_answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\ncontent-length: 30\r\n\r\n",
               "<p>机密</p>");
    cr_assert_eq(warc_finish(warc, &error), STATUS_OK);
    text = read_back(&members);
    cr_expect_eq(members, 3);
    has(text, "WARC/1.0\r\nWARC-Type: warcinfo\r\n");
    has(text, "WARC-Date: 2023-11-14T22:13:20Z\r\n");
    has(text, "operator: zhang\r\nisPartOf: INC-1\r\n");
    has(text, "X-Crawler-Content-Length\r\n\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n");
    has(text, "WARC-Date: 2023-11-14T22:13:20Z\r\nWARC-Target-URI: http://www.xyi.gov.cn/a\r\n");
    has(text, "WARC-IP-Address: 10.0.0.1\r\n");
    has(text, "WARC-Block-Digest: sha1:3W3MBLKE27BQEFLBUMZNLAAQ3W75WLOD\r\nWARC-Payload-Digest: "
              "sha1:ILJ5SOE5HL544MSJBSEF4AB4AYHDIOMB\r\n");
    has(text, "Content-Type: application/http;msgtype=response\r\nContent-Length: 121\r\n\r\n"
              "HTTP/1.1 200 OK\r\nX-Crawler-Content-Encoding: gzip\r\nContent-Type: text/html\r\n"
              "X-Crawler-content-length: 30\r\n\r\n<p>机密</p>\r\n\r\nWARC/1.0\r\nWARC-Type: request\r\n");
    has(text, "WARC-Concurrent-To: <urn:uuid:");
    has(text, "\r\n\r\nGET /a HTTP/1.1\r\nHost: www.xyi.gov.cn\r\n\r\n\r\n\r\n");
}

Test(warc, of_several_heads_the_last_is_the_answers)
{
    unsigned members;
    const char *text;

    add_answer("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", "");
    text = read_back(&members);
    has(text, "Content-Length: 27\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n\r\nWARC/1.0\r\n");
    has(text, "WARC-Block-Digest: sha1:TCMEKS72FELKJWJAHEPLCH7UF4OF46LV\r\nWARC-Payload-Digest: "
              "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\n");
}

Test(warc, a_size_that_is_still_true_keeps_its_name)
{
    unsigned members;

    add_answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", "a");
    has(read_back(&members), "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na\r\n\r\n");
}

Test(warc, a_head_that_was_cut_off_gets_its_end)
{
    unsigned members;

    add_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", "a");
    has(read_back(&members), "HTTP/1.1 200 OK\r\nX-Crawler-Transfer-Encoding: chunked\r\n\r\na\r\n\r\n");
}

Test(warc, a_content_without_a_head_is_a_resource)
{
    unsigned members;
    const char *text;

    cr_assert_eq(warc_add_content(warc, "http://www.xyi.gov.cn/b", "", 1600000000000, bytes_of("", 0), &error),
                 STATUS_OK);
    text = read_back(&members);
    cr_expect_eq(members, 2);
    has(text, "WARC-Type: resource\r\n");
    has(text, "WARC-Date: 2020-09-13T12:26:40Z\r\n");
    has(text, "Content-Type: application/octet-stream\r\nContent-Length: 0\r\n\r\n\r\n\r\n");
}

Test(warc, what_is_large_comes_back)
{
    enum { SIZE = 300000 };
    char *body = malloc(SIZE + 1);
    struct warc_answer answer = { .url = "http://a/", .peer = "", .head = bytes_of_text("HTTP/1.1 200 OK\r\n\r\n") };
    unsigned char unpacked[4096];
    size_t total = 0;
    gzFile file;
    int size;

    cr_assert(body != NULL);
    for (size_t index = 0; index < SIZE; index++)
        body[index] = (char)(index * index >> 3);
    answer.body = bytes_of(body, SIZE);
    cr_assert_eq(warc_add_answer(warc, &answer, &error), STATUS_OK);
    cr_assert_eq(warc_finish(warc, &error), STATUS_OK);
    file = gzopen(path, "rb");
    while ((size = gzread(file, unpacked, sizeof unpacked)) > 0)
        total += (size_t)size;
    cr_expect_eq(size, 0);
    cr_expect_gt(total, (size_t)SIZE);
    cr_expect_lt(total, (size_t)SIZE + 4096);
    (void)gzclose(file);
    free(body);
}

Test(warc, nothing_is_written_over)
{
    struct warc *other = NULL;

    cr_expect_eq(warc_create(path, "li", "INC-2", 0, &other, &error), STATUS_IO);
    cr_expect(strstr(error.message, path) != NULL);
}

/* A type that a server gives, an operator's name: neither ends its line (WARC/1.0, section 4). */
Test(warc, fields_are_one_line_each)
{
    unsigned members;
    const char *text;

    warc_destroy(warc);
    unlink(path);
    cr_assert_eq(warc_create(path, "zhang\r\nisPartOf: INC-2", "INC-1", 1700000000007, &warc, &error), STATUS_OK);
    cr_assert_eq(warc_add_content(warc, "http://a.test/", "text/html\rX-Other: 1\x1b[2J\nX-More: 2", 1700000000007,
                                  bytes_of_text("a"), &error),
                 STATUS_OK);
    cr_assert_eq(warc_finish(warc, &error), STATUS_OK);
    text = read_back(&members);
    has(text, "operator: zhangisPartOf: INC-2\r\nisPartOf: INC-1\r\n");
    has(text, "Content-Type: text/htmlX-Other: 1[2JX-More: 2\r\nContent-Length: 1\r\n");
}
