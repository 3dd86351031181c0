/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "report/words.h"
#include "sweep/answer_head.h"
#include "sweep/certificate.h"

enum {
    HEAD_MAX = 256 << 10,
    SLOW_BYTES = 1, /* a second */
};

/* One request, its easy handle kept for the next. */
struct transfer {
    struct fetch *fetch;
    const struct address_guard *guard;
    CURL *easy;
    struct curl_slist *fields;
    struct spool *body;
    struct buf head, sent, certificate;
    struct answer_head fields_read; /* of `head` */
    uint64_t body_size;
    int error_number; /* of the file for the body; 0: it is well */
    bool is_not_allowed, is_too_large, has_no_memory;
    char tried[INET6_ADDRSTRLEN]; /* the last address that a socket was asked for; "" */
    char complaint[CURL_ERROR_SIZE];
    void *token;
};

struct fetch {
    const struct fetch_options *options;
    CURLM *multi;
    struct curl_slist *connect_to;
    struct transfer **transfers; /* all that were made */
    size_t transfer_count, transfer_capacity;
    struct transfer **idle;
    size_t idle_count, idle_capacity;
    unsigned under_way;
};

static const struct {
    const char *name, *words;
} outcomes[FETCH_OUTCOME_COUNT] = {
    [FETCH_ANSWERED] = { "answered", N_("it answered") },
    [FETCH_NOT_ALLOWED] = { "not-allowed", N_("the address may not be connected to (allow_addresses)") },
    [FETCH_UNKNOWN] = { "unknown-host", N_("its name is not known") },
    [FETCH_UNREACHED] = { "unreached", N_("it takes no connection") },
    [FETCH_NO_ROUTE] = { "no-route", N_("no way leads there from this machine") },
    [FETCH_TLS] = { "tls", N_("its certificate or its TLS is wrong") },
    [FETCH_TIMEOUT] = { "timeout", N_("it did not answer in time") },
    [FETCH_TOO_LARGE] = { "too-large", N_("its answer is too large") },
    [FETCH_BROKEN] = { "broken", N_("its answer breaks off or is no HTTP") },
    [FETCH_NO_CERTIFICATES] = { "no-certificates",
                                N_("this machine has no certificates of authorities (package ca-certificates, or ca_file of "
                                   "the site file)") },
    [FETCH_NOT_KEPT] = { "not-kept", N_("there was no room here for its answer") },
};

const char *fetch_outcome_name(enum fetch_outcome outcome)
{
    return outcomes[outcome].name;
}

const char *fetch_outcome_describe(const char *name)
{
    for (enum fetch_outcome outcome = 0; outcome < FETCH_OUTCOME_COUNT; outcome++) {
        if (strcmp(outcomes[outcome].name, name) == 0)
            return _(outcomes[outcome].words);
    }
    if (strcmp(name, "refused") == 0) /* until this was the host's word alone */
        return _(outcomes[FETCH_NOT_ALLOWED].words);
    return strcmp(name, "offline") == 0 ? _("this machine had no network") : name;
}

/* ---- Callbacks. */

static void describe_address(const struct sockaddr *address, char text[INET6_ADDRSTRLEN])
{
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;

    text[0] = '\0';
    if (address->sa_family == AF_INET) {
        memcpy(&ipv4, address, sizeof ipv4);
        (void)inet_ntop(AF_INET, &ipv4.sin_addr, text, INET6_ADDRSTRLEN);
    } else if (address->sa_family == AF_INET6) {
        memcpy(&ipv6, address, sizeof ipv6);
        (void)inet_ntop(AF_INET6, &ipv6.sin6_addr, text, INET6_ADDRSTRLEN);
    }
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *transfer = context;

    describe_address(&address->addr, transfer->tried);
    if (purpose != CURLSOCKTYPE_IPCXN || !address_guard_allows(transfer->guard, &address->addr)) {
        transfer->is_not_allowed = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t bytes = size * count;
    enum status status = STATUS_OK;

    if (bytes > transfer->fetch->options->body_max - transfer->body_size) {
        transfer->is_too_large = true;
        return 0;
    }
    transfer->body_size += bytes;
    if (transfer->body == NULL)
        status = spool_create(&transfer->body);
    if (status == STATUS_OK)
        status = spool_append(transfer->body, bytes_of(data, bytes));
    if (status == STATUS_IO)
        transfer->error_number = errno;
    transfer->has_no_memory = status != STATUS_OK && status != STATUS_IO;
    return status == STATUS_OK ? bytes : 0;
}

static size_t take_head(char *data, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct bytes line = bytes_of(data, size * count);

    buf_append(&transfer->head, line.data, line.size);
    if (buf_status(&transfer->head) != STATUS_OK) {
        transfer->is_too_large = true;
        return 0;
    }
    if (answer_head_take(&transfer->fields_read, line)) {
        buf_clear(&transfer->certificate);
        certificate_describe(transfer->easy, &transfer->certificate);
    }
    return line.size;
}

static int take_sent(CURL *easy, curl_infotype kind, char *data, size_t size, void *context)
{
    struct transfer *transfer = context;

    (void)easy;
    if (kind == CURLINFO_HEADER_OUT)
        buf_append(&transfer->sent, data, size);
    return 0;
}

/* ---- Handles. */

static bool set_up(struct transfer *transfer)
{
    const struct fetch_options *options = transfer->fetch->options;
    CURL *easy = transfer->easy;
    bool done = true;

#define SET(option, value) done = done && curl_easy_setopt(easy, option, value) == CURLE_OK
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_ACCEPT_ENCODING, "");
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_ms);
    SET(CURLOPT_TIMEOUT_MS, (long)options->total_ms);
    SET(CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    SET(CURLOPT_LOW_SPEED_TIME, (long)options->stall_seconds);
    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(CURLOPT_OPENSOCKETDATA, transfer);
    SET(CURLOPT_WRITEFUNCTION, take_body);
    SET(CURLOPT_WRITEDATA, transfer);
    SET(CURLOPT_HEADERFUNCTION, take_head);
    SET(CURLOPT_HEADERDATA, transfer);
    SET(CURLOPT_DEBUGFUNCTION, take_sent);
    SET(CURLOPT_DEBUGDATA, transfer);
    SET(CURLOPT_VERBOSE, 1L); /* for the head that is sent, which evidence needs */
    SET(CURLOPT_ERRORBUFFER, transfer->complaint);
    SET(CURLOPT_PRIVATE, transfer);
    if (transfer->fetch->connect_to != NULL)
        SET(CURLOPT_CONNECT_TO, transfer->fetch->connect_to);
    if (options->ca_file != NULL)
        SET(CURLOPT_CAINFO, options->ca_file);
#undef SET
    return done;
}

static void free_transfer(struct transfer *transfer)
{
    if (transfer->easy != NULL)
        curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->fields);
    spool_destroy(transfer->body);
    buf_free(&transfer->head);
    buf_free(&transfer->sent);
    answer_head_free(&transfer->fields_read);
    buf_free(&transfer->certificate);
    alloc_free(transfer);
}

static struct transfer *make_transfer(struct fetch *fetch)
{
    struct transfer *transfer = alloc_zeroed(1, sizeof *transfer);

    if (transfer == NULL)
        return NULL;
    transfer->fetch = fetch;
    transfer->head = (struct buf)BUF_INIT(HEAD_MAX);
    transfer->sent = (struct buf)BUF_INIT(HEAD_MAX);
    answer_head_init(&transfer->fields_read);
    transfer->certificate = (struct buf)BUF_INIT(HEAD_MAX);
    transfer->easy = curl_easy_init();
    if (transfer->easy != NULL && set_up(transfer)
        && ARRAY_GROW(&fetch->transfers, &fetch->transfer_capacity, fetch->transfer_count + 1) == STATUS_OK
        && ARRAY_GROW(&fetch->idle, &fetch->idle_capacity, fetch->transfer_count + 1) == STATUS_OK) {
        fetch->transfers[fetch->transfer_count++] = transfer;
        return transfer;
    }
    free_transfer(transfer);
    return NULL;
}

enum status fetch_create(const struct fetch_options *options, struct fetch **result)
{
    struct fetch *fetch = alloc_zeroed(1, sizeof *fetch);

    if (fetch == NULL)
        return STATUS_NO_MEMORY;
    fetch->options = options;
    fetch->multi = curl_multi_init();
    for (const char *const *entry = options->connect_to; entry != NULL && *entry != NULL; entry++) {
        struct curl_slist *longer = curl_slist_append(fetch->connect_to, *entry);

        if (longer == NULL)
            break;
        fetch->connect_to = longer;
    }
    if (fetch->multi == NULL
        || curl_multi_setopt(fetch->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)options->connections_max) != CURLM_OK
        || curl_multi_setopt(fetch->multi, CURLMOPT_MAXCONNECTS, (long)options->connections_max) != CURLM_OK
        || curl_multi_setopt(fetch->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)options->connections_per_host)
               != CURLM_OK) {
        fetch_destroy(fetch);
        return STATUS_NO_MEMORY;
    }
    *result = fetch;
    return STATUS_OK;
}

void fetch_destroy(struct fetch *fetch)
{
    if (fetch == NULL)
        return;
    for (size_t index = 0; index < fetch->transfer_count; index++) {
        (void)curl_multi_remove_handle(fetch->multi, fetch->transfers[index]->easy);
        free_transfer(fetch->transfers[index]);
    }
    if (fetch->multi != NULL)
        (void)curl_multi_cleanup(fetch->multi);
    curl_slist_free_all(fetch->connect_to);
    alloc_free(fetch->transfers);
    alloc_free(fetch->idle);
    alloc_free(fetch);
}

/* ---- Requests. */

static void reset(struct transfer *transfer)
{
    curl_slist_free_all(transfer->fields);
    transfer->fields = NULL;
    spool_destroy(transfer->body);
    transfer->body = NULL;
    transfer->body_size = 0;
    transfer->is_not_allowed = transfer->is_too_large = transfer->has_no_memory = false;
    transfer->error_number = 0;
    transfer->tried[0] = '\0';
    transfer->complaint[0] = '\0';
    buf_clear(&transfer->head);
    buf_clear(&transfer->sent);
    answer_head_clear(&transfer->fields_read);
    buf_clear(&transfer->certificate);
}

static bool add_field(struct transfer *transfer, const char *name, const char *value)
{
    struct buf line = BUF_INIT(ANSWER_FIELD_MAX);
    struct curl_slist *longer = NULL;

    if (value == NULL || value[0] == '\0')
        return true;
    buf_format(&line, "%s: %s", name, value);
    if (buf_status(&line) == STATUS_OK)
        longer = curl_slist_append(transfer->fields, line.data);
    buf_free(&line);
    if (longer != NULL)
        transfer->fields = longer;
    return longer != NULL;
}

static bool describe_request(struct transfer *transfer, const struct fetch_request *request)
{
    const char *agent = request->user_agent != NULL ? request->user_agent : transfer->fetch->options->user_agent;
    CURL *easy = transfer->easy;

    return add_field(transfer, "If-None-Match", request->etag)
           && add_field(transfer, "If-Modified-Since", request->modified)
           && add_field(transfer, "Cookie", request->cookies)
           && curl_easy_setopt(easy, CURLOPT_URL, request->url) == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_NOBODY, request->head ? 1L : 0L) == CURLE_OK
           && (request->head || curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L) == CURLE_OK)
           && curl_easy_setopt(easy, CURLOPT_USERAGENT, agent) == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_REFERER, request->referer) == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->fields) == CURLE_OK;
}

enum status fetch_start(struct fetch *fetch, const struct fetch_request *request)
{
    struct transfer *transfer = fetch->idle_count > 0 ? fetch->idle[--fetch->idle_count] : make_transfer(fetch);

    if (transfer == NULL)
        return STATUS_NO_MEMORY;
    reset(transfer);
    transfer->token = request->token;
    transfer->guard = request->guard != NULL ? request->guard : fetch->options->guard;
    if (!describe_request(transfer, request) || curl_multi_add_handle(fetch->multi, transfer->easy) != CURLM_OK) {
        fetch->idle[fetch->idle_count++] = transfer;
        return STATUS_NO_MEMORY;
    }
    fetch->under_way++;
    return STATUS_OK;
}

unsigned fetch_under_way(const struct fetch *fetch)
{
    return fetch->under_way;
}

const char *fetch_authorities(void)
{
    const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);

    return curl->age >= CURLVERSION_SEVENTH ? curl->cainfo : NULL;
}

/* ---- Ends. */

/* Of a connection that did not come about: whether that is for want of a network here. */
static bool has_no_route(CURL *easy)
{
    long number = 0;

    (void)curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
    return number == ENETUNREACH || number == EHOSTUNREACH || number == ENETDOWN || number == EADDRNOTAVAIL;
}

static enum fetch_outcome outcome_of(const struct transfer *transfer, CURLcode code)
{
    if (code == CURLE_OK)
        return FETCH_ANSWERED;
    if (transfer->is_too_large)
        return FETCH_TOO_LARGE;
    if (transfer->error_number != 0)
        return FETCH_NOT_KEPT;
    switch (code) {
    /* A line of the head is longer than libcurl reads (100 KiB); until 8.6 it said so by the first. */
    case CURLE_OUT_OF_MEMORY:
#if LIBCURL_VERSION_NUM >= 0x080600
    case CURLE_TOO_LARGE:
#endif
        return FETCH_TOO_LARGE;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_URL_MALFORMAT:
        return FETCH_UNKNOWN;
    case CURLE_COULDNT_CONNECT:
        if (transfer->is_not_allowed)
            return FETCH_NOT_ALLOWED;
        return has_no_route(transfer->easy) ? FETCH_NO_ROUTE : FETCH_UNREACHED;
    case CURLE_OPERATION_TIMEDOUT:
        return FETCH_TIMEOUT;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
        return FETCH_TLS;
    case CURLE_SSL_CACERT_BADFILE:
        return FETCH_NO_CERTIFICATES;
    default:
        return FETCH_BROKEN;
    }
}

static uint32_t milliseconds(CURL *easy, CURLINFO which)
{
    curl_off_t microseconds = 0;

    (void)curl_easy_getinfo(easy, which, &microseconds);
    return (uint32_t)(microseconds / 1000);
}

static void fill_times(CURL *easy, struct fetch_response *response)
{
    response->lookup_ms = milliseconds(easy, CURLINFO_NAMELOOKUP_TIME_T);
    response->connect_ms = milliseconds(easy, CURLINFO_CONNECT_TIME_T);
    response->tls_ms = milliseconds(easy, CURLINFO_APPCONNECT_TIME_T);
    response->first_byte_ms = milliseconds(easy, CURLINFO_STARTTRANSFER_TIME_T);
    response->total_ms = milliseconds(easy, CURLINFO_TOTAL_TIME_T);
}

static const char *text_of(const struct buf *buf)
{
    return buf->size > 0 ? buf->data : "";
}

static enum status finish(struct fetch *fetch, struct transfer *transfer, CURLcode code, fetch_done *done,
                          void *context)
{
    struct fetch_response response = { .token = transfer->token,
                                       .outcome = outcome_of(transfer, code),
                                       .complaint = transfer->complaint,
                                       .location = text_of(&transfer->fields_read.location),
                                       .refresh = text_of(&transfer->fields_read.refresh),
                                       .cookies = text_of(&transfer->fields_read.cookies),
                                       .certificate = text_of(&transfer->certificate),
                                       .etag = text_of(&transfer->fields_read.etag),
                                       .modified = text_of(&transfer->fields_read.modified),
                                       .retry_after_s = transfer->fields_read.retry_after_s,
                                       .head = buf_bytes(&transfer->head),
                                       .request = buf_bytes(&transfer->sent),
                                       .body = transfer->body };
    curl_off_t packed = 0;
    const char *peer = NULL;
    long status = 0;

    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &packed);
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_PRIMARY_IP, &peer);
    response.status = (int)status;
    response.wire_bytes = (uint64_t)packed + transfer->head.size;
    if (peer == NULL || peer[0] == '\0')
        peer = transfer->tried;
    if (strlen(peer) < sizeof response.peer)
        memcpy(response.peer, peer, strlen(peer) + 1);
    if (code != CURLE_OK && response.complaint[0] == '\0')
        response.complaint = curl_easy_strerror(code);
    if (transfer->error_number != 0)
        response.complaint = strerror(transfer->error_number);
    fill_times(transfer->easy, &response);
    answer_head_content_type(&transfer->fields_read, &response.media_type, &response.charset);
    (void)curl_multi_remove_handle(fetch->multi, transfer->easy);
    fetch->under_way--;
    if (transfer->has_no_memory)
        return STATUS_NO_MEMORY;
    done(context, &response);
    transfer->body = response.body;
    spool_destroy(transfer->body);
    transfer->body = NULL;
    fetch->idle[fetch->idle_count++] = transfer;
    return STATUS_OK;
}

enum status fetch_poll(struct fetch *fetch, uint32_t timeout_ms, fetch_done *done, void *context)
{
    int running, left;
    CURLMsg *message;
    enum status status = STATUS_OK;

    if (curl_multi_perform(fetch->multi, &running) != CURLM_OK)
        return STATUS_NO_MEMORY;
    message = curl_multi_info_read(fetch->multi, &left);
    if (message == NULL && timeout_ms > 0) {
        if (curl_multi_poll(fetch->multi, NULL, 0, (int)timeout_ms, NULL) != CURLM_OK
            || curl_multi_perform(fetch->multi, &running) != CURLM_OK)
            return STATUS_NO_MEMORY;
        message = curl_multi_info_read(fetch->multi, &left);
    }
    for (; message != NULL && status == STATUS_OK; message = curl_multi_info_read(fetch->multi, &left)) {
        struct transfer *transfer = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        status = finish(fetch, transfer, message->data.result, done, context);
    }
    return status;
}

void fetch_wake(struct fetch *fetch)
{
    (void)curl_multi_wakeup(fetch->multi);
}
