/* SPDX-License-Identifier: Apache-2.0
 *
 * Answers that may stand in for the pages that were asked for: a firewall, or a server that fails, gives one and the
 * same to whatever is asked, with a status of 200. Whoever took them for the pages would call mended what is not, and
 * tampered with what comes back.
 *
 * New content that leads nowhere on the site is kept back until others say the same words, or the sweep has been
 * everywhere. What several addresses say is set aside. In the end the start page is asked for once more: when it is
 * itself, those are asked again, and what they give then is theirs, but for pages that were known otherwise: these are
 * believed when the next sweep has come to the same. Else they have failed.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "sweep/crawl_data.h"
#include "sweep/facts.h"
#include "sweep/url.h"

enum {
    SAME_MAX = 3,       /* addresses that say the same and lead nowhere: no coincidence any more */
    KEPT_BACK_MAX = 256 /* results, each with its content; then the oldest is taken: what stands in comes in a row */
};

/* ---- Set aside. */

static enum status set_aside(struct crawl *crawl, struct inspection *result)
{
    struct crawl_doubts *doubts = &crawl->doubts;
    struct address *address = result->token;
    enum status status = ARRAY_GROW(&doubts->aside, &doubts->aside_capacity, doubts->aside_count + 1);

    inspection_free(result);
    if (status != STATUS_OK)
        return status;
    doubts->aside[doubts->aside_count++] = address;
    return crawl_store_doubt(crawl, address, DOUBT_SET_ASIDE);
}

static bool is_aside(const struct crawl_doubts *doubts, const struct address *address)
{
    for (size_t index = 0; index < doubts->aside_count; index++) {
        if (doubts->aside[index] == address)
            return true;
    }
    return false;
}

static bool says(const struct inspection *result, const struct digest *text)
{
    return memcmp(&result->text, text, sizeof *text) == 0;
}

static bool stands_in(const struct crawl_doubts *doubts, const struct inspection *result)
{
    for (size_t index = 0; index < doubts->text_count; index++) {
        if (says(result, &doubts->texts[index]))
            return true;
    }
    return false;
}

/* What says these words is no page from now on, and was none. */
static enum status refuse_text(struct crawl *crawl, struct digest text)
{
    struct crawl_doubts *doubts = &crawl->doubts;
    enum status status = ARRAY_GROW(&doubts->texts, &doubts->text_capacity, doubts->text_count + 1);
    size_t left = 0;

    if (status == STATUS_OK)
        doubts->texts[doubts->text_count++] = text;
    if (status == STATUS_OK)
        status = crawl_store_refused(crawl, &text);
    for (size_t index = 0; index < doubts->kept_count; index++) {
        struct inspection *result = doubts->kept[index];

        if (status == STATUS_OK && says(result, &text))
            status = set_aside(crawl, result);
        else
            doubts->kept[left++] = result;
    }
    doubts->kept_count = left;
    return status;
}

/* ---- Kept back. */

/* A firewall keeps its visitors on the site: what sends them to a host of others is looked at. */
static enum status see_sending(struct crawl *crawl, const struct inspection *result, bool *sends_away)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    struct facts facts;
    enum status status = facts_read(crawl->scratch, result->facts, &facts);

    *sends_away = false;
    for (size_t certainty = 0; certainty < SENDS_COUNT && status == STATUS_OK; certainty++) {
        for (size_t index = 0; index < facts.sends[certainty].count; index++) {
            struct url_parts parts;

            if (url_split(facts.sends[certainty].items[index], &parts)
                && !site_is_at_home(crawl->options->site, parts.host))
                *sends_away = true;
        }
    }
    arena_release(crawl->scratch, mark);
    return status;
}

/* What the rules find severe is looked at, whatever it is. */
static bool may_stand_in(const struct inspection *result)
{
    const struct address *address = result->token;

    return result->is_html && !result->stand_in.leads_on && !result->is_severe && !address->is_trusted
           && result->packed.size <= STORED_RESULT_MAX
           && (!address->is_known || memcmp(&address->digest, &result->digest, sizeof result->digest) != 0);
}

/* Addresses that had the same content before are those of one page. */
static bool is_other_name(const struct inspection *result, const struct inspection *other)
{
    const struct address *address = result->token, *before = other->token;

    return address->is_known && before->is_known
           && memcmp(&address->digest, &before->digest, sizeof address->digest) == 0;
}

static bool is_counted(const struct crawl_doubts *doubts, size_t index, const struct digest *text)
{
    bool is_new = says(doubts->kept[index], text);

    for (size_t before = 0; before < index && is_new; before++)
        is_new = !says(doubts->kept[before], text) || !is_other_name(doubts->kept[index], doubts->kept[before]);
    return is_new;
}

static size_t count_saying(const struct crawl_doubts *doubts, const struct digest *text)
{
    size_t count = 0;

    for (size_t index = 0; index < doubts->kept_count; index++)
        count += is_counted(doubts, index, text) ? 1 : 0;
    return count;
}

static struct inspection *take_oldest(struct crawl_doubts *doubts)
{
    struct inspection *oldest = doubts->kept[0];

    memmove(doubts->kept, doubts->kept + 1, --doubts->kept_count * sizeof(struct inspection *));
    return oldest;
}

/* *result becomes the oldest one when there are too many, else NULL. */
static enum status keep_back(struct crawl *crawl, struct inspection **result)
{
    struct crawl_doubts *doubts = &crawl->doubts;
    struct digest text = (*result)->text;
    enum status status = ARRAY_GROW(&doubts->kept, &doubts->kept_capacity, doubts->kept_count + 1);

    if (status == STATUS_OK)
        status = crawl_store_result(crawl, *result);
    if (status != STATUS_OK)
        return status;
    doubts->kept[doubts->kept_count++] = *result;
    *result = NULL;
    if (count_saying(doubts, &text) >= SAME_MAX)
        return refuse_text(crawl, text);
    if (doubts->kept_count > KEPT_BACK_MAX)
        *result = take_oldest(doubts);
    return STATUS_OK;
}

/* A start page says nothing when it has nothing to read, or has led on and does so no more. */
static enum status look_at_front(struct crawl *crawl, const struct inspection *result, bool *says_nothing)
{
    bool led_on = false;
    enum status status = STATUS_OK;

    *says_nothing = !result->is_html || result->stand_in.is_blank;
    if (!*says_nothing && !result->stand_in.leads_on) {
        status = crawl_led_on(crawl, result->token, &led_on);
        *says_nothing = led_on;
    }
    return status;
}

enum status crawl_doubt(struct crawl *crawl, struct inspection **result)
{
    struct inspection *came = *result;
    struct address *address = came->token;
    bool sends_away = false;
    enum status status = STATUS_OK;

    if (came->status != STATUS_OK || came->is_known)
        return STATUS_OK;
    if (came->stand_in.is_challenge)
        status = see_sending(crawl, came, &sends_away);
    if (status != STATUS_OK)
        return status;
    if (came->stand_in.is_challenge && !sends_away && may_stand_in(came)) {
        *result = NULL;
        return set_aside(crawl, came);
    }
    if (address->is_front)
        status = look_at_front(crawl, came, &address->says_nothing);
    if (status == STATUS_OK && address->says_nothing && came->is_html)
        status = refuse_text(crawl, came->text);
    if (status != STATUS_OK || address->says_nothing || !may_stand_in(came))
        return status;
    /* Who says that there is no such page has read the address, unless it is said of the start page, too. */
    if (!stands_in(&crawl->doubts, came))
        return came->says_missing ? STATUS_OK : keep_back(crawl, result);
    *result = NULL;
    return set_aside(crawl, came);
}

enum status crawl_doubt_unchanged(struct crawl *crawl, struct address *address)
{
    enum start_state state = START_READ;
    struct digest text;
    enum status status = crawl_see_words(crawl, address, &state, &text);

    address->says_nothing = state != START_READ;
    return status == STATUS_OK && address->says_nothing ? refuse_text(crawl, text) : status;
}

/* ---- In the end. */

static enum status give_up(struct crawl *crawl, struct address *address)
{
    crawl->stood_in++;
    return crawl_settle(crawl, address, VISIT_FAILED);
}

/* New ones have nothing to lose; others have to give this in two sweeps. */
static enum status ask_again(struct crawl *crawl, struct address *address)
{
    enum visit_state last = VISIT_FAILED;
    bool was_visited = false;
    enum status status = STATUS_OK;

    if (address->is_known)
        status = sweeps_last_visit(crawl->store, address->id, crawl->row->id, &was_visited, &last, crawl->error);
    if (status != STATUS_OK)
        return status;
    if (last != VISIT_FAILED)
        return give_up(crawl, address);
    address->is_trusted = true;
    address->etag = address->modified = ""; /* those of what was refused: that it is as it was would say nothing */
    crawl_wait(crawl, address);
    return crawl_store_doubt(crawl, address, DOUBT_ASKED_AGAIN);
}

static enum status settle_aside(struct crawl *crawl, bool is_front_there)
{
    struct crawl_doubts *doubts = &crawl->doubts;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < doubts->aside_count && status == STATUS_OK; index++)
        status = is_front_there ? ask_again(crawl, doubts->aside[index]) : give_up(crawl, doubts->aside[index]);
    doubts->aside_count = 0;
    return status;
}

enum status crawl_settle_doubts(struct crawl *crawl, struct inspection **result)
{
    struct crawl_doubts *doubts = &crawl->doubts;
    struct address *front;
    bool is_front_there;
    enum status status;

    *result = doubts->kept_count > 0 ? take_oldest(doubts) : NULL;
    if (*result != NULL || doubts->aside_count == 0)
        return STATUS_OK;
    status = crawl_find_front(crawl, &front);
    if (status != STATUS_OK)
        return status;
    is_front_there = front != NULL && !is_aside(doubts, front);
    if (!is_front_there || doubts->has_asked_front)
        return settle_aside(crawl, is_front_there);
    doubts->has_asked_front = true;
    crawl_wait(crawl, front);
    return STATUS_OK;
}

bool crawl_has_doubts(const struct crawl *crawl)
{
    return crawl->doubts.kept_count > 0 || crawl->doubts.aside_count > 0;
}

void crawl_doubts_free(struct crawl *crawl)
{
    for (size_t index = 0; index < crawl->doubts.kept_count; index++)
        inspection_free(crawl->doubts.kept[index]);
    alloc_free(crawl->doubts.kept);
    alloc_free(crawl->doubts.aside);
    alloc_free(crawl->doubts.texts);
}
