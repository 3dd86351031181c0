/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages that show one thing to their readers and another one to search engines, to who comes from one, or to phones
 * (DOMAIN 5.4, C1 to C3).
 *
 * Some pages of each sweep are asked for again in these guises (crawl_guises.c). Here is what the guises are, which
 * pages are looked at, and what differs in substance: templates, tokens and advertisements of the day do not count, nor
 * does a page that refuses a guise. Pure; texts are borrowed.
 */
#ifndef GUANKA_SWEEP_GUISES_H
#define GUANKA_SWEEP_GUISES_H

#include "sweep/facts.h"
#include "sweep/inspect.h"

#define GUISE_CHECK "cloaked" /* the check that tells of them */

enum guise {
    GUISE_PLAIN, /* the sweep's own, once more: what differs from that, too, is not the guise's doing */
    GUISE_ENGINE,
    GUISE_REFERRED,
    GUISE_PHONE,
    GUISE_COUNT
};
const char *guise_words(enum guise guise);      /* "a search engine", translated */
const char *guise_user_agent(enum guise guise); /* NULL: the usual one */
const char *guise_referer(enum guise guise);    /* NULL: none */

/* ---- Which pages. */

struct guise_candidate {
    void *token;
    int64_t id;
    /* Earlier ones are looked at first: a finding that is open is looked at every time, whatever the number. */
    enum { CANDIDATE_OPEN, CANDIDATE_START, CANDIDATE_CHANGED, CANDIDATE_OTHER } kind;
};
/* Puts those that are looked at in front and returns how many these are. A quarter of `wanted` is for pages that
 * have not changed, as far as there are any: on a quiet site the rest is not used, since it is looked at again soon. Which of them, the seed decides: the same one always in the same way. */
size_t guises_pick(struct guise_candidate *candidates, size_t count, size_t wanted, uint64_t seed);

/* ---- What they gave. */

enum look_outcome {
    LOOK_SAME,   /* the same bytes, or what nothing can be said against */
    LOOK_OTHER,  /* others: facts and findings tell */
    LOOK_AWAY,   /* led to another host, which `location` tells */
    LOOK_UNSEEN, /* it could not be had, or was refused */
};

struct guise_look {
    enum look_outcome outcome;
    bool is_moved; /* it was led to another page of the site: its words are that one's */
    const char *location;
    const struct facts *facts;     /* NULL unless LOOK_OTHER */
    struct inspection *inspection; /* the same; with the bytes */
    struct bytes request, head;    /* of LOOK_AWAY */
    const char *peer, *certificate; /* as of a response (fetch.h) */
    int64_t fetched_ms;
};

/* The page that a look is compared with. */
struct guise_page {
    const struct facts *facts;
    const char *const *rules; /* that find something in it */
    size_t rule_count;
};

struct guise_sample {
    int64_t address;
    struct guise_page page, control; /* control: of the plain look, where it gave other bytes; facts NULL: it did not */
    /* The plain look is made where another one differs. */
    struct guise_look looks[GUISE_COUNT];
};

struct guise_samples {
    struct guise_sample *items;
    size_t count;
    const struct finding_row *open; /* what was found of this before, and is open */
    size_t open_count;
};

struct guise_knowledge {
    const struct site *site;
    bool (*knows_host)(void *context, const char *host); /* some page of the site names it; NULL: nobody knows */
    void *context;
};

enum guise_difference {
    GUISE_SAME,
    GUISE_REDIRECT,
    GUISE_RULE,
    GUISE_HIDDEN,
    GUISE_TITLE,
    GUISE_HOST,
};
struct guise_what {
    const char *text;                        /* the address, title or host that is another one */
    const struct inspected_finding *finding; /* of GUISE_RULE */
};
enum guise_difference guise_compare(const struct guise_knowledge *knowledge, const struct guise_page *page,
                                    const struct guise_look *look, struct guise_what *what);
/* The same of a sample's page, and of the plain look where there is one: what that shows, too, is not cloaked. */
enum guise_difference guise_judge(const struct guise_knowledge *knowledge, const struct guise_sample *sample,
                                  enum guise guise, struct guise_what *what);
/* Something that was asked for could not be seen: what was found before may be there still. */
bool guise_is_unsure(const struct guise_sample *sample);
/* Of what rules find in looks only these count: a page for phones may have its own slips. */
bool guise_rule_counts(const char *category, enum finding_severity severity);

#endif
