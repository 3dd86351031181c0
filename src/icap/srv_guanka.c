/* SPDX-License-Identifier: Apache-2.0
 *
 * The service "guanka" of c-icap: what is about to be published (RESPMOD) or sent in (REQMOD) is held until the gate
 * has said what it thinks.
 *
 *     Service guanka srv_guanka.so
 *     guanka.Socket /run/guanka/clamd.sock
 *     guanka.FailOn review
 *
 * FailOn is `review` (default: what a person has to look at does not pass either) or `block`. What the gate cannot be
 * asked about does not pass, whatever FailOn says.
 */
#include "c_icap/c-icap.h"
#include "c_icap/service.h"
#include "c_icap/header.h"
#include "c_icap/body.h"
#include "c_icap/simple_api.h"
#include "c_icap/cfg_param.h"
#include "c_icap/debug.h"

#include <stdio.h>
#include <string.h>

#include "icap/gate_client.h"

enum { PATIENCE_SECONDS = 60, PAGE_SIZE_MAX = 2048 };

/* Set once from the configuration, before any request: this is how c-icap hands it over. */
static char *socket_path = "/run/guanka/clamd.sock";
static char *fail_on = "review";

/* One request. */
struct exchange {
    ci_simple_file_t *body; /* locked until the verdict is there */
    ci_membuf_t *page;      /* what is sent in its place; NULL: nothing */
};

static struct ci_conf_entry settings[] = {
    { "Socket", &socket_path, ci_cfg_set_str, NULL },
    { "FailOn", &fail_on, ci_cfg_set_str, NULL },
    { NULL, NULL, NULL, NULL },
};

static int init_service(ci_service_xdata_t *data, struct ci_server_conf *server)
{
    (void)server;
    ci_service_set_preview(data, 1024);
    ci_service_enable_204(data);
    ci_service_set_transfer_preview(data, "*");
    return CI_OK;
}

static void *init_request(ci_request_t *request)
{
    struct exchange *exchange = calloc(1, sizeof *exchange);

    if (exchange == NULL || !ci_req_hasbody(request))
        return exchange;
    exchange->body = ci_simple_file_new(0);
    if (exchange->body == NULL) {
        free(exchange);
        return NULL;
    }
    ci_simple_file_lock_all(exchange->body);
    return exchange;
}

static void release_request(void *data)
{
    struct exchange *exchange = data;

    if (exchange == NULL)
        return;
    if (exchange->body != NULL)
        ci_simple_file_destroy(exchange->body);
    if (exchange->page != NULL)
        ci_membuf_free(exchange->page);
    free(exchange);
}

static int check_preview(char *preview, int size, ci_request_t *request)
{
    struct exchange *exchange = ci_service_data(request);

    if (exchange == NULL)
        return CI_ERROR;
    if (!ci_req_hasbody(request))
        return CI_MOD_ALLOW204;
    if (size > 0 && ci_simple_file_write(exchange->body, preview, size, ci_req_hasalldata(request)) < 0)
        return CI_ERROR;
    return CI_MOD_CONTINUE;
}

/* Nothing of the content is quoted: whoever asked for the page may be anybody. */
static int answer_instead(ci_request_t *request, struct exchange *exchange, enum gate_verdict verdict, const char *rule)
{
    static const char format[] =
        "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>%s</title><h1>%s</h1><p>%s</p></html>\n";
    const char *title = verdict == GATE_UNREACHABLE ? "审查服务暂不可用" : "内容待审查";
    const char *words = verdict == GATE_UNREACHABLE ? "未经审查的内容不予发布，请稍后再试，或联系网站管理员。"
                                                    : "该内容未通过发布审查，已拦下。请网站管理员查看审查记录。";
    char page[PAGE_SIZE_MAX], line[GATE_RULE_SIZE + 64];
    int size = snprintf(page, sizeof page, format, title, title, words);

    exchange->page = ci_membuf_new();
    if (exchange->page == NULL || ci_membuf_write(exchange->page, page, size, 1) < 0
        || !ci_http_response_create(request, 1, 1))
        return CI_ERROR;
    ci_http_response_add_header(request, verdict == GATE_UNREACHABLE ? "HTTP/1.1 503 Service Unavailable"
                                                                     : "HTTP/1.1 403 Forbidden");
    ci_http_response_add_header(request, "Content-Type: text/html; charset=utf-8");
    ci_http_response_add_header(request, "Cache-Control: no-store");
    (void)snprintf(line, sizeof line, "Content-Length: %d", size);
    ci_http_response_add_header(request, line);
    ci_debug_printf(1, "guanka: held: %s\n", rule[0] != '\0' ? rule : "the gate cannot be asked");
    return CI_MOD_DONE;
}

static int judge(ci_request_t *request)
{
    struct exchange *exchange = ci_service_data(request);
    char rule[GATE_RULE_SIZE];
    enum gate_verdict verdict;

    if (exchange == NULL)
        return CI_ERROR;
    if (exchange->body == NULL)
        return CI_MOD_ALLOW204;
    verdict = gate_ask(socket_path, exchange->body->fd, PATIENCE_SECONDS, rule);
    ci_req_unlock_data(request);
    if (verdict >= (strcmp(fail_on, "block") == 0 ? GATE_BLOCK : GATE_REVIEW))
        return answer_instead(request, exchange, verdict, rule);
    if (ci_req_allow204(request))
        return CI_MOD_ALLOW204;
    /* ci_simple_file_unlock_all, without its change of sign. */
    exchange->body->flags &= ~(unsigned)CI_FILE_USELOCK;
    exchange->body->unlocked = 0;
    return CI_MOD_DONE;
}

static int transfer(char *out, int *out_size, char *in, int *in_size, int is_end, ci_request_t *request)
{
    struct exchange *exchange = ci_service_data(request);

    if (exchange == NULL)
        return CI_ERROR;
    if (in != NULL && in_size != NULL && exchange->body != NULL && (*in_size > 0 || is_end)) {
        *in_size = ci_simple_file_write(exchange->body, in, *in_size, is_end);
        if (*in_size < 0)
            return CI_ERROR;
    }
    if (out == NULL || out_size == NULL)
        return CI_OK;
    if (exchange->page != NULL)
        *out_size = ci_membuf_read(exchange->page, out, *out_size);
    else if (exchange->body != NULL)
        *out_size = ci_simple_file_read(exchange->body, out, *out_size);
    else
        *out_size = CI_EOF;
    return *out_size == CI_ERROR ? CI_ERROR : CI_OK;
}

CI_DECLARE_MOD_DATA ci_service_module_t service = {
    .mod_name = "guanka",
    .mod_short_descr = "guanka: content review before publication",
    .mod_type = ICAP_RESPMOD | ICAP_REQMOD,
    .mod_init_service = init_service,
    .mod_init_request_data = init_request,
    .mod_release_request_data = release_request,
    .mod_check_preview_handler = check_preview,
    .mod_end_of_data_handler = judge,
    .mod_service_io = transfer,
    .mod_conf_table = settings,
};
