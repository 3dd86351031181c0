/* SPDX-License-Identifier: Apache-2.0
 *
 * Hosts of links: what a link leads to, which hosts are known, and which look like those of spammers.
 *
 * Names are those of canonical text: lower case. A list knows a host when it has it or a domain that it belongs to; of
 * several the longest decides. Immutable; any thread.
 */
#ifndef GUANKA_REFERENCE_HOST_H
#define GUANKA_REFERENCE_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"
#include "reference/reference.h"

enum host_kind {
    HOST_UNKNOWN,
    HOST_TRUSTED, /* of the state, or a service that sites of the state embed */
    HOST_ODD,     /* a domain that is cheap and full of spam: top, vip */
};

struct host_entry {
    const char *name; /* of a host or domain, without a dot in front; lives as long as the list */
    enum host_kind kind;
};

enum { HOST_SIZE_MAX = 253 }; /* RFC 1035, 2.3.4, as text */

struct host_list;

/* `entries` are copied. */
MUST_CHECK enum status host_list_create(const struct host_entry *entries, size_t count, struct arena *arena,
                                        const struct host_list **list);
/* Those of the table hosts.csv (host, kind: trusted or odd). */
MUST_CHECK enum status host_list_load(const struct reference *reference, struct arena *arena,
                                      const struct host_list **list, struct error *error);
enum host_kind host_list_find(const struct host_list *list, const char *host, size_t size);

/* What a name is made of. */
static inline bool host_is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.';
}

/* The next host at or behind `from`: what stands behind // as in http://host:80/ and //host. False when there is none. */
bool host_next(const char *text, size_t size, size_t from, struct span *host);

/* Is it named or placed as spammers do: under an odd domain, a bare public address, a name that is mostly a number
 * (5365, fl888, hg0088a), or one that has gov.cn in the middle. A trusted host never is. */
bool host_is_odd(const struct host_list *list, const char *host, size_t size);

/* Do both belong to one owner: is what was registered the same (a.example.com and b.example.com, but not a.gov.cn and
 * b.gov.cn)? */
bool host_is_same_site(const char *left, size_t left_size, const char *right, size_t right_size);

#endif
