/* SPDX-License-Identifier: Apache-2.0
 *
 * The state of an item (review/item.h) as JSON: what the store keeps and the interface shows.
 */
#ifndef GUANKA_GATE_ITEM_JSON_H
#define GUANKA_GATE_ITEM_JSON_H

#include "base/buf.h"
#include "review/item.h"

/* An object; every member of the item, so that item_json_read gives the same item. */
void item_json_write(struct buf *out, const struct review_item *item);
/* A member: the names of a set of roles, as an array. */
void item_json_roles(struct buf *out, const char *key, unsigned roles);
/* A member: "2026-11-24", or "" for none. */
void item_json_date(struct buf *out, const char *key, struct date date);
/* STATUS_INVALID when it is not what item_json_write writes: the store was tampered with. */
MUST_CHECK enum status item_json_read(const char *json, struct review_item *item);

#endif
