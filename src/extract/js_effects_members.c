/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_address.h"
#include "extract/js_effects_data.h"

/* Members of objects that are addresses of a host, `cfg = {api: "https://host/"}`, `cfg.api = "https://host/"`: they
 * are kept as variables of that name, with its point. */

enum { OPEN_BRACKETS_MAX = 64, MEMBERS_MAX = 16 };

bool js_effects_next_member(const struct walker *walker, size_t *at, size_t *depth)
{
    for (; token_at(walker, *at).kind != JS_END && *depth < OPEN_BRACKETS_MAX; (*at)++) {
        if (is_mark(walker, *at, '{') || is_mark(walker, *at, '(') || is_mark(walker, *at, '['))
            (*depth)++;
        else if ((is_mark(walker, *at, '}') || is_mark(walker, *at, ')') || is_mark(walker, *at, ']')) && --*depth == 0)
            return false;
        if (*depth == 1 && is_mark(walker, *at + 1, ':'))
            return true;
    }
    return false;
}

/* Another address, or none, under a name that has one is what counts from here on. */
static void keep(struct walker *walker, struct bytes name, const struct js_value *value)
{
    struct js_value address;

    if (js_value_variable(&walker->reader, name) == NULL) {
        if (walker->reader.member_count == MEMBERS_MAX || value->choices != NULL
            || !js_address_of_host(&walker->reader, value, &address))
            return;
        walker->reader.member_count++;
    }
    js_value_assign(&walker->reader, name, value, false);
}

static bool join(struct walker *walker, struct bytes object, struct bytes member, struct bytes *name)
{
    struct bytes path;

    return js_effects_copy(walker, object, bytes_of_text("."), JS_STYLE_MAX, &path) != NULL
           && js_effects_copy(walker, path, member, JS_STYLE_MAX, name) != NULL;
}

/* Of the object that begins at the brace `at`; what is itself one is asked for its members `levels` deep. */
static void keep_all(struct walker *walker, struct bytes object, size_t at, unsigned levels);

static void keep_of(struct walker *walker, struct bytes object, struct bytes member, size_t at, unsigned levels)
{
    size_t end = at;
    struct js_value value;
    struct bytes name;

    if (is_mark(walker, at, '{')) {
        if (levels > 0 && join(walker, object, member, &name))
            keep_all(walker, name, at, levels - 1);
        return;
    }
    value = js_value_read(&walker->reader, &end);
    if (value.count > 0 && join(walker, object, member, &name))
        keep(walker, name, &value);
}

static void keep_all(struct walker *walker, struct bytes object, size_t at, unsigned levels)
{
    for (size_t depth = 0; js_effects_next_member(walker, &at, &depth); at++) {
        if (token_at(walker, at).kind != JS_MARK)
            keep_of(walker, object, text_at(walker, at), at + 2, levels);
    }
}

void js_effects_keep_members(struct walker *walker, struct bytes object, size_t at)
{
    keep_all(walker, object, at, 1);
}

void js_effects_keep_member(struct walker *walker, size_t at)
{
    struct bytes name;
    size_t value = at + 4;

    if (is_mark(walker, at + 3, '=') && js_value_member(&walker->reader, at, &name)) {
        struct js_value given = js_value_read(&walker->reader, &value);

        keep(walker, name, &given);
    }
}
