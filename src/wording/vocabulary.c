/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/vocabulary.h"

#include <libintl.h>
#include <stdint.h>
#include <string.h>

#include "text/utf8.h"

struct word {
    const char *text;
    size_t size;
};

/* What words end with says nearly always that none ends a text. */
struct words {
    struct word *words;
    size_t count;
    uint64_t lasts; /* the last two bytes of each, as bits of a hash */
};

struct vocabulary {
    struct words uses[VOCABULARY_USE_COUNT];
};

static const char *const use_names[VOCABULARY_USE_COUNT] = {
    [VOCABULARY_CORRECTION_BEFORE] = "correction-before",
    [VOCABULARY_CORRECTION_AFTER] = "correction-after",
    [VOCABULARY_PLACE] = "place",
    [VOCABULARY_FORMER] = "former",
    [VOCABULARY_BASIS] = "basis",
    [VOCABULARY_REPEAL] = "repeal",
    [VOCABULARY_TITLE_SLIP] = "title-slip",
    [VOCABULARY_LIST] = "list",
    [VOCABULARY_COUNTER] = "counter",
    [VOCABULARY_AT_LEAST] = "at-least",
    [VOCABULARY_TITLE_LAST] = "title-last",
    [VOCABULARY_KIND] = "kind",
    [VOCABULARY_PROVISIONAL] = "provisional",
    [VOCABULARY_MADE] = "made",
    [VOCABULARY_OTHER_WORD] = "other-word",
    [VOCABULARY_ORGAN_DOES] = "organ-does",
    [VOCABULARY_LESSON] = "lesson",
};

enum column { USE, WORD, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = { "use", "word" };
static const struct reference_form form = {
    .name = "wording-words", .columns = columns, .column_count = COLUMN_COUNT, .required_count = 2, .key_count = 2
};

/* The bit of the last two bytes. */
static uint64_t last_sign(const char *text, size_t size)
{
    uint32_t last = (uint32_t)(uint8_t)text[size - 2] << 8 | (uint8_t)text[size - 1];

    return UINT64_C(1) << ((last * UINT32_C(0x9E3779B1)) >> 26);
}

static void add_word(struct words *words, const char *text)
{
    size_t size = strlen(text);

    words->words[words->count++] = (struct word){ text, size };
    words->lasts |= size >= 2 ? last_sign(text, size) : UINT64_MAX;
}

static enum status add(struct vocabulary *vocabulary, const struct reference_row *row, struct error *error)
{
    size_t use = 0;

    while (use < VOCABULARY_USE_COUNT && strcmp(use_names[use], row->fields[USE]) != 0)
        use++;
    if (use == VOCABULARY_USE_COUNT)
        return reference_complain(row, error, gettext("\"%.40s\" is no use of a word of this table"), row->fields[USE]);
    add_word(&vocabulary->uses[use], row->fields[WORD]);
    return STATUS_OK;
}

enum status vocabulary_create(const struct reference *reference, struct arena *arena,
                              const struct vocabulary **vocabulary, struct error *error)
{
    struct vocabulary *made = arena_zeroed(arena, sizeof *made);
    struct reference_table table;
    enum status status = made == NULL ? STATUS_NO_MEMORY : reference_table(reference, &form, arena, &table, error);

    if (status != STATUS_OK)
        return status;
    for (size_t use = 0; use < VOCABULARY_USE_COUNT && status == STATUS_OK; use++) {
        made->uses[use].words = arena_alloc(arena, (table.row_count + 1) * sizeof *made->uses[use].words);
        status = made->uses[use].words == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = add(made, &table.rows[index], error);
    *vocabulary = made;
    return status;
}

bool vocabulary_stands_in(const struct vocabulary *vocabulary, enum vocabulary_use use, const char *text, size_t size)
{
    const struct words *words = &vocabulary->uses[use];

    for (size_t index = 0; index < words->count; index++)
        if (memmem(text, size, words->words[index].text, words->words[index].size) != NULL)
            return true;
    return false;
}

bool vocabulary_ends(const struct vocabulary *vocabulary, enum vocabulary_use use, const char *text, size_t size)
{
    const struct words *words = &vocabulary->uses[use];

    if (size >= 2 && (words->lasts & last_sign(text, size)) == 0)
        return false;
    for (size_t index = 0; index < words->count; index++) {
        size_t length = words->words[index].size;

        if (length <= size && memcmp(text + size - length, words->words[index].text, length) == 0)
            return true;
    }
    return false;
}

size_t vocabulary_begins(const struct vocabulary *vocabulary, enum vocabulary_use use, const char *text, size_t size)
{
    const struct words *words = &vocabulary->uses[use];
    size_t longest = 0;

    for (size_t index = 0; index < words->count; index++) {
        size_t length = words->words[index].size;

        if (length > longest && length <= size && memcmp(text, words->words[index].text, length) == 0)
            longest = length;
    }
    return longest;
}

bool vocabulary_next(const struct vocabulary *vocabulary, enum vocabulary_use use, const char *text, size_t size,
                     size_t *from, size_t *to)
{
    const struct words *words = &vocabulary->uses[use];
    const char *first = NULL;

    for (size_t index = 0; index < words->count; index++) {
        size_t length = words->words[index].size;
        const char *found = memmem(text + *from, size - *from, words->words[index].text, length);

        if (found != NULL && (first == NULL || found < first)) {
            first = found;
            *to = (size_t)(found - text) + length;
        }
    }
    if (first != NULL)
        *from = (size_t)(first - text);
    return first != NULL;
}

bool vocabulary_is_corrected(const struct vocabulary *vocabulary, const char *text, size_t size, size_t from, size_t to)
{
    enum { BEFORE = 24, AFTER = 48, LESSON = 180 };
    size_t start = utf8_ceil(text, size, from > BEFORE ? from - BEFORE : 0);
    size_t end = size - to > AFTER ? utf8_floor(text, size, to + AFTER) : size;
    size_t lesson = utf8_ceil(text, size, from > LESSON ? from - LESSON : 0);

    return vocabulary_stands_in(vocabulary, VOCABULARY_LESSON, text + lesson, from - lesson)
           || vocabulary_stands_in(vocabulary, VOCABULARY_CORRECTION_BEFORE, text + start, from - start)
           || vocabulary_stands_in(vocabulary, VOCABULARY_CORRECTION_AFTER, text + to, end - to);
}
