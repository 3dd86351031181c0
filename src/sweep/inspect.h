/* SPDX-License-Identifier: Apache-2.0
 *
 * Contents read by the rules and for what they say of themselves, on threads of their own, one scanner each.
 *
 * Tasks go in, inspections come out, in any order; both belong to the thread that crawls. What has not changed since it
 * was last read with these rules is only recognised.
 */
#ifndef GUANKA_SWEEP_INSPECT_H
#define GUANKA_SWEEP_INSPECT_H

#include "base/date.h"
#include "base/digest.h"
#include "base/spool.h"
#include "engine/scanner.h"
#include "isolate/pool.h"
#include "policy/policy.h"
#include "report/report.h"
#include "store/findings.h"
#include "sweep/site_page.h"
#include "sweep/stand_in.h"

struct inspect_options {
    const struct limits *limits;
    const struct pool_options *isolation; /* NULL: isolated formats are not read, and so never clean */
    struct ruleset *ruleset;
    enum report_language language;
    struct date today;
    const atomic_bool *stop;
    unsigned threads;
    void (*wake)(void *context); /* something has come out; called by any thread */
    void *wake_context;
};

/* Texts are copied. */
struct inspect_task {
    void *token;
    const char *url, *media_type, *charset; /* as the server said; "" */
    const char *refresh;                    /* of the head (fetch.h); NULL or "" */
    struct spool *body;                     /* taken over; NULL: it is what is packed */
    struct bytes packed;                    /* copied */
    struct bytes request, head;             /* as they went and came, copied; empty for what is packed */
    const char *peer;                       /* numeric address; "" */
    const char *certificate;                /* a JSON object (certificate.h); "" */
    int64_t fetched_ms;
    uint64_t packed_size;                   /* that it unpacks to */
    struct digest packed_digest;            /* the same; anything else is STATUS_MALFORMED */
    struct digest known; /* content that was read with these rules already: nothing more is wanted of it. Zeros: none */
    bool is_look;        /* not what the address gives to everybody (guises.h): its bytes are wanted with what is found */
};

struct inspected_finding {
    const char *key, *rule, *category, *record;
    enum finding_severity severity;
};

/* The answer that was judged; its content is kept while something severe was found in it, or it is a look. */
struct inspected_bytes {
    struct bytes content, request, head;
    const char *url, *media_type, *charset, *peer, *certificate;
    int64_t fetched_ms;
    struct spool *body; /* NULL: the content lies in the arena */
};

/* Its own; inspection_free. */
struct inspection {
    void *token;
    enum status status; /* not OK: it was not inspected */
    bool is_copy;       /* the content was given packed */
    struct digest digest;
    uint64_t size;
    bool is_known;       /* and nothing below is filled in */
    bool is_complete;    /* everything could be read */
    bool depends_on_head; /* what it says of itself would be otherwise with another head */
    bool depends_on_day; /* what was found may be otherwise tomorrow */
    const struct inspected_finding *findings;
    size_t finding_count;
    bool is_severe;                /* one of them at least */
    struct inspected_bytes judged;
    struct site_page page; /* its base and the addresses of its links as they stand there */
    struct digest text;    /* of what readers see of it */
    bool is_html, says_missing; /* missing: that there is no such page */
    struct stand_in stand_in; /* of HTML */
    const char *facts;     /* a JSON object (facts.h) */
    struct bytes packed;   /* the content for keeping */
    struct arena *arena;
};
void inspection_free(struct inspection *inspection); /* NULL is allowed */

struct inspectors;
MUST_CHECK enum status inspectors_create(const struct inspect_options *options, struct inspectors **inspectors,
                                         struct error *error);
/* What is under way ends first, what waits is dropped. NULL is allowed. */
void inspectors_destroy(struct inspectors *inspectors);
MUST_CHECK enum status inspectors_give(struct inspectors *inspectors, const struct inspect_task *task);
/* The next one that has come out, or NULL. */
struct inspection *inspectors_take(struct inspectors *inspectors);
/* Given and not yet taken. */
unsigned inspectors_busy(const struct inspectors *inspectors);

#endif
