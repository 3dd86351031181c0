/* SPDX-License-Identifier: Apache-2.0 */
#include "work/copies.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"

enum { DIGEST_STEP = 1 << 20 };

static int compare_sizes(const void *left, const void *right, void *context)
{
    const struct walk_file *files = context;
    uint32_t one = *(const uint32_t *)left, other = *(const uint32_t *)right;

    if (files[one].size != files[other].size)
        return files[one].size < files[other].size ? -1 : 1;
    return one < other ? -1 : one > other;
}

static bool is_candidate(const struct walk_file *file)
{
    return file->kind == WALK_FILE && file->size > 0;
}

/* Keeps of the files, which are in order of size, those that share it. */
static void keep_equal_sizes(struct copies *copies, size_t count)
{
    const struct walk_file *files = copies->walk->files;
    uint32_t *items = copies->candidates;
    size_t kept = 0;

    for (size_t index = 0; index < count; index++) {
        uint64_t size = files[items[index]].size;
        bool as_before = kept > 0 && files[items[kept - 1]].size == size;
        bool as_after = index + 1 < count && files[items[index + 1]].size == size;

        if (as_before || as_after)
            items[kept++] = items[index];
    }
    copies->candidate_count = kept;
}

enum status copies_create(const struct walk *walk, struct copies *copies)
{
    size_t count = walk->count > 0 ? walk->count : 1, found = 0;

    *copies = (struct copies){ .walk = walk };
    copies->next = alloc(count * sizeof *copies->next);
    copies->is_copy = alloc_zeroed(count, sizeof *copies->is_copy);
    copies->candidates = alloc(count * sizeof *copies->candidates);
    if (copies->next == NULL || copies->is_copy == NULL || copies->candidates == NULL || count >= COPIES_NONE)
        goto fail;
    for (uint32_t index = 0; index < walk->count; index++) {
        copies->next[index] = COPIES_NONE;
        if (is_candidate(&walk->files[index]))
            copies->candidates[found++] = index;
    }
    qsort_r(copies->candidates, found, sizeof *copies->candidates, compare_sizes, walk->files);
    keep_equal_sizes(copies, found);
    count = copies->candidate_count > 0 ? copies->candidate_count : 1;
    copies->digests = alloc(count * sizeof *copies->digests);
    copies->known = alloc_zeroed(count, sizeof *copies->known);
    if (copies->digests == NULL || copies->known == NULL)
        goto fail;
    return STATUS_OK;

fail:
    copies_free(copies);
    return STATUS_NO_MEMORY;
}

static enum status digest_content(struct file_content *content, struct digest *digest)
{
    struct bytes bytes = file_content_bytes(content);
    struct digest_state *state;
    enum status status = digest_create(&state);

    if (status != STATUS_OK)
        return status;
    for (size_t offset = 0; status == STATUS_OK && offset < bytes.size; offset += DIGEST_STEP) {
        status = digest_update(state, bytes_slice(bytes, offset, DIGEST_STEP));
        file_content_release(content, offset);
    }
    if (status == STATUS_OK)
        status = digest_finish(state, digest);
    digest_destroy(state);
    return status;
}

void copies_digest(struct copies *copies, size_t index, struct buf *reuse)
{
    const struct walk_file *file = &copies->walk->files[copies->candidates[index]];
    struct file_content *content;

    if (file_content_open(file->path, reuse, &content, NULL) != STATUS_OK)
        return;
    copies->known[index] = digest_content(content, &copies->digests[index]) == STATUS_OK && file_content_intact(content)
                           && file_content_bytes(content).size == file->size;
    file_content_close(content);
}

static int compare_contents(const void *left, const void *right, void *context)
{
    const struct copies *copies = context;
    uint32_t one = *(const uint32_t *)left, other = *(const uint32_t *)right;
    const struct walk_file *first = &copies->walk->files[copies->candidates[one]];
    const struct walk_file *second = &copies->walk->files[copies->candidates[other]];
    int order;

    if (first->size != second->size)
        return first->size < second->size ? -1 : 1;
    order = memcmp(&copies->digests[one], &copies->digests[other], sizeof(struct digest));
    if (order == 0)
        order = strcmp(first->unseen, second->unseen);
    if (order == 0)
        order = one < other ? -1 : one > other;
    return order;
}

static bool is_same(const struct copies *copies, uint32_t one, uint32_t other)
{
    const struct walk_file *first = &copies->walk->files[copies->candidates[one]];
    const struct walk_file *second = &copies->walk->files[copies->candidates[other]];

    return first->size == second->size && memcmp(&copies->digests[one], &copies->digests[other], DIGEST_SIZE) == 0
           && strcmp(first->unseen, second->unseen) == 0;
}

void copies_link(struct copies *copies)
{
    uint32_t *order = alloc((copies->candidate_count > 0 ? copies->candidate_count : 1) * sizeof *order);
    size_t count = 0;

    /* Without memory every file is scanned by itself: slower, and just as right. */
    if (order == NULL)
        return;
    for (uint32_t index = 0; index < copies->candidate_count; index++)
        if (copies->known[index])
            order[count++] = index;
    qsort_r(order, count, sizeof *order, compare_contents, copies);
    for (size_t index = 1; index < count; index++) {
        if (!is_same(copies, order[index - 1], order[index]))
            continue;
        copies->next[copies->candidates[order[index - 1]]] = copies->candidates[order[index]];
        copies->is_copy[copies->candidates[order[index]]] = true;
    }
    alloc_free(order);
}

void copies_free(struct copies *copies)
{
    alloc_free(copies->next);
    alloc_free(copies->is_copy);
    alloc_free(copies->candidates);
    alloc_free(copies->digests);
    alloc_free(copies->known);
    *copies = (struct copies){ 0 };
}
