/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings on inspected sites, and what became of them.
 */
#include <inttypes.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/api_query.h"
#include "gate/inspection.h"
#include "report/json.h"
#include "report/json_line.h"
#include "report/person_mask.h"
#include "store/findings.h"

enum { NUMBER_SIZE = 24, MESSAGE_MAX = 1 << 16 };

/* What is wrong, in words, where the record has them. */
static void write_message(struct buf *out, const char *record)
{
    struct bytes message = json_line_text(bytes_of_text(record), "\"message\"");
    struct buf text = BUF_INIT(MESSAGE_MAX);

    if (message.data != NULL)
        json_line_unescape(message, &text);
    person_mask_member(out, "message", text.size > 0 ? text.data : NULL);
    buf_free(&text);
}

static void write_finding(const struct call *call, struct buf *out, const struct finding_row *row)
{
    json_number(out, "id", (uint64_t)row->id);
    inspection_write_site(call, out, row->site);
    person_mask_member(out, "url", row->url);
    json_text(out, "rule", row->rule);
    json_text(out, "category", row->category);
    json_text(out, "severity", findings_severity_name(row->severity));
    json_text(out, "state", findings_state_name(row->state));
    json_number(out, "opened_ms", (uint64_t)row->opened_ms);
    json_number(out, "seen_ms", (uint64_t)row->seen_ms);
    inspection_write_time(out, "closed_ms", row->closed_ms);
    json_text(out, "exempt_until", row->exempt_until[0] != '\0' ? row->exempt_until : NULL);
    write_message(out, row->record);
}

/* ---- The list. */

struct finding_listing {
    struct inspection_list list;
    int64_t last;
};

static bool list_finding(void *context, const struct finding_row *row)
{
    struct finding_listing *listing = context;

    if (!inspection_begin_row(&listing->list, row->site))
        return !listing->list.has_more;
    listing->last = row->id;
    write_finding(listing->list.call, listing->list.out, row);
    return inspection_end_row(&listing->list);
}

static const char *state_name(unsigned index)
{
    return findings_state_name((enum finding_state)index);
}

static const char *severity_name(unsigned index)
{
    return findings_severity_name((enum finding_severity)index);
}

void api_findings(struct call *call)
{
    const struct store *store = inspection_store(call);
    const struct http_request *request = call->request;
    const char *after = http_argument(request, "after");
    struct findings_page page = { .before = after != NULL ? strtoll(after, NULL, 10) : 0,
                                  .site = http_argument(request, "site"),
                                  .rule = http_argument(request, "rule"),
                                  .category = http_argument(request, "category") };
    struct finding_listing listing = { .list = { .call = call, .left = api_list_limit(call) } };
    char last[NUMBER_SIZE];
    struct error error = { 0 };
    enum status status;

    if (store == NULL || !api_query_values(call, "state", true, state_name, FINDING_STATE_COUNT, &page.states)
        || !api_query_values(call, "severity", true, severity_name, FINDING_SEVERITY_COUNT, &page.severities))
        return;
    listing.list.out = api_open_list(call, "findings");
    status = findings_list_latest(store, &page, list_finding, &listing, &error);
    (void)snprintf(last, sizeof last, "%" PRId64, listing.last);
    api_close_page(call, status, &error, listing.list.has_more ? last : NULL);
}

/* ---- One. */

static bool show_finding(void *context, const struct finding_row *row)
{
    struct finding_listing *showing = context;

    showing->last = row->id;
    if (!inspection_may_see(showing->list.call, row->site)) {
        showing->list.left = 0;
        return false;
    }
    write_finding(showing->list.call, showing->list.out, row);
    json_key(showing->list.out, "finding");
    buf_text(showing->list.out, row->record);
    return false;
}

static bool write_event(void *context, const struct finding_event *event)
{
    struct buf *out = context;

    json_element(out);
    buf_byte(out, '{');
    json_number(out, "at_ms", (uint64_t)event->at_ms);
    json_number_or_null(out, "sweep", event->sweep != 0 && !event->by_probe, (uint64_t)event->sweep);
    json_bool(out, "probe", event->by_probe);
    json_text(out, "event", event->event);
    json_text(out, "actor", event->actor);
    json_text(out, "reason", event->reason);
    json_text(out, "until", event->until[0] != '\0' ? event->until : NULL);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

void api_finding(struct call *call)
{
    const struct store *store = inspection_store(call);
    struct finding_listing showing = { .list = { .call = call, .left = 1 } };
    struct error error = { 0 };
    enum status status;

    if (store == NULL)
        return;
    showing.list.out = api_answer(call, 200);
    buf_text(showing.list.out, "{\"v\":1,\"type\":\"site-finding\"");
    status = findings_get(store, inspection_number(call), show_finding, &showing, &error);
    json_key(showing.list.out, "events");
    buf_byte(showing.list.out, '[');
    if (status == STATUS_OK)
        status = findings_list_events(store, showing.last, write_event, showing.list.out, &error);
    buf_text(showing.list.out, "]}\n");
    if (status != STATUS_OK)
        api_fail(call, status, &error);
    else if (showing.last == 0)
        api_refuse(call, 404, "unknown-finding", "%s", gettext("there is no finding of this number"));
    else if (showing.list.left == 0)
        api_deny(call, "/v1/findings/*", gettext("this site is another unit's"));
}
