/* SPDX-License-Identifier: Apache-2.0
 *
 * The messages between guanka and guanka-extract, both ends.
 *
 * guanka sends a request and then only reads, until the reply is done; whoever wants to stop kills the worker. A
 * message is its size (32 bits, of what follows), a kind (8 bits) and a payload; numbers are little-endian. The
 * worker is not trusted: it has parsed hostile bytes. So a reader takes no message larger than WIRE_MESSAGE_MAX,
 * every field is checked on the way in, and anything unexpected is as good as a crash.
 *
 * One thread per end.
 */
#ifndef GUANKA_ISOLATE_WIRE_H
#define GUANKA_ISOLATE_WIRE_H

#include <stdbool.h>

#include "base/budget.h"
#include "base/buf.h"
#include "base/bytes.h"
#include "extract/part.h"

enum {
    WIRE_MESSAGE_MAX = 128 << 10,
    WIRE_CHUNK_MAX = 64 << 10,   /* bytes of a file inside that go in one message */
    WIRE_NAME_MAX = 16 << 10,    /* of names, sections and the like */
    WIRE_SHARED_SIZE = 8 << 20,  /* memory that both see, for the bytes of the usual document */
    WIRE_SOCKET = 3,             /* descriptors of the worker when it starts */
    WIRE_SHARED = 4,
    WIRE_VERSION = 4,            /* both programs are installed together; this says when they were not */
};

enum wire_kind {
    WIRE_HELLO,       /* version, features of the sandbox */
    WIRE_REQUEST,
    WIRE_FORMAT,      /* what the part turned out to be */
    WIRE_TEXT,
    WIRE_GAP,
    WIRE_CHILD_BYTES, /* of the next file inside, any number of them */
    WIRE_CHILD_VOID,  /* those that came are void */
    WIRE_CHILD,       /* the file inside: its bytes are those that came, or stand in the input */
    WIRE_DONE,        /* with the status and what OCR has cost */
    WIRE_KIND_COUNT,
};

struct wire_request {
    uint64_t size;        /* of the input */
    uint64_t offset;      /* in the file that comes with the request */
    bool has_descriptor;  /* it does; else the input lies in the shared memory */
    struct limits limits; /* what is left of them */
    struct part_hint hint;
};

/* Output that is collected and sent in large pieces. */
struct wire_writer {
    int socket;
    struct buf out;
};

void wire_writer_init(struct wire_writer *writer, int socket);
void wire_writer_free(struct wire_writer *writer);
/* Each appends one message; STATUS_IO when the other end is gone. Sent when enough has come together, or by wire_flush. */
MUST_CHECK enum status wire_put_hello(struct wire_writer *writer, uint32_t features);
MUST_CHECK enum status wire_put_request(struct wire_writer *writer, const struct wire_request *request);
MUST_CHECK enum status wire_put_format(struct wire_writer *writer, const struct part *part);
MUST_CHECK enum status wire_put_text(struct wire_writer *writer, const struct text_run *run);
MUST_CHECK enum status wire_put_gap(struct wire_writer *writer, enum status why, const char *detail);
struct wire_child {
    struct part_hint hint;
    enum status flaw;    /* OK: nothing is wrong with it */
    const char *detail;
    struct span in_place; /* where its bytes stand in the input; empty: they came */
};
MUST_CHECK enum status wire_put_child(struct wire_writer *writer, const struct wire_child *child);
MUST_CHECK enum status wire_put_child_bytes(struct wire_writer *writer, struct bytes bytes);
MUST_CHECK enum status wire_put_child_void(struct wire_writer *writer);
MUST_CHECK enum status wire_put_done(struct wire_writer *writer, enum status status, const struct ocr_cost *ocr);
/* The first message that is sent takes `descriptor` along when it is not -1. */
MUST_CHECK enum status wire_flush(struct wire_writer *writer, int descriptor);

/* What has come in. A message stays valid until the next is asked for. */
struct wire_reader {
    int socket;
    char *data; /* WIRE_MESSAGE_MAX bytes and room to read ahead */
    size_t start, end;
    int descriptor; /* that came along, -1: none; the receiver's to close */
};

struct wire_message {
    enum wire_kind kind;
    struct bytes payload;
};

MUST_CHECK enum status wire_reader_init(struct wire_reader *reader, int socket);
void wire_reader_free(struct wire_reader *reader);
/* The next message, if it is there already; false when more must be received first. STATUS_MALFORMED in *status for
 * what can be no message. */
bool wire_next(struct wire_reader *reader, struct wire_message *message, enum status *status);
/* Waits for bytes, at most `wait_ms` (-1: any time). STATUS_DEADLINE when none came, STATUS_IO when the other end is
 * gone. */
MUST_CHECK enum status wire_receive(struct wire_reader *reader, int wait_ms);

/* Payloads. False for anything that no honest end sends. What they point to lies in the message; texts are
 * terminated and valid UTF-8. */
bool wire_get_hello(struct bytes payload, uint32_t *features);
bool wire_get_request(struct bytes payload, struct wire_request *request);
struct wire_format {
    const char *name, *media_type;
    enum encoding encoding;
    bool source_is_meaningful;
};
bool wire_get_format(struct bytes payload, struct wire_format *format);
/* A run that is what its source says (ORIGIN_IDENTICAL, ORIGIN_DECODED) comes without text: the receiver has the source,
 * and takes it from there. */
bool wire_get_text(struct bytes payload, struct text_run *run);
bool wire_get_gap(struct bytes payload, enum status *why, const char **detail);
bool wire_get_child(struct bytes payload, struct wire_child *child);
bool wire_get_done(struct bytes payload, enum status *status, struct ocr_cost *ocr);

#endif
