/* SPDX-License-Identifier: Apache-2.0
 *
 * Checks of whole sites, which run at the end of a sweep over what is known then (docs/zh/站点巡检.md). Each is one
 * struct in a file below checks/, listed in checks.c; what they find becomes findings of the category "site".
 */
#ifndef GUANKA_SWEEP_CHECKS_H
#define GUANKA_SWEEP_CHECKS_H

#include "store/findings.h"
#include "sweep/guises.h"
#include "sweep/site_view.h"

struct check_run;

struct check {
    const char *name;   /* "column-stale", as findings name it */
    const char *title;  /* the same in a few words, in English, translated where it is told */
    const char *basis;  /* the clause that it serves */
    const char *advice; /* what to do, in English, translated where it is told */
    /* What the incident is that a severe finding of it opens: a category of rules, or INCIDENT_FORGERY. NULL: it opens
     * none, or the check says itself of which (check_alarm). R8 三(一)2 knows unlawful acts, outage and tampering,
     * suspected terrorism and others alike; what is only late (home-stale, site-stale) fails an inspection, but is
     * nothing to contain within the hour. */
    const char *family;
    bool compares; /* with an earlier sweep, so does not run in the first one */
    /* What it finds is a matter of links or probes: when they are no more that is over, looked at or not. What others
     * find is in a page, and is over only when that was looked at. */
    bool needs_no_page;
    /* It is the link that is at fault, however few find it: over only when the page that has it was looked at. */
    bool is_of_link;
    bool takes_starts; /* alone, whatever the sweep makes of them and of all others */
    bool takes_pages;  /* one by one, whatever else is there: a sweep of some pages can make it */
    void (*run)(struct check_run *run);
};

/* For checks alone. */
const struct site_view *check_view(const struct check_run *run);
/* There is something wrong with `page`. A page has one finding of a check, unless `subject` (else NULL) tells more of
 * them apart, or one that stands for many pages. Personal data is masked in what is kept of it. */
void check_report(struct check_run *run, const struct view_page *page, const char *subject,
                  enum finding_severity severity, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* A title or an address that others have written, for a message: personal data masked, and cut where it is long. Lives
 * as long as the run. */
const char *check_quote(struct check_run *run, const char *text);
/* What was reported last, severe and new, there again or worse than it was, is an incident of this family of rules.
 * `judged`: what it rests on; NULL: what the page gives now. */
void check_alarm(struct check_run *run, const struct view_page *page, const char *family,
                 const struct inspected_bytes *judged);
/* The family of the rules that find something severe in a page that is prohibited or tampered with; NULL: none do. */
const char *check_prohibited(const struct check_run *run, const struct view_page *page);
/* Whether a page that could not be had this time could not the time before either, or is told of already: a server that
 * fails for some minutes has not lost its pages. */
bool check_is_lost(struct check_run *run, const struct view_page *page);
/* It cannot be looked at whether this, which was found before, is there still: it stays as it is. */
void check_keep(struct check_run *run, const struct finding_row *row);
/* The same of all that this check has found on the page. */
void check_keep_page(struct check_run *run, const struct view_page *page);
/* Whether the page has a finding of another check, one without a subject, that is not fixed. */
bool check_has_found(struct check_run *run, const struct check *other, const struct view_page *page);
/* The check cannot be made: nothing that it found before is closed by it. */
void check_give_up(struct check_run *run);
/* The content of a page as it is kept, replacing what the buffer holds; false when it is not kept. */
bool check_content(struct check_run *run, const struct view_page *page, struct buf *content);
/* What pages gave in other guises. */
const struct guise_samples *check_guises(const struct check_run *run);
/* The page is not what changes are measured against while this is open, whichever page it is told of. `subject` as in
 * check_report. */
void check_question(struct check_run *run, const struct view_page *page, const char *subject);
/* A subject for what a page has become: another state is another finding, so what a person decides on is this one. */
const char *check_state(struct check_run *run, const struct view_page *page, struct bytes state);

/* Ends the run when `status` is not OK. */
void check_fail(struct check_run *run, enum status status);

struct check_alarm {
    const struct view_page *page;
    const char *family;
    const struct inspected_finding *finding;
    const struct inspected_bytes *judged; /* NULL: what is kept of the page */
    bool was_good;                        /* the sweep before looked, and it was not there */
};

/* Reports the page of a start address that could be opened too seldom. */
void check_availability(struct check_run *run, const char *start);
/* The same between sweeps, as soon as probes say so: a finding of the last sweep. Not before there was one. *is_new: it
 * was not open, or was less severe. Inside of a transaction. */
MUST_CHECK enum status checks_see_unreachable(struct store *store, const struct site *site, const char *start,
                                              int64_t now_ms, bool *is_new, struct error *error);
/* Whether an address that gives this title now has another one than changes are measured against, and nobody has found
 * that yet: a sweep of the page would open a finding (title-changed). Not before there is something to compare with. */
MUST_CHECK enum status checks_is_title_new(const struct store *store, const struct site *site, const char *url,
                                           const char *title, bool *is_new, struct error *error);

/* The same of a start page that leads to an address on another host (start-elsewhere). */
MUST_CHECK enum status checks_is_elsewhere_new(const struct store *store, const struct site *site, const char *start,
                                               const char *elsewhere, bool *is_new, struct error *error);
/* The same of a page that sends readers to an address on another host by a refresh or a script (start-elsewhere,
 * redirect-new). */
MUST_CHECK enum status checks_is_sending_new(const struct store *store, const struct site *site, const char *url,
                                             const char *elsewhere, bool *is_new, struct error *error);

/* Whether a start page with this title that leads nowhere any more would be a new finding (home-blank). */
MUST_CHECK enum status checks_is_alone_new(const struct store *store, const struct site *site, const char *url,
                                           const char *title, bool *is_new, struct error *error);
/* Whether a person has accepted that it does. */
MUST_CHECK enum status checks_is_alone_accepted(const struct store *store, const struct site *site, const char *url,
                                                const char *title, bool *is_accepted, struct error *error);

/* Whether a person has accepted robots.txt (its address) with this content, and with it what it hides (robots-changed). */
MUST_CHECK enum status checks_are_rules_accepted(const struct store *store, const struct site *site,
                                                 struct arena *arena, const char *url, const struct digest *content,
                                                 bool *are_accepted, struct error *error);

/* The same as check_quote makes, in the arena, for what sweeps say beside their findings. */
MUST_CHECK enum status checks_quote(struct arena *arena, const char *text, const char **quote);
/* In words what a check of this name finds; the name itself where there is none. */
const char *checks_title(const char *name);
/* The same of a finding, whether a check has found it or rules: then it is their category. */
const char *checks_kind(const struct finding_row *row);
/* Whether there is a check of this name. */
bool checks_know(const char *name);
/* Whether what the check of this name finds is a fault of the link that leads there (is_of_link). */
bool checks_is_of_link(const char *name);
/* Whether what the check of this name finds stands as long as nobody has looked at the page again (needs_no_page). */
bool checks_need_page(const char *name);
/* Whether the check of a finding (its rule) measures changes, so that one can be accepted. */
bool checks_compare(const char *name);

/* Which checks are made: all, those that take pages one by one, or those that take start pages alone. */
enum checks_extent { CHECKS_ALL, CHECKS_PAGES, CHECKS_STARTS };

struct checks_options {
    struct store *store; /* a transaction is open */
    const struct guise_samples *guises;
    enum status (*alarm)(void *context, const struct check_alarm *alarm);
    void *alarm_context;
    const struct site *site;
    const struct sweep_row *sweep;
    struct date today;
    int64_t now_ms;
    bool is_complete; /* else nothing is closed, and nothing becomes the baseline */
    enum checks_extent extent;
    bool *has_damaged; /* set when a kept copy that a check asks for is damaged */
};
MUST_CHECK enum status checks_run(const struct checks_options *options, uint64_t *opened, uint64_t *closed,
                                  struct error *error);

#endif
