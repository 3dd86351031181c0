/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/matcher.h"

#include <hs.h>
#include <stdio.h>
#include <string.h>

static bool is_vectorscan(void)
{
#ifdef __x86_64__
    unsigned major = 0, minor = 0, patch = 0;

    if (sscanf(hs_version(), "%u.%u.%u", &major, &minor, &patch) != 3 || major != 5 || minor != 4 || patch <= 2)
        return false;
#endif
    return true;
}

const char *matcher_name(void)
{
    return is_vectorscan() ? "Vectorscan" : "Hyperscan";
}

bool matcher_loses_ends(void)
{
    return is_vectorscan();
}

void matcher_text(char text[MATCHER_TEXT_SIZE])
{
    size_t size;

    (void)snprintf(text, MATCHER_TEXT_SIZE, "%s %s", matcher_name(), hs_version());
    /* Without a date of building the version ends with a blank. */
    for (size = strlen(text); size > 0 && text[size - 1] == ' '; size--)
        text[size - 1] = '\0';
}
