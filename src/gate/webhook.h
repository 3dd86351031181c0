/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages to those who submitted a draft: what became of it, signed, tried again until they take it.
 *
 * POST of the review as JSON, with X-Guanka-Timestamp (seconds since 1970) and X-Guanka-Signature: "sha256=" and the
 * HMAC-SHA256, under the gate's webhook key, of the timestamp, a full stop and the body. Redirections are not followed.
 * Anything but 2xx is tried again after 10 s, 20 s, 40 s and so on up to an hour, for three days.
 */
#ifndef GUANKA_GATE_WEBHOOK_H
#define GUANKA_GATE_WEBHOOK_H

#include "gate/gate_data.h"

struct webhook_sender;
/* One thread. The key is borrowed. */
MUST_CHECK enum status webhook_sender_create(const char *key, struct webhook_sender **sender);
void webhook_sender_destroy(struct webhook_sender *sender); /* NULL is allowed */
MUST_CHECK enum status webhook_send_due(struct webhook_sender *sender, struct gate *gate, const struct store *store,
                                        struct error *error);

#endif
