/* SPDX-License-Identifier: Apache-2.0
 *
 * What a worker sends, which may be anything: messages come out whole or are refused, and whatever a payload is
 * accepted as keeps every promise that the parent relies on.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/assert.h"
#include "isolate/wire.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 64 << 10 };

static void check_name(const char *name)
{
    if (name != NULL)
        ASSERT(strlen(name) <= WIRE_NAME_MAX && utf8_valid_prefix(name, strlen(name)) == strlen(name));
}

static void check_text(struct bytes payload)
{
    struct text_run run;

    if (!wire_get_text(payload, &run))
        return;
    ASSERT(run.role < TEXT_ROLE_COUNT && run.join <= JOIN_BROKEN && run.newlines <= NEWLINES_ARE_BREAKS);
    ASSERT(run.link < TEXT_LINK_COUNT);
    ASSERT(run.origin == ORIGIN_DETACHED || run.origin == ORIGIN_WHOLE || run.size == 0);
    ASSERT(run.size <= TEXT_RUN_MAX && utf8_valid_prefix(run.utf8, run.size) == run.size);
    ASSERT(run.source.start <= run.source.end);
    check_name(run.section);
}

static void check_others(struct bytes payload)
{
    struct wire_request request;
    struct wire_format format;
    struct wire_child child;
    const char *detail = NULL;
    enum status status;
    uint32_t features;

    if (wire_get_format(payload, &format)) {
        ASSERT(format.encoding >= ENCODING_NONE && format.encoding < ENCODING_COUNT);
        check_name(format.name);
        check_name(format.media_type);
    }
    if (wire_get_gap(payload, &status, &detail)) {
        ASSERT(status_scope(status) == SCOPE_PART || status_scope(status) == SCOPE_DOCUMENT);
        check_name(detail);
    }
    if (wire_get_child(payload, &child)) {
        ASSERT(child.hint.name != NULL && status_scope(child.flaw) <= SCOPE_PART);
        ASSERT(child.in_place.start <= child.in_place.end);
        check_name(child.hint.name);
        check_name(child.hint.unseen);
        check_name(child.detail);
    }
    if (wire_get_done(payload, &status, &(struct ocr_cost){ 0 }))
        ASSERT(status <= STATUS_BUG);
    if (wire_get_request(payload, &request))
        check_name(request.hint.name);
    (void)wire_get_hello(payload, &features);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wire_reader reader;
    struct wire_message message;
    int sockets[2];
    enum status status = STATUS_OK;

    if (size > SIZE_LIMIT)
        return 0;
    ASSERT(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    ASSERT(size == 0 || write(sockets[0], data, size) == (ssize_t)size);
    close(sockets[0]);
    ASSERT(wire_reader_init(&reader, sockets[1]) == STATUS_OK);
    while (status == STATUS_OK) {
        while (wire_next(&reader, &message, &status)) {
            ASSERT(message.kind < WIRE_KIND_COUNT && message.payload.size < WIRE_MESSAGE_MAX);
            check_text(message.payload);
            check_others(message.payload);
        }
        if (status == STATUS_OK)
            status = wire_receive(&reader, -1);
    }
    wire_reader_free(&reader);
    close(sockets[1]);
    return 0;
}
