/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/json_members.h"

#include <libintl.h>
#include <string.h>

#include "gate/json_tree.h"

static bool is_of(const json_t *value, enum json_kind kind)
{
    switch (kind) {
    case JSON_KIND_TEXT:
        return json_is_string(value);
    case JSON_KIND_BOOL:
        return json_is_boolean(value);
    case JSON_KIND_INTEGER:
        return json_is_integer(value);
    }
    return false;
}

static bool is_member(const char *name, const json_t *value, const struct json_member *members, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (strcmp(name, members[index].name) == 0)
            return is_of(value, members[index].kind);
    }
    return false;
}

static enum status check(json_t *root, const struct json_member *members, size_t count, struct error *error)
{
    const char *name;
    json_t *value;

    if (!json_is_object(root))
        return error_set(error, STATUS_INVALID, gettext("this has to be a JSON object"));
    json_object_foreach(root, name, value)
    {
        if (!is_member(name, value, members, count))
            return error_set(error, STATUS_INVALID,
                             gettext("\"%.60s\" is no member of this object, or not of that type; see "
                                     "docs/openapi.yaml"),
                             name);
    }
    return STATUS_OK;
}

enum status json_tree_read(struct bytes json, json_t **root, struct error *error)
{
    json_error_t problem;

    *root = json.size > 0 ? json_tree_quickly(json.data, json.size) : NULL;
    if (*root != NULL)
        return STATUS_OK;
    *root = json_loadb(json.size > 0 ? (const char *)json.data : "", json.size, JSON_REJECT_DUPLICATES, &problem);
    if (*root != NULL)
        return STATUS_OK;
    return error_set(error, STATUS_INVALID, gettext("this is no JSON: line %d, column %d: %s"), problem.line,
                     problem.column, problem.text);
}

enum status json_members_read(struct bytes json, const struct json_member *members, size_t count, json_t **root,
                              struct error *error)
{
    enum status status = json_tree_read(json, root, error);

    if (status != STATUS_OK)
        return status;
    status = check(*root, members, count, error);
    if (status != STATUS_OK)
        json_decref(*root);
    return status;
}

const char *json_member_text(const json_t *root, const char *name, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(root, name));

    return text != NULL ? text : otherwise;
}
