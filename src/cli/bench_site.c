/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_site.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/file.h"
#include "cli/complain.h"
#include "cli/corpus_page.h"
#include "gate/http_server.h"
#include "report/words.h"

enum {
    BODY_COUNT = 64, /* that the sample's pages are made of, each with its own number and links */
    PAGE_SIZE_MAX = 8 << 20,
    FILE_SIZE_MAX = 1 << 30,
    LINKS_PER_LIST = 200,
    PATH_SIZE_MAX = 8192,
    BACKLOG = 128,
    WORKERS = 4,
    CONNECTIONS = 256
};

static const char list_form[] = "/guanka-bench-%zu.html";
static const uint64_t sample_seed = 20261129;

struct served_file {
    const char *name; /* the path of its address, without the first slash, not escaped */
    const char *path;
};

/* A page of corpus_page.h without the targets of its links. */
struct body {
    struct buf text;
    size_t *links; /* where in the text a target belongs */
    size_t link_count, link_capacity;
    size_t start; /* of what is below <body> */
};

struct bench_site {
    struct served_file *files; /* by name; NULL: the sample */
    size_t count;
    struct body bodies[BODY_COUNT];
};

/* ---- Files. */

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct served_file *)left)->name, ((const struct served_file *)right)->name);
}

static const char *name_below(const char *root, const char *path)
{
    size_t size = root != NULL ? strlen(root) : 0;

    while (size > 0 && root[size - 1] == '/')
        size--;
    if (size > 0 && strncmp(path, root, size) == 0 && path[size] == '/')
        path += size;
    return path + strspn(path, "/");
}

static enum status take_files(struct bench_site *site, const struct walk *walk, const char *root, struct error *error)
{
    site->files = alloc_zeroed(walk->count + 1, sizeof *site->files);
    if (site->files == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < walk->count; index++) {
        const struct walk_file *file = &walk->files[index];

        if (file->kind == WALK_FILE && file->size <= FILE_SIZE_MAX)
            site->files[site->count++] = (struct served_file){ name_below(root, file->path), file->path };
        else
            complain(_("guanka: %s is left out: %s\n"), file->shown,
                    file->kind == WALK_UNREAD ? status_code(file->why) : status_code(STATUS_UNSUPPORTED));
    }
    if (site->count == 0)
        return error_set(error, STATUS_INVALID, _("there is no file to serve; name another folder"));
    qsort(site->files, site->count, sizeof *site->files, by_name);
    return STATUS_OK;
}

static const struct served_file *find_file(const struct bench_site *site, const char *name)
{
    const struct served_file key = { .name = name };

    return bsearch(&key, site->files, site->count, sizeof *site->files, by_name);
}

/* ---- The sample. */

static enum status take_link(struct body *body)
{
    enum status status = ARRAY_GROW(&body->links, &body->link_capacity, body->link_count + 1);

    if (status == STATUS_OK)
        body->links[body->link_count++] = body->text.size;
    return status;
}

/* Links to columns and articles lose their targets, which exist nowhere. */
static enum status take_body(struct body *body, const struct buf *page)
{
    const char *next = page->data;
    enum status status = STATUS_OK;

    body->text = (struct buf)BUF_INIT(PAGE_SIZE_MAX);
    while (status == STATUS_OK) {
        const char *link = strstr(next, "href=\"/");

        if (link == NULL)
            break;
        link += strlen("href=\"");
        buf_append(&body->text, next, (size_t)(link - next));
        next = link;
        if (strncmp(link, "/col/", 5) != 0 && strncmp(link, "/art/", 5) != 0)
            continue;
        status = take_link(body);
        next += strcspn(next, "\"");
    }
    buf_text(&body->text, next);
    if (status == STATUS_OK)
        status = buf_status(&body->text);
    if (status == STATUS_OK) {
        const char *start = strstr(body->text.data, "<body>\n");

        body->start = start != NULL ? (size_t)(start - body->text.data) + strlen("<body>\n") : 0;
    }
    return status;
}

static enum status make_sample(struct bench_site *site, uint32_t pages)
{
    struct prose prose;
    struct page_maker maker = { .prose = &prose, .chance = { sample_seed }, .out = BUF_INIT(PAGE_SIZE_MAX) };
    enum status status = prose_read(&prose, prose_built_in);

    site->count = pages;
    for (size_t index = 0; index < BODY_COUNT && status == STATUS_OK; index++) {
        page_make(&maker);
        status = buf_status(&maker.out);
        if (status == STATUS_OK)
            status = take_body(&site->bodies[index], &maker.out);
    }
    buf_free(&maker.out);
    prose_free(&prose);
    return status;
}

/* A page leads to others all over the site, so that the order in which they are met is not that of their numbers. */
static void write_page(const struct bench_site *site, size_t number, struct buf *out)
{
    const struct body *body = &site->bodies[number % BODY_COUNT];
    size_t from = body->start;

    buf_append(out, body->text.data, body->start);
    buf_format(out, "<p>第%zu号</p>\n", number);
    for (size_t index = 0; index < body->link_count; index++) {
        buf_append(out, body->text.data + from, body->links[index] - from);
        buf_format(out, "/page/%zu.html", (number * 31 + index * 7919 + 1) % site->count);
        from = body->links[index];
    }
    buf_append(out, body->text.data + from, body->text.size - from);
}

/* ---- Lists. */

static void append_escaped(struct buf *out, const char *name)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    for (; *name != '\0'; name++) {
        if (strchr(plain, *name) != NULL)
            buf_byte(out, *name);
        else
            buf_format(out, "%%%02X", (unsigned)(unsigned char)*name);
    }
}

static size_t list_count(const struct bench_site *site)
{
    return (site->count + LINKS_PER_LIST - 1) / LINKS_PER_LIST;
}

/* The first list leads to the others. */
static void write_list(const struct bench_site *site, size_t list, struct buf *out)
{
    buf_text(out,
             "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>目录</title></head><body>\n");
    for (size_t other = 1; list == 0 && other < list_count(site); other++) {
        buf_text(out, "<a href=\"");
        buf_format(out, list_form, other);
        buf_format(out, "\">目录第%zu页</a>\n", other);
    }
    for (size_t index = list * LINKS_PER_LIST; index < site->count && index < (list + 1) * LINKS_PER_LIST; index++) {
        buf_text(out, "<a href=\"/");
        if (site->files != NULL)
            append_escaped(out, site->files[index].name);
        else
            buf_format(out, "page/%zu.html", index);
        buf_format(out, "\">第%zu项</a>\n", index);
    }
    buf_text(out, "</body></html>\n");
}

/* ---- Answers. */

static const char *media_type_of(const char *name)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        { ".html", "text/html" },
        { ".htm", "text/html" },
        { ".shtml", "text/html" },
        { ".jsp", "text/html" },
        { ".jspx", "text/html" },
        { ".asp", "text/html" },
        { ".aspx", "text/html" },
        { ".php", "text/html" },
        { ".css", "text/css" },
        { ".js", "text/javascript" },
        { ".json", "application/json" },
        { ".xml", "text/xml" },
        { ".txt", "text/plain" },
        { ".png", "image/png" },
        { ".gif", "image/gif" },
        { ".jpg", "image/jpeg" },
        { ".jpeg", "image/jpeg" },
        { ".svg", "image/svg+xml" },
        { ".ico", "image/vnd.microsoft.icon" },
        { ".pdf", "application/pdf" },
    };
    const char *dot = strrchr(name, '.');

    for (size_t index = 0; dot != NULL && index < sizeof types / sizeof *types; index++) {
        if (strcasecmp(types[index].ending, dot) == 0)
            return types[index].type;
    }
    return "application/octet-stream";
}

static bool read_number(const char *path, const char *before, size_t *number)
{
    size_t size = strlen(before);
    char *end;

    if (strncmp(path, before, size) != 0 || path[size] < '0' || path[size] > '9')
        return false;
    *number = strtoull(path + size, &end, 10);
    return strcmp(end, ".html") == 0;
}

/* True when it is there; then the answer is its own or 304. Nothing changes while a site is served. */
static bool is_same(const struct http_request *request, struct http_response *response, const char *kind, size_t number)
{
    char tag[64];
    const char *known = http_header(request, "If-None-Match");

    (void)snprintf(tag, sizeof tag, "\"%s-%zu\"", kind, number);
    http_response_header(response, "ETag", "%s", tag);
    response->status = known != NULL && strcmp(known, tag) == 0 ? 304 : 200;
    return response->status == 304;
}

static void answer_file(const struct bench_site *site, const struct http_request *request,
                        struct http_response *response)
{
    const struct served_file *file = find_file(site, request->path + 1);

    if (file == NULL && request->path[strlen(request->path) - 1] == '/') {
        struct buf name = BUF_INIT(PATH_SIZE_MAX);

        buf_format(&name, "%sindex.html", request->path + 1);
        if (buf_status(&name) == STATUS_OK)
            file = find_file(site, name.data);
        buf_free(&name);
    }
    if (file == NULL || is_same(request, response, "file", (size_t)(file - site->files)))
        return;
    response->media_type = media_type_of(file->name);
    if (file_read(file->path, &response->body, NULL) != STATUS_OK)
        response->status = 500;
}

/* What the sample's pages refer to besides. */
static void answer_resource(const struct http_request *request, struct http_response *response)
{
    static const uint8_t dot[] = { 0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,    0,    0,    13,   'I',  'H',
                                   'D',  'R',  0,    0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,
                                   0,    0x3a, 0x7e, 0x9b, 0x55, 0,    0,    0,    10,   'I',  'D',  'A',  'T',  0x78,
                                   0x9c, 0x63, 0x60, 0,    0,    0,    2,    0,    1,    0x48, 0xaf, 0xa4, 0x71, 0,
                                   0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82 };

    response->media_type = media_type_of(request->path);
    if (strncmp(response->media_type, "image/", 6) == 0)
        buf_append(&response->body, dot, sizeof dot);
    else if (strcmp(response->media_type, "text/css") == 0)
        buf_text(&response->body, "body { margin: 0 }\n");
    else if (strcmp(response->media_type, "text/javascript") == 0)
        buf_text(&response->body, "var ready = true;\n");
    else
        return;
    (void)is_same(request, response, "resource", strlen(request->path));
}

static void answer(void *context, unsigned worker, const struct http_request *request, struct http_response *response)
{
    const struct bench_site *site = context;
    const char *host = http_header(request, "Host");
    size_t number = 0;

    (void)worker;
    response->status = 404;
    if (host == NULL || strcmp(host, BENCH_SITE_HOST) != 0) { /* what pages lead to outside is nowhere */
    } else if ((site->files == NULL && strcmp(request->path, "/") == 0)
               || (read_number(request->path, "/guanka-bench-", &number) && number < list_count(site))) {
        if (!is_same(request, response, "list", number)) {
            response->media_type = "text/html; charset=utf-8";
            write_list(site, number, &response->body);
        }
    } else if (site->files != NULL) {
        answer_file(site, request, response);
    } else if (read_number(request->path, "/page/", &number) && number < site->count) {
        if (!is_same(request, response, "page", number)) {
            response->media_type = "text/html";
            write_page(site, number, &response->body);
        }
    } else {
        answer_resource(request, response);
    }
    if (response->status == 404) {
        response->media_type = "text/plain";
        buf_text(&response->body, "404\n");
    }
}

int bench_site_serve(const struct bench_site *site, int descriptor)
{
    const struct http_listener listener = { .descriptor = descriptor };
    const struct http_server_options options = { .listeners = &listener,
                                                 .listener_count = 1,
                                                 .workers = WORKERS,
                                                 .receivers = 1,
                                                 .queue_max = CONNECTIONS,
                                                 .connections_max = CONNECTIONS,
                                                 .body_bytes_max = PATH_SIZE_MAX,
                                                 .pending_bytes_max = 1 << 20,
                                                 .idle_seconds = 60,
                                                 .receive_seconds = 60,
                                                 .handle = answer,
                                                 .context = (void *)(uintptr_t)site };
    struct http_server *server;
    struct error error = { 0 };
    sigset_t signals;
    int number;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    if (http_server_start(&options, &server, &error) != STATUS_OK) {
        fprintf(stderr, "guanka: %s\n", error.message);
        return EXIT_FAILURE;
    }
    (void)sigwait(&signals, &number);
    http_server_stop(server);
    return EXIT_SUCCESS;
}

/* ---- Life. */

enum status bench_site_listen(int *descriptor, uint16_t *port, struct error *error)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;

    *descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*descriptor >= 0 && bind(*descriptor, (const struct sockaddr *)(const void *)&address, sizeof address) == 0
        && listen(*descriptor, BACKLOG) == 0
        && getsockname(*descriptor, (struct sockaddr *)(void *)&address, &size) == 0) {
        *port = ntohs(address.sin_port);
        return STATUS_OK;
    }
    (void)error_set(error, STATUS_IO, _("%s: %s"), "127.0.0.1", strerror(errno));
    if (*descriptor >= 0)
        (void)close(*descriptor);
    *descriptor = -1;
    return STATUS_IO;
}

enum status bench_site_create(const struct walk *walk, const char *root, uint32_t pages, struct bench_site **result,
                              struct error *error)
{
    struct bench_site *site = alloc_zeroed(1, sizeof *site);
    enum status status;

    *result = site;
    if (site == NULL)
        return STATUS_NO_MEMORY;
    status = walk != NULL ? take_files(site, walk, root, error) : make_sample(site, pages);
    if (status != STATUS_OK) {
        bench_site_free(site);
        *result = NULL;
    }
    return status;
}

void bench_site_free(struct bench_site *site)
{
    if (site == NULL)
        return;
    for (size_t index = 0; index < BODY_COUNT; index++) {
        buf_free(&site->bodies[index].text);
        alloc_free(site->bodies[index].links);
    }
    alloc_free(site->files);
    alloc_free(site);
}

size_t bench_site_count(const struct bench_site *site)
{
    return site->count;
}

static enum status digest_file(struct digest_state *state, const struct served_file *file)
{
    struct file_content *content;
    enum status status = digest_update(state, bytes_of(file->name, strlen(file->name) + 1));

    if (status != STATUS_OK || file_content_open(file->path, NULL, &content, NULL) != STATUS_OK)
        return status; /* what cannot be read is answered with 500, and told by the sweep */
    status = digest_update(state, file_content_bytes(content));
    file_content_close(content);
    return status;
}

enum status bench_site_digest(const struct bench_site *site, struct digest *digest)
{
    struct digest_state *state;
    enum status status = digest_create(&state);

    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; site->files != NULL && index < site->count && status == STATUS_OK; index++)
        status = digest_file(state, &site->files[index]);
    for (size_t index = 0; site->files == NULL && index < BODY_COUNT && status == STATUS_OK; index++)
        status = digest_update(state, buf_bytes(&site->bodies[index].text));
    if (status == STATUS_OK && site->files == NULL)
        status = digest_update(state, bytes_of(&site->count, sizeof site->count));
    if (status == STATUS_OK)
        status = digest_finish(state, digest);
    digest_destroy(state);
    return status;
}

json_t *bench_site_list(const struct bench_site *site)
{
    json_t *list = site->files != NULL && site->count <= BENCH_INPUTS_MAX ? json_object() : NULL;

    for (size_t index = 0; list != NULL && index < site->count; index++) {
        const struct served_file *file = &site->files[index];
        struct file_content *content;
        struct digest digest;

        if (file_content_open(file->path, NULL, &content, NULL) != STATUS_OK)
            continue;
        if (digest_of(file_content_bytes(content), &digest) == STATUS_OK)
            bench_inputs_add_file(list, file->name, &digest);
        file_content_close(content);
    }
    return list;
}
