/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/enumeration.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/canonical.h"
#include "text/utf8.h"

enum {
    CHARACTER = 3,
    OTHER_MIN = 2 * CHARACTER, /* bytes of what stands for an item */
    OTHER_MAX = 10 * CHARACTER,
    LIKE_MAX = 2 * CHARACTER,  /* by so much it may be longer or shorter than an item that it is like */
    FEW = 3,                   /* of so many items two say little: the third must be like its item wherever it stands */
    ALONE_MIN = 4 * CHARACTER, /* an item of which one alone is looked for */
};

struct item {
    const char *text; /* ways to write it, divided by '/' */
    size_t size;
};

struct made {
    struct item items[ENUMERATION_ITEMS_MAX];
    size_t count;
    bool is_whole;
};

struct word {
    uint32_t enumeration;
    uint32_t first, last; /* items that it holds */
};

struct enumeration_set {
    const struct made *enumerations;
    const struct word *words; /* of each literal */
    struct literal_list literals;
};

/* Between two items, the longest first. */
static const char *const signs[] = { "以及", "、", ",", ";", "和", "与", "及", " " };
enum { SIGN_COUNT = sizeof signs / sizeof *signs };
/* Those that literals are made of. */
static const char *const usual_signs[] = { "、", ",", " ", "和" };
enum { USUAL_SIGN_COUNT = sizeof usual_signs / sizeof *usual_signs };

/* ---- Making. */

/* The next way of writing an item; false behind the last one. */
static bool next_way(const struct item *item, struct item *way)
{
    const char *end = item->text + item->size;
    const char *from = way->text == NULL ? item->text : way->text + way->size + 1;
    const char *slash;

    if (from >= end)
        return false;
    slash = memchr(from, '/', (size_t)(end - from));
    *way = (struct item){ from, (size_t)((slash != NULL ? slash : end) - from) };
    return true;
}

/* In one way of writing at least, and none is too short to be compared. */
static bool may_be_found(const struct item *item)
{
    struct item way = { NULL, 0 };
    bool found = false;

    while (next_way(item, &way)) {
        if (way.size < OTHER_MIN)
            return false;
        found |= literal_set_takes(way.text, way.size);
    }
    return found;
}

static bool make(const struct enumeration *enumeration, struct made *made)
{
    const char *rest = enumeration->items;

    made->is_whole = enumeration->is_whole;
    while (*rest != '\0' && made->count < ENUMERATION_ITEMS_MAX) {
        size_t length = strcspn(rest, "|");

        made->items[made->count] = (struct item){ rest, length };
        if (!may_be_found(&made->items[made->count++]))
            return false;
        rest += length + (rest[length] == '|');
    }
    return *rest == '\0' && made->count >= ENUMERATION_ITEMS_MIN;
}

struct making {
    struct arena *arena;
    struct literal *literals;
    struct word *words;
    size_t count, literal_capacity, word_capacity;
};

static enum status add_word(struct making *making, const struct item *first, const char *sign, const struct item *second,
                            struct word word)
{
    enum { WORD_MAX = 256 };
    char text[WORD_MAX];
    size_t sign_size = strlen(sign), size = first->size + sign_size + second->size;
    const char *kept;

    if (size > sizeof text || !literal_set_takes(first->text, first->size))
        return STATUS_OK;
    if (ARRAY_GROW(&making->literals, &making->literal_capacity, making->count + 1) != STATUS_OK
        || ARRAY_GROW(&making->words, &making->word_capacity, making->count + 1) != STATUS_OK)
        return STATUS_NO_MEMORY;
    memcpy(text, first->text, first->size);
    memcpy(text + first->size, sign, sign_size);
    memcpy(text + first->size + sign_size, second->text, second->size);
    kept = arena_text(making->arena, text, size);
    if (kept == NULL)
        return STATUS_NO_MEMORY;
    making->words[making->count] = word;
    making->literals[making->count] = (struct literal){ kept, (uint32_t)size, (uint32_t)making->count };
    making->count++;
    return STATUS_OK;
}

/* Both items in all ways of writing, with each usual sign. */
static enum status add_pair(struct making *making, const struct made *made, struct word word)
{
    struct item first = { NULL, 0 };
    enum status status = STATUS_OK;

    while (status == STATUS_OK && next_way(&made->items[word.first], &first)) {
        struct item second = { NULL, 0 };

        while (status == STATUS_OK && next_way(&made->items[word.last], &second))
            for (size_t sign = 0; sign < USUAL_SIGN_COUNT && status == STATUS_OK; sign++)
                status = add_word(making, &first, usual_signs[sign], &second, word);
    }
    return status;
}

/* Of three items the middle one may be the wrong one: then no two stand together. */
static enum status add_alone(struct making *making, const struct made *made, struct word word)
{
    static const struct item nothing = { "", 0 };
    struct item way = { NULL, 0 };
    enum status status = STATUS_OK;

    while (status == STATUS_OK && next_way(&made->items[0], &way))
        if (way.size >= ALONE_MIN)
            status = add_word(making, &way, "", &nothing, word);
    return status;
}

static enum status add_words(struct making *making, const struct made *made, uint32_t enumeration)
{
    enum status status = STATUS_OK;

    for (uint32_t item = 0; item + 1 < made->count && status == STATUS_OK; item++)
        status = add_pair(making, made, (struct word){ enumeration, item, item + 1 });
    if (status == STATUS_OK && made->count == FEW)
        status = add_alone(making, made, (struct word){ enumeration, 0, 0 });
    return status;
}

enum status enumeration_create(const struct enumeration *enumerations, size_t count, struct arena *arena,
                               const struct enumeration_set **result, size_t *wrong)
{
    struct enumeration_set *set = arena_zeroed(arena, sizeof *set);
    struct made *made = arena_zeroed(arena, (count + 1) * sizeof *made);
    struct making making = { .arena = arena };
    enum status status = set == NULL || made == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        *wrong = index;
        status = make(&enumerations[index], &made[index]) ? add_words(&making, &made[index], (uint32_t)index)
                                                          : STATUS_INVALID;
    }
    if (status == STATUS_OK) {
        struct literal *literals = arena_alloc(arena, (making.count + 1) * sizeof *literals);
        struct word *words = arena_alloc(arena, (making.count + 1) * sizeof *words);

        if (literals == NULL || words == NULL) {
            status = STATUS_NO_MEMORY;
        } else if (making.count > 0) {
            memcpy(literals, making.literals, making.count * sizeof *literals);
            memcpy(words, making.words, making.count * sizeof *words);
        }
        *set = (struct enumeration_set){ made, words, { literals, making.count } };
        *result = set;
    }
    alloc_free(making.literals);
    alloc_free(making.words);
    return status;
}

struct literal_list enumeration_words(const struct enumeration_set *set)
{
    return set->literals;
}

/* ---- Reading. */

/* One enumeration on its way through the text. */
struct course {
    const struct made *made;
    const char *text;
    size_t size;
    bool has_flaw;
    struct enumeration_place flaw;
};

/* The bytes of a sign that begins at `at`, or ends there; 0 without one. */
static size_t sign_at(const struct course *course, size_t at)
{
    for (size_t index = 0; index < SIGN_COUNT; index++) {
        size_t length = strlen(signs[index]);

        if (course->size - at >= length && memcmp(course->text + at, signs[index], length) == 0)
            return length;
    }
    return 0;
}

static size_t sign_before(const struct course *course, size_t at)
{
    for (size_t index = 0; index < SIGN_COUNT; index++) {
        size_t length = strlen(signs[index]);

        if (at >= length && memcmp(course->text + at - length, signs[index], length) == 0)
            return length;
    }
    return 0;
}

/* The bytes of the item at `at`, in the longest way of writing that stands there; 0 without one. */
static size_t item_at(const struct course *course, size_t item, size_t at)
{
    struct item way = { NULL, 0 };
    size_t longest = 0;

    while (next_way(&course->made->items[item], &way))
        if (way.size > longest && course->size - at >= way.size && memcmp(course->text + at, way.text, way.size) == 0)
            longest = way.size;
    return longest;
}

static size_t item_before(const struct course *course, size_t item, size_t at)
{
    struct item way = { NULL, 0 };
    size_t longest = 0;

    while (next_way(&course->made->items[item], &way))
        if (way.size > longest && at >= way.size && memcmp(course->text + at - way.size, way.text, way.size) == 0)
            longest = way.size;
    return longest;
}

static bool is_han_at(const struct course *course, size_t at)
{
    struct utf8_step step;

    if (at >= course->size)
        return false;
    step = utf8_next(course->text + at, course->size - at);
    return step.size == CHARACTER && canonical_is_han(step.code_point);
}

/* The bytes of the character of a word at `at`, of Han or a quotation mark; 0 without one. */
static size_t word_character_at(const struct course *course, size_t at)
{
    static const char *const quotes[] = { "\"", "“", "”" };

    if (is_han_at(course, at))
        return CHARACTER;
    for (size_t index = 0; index < sizeof quotes / sizeof *quotes; index++) {
        size_t length = strlen(quotes[index]);

        if (course->size >= at + length && memcmp(course->text + at, quotes[index], length) == 0)
            return length;
    }
    return 0;
}

static bool is_same_character(const char *one, const char *other)
{
    return memcmp(one, other, CHARACTER) == 0;
}

/* Is the item in what stands at `at`, with words beside it? */
static bool holds(const struct course *course, size_t item, size_t at, size_t size)
{
    struct item way = { NULL, 0 };

    while (next_way(&course->made->items[item], &way))
        if (memmem(course->text + at, size, way.text, way.size) != NULL)
            return true;
    return false;
}

/* Is what stands at `at` like the item: as long, and beginning or ending alike, or nearly as long, and both? */
static bool is_like(const struct course *course, size_t item, size_t at, size_t size)
{
    struct item way = { NULL, 0 };
    const char *other = course->text + at;

    while (next_way(&course->made->items[item], &way)) {
        size_t away = size > way.size ? size - way.size : way.size - size;
        bool begins = is_same_character(other, way.text);
        bool ends = is_same_character(other + size - CHARACTER, way.text + way.size - CHARACTER);

        if (away == 0 ? begins || ends : away <= LIKE_MAX && begins && ends)
            return true;
    }
    return false;
}

static void take_flaw(struct course *course, size_t item, size_t from, size_t to, bool is_left_out)
{
    course->has_flaw = true;
    course->flaw = (struct enumeration_place){ .item = item, .from = from, .to = to, .is_left_out = is_left_out };
}

/* Do a sign and the item stand at `at`? */
static bool goes_on_with(const struct course *course, size_t item, size_t at)
{
    size_t sign = at < course->size ? sign_at(course, at) : 0;

    return sign > 0 && item_at(course, item, at + sign) > 0;
}

/* What stands for the item at `at`, before a sign and the next one; 0 without it. */
static size_t other_at(const struct course *course, size_t item, size_t at)
{
    size_t size = 0, step;

    while (size < OTHER_MAX && (step = word_character_at(course, at + size)) > 0
           && !goes_on_with(course, item + 1, at + size))
        size += step;
    if (size < OTHER_MIN || !goes_on_with(course, item + 1, at + size) || holds(course, item, at, size))
        return 0;
    return course->made->count > FEW || is_like(course, item, at, size) ? size : 0;
}

/* What stands for the last item. */
static size_t last_at(const struct course *course, size_t item, size_t at)
{
    for (size_t size = CHARACTER; size <= OTHER_MAX && is_han_at(course, at + size - CHARACTER); size += CHARACTER)
        if (size >= OTHER_MIN && is_like(course, item, at, size))
            return holds(course, item, at, size) ? 0 : size;
    return 0;
}

/* Is the item left out, and does the next one stand at `at`? */
static size_t next_item_at(const struct course *course, size_t item, size_t at)
{
    return course->made->is_whole && item + 1 < course->made->count ? item_at(course, item + 1, at) : 0;
}

/* What stands for the item at `at`, or, where it is left out, the next one: *item becomes that. 0 without either. */
static size_t take_other_at(struct course *course, size_t *item, size_t at)
{
    size_t size = next_item_at(course, *item, at);

    if (course->has_flaw)
        return 0;
    if (size > 0) {
        take_flaw(course, (*item)++, at, at + size, true);
        return size;
    }
    size = *item + 1 < course->made->count ? other_at(course, *item, at) : last_at(course, *item, at);
    if (size > 0)
        take_flaw(course, *item, at, at + size, false);
    return size;
}

/* The items from `item` on, behind `at`. */
static bool read_behind(struct course *course, size_t item, size_t at)
{
    for (; item < course->made->count; item++) {
        size_t sign = sign_at(course, at), size;

        if (sign == 0)
            return false;
        at += sign;
        size = item_at(course, item, at);
        if (size == 0)
            size = take_other_at(course, &item, at);
        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

/* What ends at `at` and stands for the item, behind a sign; of the first item, as long as it. */
static size_t other_before(const struct course *course, size_t item, size_t at)
{
    struct item way = { NULL, 0 };
    size_t size = 0;

    if (item == 0) {
        (void)next_way(&course->made->items[0], &way);
        while (size < way.size && at >= size + CHARACTER && is_han_at(course, at - size - CHARACTER))
            size += CHARACTER;
        return size == way.size && is_like(course, 0, at - size, size) ? size : 0;
    }
    while (size < OTHER_MAX && at >= size + CHARACTER && is_han_at(course, at - size - CHARACTER))
        size += CHARACTER;
    return size >= OTHER_MIN && sign_before(course, at - size) > 0 && !holds(course, item, at - size, size) ? size : 0;
}

static size_t take_other_before(struct course *course, size_t *item, size_t at)
{
    size_t size = course->made->is_whole && *item > 0 ? item_before(course, *item - 1, at) : 0;

    if (course->has_flaw)
        return 0;
    if (size > 0) {
        take_flaw(course, (*item)--, at - size, at, true);
        return size;
    }
    size = other_before(course, *item, at);
    if (size > 0)
        take_flaw(course, *item, at - size, at, false);
    return size;
}

/* The items up to `item`, before `at`. */
static bool read_before(struct course *course, size_t item, size_t at)
{
    for (;; item--) {
        size_t sign = sign_before(course, at), size;

        if (sign == 0)
            return false;
        at -= sign;
        size = item_before(course, item, at);
        if (size == 0)
            size = take_other_before(course, &item, at);
        if (size == 0)
            return false;
        at -= size;
        if (item == 0)
            return true;
    }
}

bool enumeration_read(const struct enumeration_set *set, const char *text, size_t size, struct literal_places words,
                      enumeration_found *found, void *context)
{
    size_t told_to = 0;

    for (size_t index = 0; index < words.count; index++) {
        const struct literal_place *place = &words.items[index];
        const struct word *word = &set->words[place->id];
        struct course course = { .made = &set->enumerations[word->enumeration], .text = text, .size = size };

        if ((word->first > 0 && !read_before(&course, word->first - 1, place->from))
            || !read_behind(&course, word->last + 1, place->to) || !course.has_flaw || course.flaw.from < told_to)
            continue;
        course.flaw.enumeration = word->enumeration;
        told_to = course.flaw.to;
        if (!found(context, &course.flaw))
            return false;
    }
    return true;
}
