/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/mail_address.h"

#include <string.h>

/* RFC 5321, section 4.5.3.1: a path has 256 characters with its brackets. */
enum { ADDRESS_MAX = 254, LOCAL_MAX = 64, LABEL_MAX = 63 };

#define LETTERS_AND_DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* Parts of `characters` with a dot between each two, none of them empty, up to `end`. */
static bool is_dotted(const char *text, const char *end, const char *characters, size_t part_max)
{
    while (text <= end) {
        size_t size = strspn(text, characters);

        if (size == 0 || size > part_max || text + size > end)
            return false;
        text += size;
        if (text == end)
            return true;
        if (*text++ != '.')
            return false;
    }
    return false;
}

/* No part begins or ends with a hyphen. */
static bool has_hyphen_at_edge(const char *domain)
{
    return domain[0] == '-' || domain[strlen(domain) - 1] == '-' || strstr(domain, ".-") != NULL
           || strstr(domain, "-.") != NULL;
}

bool mail_address_is_valid(const char *text)
{
    const char *at = strchr(text, '@');

    return at != NULL && strlen(text) <= ADDRESS_MAX && at - text <= LOCAL_MAX
           && is_dotted(text, at, LETTERS_AND_DIGITS "!#$%&'*+-/=?^_`{|}~", LOCAL_MAX)
           && is_dotted(at + 1, at + strlen(at), LETTERS_AND_DIGITS "-", LABEL_MAX) && !has_hyphen_at_edge(at + 1);
}
