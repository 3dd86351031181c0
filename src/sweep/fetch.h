/* SPDX-License-Identifier: Apache-2.0
 *
 * HTTP requests, many at once, on behalf of one thread (libcurl's multi interface).
 *
 * Whatever a server does, a request ends, its cost is bounded, and it reaches no address that the guard refuses: that
 * is asked when the socket is opened, after the name was looked up, and again at each new connection. Redirections are
 * not followed but told, since who asked decides about the next address too. Environment variables (proxies) do not
 * count.
 */
#ifndef GUANKA_SWEEP_FETCH_H
#define GUANKA_SWEEP_FETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/spool.h"
#include "sweep/address_guard.h"

struct fetch_options {
    const struct address_guard *guard;
    const char *user_agent;
    const char *const
        *connect_to;     /* "HOST:PORT:ADDRESS:PORT": where names stand for other places; NULL-terminated, or NULL */
    const char *ca_file; /* of authorities beside the system's; NULL */
    uint64_t body_max;   /* bytes, decompressed */
    uint32_t connect_ms, total_ms;
    uint32_t stall_seconds;   /* without a byte a second */
    unsigned connections_max; /* to all hosts together */
    unsigned connections_per_host;
};

enum fetch_outcome {
    FETCH_ANSWERED,    /* whole, whatever its status */
    FETCH_NOT_ALLOWED, /* the guard does not allow the address */
    FETCH_UNKNOWN,     /* no such host */
    FETCH_UNREACHED,   /* no connection: the host does not take it, or nobody answers */
    FETCH_NO_ROUTE,    /* no way leads from this machine to the address */
    FETCH_TLS,         /* the certificate or the protocol is wrong */
    FETCH_TIMEOUT,
    FETCH_TOO_LARGE, /* body or head */
    FETCH_BROKEN,    /* reset, cut short, not HTTP, wrongly packed */
    FETCH_NO_CERTIFICATES, /* ours: no certificates of authorities to hold the server's against */
    FETCH_NOT_KEPT,  /* ours: the temporary file for its body could not be made or written */
    FETCH_OUTCOME_COUNT
};
/* "answered", "not-allowed", "unknown-host", "unreached", "no-route", "tls", "timeout", "too-large", "broken",
 * "no-certificates", "not-kept": for programs and the store. */
const char *fetch_outcome_name(enum fetch_outcome outcome);
/* The same for people, and of outcomes that the store has ("offline", "refused" of before); else `name` itself. */
const char *fetch_outcome_describe(const char *name);

/* The file with the certificates of authorities that servers' are held against unless `ca_file` says otherwise; NULL
 * where libcurl does not say, or uses none. Any thread. */
const char *fetch_authorities(void);

struct fetch_request {
    const char *url;                   /* in its normal form, or that with a session */
    const char *etag, *modified;       /* of the copy that is known: the answer may be 304; NULL or "" */
    const char *user_agent;            /* in place of the usual one; NULL */
    const char *referer;               /* NULL */
    const char *cookies;               /* "name=value; name=value"; NULL or "" */
    const struct address_guard *guard; /* in place of the usual one; NULL */
    bool head;                         /* HEAD */
    void *token;                       /* the caller's, given back */
};

/* Texts and bytes are valid during the call alone. */
struct fetch_response {
    void *token;
    enum fetch_outcome outcome;
    const char *complaint;                              /* libcurl's or the system's words for what went wrong; "" */
    int status;                                         /* of HTTP; 0 where none came */
    const char *refresh; /* the content of a field that browsers take as <meta http-equiv="refresh">; "" */
    const char *location;                               /* as the server wrote it; "" */
    const char *cookies;                                /* that it set, as a request gives them back; "" */
    const char *etag, *modified, *media_type, *charset; /* "" */
    uint32_t retry_after_s;                             /* 0: not said */
    struct bytes head;       /* as it came, with the status line; interim answers before it */
    struct bytes request;    /* the head that was sent */
    char peer[64];           /* numeric address; without a connection the last that was tried; "" when none was */
    const char *certificate; /* that the server showed, a JSON object (certificate.h); "" */
    struct spool *body;      /* the receiver takes it by setting this to NULL; may be NULL from the beginning */
    uint64_t wire_bytes;     /* that came in, packed, with the head */
    uint32_t lookup_ms, connect_ms, tls_ms, first_byte_ms, total_ms; /* since the request began */
};
typedef void fetch_done(void *context, struct fetch_response *response);

struct fetch;
MUST_CHECK enum status fetch_create(const struct fetch_options *options, struct fetch **fetch);
void fetch_destroy(struct fetch *fetch); /* drops what is under way; NULL is allowed */
MUST_CHECK enum status fetch_start(struct fetch *fetch, const struct fetch_request *request);
unsigned fetch_under_way(const struct fetch *fetch);
/* Works, and waits up to timeout_ms while there is nothing to do; calls `done` for each request that has ended. */
MUST_CHECK enum status fetch_poll(struct fetch *fetch, uint32_t timeout_ms, fetch_done *done, void *context);
/* Ends the wait of fetch_poll, now or the next time. Any thread. */
void fetch_wake(struct fetch *fetch);

#endif
