/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/term_list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "text/utf8.h"

#define PREFIX "sha256:"

enum { FLAGS = 1 << 16 };

struct entry {
    struct term term;
    size_t index;
};

/* Terms of one salt and length: read with one window. */
struct group {
    const struct entry *entries; /* ascending by sieve */
    size_t count;
    uint64_t salt, factor; /* what a character is multiplied with, and what the first one of a window has come to */
    uint32_t length;
    uint8_t *flags; /* a bit for each value of the upper half of a sieve */
};

struct term_list {
    struct group *groups;
    size_t count;
};

/* ---- The rolling hash: a polynomial over the characters, modulo 2^64. */

static uint64_t multiplier(uint64_t salt)
{
    return (salt ^ UINT64_C(0x9E3779B97F4A7C15)) | 1;
}

static uint64_t roll(uint64_t hash, uint64_t salt, uint32_t character)
{
    return hash * multiplier(salt) + character + 1;
}

/* Low bits of the polynomial depend on few characters; those of the result on all (the finish of MurmurHash3). */
static uint32_t sieve_of(uint64_t hash, uint64_t salt)
{
    hash ^= salt;
    hash ^= hash >> 33;
    hash *= UINT64_C(0xFF51AFD7ED558CCD);
    hash ^= hash >> 33;
    hash *= UINT64_C(0xC4CEB9FE1A85EC53);
    return (uint32_t)(hash >> 32);
}

static enum status digest_term(uint64_t salt, const char *dense, size_t size, struct digest *digest)
{
    uint8_t text[sizeof salt + (size_t)TERM_CHARACTERS_MAX * 4];

    for (size_t index = 0; index < sizeof salt; index++)
        text[index] = (uint8_t)(salt >> (56 - 8 * index));
    memcpy(text + sizeof salt, dense, size);
    return digest_of((struct bytes){ text, sizeof salt + size }, digest);
}

/* ---- Terms as they are stored. */

bool term_is_stored(const char *field)
{
    return strncmp(field, PREFIX, strlen(PREFIX)) == 0;
}

static bool read_hexadecimal(const char **at, size_t digits, uint64_t *value)
{
    *value = 0;
    for (size_t index = 0; index < digits; index++, (*at)++) {
        char digit = **at;

        if (digit >= '0' && digit <= '9')
            *value = *value << 4 | (uint64_t)(digit - '0');
        else if (digit >= 'a' && digit <= 'f')
            *value = *value << 4 | (uint64_t)(digit - 'a' + 10);
        else
            return false;
    }
    return true;
}

bool term_read(const char *field, struct term *term)
{
    const char *at = field + strlen(PREFIX);
    uint64_t sieve, byte;
    char *end;
    unsigned long length;

    if (!term_is_stored(field) || !read_hexadecimal(&at, 16, &term->salt) || *at++ != ':')
        return false;
    length = strtoul(at, &end, 10);
    if (end == at || *end != ':' || length < TERM_CHARACTERS_MIN || length > TERM_CHARACTERS_MAX)
        return false;
    at = end + 1;
    if (!read_hexadecimal(&at, 8, &sieve) || *at++ != ':')
        return false;
    term->length = (uint32_t)length;
    term->sieve = (uint32_t)sieve;
    for (size_t index = 0; index < DIGEST_SIZE; index++) {
        if (!read_hexadecimal(&at, 2, &byte))
            return false;
        term->digest.bytes[index] = (uint8_t)byte;
    }
    return *at == '\0';
}

void term_write(const struct term *term, char text[TERM_TEXT_SIZE])
{
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&term->digest, digest);
    (void)snprintf(text, TERM_TEXT_SIZE, PREFIX "%016" PRIx64 ":%" PRIu32 ":%08" PRIx32 ":%s", term->salt, term->length,
                   term->sieve, digest);
}

enum status term_make(const char *dense, size_t size, uint64_t salt, struct term *term)
{
    uint64_t hash = 0;
    uint32_t length = 0;

    for (size_t at = 0; at < size; length++) {
        struct utf8_step next = utf8_next(dense + at, size - at);

        hash = roll(hash, salt, next.code_point);
        at += next.size;
    }
    if (length < TERM_CHARACTERS_MIN || length > TERM_CHARACTERS_MAX)
        return STATUS_INVALID;
    *term = (struct term){ .salt = salt, .length = length, .sieve = sieve_of(hash, salt) };
    return digest_term(salt, dense, size, &term->digest);
}

/* ---- The list. */

static int compare(const void *left, const void *right)
{
    const struct term *first = &((const struct entry *)left)->term, *second = &((const struct entry *)right)->term;

    if (first->salt != second->salt)
        return first->salt < second->salt ? -1 : 1;
    if (first->length != second->length)
        return first->length < second->length ? -1 : 1;
    return (first->sieve > second->sieve) - (first->sieve < second->sieve);
}

static enum status begin_group(struct group *group, const struct entry *first, struct arena *arena)
{
    *group = (struct group){ .entries = first, .salt = first->term.salt, .length = first->term.length, .factor = 1 };
    for (uint32_t character = 1; character < group->length; character++)
        group->factor *= multiplier(group->salt);
    group->flags = arena_zeroed(arena, FLAGS / 8);
    return group->flags == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

static void add_entry(struct group *group, const struct entry *entry)
{
    uint32_t flag = entry->term.sieve >> 16;

    group->flags[flag / 8] |= (uint8_t)(1U << flag % 8);
    group->count++;
}

enum status term_list_create(const struct term *terms, size_t count, struct arena *arena, const struct term_list **list)
{
    struct term_list *made = arena_zeroed(arena, sizeof *made);
    struct entry *entries = arena_alloc(arena, (count + 1) * sizeof *entries);
    enum status status = made == NULL || entries == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < count; index++)
        entries[index] = (struct entry){ terms[index], index };
    if (count > 0)
        qsort(entries, count, sizeof *entries, compare);
    made->groups = arena_alloc(arena, (count + 1) * sizeof *made->groups);
    if (made->groups == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        const struct term *term = &entries[index].term;

        if (index == 0 || entries[index - 1].term.salt != term->salt || entries[index - 1].term.length != term->length)
            status = begin_group(&made->groups[made->count++], &entries[index], arena);
        if (status == STATUS_OK)
            add_entry(&made->groups[made->count - 1], &entries[index]);
    }
    *list = made;
    return status;
}

/* ---- The search. */

struct search {
    const struct term_scratch *scratch;
    const char *dense;
    term_found *found;
    void *context;
    bool ended;
};

static size_t first_of(const struct group *group, uint32_t sieve)
{
    size_t low = 0, high = group->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (group->entries[middle].term.sieve < sieve)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The window passed the flags. */
static enum status look(struct search *search, const struct group *group, size_t first, uint32_t sieve)
{
    size_t from = search->scratch->offsets[first], to = search->scratch->offsets[first + group->length];
    size_t index = first_of(group, sieve);
    struct digest digest;
    enum status status = STATUS_OK;

    if (index == group->count || group->entries[index].term.sieve != sieve)
        return STATUS_OK;
    status = digest_term(group->salt, search->dense + from, to - from, &digest);
    for (; status == STATUS_OK && index < group->count && group->entries[index].term.sieve == sieve && !search->ended;
         index++) {
        if (memcmp(&group->entries[index].term.digest, &digest, sizeof digest) == 0)
            search->ended = !search->found(search->context, group->entries[index].index, from, to);
    }
    return status;
}

static enum status scan_group(struct search *search, const struct group *group, size_t count)
{
    const uint32_t *characters = search->scratch->characters;
    enum status status = STATUS_OK;
    uint64_t hash = 0;

    for (size_t end = 0; end < count && status == STATUS_OK && !search->ended; end++) {
        uint32_t sieve;

        if (end >= group->length)
            hash -= (characters[end - group->length] + UINT64_C(1)) * group->factor;
        hash = roll(hash, group->salt, characters[end]);
        if (end + 1 < group->length)
            continue;
        sieve = sieve_of(hash, group->salt);
        if ((group->flags[(sieve >> 16) / 8] >> (sieve >> 16) % 8 & 1) != 0)
            status = look(search, group, end + 1 - group->length, sieve);
    }
    return status;
}

enum status term_list_scan(const struct term_list *list, struct term_scratch *scratch, const char *dense, size_t size,
                           term_found *found, void *context)
{
    struct search search = { scratch, dense, found, context, false };
    enum status status = STATUS_OK;
    size_t count = 0;

    for (size_t at = 0; at < size; count++) {
        struct utf8_step next = utf8_next(dense + at, size - at);

        scratch->characters[count] = next.code_point;
        scratch->offsets[count] = (uint16_t)at;
        at += next.size;
    }
    scratch->offsets[count] = (uint16_t)size;
    for (size_t group = 0; group < list->count && status == STATUS_OK && !search.ended; group++)
        status = scan_group(&search, &list->groups[group], count);
    return status;
}
