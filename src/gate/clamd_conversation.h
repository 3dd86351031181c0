/* SPDX-License-Identifier: Apache-2.0
 *
 * What is said in clamd's protocol over one connection, from its first command to its last. For gate/clamd.h alone,
 * which says what the gate answers.
 */
#ifndef GUANKA_GATE_CLAMD_CONVERSATION_H
#define GUANKA_GATE_CLAMD_CONVERSATION_H

#include "gate/assessment.h"
#include "gate/clamd_connection.h"

/* Whom the commands concern. */
struct clamd_service {
    void *context;
    const char *version;
    uint64_t stream_bytes_max;
    /* STATUS_OK with the assessment; anything else becomes an ERROR. */
    enum status (*judge)(void *context, struct bytes bytes, struct file_content *content,
                         struct content_assessment *assessment);
    enum status (*reload)(void *context, struct error *error);
    void (*tell_statistics)(void *context, unsigned *threads, uint64_t *checks);
    bool (*is_ending)(void *context);
};

/* Ends when the client or the service does, or after what is not understood. The connection has its descriptor, which
 * stays the caller's, and nothing else yet. */
void clamd_converse(struct clamd_connection *connection, const struct clamd_service *service);

#endif
