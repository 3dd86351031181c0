/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_past.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "store/site_register.h"

/* The parts of a text between marks; they lie in the arena. */
static enum status split(struct arena *arena, const char *text, char mark, struct site_texts *parts)
{
    size_t count = text[0] != '\0' ? 1 : 0, index = 0;
    const char **items;

    for (const char *at = text; *at != '\0'; at++)
        count += *at == mark ? 1 : 0;
    items = arena_zeroed(arena, (count + 1) * sizeof *items);
    if (items == NULL)
        return STATUS_NO_MEMORY;
    for (const char *at = text; index < count; index++) {
        const char *end = strchr(at, mark);
        size_t size = end != NULL ? (size_t)(end - at) : strlen(at);

        items[index] = arena_text(arena, at, size);
        if (items[index] == NULL)
            return STATUS_NO_MEMORY;
        at += size + 1;
    }
    *parts = (struct site_texts){ items, count };
    return STATUS_OK;
}

/* ---- Reading. */

struct reading {
    struct arena *arena;
    struct site_term *terms;
    size_t count, capacity;
    enum status status;
    struct error *error;
};

/* Whoever sets the clock back does not have what was said later begin to hold earlier. */
static enum status add_term(struct reading *reading, struct site_term term)
{
    enum status status = ARRAY_GROW(&reading->terms, &reading->capacity, reading->count + 1);

    if (status != STATUS_OK)
        return status;
    if (reading->count > 0 && term.since_ms < reading->terms[reading->count - 1].since_ms)
        term.since_ms = reading->terms[reading->count - 1].since_ms;
    reading->terms[reading->count++] = term;
    return STATUS_OK;
}

static enum status read_entry(struct reading *reading, const struct site_register_entry *entry)
{
    struct arena_copies copies = { reading->arena, false };
    struct site_term term = { .since_ms = entry->since_ms,
                              .is_listed = entry->is_listed,
                              .name = arena_copy(&copies, entry->name),
                              .unit = arena_copy(&copies, entry->unit) };
    struct site_texts slots;
    enum status status = copies.has_failed ? STATUS_NO_MEMORY : STATUS_OK;

    if (status == STATUS_OK)
        status = split(reading->arena, entry->starts, '\n', &term.starts);
    if (status == STATUS_OK && entry->is_listed)
        status = split(reading->arena, entry->slots, ' ', &slots);
    if (status == STATUS_OK && entry->is_listed)
        status = slots_parse(slots.items, slots.count, &term.slots, reading->error);
    return status == STATUS_OK ? add_term(reading, term) : status;
}

static bool take_entry(void *context, const struct site_register_entry *entry)
{
    struct reading *reading = context;

    reading->status = read_entry(reading, entry);
    return reading->status == STATUS_OK;
}

static bool are_same_texts(const struct site_texts *left, const struct site_texts *right)
{
    if (left->count != right->count)
        return false;
    for (size_t index = 0; index < left->count; index++) {
        if (strcmp(left->items[index], right->items[index]) != 0)
            return false;
    }
    return true;
}

static bool are_same_slots(const struct slots *left, const struct slots *right)
{
    return left->count == right->count
           && memcmp(left->minutes, right->minutes, left->count * sizeof *left->minutes) == 0;
}

static bool says_the_same(const struct site_term *term, const struct site *now)
{
    if (now == NULL || !term->is_listed)
        return now == NULL && !term->is_listed;
    return strcmp(term->name, now->name) == 0 && strcmp(term->unit, now->unit) == 0
           && are_same_slots(&term->slots, &now->slots) && are_same_texts(&term->starts, &now->starts);
}

/* What the file says now, behind what the store knows. */
static enum status add_now(struct reading *reading, const char *id, const struct site *now, int64_t now_ms)
{
    const struct site_term *last = reading->count > 0 ? &reading->terms[reading->count - 1] : NULL;
    int64_t since_ms = last != NULL ? now_ms : INT64_MIN;

    if (last != NULL && says_the_same(last, now))
        return STATUS_OK;
    if (now != NULL)
        return add_term(reading, (struct site_term){ .since_ms = since_ms,
                                                     .is_listed = true,
                                                     .name = now->name,
                                                     .unit = now->unit,
                                                     .starts = now->starts,
                                                     .slots = now->slots });
    return add_term(reading, (struct site_term){ .since_ms = since_ms,
                                                 .name = last != NULL ? last->name : id,
                                                 .unit = last != NULL ? last->unit : "",
                                                 .starts = last != NULL ? last->starts : (struct site_texts){ 0 } });
}

static enum status keep(struct reading *reading, struct site_past *past)
{
    struct site_term *terms = arena_alloc(reading->arena, reading->count * sizeof *terms);

    if (terms == NULL)
        return STATUS_NO_MEMORY;
    memcpy(terms, reading->terms, reading->count * sizeof *terms);
    past->terms = terms;
    past->count = reading->count;
    return STATUS_OK;
}

/* `read_ms`: what the store has noted since counts for more than `now`. */
static enum status read_past(const struct store *store, const char *id, const struct site *now, int64_t read_ms,
                             int64_t now_ms, struct arena *arena, struct site_past *past, struct error *error)
{
    struct reading reading = { .arena = arena, .status = STATUS_OK, .error = error };
    enum status status = site_register_list(store, id, take_entry, &reading, error);

    if (status == STATUS_OK)
        status = reading.status;
    *past = (struct site_past){ .known_count = reading.count };
    if (status == STATUS_OK && (reading.count == 0 || reading.terms[reading.count - 1].since_ms < read_ms))
        status = add_now(&reading, id, now, now_ms);
    if (status == STATUS_OK)
        status = keep(&reading, past);
    alloc_free(reading.terms);
    return status;
}

enum status site_past_read(const struct store *store, const char *id, const struct site *now, int64_t now_ms,
                           struct arena *arena, struct site_past *past, struct error *error)
{
    return read_past(store, id, now, INT64_MAX, now_ms, arena, past, error);
}

enum status site_past_read_later(const struct store *store, const struct site *site, int64_t read_ms, int64_t now_ms,
                                 struct arena *arena, struct site_past *past, struct error *error)
{
    return read_past(store, site->id, site, read_ms, now_ms, arena, past, error);
}

const struct site_term *site_past_at(const struct site_past *past, int64_t at_ms)
{
    size_t index = past->count - 1;

    while (index > 0 && past->terms[index].since_ms > at_ms)
        index--;
    return &past->terms[index];
}

bool site_past_is_same(const struct site_past *past, int64_t from_ms, int64_t to_ms)
{
    return site_past_at(past, from_ms) == site_past_at(past, to_ms);
}

int64_t site_past_removed_ms(const struct site_past *past)
{
    const struct site_term *last = &past->terms[past->count - 1];

    return last->is_listed ? INT64_MAX : last->since_ms;
}

/* ---- Slots. */

/* Where a term ends, and where it begins: the first one held before, too. */
static int64_t end_of(const struct site_past *past, size_t term)
{
    return term + 1 < past->count ? past->terms[term + 1].since_ms : INT64_MAX;
}

static int64_t start_of(const struct site_past *past, size_t term)
{
    return term > 0 ? past->terms[term].since_ms : INT64_MIN;
}

int64_t site_past_next_slot(const struct site_past *past, int64_t after_ms)
{
    for (size_t index = 0; index < past->count; index++) {
        int64_t start_ms = start_of(past, index), end_ms = end_of(past, index), slot_ms;

        if (end_ms <= after_ms || past->terms[index].slots.count == 0)
            continue;
        slot_ms = slots_next(&past->terms[index].slots, after_ms >= start_ms ? after_ms : start_ms - 1);
        if (slot_ms < end_ms)
            return slot_ms;
    }
    return INT64_MAX;
}

int64_t site_past_last_slot(const struct site_past *past, int64_t at_ms)
{
    for (size_t index = past->count; index > 0; index--) {
        int64_t start_ms = start_of(past, index - 1), end_ms = end_of(past, index - 1), slot_ms;

        if (start_ms > at_ms || past->terms[index - 1].slots.count == 0)
            continue;
        slot_ms = slots_last(&past->terms[index - 1].slots, at_ms < end_ms ? at_ms : end_ms - 1);
        if (slot_ms >= start_ms)
            return slot_ms;
    }
    return INT64_MIN;
}

bool site_past_is_over(const struct site_past *past, int64_t slot_ms, int64_t now_ms)
{
    int64_t next_ms = site_past_next_slot(past, slot_ms), removed_ms = site_past_removed_ms(past);

    return next_ms != INT64_MAX ? next_ms <= now_ms : removed_ms <= now_ms;
}
