/* SPDX-License-Identifier: Apache-2.0
 *
 * Folding of any bytes, cut where the first byte says: valid output within the promised growth, the same
 * for any cut, unchanged when folded again, and every byte is traced to the character that made it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "text/canonical.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 4096, ROOM = CANONICAL_GROWTH * SIZE_LIMIT + CANONICAL_SLACK };

/* One character per call: the truth that the fast ways must meet. */
static size_t fold_slowly(const char *text, size_t size, enum canonical_newlines newlines, char *output, size_t *starts)
{
    struct canonical_state state = CANONICAL_STATE_INIT;
    size_t produced = 0;

    for (size_t offset = 0; offset < size;) {
        uint32_t step = utf8_next(text + offset, size - offset).size;
        size_t added = canonical_append(&state, text + offset, step, newlines, output + produced, NULL);

        for (size_t index = 0; index < added; index++)
            starts[produced + index] = offset;
        produced += added;
        offset += step;
    }
    return produced;
}

static void check_replay(const char *text, size_t size, enum canonical_newlines newlines, const size_t *starts,
                         size_t produced)
{
    struct canonical_replay replay = { CANONICAL_STATE_INIT, 0, 0 };

    for (size_t target = 0; target < produced; target += 1 + produced / 512) {
        size_t start, end;

        canonical_locate(&replay, text, size, newlines, target, &start, &end);
        ASSERT(start == starts[target] && end == start + utf8_next(text + start, size - start).size);
    }
}

static void check_dense(const char *canonical, size_t size)
{
    static char dense[ROOM];
    size_t dense_size = canonical_dense(canonical, size, dense), at = 0, offset = 0;

    ASSERT(dense_size <= size && utf8_valid_prefix(dense, dense_size) == dense_size);
    for (size_t target = 0; target < dense_size; target++) {
        size_t found = canonical_dense_locate(canonical, size, &at, &offset, target);

        ASSERT(found < size && canonical[found] == dense[target]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char slow[ROOM], fast[ROOM], again[CANONICAL_GROWTH * ROOM + CANONICAL_SLACK];
    static size_t starts[ROOM];
    struct canonical_state state = CANONICAL_STATE_INIT;
    enum canonical_newlines newlines;
    const char *text;
    size_t produced, cut = 0, done;

    if (size < 2 || size > SIZE_LIMIT)
        return 0;
    newlines = (data[0] & 1) != 0 ? NEWLINES_ARE_BREAKS : NEWLINES_ARE_BLANKS;
    text = (const char *)data + 1;
    size--;
    produced = fold_slowly(text, size, newlines, slow, starts);
    ASSERT(produced <= CANONICAL_GROWTH * size + CANONICAL_SLACK && utf8_valid_prefix(slow, produced) == produced);
    for (size_t wanted = size * (data[0] >> 1) / 128; cut < wanted;)
        cut += utf8_next(text + cut, size - cut).size;
    done = canonical_append(&state, text, cut, newlines, fast, NULL);
    done += canonical_append(&state, text + cut, size - cut, newlines, fast + done, NULL);
    ASSERT(done == produced && memcmp(slow, fast, produced) == 0);
    state = (struct canonical_state)CANONICAL_STATE_INIT;
    ASSERT(canonical_append(&state, slow, produced, NEWLINES_ARE_BREAKS, again, NULL) == produced);
    ASSERT(memcmp(slow, again, produced) == 0);
    check_replay(text, size, newlines, starts, produced);
    check_dense(slow, produced);
    return 0;
}
