/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/own_place.h"

#include <libintl.h>
#include <string.h>

#include "engine/table_word.h"
#include "statistics/lexicon.h"

/* Kinds of words in place-words.csv. */
enum kind {
    KIND_ABROAD, /* a country */
    KIND_OWN,    /* 我校 */
    KIND_BEHIND, /* 路, 籍: what stands in front of it is no place that is spoken of */
    KIND_LOCAL,  /* 镇, 小学: what ends so may be one's own, if no place is named with it */
    KIND_COUNT,
};
static const char *const kind_names[KIND_COUNT] = { "abroad", "own", "behind", "local" };

enum { PROVINCE = 10000 /* what a code is divided by to get its province's */, WORDS_MAX = 64 };

struct words {
    const char **items;
    size_t count;
};

struct own_place {
    const struct lexicon *lexicon;
    struct words words[KIND_COUNT];
};

/* ---- The table. */

static enum status add_word(const struct reference_row *row, struct arena *arena, struct own_place *made,
                            struct error *error)
{
    struct words *words;
    unsigned kind = 0;

    while (kind < KIND_COUNT && strcmp(kind_names[kind], row->fields[1]) != 0)
        kind++;
    if (kind == KIND_COUNT)
        return reference_complain(row, error, gettext("\"%.40s\" is no kind that this table knows"), row->fields[1]);
    words = &made->words[kind];
    return table_word_fold(row, 1, arena, &words->items[words->count++], error);
}

enum status own_place_create(const struct reference *reference, struct arena *arena, const struct own_place **places,
                             struct error *error)
{
    static const char *const columns[] = { "word", "kind" };
    static const struct reference_form form = { "place-words", columns, 2, 2, 2, true };
    struct own_place *made = arena_zeroed(arena, sizeof *made);
    struct reference_table table;
    enum status status =
        made == NULL ? STATUS_NO_MEMORY : lexicon_create(reference, arena, &made->lexicon, error);

    if (status == STATUS_OK)
        status = reference_table(reference, &form, arena, &table, error);
    for (unsigned kind = 0; kind < KIND_COUNT && status == STATUS_OK; kind++) {
        made->words[kind].items = arena_alloc(arena, (table.row_count + 1) * sizeof *made->words[kind].items);
        if (made->words[kind].items == NULL)
            status = STATUS_NO_MEMORY;
    }
    for (size_t index = 0; status == STATUS_OK && index < table.row_count; index++)
        status = add_word(&table.rows[index], arena, made, error);
    *places = made;
    return status;
}

/* ---- Words of a text. */

static bool has_word(const struct words *words, const char *text, size_t size)
{
    for (size_t index = 0; index < words->count; index++) {
        if (memmem(text, size, words->items[index], strlen(words->items[index])) != NULL)
            return true;
    }
    return false;
}

/* The one in text[0, to) that ends last; false when there is none. */
static bool last_word(const struct words *words, const char *text, size_t to, struct span *last)
{
    bool found = false;

    for (size_t index = 0; index < words->count; index++) {
        size_t size = strlen(words->items[index]);

        for (size_t at = 0; at + size <= to; at++) {
            if (memcmp(text + at, words->items[index], size) == 0 && (!found || at + size > last->end)) {
                *last = (struct span){ at, at + size };
                found = true;
            }
        }
    }
    return found;
}

static bool begins_with(const struct words *words, const char *text, size_t size)
{
    for (size_t index = 0; index < words->count; index++) {
        size_t length = strlen(words->items[index]);

        if (length <= size && memcmp(text, words->items[index], length) == 0)
            return true;
    }
    return false;
}

/* ---- Whose it is. */

/* What the words of the text say. */
struct reading {
    bool has_own;
    size_t elsewhere_end; /* of the last place elsewhere in front of the match's end; 0: there is none */
};

/* 我县, 本市 */
static bool is_mine(const char *text, const struct word *word)
{
    enum { HAN_SIZE = 3 };

    return word->to - word->from >= HAN_SIZE
           && (memcmp(text + word->from, "我", HAN_SIZE) == 0 || memcmp(text + word->from, "本", HAN_SIZE) == 0);
}

static void take_word(const struct own_place *places, const char *text, size_t size, struct span match,
                      const struct word *word, struct reading *reading)
{
    uint32_t site = lexicon_site(places->lexicon);

    switch (word->kind) {
    case WORD_REGION:
        if (word->value == REGION_NATION || begins_with(&places->words[KIND_BEHIND], text + word->to, size - word->to))
            return;
        if (word->value / PROVINCE == site / PROVINCE)
            reading->has_own = true;
        else if (word->from < match.end)
            reading->elsewhere_end = word->to;
        break;
    case WORD_REGION_RELATIVE:
        /* 全市 is said of the city that was named before. */
        if (word->value != REGION_NATION && (is_mine(text, word) || reading->elsewhere_end == 0))
            reading->has_own = true;
        break;
    case WORD_REGION_AMBIGUOUS:
        if (is_mine(text, word) || reading->elsewhere_end == 0)
            reading->has_own = true;
        break;
    case WORD_INDICATOR:
    case WORD_PLAN:
    case WORD_ENTITY:
    case WORD_INTERNAL:
    case WORD_ESTIMATE:
    case WORD_AVERAGE:
    case WORD_DERIVED:
    case WORD_FINAL:
    case WORD_REVISED:
    case WORD_ITEM:
        break;
    }
}

static struct reading read_places(const struct own_place *places, const char *text, size_t size, struct span match)
{
    struct reading reading = { .has_own = has_word(&places->words[KIND_OWN], text, size) };
    struct word words[WORDS_MAX];
    size_t count = lexicon_words(places->lexicon, text, size, words, WORDS_MAX);
    struct span abroad;

    for (size_t index = 0; index < count; index++)
        take_word(places, text, size, match, &words[index], &reading);
    if (last_word(&places->words[KIND_ABROAD], text, (size_t)match.end, &abroad) && abroad.end > reading.elsewhere_end
        && !begins_with(&places->words[KIND_BEHIND], text + abroad.end, size - (size_t)abroad.end))
        reading.elsewhere_end = (size_t)abroad.end;
    return reading;
}

/* Does what was said of a place go on to `to`? Not into another sentence, nor behind a comma when a place without a name of its
 * region stands there: 受湖南疫情影响,某镇新增…. */
static bool goes_on(const struct own_place *places, const char *text, size_t from, size_t to)
{
    size_t comma = 0;

    for (size_t at = from; at < to; at++) {
        if (text[at] == '!' || text[at] == '?' || text[at] == ';' || (to - at >= 3 && memcmp(text + at, "。", 3) == 0))
            return false;
        if (text[at] == ',')
            comma = at;
    }
    return comma == 0 || !has_word(&places->words[KIND_LOCAL], text + comma, to - comma);
}

bool own_place_is_elsewhere(const struct own_place *places, const char *text, size_t size, struct span match)
{
    struct reading reading;

    if (lexicon_site(places->lexicon) == REGION_UNKNOWN || lexicon_site(places->lexicon) == REGION_NATION)
        return false;
    reading = read_places(places, text, size, match);
    return !reading.has_own && reading.elsewhere_end > 0
           && (reading.elsewhere_end >= match.end || goes_on(places, text, reading.elsewhere_end, (size_t)match.end));
}
