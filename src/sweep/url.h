/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses of pages in their one normal form, and the links that lead to them.
 *
 * Links are read as browsers read them (WHATWG URL Standard, for the schemes http and https alone). The normal form
 * goes further, so that one page has one address (RFC 3986, section 6.2): escapes of unreserved characters are decoded,
 * fragments are gone, and so are ids of sessions and marks of campaigns (url_parameters.c). libcurl's URL API does
 * neither; it passes normal forms on as they are. Pure.
 */
#ifndef GUANKA_SWEEP_URL_H
#define GUANKA_SWEEP_URL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/date.h"
#include "base/status.h"
#include "text/encoding.h"

/* What browsers of old took, and servers and proxies still do; a host is a name of DNS, or an IPv6 address in brackets.
 */
enum { URL_SIZE_MAX = 2083, URL_HOST_MAX = 253 };

/* Why a link has no normal form. */
enum url_refusal {
    URL_FINE,
    URL_NOT_WEB, /* mailto:, javascript:, data:, tel:, … */
    URL_BROKEN,
    URL_HAS_USER, /* https://user:secret@host/ */
    URL_TOO_LONG,
};

/* What `link` (UTF-8, character references resolved, as extractors give it) means on the page at `base`, which is a
 * normal form, or NULL for an address that has to stand alone. The query is written in the encoding of the page, as
 * browsers do it. *normal is NULL when there is none, *refusal (which may be NULL) says why; STATUS_OK in either case.
 */
MUST_CHECK enum status url_resolve(struct arena *arena, const char *base, struct bytes link,
                                   enum encoding page_encoding, const char **normal, enum url_refusal *refusal);

/* The same of a redirection, with ids of sessions and marks of campaigns: no normal form, but what a server wants to be
 * asked for once that gives out sessions so. */
MUST_CHECK enum status url_resolve_with_session(struct arena *arena, const char *base, struct bytes link,
                                                const char **address);

/* The pieces of a normal form; `path` and `query` point into it. */
struct url_parts {
    const char *scheme;          /* "http" or "https" */
    char host[URL_HOST_MAX + 1]; /* lower case, IDN as punycode, IPv6 in its brackets */
    unsigned port;               /* of the scheme when none is written */
    bool has_port;               /* it is written */
    const char *path;            /* begins with '/', and goes on to the query and the end: what a request asks for */
    size_t path_size;            /* without '?' and query */
    const char *query;           /* behind the '?', NULL when there is none */
};
/* False when it is not a normal form. */
bool url_split(const char *normal, struct url_parts *parts);

/* Whether the address looks like one of an endless row of pages that a program makes: segments of the path that repeat,
 * too many of them, or a day of a calendar before 1990 or more than two years after `today`. */
bool url_is_trap(const char *normal, struct date today);

/* Whether the address is that of the index page of a folder, by its name; `folder` (URL_SIZE_MAX + 1 bytes) gets the
 * folder's address. */
bool url_folder_of_index(const char *normal, char *folder);

enum url_file { URL_PAGE, URL_ATTACHMENT, URL_IMAGE, URL_STYLE, URL_SCRIPT, URL_MEDIA, URL_UNKNOWN };
/* By the extension alone, to choose what is fetched first; what it is is known from its bytes. */
enum url_file url_file_type(const char *normal);

#endif
