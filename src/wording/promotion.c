/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/promotion.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "reference/host.h"
#include "text/canonical.h"
#include "text/literal_set.h"
#include "text/utf8.h"

/* Marks a text that is translated where it is shown. */
#define N_(text) text

enum {
    HAN_SIZE = 3,
    STARTS = 36,          /* letters and digits that a word may begin with */
    HANDLE_MIN = 5,       /* characters of a handle */
    SPELT_MIN = 7,        /* of one that is spelt with Chinese numerals */
    FILLER_MAX = 4,       /* characters between the name of a messenger and the handle: 微信号是… */
    OFFICIAL_BEFORE = 24, /* bytes between what says that an account is an office's and the messenger */
    BRAND_MAX = 12,
    PHONE_DIGITS = 11,
    LITERALS_MAX = PROMOTION_SIGNS_MAX * 3 / 4, /* a heap of words leaves room for contacts */
};

/* Words that begin with the same letter or digit. */
struct start {
    const struct promotion_word *const *words;
    size_t count;
};

struct promotion_vocabulary {
    const struct promotion_word *words;
    const struct literal_set *offers; /* services and brands; ids index words; NULL: none */
    const struct literal_set *set;    /* all of them */
    struct start starts[STARTS];
    bool offer_starts[STARTS]; /* is a service among them? */
    struct start short_contacts; /* of a single Han character */
    struct promotion_limits limits;
    const struct host_list *hosts; /* NULL: none is trusted */
    struct promotion_word phone, price;
};

/* ---- Characters of dense text. */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_ascii(char byte) /* dense text has no other ASCII than letters and digits */
{
    return (uint8_t)byte > ' ' && (uint8_t)byte < 0x80;
}

/* Is the Han character at text one of these? */
static bool is_one_of(const char *text, size_t size, const char *characters)
{
    if (size < HAN_SIZE || (uint8_t)text[0] < 0xE0)
        return false;
    for (size_t index = 0; characters[index] != '\0'; index += HAN_SIZE) {
        if (memcmp(text, characters + index, HAN_SIZE) == 0)
            return true;
    }
    return false;
}

static size_t start_of(char byte)
{
    return is_digit(byte) ? (size_t)(byte - '0') : (size_t)(byte - 'a') + 10;
}

/* ---- Vocabulary. */

static bool starts_with_ascii(const char *text)
{
    return is_digit(text[0]) || (text[0] >= 'a' && text[0] <= 'z');
}

bool promotion_takes(const char *dense, enum promotion_part part)
{
    size_t size = strlen(dense);

    return starts_with_ascii(dense) || literal_set_takes(dense, size)
           || (part == PROMOTION_CONTACT && size == HAN_SIZE && (uint8_t)dense[0] >= 0xE0);
}

static enum status add_starts(const struct promotion_word *words, size_t count, struct arena *arena,
                              struct promotion_vocabulary *made)
{
    const struct promotion_word **pointers = arena_alloc(arena, (count + 1) * sizeof *pointers);
    size_t used = 0;

    if (pointers == NULL)
        return STATUS_NO_MEMORY;
    for (size_t start = 0; start <= STARTS; start++) {
        struct start *into = start < STARTS ? &made->starts[start] : &made->short_contacts;

        into->words = pointers + used;
        for (size_t index = 0; index < count; index++) {
            const char *text = words[index].text;
            bool belongs = start < STARTS ? starts_with_ascii(text) && start_of(text[0]) == start
                                          : !starts_with_ascii(text) && strlen(text) == HAN_SIZE;

            if (belongs)
                pointers[used++] = &words[index];
        }
        into->count = (size_t)(pointers + used - into->words);
    }
    return STATUS_OK;
}

static bool is_service(const struct promotion_word *word)
{
    return word->part == PROMOTION_SERVICE || word->part == PROMOTION_BRAND;
}

/* The words that begin with a Han character, all or those that are offered; none: *set stays NULL. */
static enum status make_set(const struct promotion_word *words, size_t count, bool offers, struct arena *arena,
                            const struct literal_set **set)
{
    struct literal *literals = alloc_zeroed(count + 1, sizeof *literals);
    enum status status = literals == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    size_t taken = 0;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        size_t size = strlen(words[index].text);

        if ((is_service(&words[index]) || !offers) && literal_set_takes(words[index].text, size))
            literals[taken++] = (struct literal){ words[index].text, (uint32_t)size, (uint32_t)index };
    }
    if (status == STATUS_OK && taken > 0)
        status = literal_set_create(literals, taken, arena, set);
    alloc_free(literals);
    return status;
}

enum status promotion_vocabulary_create(const struct promotion_word *words, size_t count,
                                        const struct promotion_limits *limits, const struct host_list *hosts,
                                        struct arena *arena,
                                        const struct promotion_vocabulary **vocabulary)
{
    struct promotion_vocabulary *made = arena_zeroed(arena, sizeof *made);
    struct promotion_word *copies = arena_alloc(arena, (count + 1) * sizeof *copies);
    enum status status = made == NULL || copies == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        copies[index] = words[index];
        if (words[index].part == PROMOTION_SERVICE && starts_with_ascii(words[index].text))
            made->offer_starts[start_of(words[index].text[0])] = true;
    }
    if (status == STATUS_OK)
        status = add_starts(copies, count, arena, made);
    if (status == STATUS_OK)
        status = make_set(copies, count, true, arena, &made->offers);
    if (status == STATUS_OK)
        status = make_set(copies, count, false, arena, &made->set);
    if (status != STATUS_OK)
        return status;
    made->words = copies;
    made->limits = *limits;
    made->hosts = hosts;
    made->phone = (struct promotion_word){ .written = N_("mobile number"), .part = PROMOTION_LINK,
                                           .points = (int16_t)limits->phone };
    made->price = (struct promotion_word){ .written = N_("price"), .part = PROMOTION_LURE,
                                           .points = (int16_t)limits->price };
    *vocabulary = made;
    return STATUS_OK;
}

/* ---- Is anything offered? Nearly all text is asked this and no more. */

struct offers {
    const struct promotion_vocabulary *vocabulary;
    const char *dense;
};

static bool on_offer(void *context, uint32_t id, size_t from, size_t to)
{
    const struct offers *offers = context;

    (void)to;
    /* 平台 and its like are words of every page; a brand stands in front of few. */
    return offers->vocabulary->words[id].part == PROMOTION_BRAND && (from == 0 || !is_ascii(offers->dense[from - 1]));
}

static bool begins_offer(const struct promotion_vocabulary *vocabulary, const char *text, size_t size)
{
    const struct start *start = &vocabulary->starts[start_of(text[0])];

    if (!vocabulary->offer_starts[start_of(text[0])])
        return false;
    for (size_t index = 0; index < start->count; index++) {
        size_t length = strlen(start->words[index]->text);

        if (start->words[index]->part == PROMOTION_SERVICE && length <= size
            && memcmp(text, start->words[index]->text, length) == 0)
            return true;
    }
    return false;
}

/* Services that begin with a letter or digit, in dense text or, where a run is longer there, in canonical text. */
static bool has_ascii_offer(const struct promotion_vocabulary *vocabulary, const char *text, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        if ((uint8_t)text[at] >= 0xE0)
            at += HAN_SIZE - 1;
        else if (starts_with_ascii(text + at) && (at == 0 || !starts_with_ascii(text + at - 1))
                 && begins_offer(vocabulary, text + at, size - at))
            return true;
    }
    return false;
}

static bool offers_something(const struct promotion_vocabulary *vocabulary, const char *text, size_t size,
                             const char *dense, size_t dense_size)
{
    struct offers offers = { vocabulary, dense };

    return (vocabulary->offers != NULL && !literal_set_scan(vocabulary->offers, dense, dense_size, on_offer, &offers))
           || has_ascii_offer(vocabulary, dense, dense_size) || has_ascii_offer(vocabulary, text, size);
}

/* ---- What stands in a block. */

struct place {
    const struct promotion_word *word;
    size_t from, to; /* dense bytes */
};

struct block {
    const struct promotion_vocabulary *vocabulary;
    const char *text; /* canonical */
    size_t text_size;
    const char *dense;
    size_t size; /* of dense */
    const uint16_t *origin;
    struct place places[PROMOTION_SIGNS_MAX];
    size_t count;
};

static void add_place(struct block *block, const struct promotion_word *word, size_t from, size_t to)
{
    if (block->count < PROMOTION_SIGNS_MAX)
        block->places[block->count++] = (struct place){ word, from, to };
}

static bool on_literal(void *context, uint32_t id, size_t from, size_t to)
{
    struct block *block = context;

    add_place(block, &block->vocabulary->words[id], from, to);
    return block->count < LITERALS_MAX;
}

/* Something was left out in front of this byte of a run. */
static bool is_border(const struct block *block, size_t at)
{
    return at == 0 || !is_ascii(block->dense[at - 1]) || block->origin[at] != block->origin[at - 1] + 1;
}

/* A letter that stands for a messenger has a plus or 加 in front. */
static bool is_added(const struct block *block, size_t at)
{
    size_t origin = block->origin[at];

    return (at >= HAN_SIZE && is_one_of(block->dense + at - HAN_SIZE, HAN_SIZE, "加十添"))
           || (origin > 0 && block->text[origin - 1] == '+');
}

static void match_starts(struct block *block, size_t at)
{
    const struct start *start = &block->vocabulary->starts[start_of(block->dense[at])];

    for (size_t index = 0; index < start->count; index++) {
        const struct promotion_word *word = start->words[index];
        size_t size = strlen(word->text), to = at + size;

        if (size > block->size - at || memcmp(block->dense + at, word->text, size) != 0)
            continue;
        /* Handles and addresses go on; a word is whole. */
        if (word->part != PROMOTION_CONTACT && word->part != PROMOTION_LINK && is_ascii(word->text[size - 1])
            && to < block->size && is_ascii(block->dense[to]) && !is_border(block, to))
            continue;
        if (size > 1 || is_added(block, at))
            add_place(block, word, at, to);
    }
}

static size_t digits_from(const struct block *block, size_t at, size_t max)
{
    size_t count = 0;

    while (count < max && at + count < block->size && is_digit(block->dense[at + count]))
        count++;
    return count;
}

static void match_number(struct block *block, size_t at)
{
    size_t count = digits_from(block, at, block->size - at), end = at + count;
    bool is_phone = count >= PHONE_DIGITS && block->dense[at] == '1' && block->dense[at + 1] >= '3'
                    && (count == PHONE_DIGITS || is_border(block, at + PHONE_DIGITS));

    if (is_phone)
        add_place(block, &block->vocabulary->phone, at, at + PHONE_DIGITS);
    else if (count >= 2 && is_one_of(block->dense + end, block->size - end, "元块"))
        add_place(block, &block->vocabulary->price, at, end);
}

/* 薇:abc123 */
static void match_short_contact(struct block *block, size_t at)
{
    const struct start *contacts = &block->vocabulary->short_contacts;

    if (at < HAN_SIZE || block->origin[at] == block->origin[at - HAN_SIZE] + HAN_SIZE)
        return;
    for (size_t index = 0; index < contacts->count; index++) {
        if (memcmp(block->dense + at - HAN_SIZE, contacts->words[index]->text, HAN_SIZE) == 0)
            add_place(block, contacts->words[index], at - HAN_SIZE, at);
    }
}

static void match_runs(struct block *block)
{
    for (size_t at = 0; at < block->size; at++) {
        if (!is_ascii(block->dense[at]) || !is_border(block, at))
            continue;
        match_starts(block, at);
        if (is_digit(block->dense[at]))
            match_number(block, at);
        match_short_contact(block, at);
    }
}

/* ---- Which of them count. */

static int compare(const void *left, const void *right)
{
    const struct place *first = left, *second = right;

    if (first->from != second->from)
        return first->from < second->from ? -1 : 1;
    return (first->to < second->to) - (first->to > second->to);
}

/* Sentences end and begin within what looks like a word: …的申请。符合…. Who hides a word divides all its characters, and
 * seldom with a mark of punctuation. */
static bool is_divided_by_sentence(const struct block *block, const struct place *place)
{
    size_t gaps = 0, marks = 0, joints = 0;

    for (size_t at = place->from + HAN_SIZE; at < place->to; at += HAN_SIZE) {
        size_t before = block->origin[at - HAN_SIZE] + (size_t)HAN_SIZE, here = block->origin[at];

        joints++;
        if (here == before)
            continue;
        gaps++;
        marks += here - before == 1 ? strchr(",;:!?()\"'", block->text[before]) != NULL
                                    : is_one_of(block->text + before, here - before, "。、《》“”‘’〔〕【】「」…");
    }
    return marks > 0 && (joints == 1 || gaps < joints);
}

static void drop_divided(struct block *block)
{
    size_t kept = 0;

    for (size_t index = 0; index < block->count; index++) {
        const struct place place = block->places[index];

        /* Words that begin with a letter or digit are short, and letters never meet across a mark by chance. */
        if (is_ascii(block->dense[place.from]) || !is_divided_by_sentence(block, &place))
            block->places[kept++] = place;
    }
    block->count = kept;
}

/* Of words that overlap the longest counts. */
static void drop_overlapping(struct block *block)
{
    size_t kept = 0;

    for (size_t index = 0; index < block->count; index++) {
        const struct place place = block->places[index];
        struct place *last = kept > 0 ? &block->places[kept - 1] : NULL;

        if (last == NULL || place.from >= last->to)
            block->places[kept++] = place;
        else if (place.to - place.from > last->to - last->from)
            *last = place;
    }
    block->count = kept;
}

static bool is_handle(const char *text, size_t size)
{
    size_t ascii = 0, spelt = 0, at = 0;

    if (size >= 3 && memcmp(text, "com", 3) == 0) /* qq.com */
        return false;
    for (;;) {
        if (at < size && is_ascii(text[at])) {
            ascii++;
            at++;
        } else if (at < size && is_one_of(text + at, size - at, "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖")) {
            spelt++;
            at += HAN_SIZE;
        } else {
            return ascii >= HANDLE_MIN || ascii + spelt >= SPELT_MIN;
        }
    }
}

/* 13812345678微信同号 */
static bool follows_number(const struct block *block, size_t at)
{
    size_t digits = 0;

    while (digits < at && is_digit(block->dense[at - digits - 1]))
        digits++;
    return digits >= SPELT_MIN;
}

static bool is_official(const struct place *place)
{
    return place->word->part == PROMOTION_OFFICIAL;
}

static bool is_contact(const struct block *block, size_t index)
{
    const struct place *place = &block->places[index];
    size_t at = place->to;

    if (index > 0 && is_official(&block->places[index - 1]) && place->from - block->places[index - 1].to <= OFFICIAL_BEFORE)
        return false;
    for (size_t filler = 0; filler < FILLER_MAX; filler++) {
        if (is_one_of(block->dense + at, block->size - at, "号码群是为加我联系咨询客服搜索请"))
            at += HAN_SIZE;
    }
    return is_handle(block->dense + at, block->size - at) || follows_number(block, place->from);
}

/* 5365首页, m88娱乐 */
static bool is_brand(const struct block *block, size_t index)
{
    const struct place *place = &block->places[index];
    size_t size = 0, digits = 0;

    if (index > 0 && is_official(&block->places[index - 1]) && block->places[index - 1].to == place->from)
        return false;
    while (size < place->from && is_ascii(block->dense[place->from - size - 1])) {
        digits += is_digit(block->dense[place->from - size - 1]);
        if (++size > BRAND_MAX)
            return false;
    }
    return size >= 2 && digits > 0;
}

static bool is_host_byte(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || byte == '.' || byte == '-';
}

/* http://www.12377.cn/, www.12377.cn: the address of an office, or of a service that offices use. */
static bool leads_to_trusted_host(const struct block *block, const struct place *place)
{
    enum { SCHEME_MAX = 8 }; /* https:// */
    size_t from = block->origin[place->from], to;
    struct span host;

    if (block->vocabulary->hosts == NULL)
        return false;
    if (host_next(block->text, block->text_size, from, &host) && host.start - from <= SCHEME_MAX)
        from = (size_t)host.start;
    to = from;
    while (to < block->text_size && is_host_byte(block->text[to]))
        to++;
    return host_list_find(block->vocabulary->hosts, block->text + from, to - from) == HOST_TRUSTED;
}

static bool counts(const struct block *block, size_t index)
{
    switch (block->places[index].word->part) {
    case PROMOTION_CONTACT:
        return is_contact(block, index);
    case PROMOTION_BRAND:
        return is_brand(block, index);
    case PROMOTION_OFFICIAL:
    case PROMOTION_ORDINARY:
    case PROMOTION_PART_COUNT:
        return false;
    case PROMOTION_LINK:
        return !leads_to_trusted_host(block, &block->places[index]);
    case PROMOTION_SERVICE:
    case PROMOTION_LURE:
    case PROMOTION_EXCUSE:
    case PROMOTION_GENRE:
        break;
    }
    return true;
}

/* The canonical offset of each dense byte. */
static void read_origin(const char *text, size_t size, uint16_t *origin, size_t dense_size)
{
    size_t dense = 0, offset = 0;

    for (size_t at = 0; at < dense_size; at++)
        origin[at] = (uint16_t)canonical_dense_locate(text, size, &dense, &offset, at);
}

static void find_places(struct block *block)
{
    if (block->vocabulary->set != NULL)
        (void)literal_set_scan(block->vocabulary->set, block->dense, block->size, on_literal, block);
    match_runs(block);
    drop_divided(block);
    qsort(block->places, block->count, sizeof *block->places, compare);
    drop_overlapping(block);
}

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
    if (is_service(sign->word) && sign->word->topic != ad->topic)
        return;
    show(ad, sign);
    if (is_service(sign->word)) {
        sum->services += points;
        if (sum->best == NULL || points > sum->best->word->points)
            sum->best = sign;
    } else if (sign->word->part == PROMOTION_LURE) {
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
    ad->excused = ad->points - sum.against < (int)limits->points;
    return ad->points >= (int)limits->points;
}

static void settle_near(struct promotion_reader *reader, const struct promotion_sign *service, uint32_t near)
{
    for (size_t index = 0; index < reader->count; index++) {
        struct promotion_sign *sign = &reader->signs[index];

        if (is_service(sign->word) && sign->word->topic == service->word->topic && distance(sign, service) <= near)
            sign->settled = true;
    }
}

/* Judges the services around which everything has been read. */
static bool settle(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader, uint64_t limit,
                   const struct promotion_listener *listener)
{
    for (size_t index = 0; index < reader->count; index++) {
        struct promotion_sign *sign = &reader->signs[index];
        struct promotion_ad ad;

        if (sign->settled || !is_service(sign->word) || sign->end >= limit)
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
    return !is_service(word) && (word->part != PROMOTION_LINK || word->text == NULL);
}

/* `position` is where the block begins. What was remembered has no listener. */
static bool add_signs(struct promotion_reader *reader, const struct block *block, uint64_t position,
                      const struct promotion_listener *listener)
{
    size_t at = 0;

    for (size_t index = 0; index < block->count && reader->count < PROMOTION_SIGNS_MAX; index++) {
        const struct place *place = &block->places[index];
        struct promotion_sign *sign = &reader->signs[reader->count];

        if (!counts(block, index) || (listener == NULL && !is_remembered(place->word)))
            continue;
        position += utf8_count(block->dense + at, place->from - at);
        at = place->from;
        *sign = (struct promotion_sign){ .word = place->word,
                                         .position = position,
                                         .end = position + utf8_count(block->dense + at, place->to - at) };
        if (is_service(place->word)
            && !listener->mark(listener->context, block->origin[place->from], block->origin[place->to - 1] + 1U,
                               &sign->hold))
            return false;
        reader->count++;
    }
    return true;
}

/* The signs of the blocks before, now that something is offered behind them. */
static void recall(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader,
                   struct promotion_scratch *scratch)
{
    struct block block;

    block.vocabulary = vocabulary;
    block.text = block.dense = reader->tail;
    block.text_size = block.size = reader->tail_size;
    block.origin = scratch->origin;
    block.count = 0;
    for (size_t at = 0; at < block.size; at++)
        scratch->origin[at] = (uint16_t)at;
    find_places(&block);
    (void)add_signs(reader, &block, reader->position - utf8_count(reader->tail, reader->tail_size), NULL);
    reader->tail_size = 0;
}

/* Remembers the end of a block in which nothing is offered. */
static void remember(struct promotion_reader *reader, const char *dense, size_t size)
{
    size_t from = size < PROMOTION_TAIL_MAX ? 0 : utf8_ceil(dense, size, size - (PROMOTION_TAIL_MAX - 1));
    size_t added = size - from + 1, kept = reader->tail_size;

    if (kept + added > PROMOTION_TAIL_MAX) {
        size_t dropped = utf8_ceil(reader->tail, kept, kept + added - PROMOTION_TAIL_MAX);

        kept -= dropped;
        memmove(reader->tail, reader->tail + dropped, kept);
    }
    memcpy(reader->tail + kept, dense + from, size - from);
    reader->tail[kept + added - 1] = '\n';
    reader->tail_size = kept + added;
    reader->position += utf8_count(dense, size) + 1;
}

/* Is there a service that what follows can still belong to? */
static bool is_open(const struct promotion_reader *reader)
{
    for (size_t index = 0; index < reader->count; index++) {
        if (is_service(reader->signs[index].word) && !reader->signs[index].settled)
            return true;
    }
    return false;
}

static bool read_signs(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader,
                       struct promotion_scratch *scratch, struct bytes text, size_t dense_size,
                       const struct promotion_listener *listener)
{
    struct block block;

    if (reader->tail_size > 0)
        recall(vocabulary, reader, scratch);
    block.vocabulary = vocabulary;
    block.text = (const char *)text.data;
    block.text_size = text.size;
    block.dense = scratch->dense;
    block.size = dense_size;
    block.origin = scratch->origin;
    block.count = 0;
    read_origin(block.text, text.size, scratch->origin, dense_size);
    find_places(&block);
    if (!add_signs(reader, &block, reader->position, listener))
        return false;
    reader->position += utf8_count(scratch->dense, dense_size) + 1;
    return true;
}

bool promotion_read(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader,
                    struct promotion_scratch *scratch, const char *text, size_t size,
                    const struct promotion_listener *listener)
{
    const struct promotion_limits *limits = &vocabulary->limits;
    uint64_t reach = limits->near > limits->excuse_near ? limits->near : limits->excuse_near;
    size_t dense_size = canonical_dense(text, size, scratch->dense);

    if (!is_open(reader) && !offers_something(vocabulary, text, size, scratch->dense, dense_size)) {
        remember(reader, scratch->dense, dense_size);
        return true;
    }
    if (!read_signs(vocabulary, reader, scratch, bytes_of(text, size), dense_size, listener)
        || !settle(vocabulary, reader, reader->position > reach ? reader->position - reach : 0, listener))
        return false;
    forget(reader, reader->position > 2 * reach ? reader->position - 2 * reach : 0);
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
    return vocabulary->set != NULL && size <= (size_t)vocabulary->limits.heading * HAN_SIZE
           && !literal_set_scan(vocabulary->set, text, size, on_heading_word, &vocabulary);
}
