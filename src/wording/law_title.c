/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/law_title.h"

#include <stdlib.h>
#include <string.h>

#include "text/canonical.h"
#include "text/utf8.h"
#include "wording/one_step.h"

enum {
    CHARACTER = 3,
    COMPARED_MIN = 5 * CHARACTER,
    TELLING_MIN =
        12 * CHARACTER,    /* no two laws of other places have titles of this length that differ in one character */
    FRONT = 2 * CHARACTER, /* a step leaves these bytes alone, or as many behind them */
};

struct entry {
    const char *text;
    size_t size;
    uint32_t index;
};

struct law_titles {
    const struct entry *by_front, *by_rest; /* by_rest: the ones that may be compared, in the order of text + FRONT */
    size_t count, rest_count;
    struct alike alike;
};

/* ---- Making. */

static int compare_bytes(const char *one, size_t one_size, const char *other, size_t other_size)
{
    return bytes_compare(bytes_of(one, one_size), bytes_of(other, other_size));
}

static int compare_front(const void *one, const void *other)
{
    const struct entry *left = one, *right = other;

    return compare_bytes(left->text, left->size, right->text, right->size);
}

static int compare_rest(const void *one, const void *other)
{
    const struct entry *left = one, *right = other;

    return compare_bytes(left->text + FRONT, left->size - FRONT, right->text + FRONT, right->size - FRONT);
}

enum status law_titles_create(const char *const *titles, size_t count, struct alike alike, struct arena *arena,
                              const struct law_titles **result)
{
    struct law_titles *made = arena_zeroed(arena, sizeof *made);
    struct entry *by_front = arena_alloc(arena, (count + 1) * sizeof *by_front);
    struct entry *by_rest = arena_alloc(arena, (count + 1) * sizeof *by_rest);

    if (made == NULL || by_front == NULL || by_rest == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++) {
        by_front[index] = (struct entry){ titles[index], strlen(titles[index]), (uint32_t)index };
        if (by_front[index].size >= COMPARED_MIN)
            by_rest[made->rest_count++] = by_front[index];
    }
    qsort(by_front, count, sizeof *by_front, compare_front);
    qsort(by_rest, made->rest_count, sizeof *by_rest, compare_rest);
    made->by_front = by_front;
    made->by_rest = by_rest;
    made->count = count;
    made->alike = alike;
    *result = made;
    return STATUS_OK;
}

/* ---- Looking. */

/* The first entry whose bytes from `skip` on are not less than text[0..size). */
static size_t lower_bound(const struct entry *entries, size_t count, size_t skip, const char *text, size_t size)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_bytes(entries[middle].text + skip, entries[middle].size - skip, text, size) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool find(const struct law_titles *titles, const char *text, size_t size, size_t *index)
{
    size_t place = lower_bound(titles->by_front, titles->count, 0, text, size);
    const struct entry *entry = &titles->by_front[place];

    if (place == titles->count || entry->size != size || memcmp(entry->text, text, size) != 0)
        return false;
    *index = entry->index;
    return true;
}

struct question {
    const struct law_titles *titles;
    const char *text;
    size_t size;
    bool is_national;
};

static bool is_joint(uint32_t character)
{
    return character == U'和' || character == U'与' || character == U'及';
}

/* In another order: 道路安全交通法. */
static bool has_same_characters(const struct entry *entry, const struct question *question)
{
    enum { ORDERED_MAX = 20 };
    bool taken[ORDERED_MAX] = { false };
    size_t count = entry->size / CHARACTER;

    if (entry->size != question->size || entry->size % CHARACTER != 0 || count > ORDERED_MAX)
        return false;
    for (size_t at = 0; at < question->size; at += CHARACTER) {
        size_t index = 0;

        while (index < count
               && (taken[index] || memcmp(entry->text + index * CHARACTER, question->text + at, CHARACTER) != 0))
            index++;
        if (index == count)
            return false;
        taken[index] = true;
    }
    return true;
}

static bool is_near(const struct question *question, const struct entry *entry)
{
    struct one_step step;

    if (entry->size + CHARACTER < question->size || question->size + CHARACTER < entry->size)
        return false;
    step = one_step_between(entry->text, entry->size, question->text, question->size);
    if (entry->size < COMPARED_MIN) /* the list has all national ones */
        return question->is_national && step.kind == ONE_STEP_REPLACED;
    if (question->is_national && has_same_characters(entry, question))
        return true;
    switch (step.kind) {
    case ONE_STEP_DOUBLED:
    case ONE_STEP_SWAPPED:
        return true;
    case ONE_STEP_REPLACED:
        return question->is_national || entry->size >= TELLING_MIN || (is_joint(step.was) && is_joint(step.is))
               || alike_characters(question->titles->alike, step.was, step.is);
    case ONE_STEP_LEFT_OUT:
    case ONE_STEP_ADDED:
        return question->is_national;
    case ONE_STEP_WORD:
    case ONE_STEP_WORD_LEFT_OUT:
    case ONE_STEP_WORD_ADDED:
    case ONE_STEP_MORE:
    case ONE_STEP_SAME:
        break;
    }
    return false;
}

/* Among the entries that have the same FRONT bytes from `skip` on as the text. */
static bool find_near(const struct question *question, const struct entry *entries, size_t count, size_t skip,
                      size_t *index)
{
    size_t place;

    if (question->size < skip + FRONT)
        return false;
    place = lower_bound(entries, count, skip, question->text + skip, FRONT);
    while (place < count && entries[place].size >= skip + FRONT
           && memcmp(entries[place].text + skip, question->text + skip, FRONT) == 0) {
        if (is_near(question, &entries[place])) {
            *index = entries[place].index;
            return true;
        }
        place++;
    }
    return false;
}

/* Is there a title that ends with `right` where the text ends with `written`? */
static bool find_ending(const struct law_titles *titles, const char *text, size_t size, const char *written,
                        const char *right, size_t *index)
{
    enum { NAME_MAX_SIZE = 120, KIND_MAX_SIZE = 2 * CHARACTER };
    size_t written_size = strlen(written), right_size = strlen(right);
    char name[NAME_MAX_SIZE + KIND_MAX_SIZE];

    if (size < COMPARED_MIN || size > NAME_MAX_SIZE || memcmp(text + size - written_size, written, written_size) != 0)
        return false;
    memcpy(name, text, size - written_size);
    memcpy(name + size - written_size, right, right_size);
    return find(titles, name, size - written_size + right_size, index);
}

/* A regulation that is called a law, or a law that is called a regulation. */
static bool find_other_kind(const struct law_titles *titles, const char *text, size_t size, size_t *index)
{
    static const char *const kinds[] = { "法", "条例", "办法", "规定" };
    enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

    for (size_t written = 0; written < KIND_COUNT; written++)
        for (size_t right = 0; right < KIND_COUNT; right++)
            if (written != right && find_ending(titles, text, size, kinds[written], kinds[right], index))
                return true;
    return false;
}

/* ---- National titles that are more than a step away. */

enum {
    WORDS_MAX = 4 * CHARACTER,          /* bytes that are left out or put in */
    REPLACED_TITLE_MIN = 7 * CHARACTER, /* from here on two characters may be others, of shorter ones one */
    REPLACED_MAX = 2,
};

/* Do the characters of the shorter text stand in the longer one, in order? */
static bool is_within(const char *shorter, size_t size, const char *longer, size_t longer_size)
{
    size_t at = 0;

    for (size_t place = 0; place + CHARACTER <= longer_size && at < size; place += CHARACTER)
        at += memcmp(shorter + at, longer + place, CHARACTER) == 0 ? (size_t)CHARACTER : 0;
    return at == size;
}

/* The bytes by which the texts differ, all of Han characters; more than WORDS_MAX when they are not alike. */
static size_t difference(const char *text, size_t size, const struct entry *entry)
{
    size_t replaced = 0, distance = size > entry->size ? size - entry->size : entry->size - size;

    if (size % CHARACTER != 0 || entry->size % CHARACTER != 0 || distance > WORDS_MAX
        || memcmp(text + size - CHARACTER, entry->text + entry->size - CHARACTER, CHARACTER) != 0)
        return WORDS_MAX + 1;
    if (distance > 0)
        return (size < entry->size ? is_within(text, size, entry->text, entry->size)
                                   : is_within(entry->text, entry->size, text, size))
                   ? distance
                   : WORDS_MAX + 1;
    for (size_t at = 0; at < size; at += CHARACTER)
        replaced += memcmp(text + at, entry->text + at, CHARACTER) != 0;
    return replaced <= (size >= REPLACED_TITLE_MIN ? REPLACED_MAX : 1) ? replaced * CHARACTER : WORDS_MAX + 1;
}

/* The listed title that differs least. Only titles of laws: there are few, and no others. */
static bool find_close(const struct law_titles *titles, const char *text, size_t size, size_t *index)
{
    static const char law[] = "法";
    enum { TITLE_MIN = 3 * CHARACTER };
    size_t least = WORDS_MAX + 1;

    if (size < TITLE_MIN || memcmp(text + size - CHARACTER, law, CHARACTER) != 0)
        return false;
    for (size_t place = 0; place < titles->count; place++) {
        const struct entry *entry = &titles->by_front[place];
        size_t away = entry->size >= TITLE_MIN ? difference(text, size, entry) : least;

        if (away < least) {
            least = away;
            *index = entry->index;
        }
    }
    return least <= WORDS_MAX;
}

/* One of another place has another name of this length: 保障农民工工资支付管理条例 and 生产安全事故报告和调查条例 only have a word more or less
 * than the listed one, between what both begin and end with. A provisional one may have been another. */
static bool has_word_more_or_less(const char *text, size_t size, const struct entry *entry)
{
    enum { TITLE_MIN = 9 * CHARACTER, WORD = 2 * CHARACTER };
    size_t most = size > entry->size ? size : entry->size, least = size < entry->size ? size : entry->size;

    return least >= TITLE_MIN && most - least == WORD && size % CHARACTER == 0
           && entry->size % CHARACTER == 0 && memcmp(text, entry->text, WORD) == 0
           && memcmp(text + size - WORD, entry->text + entry->size - WORD, WORD) == 0
           && memmem(text, size, "暂行", WORD) == NULL && memmem(entry->text, entry->size, "暂行", WORD) == NULL
           && (size < entry->size ? is_within(text, size, entry->text, entry->size)
                                  : is_within(entry->text, entry->size, text, size));
}

static bool find_word_more_or_less(const struct law_titles *titles, const char *text, size_t size, size_t *index)
{
    enum { WORD = 2 * CHARACTER };
    size_t place = size >= WORD ? lower_bound(titles->by_front, titles->count, 0, text, WORD) : titles->count;

    for (; place < titles->count && titles->by_front[place].size >= WORD
           && memcmp(titles->by_front[place].text, text, WORD) == 0;
         place++)
        if (has_word_more_or_less(text, size, &titles->by_front[place])) {
            *index = titles->by_front[place].index;
            return true;
        }
    return false;
}

/* A short title is not compared freely, but its last character is not written twice. */
static bool find_doubled(const struct law_titles *titles, const char *text, size_t size, size_t *index)
{
    return size >= 2 * CHARACTER && memcmp(text + size - CHARACTER, text + size - 2 * CHARACTER, CHARACTER) == 0
           && find(titles, text, size - CHARACTER, index);
}

/* A draft is of a law that is to be, and what is crossed out of none. */
static bool is_of_a_law(const struct question *question, const char *text, size_t size)
{
    static const char law[] = "法", draft[] = "草案", measures[] = "办法";
    enum { TITLE_MIN = 2 * CHARACTER, MEASURES = sizeof measures - 1 };

    for (size_t at = 0; at < question->size; at += CHARACTER)
        if (question->size - at < CHARACTER || !canonical_is_han(utf8_next(question->text + at, CHARACTER).code_point))
            return false;
    return question->size >= TITLE_MIN && memmem(text, size, draft, sizeof draft - 1) == NULL
           && memcmp(question->text + question->size - CHARACTER, law, CHARACTER) == 0
           && memcmp(question->text + question->size - MEASURES, measures, MEASURES) != 0;
}

size_t law_title_without_note(const char *text, size_t size)
{
    const char *open = size > 0 && text[size - 1] == ')' ? memrchr(text, '(', size) : NULL;

    return open != NULL ? (size_t)(open - text) : size;
}

struct law_title law_title_judge(const struct law_titles *titles, const char *text, size_t size)
{
    static const char country[] = "中华人民共和国", party[] = "中国共产党";
    enum { COUNTRY = sizeof country - 1, PARTY = sizeof party - 1 };
    struct question question = { .titles = titles };
    struct law_title judged = { LAW_TITLE_UNKNOWN, 0 };

    question.is_national = size > COUNTRY && memcmp(text, country, COUNTRY) == 0;
    question.text = text + (question.is_national ? COUNTRY : 0);
    question.is_national |= size > PARTY && memcmp(text, party, PARTY) == 0; /* what it enacts bears its name, too */
    question.size = law_title_without_note(question.text, size - (size_t)(question.text - text));
    if (find(titles, question.text, question.size, &judged.index)
        || find(titles, question.text, size - (size_t)(question.text - text), &judged.index))
        judged.kind = LAW_TITLE_LISTED;
    else if (find_ending(titles, question.text, question.size, "条令", "条例", &judged.index)
             || (question.is_national && find_other_kind(titles, question.text, question.size, &judged.index)))
        judged.kind = LAW_TITLE_NO_LAW;
    else if (find_doubled(titles, question.text, question.size, &judged.index)
             || find_near(&question, titles->by_front, titles->count, 0, &judged.index)
             || find_near(&question, titles->by_rest, titles->rest_count, FRONT, &judged.index))
        judged.kind = LAW_TITLE_NEAR;
    else if ((question.is_national && find_close(titles, question.text, question.size, &judged.index))
             || find_word_more_or_less(titles, question.text, question.size, &judged.index))
        judged.kind = LAW_TITLE_CLOSE;
    else if (question.text > text && is_of_a_law(&question, text, size))
        judged.kind = LAW_TITLE_UNLISTED;
    return judged;
}
