/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/near_miss.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "text/canonical.h"
#include "text/utf8.h"
#include "wording/one_step.h"
#include "wording/pinyin.h"

/* Only characters of three bytes take part: all of Han that a writer has in his hands. */
enum { CHARACTER = 3 };

/* Two characters that a step leaves as they are, or that it makes. */
enum anchor_kind {
    ANCHOR_FRONT,   /* the first two: the step is behind them */
    ANCHOR_BEHIND,  /* the third and fourth: the step is in front of them */
    ANCHOR_SWAPPED, /* the first and third: the second and third have changed places */
    ANCHOR_KIND_COUNT,
};

/* Of the longest form of a short phrase, which has one character twice. */
enum { WHOLE_MAX = (NEAR_MISS_CHARACTERS_FREE + 1) * CHARACTER };

/* Of one kind in one group, by order; those of ANCHOR_FRONT by their texts, each with what it shares with the one before. */
struct anchor {
    const char *text; /* of the phrase */
    uint32_t phrase, size;
    uint32_t order;  /* of several near misses at one place the first is told */
    uint32_t common; /* ANCHOR_FRONT: bytes that the text has in common with that of the anchor before */
    uint32_t third;  /* the character that must stand behind the anchor, as character_at gives it; 0: any */
    bool is_wide;    /* a word may be left out, put in or replaced */
};

/* The anchors of one text. 人民 stands in every line, and hundreds of phrases begin with it: characters that must stand beside
 * it, as bits of a hash, tell for all of a kind at once, and nearly always that there is nothing to compare. */
struct anchor_group {
    uint32_t first, ends[ANCHOR_KIND_COUNT]; /* of the anchors of each kind */
    uint64_t front;            /* one of the two behind it, for ANCHOR_FRONT */
    uint64_t behind;           /* the one behind it, for ANCHOR_SWAPPED */
    uint64_t before, before_it; /* the one before the one before it, or the one before it, for ANCHOR_BEHIND */
};

struct beginning {
    uint64_t pair; /* two characters, as pair_at gives them */
    uint32_t at;
};

struct near_miss_set {
    const struct near_miss_phrase *phrases;
    const struct anchor *anchors;
    const struct anchor_group *groups;
    size_t group_count;
    const uint32_t *wholes;       /* of each form of a short phrase the phrase */
    struct literal_list literals; /* of the groups, then the forms; ids are their indexes */
    const char *joined;                 /* all phrases, a line feed between them */
    size_t joined_size;
    const struct beginning *beginnings; /* every two characters of `joined`, sorted: where a form may stand in a phrase */
    size_t beginning_count;
    struct alike alike;
};

/* Between the words of an organ's name. */
static const char joints[] = "和与及";
/* What names of places end with. */
static const char divisions[] = "省州市县区";
static const char numerals[] = "一二三四五六七八九十两双";

/* Is the character among those of the list? */
static bool is_one_of(uint32_t character, const char *list)
{
    char written[4];

    return memmem(list, strlen(list), written, utf8_encode(character, written)) != NULL;
}

static bool is_term(const struct near_miss_phrase *phrase)
{
    return phrase->kind == NEAR_MISS_TERM || phrase->kind == NEAR_MISS_NUMBERED;
}

/* ---- Making. */

struct made {
    char text[2 * CHARACTER];
    enum anchor_kind kind;
    struct anchor anchor;
};

/* A wrong form of a short phrase. */
struct whole {
    char text[WHOLE_MAX];
    uint8_t size;
    uint32_t phrase;
};

struct making {
    const struct near_miss_phrase *phrases;
    struct alike alike;
    struct made *items;
    size_t count, capacity;
    struct whole *wholes;
    size_t whole_count, whole_capacity;
};

/* One of three bytes, as a number; 0 where there is none. */
static uint32_t character_at(const char *text, size_t size, size_t at)
{
    if (size < at + CHARACTER)
        return 0;
    return (uint32_t)(uint8_t)text[at] << 16 | (uint32_t)(uint8_t)text[at + 1] << 8 | (uint8_t)text[at + 2];
}

/* The character that must stand behind an anchor of this kind; 0: any. */
static uint32_t third_of(const char *text, size_t size, enum anchor_kind kind)
{
    switch (kind) {
    case ANCHOR_BEHIND:
        return character_at(text, size, 4 * CHARACTER);
    case ANCHOR_SWAPPED:
        return character_at(text, size, CHARACTER);
    default:
        return 0;
    }
}

static bool is_wide(const struct near_miss_phrase *phrase, size_t size)
{
    return phrase->is_known && size >= (size_t)NEAR_MISS_CHARACTERS_KNOWN_WORD * CHARACTER;
}

static enum status add_anchor(struct making *making, size_t phrase, enum anchor_kind kind, const char *first,
                              const char *second)
{
    const char *text = making->phrases[phrase].text;
    size_t size = strlen(text);
    struct made *made;

    if (ARRAY_GROW(&making->items, &making->capacity, making->count + 1) != STATUS_OK)
        return STATUS_NO_MEMORY;
    made = &making->items[making->count];
    memcpy(made->text, first, CHARACTER);
    memcpy(made->text + CHARACTER, second, CHARACTER);
    made->kind = kind;
    made->anchor = (struct anchor){ .text = text,
                                    .phrase = (uint32_t)phrase,
                                    .size = (uint32_t)size,
                                    .order = (uint32_t)making->count++,
                                    .third = third_of(text, size, kind),
                                    .is_wide = is_wide(&making->phrases[phrase], size) };
    return STATUS_OK;
}

static int by_group(const void *left, const void *right)
{
    const struct made *a = left, *b = right;
    int order = memcmp(a->text, b->text, sizeof a->text);

    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    if (order == 0 && a->kind == ANCHOR_FRONT)
        order = strcmp(a->anchor.text, b->anchor.text);
    return order != 0 ? order : (a->anchor.order > b->anchor.order) - (a->anchor.order < b->anchor.order);
}

/* The bit of a character; several share one. */
static uint64_t sign_of(uint32_t character)
{
    return UINT64_C(1) << ((character * UINT32_C(0x9E3779B1)) >> 26);
}

static void sign(struct anchor_group *group, enum anchor_kind kind, const struct anchor *anchor)
{
    uint32_t characters[4];

    for (size_t index = 0; index < 4; index++)
        characters[index] = character_at(anchor->text, anchor->size, index * CHARACTER);
    if (kind == ANCHOR_FRONT) {
        group->front |= sign_of(characters[2]) | sign_of(characters[3]);
    } else if (kind == ANCHOR_BEHIND) {
        group->before |= sign_of(characters[0]);
        group->before_it |= sign_of(characters[0]) | sign_of(characters[1]);
    } else if (kind == ANCHOR_SWAPPED) {
        group->behind |= sign_of(anchor->third);
    }
}

/* Whole characters that both begin with, in bytes. */
static uint32_t common_characters(const struct anchor *one, const struct anchor *other)
{
    uint32_t least = one->size < other->size ? one->size : other->size, common = 0;

    while (common < least && memcmp(one->text + common, other->text + common, CHARACTER) == 0)
        common += CHARACTER;
    return common;
}

static void add_to_group(struct anchor_group *group, const struct made *made, struct anchor *anchors, uint32_t at)
{
    anchors[at] = made->anchor;
    if (made->kind == ANCHOR_FRONT && at > group->first)
        anchors[at].common = common_characters(&anchors[at], &anchors[at - 1]);
    for (unsigned kind = made->kind; kind < ANCHOR_KIND_COUNT; kind++)
        group->ends[kind] = at + 1;
    sign(group, made->kind, &anchors[at]);
}

/* Sorted items become anchors in groups, a literal for each group. */
static enum status make_groups(struct making *making, struct arena *arena, struct literal *literals,
                               struct near_miss_set *set)
{
    struct anchor *anchors = arena_alloc(arena, (making->count + 1) * sizeof *anchors);
    struct anchor_group *groups = arena_alloc(arena, (making->count + 1) * sizeof *groups);
    size_t count = 0;

    if (anchors == NULL || groups == NULL)
        return STATUS_NO_MEMORY;
    if (making->count > 1)
        qsort(making->items, making->count, sizeof *making->items, by_group);
    for (uint32_t index = 0; index < making->count; index++) {
        const struct made *made = &making->items[index];

        if (index == 0 || memcmp(made->text, making->items[index - 1].text, sizeof made->text) != 0) {
            const char *text = arena_text(arena, made->text, sizeof made->text);

            if (text == NULL)
                return STATUS_NO_MEMORY;
            literals[count] = (struct literal){ text, sizeof made->text, (uint32_t)count };
            groups[count++] = (struct anchor_group){ .first = index, .ends = { index, index, index } };
        }
        add_to_group(&groups[count - 1], made, anchors, index);
    }
    set->anchors = anchors;
    set->groups = groups;
    set->group_count = count;
    return STATUS_OK;
}

/* The forms of short phrases, behind the literals of the groups. */
static enum status make_wholes(const struct making *making, struct arena *arena, struct literal *literals,
                               struct near_miss_set *set)
{
    uint32_t *phrases = arena_alloc(arena, (making->whole_count + 1) * sizeof *phrases);

    if (phrases == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < making->whole_count; index++) {
        const struct whole *whole = &making->wholes[index];
        const char *text = arena_text(arena, whole->text, whole->size);

        if (text == NULL)
            return STATUS_NO_MEMORY;
        literals[set->group_count + index] =
            (struct literal){ text, whole->size, (uint32_t)(set->group_count + index) };
        phrases[index] = whole->phrase;
    }
    set->wholes = phrases;
    return STATUS_OK;
}

static enum status make_literals(struct making *making, struct arena *arena, struct near_miss_set *set)
{
    struct literal *literals = arena_alloc(arena, (making->count + making->whole_count + 1) * sizeof *literals);
    enum status status =
        literals == NULL ? STATUS_NO_MEMORY : make_groups(making, arena, literals, set);

    if (status == STATUS_OK)
        status = make_wholes(making, arena, literals, set);
    set->literals = (struct literal_list){ literals, set->group_count + making->whole_count };
    return status;
}

/* The phrase with `written` in place of what stands from `from` to `to`. */
static enum status add_form(struct making *making, size_t phrase, size_t from, size_t to, const char *written,
                            size_t written_size)
{
    const char *text = making->phrases[phrase].text;
    size_t rest = strlen(text) - to;
    struct whole *whole;

    if (ARRAY_GROW(&making->wholes, &making->whole_capacity, making->whole_count + 1) != STATUS_OK)
        return STATUS_NO_MEMORY;
    whole = &making->wholes[making->whole_count++];
    memcpy(whole->text, text, from);
    memcpy(whole->text + from, written, written_size);
    memcpy(whole->text + from + written_size, text + to, rest);
    whole->size = (uint8_t)(from + written_size + rest);
    whole->phrase = (uint32_t)phrase;
    return STATUS_OK;
}

static enum status add_replaced(struct making *making, size_t phrase, size_t at, uint32_t written)
{
    char character[4];

    if (utf8_encode(written, character) != CHARACTER
        || memcmp(character, making->phrases[phrase].text + at, CHARACTER) == 0)
        return STATUS_OK;
    return add_form(making, phrase, at, at + CHARACTER, character, CHARACTER);
}

/* With each character of a text in place of the one at `at`. */
static enum status add_each_of(struct making *making, size_t phrase, size_t at, const char *text, size_t size)
{
    enum status status = STATUS_OK;

    for (size_t from = 0; from < size && status == STATUS_OK;) {
        struct utf8_step step = utf8_next(text + from, size - from);

        status = add_replaced(making, phrase, at, step.code_point);
        from += step.size;
    }
    return status;
}

/* With each character that sounds or looks like the one at `at`. */
static enum status add_alike(struct making *making, size_t phrase, size_t at)
{
    uint32_t right = utf8_next(making->phrases[phrase].text + at, CHARACTER).code_point;
    const struct pinyin_reading *reading = pinyin_reading(right), *alike = NULL;
    const char *group;
    size_t count = 0, next = 0;
    enum status status = STATUS_OK;

    if (reading != NULL)
        alike = pinyin_alike(reading, &count);
    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        if (alike[index].common && alike[index].syllable == reading->syllable)
            status = add_replaced(making, phrase, at, alike[index].character);
    while (status == STATUS_OK && (group = alike_next_group(making->alike, right, &next)) != NULL)
        status = add_each_of(making, phrase, at, group, strlen(group));
    return status;
}

/* With the character at `at` twice, or behind the next one. */
static enum status add_slips(struct making *making, size_t phrase, size_t at)
{
    const char *text = making->phrases[phrase].text;
    char pair[2 * CHARACTER];
    enum status status;

    memcpy(pair, text + at, CHARACTER);
    memcpy(pair + CHARACTER, text + at, CHARACTER);
    status = add_form(making, phrase, at, at + CHARACTER, pair, sizeof pair);
    if (status != STATUS_OK || text[at + CHARACTER] == '\0')
        return status;
    memcpy(pair, text + at + CHARACTER, CHARACTER);
    return add_form(making, phrase, at, at + sizeof pair, pair, sizeof pair);
}

/* Two neighbours of a short phrase stand in every line (政局, 两个), or tell nothing: its forms are made. */
static enum status add_short(struct making *making, size_t phrase)
{
    const struct near_miss_phrase *right = &making->phrases[phrase];
    size_t size = strlen(right->text);
    enum status status = STATUS_OK;

    for (size_t at = 0; at < size && status == STATUS_OK; at += CHARACTER) {
        if (at + CHARACTER < size || right->kind != NEAR_MISS_SHORT)
            status = add_alike(making, phrase, at);
        if (status == STATUS_OK && right->kind == NEAR_MISS_NUMBERED && is_one_of(utf8_next(right->text + at, CHARACTER).code_point, numerals))
            status = add_each_of(making, phrase, at, numerals, strlen(numerals));
        if (status == STATUS_OK && !is_term(right) && size >= NEAR_MISS_CHARACTERS_FREE * CHARACTER)
            status = add_each_of(making, phrase, at, right->text, size);
        if (status == STATUS_OK && size >= NEAR_MISS_CHARACTERS_FREE * CHARACTER)
            status = add_slips(making, phrase, at);
    }
    return status;
}

/* How many characters, 0 when they are not of Han alone or of a number that is not varied. */
static size_t varied_characters(const struct near_miss_phrase *phrase)
{
    size_t size = strlen(phrase->text);

    if (phrase->kind == NEAR_MISS_FIXED || size < NEAR_MISS_CHARACTERS_MIN * CHARACTER || size > NEAR_MISS_CHARACTERS_MAX * CHARACTER)
        return 0;
    for (size_t from = 0; from < size; from += CHARACTER) {
        struct utf8_step step = utf8_next(phrase->text + from, size - from);

        if (step.size != CHARACTER || step.broken || !canonical_is_han(step.code_point))
            return 0;
    }
    return size / CHARACTER;
}

static enum status add_phrase(struct making *making, size_t index)
{
    const char *text = making->phrases[index].text;
    const char *second = text + CHARACTER, *third = second + CHARACTER, *fourth = third + CHARACTER;
    size_t characters = varied_characters(&making->phrases[index]);
    enum status status;

    if (characters == 0)
        return STATUS_OK;
    if (characters < NEAR_MISS_CHARACTERS_FREE
        || (characters == NEAR_MISS_CHARACTERS_FREE && is_one_of(utf8_next(text, CHARACTER).code_point, numerals)))
        return add_short(making, index);
    status = add_anchor(making, index, ANCHOR_FRONT, text, second);
    if (status == STATUS_OK)
        status = add_anchor(making, index, ANCHOR_BEHIND, third, fourth);
    if (status == STATUS_OK && memcmp(second, third, CHARACTER) != 0)
        status = add_anchor(making, index, ANCHOR_SWAPPED, text, third);
    return status;
}

static enum status join(const struct near_miss_phrase *phrases, size_t count, struct arena *arena,
                        struct near_miss_set *set)
{
    struct buf joined = BUF_INIT(1 << 24);
    enum status status;

    for (size_t index = 0; index < count; index++) {
        buf_text(&joined, phrases[index].text);
        buf_byte(&joined, '\n');
    }
    status = buf_status(&joined);
    if (status == STATUS_OK && joined.size > 0) {
        set->joined = arena_text(arena, joined.data, joined.size);
        set->joined_size = joined.size;
        status = set->joined == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    buf_free(&joined);
    return status;
}

static uint64_t pair_at(const char *text, size_t size, size_t at)
{
    return (uint64_t)character_at(text, size, at) << 24 | character_at(text, size, at + CHARACTER);
}

static int by_pair(const void *left, const void *right)
{
    const struct beginning *a = left, *b = right;

    return (a->pair > b->pair) - (a->pair < b->pair);
}

/* Phrases of other than characters of three bytes are no harm: their pairs equal no form's, or are compared as a whole. */
static enum status index_joined(struct arena *arena, struct near_miss_set *set)
{
    struct beginning *beginnings = arena_alloc(arena, (set->joined_size / CHARACTER + 1) * sizeof *beginnings);
    size_t count = 0;

    if (beginnings == NULL)
        return STATUS_NO_MEMORY;
    for (size_t at = 0; at + 2 * CHARACTER <= set->joined_size;) {
        size_t size = utf8_next(set->joined + at, set->joined_size - at).size;

        if (size == CHARACTER)
            beginnings[count++] = (struct beginning){ pair_at(set->joined, set->joined_size, at), (uint32_t)at };
        at += size;
    }
    qsort(beginnings, count, sizeof *beginnings, by_pair);
    set->beginnings = beginnings;
    set->beginning_count = count;
    return STATUS_OK;
}

enum status near_miss_create(const struct near_miss_phrase *phrases, size_t count, struct alike alike,
                             struct arena *arena, const struct near_miss_set **result)
{
    struct making making = { .phrases = phrases, .alike = alike };
    struct near_miss_set *set = arena_zeroed(arena, sizeof *set);
    enum status status = set == NULL ? STATUS_NO_MEMORY : join(phrases, count, arena, set);

    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = add_phrase(&making, index);
    if (status == STATUS_OK)
        status = make_literals(&making, arena, set);
    if (status == STATUS_OK)
        status = index_joined(arena, set);
    if (status == STATUS_OK) {
        set->phrases = phrases;
        set->alike = alike;
        *result = set;
    }
    alloc_free(making.items);
    alloc_free(making.wholes);
    return status;
}

/* ---- Comparing. */

/* `*` in front of a form that is allowed stands for any character. */
static bool is_allowed_form(const char *allowed, size_t length, const char *form, size_t size)
{
    if (length > 0 && allowed[0] == '*')
        return length - 1 + CHARACTER == size && memcmp(allowed + 1, form + CHARACTER, length - 1) == 0;
    return length == size && memcmp(allowed, form, size) == 0;
}

static bool is_among(const char *list, const char *form, size_t size)
{
    while (*list != '\0') {
        size_t length = strcspn(list, "|");

        if (is_allowed_form(list, length, form, size))
            return true;
        list += length + (list[length] == '|');
    }
    return false;
}

/* Is the form, of two characters or more, in some phrase? */
static bool is_in_a_phrase(const struct near_miss_set *set, const char *form, size_t size)
{
    uint64_t pair = pair_at(form, size, 0);
    size_t low = 0, high = set->beginning_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (set->beginnings[middle].pair < pair)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < set->beginning_count && set->beginnings[low].pair == pair; low++) {
        size_t at = set->beginnings[low].at;

        if (set->joined_size - at >= size && memcmp(set->joined + at, form, size) == 0)
            return true;
    }
    return false;
}

/* Says the form nothing, because it is allowed, the phrase is in it, or it is in some phrase? */
static bool is_right(const struct near_miss_set *set, const struct near_miss_phrase *phrase, const char *form,
                     size_t size)
{
    return is_among(phrase->allowed, form, size) || memmem(form, size, phrase->text, strlen(phrase->text)) != NULL
           || is_in_a_phrase(set, form, size);
}

/* Nobody means a rare character: it is a common one of similar shape, whichever table has them. */
static bool is_rare(uint32_t character)
{
    const struct pinyin_reading *reading = pinyin_reading(character);

    return canonical_is_han(character) && (reading == NULL || !reading->common);
}

static bool is_replaced_slip(const struct near_miss_set *set, const struct near_miss_phrase *phrase,
                             const struct one_step *step)
{
    enum { BESIDE = 2 * CHARACTER }; /* what stands as it should on both sides, lest the first or last be of another word */
    size_t size = strlen(phrase->text), characters = size / CHARACTER, behind = size - step->at - CHARACTER;

    if (behind == 0 && phrase->kind == NEAR_MISS_SHORT)
        return false;
    if (behind == 0 && phrase->kind == NEAR_MISS_PLACE && is_one_of(step->is, divisions))
        return characters >= NEAR_MISS_CHARACTERS_LONG;
    if (behind == 0 && phrase->kind == NEAR_MISS_ORGAN)
        return alike_characters(set->alike, step->was, step->is);
    if (is_one_of(step->was, joints) && is_one_of(step->is, joints))
        return phrase->kind == NEAR_MISS_ORGAN;
    if (phrase->is_known && characters >= NEAR_MISS_CHARACTERS_KNOWN && step->at >= BESIDE
        && (behind > 0 || (phrase->kind == NEAR_MISS_NUMBERED && is_wide(phrase, size))))
        return true;
    if (phrase->kind != NEAR_MISS_PLACE && characters >= NEAR_MISS_CHARACTERS_FREE && is_rare(step->is) && !is_rare(step->was))
        return true;
    if (characters >= NEAR_MISS_CHARACTERS_LONG && step->at >= BESIDE && behind >= BESIDE)
        return true;
    if (phrase->kind == NEAR_MISS_NUMBERED && is_one_of(step->was, numerals) && is_one_of(step->is, numerals))
        return true;
    /* One that stands elsewhere in the phrase is ahead of or behind what the writer had in mind. */
    return (characters >= NEAR_MISS_CHARACTERS_FREE + (is_term(phrase) ? 1U : 0U) && is_one_of(step->is, phrase->text))
           || alike_characters(set->alike, step->was, step->is);
}

static bool is_same_syllable(const char *right, const char *written)
{
    const struct pinyin_reading *one = pinyin_reading(utf8_next(right, CHARACTER).code_point);
    const struct pinyin_reading *other = pinyin_reading(utf8_next(written, CHARACTER).code_point);

    return one != NULL && other != NULL && other->common && one->syllable == other->syllable;
}

static bool is_han_at(const char *text, size_t at)
{
    return canonical_is_han(utf8_next(text + at, CHARACTER).code_point);
}

/* Does the word that is left out, put in or replaced stand within the phrase? What stands on both sides of it belongs to it then. */
static bool is_word_slip(const struct near_miss_phrase *phrase, const char *form, const struct one_step *step)
{
    enum { BEFORE = 3 * CHARACTER, WORD = 2 * CHARACTER };
    bool is_added = step->kind == ONE_STEP_WORD_ADDED || step->kind == ONE_STEP_ADDED;
    size_t size = strlen(phrase->text), replaced = is_added ? 0 : WORD;
    size_t before = is_added ? BEFORE + CHARACTER : BEFORE; /* 国务院设立…委员会 */
    size_t behind = step->kind == ONE_STEP_WORD_LEFT_OUT ? CHARACTER : WORD;

    return is_wide(phrase, size) && step->at >= before && size - step->at - replaced >= behind
           && (step->kind == ONE_STEP_WORD_LEFT_OUT || is_han_at(form, step->at));
}

static bool is_slip(const struct near_miss_set *set, const struct near_miss_phrase *phrase, const char *form,
                    const struct one_step *step)
{
    const char *right = phrase->text + step->at, *written = form + step->at;
    size_t characters = strlen(phrase->text) / CHARACTER;

    switch (step->kind) {
    case ONE_STEP_REPLACED:
        return is_replaced_slip(set, phrase, step);
    case ONE_STEP_LEFT_OUT:
        return characters > NEAR_MISS_CHARACTERS_FREE && (!is_term(phrase) || characters >= NEAR_MISS_CHARACTERS_LONG);
    case ONE_STEP_DOUBLED:
    case ONE_STEP_SWAPPED:
        return characters >= NEAR_MISS_CHARACTERS_FREE;
    case ONE_STEP_ADDED:
        return (phrase->kind == NEAR_MISS_ORGAN && is_one_of(step->is, joints))
               || (phrase->kind == NEAR_MISS_NUMBERED && is_word_slip(phrase, form, step));
    case ONE_STEP_WORD:
        return is_word_slip(phrase, form, step)
               || (characters >= NEAR_MISS_CHARACTERS_WORD && is_same_syllable(right, written)
                   && is_same_syllable(right + CHARACTER, written + CHARACTER));
    case ONE_STEP_WORD_LEFT_OUT:
    case ONE_STEP_WORD_ADDED:
        return is_word_slip(phrase, form, step);
    case ONE_STEP_MORE:
    case ONE_STEP_SAME:
        break;
    }
    return false;
}

/* ---- Searching. */

/* Where an anchor stands, and the characters beside it. */
struct spot {
    size_t at;
    uint32_t before, before_it, third, fourth;
};

/* A near miss that may be told. */
struct miss {
    bool is_set;
    uint32_t phrase, order; /* of the anchor */
    size_t from, to;
};

struct search {
    const struct near_miss_set *set;
    const char *text;
    size_t size;
    near_miss_found *found;
    void *context;
    size_t told_to; /* each place is told once, though several phrases may share it */
    struct miss miss; /* of the group at hand, by the anchor that comes first */
};

/* True when the form that begins at `from` and has `form_size` bytes is a near miss, which is kept. */
static bool try_form(struct search *search, uint32_t index, uint32_t order, size_t from, size_t form_size)
{
    const struct near_miss_phrase *phrase = &search->set->phrases[index];
    const char *form = search->text + from;
    struct one_step step;

    if (form_size > search->size - from || (form_size < search->size - from && (form[form_size] & 0xC0) == 0x80))
        return false;
    step = one_step_between(phrase->text, strlen(phrase->text), form, form_size);
    if (!is_slip(search->set, phrase, form, &step) || is_right(search->set, phrase, form, form_size))
        return false;
    if (from >= search->told_to)
        search->miss = (struct miss){ true, index, order, from, from + form_size };
    return true;
}

static bool try_anchor(struct search *search, const struct anchor *anchor, size_t from, size_t form_size)
{
    return try_form(search, anchor->phrase, anchor->order, from, form_size);
}

static bool is_character(const char *one, const char *other)
{
    return memcmp(one, other, CHARACTER) == 0;
}

/* How much of the phrase stands at the beginning of the text, of which `same` bytes are known to. */
static size_t same_from(const char *text, size_t size, const struct anchor *anchor, size_t same)
{
    size_t most = size < anchor->size ? size : anchor->size;

    while (same + CHARACTER <= most && is_character(text + same, anchor->text + same))
        same += CHARACTER;
    return same;
}

/* Most anchors stand in other words: what stands behind the characters that are the phrase's tells, before anything is
 * compared as a whole. */
static bool goes_on_alike(const char *text, size_t size, const struct anchor *anchor, size_t same)
{
    enum { WORD = 2 * CHARACTER, KNOWN = 4 * CHARACTER }; /* what stands for a word at the end is compared if that much stands before */
    const char *phrase = anchor->text + same;
    size_t rest = size - same, right_rest = anchor->size - same;

    text += same;
    if (right_rest <= CHARACTER || (right_rest == WORD && same >= KNOWN))
        return right_rest > 0;
    if (right_rest > WORD && rest > WORD && is_character(text + WORD, phrase + WORD))
        return true;
    if (rest < 2 * CHARACTER)
        return rest >= CHARACTER && is_character(text, phrase + CHARACTER);
    if (anchor->is_wide && ((right_rest > WORD && is_character(text, phrase + WORD)) /* a word left out */
                            || (rest > WORD && is_character(text + WORD, phrase)))) /* put in */
        return true;
    return is_character(text + CHARACTER, phrase + CHARACTER) /* replaced */
           || is_character(text, phrase + CHARACTER)          /* left out, swapped */
           || is_character(text + CHARACTER, phrase);         /* doubled */
}

/* The first anchor of ANCHOR_FRONT from `index` on that goes on alike at the beginning of the text, or the end of them. The texts
 * are sorted: how far one stands here follows, mostly, from how far the one before does, which is *same. */
static uint32_t next_front(const struct near_miss_set *set, const struct anchor_group *group, const char *text, size_t size,
                           uint32_t index, size_t *same)
{
    for (; index < group->ends[ANCHOR_FRONT]; index++) {
        const struct anchor *anchor = &set->anchors[index];

        if (index == group->first)
            *same = same_from(text, size, anchor, 2 * CHARACTER);
        else if (anchor->common == *same)
            *same = same_from(text, size, anchor, *same);
        else if (anchor->common < *same)
            *same = anchor->common;
        if (goes_on_alike(text, size, anchor, *same))
            break;
    }
    return index;
}

/* Another anchor of the group that comes before the near miss that is known. */
static bool comes_first(const struct search *search, const struct anchor *anchor)
{
    return !search->miss.is_set || anchor->order < search->miss.order;
}

static void try_front(struct search *search, const struct anchor_group *group, const struct spot *spot)
{
    enum { WORD = 2 * CHARACTER };
    const char *text = search->text + spot->at;
    size_t size = search->size - spot->at, same = 0;

    for (uint32_t index = group->first;
         (index = next_front(search->set, group, text, size, index, &same)) < group->ends[ANCHOR_FRONT]; index++) {
        const struct anchor *anchor = &search->set->anchors[index];

        if (comes_first(search, anchor) && !try_anchor(search, anchor, spot->at, anchor->size)
            && !try_anchor(search, anchor, spot->at, anchor->size - CHARACTER)
            && !try_anchor(search, anchor, spot->at, anchor->size + CHARACTER) && anchor->is_wide
            && !try_anchor(search, anchor, spot->at, anchor->size - WORD))
            (void)try_anchor(search, anchor, spot->at, anchor->size + WORD);
    }
}

/* Is what stands before the anchor a step away from the two characters before it, and behind it the rest of the phrase? One of
 * the two is replaced or left out, or both are swapped. */
static bool fits_behind(const struct anchor *anchor, const struct spot *spot, const char *text, size_t size)
{
    uint32_t first = character_at(anchor->text, anchor->size, 0);
    uint32_t second = character_at(anchor->text, anchor->size, CHARACTER);
    size_t rest = anchor->size - 2 * CHARACTER;

    return (spot->before == first || spot->before_it == first || spot->before_it == second)
           && (spot->before != first || spot->before_it != second) /* the phrase itself */
           && (anchor->third == 0 || anchor->third == spot->third) && size - spot->at >= rest
           && memcmp(text + spot->at, anchor->text + 2 * CHARACTER, rest) == 0;
}

static uint32_t next_behind(const struct near_miss_set *set, const struct anchor_group *group, const char *text, size_t size,
                            const struct spot *spot, uint32_t index)
{
    while (index < group->ends[ANCHOR_BEHIND] && !fits_behind(&set->anchors[index], spot, text, size))
        index++;
    return index;
}

static void try_behind(struct search *search, const struct anchor_group *group, const struct spot *spot)
{
    for (uint32_t index = group->ends[ANCHOR_FRONT];
         (index = next_behind(search->set, group, search->text, search->size, spot, index)) < group->ends[ANCHOR_BEHIND];
         index++) {
        const struct anchor *anchor = &search->set->anchors[index];
        size_t at = spot->at;

        if (comes_first(search, anchor)
            && (at < 2 * CHARACTER || !try_anchor(search, anchor, at - 2 * CHARACTER, anchor->size)))
            (void)try_anchor(search, anchor, at - CHARACTER, anchor->size - CHARACTER);
    }
}

static void try_swapped(struct search *search, const struct anchor_group *group, const struct spot *spot)
{
    for (uint32_t index = group->ends[ANCHOR_BEHIND]; index < group->ends[ANCHOR_SWAPPED]; index++) {
        const struct anchor *anchor = &search->set->anchors[index];

        if (spot->third == anchor->third && comes_first(search, anchor))
            (void)try_anchor(search, anchor, spot->at, anchor->size);
    }
}

static struct spot spot_at(const char *text, size_t size, size_t at)
{
    return (struct spot){ .at = at,
                          .before = at >= 2 * CHARACTER ? character_at(text, size, at - 2 * CHARACTER) : 0,
                          .before_it = at >= CHARACTER ? character_at(text, size, at - CHARACTER) : 0,
                          .third = character_at(text, size, at + 2 * CHARACTER),
                          .fourth = character_at(text, size, at + 3 * CHARACTER) };
}

static bool tell(struct search *search)
{
    const struct miss miss = search->miss;

    search->told_to = miss.to;
    search->miss.is_set = false;
    return search->found(search->context, miss.phrase, miss.from, miss.to);
}

static bool may_front(const struct anchor_group *group, const struct spot *spot)
{
    return (group->front & (sign_of(spot->third) | sign_of(spot->fourth))) != 0;
}

static bool may_behind(const struct anchor_group *group, const struct spot *spot)
{
    return ((group->before & sign_of(spot->before)) | (group->before_it & sign_of(spot->before_it))) != 0;
}

static bool may_swapped(const struct anchor_group *group, const struct spot *spot)
{
    return (group->behind & sign_of(spot->third)) != 0;
}

/* A form has the anchor in it, so that of one group no two are told. */
static bool read_anchor(struct search *search, uint32_t id, size_t at)
{
    const struct anchor_group *group = &search->set->groups[id];
    struct spot spot = spot_at(search->text, search->size, at);

    if (may_front(group, &spot))
        try_front(search, group, &spot);
    if (at >= CHARACTER && may_behind(group, &spot))
        try_behind(search, group, &spot);
    if (may_swapped(group, &spot))
        try_swapped(search, group, &spot);
    return !search->miss.is_set || tell(search);
}

static bool read_whole(struct search *search, const struct literal_place *place)
{
    (void)try_form(search, search->set->wholes[place->id - search->set->group_count], 0, place->from,
                   place->to - place->from);
    return !search->miss.is_set || tell(search);
}

struct literal_list near_miss_anchors(const struct near_miss_set *set)
{
    return set->literals;
}

bool near_miss_may_stand(const struct near_miss_set *set, uint32_t id, const char *text, size_t size, size_t at)
{
    const struct anchor_group *group = &set->groups[id];
    struct spot spot;
    size_t same = 0;

    if (id >= set->group_count)
        return true;
    spot = spot_at(text, size, at);
    return may_swapped(group, &spot)
           || (may_front(group, &spot)
               && next_front(set, group, text + at, size - at, group->first, &same) < group->ends[ANCHOR_FRONT])
           || (may_behind(group, &spot)
               && next_behind(set, group, text, size, &spot, group->ends[ANCHOR_FRONT]) < group->ends[ANCHOR_BEHIND]);
}

bool near_miss_read(const struct near_miss_set *set, const char *text, size_t size, struct literal_places anchors,
                    near_miss_found *found, void *context)
{
    struct search search = { .set = set, .text = text, .size = size, .found = found, .context = context };

    for (size_t index = 0; index < anchors.count; index++) {
        const struct literal_place *place = &anchors.items[index];

        if (place->id < set->group_count ? !read_anchor(&search, place->id, place->from) : !read_whole(&search, place))
            return false;
    }
    return true;
}
