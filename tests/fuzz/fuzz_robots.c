/* SPDX-License-Identifier: Apache-2.0
 *
 * robots.txt and a path behind a zero byte: any file is read, and of the rules that were taken the one decides that the
 * simplest possible matcher finds to be the longest.
 */
#include <string.h>

#include "base/assert.h"
#include "sweep/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PATH_SIZE_MAX = 256 };

/* Whether pattern[0..count) can stand for path[0..size), for every size at once. */
static bool matches(const struct robots_rule *rule, const char *path)
{
    size_t size = strlen(path);
    bool reached[PATH_SIZE_MAX + 1] = { true };

    for (size_t index = 0; index < rule->pattern.size; index++) {
        if (rule->pattern.data[index] == '*') {
            for (size_t end = 1; end <= size; end++)
                reached[end] = reached[end] || reached[end - 1];
            continue;
        }
        for (size_t end = size; end > 0; end--)
            reached[end] = reached[end - 1] && (uint8_t)path[end - 1] == rule->pattern.data[index];
        reached[0] = false;
    }
    for (size_t end = 0; end <= size && !rule->ends_there; end++)
        if (reached[end])
            return true;
    return reached[size];
}

static bool allows(const struct robots *robots, const char *path)
{
    size_t longest = 0;
    bool is_allowed = true;

    for (size_t index = 0; index < robots->rule_count; index++) {
        const struct robots_rule *rule = &robots->rules[index];
        size_t size = rule->pattern.size + rule->ends_there;

        if (!matches(rule, path))
            continue;
        is_allowed = size > longest ? rule->allows : (is_allowed || (size == longest && rule->allows));
        longest = size > longest ? size : longest;
    }
    return is_allowed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* What has one form alone, so that the path is compared as it stands. */
    static const char letters[] = "/ab";
    const uint8_t *zero = size > 0 ? memchr(data, '\0', size) : NULL;
    char path[PATH_SIZE_MAX + 1] = "/";
    struct arena *arena;
    struct robots robots;
    size_t path_size = 1;

    if (size > (1 << 16))
        return 0;
    for (const uint8_t *next = zero; next != NULL && ++next < data + size && path_size < PATH_SIZE_MAX;)
        path[path_size++] = letters[*next % (sizeof letters - 1)];
    ASSERT(arena_create(&arena) == STATUS_OK);
    ASSERT(robots_parse(arena, bytes_of(data, zero != NULL ? (size_t)(zero - data) : size), "guanka", &robots)
           == STATUS_OK);
    ASSERT(robots.delay_ms <= ROBOTS_DELAY_MAX_MS);
    ASSERT(robots_allows(&robots, path) == allows(&robots, path));
    arena_destroy(arena);
    return 0;
}
