/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_robots.h"

#include <stdio.h>

#include "report/json.h"

/* With the host before it, so that a rule of one host is not known from another. */
static const char *address_of(struct arena *arena, const char *origin, const struct robots_rule *rule)
{
    size_t size = strlen(origin) + rule->pattern.size + sizeof "$";
    char *address = arena_alloc(arena, size);

    if (address != NULL)
        (void)snprintf(address, size, "%s%.*s%s", origin, (int)rule->pattern.size,
                       rule->pattern.size > 0 ? (const char *)rule->pattern.data : "", rule->ends_there ? "$" : "");
    return address;
}

enum status fact_robots_write(struct buf *out, struct arena *arena, const char *origin, const struct digest *content,
                              const struct robots *robots)
{
    const char **forbids = arena_alloc(arena, (robots->rule_count + 1) * sizeof(const char *));
    char digits[DIGEST_TEXT_SIZE];
    size_t count = 0;
    enum status status = forbids != NULL ? STATUS_OK : STATUS_NO_MEMORY;

    for (size_t index = 0; index < robots->rule_count && status == STATUS_OK; index++) {
        if (robots->rules[index].allows)
            continue;
        forbids[count] = address_of(arena, origin, &robots->rules[index]);
        status = forbids[count++] != NULL ? STATUS_OK : STATUS_NO_MEMORY;
    }
    if (status != STATUS_OK)
        return status;
    digest_text(content, digits);
    buf_byte(out, '{');
    json_text(out, "content", digits);
    json_text(out, "format", "robots");
    json_texts(out, "forbids", forbids, count);
    buf_byte(out, '}');
    return buf_status(out);
}
