/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/api_query.h"

#include <libintl.h>
#include <string.h>

#include "report/words.h"

enum { NAMES_MAX = 1 << 12 };

static void refuse(struct call *call, const char *parameter, bool many, api_value_name *name_of, unsigned count)
{
    struct buf names = BUF_INIT(NAMES_MAX);

    for (unsigned index = 0; index < count; index++) {
        if (index > 0)
            buf_text(&names, gettext(", "));
        buf_text(&names, name_of(index));
    }
    api_refuse(call, 400, "invalid",
               many ? gettext("the values of %s are, with commas between where there are several: %s")
                    : gettext("the values of %s are: %s"),
               parameter, buf_status(&names) == STATUS_OK ? names.data : "");
    buf_free(&names);
}

/* `count` when there is none of this name. */
static unsigned index_of(const char *name, size_t size, api_value_name *name_of, unsigned count)
{
    unsigned index = 0;

    while (index < count && (strlen(name_of(index)) != size || memcmp(name_of(index), name, size) != 0))
        index++;
    return index;
}

bool api_query_values(struct call *call, const char *parameter, bool many, api_value_name *name_of, unsigned count,
                      uint32_t *bits)
{
    const char *rest = http_argument(call->request, parameter);

    *bits = 0;
    if (rest == NULL || *rest == '\0')
        return true;
    for (bool is_last = false; !is_last;) {
        size_t size = many ? strcspn(rest, ",") : strlen(rest);
        unsigned index = index_of(rest, size, name_of, count);

        if (index == count) {
            refuse(call, parameter, many, name_of, count);
            return false;
        }
        *bits |= UINT32_C(1) << index;
        is_last = rest[size] == '\0';
        rest += size + 1;
    }
    return true;
}

bool api_query_flag(struct call *call, const char *parameter, const char *value, bool *is_given)
{
    const char *text = http_argument(call->request, parameter);

    *is_given = text != NULL && strcmp(text, value) == 0;
    if (*is_given || text == NULL || *text == '\0')
        return true;
    api_refuse(call, 400, "invalid", gettext("the values of %s are: %s"), parameter, value);
    return false;
}
