/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/promotion_block.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "reference/host.h"
#include "text/canonical.h"
#include "text/literal_set.h"
#include "text/utf8.h"
#include "wording/account.h"

/* Marks a text that is translated where it is shown. */
#define N_(text) text

enum {
    HANDLE_MIN = 5,       /* characters of a handle */
    SPELT_MIN = 7,        /* of one that is spelt with Chinese numerals */
    HANDLE_AT_MIN = 3,    /* of one with @ in front */
    FILLER_MAX = 4,       /* characters between the name of a messenger and the handle: 微信号是… */
    OFFICIAL_BEFORE = 24, /* bytes between what says that an account is an office's and the messenger */
    BRAND_MAX = 12,
    PHONE_DIGITS = 11,
    LITERALS_MAX = PROMOTION_SIGNS_MAX * 3 / 4, /* a heap of words leaves room for contacts */
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
    if (size < PROMOTION_HAN_SIZE || (uint8_t)text[0] < 0xE0)
        return false;
    for (size_t index = 0; characters[index] != '\0'; index += PROMOTION_HAN_SIZE) {
        if (memcmp(text, characters + index, PROMOTION_HAN_SIZE) == 0)
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

    if (starts_with_ascii(dense)) /* a block is not read for these */
        return part != PROMOTION_OBJECT && part != PROMOTION_ACT && part != PROMOTION_BRAND && part != PROMOTION_BAIT;
    return literal_set_takes(dense, size)
           || (part == PROMOTION_CONTACT && size == PROMOTION_HAN_SIZE && (uint8_t)dense[0] >= 0xE0);
}

static bool has_latin(const char *text)
{
    while (*text != '\0' && !(*text >= 'a' && *text <= 'z'))
        text++;
    return *text != '\0';
}

static enum status add_starts(const struct promotion_word *words, size_t count, struct arena *arena,
                              struct promotion_vocabulary *made)
{
    const struct promotion_word **pointers = arena_alloc(arena, (count + 1) * sizeof *pointers);
    size_t used = 0;

    if (pointers == NULL)
        return STATUS_NO_MEMORY;
    for (size_t start = 0; start <= PROMOTION_STARTS; start++) {
        struct promotion_start *into = start < PROMOTION_STARTS ? &made->starts[start] : &made->short_contacts;

        into->words = pointers + used;
        for (size_t index = 0; index < count; index++) {
            const char *text = words[index].text;
            bool belongs = start < PROMOTION_STARTS ? starts_with_ascii(text) && start_of(text[0]) == start
                                          : !starts_with_ascii(text) && strlen(text) == PROMOTION_HAN_SIZE;

            if (belongs)
                pointers[used++] = &words[index];
        }
        into->count = (size_t)(pointers + used - into->words);
    }
    return STATUS_OK;
}

bool promotion_is_service(const struct promotion_word *word)
{
    return word->part == PROMOTION_SERVICE || word->part == PROMOTION_BRAND || word->part == PROMOTION_OBJECT
           || word->part == PROMOTION_BAIT;
}

/* Words of which it depends whether a block must be read. */
static bool may_offer(const struct promotion_word *word)
{
    return promotion_is_service(word) || word->part == PROMOTION_ACT;
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

        if ((may_offer(&words[index]) || !offers) && literal_set_takes(words[index].text, size))
            literals[taken++] = (struct literal){ words[index].text, (uint32_t)size, (uint32_t)index };
    }
    if (status == STATUS_OK && taken > 0)
        status = literal_set_create(literals, taken, arena, set);
    alloc_free(literals);
    return status;
}

enum status promotion_vocabulary_create(const struct promotion_word *words, size_t count,
                                        const struct promotion_limits *limits, const struct host_list *hosts,
                                        const struct account_list *accounts, struct arena *arena,
                                        const struct promotion_vocabulary **vocabulary)
{
    struct promotion_vocabulary *made = arena_zeroed(arena, sizeof *made);
    struct promotion_word *copies = arena_alloc(arena, (count + 1) * sizeof *copies);
    enum status status = made == NULL || copies == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        copies[index] = words[index];
        if (words[index].part == PROMOTION_SERVICE && starts_with_ascii(words[index].text)) {
            made->offer_starts[start_of(words[index].text[0])] = true;
            made->has_offers_without_latin |= !has_latin(words[index].text);
        }
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
    made->accounts = accounts;
    made->phone = (struct promotion_word){ .written = N_("mobile number"), .part = PROMOTION_LINK,
                                           .points = (int16_t)limits->phone };
    made->address = (struct promotion_word){ .written = N_("address"), .part = PROMOTION_LINK,
                                             .points = (int16_t)limits->address };
    made->price = (struct promotion_word){ .written = N_("price"), .part = PROMOTION_LURE,
                                           .points = (int16_t)limits->price };
    *vocabulary = made;
    return STATUS_OK;
}

/* ---- Is anything offered? Nearly all text is asked this and no more. */

struct offers {
    const struct promotion_vocabulary *vocabulary;
    const char *dense;
    bool has_object, has_act;
};

static bool on_offer(void *context, uint32_t id, size_t from, size_t to)
{
    struct offers *offers = context;
    enum promotion_part part = offers->vocabulary->words[id].part;

    (void)to;
    offers->has_object |= part == PROMOTION_OBJECT;
    offers->has_act |= part == PROMOTION_ACT;
    if (part == PROMOTION_OBJECT || part == PROMOTION_ACT)
        return !(offers->has_object && offers->has_act);
    /* 平台 and its like are words of every page; a brand stands in front of few. */
    return part == PROMOTION_BRAND && (from == 0 || !is_ascii(offers->dense[from - 1]));
}

static bool begins_offer(const struct promotion_vocabulary *vocabulary, const char *text, size_t size)
{
    const struct promotion_start *start = &vocabulary->starts[start_of(text[0])];

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
            at += PROMOTION_HAN_SIZE - 1;
        else if (starts_with_ascii(text + at) && (at == 0 || !starts_with_ascii(text + at - 1))
                 && begins_offer(vocabulary, text + at, size - at))
            return true;
    }
    return false;
}

bool promotion_offers_something(const struct promotion_vocabulary *vocabulary, const char *text, size_t size, bool is_latin,
                                const char *dense, size_t dense_size)
{
    struct offers offers = { .vocabulary = vocabulary, .dense = dense };

    return (vocabulary->offers != NULL && !literal_set_scan(vocabulary->offers, dense, dense_size, on_offer, &offers))
           || ((is_latin || vocabulary->has_offers_without_latin)
               && (has_ascii_offer(vocabulary, dense, dense_size) || has_ascii_offer(vocabulary, text, size)));
}

/* ---- What stands in a block. */

static void add_place(struct promotion_block *block, const struct promotion_word *word, size_t from, size_t to)
{
    if (block->count < PROMOTION_SIGNS_MAX)
        block->places[block->count++] = (struct promotion_place){ word, from, to };
}

static bool on_literal(void *context, uint32_t id, size_t from, size_t to)
{
    struct promotion_block *block = context;

    add_place(block, &block->vocabulary->words[id], from, to);
    return block->count < LITERALS_MAX;
}

/* Something was left out in front of this byte of a run. */
static bool is_border(const struct promotion_block *block, size_t at)
{
    return at == 0 || !is_ascii(block->dense[at - 1]) || block->origin[at] != block->origin[at - 1] + 1;
}

static bool is_letter(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

/* Does what begins at `at` of the canonical text look like what messengers call their users: a number of at least so
 * many digits, or a name that begins with a letter, and has a digit if it must? */
static bool looks_like_handle(const struct promotion_block *block, size_t at, size_t number_min, bool needs_digit)
{
    enum { NUMBER_MAX = 11, NAME_MIN = 6, NAME_MAX = 20 };
    size_t end = at, digits = 0, size;

    for (; end < block->text_size; end++) {
        char byte = block->text[end];

        if (!is_digit(byte) && !is_letter(byte) && byte != '_' && byte != '-')
            break;
        digits += is_digit(byte);
    }
    size = end - at;
    /* A file, a version, an address, a share. */
    if (size == 0 || (end < block->text_size && strchr("/%@", block->text[end]) != NULL)
        || (end + 1 < block->text_size && block->text[end] == '.' && starts_with_ascii(block->text + end + 1)))
        return false;
    if (digits == size)
        return block->text[at] != '0' && size >= number_min && size <= NUMBER_MAX;
    return is_letter(block->text[at]) && size >= NAME_MIN && size <= NAME_MAX && (digits > 0 || !needs_digit);
}

/* `Q 9988776655`, `v:tp3399`: the letter stands alone, and behind it something that looks like a handle. */
static bool is_followed_by_handle(const struct promotion_block *block, size_t at)
{
    enum { NUMBER_MIN = 6, NUMBER_ATTACHED_MIN = 8, SIGNS_MAX = 2 };
    size_t here = block->origin[at], next = here + 1;

    if (here > 0 && strchr("./_-@#&", block->text[here - 1]) != NULL)
        return false;
    while (next < block->text_size && next - here <= SIGNS_MAX && strchr(" :", block->text[next]) != NULL)
        next++;
    if (next == here + 1)
        return next < block->text_size && is_digit(block->text[next])
               && looks_like_handle(block, next, NUMBER_ATTACHED_MIN, true);
    return looks_like_handle(block, next, NUMBER_MIN, block->text[next - 1] != ':');
}

/* A letter that stands for a messenger has a plus or 加 in front. */
static bool is_added(const struct promotion_block *block, size_t at)
{
    size_t origin = block->origin[at];

    return (at >= PROMOTION_HAN_SIZE && is_one_of(block->dense + at - PROMOTION_HAN_SIZE, PROMOTION_HAN_SIZE, "加十添"))
           || (origin > 0 && block->text[origin - 1] == '+');
}

static void match_starts(struct promotion_block *block, size_t at)
{
    const struct promotion_start *start = &block->vocabulary->starts[start_of(block->dense[at])];

    for (size_t index = 0; index < start->count; index++) {
        const struct promotion_word *word = start->words[index];
        size_t size = strlen(word->text), to = at + size;

        if (size > block->size - at || memcmp(block->dense + at, word->text, size) != 0)
            continue;
        /* Handles and addresses go on; a word is whole. */
        if (word->part != PROMOTION_CONTACT && word->part != PROMOTION_LINK && is_ascii(word->text[size - 1])
            && to < block->size && is_ascii(block->dense[to]) && !is_border(block, to))
            continue;
        if (size > 1 || is_added(block, at) || is_followed_by_handle(block, at))
            add_place(block, word, at, to);
    }
}

static size_t digits_from(const struct promotion_block *block, size_t at, size_t max)
{
    size_t count = 0;

    while (count < max && at + count < block->size && is_digit(block->dense[at + count]))
        count++;
    return count;
}

static void match_number(struct promotion_block *block, size_t at)
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
static void match_short_contact(struct promotion_block *block, size_t at)
{
    const struct promotion_start *contacts = &block->vocabulary->short_contacts;

    if (at < PROMOTION_HAN_SIZE || block->origin[at] == block->origin[at - PROMOTION_HAN_SIZE] + PROMOTION_HAN_SIZE)
        return;
    for (size_t index = 0; index < contacts->count; index++) {
        if (memcmp(block->dense + at - PROMOTION_HAN_SIZE, contacts->words[index]->text, PROMOTION_HAN_SIZE) == 0)
            add_place(block, contacts->words[index], at - PROMOTION_HAN_SIZE, at);
    }
}

/* 8899yl.com: what begins with www or http is a word of the vocabulary. */
static void match_address(struct promotion_block *block, size_t at)
{
    size_t from = block->origin[at], to = from;

    if (from > 0 && (host_is_name_byte(block->text[from - 1]) || block->text[from - 1] == '@'))
        return;
    while (to < block->text_size && host_is_name_byte(block->text[to]))
        to++;
    while (to > from && block->text[to - 1] == '.')
        to--;
    if (is_digit(block->text[to - 1])) /* a number with a point */
        return;
    if (block->vocabulary->hosts != NULL && host_is_odd(block->vocabulary->hosts, block->text + from, to - from))
        add_place(block, &block->vocabulary->address, at, at + 1);
}

static void match_runs(struct promotion_block *block)
{
    for (size_t at = 0; at < block->size; at++) {
        if (!is_ascii(block->dense[at]) || !is_border(block, at))
            continue;
        match_starts(block, at);
        if (is_digit(block->dense[at]))
            match_number(block, at);
        match_short_contact(block, at);
        match_address(block, at);
    }
}

/* ---- Which of them count. */

static int compare(const void *left, const void *right)
{
    const struct promotion_place *first = left, *second = right;

    if (first->from != second->from)
        return first->from < second->from ? -1 : 1;
    return (first->to < second->to) - (first->to > second->to);
}

/* Sentences end and begin within what looks like a word: …的申请。符合…. Who hides a word divides all its characters, and
 * seldom with a mark of punctuation. */
static bool is_divided_by_sentence(const struct promotion_block *block, const struct promotion_place *place)
{
    size_t gaps = 0, marks = 0, joints = 0;

    for (size_t at = place->from + PROMOTION_HAN_SIZE; at < place->to; at += PROMOTION_HAN_SIZE) {
        size_t before = block->origin[at - PROMOTION_HAN_SIZE] + (size_t)PROMOTION_HAN_SIZE, here = block->origin[at];

        joints++;
        if (here == before)
            continue;
        gaps++;
        marks += strchr(",;:!?()\"'", block->text[before]) != NULL
                 || is_one_of(block->text + before, here - before, "。、《》“”‘’〔〕【】「」…");
    }
    return marks > 0 && (joints == 1 || gaps < joints);
}

static void drop_divided(struct promotion_block *block)
{
    size_t kept = 0;

    for (size_t index = 0; index < block->count; index++) {
        const struct promotion_place place = block->places[index];

        /* Words that begin with a letter or digit are short, and letters never meet across a mark by chance. */
        if (is_ascii(block->dense[place.from]) || !is_divided_by_sentence(block, &place))
            block->places[kept++] = place;
    }
    block->count = kept;
}

/* Of words that overlap the longest counts. */
static void drop_overlapping(struct promotion_block *block)
{
    size_t kept = 0;

    for (size_t index = 0; index < block->count; index++) {
        const struct promotion_place place = block->places[index];
        struct promotion_place *last = kept > 0 ? &block->places[kept - 1] : NULL;

        if (last == NULL || place.from >= last->to)
            block->places[kept++] = place;
        else if (place.to - place.from > last->to - last->from)
            *last = place;
    }
    block->count = kept;
}

static bool is_handle(const char *text, size_t size, size_t ascii_min)
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
            at += PROMOTION_HAN_SIZE;
        } else {
            return ascii >= ascii_min || ascii + spelt >= SPELT_MIN;
        }
    }
}

static bool is_approved(const struct promotion_block *block, size_t from, size_t to)
{
    return block->vocabulary->accounts != NULL
           && account_list_has(block->vocabulary->accounts, block->dense + from, to - from);
}

/* An account that begins at `at` and is approved; what is left out within it (slx_2020) does not end it. */
static bool is_approved_handle(const struct promotion_block *block, size_t at)
{
    size_t to = at;

    while (to < block->size && is_ascii(block->dense[to])
           && (to == at || !is_border(block, to) || strchr("-_", block->text[block->origin[to - 1] + 1]) != NULL))
        to++;
    return is_approved(block, at, to);
}

/* 13812345678微信同号 */
static bool follows_number(const struct promotion_block *block, size_t at)
{
    size_t digits = 0;

    while (digits < at && is_digit(block->dense[at - digits - 1]))
        digits++;
    return digits >= SPELT_MIN && !is_approved(block, at - digits, at);
}

static bool is_official(const struct promotion_place *place)
{
    return place->word->part == PROMOTION_OFFICIAL;
}

/* 飞机@abc: between the name of the messenger and the handle. */
static bool has_at_sign(const struct promotion_block *block, size_t from, size_t to)
{
    size_t start = block->origin[from - 1] + (size_t)1;

    return to < block->size && memchr(block->text + start, '@', block->origin[to] - start) != NULL;
}

static bool is_contact(const struct promotion_block *block, size_t index)
{
    const struct promotion_place *place = &block->places[index];
    size_t at = place->to;

    if (index > 0 && is_official(&block->places[index - 1]) && place->from - block->places[index - 1].to <= OFFICIAL_BEFORE)
        return false;
    for (size_t filler = 0; filler < FILLER_MAX; filler++) {
        if (is_one_of(block->dense + at, block->size - at, "号码群是为加我联系咨询客服搜索请频道"))
            at += PROMOTION_HAN_SIZE;
    }
    return is_handle(block->dense + at, block->size - at,
                     has_at_sign(block, place->to, at) ? HANDLE_AT_MIN : HANDLE_MIN)
               ? !is_approved_handle(block, at)
               : follows_number(block, place->from);
}

/* 5365首页, m88娱乐 */
static bool is_brand(const struct promotion_block *block, size_t index)
{
    const struct promotion_place *place = &block->places[index];
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

/* http://www.12377.cn/, www.12377.cn: the address of an office, or of a service that offices use. */
static bool leads_to_trusted_host(const struct promotion_block *block, const struct promotion_place *place)
{
    enum { SCHEME_MAX = 8 }; /* https:// */
    size_t from = block->origin[place->from], to;
    struct span host;

    if (block->vocabulary->hosts == NULL)
        return false;
    if (host_next(block->text, block->text_size, from, &host) && host.start - from <= SCHEME_MAX)
        from = (size_t)host.start;
    to = from;
    while (to < block->text_size && host_is_name_byte(block->text[to]))
        to++;
    return host_list_find(block->vocabulary->hosts, block->text + from, to - from) == HOST_TRUSTED;
}

static bool is_act_for(const struct promotion_place *act, const struct promotion_word *object)
{
    return act->word->part == PROMOTION_ACT && (act->word->topics >> object->topic & 1) != 0;
}

/* Is something done with the object, not far from it? */
static bool has_act(const struct promotion_block *block, size_t index)
{
    const struct promotion_place *object = &block->places[index];
    size_t reach = (size_t)block->vocabulary->limits.pair * PROMOTION_HAN_SIZE;

    for (size_t other = index; other-- > 0 && object->from - block->places[other].to <= reach;) {
        if (is_act_for(&block->places[other], object->word))
            return true;
    }
    for (size_t other = index + 1; other < block->count && block->places[other].from - object->to <= reach; other++) {
        if (is_act_for(&block->places[other], object->word))
            return true;
    }
    return false;
}

bool promotion_counts(const struct promotion_block *block, size_t index)
{
    switch (block->places[index].word->part) {
    case PROMOTION_CONTACT:
        return is_contact(block, index);
    case PROMOTION_BRAND:
        return is_brand(block, index);
    case PROMOTION_OBJECT:
        return has_act(block, index);
    case PROMOTION_ACT:
        return block->places[index].word->points > 0;
    case PROMOTION_OFFICIAL:
    case PROMOTION_ORDINARY:
    case PROMOTION_PART_COUNT:
        return false;
    case PROMOTION_LINK:
        return !leads_to_trusted_host(block, &block->places[index])
               && !is_approved(block, block->places[index].from, block->places[index].to);
    case PROMOTION_SERVICE:
    case PROMOTION_BAIT:
    case PROMOTION_LURE:
    case PROMOTION_EXCUSE:
    case PROMOTION_GENRE:
        break;
    }
    return true;
}

void promotion_read_origin(const char *text, size_t size, uint16_t *origin, size_t dense_size)
{
    size_t dense = 0, offset = 0;

    for (size_t at = 0; at < dense_size; at++)
        origin[at] = (uint16_t)canonical_dense_locate(text, size, &dense, &offset, at);
}

void promotion_find_places(struct promotion_block *block)
{
    if (block->vocabulary->set != NULL)
        (void)literal_set_scan(block->vocabulary->set, block->dense, block->size, on_literal, block);
    match_runs(block);
    drop_divided(block);
    qsort(block->places, block->count, sizeof *block->places, compare);
    drop_overlapping(block);
}
