/* SPDX-License-Identifier: Apache-2.0 */
#include "personal/table_lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

enum {
    BUCKET_COUNT = 1024,
    FILTER_BITS = 1 << 13,
    HEADER_SIZE_MAX = 90, /* bytes: longer cells are sentences */
    PREFIX_MAX = 36,      /* bytes in front of the word: 家庭主要成员身份证号 */
};

struct entry {
    const char *text;
    uint32_t size;
    enum word_kind kind;
    uint32_t key; /* of its first character */
};

/* Words of a bucket stand together, longest first. */
struct table_lexicon {
    const struct entry *entries;
    uint32_t first[BUCKET_COUNT + 1];
    uint8_t begins[FILTER_BITS / 8]; /* bits, by the first character: most begin no word */
};

struct kind_name {
    const char *name;
    enum word_kind kind;
};

static enum word_kind find_kind(const struct kind_name *names, size_t count, const char *name)
{
    for (size_t index = 0; index < count; index++) {
        if (strcmp(names[index].name, name) == 0)
            return names[index].kind;
    }
    return WORD_NONE;
}

enum word_kind table_lexicon_header_kind(const char *name)
{
    static const struct kind_name names[] = {
        { "name", HEADER_NAME },
        { "identity", HEADER_ID },
        { "document", HEADER_DOCUMENT },
        { "phone", HEADER_PHONE },
        { "office-phone", HEADER_OFFICE_PHONE },
        { "account", HEADER_ACCOUNT },
        { "address", HEADER_ADDRESS },
        { "birth", HEADER_BIRTH },
        { "age", HEADER_AGE },
        { "sex", HEADER_SEX },
        { "guardian", HEADER_GUARDIAN },
        { "health", HEADER_HEALTH },
        { "cause", HEADER_CAUSE },
        { "household", HEADER_HOUSEHOLD },
        { "organisation", HEADER_ORGANISATION },
        { "profession", HEADER_PROFESSION },
        { "number", HEADER_NUMBER },
    };

    return find_kind(names, sizeof names / sizeof *names, name);
}

enum word_kind table_lexicon_word_kind(const char *name)
{
    static const struct kind_name names[] = {
        { "organisation", WORD_ORGANISATION }, { "health", WORD_HEALTH }, { "child", WORD_CHILD },
        { "status", WORD_STATUS },             { "village", WORD_VILLAGE }, { "unit", WORD_UNIT },
        { "room", WORD_ROOM },                 { "well", WORD_WELL },
    };

    return find_kind(names, sizeof names / sizeof *names, name);
}

/* The bytes of the first character, which has `step` of them. */
static inline uint32_t key_of(const char *text, uint32_t step)
{
    const uint8_t *bytes = (const uint8_t *)text;
    uint32_t key = 0;

    for (uint32_t index = 0; index < step; index++)
        key = key << 8 | bytes[index];
    return key;
}

static inline uint32_t bucket_of(uint32_t key)
{
    return key * 2654435761U >> 22;
}

static inline uint32_t filter_of(uint32_t key)
{
    return key * 2654435761U >> 19;
}

static int by_bucket_then_longest(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    uint32_t first = bucket_of(a->key), second = bucket_of(b->key);

    if (first != second)
        return first < second ? -1 : 1;
    if (a->size != b->size)
        return a->size > b->size ? -1 : 1;
    return memcmp(a->text, b->text, a->size);
}

enum status table_lexicon_create(const struct word *words, size_t count, struct arena *arena,
                              const struct table_lexicon **lexicon)
{
    struct table_lexicon *made = arena_zeroed(arena, sizeof *made);
    struct entry *entries = arena_zeroed(arena, (count + 1) * sizeof *entries);
    size_t next = 0;

    if (made == NULL || entries == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++) {
        size_t size = strlen(words[index].text);

        entries[index] = (struct entry){ arena_text(arena, words[index].text, size), (uint32_t)size,
                                         words[index].kind, 0 };
        if (entries[index].text == NULL)
            return STATUS_NO_MEMORY;
        if (size > 0)
            entries[index].key = key_of(entries[index].text, utf8_next(entries[index].text, size).size);
        made->begins[filter_of(entries[index].key) / 8] |= (uint8_t)(1U << filter_of(entries[index].key) % 8);
    }
    if (count > 1)
        qsort(entries, count, sizeof *entries, by_bucket_then_longest);
    for (uint32_t bucket = 0; bucket <= BUCKET_COUNT; bucket++) {
        made->first[bucket] = (uint32_t)next;
        while (bucket < BUCKET_COUNT && next < count && bucket_of(entries[next].key) == bucket)
            next++;
    }
    made->entries = entries;
    *lexicon = made;
    return STATUS_OK;
}

/* The key of the character at `text`, and its bytes; most have three. */
static inline uint32_t next_key(const char *text, size_t size, uint32_t *step)
{
    const uint8_t *bytes = (const uint8_t *)text;

    if ((bytes[0] & 0xF0) == 0xE0 && size >= 3) {
        *step = 3;
        return (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    }
    *step = bytes[0] < 0x80 ? 1 : utf8_next(text, size).size;
    return key_of(text, *step);
}

void table_lexicon_scan(const struct table_lexicon *lexicon, const char *text, size_t size, table_lexicon_found *found,
                     void *context)
{
    uint32_t step;

    for (size_t at = 0; at < size; at += step) {
        uint32_t key = next_key(text + at, size - at, &step), bucket;

        if ((lexicon->begins[filter_of(key) / 8] >> filter_of(key) % 8 & 1) == 0)
            continue;
        bucket = bucket_of(key);
        for (uint32_t index = lexicon->first[bucket]; index < lexicon->first[bucket + 1]; index++) {
            const struct entry *entry = &lexicon->entries[index];

            if (entry->key == key && size - at >= entry->size && memcmp(text + at, entry->text, entry->size) == 0)
                found(context, entry->kind, at, at + entry->size);
        }
    }
}

/* ---- Headers. */

struct header_search {
    size_t end;
    enum word_kind kind;
};

/* The first that ends the text is the longest. */
static void on_header(void *context, enum word_kind kind, size_t from, size_t to)
{
    struct header_search *search = context;

    if (search->kind == WORD_NONE && to == search->end && from <= PREFIX_MAX && word_is_header(kind))
        search->kind = kind;
}

static bool is_behind(char byte)
{
    return byte == ' ' || byte == ':' || byte == '*' || (byte >= '0' && byte <= '9');
}

enum word_kind table_lexicon_header(const struct table_lexicon *lexicon, const char *text, size_t size)
{
    struct header_search search = { .kind = WORD_NONE };
    const char *bracket = memchr(text, '(', size);

    if (size == 0 || size > HEADER_SIZE_MAX)
        return WORD_NONE;
    search.end = bracket != NULL && bracket > text ? (size_t)(bracket - text) : size;
    while (search.end > 0 && is_behind(text[search.end - 1]))
        search.end--;
    table_lexicon_scan(lexicon, text, search.end, on_header, &search);
    return search.kind;
}
