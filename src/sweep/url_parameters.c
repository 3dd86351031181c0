/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/url_parameters.h"

#include <string.h>
#include <strings.h>

#include "text/ascii.h"

enum value_kind {
    VALUE_ANY,
    VALUE_ID,    /* long, of hexadecimal digits: "sid" is the id of a section elsewhere */
    VALUE_STAMP, /* seconds or milliseconds since 1970, or Math.random() */
};

enum { ID_SIZE_MIN = 16, STAMP_SIZE_MIN = 10, STAMP_SIZE_MAX = 13 };

static const struct {
    const char *name;
    enum value_kind value;
    bool is_prefix;
} parameters[] = {
    /* Sessions: Java, PHP, ASP, Discuz and others. */
    { "jsessionid", VALUE_ANY, false },
    { "phpsessid", VALUE_ANY, false },
    { "aspsessionid", VALUE_ANY, true },
    { "asp.net_sessionid", VALUE_ANY, false },
    { "sid", VALUE_ID, false },
    { "sessionid", VALUE_ID, false },
    { "session_id", VALUE_ID, false },
    { "sess", VALUE_ID, false },
    { "zenid", VALUE_ID, false },
    /* Campaigns: Google, Taobao and what learnt from them, Baidu, Facebook, Bing, WeChat's marks of who shared it. */
    { "utm_", VALUE_ANY, true },
    { "gclid", VALUE_ANY, false },
    { "spm", VALUE_ANY, false },
    { "hmsr", VALUE_ANY, false },
    { "hmpl", VALUE_ANY, false },
    { "hmcu", VALUE_ANY, false },
    { "hmkw", VALUE_ANY, false },
    { "hmci", VALUE_ANY, false },
    { "bd_vid", VALUE_ANY, false },
    { "fbclid", VALUE_ANY, false },
    { "msclkid", VALUE_ANY, false },
    { "isappinstalled", VALUE_ANY, false },
    { "nsukey", VALUE_ANY, false },
    /* Against caches: jQuery and scripts by hand. */
    { "_", VALUE_STAMP, false },
    { "_t", VALUE_STAMP, false },
    { "t", VALUE_STAMP, false },
    { "timestamp", VALUE_STAMP, false },
    { "rnd", VALUE_STAMP, false },
    { "random", VALUE_STAMP, false },
};

static bool is_id(struct bytes value)
{
    for (size_t index = 0; index < value.size; index++) {
        if (ascii_hexadecimal(value.data[index]) < 0)
            return false;
    }
    return value.size >= ID_SIZE_MIN;
}

static bool is_stamp(struct bytes value)
{
    if (bytes_start_with(value, "0.", 2))
        return value.size > 2 && ascii_digits(value.data + 2, value.size - 2) == value.size - 2;
    return value.size >= STAMP_SIZE_MIN && value.size <= STAMP_SIZE_MAX
           && ascii_digits(value.data, value.size) == value.size;
}

bool url_parameter_is_void(struct bytes parameter)
{
    const uint8_t *sign = parameter.size > 0 ? memchr(parameter.data, '=', parameter.size) : NULL;
    size_t name_size = sign != NULL ? (size_t)(sign - parameter.data) : parameter.size;
    struct bytes value = bytes_slice(parameter, name_size + 1, parameter.size);

    for (size_t index = 0; index < sizeof parameters / sizeof *parameters; index++) {
        size_t size = strlen(parameters[index].name);

        if ((parameters[index].is_prefix ? name_size < size : name_size != size)
            || strncasecmp((const char *)parameter.data, parameters[index].name, size) != 0)
            continue;
        switch (parameters[index].value) {
        case VALUE_ANY:
            return true;
        case VALUE_ID:
            return is_id(value);
        case VALUE_STAMP:
            return is_stamp(value);
        }
    }
    return false;
}

void url_parameter_cut(struct bytes segment, struct bytes *before, struct bytes *behind)
{
    static const char mark[] = ";jsessionid=";

    *before = segment;
    *behind = bytes_slice(segment, segment.size, 0);
    for (size_t start = 0; start + sizeof mark - 1 <= segment.size; start++) {
        if (strncasecmp((const char *)segment.data + start, mark, sizeof mark - 1) == 0) {
            const uint8_t *next = memchr(segment.data + start + 1, ';', segment.size - start - 1);

            *before = bytes_slice(segment, 0, start);
            if (next != NULL)
                *behind = bytes_slice(segment, (size_t)(next - segment.data), segment.size);
            return;
        }
    }
}
