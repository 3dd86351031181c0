/* SPDX-License-Identifier: Apache-2.0
 *
 * What checks of sites want to know of a page, as a JSON object that is kept with it: its title and dates, the
 * identifiers in its foot, and the programs, frames and outside hosts that it uses. Every list is bounded.
 */
#ifndef GUANKA_SWEEP_FACTS_H
#define GUANKA_SWEEP_FACTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "sweep/fact_dates.h"
#include "sweep/fact_entries.h"
#include "sweep/site.h"
#include "sweep/site_page.h"
#include "sweep/stand_in.h"

/* Why some of a content could not be read. */
enum fact_problem { FACT_ENCRYPTED = 1, FACT_MALFORMED = 2 };

enum { FACT_ADDRESSES_MAX = 256 }; /* of each list; what is beyond is not kept */

struct facts_source {
    const struct site_page *page;
    const char *url;
    const struct digest *text, *content; /* of what it says, and of its bytes */
    struct bytes input;                  /* these */
    const char *charset;                 /* that the server named; "" */
    unsigned problems;                   /* bits of enum fact_problem */
    struct stand_in stand_in;            /* of a page of HTML */
    struct arena *arena;                 /* for what is gone afterwards */
};
MUST_CHECK enum status facts_write(struct buf *out, const struct facts_source *source);
/* A page of HTML says that there is no such page. */
bool facts_say_missing(const struct site_page *page);
/* The digest of the text again; false when it is not there. */
bool facts_text(const char *facts, struct digest *text);
enum { FACTS_CHARSET_SIZE = 64 };
/* The charset that the server named with it; "" when it named none. */
void facts_charset_said(const char *facts, char said[FACTS_CHARSET_SIZE]);

/* Whether two characters of Chinese in a row stand in both titles: an editor who words one anew keeps some, if only the
 * site's name. */
bool facts_share_words(const char *left, const char *right);

/* Of <meta> (DOMAIN 6.3). */
enum fact_property {
    PROPERTY_SITE_NAME,
    PROPERTY_SITE_DOMAIN,
    PROPERTY_SITE_CODE,
    PROPERTY_COLUMN_NAME,
    PROPERTY_COLUMN_DESCRIPTION,
    PROPERTY_COLUMN_KEYWORDS,
    PROPERTY_COLUMN_TYPE,
    PROPERTY_ARTICLE_TITLE,
    PROPERTY_DATE,
    PROPERTY_SOURCE,
    PROPERTY_COUNT
};
/* "SiteName", … */
const char *facts_property_name(enum fact_property property);

/* Read back. */
struct facts {
    const char *format, *title; /* "" */
    const char *content;        /* digest; "" */
    /* Of links that lead out (crawl_outside.c); "". wrong: the severe rule that what stands there is against. */
    const char *outcome, *wrong, *wrong_category;
    unsigned problems, properties /* bits of enum fact_property */;
    struct date published, written, closes;
    struct fact_entries entries;
    const struct fact_entry *listed; /* the first of them; versions before kept none */
    size_t listed_count;
    /* Of an article, else empty: what it says (fact_sketch.h), and every day that it names as its own. Versions before had
     * neither. */
    const char *sketch;
    struct date named[FACT_NAMED_MAX];
    unsigned named_count;
    const char *charset_said, *charset_declared, *charset; /* by the server, by the page, and what it is; "" */
    const char *code, *icp, *police;                       /* as the page has them; "" */
    bool has_conac, has_report_entry;
    bool says_missing;                    /* that there is no such page */
    bool is_blank, runs_script, leads_on; /* as in stand_in.h */
    unsigned notice;                      /* enum stand_in_notice; versions before did not look */
    bool says_empty;                      /* that its list has nothing yet */
    struct site_texts scripts;            /* addresses on other hosts, without queries */
    struct site_texts frames;
    struct site_texts hidden; /* links to other hosts that readers do not see */
    struct site_texts openable; /* of these, what readers can open: in a menu, a tab, a dialog (html_opens.h) */
    bool opens;                 /* it has such a place, with a link to wherever in it; versions before did not look */
    struct site_texts loads;  /* other hosts that it takes something from, or that it hides */
    struct site_texts leads;  /* other hosts that readers are led to */
    struct site_texts asks;   /* other hosts that its scripts ask for something; of script files, too */
    struct site_texts secrets; /* other hosts that a form of it sends to, where it asks for a password or the like */
    struct site_texts forbids; /* of robots.txt: addresses with '*' and '$' as its rules have them (fact_robots.h) */
    /* Addresses on other hosts, without queries, that readers are sent to without their doing; of script files, too. */
    struct site_texts sends[SENDS_COUNT];
    bool has_sends, has_asks; /* it was looked for; versions before did not */
    bool has_more;            /* addresses than are kept */
};
/* In the arena. Whatever is not there is empty. */
MUST_CHECK enum status facts_read(struct arena *arena, const char *json, struct facts *facts);

#endif
