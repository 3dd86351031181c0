/* SPDX-License-Identifier: Apache-2.0 */
#include "tamper/spam.h"

#include <string.h>

enum {
    TOLD_MAX = 32,    /* different words of one text that are told apart */
    WEAK_REACH = 300, /* bytes between weak words that speak for each other: in a long text two may meet by chance */
};

struct spam_words {
    struct literal_list han; /* ids index words */
    const struct spam_word *words;
    const struct spam_word *latin; /* those that a set does not take */
    size_t latin_count;
};

struct search {
    const struct spam_words *words;
    struct spam_count count;
    uint32_t told[TOLD_MAX];
    size_t told_count;
    size_t weak_at; /* where the last weak word ended */
};

static enum status copy_words(const struct spam_word *words, size_t count, struct arena *arena, struct spam_words *made,
                              struct literal *literals, size_t *literal_count)
{
    struct spam_word *copies = arena_alloc(arena, (count + 1) * sizeof *copies);
    struct spam_word *latin = arena_alloc(arena, (count + 1) * sizeof *latin);

    if (copies == NULL || latin == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++) {
        size_t size = strlen(words[index].text);

        copies[index] = (struct spam_word){ arena_text(arena, words[index].text, size), words[index].kind };
        if (copies[index].text == NULL)
            return STATUS_NO_MEMORY;
        if (literal_set_takes(copies[index].text, size))
            literals[(*literal_count)++] = (struct literal){ copies[index].text, (uint32_t)size, (uint32_t)index };
        else
            latin[made->latin_count++] = copies[index];
    }
    made->words = copies;
    made->latin = latin;
    return STATUS_OK;
}

enum status spam_words_create(const struct spam_word *words, size_t count, struct arena *arena,
                              const struct spam_words **result)
{
    struct spam_words *made = arena_zeroed(arena, sizeof *made);
    struct literal *literals = arena_alloc(arena, (count + 1) * sizeof *literals);
    size_t literal_count = 0;
    enum status status = STATUS_NO_MEMORY;

    if (made != NULL && literals != NULL)
        status = copy_words(words, count, arena, made, literals, &literal_count);
    if (status != STATUS_OK)
        return status;
    made->han = (struct literal_list){ literals, literal_count };
    *result = made;
    return STATUS_OK;
}

struct literal_list spam_words_han(const struct spam_words *words)
{
    return words->han;
}

static bool is_near(const struct search *search, size_t from)
{
    return from < search->weak_at + WEAK_REACH && search->weak_at < from + WEAK_REACH;
}

static void tell(struct search *search, enum spam_kind kind, size_t from, size_t to)
{
    struct spam_count *count = &search->count;

    if (kind == SPAM_EXCUSE || kind == SPAM_FOOT) {
        count->excuses += kind == SPAM_EXCUSE;
        count->feet += kind == SPAM_FOOT;
        return;
    }
    if (kind == SPAM_WEAK && count->weak > 0 && !is_near(search, from)) {
        /* Two that have met go on counting; one begins anew here. */
        if (count->weak == 1 && count->strong == 0)
            count->first = (struct span){ from, to };
        search->weak_at = to;
        return;
    }
    if (count->first.end == 0 || (kind == SPAM_STRONG && count->strong == 0)
        || ((kind == SPAM_STRONG) == (count->strong > 0) && from < count->first.start))
        count->first = (struct span){ from, to };
    count->strong += kind == SPAM_STRONG;
    count->weak += kind == SPAM_WEAK;
    if (kind == SPAM_WEAK)
        search->weak_at = to;
}

static void take_word(struct search *search, uint32_t id, size_t from, size_t to)
{
    for (size_t index = 0; index < search->told_count; index++) {
        if (search->told[index] != id)
            continue;
        if (search->words->words[id].kind == SPAM_WEAK)
            search->weak_at = to;
        return;
    }
    if (search->told_count < TOLD_MAX)
        search->told[search->told_count++] = id;
    tell(search, search->words->words[id].kind, from, to);
}

static bool is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* bet365 is none in alphabet365x. */
static void find_latin(struct search *search, const char *text, size_t size, const struct spam_word *word)
{
    size_t length = strlen(word->text), at = 0;

    while (at < size) {
        const char *found = memmem(text + at, size - at, word->text, length);
        size_t from;

        if (found == NULL)
            return;
        from = (size_t)(found - text);
        if ((from == 0 || !is_letter_or_digit(text[from - 1]) || !is_letter_or_digit(*word->text))
            && (from + length == size || !is_letter_or_digit(text[from + length])
                || !is_letter_or_digit(word->text[length - 1]))) {
            tell(search, word->kind, from, from + length);
            return;
        }
        at = from + 1;
    }
}

static bool is_part_of(const struct literal_place *word, const struct literal_place *longer)
{
    return word->to <= longer->to && word->to - word->from < longer->to - longer->from;
}

struct spam_count spam_count(const struct spam_words *words, enum spam_scope scope, const char *text, size_t size,
                             struct literal_places han)
{
    struct search search = { .words = words };
    struct literal_place ordinary = { 0 }; /* of those so far the one that reaches furthest */

    for (size_t index = 0; index < han.count; index++) {
        const struct literal_place *place = &han.items[index];

        if (words->words[place->id].kind != SPAM_ORDINARY) {
            if (!is_part_of(place, &ordinary))
                take_word(&search, place->id, place->from, place->to);
        } else if (place->to > ordinary.to) {
            ordinary = *place;
        }
    }
    for (size_t index = 0; scope == SPAM_ALL && index < words->latin_count; index++)
        find_latin(&search, text, size, &words->latin[index]);
    return search.count;
}
