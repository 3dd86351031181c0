/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/exchange.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"

enum { PARTS_MAX = 256, SPLITTER_BUFFER = 64 << 10, FIELDS_MAX = 128 };

struct exchange *exchange_create(struct http_server *server, struct MHD_Connection *connection)
{
    struct exchange *exchange = alloc_zeroed(1, sizeof *exchange);

    if (exchange == NULL)
        return NULL;
    exchange->server = server;
    exchange->connection = connection;
    exchange->begun_ns = clock_monotonic_ns();
    exchange->response.body = (struct buf)BUF_INIT(SIZE_MAX / 2);
    if (arena_create(&exchange->arena) == STATUS_OK)
        return exchange;
    alloc_free(exchange);
    return NULL;
}

void exchange_destroy(struct exchange *exchange)
{
    if (exchange->splitter != NULL)
        (void)MHD_destroy_post_processor(exchange->splitter);
    for (size_t index = 0; index < exchange->part_count; index++)
        spool_destroy(exchange->parts[index].spool);
    alloc_free(exchange->parts);
    spool_destroy(exchange->body);
    buf_free(&exchange->response.body);
    arena_destroy(exchange->arena);
    alloc_free(exchange);
}

static const char *keep(struct exchange *exchange, const char *text)
{
    return text == NULL ? "" : arena_text(exchange->arena, text, strlen(text));
}

struct field_list {
    struct exchange *exchange;
    struct http_field *fields;
    size_t count;
    bool has_failed;
};

static enum MHD_Result add_field(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct field_list *list = context;
    struct http_field field = { keep(list->exchange, name), keep(list->exchange, value) };

    (void)kind;
    if (list->count == FIELDS_MAX || field.name == NULL || field.value == NULL) {
        list->has_failed = true;
        return MHD_NO;
    }
    list->fields[list->count++] = field;
    return MHD_YES;
}

static bool copy_fields(struct exchange *exchange, enum MHD_ValueKind kind, const struct http_field **fields,
                        size_t *count)
{
    struct field_list list = { .exchange = exchange,
                               .fields = arena_zeroed(exchange->arena, FIELDS_MAX * sizeof *list.fields) };

    if (list.fields == NULL)
        return false;
    (void)MHD_get_connection_values(exchange->connection, kind, add_field, &list);
    *fields = list.fields;
    *count = list.count;
    return !list.has_failed;
}

static enum http_method method_of(const char *name)
{
    static const struct {
        const char *name;
        enum http_method method;
    } methods[] = { { "GET", HTTP_GET },
                    { "POST", HTTP_POST },
                    { "PUT", HTTP_PUT },
                    { "DELETE", HTTP_DELETE },
                    { "HEAD", HTTP_HEAD } };

    for (size_t index = 0; index < sizeof methods / sizeof *methods; index++) {
        if (strcmp(methods[index].name, name) == 0)
            return methods[index].method;
    }
    return HTTP_OTHER;
}

/* The other side's process, by the kernel's word (SO_PEERCRED). */
static bool describe_local_peer(struct exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct ucred peer;
    socklen_t size = sizeof peer;
    char text[32];

    if (info == NULL || getsockopt(info->connect_fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    exchange->request.has_user = true;
    exchange->request.user = peer.uid;
    (void)snprintf(text, sizeof text, "unix:%u", (unsigned)peer.uid);
    exchange->request.peer = keep(exchange, text);
    return exchange->request.peer != NULL;
}

static bool describe_peer(struct exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "?";

    if (info != NULL && info->client_addr->sa_family == AF_INET)
        (void)inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr, text,
                        sizeof text);
    if (info != NULL && info->client_addr->sa_family == AF_INET6)
        (void)inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr, text,
                        sizeof text);
    exchange->request.peer = keep(exchange, text);
    return exchange->request.peer != NULL;
}

bool exchange_describe(struct exchange *exchange, const char *path, const char *method, bool is_local, bool is_tls)
{
    struct http_request *request = &exchange->request;

    request->method = method_of(method);
    request->path = keep(exchange, path);
    request->is_secure = is_local || is_tls;
    return request->path != NULL && copy_fields(exchange, MHD_HEADER_KIND, &request->headers, &request->header_count)
           && copy_fields(exchange, MHD_GET_ARGUMENT_KIND, &request->arguments, &request->argument_count)
           && copy_fields(exchange, MHD_COOKIE_KIND, &request->cookies, &request->cookie_count)
           && (is_local ? describe_local_peer(exchange) : describe_peer(exchange));
}

static bool is_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits > 0 && digits < 19 && text[digits] == '\0';
}

/* RFC 9112, section 6: with any of these, two readers of one stream could disagree where a request ends. */
static bool is_ambiguous(const struct http_request *request)
{
    unsigned lengths = 0, codings = 0, hosts = 0;

    for (size_t index = 0; index < request->header_count; index++) {
        const struct http_field *field = &request->headers[index];

        if (strcasecmp(field->name, "Content-Length") == 0) {
            lengths++;
            if (!is_number(field->value))
                return true;
        } else if (strcasecmp(field->name, "Transfer-Encoding") == 0) {
            codings++;
            if (strcasecmp(field->value, "chunked") != 0)
                return true;
        } else if (strcasecmp(field->name, "Host") == 0) {
            hosts++;
        }
        if (field->name[strcspn(field->name, " \t")] != '\0')
            return true;
    }
    return lengths + codings > 1 || hosts > 1;
}

unsigned exchange_check_headers(const struct exchange *exchange, uint64_t body_bytes_max)
{
    const char *length = http_header(&exchange->request, "Content-Length");
    unsigned long long size = 0;

    if (is_ambiguous(&exchange->request))
        return MHD_HTTP_BAD_REQUEST;
    if (length != NULL && sscanf(length, "%llu", &size) == 1 && size > body_bytes_max)
        return MHD_HTTP_CONTENT_TOO_LARGE;
    return 0;
}

/* NULL is what keep() makes "" of. */
static bool is_same(const char *kept, const char *given)
{
    return strcmp(kept, given != NULL ? given : "") == 0;
}

/* The splitter tells of a part when it has read its head, with nothing where less than a few bytes of the content have
 * arrived, and then begins with the content at 0 once more: how a form is cut into packets must not make two parts of
 * one. A second part of the same names after an empty one is lost in it, which changes nothing: there is nothing in
 * the first. */
static bool is_begun(const struct exchange *exchange, const char *name, const char *file_name, const char *media_type)
{
    const struct exchange_part *last = &exchange->parts[exchange->part_count - 1];

    return spool_size(last->spool) == 0 && is_same(last->shown.name, name) && is_same(last->shown.file_name, file_name)
           && is_same(last->shown.media_type, media_type);
}

/* All pieces of a part come one after the other. */
static struct exchange_part *part_for(struct exchange *exchange, const char *name, const char *file_name,
                                      const char *media_type, uint64_t offset)
{
    struct exchange_part *part;

    if (exchange->part_count > 0 && (offset > 0 || is_begun(exchange, name, file_name, media_type)))
        return &exchange->parts[exchange->part_count - 1];
    if (exchange->part_count == PARTS_MAX
        || ARRAY_GROW(&exchange->parts, &exchange->part_capacity, exchange->part_count + 1) != STATUS_OK)
        return NULL;
    part = &exchange->parts[exchange->part_count];
    *part = (struct exchange_part){ .shown = { .name = keep(exchange, name),
                                               .file_name = keep(exchange, file_name),
                                               .media_type = keep(exchange, media_type) } };
    if (part->shown.name == NULL || part->shown.file_name == NULL || part->shown.media_type == NULL
        || spool_create(&part->spool) != STATUS_OK)
        return NULL;
    exchange->part_count++;
    return part;
}

static enum MHD_Result take_piece(void *context, enum MHD_ValueKind kind, const char *name, const char *file_name,
                                  const char *media_type, const char *coding, const char *data, uint64_t offset,
                                  size_t size)
{
    struct exchange *exchange = context;
    struct exchange_part *part = part_for(exchange, name, file_name, media_type, offset);

    (void)kind;
    (void)coding;
    if (part == NULL) {
        exchange->refusal =
            exchange->part_count == PARTS_MAX ? MHD_HTTP_CONTENT_TOO_LARGE : MHD_HTTP_SERVICE_UNAVAILABLE;
        return MHD_NO;
    }
    if (size > 0 && spool_append(part->spool, bytes_of(data, size)) != STATUS_OK) {
        exchange->refusal = MHD_HTTP_INSUFFICIENT_STORAGE;
        return MHD_NO;
    }
    return MHD_YES;
}

bool exchange_open_body(struct exchange *exchange)
{
    const char *media_type = http_header(&exchange->request, "Content-Type");

    if (media_type != NULL && strncasecmp(media_type, "multipart/form-data", 19) == 0) {
        exchange->splitter = MHD_create_post_processor(exchange->connection, SPLITTER_BUFFER, take_piece, exchange);
        if (exchange->splitter == NULL)
            exchange->refusal = MHD_HTTP_BAD_REQUEST; /* without a boundary */
        return true;
    }
    return spool_create(&exchange->body) == STATUS_OK;
}

enum status exchange_take(struct exchange *exchange, const char *data, size_t size)
{
    if (exchange->splitter == NULL)
        return spool_append(exchange->body, bytes_of(data, size));
    return MHD_post_process(exchange->splitter, data, size) == MHD_YES ? STATUS_OK : STATUS_MALFORMED;
}

static enum status finish_parts(struct exchange *exchange)
{
    struct http_part *shown = arena_zeroed(exchange->arena, (exchange->part_count + 1) * sizeof *shown);

    if (shown == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < exchange->part_count; index++) {
        struct exchange_part *part = &exchange->parts[index];
        enum status status = spool_finish(part->spool, &part->shown.bytes, &part->shown.content);

        if (status != STATUS_OK)
            return status;
        shown[index] = part->shown;
    }
    exchange->request.parts = shown;
    exchange->request.part_count = exchange->part_count;
    return STATUS_OK;
}

enum status exchange_close_body(struct exchange *exchange)
{
    struct MHD_PostProcessor *splitter = exchange->splitter;

    if (splitter == NULL)
        return spool_finish(exchange->body, &exchange->request.body, &exchange->request.content);
    exchange->splitter = NULL;
    if (MHD_destroy_post_processor(splitter) != MHD_YES)
        return STATUS_MALFORMED;
    return finish_parts(exchange);
}
