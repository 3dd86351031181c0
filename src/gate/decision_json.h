/* SPDX-License-Identifier: Apache-2.0
 *
 * A decision as a client writes it: {action, opinion, document, organ, agrees, on, on_behalf_of}
 * (docs/openapi.yaml).
 */
#ifndef GUANKA_GATE_DECISION_JSON_H
#define GUANKA_GATE_DECISION_JSON_H

#include "base/arena.h"
#include "base/bytes.h"
#include "review/item.h"

/* Texts are in the arena, NULL where nothing was said. Who decides, in which roles and by which delegation is
 * not the client's to say: left out. STATUS_INVALID
 * with the member in *error. */
MUST_CHECK enum status decision_json_read(struct bytes json, struct arena *arena, struct decision *decision,
                                          struct error *error);

#endif
