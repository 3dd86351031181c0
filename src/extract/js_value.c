/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_value.h"

#include <string.h>

#include "extract/js_value_data.h"

enum { STEPS_LEAST = 4096 };

void js_value_start(struct js_reader *reader, const struct js_tokens *tokens, struct arena *arena, size_t *memory_left)
{
    reader->tokens = tokens;
    reader->arena = arena;
    reader->memory_left = memory_left;
    reader->steps_left = STEPS_LEAST + JS_STEPS_MAX * tokens->count;
}

void *js_value_memory(struct js_reader *reader, size_t size)
{
    void *memory;

    if (reader->status != STATUS_OK || size > *reader->memory_left)
        return NULL;
    *reader->memory_left -= size;
    memory = arena_alloc(reader->arena, size);
    if (memory == NULL)
        reader->status = STATUS_NO_MEMORY;
    return memory;
}

void js_value_spend_step(struct js_reader *reader, size_t *at)
{
    if (reader->steps_left > 0)
        reader->steps_left--;
    else
        *at = reader->tokens->count;
}

/* ---- pieces ---- */

static bool make_room(struct js_reader *reader, struct js_value *value, size_t count)
{
    size_t capacity = value->capacity == 0 ? 4 : value->capacity;
    struct js_piece *pieces;

    if (value->count + count <= value->capacity)
        return true;
    while (capacity < value->count + count)
        capacity *= 2;
    pieces = js_value_memory(reader, capacity * sizeof *pieces);
    if (pieces == NULL) {
        value->is_known = false;
        return false;
    }
    if (value->count > 0)
        memcpy(pieces, value->pieces, value->count * sizeof *pieces);
    value->pieces = pieces;
    value->capacity = capacity;
    return true;
}

void js_value_add_piece(struct js_reader *reader, struct js_value *value, struct js_piece piece)
{
    if (piece.text.size > 0 && make_room(reader, value, 1))
        value->pieces[value->count++] = piece;
}

void js_value_add_text(struct js_reader *reader, struct js_value *value, struct bytes text, struct bytes source)
{
    if (source.size > 0)
        js_value_add_piece(reader, value, (struct js_piece){ .text = text, .source = source });
}

static size_t choice_count(const struct js_choice *choice)
{
    size_t count = 0;

    for (; choice != NULL; choice = choice->next)
        count++;
    return count;
}

static const struct js_choice *add_choice(struct js_reader *reader, const struct js_choice *choices,
                                          const struct js_value *value)
{
    struct js_choice *choice =
        value->count > 0 && choice_count(choices) < JS_CHOICES_MAX ? js_value_memory(reader, sizeof *choice) : NULL;

    if (choice == NULL)
        return choices;
    *choice = (struct js_choice){ .value = *value, .next = choices };
    choice->value.choices = NULL;
    choice->value.capacity = value->count; /* its pieces may be another's, too */
    return choice;
}

/* Those of a value, or itself. */
static const struct js_choice *add_choices(struct js_reader *reader, const struct js_choice *choices,
                                           const struct js_value *value)
{
    if (value->choices == NULL)
        return add_choice(reader, choices, value);
    for (const struct js_choice *choice = value->choices; choice != NULL; choice = choice->next)
        choices = add_choice(reader, choices, &choice->value);
    return choices;
}

struct js_value js_value_either(struct js_reader *reader, const struct js_value *value, const struct js_value *other)
{
    struct js_value result = value->count > 0 ? *value : *other;

    result.choices = add_choices(reader, add_choices(reader, NULL, value), other);
    result.is_known = false;
    result.lead_count = 0;
    return result;
}

/* What something is added to is so in each case. */
static void add_to_choices(struct js_reader *reader, struct js_value *value, const struct js_value *more)
{
    const struct js_choice *choices = value->choices;

    value->choices = NULL;
    for (; choices != NULL && more->count < JS_CHOICE_PIECES_MAX; choices = choices->next) {
        struct js_value sum = choices->value;

        if (sum.count >= JS_CHOICE_PIECES_MAX)
            continue;
        js_value_add(reader, &sum, more);
        value->choices = add_choice(reader, value->choices, &sum);
    }
}

void js_value_add(struct js_reader *reader, struct js_value *value, const struct js_value *more)
{
    if (value->choices != NULL)
        add_to_choices(reader, value, more);
    value->is_composed = value->is_composed || more->is_composed || (value->count > 0 && more->count > 0);
    if (value->is_known && !more->is_known)
        value->lead_count = value->count + more->lead_count;
    value->is_known = value->is_known && more->is_known;
    if (more->count == 0 || !make_room(reader, value, more->count))
        return;
    memcpy(value->pieces + value->count, more->pieces, more->count * sizeof *more->pieces);
    value->count += more->count;
}

struct bytes js_value_text(struct js_reader *reader, const struct js_value *value)
{
    size_t size = 0, used = 0;
    uint8_t *text;

    for (size_t index = 0; index < value->count; index++) {
        size += value->pieces[index].text.size;
        if (size > JS_TEXT_MAX)
            return (struct bytes){ NULL, 0 };
    }
    text = js_value_memory(reader, size + JS_VALUE_SLACK);
    if (text == NULL)
        return (struct bytes){ NULL, 0 };
    for (size_t index = 0; index < value->count; index++) {
        memcpy(text + used, value->pieces[index].text.data, value->pieces[index].text.size);
        used += value->pieces[index].text.size;
    }
    memset(text + used, 0, JS_VALUE_SLACK);
    return (struct bytes){ text, size };
}

/* All of the source that a value stands for, if its pieces follow each other there; else that of the first. */
static struct bytes source_of(const struct js_value *value)
{
    const struct js_piece *first = &value->pieces[0];
    const struct js_piece *last = &value->pieces[value->count - 1];
    const uint8_t *end = last->source.data + last->source.size;

    return last->source.data < first->source.data
               ? first->source
               : (struct bytes){ first->source.data, (size_t)(end - first->source.data) };
}

struct js_value js_value_made(struct js_reader *reader, const struct js_value *from, struct bytes text)
{
    struct js_value value = { .is_known = from->is_known, .is_composed = true };

    if (from->count > 0 && text.data != NULL)
        js_value_add_text(reader, &value, text, source_of(from));
    return value;
}

/* ---- variables ---- */

struct js_value *js_value_variable(struct js_reader *reader, struct bytes name)
{
    for (size_t index = 0; index < reader->variable_count; index++) {
        if (bytes_equal(reader->variables[index].name, name))
            return &reader->variables[index].value;
    }
    return NULL;
}

void js_value_assign(struct js_reader *reader, struct bytes name, const struct js_value *value, bool adds)
{
    struct js_value *known = js_value_variable(reader, name);

    if (known != NULL && adds) {
        js_value_add(reader, known, value);
    } else if (known != NULL) {
        *known = *value;
        known->capacity = known->count; /* its pieces may be another's, too */
    } else if (reader->variable_count < JS_VARIABLES_MAX) {
        reader->variables[reader->variable_count] = (struct js_variable){ name, *value };
        reader->variables[reader->variable_count++].value.capacity = value->count;
    }
}
