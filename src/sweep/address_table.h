/* SPDX-License-Identifier: Apache-2.0
 *
 * The addresses of a site in memory while it is swept, each once, with what is known of it and where it stands in the
 * sweep. One thread.
 */
#ifndef GUANKA_SWEEP_ADDRESS_TABLE_H
#define GUANKA_SWEEP_ADDRESS_TABLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/digest.h"
#include "store/doubts.h"
#include "store/sweeps.h"
#include "sweep/url.h"

struct host;

struct address {
    const char *url;
    int64_t id;           /* in the store */
    int64_t via;          /* where it was met first in this sweep */
    struct host *host;    /* of those that are visited */
    struct address *next; /* in its host's queue */
    uint32_t depth;
    uint8_t retries;
    uint8_t redirects; /* one after the other that led there */
    uint8_t returns;   /* redirections from there to itself, each with another session */
    const char *asked_as, *cookies; /* what the last of them led to, and the cookies that it set; NULL */
    bool is_map;       /* a site map: what it names is met, it is not read by rules */
    bool is_guessed;   /* nobody has named it: that it is not there means nothing */
    bool is_start;     /* a start page, or the list page of a column */
    bool is_front;     /* a start page, or where one sends readers */
    bool says_nothing; /* a front page that was reached and has nothing to read (crawl_doubts.c) */
    bool is_trusted;   /* what it gives is its own, whatever it looks like */
    bool is_led_out;   /* a page of this sweep leads there, and it is not ours */
    bool has_led_on;   /* before the sweep was cut off, to an address that has another path and was met there first */
    bool is_met;       /* in this sweep */
    bool is_described; /* host, is_ours and file are filled in */
    bool is_ours;      /* to visit; others are only known */
    bool is_robots;    /* a host's robots.txt, which is read before everything else and is no page */
    enum url_file file;
    enum visit_state state;
    enum doubt_state doubt; /* as the store has it while it waits to be believed (crawl_doubts_stored.c) */
    /* As of the last time that it was fetched. */
    bool is_unread;                  /* it could not be read completely */
    int64_t fetched_ms;              /* 0: never */
    bool is_known, is_inspected_now; /* inspected: with today's rules, and nothing in it depends on the day */
    int http_status;
    int64_t target; /* the address that it redirects to; 0: none */
    struct digest digest;
    const char *etag, *modified; /* "" */
    int64_t changed_ms;
};

struct address_table;
MUST_CHECK enum status address_table_create(struct address_table **table);
void address_table_destroy(struct address_table *table); /* NULL is allowed */
/* The one of this URL, made when it is not there (then its id is 0); NULL when there is no memory. It stays where it
 * is. */
struct address *address_table_get(struct address_table *table, const char *url);
struct address *address_table_find(const struct address_table *table, const char *url); /* NULL: it is not there */
struct address *address_table_of_id(const struct address_table *table, int64_t id);     /* NULL: none has it */
/* After an id was given to one: it is found by it. */
MUST_CHECK enum status address_table_identify(struct address_table *table, struct address *address, int64_t id);
size_t address_table_count(const struct address_table *table);
struct address *address_table_at(const struct address_table *table, size_t index); /* in the order of making */
/* A text that lives as long as the table; NULL when there is no memory. */
const char *address_table_text(struct address_table *table, const char *text);

#endif
