/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/formula.h"

#include <string.h>

#include "text/canonical.h"
#include "text/utf8.h"
#include "wording/numeral.h"

enum {
    CHARACTER = 3,
    BESIDE_MAX = 48,  /* bytes between two formulas of one enumeration */
    VERB_MAX = 18,    /* bytes of what stands on either side of the sign between them: 、坚决做到 */
    NEAR_MAX = 48,    /* bytes from a number to the words that say which formula is meant */
    LEAD_MAX = 8,     /* characters between a formula and what opens its list: “四个不摘”工作要求: */
    OPEN_LIST_MAX = 480, /* bytes of a list that is not in brackets */
};

struct made {
    const char *counted; /* of the text, behind the numeral; of a name all */
    size_t counted_size;
    unsigned number; /* 0: a name, of which no other number is told */
    const char *beside;
    const char *members[FORMULA_MEMBERS_MAX];
    size_t member_sizes[FORMULA_MEMBERS_MAX];
    size_t member_count;
};

struct formula_set {
    const struct made *formulas;
    struct literal_list words; /* what is counted, once each; ids from `count` on have another counter than the formula */
    size_t count;
};

/* ---- Making. */

static bool make(const struct formula *formula, struct made *made)
{
    size_t size = strlen(formula->text);
    size_t numeral_size = numeral_read(formula->text, size, &made->number);
    unsigned number = made->number;
    const char *members = formula->members;

    if (numeral_size == 0 || !literal_set_takes(formula->text + numeral_size, size - numeral_size)) {
        numeral_size = 0;
        made->number = 0;
    }
    made->counted = formula->text + numeral_size;
    made->counted_size = size - numeral_size;
    made->beside = formula->beside;
    while (*members != '\0' && made->member_count < FORMULA_MEMBERS_MAX) {
        size_t length = strcspn(members, "|");

        made->members[made->member_count] = members;
        made->member_sizes[made->member_count++] = length;
        members += length + (members[length] == '|');
    }
    return literal_set_takes(made->counted, made->counted_size) && (number > 0 || made->member_count > 0)
           && (number == 0 || made->member_count == 0 || made->member_count == number);
}

static bool counts_the_same(const struct made *one, const struct made *other)
{
    return one->counted_size == other->counted_size && memcmp(one->counted, other->counted, one->counted_size) == 0;
}

static const char *const counters[] = { "种", "项", "条", "类", "大", "点" };
enum { COUNTER_COUNT = sizeof counters / sizeof *counters };

/* What a formula counts by 个, counted by another word: 种意识. */
static enum status add_counters(const struct made *made, size_t id, struct arena *arena, struct literal *words,
                                size_t *word_count)
{
    enum { WORD_MAX = 64 };
    char word[WORD_MAX];

    if (made->number == 0 || made->counted_size > sizeof word || memcmp(made->counted, "个", CHARACTER) != 0)
        return STATUS_OK;
    memcpy(word, made->counted, made->counted_size);
    for (size_t index = 0; index < COUNTER_COUNT; index++) {
        const char *text;

        memcpy(word, counters[index], CHARACTER);
        text = arena_text(arena, word, made->counted_size);
        if (text == NULL)
            return STATUS_NO_MEMORY;
        words[(*word_count)++] = (struct literal){ text, (uint32_t)made->counted_size, (uint32_t)id };
    }
    return STATUS_OK;
}

enum status formula_create(const struct formula *formulas, size_t count, struct arena *arena,
                           const struct formula_set **result, size_t *wrong)
{
    struct formula_set *set = arena_zeroed(arena, sizeof *set);
    struct made *made = arena_zeroed(arena, (count + 1) * sizeof *made);
    struct literal *words = arena_alloc(arena, (count * (COUNTER_COUNT + 1) + 1) * sizeof *words);
    size_t word_count = 0;
    enum status status = STATUS_OK;

    if (set == NULL || made == NULL || words == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        size_t earlier = 0;

        if (!make(&formulas[index], &made[index])) {
            *wrong = index;
            return STATUS_INVALID;
        }
        while (earlier < index && !counts_the_same(&made[earlier], &made[index]))
            earlier++;
        if (earlier < index)
            continue;
        words[word_count++] =
            (struct literal){ made[index].counted, (uint32_t)made[index].counted_size, (uint32_t)index };
        status = add_counters(&made[index], count + index, arena, words, &word_count);
    }
    if (status != STATUS_OK)
        return status;
    *set = (struct formula_set){ made, { words, word_count }, count };
    *result = set;
    return STATUS_OK;
}

struct literal_list formula_words(const struct formula_set *set)
{
    return set->words;
}

/* ---- Places. */

struct finding {
    const struct formula_set *set;
    const char *text;
    size_t size;
    struct formula_place *places;
    size_t count;
};

/* The formula with this number of what the formula counts, or the formula itself as one with another number or, of number 0,
 * another counter. */
static void take_place(struct finding *finding, size_t formula, unsigned number, size_t from, size_t to)
{
    struct formula_place *place = &finding->places[finding->count++];

    *place = (struct formula_place){ FORMULA_NUMBER, formula, from, to, 0 };
    for (size_t index = 0; index < finding->set->count; index++) {
        const struct made *other = &finding->set->formulas[index];

        if (!counts_the_same(&finding->set->formulas[formula], other))
            continue;
        place->formula = index; /* of several the latest in the table is meant */
        if (other->number == number) {
            place->flaw = FORMULA_RIGHT;
            return;
        }
    }
}

static void take_counted(struct finding *finding, const struct literal_place *place)
{
    static const char ordinal[] = "第";
    size_t count = finding->set->count, from = place->from, id = place->id % count;
    unsigned number;

    if (finding->set->formulas[id].number == 0) {
        finding->places[finding->count++] = (struct formula_place){ FORMULA_RIGHT, id, from, place->to, 0 };
        return;
    }
    /* One numeral of one character, and no more of a number in front of it; 第一种形态 is one of them. */
    if (from >= CHARACTER && numeral_read(finding->text + from - CHARACTER, CHARACTER, &number) == CHARACTER) {
        size_t before = utf8_backward(finding->text, finding->size, from - CHARACTER, 1);
        unsigned longer;

        if (from - CHARACTER == before
            || (numeral_read(finding->text + before, from - before, &longer) == 0
                && memcmp(finding->text + before, ordinal, CHARACTER) != 0))
            take_place(finding, id, place->id < count ? number : 0, from - CHARACTER, place->to);
    }
}

/* The bytes of a quotation mark that closes at the beginning, or opens at the end, of a text; 0 without one. */
static size_t closing_quote(const char *text, size_t size)
{
    if (size > 0 && text[0] == '"')
        return 1;
    return size >= CHARACTER && memcmp(text, "”", CHARACTER) == 0 ? CHARACTER : 0;
}

static size_t opening_quote(const char *text, size_t size)
{
    if (size > 0 && text[size - 1] == '"')
        return 1;
    return size >= CHARACTER && memcmp(text + size - CHARACTER, "“", CHARACTER) == 0 ? CHARACTER : 0;
}

static bool is_few_words(const char *text, size_t size)
{
    for (size_t at = 0; at < size; at += CHARACTER)
        if (size - at < CHARACTER || !canonical_is_han(utf8_next(text + at, size - at).code_point))
            return false;
    return size <= VERB_MAX;
}

/* Do only quotation marks and one sign of enumeration stand between two formulas, with a few words before it (总体布局) and
 * behind it (做到)? */
static bool is_joint(const char *text, size_t size)
{
    static const char *const joints[] = { "、", ",", "和", "与", "及" };
    size_t closed = closing_quote(text, size);

    if (size > BESIDE_MAX)
        return false;
    text += closed;
    size -= closed;
    size -= opening_quote(text, size);
    for (size_t index = 0; index < sizeof joints / sizeof *joints; index++) {
        size_t length = strlen(joints[index]);
        const char *joint = memmem(text, size, joints[index], length);

        if (joint != NULL && is_few_words(text, (size_t)(joint - text))
            && is_few_words(joint + length, size - length - (size_t)(joint - text)))
            return true;
    }
    return false;
}

/* Another number is only wrong beside a formula. */
static bool stands_beside(const struct finding *finding, size_t index)
{
    const struct formula_place *place = &finding->places[index];

    if (index > 0) {
        const struct formula_place *before = place - 1;

        if (before->flaw != FORMULA_NUMBER && is_joint(finding->text + before->to, place->from - before->to))
            return true;
    }
    if (index + 1 < finding->count) {
        const struct formula_place *behind = place + 1;

        return behind->flaw != FORMULA_NUMBER && is_joint(finding->text + place->to, behind->from - place->to);
    }
    return false;
}

/* Does one of the words that only the formula has stand near? */
static bool stands_near_its_words(const struct finding *finding, const struct formula_place *place)
{
    const char *words = finding->set->formulas[place->formula].beside;
    size_t from = place->from > NEAR_MAX ? place->from - NEAR_MAX : 0;
    size_t to = finding->size - place->to > NEAR_MAX ? place->to + NEAR_MAX : finding->size;

    while (*words != '\0') {
        size_t length = strcspn(words, "|");

        if (memmem(finding->text + from, to - from, words, length) != NULL)
            return true;
        words += length + (words[length] == '|');
    }
    return false;
}

/* ---- Lists. */

struct list {
    size_t from, end;  /* its inside */
    bool in_brackets;
    bool is_apart; /* a comma and a verb stand between it and the formula */
};

/* The length of what opens a list at the beginning of a text; 0 when nothing does. */
static size_t list_opening(const char *text, size_t size)
{
    static const char *const openings[] = { "(", ":", "即", "就是", "包括", "是指", "分别是", "——", ",即", ",就是", ",包括" };

    for (size_t index = 0; index < sizeof openings / sizeof *openings; index++) {
        size_t length = strlen(openings[index]);

        if (size >= length && memcmp(text, openings[index], length) == 0)
            return length;
    }
    return 0;
}

/* Where a sentence ends, or the text; false when neither is near. */
static bool find_sentence_end(const struct finding *finding, size_t from, size_t *end)
{
    const char *text = finding->text + from;
    size_t size = finding->size - from, seen = size < OPEN_LIST_MAX ? size : OPEN_LIST_MAX;
    const char *stop = utf8_find_triple(text, seen, "。"), *semicolon = memchr(text, ';', seen);

    if (stop == NULL || (semicolon != NULL && semicolon < stop))
        stop = semicolon;
    if (stop == NULL && seen < size)
        return false;
    *end = stop != NULL ? (size_t)(stop - finding->text) : finding->size;
    return true;
}

/* The list behind text[to]. */
static bool find_list_behind(const struct finding *finding, size_t to, struct list *list)
{
    size_t opening = 0;
    const char *close;

    to += closing_quote(finding->text + to, finding->size - to);
    for (size_t lead = 0; lead <= LEAD_MAX && to < finding->size; lead++) {
        opening = list_opening(finding->text + to, finding->size - to);
        if (opening > 0 || (uint8_t)finding->text[to] < 0x80 || closing_quote(finding->text + to, finding->size - to) > 0)
            break;
        to = utf8_forward(finding->text, finding->size, to, 1);
    }
    if (opening == 0)
        return false;
    *list = (struct list){ to + opening, 0, finding->text[to] == '(', false };
    if (!list->in_brackets)
        return find_sentence_end(finding, list->from, &list->end);
    close = memchr(finding->text + to, ')', finding->size - to);
    list->end = close != NULL ? (size_t)(close - finding->text) : 0;
    return close != NULL;
}

static bool ends_in_text_of_member(const struct made *formula, const char *text, size_t size)
{
    for (size_t index = 0; index < formula->member_count; index++) {
        size_t length = formula->member_sizes[index];

        if (size >= length && memcmp(text + size - length, formula->members[index], length) == 0)
            return true;
    }
    return false;
}

/* 生态振兴 ends in a member of 五大振兴, too. */
static bool ends_in_member(const struct made *formula, const char *text, size_t size)
{
    enum { NOUN = 2 * CHARACTER };

    return ends_in_text_of_member(formula, text, size)
           || (formula->counted_size >= NOUN && size > NOUN
               && memcmp(text + size - NOUN, formula->counted + formula->counted_size - NOUN, NOUN) == 0
               && ends_in_text_of_member(formula, text, size - NOUN));
}

/* Where the comma stands in front of the few words that end at text[end], 政治意识、大局意识,牢固树立; `end` without one. */
static size_t comma_before_words(const struct finding *finding, size_t end)
{
    size_t from = end;

    while (from >= CHARACTER && end - from <= VERB_MAX && is_few_words(finding->text + from - CHARACTER, end - from + CHARACTER))
        from -= CHARACTER;
    return from < end && from > 0 && finding->text[from - 1] == ',' ? from - 1 : end;
}

/* The list of the formula's members that ends in front of a place, with 的, a comma and a verb, or nothing between them. */
static bool find_list_before(const struct finding *finding, const struct formula_place *place, const struct made *formula,
                             struct list *list)
{
    static const char of[] = "的";
    size_t end = place->from - opening_quote(finding->text, place->from), from;
    size_t of_size = end >= CHARACTER && memcmp(finding->text + end - CHARACTER, of, CHARACTER) == 0 ? CHARACTER : 0;
    bool is_apart = false;

    end -= of_size;
    if (of_size == 0 && !ends_in_member(formula, finding->text, end)) {
        size_t comma = comma_before_words(finding, end);

        is_apart = comma < end;
        end = comma;
        if (!is_apart || !ends_in_member(formula, finding->text, end))
            return false;
    }
    from = end;
    while (from > 0 && end - from < OPEN_LIST_MAX && memchr(";:(", finding->text[from - 1], 3) == NULL
           && (from < CHARACTER || memcmp(finding->text + from - CHARACTER, "。", CHARACTER) != 0))
        from--;
    *list = (struct list){ from, end, false, is_apart };
    return from < end;
}

static size_t count_character(const char *text, size_t size, const char character[CHARACTER])
{
    size_t count = 0;
    const char *end = text + size;

    while ((text = utf8_find_triple(text, (size_t)(end - text), character)) != NULL) {
        text += CHARACTER;
        count++;
    }
    return count;
}

/* How many members stand in the list. */
static size_t count_listed(const struct finding *finding, const struct made *formula, struct list list)
{
    size_t listed = 0;

    for (size_t index = 0; index < formula->member_count; index++)
        listed += memmem(finding->text + list.from, list.end - list.from, formula->members[index],
                         formula->member_sizes[index]) != NULL;
    return listed;
}

/* Does the list have what the formula has, but for one at most? */
static bool is_its_list(const struct finding *finding, const struct made *formula, struct list list)
{
    enum { KNOWN_MIN = 3 };
    size_t listed = count_listed(finding, formula, list);

    return listed >= KNOWN_MIN && listed + 1 >= formula->member_count;
}

/* Another number is wrong, too, before or behind a list of the formula. */
static bool stands_beside_its_list(const struct finding *finding, const struct formula_place *place)
{
    const struct made *formula = &finding->set->formulas[place->formula];
    struct list list;

    return (find_list_before(finding, place, formula, &list) && is_its_list(finding, formula, list))
           || (find_list_behind(finding, place->to, &list) && list.in_brackets && is_its_list(finding, formula, list));
}

/* What is wrong with a list; `missing` gets the members that it lacks, and `first` where its first one stands. In brackets two
 * members make a list of them; others, which may hold more than the members, need most of them. */
static enum formula_flaw judge_list(const struct finding *finding, const struct made *formula, struct list list,
                                    uint32_t *missing, size_t *first)
{
    enum { LISTED_MIN = 2 };
    const char *text = finding->text + list.from;
    size_t size = list.end - list.from, listed = 0;
    size_t others = count_character(text, size, "等"); /* 等 that leaves the list open, once those of members (平等) are taken off */

    *missing = 0;
    *first = size;
    for (size_t index = 0; index < formula->member_count; index++) {
        const char *member = memmem(text, size, formula->members[index], formula->member_sizes[index]);

        if (member == NULL) {
            *missing |= UINT32_C(1) << index;
            continue;
        }
        listed++;
        others -= count_character(member, formula->member_sizes[index], "等");
        if ((size_t)(member - text) < *first)
            *first = (size_t)(member - text);
    }
    *first += list.from;
    if (others > 0)
        return FORMULA_RIGHT;
    if (listed == formula->member_count)
        return list.in_brackets && count_character(text, size, "、") >= listed ? FORMULA_FOREIGN : FORMULA_RIGHT;
    return listed >= LISTED_MIN && (list.in_brackets || listed * 2 > formula->member_count) ? FORMULA_MISSING : FORMULA_RIGHT;
}

/* Does the list in front of a formula have all members of one that counts the same and has more of them: 文化自信“三个自信”?
 * Then that one is meant. */
static bool judge_longer_list(const struct finding *finding, struct formula_place *place)
{
    const struct made *formulas = finding->set->formulas, *formula = &formulas[place->formula];

    for (size_t index = 0; index < finding->set->count; index++) {
        const struct made *other = &formulas[index];
        struct list list;

        if (!counts_the_same(formula, other) || other->member_count <= formula->member_count
            || !find_list_before(finding, place, other, &list) || count_listed(finding, other, list) < other->member_count)
            continue;
        place->flaw = FORMULA_NUMBER;
        place->formula = index;
        return true;
    }
    return false;
}

static void judge_lists(const struct finding *finding, struct formula_place *place)
{
    const struct made *formula = &finding->set->formulas[place->formula];
    struct list list;
    uint32_t missing;
    size_t first;

    if (formula->member_count == 0)
        return;
    if (find_list_behind(finding, place->to, &list)) {
        place->flaw = judge_list(finding, formula, list, &missing, &first);
        if (place->flaw != FORMULA_RIGHT)
            place->to = list.end + list.in_brackets;
    }
    if (place->flaw == FORMULA_RIGHT && find_list_before(finding, place, formula, &list)
        && (!list.is_apart || is_its_list(finding, formula, list))) {
        place->flaw = judge_list(finding, formula, list, &missing, &first);
        if (place->flaw != FORMULA_RIGHT)
            place->from = first;
    }
    place->missing = place->flaw == FORMULA_MISSING ? missing : 0;
}

size_t formula_find(const struct formula_set *set, const char *text, size_t size, struct literal_places words,
                    struct formula_place places[FORMULA_PLACES_MAX])
{
    struct finding finding = { .set = set, .text = text, .size = size, .places = places };
    size_t kept = 0;

    for (size_t index = 0; index < words.count && finding.count < FORMULA_PLACES_MAX; index++)
        take_counted(&finding, &words.items[index]);
    for (size_t index = 0; index < finding.count; index++) {
        struct formula_place place = places[index];

        if (place.flaw == FORMULA_NUMBER && !stands_beside(&finding, index) && !stands_near_its_words(&finding, &place)
            && !stands_beside_its_list(&finding, &place))
            continue;
        if (place.flaw == FORMULA_RIGHT && !judge_longer_list(&finding, &place))
            judge_lists(&finding, &place);
        places[kept++] = place;
    }
    return kept;
}
