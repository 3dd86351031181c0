/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/address_table.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/hash.h"

struct address_table {
    struct arena *arena;
    struct address **items; /* in the order of making */
    size_t count, capacity;
    struct hash_key key;    /* who writes the links of a site chooses addresses, and not where they fall */
    struct address **slots; /* by hash, open addressing; slot_count is a power of two */
    size_t slot_count;
    struct address **by_id; /* those of one site are numbered nearly without gaps, but for other sites between them */
    size_t by_id_count;
    int64_t first_id; /* of by_id[0] */
};

enum { SLOTS_FIRST = 1 << 12 };

static struct address **slot_of(const struct hash_key *key, struct address **slots, size_t count, const char *url)
{
    size_t at = (size_t)hash_of(key, bytes_of_text(url)) & (count - 1);

    while (slots[at] != NULL && strcmp(slots[at]->url, url) != 0)
        at = (at + 1) & (count - 1);
    return &slots[at];
}

enum status address_table_create(struct address_table **result)
{
    struct address_table *table = alloc_zeroed(1, sizeof *table);
    enum status status;

    if (table == NULL)
        return STATUS_NO_MEMORY;
    status = arena_create(&table->arena);
    if (status == STATUS_OK)
        status = hash_key_draw(&table->key);
    table->slot_count = SLOTS_FIRST;
    table->slots = alloc_zeroed(table->slot_count, sizeof(struct address *));
    if (status == STATUS_OK && table->slots == NULL)
        status = STATUS_NO_MEMORY;
    if (status != STATUS_OK) {
        address_table_destroy(table);
        return status;
    }
    *result = table;
    return STATUS_OK;
}

void address_table_destroy(struct address_table *table)
{
    if (table == NULL)
        return;
    if (table->arena != NULL)
        arena_destroy(table->arena);
    alloc_free(table->items);
    alloc_free(table->slots);
    alloc_free(table->by_id);
    alloc_free(table);
}

static bool widen(struct address_table *table)
{
    size_t count = table->slot_count * 2;
    struct address **slots = alloc_zeroed(count, sizeof(struct address *));

    if (slots == NULL)
        return false;
    for (size_t index = 0; index < table->count; index++)
        *slot_of(&table->key, slots, count, table->items[index]->url) = table->items[index];
    alloc_free(table->slots);
    table->slots = slots;
    table->slot_count = count;
    return true;
}

struct address *address_table_get(struct address_table *table, const char *url)
{
    struct address **slot = slot_of(&table->key, table->slots, table->slot_count, url);
    struct address *address;

    if (*slot != NULL)
        return *slot;
    if (ARRAY_GROW(&table->items, &table->capacity, table->count + 1) != STATUS_OK)
        return NULL;
    address = arena_zeroed(table->arena, sizeof *address);
    if (address == NULL)
        return NULL;
    address->url = arena_text(table->arena, url, strlen(url));
    address->etag = address->modified = "";
    if (address->url == NULL)
        return NULL;
    table->items[table->count++] = address;
    *slot = address;
    /* Full by half is the fullest that stays quick. A table that cannot grow any more goes on until it is full. */
    if (table->count * 2 > table->slot_count && !widen(table) && table->count + 1 >= table->slot_count)
        return NULL;
    return address;
}

struct address *address_table_find(const struct address_table *table, const char *url)
{
    return *slot_of(&table->key, table->slots, table->slot_count, url);
}

struct address *address_table_of_id(const struct address_table *table, int64_t id)
{
    if (id < table->first_id || (uint64_t)(id - table->first_id) >= table->by_id_count)
        return NULL;
    return table->by_id[id - table->first_id];
}

enum status address_table_identify(struct address_table *table, struct address *address, int64_t id)
{
    size_t wanted, had = table->by_id_count;
    enum status status;

    address->id = id;
    if (table->by_id_count == 0)
        table->first_id = id;
    if (id < table->first_id)
        return STATUS_BUG; /* they come ascending */
    wanted = (size_t)(id - table->first_id) + 1;
    if (wanted > had) {
        size_t capacity = had;

        while (capacity < wanted)
            capacity = capacity < SLOTS_FIRST ? SLOTS_FIRST : capacity * 2;
        status = ARRAY_GROW(&table->by_id, &had, capacity);
        if (status != STATUS_OK)
            return status;
        memset(table->by_id + table->by_id_count, 0, (had - table->by_id_count) * sizeof(struct address *));
        table->by_id_count = had;
    }
    table->by_id[wanted - 1] = address;
    return STATUS_OK;
}

size_t address_table_count(const struct address_table *table)
{
    return table->count;
}

struct address *address_table_at(const struct address_table *table, size_t index)
{
    return table->items[index];
}

const char *address_table_text(struct address_table *table, const char *text)
{
    return text[0] == '\0' ? "" : arena_text(table->arena, text, strlen(text));
}
