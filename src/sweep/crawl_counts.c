/* SPDX-License-Identifier: Apache-2.0
 *
 * How many addresses a sweep was to reach, and how many it has.
 */
#include <string.h>

#include "sweep/crawl_data.h"

static bool is_page(const struct address *address)
{
    return address->file == URL_PAGE || address->file == URL_UNKNOWN;
}

static bool has_ended(enum visit_state state)
{
    return state == VISIT_DONE || state == VISIT_REDIRECT || state == VISIT_GONE;
}

bool crawl_is_on(const struct host *host, const char *url)
{
    size_t size = strlen(host->origin);

    return strncmp(url, host->origin, size) == 0 && url[size] == '/';
}

/* A host that fails takes what was there with it, though nobody led there this time. */
static bool is_lost(const struct crawl *crawl, const struct address *address)
{
    if (address->is_met || !address->is_known || address->http_status / 100 != 2)
        return false;
    for (const struct host *host = crawl->hosts; host != NULL; host = host->next) {
        if (crawl_is_closed(crawl, host) && crawl_is_on(host, address->url)
            && strcmp(address->url + strlen(host->origin), "/robots.txt") != 0)
            return true;
    }
    return false;
}

/* Nothing leads there, so nobody misses it; what was found there stays open as long as it cannot be had. */
static bool is_missed_by_nobody(const struct address *address)
{
    return address->via == 0 && address->depth > 0 && address->state == VISIT_FAILED;
}

/* Site maps are no pages, and one that is guessed may not even be there. */
static bool is_left_out(const struct address *address)
{
    return address->is_met && address->state == VISIT_FORBIDDEN && !address->is_map;
}

/* What a person has decided to leave out is counted with it, and hides nothing. */
static void count_left_out(struct crawl *crawl, const struct address *address)
{
    bool is_decided = address->host != NULL && address->host->are_rules_accepted;

    crawl->row->counts.left_out++;
    crawl->hidden += address->is_known && address->http_status / 100 == 2 && !is_decided ? 1 : 0;
}

/* What robots.txt forbids was never expected, but is told. */
void crawl_count(struct crawl *crawl)
{
    struct sweep_counts *counts = &crawl->row->counts;

    counts->pages_expected = counts->pages_reached = counts->attachments_expected = counts->attachments_reached = 0;
    counts->in_doubt = counts->failures = counts->unread = counts->left_out = crawl->hidden = 0;
    for (size_t index = 0; index < address_table_count(crawl->table); index++) {
        const struct address *address = address_table_at(crawl->table, index);
        bool lost = is_lost(crawl, address);
        unsigned reached = address->is_met && has_ended(address->state) ? 1 : 0;

        if (is_left_out(address))
            count_left_out(crawl, address);
        if (!lost && (!address->is_met || address->state == VISIT_FORBIDDEN || is_missed_by_nobody(address)))
            continue;
        *(is_page(address) ? &counts->pages_expected : &counts->attachments_expected) += 1;
        *(is_page(address) ? &counts->pages_reached : &counts->attachments_reached) += reached;
        counts->in_doubt += address->doubt != DOUBT_NONE ? 1 : 0;
        counts->failures += lost || address->state == VISIT_FAILED ? 1 : 0;
        counts->unread += reached > 0 && address->state == VISIT_DONE && address->is_unread ? 1 : 0;
    }
}
