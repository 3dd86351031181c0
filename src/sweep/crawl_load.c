/* SPDX-License-Identifier: Apache-2.0
 *
 * What the store knows of a site when a sweep of it begins, or goes on.
 */
#include <string.h>

#include "sweep/crawl_data.h"

static bool load_address(void *context, const struct resource_row *row)
{
    struct crawl *crawl = context;
    struct address *address = address_table_get(crawl->table, row->address.url);
    static const struct digest none;

    crawl->status = address == NULL ? STATUS_NO_MEMORY : address_table_identify(crawl->table, address, row->address.id);
    if (crawl->status != STATUS_OK)
        return false;
    if (!row->is_known)
        return true;
    address->is_known = true;
    address->http_status = row->http_status;
    address->target = row->target;
    address->digest = row->digest;
    address->changed_ms = row->changed_ms;
    address->fetched_ms = row->fetched_ms;
    address->is_unread = strcmp(row->coverage, "incomplete") == 0;
    address->is_inspected_now = memcmp(&row->digest, &none, sizeof none) != 0
                                && memcmp(&row->rules, &crawl->row->rules, sizeof none) == 0
                                && (row->day[0] == '\0' || strcmp(row->day, crawl->today) == 0);
    address->etag = address_table_text(crawl->table, row->etag);
    address->modified = address_table_text(crawl->table, row->modified);
    crawl->status = address->etag == NULL || address->modified == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    return crawl->status == STATUS_OK;
}

/* Where a sweep that was cut off stood. */
static bool load_visit(void *context, const struct visit *visit)
{
    struct crawl *crawl = context;
    struct address *address = address_table_of_id(crawl->table, visit->address);

    if (address == NULL)
        return true;
    crawl->status = crawl_revisit(crawl, address, visit);
    return crawl->status == STATUS_OK;
}

/* What is found there again is new, so the content has to be read again, though it may be as it was. */
static bool load_exempt(void *context, const struct finding_row *row)
{
    struct crawl *crawl = context;
    struct address *address = address_table_of_id(crawl->table, row->address);

    if (address != NULL && strcmp(row->category, "site") != 0 && strcmp(row->exempt_until, crawl->today) < 0)
        address->is_inspected_now = false;
    return true;
}

enum status crawl_load(struct crawl *crawl)
{
    const struct findings_filter exempt = { .site = crawl->options->site->id, .states = UINT32_C(1) << FINDING_EXEMPT };
    enum status status = resources_list(crawl->store, crawl->options->site->id, load_address, crawl, crawl->error);

    if (status == STATUS_OK)
        status = crawl->status;
    if (status == STATUS_OK)
        status = findings_list(crawl->store, &exempt, load_exempt, crawl, crawl->error);
    if (status == STATUS_OK)
        status = crawl_load_doubts(crawl);
    if (status == STATUS_OK)
        status = sweeps_list_visits(crawl->store, crawl->row->id, load_visit, crawl, crawl->error);
    if (status == STATUS_OK)
        status = crawl->status;
    if (status == STATUS_OK && crawl->met > 0)
        status = crawl_recall(crawl);
    return status == STATUS_OK ? crawl_go_on_with_doubts(crawl) : status;
}
