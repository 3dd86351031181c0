/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/formula.h"

#include <string.h>

#include "text/utf8.h"
#include "wording/numeral.h"

enum { CHARACTER = 3, BESIDE_MAX = 12 /* bytes between two formulas of one enumeration */ };

struct made {
    const char *counted; /* of the text, behind the numeral */
    size_t numeral_size, counted_size;
    unsigned number;
    const char *members[FORMULA_MEMBERS_MAX];
    size_t member_sizes[FORMULA_MEMBERS_MAX];
    size_t member_count;
};

struct formula_set {
    const struct made *formulas;
    struct literal_list words; /* what is counted, once each */
    size_t count;
};

/* ---- Making. */

static bool make(const struct formula *formula, struct made *made)
{
    size_t size = strlen(formula->text);
    const char *members = formula->members;

    made->numeral_size = numeral_read(formula->text, size, &made->number);
    made->counted = formula->text + made->numeral_size;
    made->counted_size = size - made->numeral_size;
    while (*members != '\0' && made->member_count < FORMULA_MEMBERS_MAX) {
        size_t length = strcspn(members, "|");

        made->members[made->member_count] = members;
        made->member_sizes[made->member_count++] = length;
        members += length + (members[length] == '|');
    }
    return made->numeral_size > 0 && literal_set_takes(made->counted, made->counted_size)
           && (made->member_count == 0 || made->member_count == made->number);
}

static bool counts_the_same(const struct made *one, const struct made *other)
{
    return one->counted_size == other->counted_size && memcmp(one->counted, other->counted, one->counted_size) == 0;
}

enum status formula_create(const struct formula *formulas, size_t count, struct arena *arena,
                           const struct formula_set **result, size_t *wrong)
{
    struct formula_set *set = arena_zeroed(arena, sizeof *set);
    struct made *made = arena_zeroed(arena, (count + 1) * sizeof *made);
    struct literal *words = arena_alloc(arena, (count + 1) * sizeof *words);
    size_t word_count = 0;

    if (set == NULL || made == NULL || words == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++) {
        size_t earlier = 0;

        if (!make(&formulas[index], &made[index])) {
            *wrong = index;
            return STATUS_INVALID;
        }
        while (earlier < index && !counts_the_same(&made[earlier], &made[index]))
            earlier++;
        if (earlier == index)
            words[word_count++] =
                (struct literal){ made[index].counted, (uint32_t)made[index].counted_size, (uint32_t)index };
    }
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

/* The formula with this number of what the formula counts, or the formula itself as one with another number. */
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
    size_t from = place->from;
    unsigned number;

    /* One numeral of one character, and no more of a number in front of it. */
    if (from >= CHARACTER && numeral_read(finding->text + from - CHARACTER, CHARACTER, &number) == CHARACTER) {
        size_t before = utf8_backward(finding->text, finding->size, from - CHARACTER, 1);
        unsigned longer;

        if (from - CHARACTER == before || numeral_read(finding->text + before, from - before, &longer) == 0)
            take_place(finding, place->id, number, from - CHARACTER, place->to);
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

/* Do only quotation marks and one sign of enumeration stand between two formulas? */
static bool is_joint(const char *text, size_t size)
{
    static const char *const joints[] = { "、", "和", "与", "及", "以及", "," };

    size_t closed = closing_quote(text, size);

    if (size > BESIDE_MAX)
        return false;
    text += closed;
    size -= closed;
    size -= opening_quote(text, size);
    for (size_t index = 0; index < sizeof joints / sizeof *joints; index++)
        if (size == strlen(joints[index]) && memcmp(text, joints[index], size) == 0)
            return true;
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

/* ---- Lists behind a formula. */

/* The list in brackets behind text[to]: its inside is [*from, *end). */
static bool find_list(const struct finding *finding, size_t to, size_t *from, size_t *end)
{
    const char *close;

    to += closing_quote(finding->text + to, finding->size - to);
    if (to == finding->size || finding->text[to] != '(')
        return false;
    close = memchr(finding->text + to, ')', finding->size - to);
    if (close == NULL)
        return false;
    *from = to + 1;
    *end = (size_t)(close - finding->text);
    return true;
}

static size_t count_items(const char *text, size_t size)
{
    static const char divider[] = "、";
    size_t count = 1;
    const char *end = text + size;

    while ((text = utf8_find_triple(text, (size_t)(end - text), divider)) != NULL) {
        text += CHARACTER;
        count++;
    }
    return count;
}

static void judge_list(const struct finding *finding, struct formula_place *place)
{
    enum { LISTED_MIN = 2 };
    const struct made *formula = &finding->set->formulas[place->formula];
    size_t from, end, listed = 0;

    if (formula->member_count == 0 || !find_list(finding, place->to, &from, &end)
        || memmem(finding->text + from, end - from, "等", CHARACTER) != NULL)
        return;
    for (size_t index = 0; index < formula->member_count; index++) {
        if (memmem(finding->text + from, end - from, formula->members[index], formula->member_sizes[index]) != NULL)
            listed++;
        else
            place->missing |= UINT32_C(1) << index;
    }
    if (listed >= LISTED_MIN && listed < formula->member_count)
        place->flaw = FORMULA_MISSING;
    else if (listed == formula->member_count && count_items(finding->text + from, end - from) > listed)
        place->flaw = FORMULA_FOREIGN;
    if (place->flaw != FORMULA_RIGHT)
        place->to = end + 1;
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

        if (place.flaw == FORMULA_NUMBER && !stands_beside(&finding, index))
            continue;
        if (place.flaw == FORMULA_RIGHT)
            judge_list(&finding, &place);
        places[kept++] = place;
    }
    return kept;
}
