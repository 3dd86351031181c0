/* SPDX-License-Identifier: Apache-2.0
 *
 * Members that a JSON object from a client may have: a misspelt opinion must not be no opinion, and "disabled": "yes"
 * must not be no.
 */
#ifndef GUANKA_GATE_JSON_MEMBERS_H
#define GUANKA_GATE_JSON_MEMBERS_H

#include <jansson.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

enum json_kind { JSON_KIND_TEXT, JSON_KIND_BOOL, JSON_KIND_INTEGER };

struct json_member {
    const char *name;
    enum json_kind kind;
};

/* Any JSON from a client. STATUS_INVALID with the place in *error; members that are there twice are refused. */
MUST_CHECK enum status json_tree_read(struct bytes json, json_t **root, struct error *error);
/* The tree of an object with no other members than these, each of its kind; json_decref it. STATUS_INVALID, with the
 * member or the place in *error. */
MUST_CHECK enum status json_members_read(struct bytes json, const struct json_member *members, size_t count,
                                         json_t **root, struct error *error);
/* The text of this name, which lives as long as the tree; else `otherwise`. */
const char *json_member_text(const json_t *root, const char *name, const char *otherwise);

#endif
