/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory with one lifetime: a bump allocator with mark and release.
 *
 * What is made during a scan lives in the scanner's arena and is given back all at once, when the
 * part or the document ends; data-plane code never frees single objects. Released blocks are kept
 * for the next document up to a bound, so a warm scanner does not touch the heap. One thread.
 */
#ifndef GUANKA_BASE_ARENA_H
#define GUANKA_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;
struct arena_mark {
    void *block;
    size_t used;
};

MUST_CHECK enum status arena_create(struct arena **arena);
void arena_destroy(struct arena *arena);

/* Aligned to 16 bytes, not zeroed; NULL when the heap is exhausted. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_zeroed(struct arena *arena, size_t size);
/* A terminated copy; NULL when the heap is exhausted. */
char *arena_text(struct arena *arena, const char *text, size_t size);

/* Many texts, terminated ones, of which only the end has to ask whether there was memory for all: has_failed stays. */
struct arena_copies {
    struct arena *arena;
    bool has_failed;
};
const char *arena_copy(struct arena_copies *copies, const char *text);

struct arena_mark arena_mark(const struct arena *arena);
/* Everything allocated since `mark` is gone. */
void arena_release(struct arena *arena, struct arena_mark mark);
void arena_reset(struct arena *arena);
/* Bytes held from the heap, for benchmarks and limits. */
size_t arena_footprint(const struct arena *arena);

#endif
