/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages of HTTP/1 as archives keep them (RFC 9112), and the header fields that they share with mail and WARC.
 *
 * Crawlers differ in what they keep: some store the bytes of the wire, some decode the body and leave the header as it
 * was. A body that is not coded as its header says, and looks like no damaged code either, is taken as it is.
 */
#ifndef GUANKA_EXTRACT_HTTP_H
#define GUANKA_EXTRACT_HTTP_H

#include "base/buf.h"
#include "base/spool.h"
#include "extract/extractor.h"

struct http_message {
    struct bytes fields; /* the lines of the header, without the first */
    struct bytes body;   /* as it was transferred */
};

/* The header of a message: from `input`'s first byte up to and with the blank line; 0 when there is no end within
 * HTTP_HEADER_SIZE_MAX bytes. */
enum { HTTP_HEADER_SIZE_MAX = 1 << 20 };
size_t http_header_size(struct bytes input);
/* The next field of `fields` from *offset on; false at the end. Lines that are no field are passed over. Values are
 * trimmed, continuation lines still in them. */
bool http_field_next(struct bytes fields, size_t *offset, struct bytes *name, struct bytes *value);
/* The value of the first field of that name; empty when there is none. */
struct bytes http_field(struct bytes fields, const char *name);
bool http_name_is(struct bytes name, const char *wanted);
/* A size in decimal digits; false when it is none. */
bool http_number(struct bytes value, uint64_t *number);
/* Adds `text` with its %XX as the bytes that they stand for. */
void http_append_unescaped(struct buf *out, struct bytes text);
/* "text/html; charset=gbk" in its two pieces; either may come out empty. */
void http_media_type(struct bytes value, struct buf *media_type, struct buf *charset);

/* False when it does not begin like a message ("HTTP/" for a response, else a request). */
bool http_message_parse(struct bytes input, struct http_message *message);

/* A body on its way out of its codings. */
struct http_body {
    struct bytes bytes;
    struct file_content *content; /* what backs `bytes` if that is not what backs the message, or NULL */
    struct spool *spool;          /* holds `bytes`, or NULL */
    enum status damage;           /* STATUS_OK when all of it came out */
    const char *detail;
};

/* Takes the transfer coding and the content codings off. STATUS_OK also when it is damaged: *body says how far it
 * could be read. Always call http_body_close. */
MUST_CHECK enum status http_body_open(struct extract_job *job, const struct http_message *message,
                                      struct http_body *body);
void http_body_close(struct http_body *body);

#endif
