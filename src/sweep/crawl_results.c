/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "sweep/crawl_data.h"
#include "sweep/facts.h"

enum { HELD_MAX = 64 }; /* each with its content, when something severe was found there */

/* ---- What is as it was. */

struct remembered {
    struct crawl *crawl;
    const struct address *page;
    enum status status;
};

static bool meet_links(void *context, const struct resource_row *row)
{
    struct remembered *remembered = context;
    struct crawl *crawl = remembered->crawl;
    struct buf list = BUF_INIT(SIZE_MAX / 2);
    struct digest text;
    bool has_text = facts_text(row->facts, &text), led_on = false;

    /* Meeting writes, and the row is the database's. */
    buf_append(&list, row->links.data, row->links.size);
    remembered->status = buf_status(&list);
    if (remembered->status == STATUS_OK)
        remembered->status = crawl_meet_listed(crawl, remembered->page, buf_bytes(&list), &led_on);
    if (remembered->status == STATUS_OK && has_text)
        remembered->status = variants_learn(crawl->variants, remembered->page->url, &text, led_on);
    buf_free(&list);
    return false;
}

static enum status settle_unchanged(struct crawl *crawl, struct address *address)
{
    struct remembered remembered = { crawl, address, STATUS_OK };
    enum status status = crawl_write(crawl);

    if (status == STATUS_OK && address->is_front)
        status = crawl_doubt_unchanged(crawl, address);
    if (status == STATUS_OK)
        status = resources_get(crawl->store, address->id, meet_links, &remembered, crawl->error);
    if (status == STATUS_OK)
        status = remembered.status;
    if (status == STATUS_OK)
        status = findings_see_unchanged(crawl->store, address->id, crawl->row->id, clock_wall_ms(), crawl->error);
    return status == STATUS_OK ? crawl_settle(crawl, address, VISIT_DONE) : status;
}

struct kept {
    struct crawl *crawl;
    struct address *address;
    char charset[FACTS_CHARSET_SIZE];
    bool is_there;
    enum status status;
};

static void read_again(void *context, uint64_t size, struct bytes packed)
{
    struct kept *kept = context;

    kept->is_there = true;
    kept->status =
        inspectors_give(kept->crawl->inspectors, &(struct inspect_task){ .token = kept->address,
                                                                         .url = kept->address->url,
                                                                         .media_type = "",
                                                                         .charset = kept->charset,
                                                                         .peer = "",
                                                                         .certificate = "",
                                                                         .packed = packed,
                                                                         .packed_size = size,
                                                                         .packed_digest = kept->address->digest });
}

/* The bytes alone do not tell how they are to be read. */
static bool take_charset(void *context, const struct resource_row *row)
{
    facts_charset_said(row->facts, context);
    return false;
}

enum status crawl_unchanged(struct crawl *crawl, struct address *address)
{
    struct kept kept = { .crawl = crawl, .address = address };
    enum status status;

    if (address->is_inspected_now)
        return settle_unchanged(crawl, address);
    status = resources_get(crawl->store, address->id, take_charset, kept.charset, crawl->error);
    if (status == STATUS_OK)
        status = resources_content(crawl->store, &address->digest, read_again, &kept, crawl->error);
    if (status != STATUS_OK || kept.is_there)
        return status != STATUS_OK ? status : kept.status;
    /* Its copy was forgotten. */
    address->is_known = false;
    return crawl_ask_anew(crawl, address);
}

/* ---- What was read. */

/* The folder of which this is the index page, met in this sweep; NULL: none. */
static const struct address *folder_of(const struct crawl *crawl, const struct address *address)
{
    char folder[URL_SIZE_MAX + 1];
    const struct address *found =
        url_folder_of_index(address->url, folder) ? address_table_find(crawl->table, folder) : NULL;

    return found != NULL && found->is_met ? found : NULL;
}

/* It was read by the folder's name, too: what was found there is told there. */
static bool is_twin(const struct crawl *crawl, const struct address *address, const struct inspection *result)
{
    const struct address *folder = folder_of(crawl, address);

    return folder != NULL && folder->state == VISIT_DONE
           && memcmp(&folder->digest, &result->digest, sizeof folder->digest) == 0;
}

/* `is_fresh`, one for each, tells which are new, there again or more severe than they were. */
static enum status see_findings(struct crawl *crawl, const struct address *address, const struct inspection *result,
                                bool *is_fresh)
{
    struct sweep_counts *counts = &crawl->row->counts;
    size_t count = is_twin(crawl, address, result) ? 0 : result->finding_count;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        const struct inspected_finding *finding = &result->findings[index];
        enum finding_change change;

        status = findings_see(crawl->store,
                              &(struct finding_row){ .site = crawl->options->site->id,
                                                     .key = finding->key,
                                                     .address = address->id,
                                                     .rule = finding->rule,
                                                     .category = finding->category,
                                                     .severity = finding->severity,
                                                     .record = finding->record },
                              crawl->row->id, clock_wall_ms(), crawl->today, &change, crawl->error);
        is_fresh[index] = status == STATUS_OK && change != FINDING_IS_KNOWN;
        counts->opened += status == STATUS_OK && findings_opens(change) ? 1 : 0;
    }
    /* Of what could not be read nobody knows that it is not there any more. */
    if (status != STATUS_OK || !result->is_complete || address->says_nothing)
        return status;
    return findings_close_unseen(crawl->store, crawl->options->site->id, address->id, NULL, crawl->row->id,
                                 clock_wall_ms(), &counts->closed, crawl->error);
}

static enum status keep_resource(struct crawl *crawl, struct address *address, const struct inspection *result,
                                 struct bytes links)
{
    bool is_new = !address->is_known || memcmp(&address->digest, &result->digest, sizeof result->digest) != 0;
    int64_t now = clock_wall_ms();
    struct resource_row row = { .address = { .id = address->id },
                                .http_status = address->http_status,
                                .media_type = result->page.media_type != NULL ? result->page.media_type : "",
                                .etag = address->etag,
                                .modified = address->modified,
                                .digest = result->digest,
                                .size = result->size,
                                .fetched_ms = now,
                                .changed_ms = is_new ? now : address->changed_ms,
                                .rules = crawl->row->rules,
                                .day = result->depends_on_head  ? RESOURCES_DAY_OF_HEAD
                                       : result->depends_on_day ? crawl->today
                                                                : "",
                                .coverage = result->is_complete ? "complete" : "incomplete",
                                .facts = result->facts,
                                .links = links };
    enum status status = STATUS_OK;

    if (result->packed.size > 0)
        status = resources_keep(crawl->store, &result->digest, result->size, result->packed, crawl->error);
    if (status == STATUS_OK)
        status = resources_put(crawl->store, &row, crawl->error);
    address->is_known = true;
    address->is_inspected_now = !result->depends_on_head;
    address->is_unread = !result->is_complete;
    address->digest = result->digest;
    address->changed_ms = row.changed_ms;
    return status;
}

static enum status judge(struct crawl *crawl, const struct address *address, const struct inspection *result,
                         const struct crawl_before *before)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    bool *is_fresh = arena_zeroed(crawl->scratch, result->finding_count + 1);
    enum status status = is_fresh != NULL ? see_findings(crawl, address, result, is_fresh) : STATUS_NO_MEMORY;

    if (status == STATUS_OK && result->is_severe)
        status = crawl_see_incidents(crawl, address, result, before, is_fresh);
    arena_release(crawl->scratch, mark);
    return status;
}

static enum status take(struct crawl *crawl, const struct inspection *result)
{
    struct address *address = result->token;
    struct buf links = BUF_INIT(SIZE_MAX / 2);
    struct crawl_before before;
    bool led_on = false;
    enum status status;

    if (result->status != STATUS_OK)
        return result->status;
    if (result->is_known)
        return settle_unchanged(crawl, address);
    crawl->row->counts.scanned++;
    status = crawl_write(crawl);
    if (status == STATUS_OK)
        status = crawl_meet_links(crawl, address, &result->page, &links, &led_on);
    if (status == STATUS_OK)
        status = variants_learn(crawl->variants, address->url, &result->text, led_on);
    if (status == STATUS_OK)
        status = crawl_remember(crawl, address, &before);
    if (status == STATUS_OK)
        status = keep_resource(crawl, address, result, buf_bytes(&links));
    if (status == STATUS_OK)
        status = judge(crawl, address, result, &before);
    buf_free(&links);
    return status == STATUS_OK ? crawl_settle(crawl, address, VISIT_DONE) : status;
}

/* ---- In which order. */

/* Whether it is a twin is known when the folder was read, whichever answer is the first. */
static bool has_to_wait(const struct crawl *crawl, const struct inspection *result)
{
    const struct address *folder;

    if (result->status != STATUS_OK || result->is_known || result->finding_count == 0)
        return false;
    folder = folder_of(crawl, result->token);
    return folder != NULL && folder->state == VISIT_WAITING;
}

static enum status hold(struct crawl *crawl, struct inspection *result)
{
    enum status status = ARRAY_GROW(&crawl->held, &crawl->held_capacity, crawl->held_count + 1);

    if (status != STATUS_OK) {
        inspection_free(result);
        return status;
    }
    crawl->held[crawl->held_count++] = result;
    return crawl_store_result(crawl, result);
}

static enum status take_and_free(struct crawl *crawl, struct inspection *result)
{
    enum status status = result != NULL ? take(crawl, result) : STATUS_OK;

    inspection_free(result);
    return status;
}

/* The copy in the store is damaged. */
static enum status take_from_site(struct crawl *crawl, struct inspection *result)
{
    struct address *address = result->token;

    inspection_free(result);
    if (address->doubt == DOUBT_NONE)
        address->is_known = false;
    return crawl_ask_anew(crawl, address);
}

static enum status doubt_or_take(struct crawl *crawl, struct inspection *result)
{
    enum status status;

    if (result->is_copy && result->status == STATUS_MALFORMED)
        return take_from_site(crawl, result);
    status = crawl_doubt(crawl, &result);
    if (status == STATUS_OK)
        return take_and_free(crawl, result);
    inspection_free(result);
    return status;
}

enum status crawl_take_doubted(struct crawl *crawl)
{
    struct inspection *result;
    enum status status = crawl_settle_doubts(crawl, &result);

    return status == STATUS_OK ? take_and_free(crawl, result) : status;
}

static enum status take_held(struct crawl *crawl)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < crawl->held_count && status == STATUS_OK;) {
        struct inspection *result = crawl->held[index];

        if (has_to_wait(crawl, result) && !crawl_is_idle(crawl)) {
            index++;
            continue;
        }
        crawl->held[index] = crawl->held[--crawl->held_count];
        status = doubt_or_take(crawl, result);
    }
    return status;
}

enum status crawl_take_results(struct crawl *crawl)
{
    struct inspection *result;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && (result = inspectors_take(crawl->inspectors)) != NULL)
        status = has_to_wait(crawl, result) && crawl->held_count < HELD_MAX ? hold(crawl, result)
                                                                            : doubt_or_take(crawl, result);
    return status == STATUS_OK ? take_held(crawl) : status;
}

void crawl_results_free(struct crawl *crawl)
{
    for (size_t index = 0; index < crawl->held_count; index++)
        inspection_free(crawl->held[index]);
    alloc_free(crawl->held);
}
