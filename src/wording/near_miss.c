/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/near_miss.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/canonical.h"
#include "text/literal_set.h"
#include "text/utf8.h"
#include "wording/pinyin.h"

enum { FORM_SIZE_MAX = (NEAR_MISS_CHARACTERS_MAX + 1) * 4 };

struct near_miss_set {
    const struct literal_set *literals; /* NULL: no forms */
    size_t count;
};

/* The forms of one call of near_miss_create, while they are made. */
struct making {
    const struct near_miss_phrase *phrases;
    size_t count;
    const char *const *alike;
    size_t alike_count;
    struct arena *arena;
    struct literal *forms;
    size_t form_count, form_capacity;
    size_t phrase; /* the one being varied */
    uint32_t characters[NEAR_MISS_CHARACTERS_MAX];
    size_t size;
    enum status status;
};

static bool is_among(const char *list, const char *form)
{
    size_t size = strlen(form);

    while (*list != '\0') {
        size_t length = strcspn(list, "|");

        if (length == size && memcmp(list, form, size) == 0)
            return true;
        list += length + (list[length] == '|');
    }
    return false;
}

/* Says the form nothing, because the phrase is in it, or because it was allowed? */
static bool is_right(const struct making *making, const char *form)
{
    const struct near_miss_phrase *own = &making->phrases[making->phrase];

    return is_among(own->allowed, form) || strstr(form, own->text) != NULL;
}

static void add(struct making *making, const uint32_t *characters, size_t count)
{
    char form[FORM_SIZE_MAX + 1];
    size_t size = 0;
    char *copy;

    for (size_t index = 0; index < count; index++)
        size += utf8_encode(characters[index], form + size);
    form[size] = '\0';
    if (making->status != STATUS_OK || !literal_set_takes(form, size) || is_right(making, form))
        return;
    making->status = ARRAY_GROW(&making->forms, &making->form_capacity, making->form_count + 1);
    copy = making->status == STATUS_OK ? arena_text(making->arena, form, size) : NULL;
    if (copy == NULL) {
        making->status = STATUS_NO_MEMORY;
        return;
    }
    making->forms[making->form_count++] = (struct literal){ copy, (uint32_t)size, (uint32_t)making->phrase };
}

static void add_replaced(struct making *making, size_t at, uint32_t character)
{
    uint32_t changed[NEAR_MISS_CHARACTERS_MAX];
    char folded[CANONICAL_GROWTH * 4], plain[4];
    size_t size = utf8_encode(character, plain);

    /* A character that canonical text does not have is never met. */
    if (character == making->characters[at] || canonical_character(character, folded) != size
        || memcmp(folded, plain, size) != 0)
        return;
    memcpy(changed, making->characters, making->size * sizeof *changed);
    changed[at] = character;
    add(making, changed, making->size);
}

/* Those that sound alike. Only common ones: nobody writes a rare character by mistake. */
static void replace_by_sound(struct making *making, size_t at)
{
    const struct pinyin_reading *reading = pinyin_reading(making->characters[at]), *alike;
    size_t count;

    if (reading == NULL)
        return;
    alike = pinyin_alike(reading, &count);
    for (size_t index = 0; index < count; index++)
        if (alike[index].common)
            add_replaced(making, at, alike[index].character);
}

static void replace_by_shape(struct making *making, size_t at)
{
    char own[4];
    size_t own_size = utf8_encode(making->characters[at], own);

    for (size_t index = 0; index < making->alike_count; index++) {
        const char *group = making->alike[index];
        size_t size = strlen(group), from = 0;

        if (memmem(group, size, own, own_size) == NULL)
            continue;
        while (from < size) {
            struct utf8_step step = utf8_next(group + from, size - from);

            add_replaced(making, at, step.code_point);
            from += step.size;
        }
    }
}

/* One that stands elsewhere in the phrase, ahead of or behind what the writer had in mind. */
static void replace_by_own(struct making *making, size_t at)
{
    for (size_t other = 0; other < making->size; other++)
        add_replaced(making, at, making->characters[other]);
}

static void add_shifted(struct making *making, size_t at)
{
    const uint32_t *characters = making->characters;
    uint32_t changed[NEAR_MISS_CHARACTERS_MAX + 1];
    size_t behind = making->size - at - 1;

    memcpy(changed, characters, making->size * sizeof *changed); /* left out */
    memmove(changed + at, changed + at + 1, behind * sizeof *changed);
    if (making->size > NEAR_MISS_CHARACTERS_FREE)
        add(making, changed, making->size - 1);
    memcpy(changed, characters, making->size * sizeof *changed); /* written twice */
    memmove(changed + at + 1, characters + at, (behind + 1) * sizeof *changed);
    add(making, changed, making->size + 1);
    if (behind > 0 && characters[at] != characters[at + 1]) { /* swapped */
        memcpy(changed, characters, making->size * sizeof *changed);
        changed[at] = characters[at + 1];
        changed[at + 1] = characters[at];
        add(making, changed, making->size);
    }
}

/* False when the phrase is not of Han alone, or of a length that is not varied. */
static bool take_phrase(struct making *making, const char *text)
{
    size_t size = strlen(text), from = 0;

    making->size = 0;
    while (from < size) {
        struct utf8_step step = utf8_next(text + from, size - from);

        if (step.broken || !canonical_is_han(step.code_point) || making->size == NEAR_MISS_CHARACTERS_MAX)
            return false;
        making->characters[making->size++] = step.code_point;
        from += step.size;
    }
    return making->size
           >= (making->phrases[making->phrase].last_is_fixed ? NEAR_MISS_CHARACTERS_MIN : NEAR_MISS_CHARACTERS_FREE);
}

static void vary(struct making *making)
{
    const struct near_miss_phrase *phrase = &making->phrases[making->phrase];
    size_t varied;

    if (!take_phrase(making, phrase->text))
        return;
    varied = making->size - (phrase->last_is_fixed ? 1 : 0);
    for (size_t at = 0; at < varied; at++) {
        replace_by_sound(making, at);
        replace_by_shape(making, at);
        if (making->size < NEAR_MISS_CHARACTERS_FREE)
            continue;
        replace_by_own(making, at);
        add_shifted(making, at);
    }
}

static bool drop(void *context, uint32_t id, size_t from, size_t to)
{
    struct making *making = context;

    (void)from;
    (void)to;
    making->forms[id].size = 0;
    return true;
}

/* Drops the forms that are phrases, or parts of phrases: those are looked for in the phrases, all at once. */
static enum status drop_right_ones(struct making *making)
{
    struct arena_mark mark = arena_mark(making->arena);
    const struct literal_set *set;
    struct literal *numbered = arena_alloc(making->arena, making->form_count * sizeof *numbered);
    enum status status;
    size_t kept = 0;

    if (numbered == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < making->form_count; index++) {
        numbered[index] = making->forms[index];
        numbered[index].id = (uint32_t)index;
    }
    status = literal_set_create(numbered, making->form_count, making->arena, &set);
    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < making->count; index++)
        literal_set_scan(set, making->phrases[index].text, strlen(making->phrases[index].text), drop, making);
    arena_release(making->arena, mark);
    for (size_t index = 0; index < making->form_count; index++)
        if (making->forms[index].size > 0)
            making->forms[kept++] = making->forms[index];
    making->form_count = kept;
    return STATUS_OK;
}

enum status near_miss_create(const struct near_miss_phrase *phrases, size_t count, const char *const *alike,
                             size_t alike_count, struct arena *arena, const struct near_miss_set **result)
{
    struct making making = {
        .phrases = phrases, .count = count, .alike = alike, .alike_count = alike_count, .arena = arena
    };
    struct near_miss_set *set = arena_zeroed(arena, sizeof *set);

    if (set == NULL)
        return STATUS_NO_MEMORY;
    for (making.phrase = 0; making.phrase < count; making.phrase++)
        vary(&making);
    if (making.status == STATUS_OK && making.form_count > 0)
        making.status = drop_right_ones(&making);
    if (making.status == STATUS_OK && making.form_count > 0)
        making.status = literal_set_create(making.forms, making.form_count, arena, &set->literals);
    set->count = making.form_count;
    alloc_free(making.forms);
    *result = set;
    return making.status;
}

size_t near_miss_count(const struct near_miss_set *set)
{
    return set->count;
}

/* ---- Searching. A form may be made in two ways, and phrases may share one: each place is told once. */

struct search {
    near_miss_found *found;
    void *context;
    size_t to;
    bool any;
};

static bool tell(void *context, uint32_t id, size_t from, size_t to)
{
    struct search *search = context;

    if (search->any && from < search->to && to <= search->to)
        return true;
    search->any = true;
    search->to = to;
    return search->found(search->context, id, from, to);
}

bool near_miss_scan(const struct near_miss_set *set, const char *text, size_t size, near_miss_found *found,
                    void *context)
{
    struct search search = { .found = found, .context = context };

    return set->literals == NULL || literal_set_scan(set->literals, text, size, tell, &search);
}
