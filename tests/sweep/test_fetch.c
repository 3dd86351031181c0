/* SPDX-License-Identifier: Apache-2.0
 *
 * A server on the loopback, of this program, that sends what a test has put down for it, byte by byte.
 */
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <signal.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "sweep/fetch.h"

enum { HEAD_MAX = 4096, BODY_MAX = 1 << 20, LONG_MS = 20000, POLL_MS = 100 };

/* ---- The server. */

struct answer {
    const void *data;
    size_t size;
    unsigned hold_ms;   /* before the connection is closed */
    size_t repetitions; /* of the data, 0: once */
};

static struct answer answer;
static char asked[HEAD_MAX]; /* the last head */
static int listener;
static char address[64];
static pthread_t server;

static bool read_head(int connection)
{
    size_t size = 0;

    while (size < sizeof asked - 1) {
        ssize_t got = read(connection, asked + size, sizeof asked - 1 - size);

        if (got <= 0)
            return false;
        size += (size_t)got;
        asked[size] = '\0';
        if (strstr(asked, "\r\n\r\n") != NULL)
            return true;
    }
    return false;
}

static void *serve(void *context)
{
    int connection;

    (void)context;
    while ((connection = accept(listener, NULL, NULL)) >= 0) {
        bool sent = read_head(connection);

        for (size_t count = 0; sent && count <= answer.repetitions; count++)
            sent = send(connection, answer.data, answer.size, MSG_NOSIGNAL) == (ssize_t)answer.size;
        (void)usleep(answer.hold_ms * 1000);
        (void)close(connection);
    }
    return NULL;
}

static void set_up(void)
{
    struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof name;

    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(bind(listener, (struct sockaddr *)&name, size), 0);
    cr_assert_eq(listen(listener, 5), 0);
    cr_assert_eq(getsockname(listener, (struct sockaddr *)&name, &size), 0);
    (void)snprintf(address, sizeof address, "http://127.0.0.1:%u/", (unsigned)ntohs(name.sin_port));
    cr_assert_eq(pthread_create(&server, NULL, serve, NULL), 0);
}

static void tear_down(void)
{
    (void)shutdown(listener, SHUT_RDWR);
    (void)pthread_join(server, NULL);
    (void)close(listener);
}

TestSuite(fetch, .init = set_up, .fini = tear_down, .timeout = 60);

/* ---- One request. */

struct got {
    unsigned count;
    enum fetch_outcome outcome;
    int status;
    char location[256], etag[64], charset[64], media_type[64], cookies[256], complaint[256];
    uint32_t retry_after_s, total_ms;
    char body[256];
    uint64_t body_size;
};

static void copy(char *to, size_t size, const char *from)
{
    (void)snprintf(to, size, "%s", from);
}

static void take(void *context, struct fetch_response *response)
{
    struct got *got = context;
    struct bytes body = { 0 };
    struct file_content *content;

    got->count++;
    got->outcome = response->outcome;
    got->status = response->status;
    got->retry_after_s = response->retry_after_s;
    got->total_ms = response->total_ms;
    copy(got->location, sizeof got->location, response->location);
    copy(got->etag, sizeof got->etag, response->etag);
    copy(got->charset, sizeof got->charset, response->charset);
    copy(got->media_type, sizeof got->media_type, response->media_type);
    copy(got->cookies, sizeof got->cookies, response->cookies);
    copy(got->complaint, sizeof got->complaint, response->complaint);
    if (response->outcome == FETCH_ANSWERED && response->body != NULL)
        cr_assert_eq(spool_finish(response->body, &body, &content), STATUS_OK);
    got->body_size = body.size;
    if (body.size > 0)
        (void)snprintf(got->body, sizeof got->body, "%.*s", (int)(body.size < 200 ? body.size : 200),
                       (const char *)body.data);
}

static struct address_guard guard;

static struct fetch_options usual(void)
{
    struct error error;

    guard = (struct address_guard){ 0 };
    cr_assert_eq(address_guard_add(&guard, "127.0.0.1/32", &error), STATUS_OK);
    return (struct fetch_options){ .guard = &guard,
                                   .user_agent = "test",
                                   .body_max = BODY_MAX,
                                   .connect_ms = LONG_MS,
                                   .total_ms = LONG_MS,
                                   .stall_seconds = LONG_MS / 1000,
                                   .connections_max = 4,
                                   .connections_per_host = 4 };
}

static struct got ask(const struct fetch_options *options, const struct fetch_request *how)
{
    struct fetch_request request = *how;
    struct got got = { 0 };
    struct fetch *fetch;

    if (request.url == NULL)
        request.url = address;
    cr_assert_eq(fetch_create(options, &fetch), STATUS_OK);
    cr_assert_eq(fetch_start(fetch, &request), STATUS_OK);
    while (fetch_under_way(fetch) > 0)
        cr_assert_eq(fetch_poll(fetch, POLL_MS, take, &got), STATUS_OK);
    fetch_destroy(fetch);
    cr_assert_eq(got.count, 1);
    return got;
}

static struct got get(const char *text)
{
    const struct fetch_options options = usual();

    answer = (struct answer){ .data = text, .size = strlen(text) };
    return ask(&options, &(struct fetch_request){ .url = NULL });
}

/* ---- What comes. */

Test(fetch, tells_what_the_server_says)
{
    struct got got = get("HTTP/1.1 200 OK\r\nContent-Type: Text/HTML ; charset=\"GBK\"\r\nETag: W/\"1\"\r\n"
                         "Set-Cookie: a=1; Path=/; HttpOnly\r\nSet-Cookie: b=2\r\nContent-Length: 4\r\n\r\npage");

    cr_expect_eq(got.outcome, FETCH_ANSWERED);
    cr_expect_eq(got.status, 200);
    cr_expect_str_eq(got.media_type, "Text/HTML");
    cr_expect_str_eq(got.charset, "GBK");
    cr_expect_str_eq(got.etag, "W/\"1\"");
    cr_expect_str_eq(got.cookies, "a=1; b=2");
    cr_expect_str_eq(got.body, "page");
}

/* RFC 9110, 15.2: what interim answers say is not of the answer. */
Test(fetch, forgets_interim_answers)
{
    struct got got = get("HTTP/1.1 103 Early Hints\r\nETag: \"early\"\r\nLocation: /early\r\n\r\n"
                         "HTTP/1.1 204 No Content\r\n\r\n");

    cr_expect_eq(got.status, 204);
    cr_expect_str_eq(got.etag, "");
    cr_expect_str_eq(got.location, "");
}

/* RFC 9110, 13.1. */
Test(fetch, asks_conditionally)
{
    static const char text[] = "HTTP/1.1 304 Not Modified\r\nETag: \"2\"\r\n\r\n";
    const struct fetch_options options = usual();
    struct got got;

    answer = (struct answer){ .data = text, .size = strlen(text) };
    got = ask(&options, &(struct fetch_request){ .etag = "\"2\"",
                                                 .modified = "Sat, 28 Nov 2026 01:00:00 GMT",
                                                 .cookies = "a=1",
                                                 .referer = "http://b/",
                                                 .user_agent = "other" });
    cr_expect_eq(got.outcome, FETCH_ANSWERED);
    cr_expect_eq(got.status, 304);
    cr_expect_not_null(strstr(asked, "\r\nIf-None-Match: \"2\"\r\n"), "%s", asked);
    cr_expect_not_null(strstr(asked, "\r\nIf-Modified-Since: Sat, 28 Nov 2026 01:00:00 GMT\r\n"), "%s", asked);
    cr_expect_not_null(strstr(asked, "\r\nCookie: a=1\r\n"), "%s", asked);
    cr_expect_not_null(strcasestr(asked, "\r\nReferer: http://b/\r\n"), "%s", asked);
    cr_expect_not_null(strcasestr(asked, "\r\nUser-Agent: other\r\n"), "%s", asked);
    (void)ask(&options, &(struct fetch_request){ .head = true });
    cr_expect_eq(strncmp(asked, "HEAD / ", 7), 0, "%s", asked);
    cr_expect_null(strstr(asked, "If-None-Match"), "%s", asked);
}

Test(fetch, tells_redirections_and_does_not_follow_them)
{
    struct got got = get("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x\r\nContent-Length: 0\r\n\r\n");

    cr_expect_eq(got.outcome, FETCH_ANSWERED);
    cr_expect_eq(got.status, 302);
    cr_expect_str_eq(got.location, "http://127.0.0.1:1/x");
}

/* RFC 9110, 10.2.3: seconds, or a date, which is left to the caller's own pause. */
Test(fetch, understands_how_long_to_wait)
{
    cr_expect_eq(get("HTTP/1.1 503 Busy\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n").retry_after_s, 120);
    cr_expect_eq(get("HTTP/1.1 503 Busy\r\nRetry-After: Sat, 28 Nov 2026 01:00:00 GMT\r\nContent-Length: 0\r\n\r\n")
                     .retry_after_s,
                 0);
    cr_expect_eq(get("HTTP/1.1 503 Busy\r\nRetry-After: 99999999999999\r\nContent-Length: 0\r\n\r\n").retry_after_s, 0);
}

/* ---- What goes wrong. */

Test(fetch, takes_no_half_answer_for_a_whole_one)
{
    cr_expect_eq(get("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf").outcome, FETCH_BROKEN);
    cr_expect_eq(get("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n").outcome, FETCH_BROKEN);
    cr_expect_eq(get("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n").outcome, FETCH_BROKEN);
    cr_expect_eq(get("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nhalf").outcome,
                 FETCH_BROKEN);
    cr_expect_eq(get("SSH-2.0-OpenSSH_9.2\r\n").outcome, FETCH_BROKEN);
    cr_expect_eq(get("").outcome, FETCH_BROKEN);
}

/* The limit is of bytes that are unpacked, and exactly that many are taken. */
Test(fetch, bounds_the_body)
{
    struct fetch_options options = usual();
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";

    answer = (struct answer){ .data = text, .size = strlen(text) };
    options.body_max = 10;
    cr_expect_str_eq(ask(&options, &(struct fetch_request){ .url = NULL }).body, "0123456789");
    options.body_max = 9;
    cr_expect_eq(ask(&options, &(struct fetch_request){ .url = NULL }).outcome, FETCH_TOO_LARGE);
}

/* 8 MiB in 8 KiB. */
Test(fetch, stops_a_gzip_bomb)
{
    static uint8_t zeros[8 << 20], packed[64 << 10];
    const struct fetch_options options = usual();
    z_stream stream = { .next_in = zeros, .avail_in = sizeof zeros, .avail_out = sizeof packed - 100 };
    size_t head;
    struct got got;

    head = (size_t)sprintf((char *)packed, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
    stream.next_out = packed + head;
    cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    answer = (struct answer){ .data = packed, .size = head + stream.total_out };
    (void)deflateEnd(&stream);
    got = ask(&options, &(struct fetch_request){ .url = NULL });
    cr_expect_eq(got.outcome, FETCH_TOO_LARGE);
}

Test(fetch, stops_a_head_without_end)
{
    static const char status[] = "HTTP/1.1 200 OK\r\n",
                      first[] = "HTTP/1.1 200 OK\r\nX: ", line[] = "X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";
    static char bytes[1 << 20];
    const struct fetch_options options = usual();

    memset(bytes, 'a', sizeof bytes);
    memcpy(bytes, first, sizeof first - 1);
    answer = (struct answer){ .data = bytes, .size = sizeof bytes };
    cr_expect_eq(ask(&options, &(struct fetch_request){ .url = NULL }).outcome, FETCH_TOO_LARGE, "one line");
    for (size_t at = strlen(status); at + sizeof line < sizeof bytes; at += sizeof line - 1)
        memcpy(bytes + at, line, sizeof line - 1);
    memcpy(bytes, status, strlen(status));
    cr_expect_eq(ask(&options, &(struct fetch_request){ .url = NULL }).outcome, FETCH_TOO_LARGE, "many lines");
}

Test(fetch, ends_in_time)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
    struct fetch_options options = usual();
    struct got got;

    options.total_ms = 300;
    answer = (struct answer){ .data = text, .size = strlen(text), .hold_ms = 2000 };
    got = ask(&options, &(struct fetch_request){ .url = NULL });
    cr_expect_eq(got.outcome, FETCH_TIMEOUT);
    cr_expect(got.total_ms >= 290 && got.total_ms < 1500, "%u ms", got.total_ms);
}

Test(fetch, goes_only_where_the_guard_allows)
{
    struct fetch_options options = usual();
    static const struct address_guard only_public;

    answer = (struct answer){ .data = "", .size = 0 };
    asked[0] = '\0';
    options.guard = &only_public;
    cr_expect_eq(ask(&options, &(struct fetch_request){ .url = NULL }).outcome, FETCH_NOT_ALLOWED);
    options = usual();
    cr_expect_eq(ask(&options, &(struct fetch_request){ .guard = &only_public }).outcome, FETCH_NOT_ALLOWED);
    cr_expect_str_eq(asked, "");
    cr_expect_eq(ask(&options, &(struct fetch_request){ .url = "http://127.0.0.1:1/" }).outcome, FETCH_UNREACHED);
}

/* A disk that is full is ours, not theirs, and no lack of memory. */
Test(fetch, says_when_there_is_no_room)
{
    static char bytes[64 << 10];
    const struct rlimit little = { 1 << 20, RLIM_INFINITY };
    struct fetch_options options = usual();
    size_t head = (size_t)sprintf(bytes, "HTTP/1.1 200 OK\r\n\r\n");
    struct got got;

    memset(bytes + head, 'a', sizeof bytes - head);
    answer = (struct answer){ .data = bytes, .size = sizeof bytes, .repetitions = 200 };
    options.body_max = 100 << 20;
    (void)signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &little), 0);
    got = ask(&options, &(struct fetch_request){ .url = NULL });
    cr_expect_eq(got.outcome, FETCH_NOT_KEPT);
    cr_expect_str_eq(got.complaint, "File too large");
}
