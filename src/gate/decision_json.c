/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/decision_json.h"

#include <libintl.h>
#include <string.h>

#include "gate/json_members.h"

static const struct json_member members[] = {
    { "action", JSON_KIND_TEXT },       { "opinion", JSON_KIND_TEXT }, { "document", JSON_KIND_TEXT },
    { "organ", JSON_KIND_TEXT },        { "agrees", JSON_KIND_BOOL },  { "on", JSON_KIND_TEXT },
    { "on_behalf_of", JSON_KIND_TEXT }, { "address", JSON_KIND_TEXT },
};

static enum status copy(const json_t *root, const char *name, struct arena *arena, const char **text)
{
    const json_t *value = json_object_get(root, name);

    if (value == NULL)
        return STATUS_OK;
    *text = arena_text(arena, json_string_value(value), json_string_length(value));
    return *text != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status copy_texts(const json_t *root, struct arena *arena, struct decision *decision)
{
    enum status status = copy(root, "opinion", arena, &decision->opinion);

    if (status == STATUS_OK)
        status = copy(root, "document", arena, &decision->document);
    if (status == STATUS_OK)
        status = copy(root, "organ", arena, &decision->organ);
    if (status == STATUS_OK)
        status = copy(root, "address", arena, &decision->address);
    return status == STATUS_OK ? copy(root, "on_behalf_of", arena, &decision->on_behalf_of) : status;
}

static enum status fill(const json_t *root, struct arena *arena, struct decision *decision, struct error *error)
{
    const char *action = json_string_value(json_object_get(root, "action")),
               *on = json_string_value(json_object_get(root, "on"));

    *decision = (struct decision){ .agrees = json_is_true(json_object_get(root, "agrees")) };
    if (action == NULL || !review_action_parse(action, &decision->action))
        return error_set(error, STATUS_INVALID,
                         gettext("action: this is none of the decisions that docs/openapi.yaml names"));
    if (decision->action != ACTION_PUBLISHED && json_object_get(root, "address") != NULL)
        return error_set(error, STATUS_INVALID, gettext("address: only what is published now has one"));
    if (on != NULL && !date_parse(on, strlen(on), &decision->on))
        return error_set(error, STATUS_INVALID, gettext("on: this has to be a day like 2026-11-24"));
    return copy_texts(root, arena, decision);
}

enum status decision_json_read(struct bytes json, struct arena *arena, struct decision *decision, struct error *error)
{
    json_t *root;
    enum status status = json_members_read(json, members, sizeof members / sizeof *members, &root, error);

    if (status != STATUS_OK)
        return status;
    status = fill(root, arena, decision, error);
    json_decref(root);
    return status;
}
