/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/folded.h"

#include <string.h>

#include "text/canonical.h"

enum status folded_text(const char *text, struct arena *arena, const char **folded)
{
    struct canonical_state state = CANONICAL_STATE_INIT;
    size_t size = strlen(text);
    char *output = arena_alloc(arena, CANONICAL_GROWTH * size + CANONICAL_SLACK + 1);

    if (output == NULL)
        return STATUS_NO_MEMORY;
    output[canonical_append(&state, text, size, NEWLINES_ARE_BLANKS, output, NULL)] = '\0';
    *folded = output;
    return STATUS_OK;
}
