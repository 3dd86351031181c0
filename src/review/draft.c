/* SPDX-License-Identifier: Apache-2.0 */
#include "review/draft.h"

#include <string.h>

static const char *const names[] = {
    [DISCLOSURE_ACTIVE] = "主动公开",
    [DISCLOSURE_ON_REQUEST] = "依申请公开",
    [DISCLOSURE_REFUSED] = "不予公开",
};

const char *disclosure_name(enum disclosure disclosure)
{
    return names[disclosure];
}

bool disclosure_parse(const char *text, enum disclosure *disclosure)
{
    for (enum disclosure candidate = DISCLOSURE_ACTIVE; candidate <= DISCLOSURE_REFUSED; candidate++) {
        if (strcmp(text, names[candidate]) == 0) {
            *disclosure = candidate;
            return true;
        }
    }
    return false;
}
