/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/self_reference.h"

#include <string.h>

#include "text/utf8.h"
#include "wording/law_title.h"
#include "wording/outline.h"

enum { TITLE_MAX = 150 };

static const char own[] = "本";
enum { OWN = sizeof own - 1 };

/* The kind that the text ends with; its bytes, or 0. */
static size_t kind_at_end(const struct vocabulary *vocabulary, const char *text, size_t size)
{
    enum { KIND_MIN = 6, KIND_MAX = 9, CHARACTER = 3 };

    if (!vocabulary_ends(vocabulary, VOCABULARY_KIND, text, size))
        return 0;
    for (size_t length = KIND_MAX; length >= KIND_MIN; length -= CHARACTER)
        if (size > length && vocabulary_begins(vocabulary, VOCABULARY_KIND, text + size - length, length) == length)
            return length;
    return 0;
}

/* A line of its own, without a number in front or a sign in it, that ends with a kind of regulation. */
static size_t title_kind(const struct vocabulary *vocabulary, const char *text, size_t size)
{
    static const char *const signs[] = { ",", "。", ";", ":", "、", "本", "《" };
    size_t title, kind;

    if (size > TITLE_MAX)
        return 0;
    title = law_title_without_note(text, size);
    kind = kind_at_end(vocabulary, text, title);
    if (kind == 0 || outline_label(text, size).style != OUTLINE_NONE)
        return 0;
    for (size_t index = 0; index < sizeof signs / sizeof *signs; index++)
        if (memmem(text, title, signs[index], strlen(signs[index])) != NULL)
            return 0;
    return kind;
}

/* Behind 本, with 暂行 or the like between; the kind is [*kind, *kind + length). */
static size_t kind_behind(const struct vocabulary *vocabulary, const char *text, size_t size, size_t at, size_t *kind)
{
    at += vocabulary_begins(vocabulary, VOCABULARY_PROVISIONAL, text + at, size - at);
    *kind = at;
    return vocabulary_begins(vocabulary, VOCABULARY_KIND, text + at, size - at);
}

static void take_kind(char kind[SELF_REFERENCE_KIND_SIZE], const char *text, size_t size)
{
    memcpy(kind, text, size);
    kind[size] = '\0';
}

static void read_references(struct self_reference *self, const struct vocabulary *vocabulary, const char *text,
                            size_t size, struct self_reference_step *step)
{
    size_t from = 0;

    while (from < size) {
        const char *found = utf8_find_triple(text + from, size - from, own);
        size_t at, kind, length;

        if (found == NULL)
            return;
        at = (size_t)(found - text);
        from = at + OWN;
        length = kind_behind(vocabulary, text, size, from, &kind);
        if (length == 0 || length >= SELF_REFERENCE_KIND_SIZE)
            continue;
        if (strlen(self->kind) == length && memcmp(self->kind, text + kind, length) == 0) {
            self->is_called = true;
        } else if (self->other[0] == '\0' && vocabulary_ends(vocabulary, VOCABULARY_MADE, text, at)) {
            take_kind(self->other, text + kind, length);
            step->keeps = true;
            step->from = at;
            step->to = kind + length;
        }
    }
}

void self_reference_end(struct self_reference *self, struct self_reference_step *step)
{
    step->keeps = false;
    step->ended = *self;
    step->is_wrong = self->other[0] != '\0' && self->is_called;
    *self = (struct self_reference){ .kind = "" };
}

void self_reference_block(struct self_reference *self, const struct vocabulary *vocabulary, const char *text,
                          size_t size, struct self_reference_step *step)
{
    size_t kind = title_kind(vocabulary, text, size);

    step->is_wrong = false;
    step->keeps = false;
    if (kind > 0) {
        self_reference_end(self, step);
        take_kind(self->kind, text + law_title_without_note(text, size) - kind, kind);
    } else if (self->kind[0] != '\0') {
        read_references(self, vocabulary, text, size, step);
    }
}
