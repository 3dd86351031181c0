/* SPDX-License-Identifier: Apache-2.0
 *
 * What a sweep is made of while it runs, for the files crawl*.c alone.
 */
#ifndef GUANKA_SWEEP_CRAWL_DATA_H
#define GUANKA_SWEEP_CRAWL_DATA_H

#include "store/resources.h"
#include "sweep/address_table.h"
#include "sweep/checks.h"
#include "sweep/crawl.h"
#include "sweep/fetch.h"
#include "sweep/guises.h"
#include "sweep/kept_content.h"
#include "sweep/robots.h"
#include "sweep/variants.h"

/* Bytes, packed, of what is kept back or waits for its folder: so much is in the store at most for each. What stands in
 * for pages is never larger. */
enum { STORED_RESULT_MAX = 1 << 20 };

enum robots_state { ROBOTS_UNKNOWN, ROBOTS_ASKED, ROBOTS_READY };

/* A host and port, and how it is treated. */
struct host {
    struct host *next;
    const char *origin;           /* "https://www.xyi.gov.cn:8443", without a slash at the end */
    struct address *first, **end; /* that wait */
    unsigned under_way;
    uint64_t next_ns;  /* before which it is not asked again */
    uint64_t pause_ns; /* between two requests */
    enum robots_state robots_state;
    uint8_t robots_retries;
    uint64_t failing_ns; /* since when nothing has come of any request; 0: the last one was answered */
    unsigned failures;   /* since then */
    bool is_down;        /* it was given up */
    bool is_closed;      /* robots.txt could not be had: nothing may be fetched (RFC 9309, 2.3.1.4) */
    struct robots robots;
    bool are_rules_accepted; /* a person has accepted what it forbids */
};

/* What this transaction does to an incident that others are told of. */
struct opened {
    struct opened *next;
    const char *event; /* "incident-opened", "incident-evidence-full" */
    struct incident_row row;
};

/* The head of what a front page, or what redirects readers now, answered last, and what belongs to it. */
struct front_answer {
    struct front_answer *next;
    int64_t address;
    struct inspected_bytes bytes;
};

/* How start pages and lists of columns were found, the worst last. robots.txt forbids what is left out, and a person has
 * accepted that. */
enum start_state {
    START_READ,
    START_LEFT_OUT,
    START_FORBIDDEN,
    START_ALONE, /* it has words of its own, and leads nowhere any more */
    START_EMPTY,
    START_ELSEWHERE,
    START_UNREACHED
};

struct starts_seen {
    enum start_state state;      /* the worst */
    const struct address *first; /* that is so; NULL: none was met */
    size_t count;                /* that are so */
    bool has_other_front;        /* a start page at least is neither forbidden nor left out */
    const char *words;           /* what is wrong, in the arena; NULL: nothing is */
};

/* Answers that may stand in for pages (crawl_doubts.c). */
struct crawl_doubts {
    struct inspection **kept; /* the oldest first */
    size_t kept_count, kept_capacity;
    struct address **aside;
    size_t aside_count, aside_capacity;
    struct digest *texts; /* that no page has */
    size_t text_count, text_capacity;
    bool has_asked_front;
};

struct crawl {
    const struct crawl_options *options;
    struct sweep_row *row;
    struct error *error;
    struct store *store;
    struct arena *arena;   /* of the whole sweep */
    struct arena *scratch; /* of one answer or result */
    struct address_guard guard;
    struct fetch_options fetch_options;
    struct fetch *fetch;
    struct inspect_options inspect_options;
    struct inspectors *inspectors;
    struct address_table *table;
    struct inspection **held; /* index pages whose folder is not read yet (crawl_results.c) */
    size_t held_count, held_capacity;
    struct crawl_doubts doubts;
    uint64_t stood_in; /* addresses that gave something in place of their page to the end */
    struct starts_seen starts;
    struct variants *variants;
    struct host *hosts;
    struct guise_samples guises;
    uint64_t waiting; /* addresses in queues */
    uint64_t met;
    uint64_t hidden; /* addresses that were had before, and that robots.txt forbids now */
    bool is_writing;
    bool is_uncounted; /* more was written since it was counted how far it has come */
    bool lacks_room; /* temporary files could not be written */
    unsigned evidence_missing;
    struct opened *opened; /* the latest first; in the arena */
    struct evidence_of *evidence; /* of incidents that this sweep has added to (crawl_evidence_kept.c) */
    bool has_damaged; /* a kept copy that was asked for is not what was kept */
    struct front_answer *front_answers; /* the same */
    bool was_stopped;     /* before it had been everywhere; what comes later finds it done */
    bool is_late;         /* it took longer than the site's limits allow */
    uint64_t written_ns, shown_ns, counted_ns, deadline_ns;
    char today[DATE_TEXT_SIZE];
    enum status status; /* of callbacks, which cannot return one */
};

/* ---- crawl.c */

/* A transaction is open from here on; it is committed now and then. */
MUST_CHECK enum status crawl_write(struct crawl *crawl);
/* What was written so far is there for good. */
MUST_CHECK enum status crawl_commit(struct crawl *crawl);
bool crawl_is_stopped(const struct crawl *crawl);
/* Nothing waits, is asked for or is read. */
bool crawl_is_idle(const struct crawl *crawl);
/* The address has come to an end in this sweep. */
MUST_CHECK enum status crawl_settle(struct crawl *crawl, struct address *address, enum visit_state state);

/* ---- crawl_load.c */

/* Addresses, what each gave when it was last fetched, and where those of a sweep that was cut off stood. */
MUST_CHECK enum status crawl_load(struct crawl *crawl);

/* ---- crawl_counts.c */

/* Counts anew what was expected and reached up to now. */
void crawl_count(struct crawl *crawl);
bool crawl_is_on(const struct host *host, const char *url);

/* ---- crawl_links.c */

/* The address of a link that stands on `page` (NULL: of the site file), in the store and the table; *found is NULL when
 * the link is none that is fetched. */
MUST_CHECK enum status crawl_link(struct crawl *crawl, const char *base, struct bytes link, enum encoding encoding,
                                  struct address **found);
/* Puts it in its host's queue, unless it was met before in this sweep or is not ours to visit. */
MUST_CHECK enum status crawl_meet(struct crawl *crawl, struct address *address, int64_t via, uint32_t depth,
                                  enum page_element element);
/* A site map that robots.txt names, another one names, or that is guessed (`link` "/sitemap.xml"), on the page `base`.
 */
MUST_CHECK enum status crawl_meet_map(struct crawl *crawl, const char *base, struct bytes link, bool is_guessed);
/* Pages with open findings that nothing leads to any more may be there still: they are met as well. */
MUST_CHECK enum status crawl_look_back(struct crawl *crawl);
/* Where it stood in this sweep when that was cut off. */
MUST_CHECK enum status crawl_revisit(struct crawl *crawl, struct address *address, const struct visit *visit);
/* What the pages that were read until then have led to that is not visited, and what they have shown of variants. */
MUST_CHECK enum status crawl_recall(struct crawl *crawl);
/* Back in its queue. */
void crawl_wait(struct crawl *crawl, struct address *address);
/* All links of a page that was read, met; the list of them is appended. *led_on: to something new with another path. */
MUST_CHECK enum status crawl_meet_links(struct crawl *crawl, const struct address *page,
                                        const struct site_page *content, struct buf *list, bool *led_on);
/* The same for a page that is as it was. */
MUST_CHECK enum status crawl_meet_listed(struct crawl *crawl, const struct address *page, struct bytes list,
                                         bool *led_on);

/* ---- crawl_answers.c */

/* Asks for what is next wherever that is allowed now; *wait_ms is shortened to when it will be. */
MUST_CHECK enum status crawl_ask(struct crawl *crawl, uint32_t *wait_ms);
/* Nothing may be fetched there, though nothing forbids it. */
bool crawl_is_closed(const struct crawl *crawl, const struct host *host);
/* robots.txt forbids the address. */
bool crawl_is_forbidden(const struct crawl *crawl, const struct host *host, const char *url);
/* It is too early to ask there again; *wait_ms is shortened to when it will not be. */
bool crawl_waits(const struct host *host, uint32_t *wait_ms);
/* The inspectors have enough to do for now. */
bool crawl_is_full(const struct crawl *crawl);
/* What is to be read of an answer; its body stays the answer's until the task is given. */
struct inspect_task crawl_task_of(void *token, const char *url, const struct fetch_response *response);
/* An answer whose content is not inspected: it is what the address gives from now on. `content`: of what is kept of it;
 * NULL: nothing is. */
MUST_CHECK enum status crawl_keep_answer(struct crawl *crawl, struct address *address,
                                         const struct fetch_response *response, int64_t target, const char *facts,
                                         const struct digest *content);
/* For fetch_poll. */
void crawl_answer(void *context, struct fetch_response *response);

/* ---- crawl_results.c */

/* It is as it was when it was last read. */
MUST_CHECK enum status crawl_unchanged(struct crawl *crawl, struct address *address);
MUST_CHECK enum status crawl_take_results(struct crawl *crawl);
/* One step of settling what is in doubt (crawl_doubts.c). */
MUST_CHECK enum status crawl_take_doubted(struct crawl *crawl);
/* Drops those that are held. */
void crawl_results_free(struct crawl *crawl);

/* ---- crawl_doubts.c */

/* Of a result that came, *result becomes the one that is to be taken now, or NULL. */
MUST_CHECK enum status crawl_doubt(struct crawl *crawl, struct inspection **result);
/* The same of a start page that is as it was. */
MUST_CHECK enum status crawl_doubt_unchanged(struct crawl *crawl, struct address *address);
/* When nothing else is to be done: *result is one that is to be taken now, or NULL; then addresses may wait again, as
 * long as there are doubts. */
MUST_CHECK enum status crawl_settle_doubts(struct crawl *crawl, struct inspection **result);
bool crawl_has_doubts(const struct crawl *crawl);
void crawl_doubts_free(struct crawl *crawl);

/* ---- crawl_doubts_stored.c */

/* What is to be read again when the sweep is cut off; it keeps its content until its address is settled. */
MUST_CHECK enum status crawl_store_result(struct crawl *crawl, const struct inspection *result);
MUST_CHECK enum status crawl_store_doubt(struct crawl *crawl, struct address *address, enum doubt_state state);
MUST_CHECK enum status crawl_store_refused(struct crawl *crawl, const struct digest *text);
/* The address is in no doubt any more. */
MUST_CHECK enum status crawl_forget_stored(struct crawl *crawl, struct address *address);
/* Of a sweep that was cut off: which addresses are in doubt, before its visits are read; and then what was had of them.
 */
MUST_CHECK enum status crawl_load_doubts(struct crawl *crawl);
MUST_CHECK enum status crawl_go_on_with_doubts(struct crawl *crawl);
/* What the store has of its answer is damaged: it has to come again, as a whole. */
MUST_CHECK enum status crawl_ask_anew(struct crawl *crawl, struct address *address);

/* ---- crawl_starts.c */

/* *state becomes START_EMPTY when a page that was reached has nothing to read, START_ALONE when it leads nowhere any more and
 * nobody has accepted that; `text`: of its words. */
MUST_CHECK enum status crawl_see_words(struct crawl *crawl, const struct address *address, enum start_state *state,
                                       struct digest *text);
/* A start page, and wherever it has sent readers in this sweep. */
void crawl_mark_front(const struct crawl *crawl, struct address *address);
/* The first start page, or where it sends readers; NULL when it was not reached or has nothing to read. */
MUST_CHECK enum status crawl_find_front(struct crawl *crawl, struct address **front);
/* Whether what changes of the page are measured against led readers on. */
MUST_CHECK enum status crawl_led_on(struct crawl *crawl, const struct address *address, bool *led_on);
/* All of them: crawl->starts. What is left out is no fault as long as a start page was read; of which none was, nobody
 * has looked at the site. */
MUST_CHECK enum status crawl_see_starts(struct crawl *crawl);

/* ---- crawl_outside.c */

/* Asks who stands at the addresses outside that pages of this sweep lead to; what is known of them is in their facts.
 */
MUST_CHECK enum status crawl_outside(struct crawl *crawl);

/* ---- crawl_guises.c */

/* Asks for a sample of the pages of this sweep in other guises: crawl->guises. */
MUST_CHECK enum status crawl_guises(struct crawl *crawl);
void crawl_guises_free(struct crawl *crawl);

/* ---- crawl_evidence.c */

/* kept_content_read; a copy that is damaged is told at the end of the sweep, which is not complete then. */
MUST_CHECK enum status crawl_read_kept(struct crawl *crawl, const struct digest *digest, struct buf *content,
                                       enum kept_content *kept);
/* Evidence of open incidents that could not be kept is kept; *left counts what still cannot. */
MUST_CHECK enum status crawl_retry_evidence(struct crawl *crawl, unsigned *left);

/* ---- crawl_evidence_kept.c */

enum evidence_place { EVIDENCE_IS_THERE, EVIDENCE_HAS_PLACE, EVIDENCE_HAS_NONE };
/* Whether evidence of a page is to be kept for an incident, and takes the place: one of each content (`is_told_apart`: the content
 * tells answers apart), a few of each page, not too many of all. What has no place is so found once; later it counts as there. */
MUST_CHECK enum status crawl_place_evidence(struct crawl *crawl, const struct incident_row *row, int64_t address,
                                            const struct digest *content, bool is_told_apart,
                                            enum evidence_place *place);

/* ---- crawl_incidents.c */

/* What was known of an address before its new content is written down. */
struct crawl_before {
    bool is_known;
    struct digest digest;
    int64_t fetched_ms;
};
MUST_CHECK enum status crawl_remember(struct crawl *crawl, const struct address *address, struct crawl_before *before);
/* Keeps the head of an answer, for incidents that checks open at the end of the sweep, also of one that was cut off and
 * goes on (crawl_load_heads). */
MUST_CHECK enum status crawl_keep_head(struct crawl *crawl, const struct address *address,
                                       const struct fetch_response *response);
MUST_CHECK enum status crawl_load_heads(struct crawl *crawl);
/* Severe findings that are new, there again or worse than they were (is_fresh, one for each), open incidents or belong
 * to open ones, with evidence. */
MUST_CHECK enum status crawl_see_incidents(struct crawl *crawl, const struct address *address,
                                           const struct inspection *result, const struct crawl_before *before,
                                           const bool *is_fresh);
/* The same of what checks have found: `context` is the crawl. */
MUST_CHECK enum status crawl_see_alarm(void *context, const struct check_alarm *alarm);

#endif
