/* SPDX-License-Identifier: Apache-2.0
 *
 * What a script does that intruders let scripts do. Not an interpreter: the ways are few, and known by their words.
 *
 * Text is canonical (lower case), with the escapes of its strings undone, as the HTML reader gives it; a long script comes
 * in pieces. Pure.
 */
#ifndef GUANKA_TAMPER_SCRIPT_H
#define GUANKA_TAMPER_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "reference/host.h"

struct script_signs {
    bool writes;  /* writes markup that leads to `host` into the page */
    bool decodes; /* writes what it decodes: document.write(unescape( */
    bool runs;    /* runs what it decodes: eval(atob( */
    bool packs;   /* is packed or obscured: eval(function(p,a,c,k,e,d), var _0x3f= */
    bool covers;  /* what it writes is a frame that covers the page */
    bool jumps;   /* sends every visitor to `host`, which is odd */
    bool diverts; /* asks where the visitor comes from or whether he is a search engine, and sends him to `host` */
    bool names_odd_host; /* `host` is odd, and written into the page or among the words of a packed script */
    struct span host; /* empty: none */
    struct span place; /* of the first sign */
};

/* The words without one of which a script does none of this, made ready. Immutable; memory is the arena's. */
struct script_words;
MUST_CHECK enum status script_words_create(struct arena *arena, const struct script_words **words);

struct script_signs script_read(const struct script_words *words, const struct host_list *hosts, const char *text,
                                size_t size);

/* A script in an attribute that runs by itself, onerror, onload: whether it fetches a script from a host that is not trusted, or
 * sends the visitor there. *host is where it stands. */
bool script_handler_calls(const struct host_list *hosts, const char *text, size_t size, struct span *host);

#endif
