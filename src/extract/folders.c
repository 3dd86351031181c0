/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/folders.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

enum { SLOTS_FIRST = 64 };

/* FNV-1a over the name, begun with the parent's number. */
static uint32_t hash_of(uint32_t parent, const char *name, size_t size)
{
    uint32_t hash = (2166136261u ^ parent) * 16777619u;

    for (size_t index = 0; index < size; index++)
        hash = (hash ^ (uint8_t)name[index]) * 16777619u;
    return hash ^ hash >> 15;
}

static const char *name_of(const struct folders *folders, const struct folder *folder)
{
    return folders->names.data + folder->name;
}

/* The slot that holds the folder, or the free one where it belongs. */
static uint32_t *slot_of(const struct folders *folders, uint32_t parent, const char *name, size_t size)
{
    size_t slot = hash_of(parent, name, size) & (folders->slot_count - 1);

    while (folders->slots[slot] != 0) {
        const struct folder *folder = &folders->items[folders->slots[slot] - 1];

        if (folder->parent == parent && folder->size == size && memcmp(name_of(folders, folder), name, size) == 0)
            break;
        slot = (slot + 1) & (folders->slot_count - 1);
    }
    return &folders->slots[slot];
}

static enum status grow_slots(struct folders *folders)
{
    size_t wanted = folders->slot_count > 0 ? 2 * folders->slot_count : SLOTS_FIRST;
    uint32_t *slots = alloc_zeroed(wanted, sizeof *slots);

    if (slots == NULL)
        return STATUS_NO_MEMORY;
    alloc_free(folders->slots);
    folders->slots = slots;
    folders->slot_count = wanted;
    for (uint32_t index = 0; index < folders->count; index++) {
        const struct folder *folder = &folders->items[index];

        *slot_of(folders, folder->parent, name_of(folders, folder), folder->size) = index + 1;
    }
    return STATUS_OK;
}

static enum status add(struct folders *folders, uint32_t parent, const char *name, size_t size)
{
    enum status status = ARRAY_GROW(&folders->items, &folders->capacity, folders->count + 1);

    if (status != STATUS_OK)
        return status;
    folders->items[folders->count] = (struct folder){ parent, (uint32_t)folders->names.size, (uint32_t)size };
    buf_append(&folders->names, name, size);
    if (buf_status(&folders->names) != STATUS_OK)
        return STATUS_NO_MEMORY;
    *slot_of(folders, parent, name, size) = (uint32_t)++folders->count;
    return STATUS_OK;
}

/* *number is the folder's; *known: it was named before. */
static enum status enter(struct folders *folders, uint32_t parent, const char *name, size_t size, uint32_t *number,
                         bool *known)
{
    enum status status = STATUS_OK;

    if (2 * folders->count >= folders->slot_count)
        status = grow_slots(folders);
    if (status != STATUS_OK)
        return status;
    *number = *slot_of(folders, parent, name, size);
    *known = *number != 0;
    if (!*known)
        status = add(folders, parent, name, size);
    if (!*known && status == STATUS_OK)
        *number = (uint32_t)folders->count;
    return status;
}

static void forget_when_full(struct folders *folders, size_t size)
{
    /* A path of `size` bytes adds at most so many folders, and so many bytes of names. */
    if (folders->count + size <= FOLDERS_MAX && folders->names.size + size < FOLDERS_NAMES_MAX)
        return;
    folders->count = 0;
    buf_clear(&folders->names);
    if (folders->slot_count > 0)
        memset(folders->slots, 0, folders->slot_count * sizeof *folders->slots);
}

enum status folders_name(struct folders *folders, const char *path, const char **unseen)
{
    const char *name = path, *slash;
    uint32_t parent = 0;

    forget_when_full(folders, strlen(path));
    *unseen = NULL;
    while ((slash = strchr(name, '/')) != NULL) {
        size_t size = (size_t)(slash - name);
        bool known = true;
        enum status status = size > 0 ? enter(folders, parent, name, size, &parent, &known) : STATUS_OK;

        if (status != STATUS_OK)
            return status;
        if (!known && *unseen == NULL)
            *unseen = name;
        name = slash + 1;
    }
    if (*unseen == NULL)
        *unseen = name;
    return STATUS_OK;
}

void folders_free(struct folders *folders)
{
    alloc_free(folders->items);
    alloc_free(folders->slots);
    buf_free(&folders->names);
}
