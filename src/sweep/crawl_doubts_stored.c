/* SPDX-License-Identifier: Apache-2.0
 *
 * What is in doubt, and what waits for its folder, as the store has it while the sweep runs: one that was cut off reads
 * again what it had, without asking for it, and believes what it would have believed. What is damaged there is asked
 * for as if it had never come.
 */
#include <string.h>

#include "base/array.h"
#include "sweep/crawl_data.h"

enum { STORED_MAX = 512 }; /* more than a sweep keeps at a time: a store that has more is damaged */

/* ---- Written down. */

enum status crawl_store_result(struct crawl *crawl, const struct inspection *result)
{
    const struct inspected_bytes *answer = &result->judged;
    struct address *address = result->token;
    const struct doubt_row row = { .address = address->id,
                                   .state = DOUBT_KEPT_BACK,
                                   .http_status = address->http_status,
                                   .media_type = answer->media_type,
                                   .charset = answer->charset,
                                   .etag = address->etag,
                                   .modified = address->modified,
                                   .peer = answer->peer,
                                   .certificate = answer->certificate,
                                   .request = answer->request,
                                   .head = answer->head,
                                   .fetched_ms = answer->fetched_ms,
                                   .digest = result->digest,
                                   .size = result->size,
                                   .packed = result->packed };
    enum status status;

    /* It is there already; or it is to be believed, which a result that is read again is not; or it is asked for again
     * rather than kept. */
    if (address->doubt == DOUBT_KEPT_BACK || address->doubt == DOUBT_ASKED_AGAIN
        || result->packed.size > STORED_RESULT_MAX)
        return STATUS_OK;
    status = crawl_write(crawl);
    if (status == STATUS_OK)
        status = doubts_put(crawl->store, crawl->row->id, &row, crawl->error);
    if (status == STATUS_OK)
        address->doubt = DOUBT_KEPT_BACK;
    return status;
}

enum status crawl_store_doubt(struct crawl *crawl, struct address *address, enum doubt_state state)
{
    const struct doubt_row row = { .address = address->id, .state = state };
    enum status status = crawl_write(crawl);

    if (status == STATUS_OK)
        status = doubts_put(crawl->store, crawl->row->id, &row, crawl->error);
    if (status == STATUS_OK)
        address->doubt = state;
    return status;
}

enum status crawl_store_refused(struct crawl *crawl, const struct digest *text)
{
    enum status status = crawl_write(crawl);

    return status == STATUS_OK ? doubts_refuse(crawl->store, crawl->row->id, text, crawl->error) : status;
}

enum status crawl_forget_stored(struct crawl *crawl, struct address *address)
{
    enum status status;

    if (address->doubt == DOUBT_NONE)
        return STATUS_OK;
    status = crawl_write(crawl);
    if (status == STATUS_OK)
        status = doubts_settle(crawl->store, crawl->row->id, address->id, crawl->error);
    if (status == STATUS_OK)
        address->doubt = DOUBT_NONE;
    return status;
}

/* ---- Read again. */

struct loading {
    struct crawl *crawl;
    size_t kept; /* so far */
};

static bool load_doubt(void *context, const struct doubt_row *row)
{
    struct loading *loading = context;
    struct address *address = address_table_of_id(loading->crawl->table, row->address);

    if (address == NULL || (row->state == DOUBT_KEPT_BACK && ++loading->kept > STORED_MAX))
        return true;
    address->doubt = row->state;
    return true;
}

static bool load_refused(void *context, const struct digest *text)
{
    struct crawl *crawl = context;
    struct crawl_doubts *doubts = &crawl->doubts;

    crawl->status = ARRAY_GROW(&doubts->texts, &doubts->text_capacity, doubts->text_count + 1);
    if (crawl->status == STATUS_OK)
        doubts->texts[doubts->text_count++] = *text;
    return crawl->status == STATUS_OK;
}

enum status crawl_load_doubts(struct crawl *crawl)
{
    struct loading loading = { .crawl = crawl };
    enum status status = doubts_list(crawl->store, crawl->row->id, load_doubt, &loading, crawl->error);

    if (status == STATUS_OK)
        status = doubts_list_refused(crawl->store, crawl->row->id, load_refused, crawl, crawl->error);
    return status == STATUS_OK ? crawl->status : status;
}

struct giving {
    struct crawl *crawl;
    struct address *address;
    bool is_given;
    enum status status;
};

/* As it was kept back; a content that is not whole is found when it is read. */
static bool is_sound(const struct crawl *crawl, const struct doubt_row *row)
{
    return row->http_status / 100 == 2 && row->size <= crawl->fetch_options.body_max
           && row->packed.size <= STORED_RESULT_MAX;
}

static bool give(void *context, const struct doubt_row *row)
{
    struct giving *giving = context;
    struct crawl *crawl = giving->crawl;
    struct address *address = giving->address;

    giving->is_given = is_sound(crawl, row);
    if (!giving->is_given)
        return false;
    address->http_status = row->http_status;
    address->etag = address_table_text(crawl->table, row->etag);
    address->modified = address_table_text(crawl->table, row->modified);
    giving->status = address->etag == NULL || address->modified == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    if (giving->status == STATUS_OK)
        giving->status = inspectors_give(crawl->inspectors, &(struct inspect_task){ .token = address,
                                                                                    .url = address->url,
                                                                                    .media_type = row->media_type,
                                                                                    .charset = row->charset,
                                                                                    .request = row->request,
                                                                                    .head = row->head,
                                                                                    .peer = row->peer,
                                                                                    .certificate = row->certificate,
                                                                                    .fetched_ms = row->fetched_ms,
                                                                                    .packed = row->packed,
                                                                                    .packed_size = row->size,
                                                                                    .packed_digest = row->digest });
    return false;
}

static enum status give_kept(struct crawl *crawl, struct address *address)
{
    struct giving giving = { .crawl = crawl, .address = address };
    enum status status = doubts_get(crawl->store, crawl->row->id, address->id, give, &giving, crawl->error);

    if (status == STATUS_OK)
        status = giving.status;
    return status == STATUS_OK && !giving.is_given ? crawl_ask_anew(crawl, address) : status;
}

static enum status go_on_with(struct crawl *crawl, struct address *address)
{
    struct crawl_doubts *doubts = &crawl->doubts;
    enum status status;

    if (address->doubt == DOUBT_KEPT_BACK)
        return give_kept(crawl, address);
    address->is_trusted = address->doubt == DOUBT_ASKED_AGAIN;
    if (address->doubt != DOUBT_SET_ASIDE)
        return STATUS_OK;
    status = ARRAY_GROW(&doubts->aside, &doubts->aside_capacity, doubts->aside_count + 1);
    if (status == STATUS_OK)
        doubts->aside[doubts->aside_count++] = address;
    return status;
}

enum status crawl_go_on_with_doubts(struct crawl *crawl)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < address_table_count(crawl->table) && status == STATUS_OK; index++) {
        struct address *address = address_table_at(crawl->table, index);

        /* What is settled, or is not the site's any more, is in no doubt. */
        if (!address->is_met || address->state != VISIT_WAITING)
            address->doubt = DOUBT_NONE;
        status = go_on_with(crawl, address);
    }
    return status;
}

enum status crawl_ask_anew(struct crawl *crawl, struct address *address)
{
    enum status status = crawl_forget_stored(crawl, address);

    address->etag = address->modified = "";
    crawl_wait(crawl, address);
    return status;
}
