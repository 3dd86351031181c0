/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/console.h"

#include <libintl.h>
#include <string.h>

static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                             "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

static const struct console_asset *find(const char *name)
{
    for (const struct console_asset *asset = console_assets; asset->name != NULL; asset++) {
        if (strcmp(asset->name, name) == 0)
            return asset;
    }
    return NULL;
}

/* If-None-Match is a list, and a proxy may have made the tag a weak one: that ours is in it is enough, since a digest
 * stands in nothing else. */
static bool has_already(const struct call *call, const struct console_asset *asset)
{
    const char *tags = http_header(call->request, "If-None-Match");

    return tags != NULL && strstr(tags, asset->etag) != NULL;
}

static void send(struct call *call, const char *name)
{
    const struct console_asset *asset = find(name);
    struct http_response *response = call->response;

    if (asset == NULL) {
        api_refuse(call, 404, "unknown-path", "%s", gettext("there is nothing at this path; see docs/openapi.yaml"));
        return;
    }
    response->status = has_already(call, asset) ? 304 : 200;
    buf_clear(&response->body);
    if (response->status == 200) {
        response->media_type = asset->media_type;
        buf_append(&response->body, asset->data, asset->size);
    }
    http_response_header(response, "ETag", "%s", asset->etag);
    /* Asked each time, so that after an update no old script meets a new page. */
    http_response_header(response, "Cache-Control", "no-cache");
    http_response_header(response, "Content-Security-Policy", "%s", policy);
    http_response_header(response, "Referrer-Policy", "no-referrer");
    http_response_header(response, "X-Frame-Options", "DENY");
    http_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
    http_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
}

void console_page(struct call *call)
{
    send(call, "index.html");
}

void console_file(struct call *call)
{
    send(call, call->wildcard);
}
