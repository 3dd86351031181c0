/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/inspection.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "gate/api.h"
#include "report/json.h"
#include "store/site_register.h"

enum { SITE_WORDS_MAX = 1 << 16 };

const struct store *inspection_open_store(const struct call *call, struct error *error)
{
    if (call->worker->sites == NULL
        && store_open(call->gate->options.inspection.store, STORE_READ, &call->worker->sites, error) != STATUS_OK)
        call->worker->sites = NULL;
    return call->worker->sites;
}

const struct store *inspection_store(struct call *call)
{
    const struct store *store;
    struct error error = { 0 };

    if (call->gate->options.inspection.store == NULL) {
        api_refuse(call, 404, "no-sites", "%s", gettext("the gate's configuration names no site file (sites: …)"));
        return NULL;
    }
    call->reads_inspections = true;
    store = inspection_open_store(call, &error);
    if (store == NULL) {
        api_refuse(call, 503, "no-inspection", "%s", error.message);
        http_response_header(call->response, "Retry-After", "60");
    }
    return store;
}

const struct gate_site *inspection_site(const struct call *call, const char *id)
{
    const struct gate_inspection *inspection = &call->gate->options.inspection;

    for (size_t index = 0; index < inspection->site_count; index++) {
        if (strcmp(inspection->sites[index].id, id) == 0)
            return &inspection->sites[index];
    }
    return NULL;
}

bool inspection_may_see(const struct call *call, const char *id)
{
    const struct gate_site *site = inspection_site(call, id);

    return api_may_see_unit(call, site != NULL ? site->unit : "");
}

bool inspection_is_wanted(const struct call *call, const char *id)
{
    const struct gate_site *site = inspection_site(call, id);
    const char *wanted = http_argument(call->request, "site"), *unit = http_argument(call->request, "unit");

    return inspection_may_see(call, id) && (wanted == NULL || strcmp(wanted, id) == 0)
           && (unit == NULL || (site != NULL && strcmp(site->unit, unit) == 0));
}

bool inspection_begin_row(struct inspection_list *list, const char *site)
{
    if (!inspection_is_wanted(list->call, site))
        return false;
    list->has_more = list->left == 0;
    if (list->has_more)
        return false;
    list->left--;
    json_element(list->out);
    buf_byte(list->out, '{');
    return true;
}

bool inspection_end_row(struct inspection_list *list)
{
    buf_byte(list->out, '}');
    return buf_status(list->out) == STATUS_OK;
}

struct last_said {
    struct buf name, unit;
};

static bool take_entry(void *context, const struct site_register_entry *entry)
{
    struct last_said *said = context;

    buf_clear(&said->name);
    buf_clear(&said->unit);
    buf_text(&said->name, entry->name);
    buf_text(&said->unit, entry->unit);
    return true;
}

static const char *text_or(const struct buf *text, const char *otherwise)
{
    return buf_status(text) == STATUS_OK && text->size > 0 ? text->data : otherwise;
}

/* What the site file said of it last, as far as the store knows. */
static void write_removed(const struct call *call, struct buf *out, const char *id)
{
    struct last_said said = { BUF_INIT(SITE_WORDS_MAX), BUF_INIT(SITE_WORDS_MAX) };
    struct error error = { 0 };
    const struct store *store = inspection_open_store(call, &error);
    bool is_known = store != NULL && site_register_list(store, id, take_entry, &said, &error) == STATUS_OK;

    json_text(out, "site_name", is_known ? text_or(&said.name, id) : id);
    json_text(out, "unit", is_known ? text_or(&said.unit, "") : "");
    buf_free(&said.name);
    buf_free(&said.unit);
}

void inspection_write_site(const struct call *call, struct buf *out, const char *id)
{
    const struct gate_site *site = inspection_site(call, id);

    json_text(out, "site", id);
    if (site == NULL) {
        write_removed(call, out, id);
        return;
    }
    json_text(out, "site_name", site->name);
    json_text(out, "unit", site->unit);
}

int64_t inspection_number(const struct call *call)
{
    char *end;
    long long number = strtoll(call->wildcard, &end, 10);

    return call->wildcard[0] >= '0' && call->wildcard[0] <= '9' && *end == '\0' ? number : 0;
}

void inspection_write_time(struct buf *out, const char *key, int64_t at_ms)
{
    json_number_or_null(out, key, at_ms != 0, (uint64_t)at_ms);
}
