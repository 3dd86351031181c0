/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/promotion.h"

#include <string.h>

#include "base/bytes.h"
#include "text/canonical.h"
#include "text/utf8.h"
#include "wording/promotion_block.h"

/* ---- Advertisements. */

/* Everything that stands within reach of a service. */
struct sum {
    int services, lures, contact, against;
    const struct promotion_sign *best; /* of the services */
};

static uint64_t distance(const struct promotion_sign *first, const struct promotion_sign *second)
{
    if (first->end <= second->position)
        return second->position - first->end;
    return second->end <= first->position ? first->position - second->end : 0;
}

/* The same word again says nothing more. */
static bool is_repeated(const struct promotion_reader *reader, size_t first, size_t index)
{
    for (size_t before = first; before < index; before++) {
        if (reader->signs[before].word == reader->signs[index].word)
            return true;
    }
    return false;
}

static void show(struct promotion_ad *ad, const struct promotion_sign *sign)
{
    if (ad->shown_count < PROMOTION_SHOWN_MAX)
        ad->shown[ad->shown_count++] = sign;
}

static bool is_against(const struct promotion_word *word)
{
    return word->part == PROMOTION_EXCUSE || word->part == PROMOTION_GENRE;
}

static void add(struct sum *sum, struct promotion_ad *ad, const struct promotion_sign *sign)
{
    int points = sign->word->points;

    if (is_against(sign->word)) {
        sum->against += points;
        return;
    }
    if (promotion_is_service(sign->word) && sign->word->topic != ad->topic && sign->word->part != PROMOTION_BAIT)
        return;
    show(ad, sign);
    if (promotion_is_service(sign->word) && sign->word->topic == ad->topic) {
        sum->services += points;
        if (sum->best == NULL || points > sum->best->word->points)
            sum->best = sign;
    } else if (sign->word->part == PROMOTION_LURE || sign->word->part == PROMOTION_ACT
               || sign->word->part == PROMOTION_BAIT) {
        sum->lures += points;
    } else if (points > sum->contact) {
        sum->contact = points;
    }
}

static int lesser(int value, uint32_t limit)
{
    return value < (int)limit ? value : (int)limit;
}

/* Is there an advertisement of this service? */
static bool judge(const struct promotion_vocabulary *vocabulary, const struct promotion_reader *reader,
                  const struct promotion_sign *service, struct promotion_ad *ad)
{
    const struct promotion_limits *limits = &vocabulary->limits;
    uint32_t reach = limits->near > limits->excuse_near ? limits->near : limits->excuse_near;
    int wanted = (int)(service->word->part == PROMOTION_BAIT ? limits->unnamed : limits->points);
    struct sum sum = { 0 };
    size_t first = 0;

    *ad = (struct promotion_ad){ .topic = service->word->topic };
    while (distance(&reader->signs[first], service) > reach)
        first++;
    for (size_t index = first; index < reader->count && reader->signs[index].position <= service->end + reach; index++) {
        const struct promotion_sign *sign = &reader->signs[index];
        uint64_t away = distance(sign, service);

        if (away <= (is_against(sign->word) ? limits->excuse_near : limits->near)
            && !is_repeated(reader, first, index))
            add(&sum, ad, sign);
    }
    if (sum.contact == 0 || sum.services < (int)limits->service_min)
        return false;
    ad->hold = sum.best->hold;
    ad->points = lesser(sum.services, limits->services) + lesser(sum.lures, limits->lures) + sum.contact;
    ad->excused = ad->points - sum.against < wanted;
    return ad->points >= wanted;
}

static void settle_near(struct promotion_reader *reader, const struct promotion_sign *service, uint32_t near)
{
    for (size_t index = 0; index < reader->count; index++) {
        struct promotion_sign *sign = &reader->signs[index];

        if (promotion_is_service(sign->word) && distance(sign, service) <= near
            && (sign->word->topic == service->word->topic || sign->word->part == PROMOTION_BAIT))
            sign->settled = true;
    }
}

/* Judges the services, or the baits, that end before `limit`. */
static bool settle_some(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader, bool baits,
                        uint64_t limit, const struct promotion_listener *listener)
{
    for (size_t index = 0; index < reader->count; index++) {
        struct promotion_sign *sign = &reader->signs[index];
        struct promotion_ad ad;

        if (sign->settled || !promotion_is_service(sign->word) || (sign->word->part == PROMOTION_BAIT) != baits
            || sign->end >= limit)
            continue;
        sign->settled = true;
        if (!judge(vocabulary, reader, sign, &ad))
            continue;
        settle_near(reader, sign, vocabulary->limits.near);
        if (!listener->found(listener->context, &ad))
            return false;
    }
    return true;
}

/* Judges those around which everything has been read. A bait waits for the services around it: what is named is no
 * advertisement of something unnamed besides. */
static bool settle(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader, uint64_t limit,
                   const struct promotion_listener *listener)
{
    uint32_t near = vocabulary->limits.near;

    return settle_some(vocabulary, reader, false, limit, listener)
           && settle_some(vocabulary, reader, true, limit == UINT64_MAX ? limit : limit > near ? limit - near : 0, listener);
}

/* Forgets what no service that is still open can reach, nor one that comes. */
static void forget(struct promotion_reader *reader, uint64_t limit)
{
    size_t kept = 0;

    for (size_t index = 0; index < reader->count; index++) {
        if (reader->signs[index].end >= limit)
            reader->signs[kept++] = reader->signs[index];
    }
    reader->count = kept;
}

/* In what is remembered nothing is offered, and addresses have lost their dots. */
static bool is_remembered(const struct promotion_word *word)
{
    return !promotion_is_service(word) && (word->part != PROMOTION_LINK || word->text == NULL);
}

/* `position` is where the block begins. What was remembered has no listener. */
static bool add_signs(struct promotion_reader *reader, const struct promotion_block *block, uint64_t position,
                      const struct promotion_listener *listener)
{
    size_t at = 0;

    for (size_t index = 0; index < block->count && reader->count < PROMOTION_SIGNS_MAX; index++) {
        const struct promotion_place *place = &block->places[index];
        struct promotion_sign *sign = &reader->signs[reader->count];

        if (!promotion_counts(block, index) || (listener == NULL && !is_remembered(place->word)))
            continue;
        position += utf8_count(block->dense + at, place->from - at);
        at = place->from;
        *sign = (struct promotion_sign){ .word = place->word,
                                         .position = position,
                                         .end = position + utf8_count(block->dense + at, place->to - at) };
        if (promotion_is_service(place->word)
            && !listener->mark(listener->context, block->origin[place->from], block->origin[place->to - 1] + 1U,
                               &sign->hold))
            return false;
        reader->count++;
    }
    return true;
}

/* Drops what is too far away to be remembered. */
static void trim_tail(struct promotion_reader *reader)
{
    size_t dropped;

    if (reader->tail_size <= PROMOTION_TAIL_MAX)
        return;
    dropped = utf8_ceil(reader->tail, reader->tail_size, reader->tail_size - PROMOTION_TAIL_MAX);
    reader->tail_size -= dropped;
    memmove(reader->tail, reader->tail + dropped, reader->tail_size);
}

/* The signs of the blocks before, now that something is offered behind them. */
static void recall(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader,
                   struct promotion_scratch *scratch)
{
    struct promotion_block block;
    size_t characters;

    trim_tail(reader);
    characters = utf8_count(reader->tail, reader->tail_size);
    if (reader->count == 0)
        reader->position = characters;
    block.vocabulary = vocabulary;
    block.text = block.dense = reader->tail;
    block.text_size = block.size = reader->tail_size;
    block.origin = scratch->origin;
    block.count = 0;
    for (size_t at = 0; at < block.size; at++)
        scratch->origin[at] = (uint16_t)at;
    promotion_find_places(&block);
    (void)add_signs(reader, &block, reader->position - characters, NULL);
    reader->tail_size = 0;
}

/* Remembers the end of a block in which nothing is offered. */
static void remember(struct promotion_reader *reader, const char *dense, size_t size)
{
    size_t from = size < PROMOTION_TAIL_MAX ? 0 : utf8_ceil(dense, size, size - (PROMOTION_TAIL_MAX - 1));
    size_t added = size - from + 1;

    if (reader->tail_size + added > sizeof reader->tail)
        trim_tail(reader);
    memcpy(reader->tail + reader->tail_size, dense + from, size - from);
    reader->tail_size += added;
    reader->tail[reader->tail_size - 1] = '\n';
    if (reader->count > 0)
        reader->position += utf8_count(dense, size) + 1;
}

/* Is there a service that what follows can still belong to? */
static bool is_open(const struct promotion_reader *reader)
{
    for (size_t index = 0; index < reader->count; index++) {
        if (promotion_is_service(reader->signs[index].word) && !reader->signs[index].settled)
            return true;
    }
    return false;
}

static bool read_signs(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader,
                       struct promotion_scratch *scratch, struct bytes text, size_t dense_size,
                       const struct promotion_listener *listener)
{
    struct promotion_block block;

    if (reader->tail_size > 0)
        recall(vocabulary, reader, scratch);
    block.vocabulary = vocabulary;
    block.text = (const char *)text.data;
    block.text_size = text.size;
    block.dense = scratch->dense;
    block.size = dense_size;
    block.origin = scratch->origin;
    block.count = 0;
    promotion_read_origin(block.text, text.size, scratch->origin, dense_size);
    promotion_find_places(&block);
    if (!add_signs(reader, &block, reader->position, listener))
        return false;
    reader->position += utf8_count(scratch->dense, dense_size) + 1;
    return true;
}

bool promotion_read(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader,
                    struct promotion_scratch *scratch, const char *text, size_t size, bool is_latin,
                    const struct promotion_listener *listener)
{
    const struct promotion_limits *limits = &vocabulary->limits;
    uint64_t reach = limits->near > limits->excuse_near ? limits->near : limits->excuse_near;
    size_t dense_size = canonical_dense(text, size, scratch->dense);

    if (!is_open(reader) && !promotion_offers_something(vocabulary, text, size, is_latin, scratch->dense, dense_size)) {
        remember(reader, scratch->dense, dense_size);
        return true;
    }
    if (!read_signs(vocabulary, reader, scratch, bytes_of(text, size), dense_size, listener)
        || !settle(vocabulary, reader, reader->position > reach ? reader->position - reach : 0, listener))
        return false;
    forget(reader, reader->position > 3 * reach ? reader->position - 3 * reach : 0);
    return true;
}

bool promotion_finish(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader,
                      const struct promotion_listener *listener)
{
    bool wanted = settle(vocabulary, reader, UINT64_MAX, listener);

    reader->count = reader->tail_size = 0;
    return wanted;
}

/* ---- Headings. */

static bool on_heading_word(void *context, uint32_t id, size_t from, size_t to)
{
    const struct promotion_vocabulary **vocabulary = context;
    enum promotion_part part = (*vocabulary)->words[id].part;

    (void)from;
    (void)to;
    return part != PROMOTION_GENRE;
}

bool promotion_is_excusing_heading(const struct promotion_vocabulary *vocabulary, const char *text, size_t size)
{
    return vocabulary->set != NULL && size <= (size_t)vocabulary->limits.heading * PROMOTION_HAN_SIZE
           && !literal_set_scan(vocabulary->set, text, size, on_heading_word, &vocabulary);
}
