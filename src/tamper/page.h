/* SPDX-License-Identifier: Apache-2.0
 *
 * The score of a page: signs of tampering, each with points, added up when the page has been read.
 *
 * Pieces of the page are shown one by one. What leads to the page's own site is no sign, and which site that is may be
 * known only at the end: its name is given, or it is the host that most visible links lead to. A sign counts once, however
 * often it is met. A zeroed page with an arena is an empty one; its hosts lie there, and it borrows nothing else. Of more
 * hosts than PAGE_HOSTS_MAX nothing is known, which is a sign itself.
 */
#ifndef GUANKA_TAMPER_PAGE_H
#define GUANKA_TAMPER_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "reference/host.h"
#include "tamper/spam.h"

enum page_sign {
    PAGE_HIDDEN_LINK,   /* a link that readers do not see, to a host that nobody knows */
    PAGE_HIDDEN_MANY,   /* more than ten of them, to several */
    PAGE_HIDDEN_ODD,    /* one to a host as spammers have them */
    PAGE_HIDDEN_SPAM,   /* advertising in hidden text */
    PAGE_AFTER_END,     /* a link to an unknown host behind </html> */
    PAGE_AFTER_ALONE,   /* one that readers see, and nothing there of what a page's foot has */
    PAGE_TITLE_SPAM,    /* advertising in the title */
    PAGE_TITLE_STUFFED, /* several words of it */
    PAGE_PROPERTY_SPAM, /* in keywords or description */
    PAGE_PROPERTY_STUFFED,
    PAGE_LINK_SPAM,      /* a row of visible links whose words advertise, to odd hosts */
    PAGE_SCRIPT_HOST,    /* a script from an odd host */
    PAGE_SCRIPT_WRITES,  /* a script that writes links to unknown hosts into the page */
    PAGE_SCRIPT_DECODES, /* that writes what it has decoded */
    PAGE_SCRIPT_RUNS,    /* that runs it */
    PAGE_SCRIPT_PACKED,  /* that is packed */
    PAGE_SCRIPT_NAMES,   /* a script that names an odd host: a packed one, or one that writes or diverts */
    PAGE_SCRIPT_SPAM,    /* advertising in a script */
    PAGE_SCRIPT_DIVERTS, /* that sends visitors from search engines to an unknown host */
    PAGE_SCRIPT_COVERS,  /* that writes a frame of an unknown host over the page */
    PAGE_SCRIPT_JUMPS,   /* that sends every visitor to an odd host */
    PAGE_REFRESH,        /* the page itself sends visitors to an unknown host */
    PAGE_REFRESH_ODD,    /* to an odd one */
    PAGE_HIDDEN_FRAME,   /* a frame of an unknown host that nobody sees */
    PAGE_AFTER_PROGRAM,  /* a script or frame of an unknown host behind </html> */
    PAGE_AFTER_SPAM,     /* advertising behind </html> */
    PAGE_TITLE_FOREIGN,  /* a title in a script that the page is not written in */
    PAGE_PROPERTY_FOREIGN, /* keywords or a description in a script that the title is not written in */
    PAGE_HANDLER,       /* a handler that runs by itself and calls an unknown host */
    PAGE_HIDDEN_SCRIPT, /* a link to an unknown host in what a script hides as soon as the page is there */
    PAGE_MORE_HOSTS,    /* more unknown hosts than are looked at */
    PAGE_SIGN_COUNT,
};

/* As tables and reasons call it: "hidden-link". */
const char *page_sign_name(enum page_sign sign);
/* PAGE_SIGN_COUNT for a name that is none. */
enum page_sign page_sign_find(const char *name);

struct page_points {
    uint32_t points[PAGE_SIGN_COUNT];
    uint32_t suspected, severe; /* so many points are */
};

enum { PAGE_HOSTS_MAX = 1024, PAGE_WORD_SIZE = 48 };

/* How much of a text is Chinese, and how much is written as no language of the country is: kana, Thai, Vietnamese,
 * Cyrillic. Those of its minorities are at home. */
struct script_letters {
    uint32_t han, foreign;
};

/* A host that is not trusted, and how it was met. */
struct page_host {
    const char *name;
    size_t name_size;
    bool is_odd;
    uint32_t visible, hidden, concealed, after_end, shown_after_end, scripts, written, diverted;
    uint32_t covering, jumps, handlers, refreshes, hidden_frames, programs_after_end;
    const void *hold; /* the listener's, for the first place where it could be a sign */
};

struct page {
    bool has_foot_after_end; /* links of the site's own, or to trusted hosts, or words of a foot */
    bool is_html; /* set by the listener: only titles of pages are compared with their text */
    struct arena *arena; /* set by the listener, as long as the page lives */
    struct page_host **hosts;
    size_t host_count, host_capacity;
    bool lacks_memory; /* something of it could not be kept: it may not be judged */
    uint32_t signs; /* bits that do not depend on hosts */
    uint32_t spam_links;
    struct script_letters title, body; /* the body's are counted only when the title is foreign */
    char words[PAGE_SIGN_COUNT][PAGE_WORD_SIZE]; /* an example of each sign */
    const void *holds[PAGE_SIGN_COUNT];          /* the listener's, for its first place */
};

/* What the page is judged by. */
struct page_knowledge {
    const struct host_list *hosts;
    const struct spam_words *words;
    const struct script_words *script_words;
    struct page_points points;
};

/* Where a piece of text stands. */
enum page_piece {
    PIECE_BODY,
    PIECE_TITLE,
    PIECE_PROPERTY,
    PIECE_HIDDEN,
    PIECE_LINK,
    PIECE_HIDDEN_LINK,
    PIECE_CONCEALED_LINK,      /* a script hides it */
    PIECE_WRITTEN_LINK,        /* a script writes it */
    PIECE_HIDDEN_WRITTEN_LINK,
    PIECE_PROGRAM, /* a script's address */
    PIECE_FRAME,   /* a frame's */
    PIECE_HIDDEN_FRAME,
    PIECE_REFRESH, /* where the page sends its visitors */
    PIECE_SCRIPT,
    PIECE_HANDLER, /* a script in an attribute that runs by itself */
};

/* A place that may become evidence; the slot is filled by the caller. */
struct page_evidence {
    const void **hold; /* NULL: nothing is to be kept */
    struct span span;
};

/* Shows a piece, canonical text in which the words of advertising that begin with Han (spam_words_han) stand at `words`. At most
 * one place of it is asked for. */
struct page_evidence page_read(struct page *page, const struct page_knowledge *knowledge, enum page_piece piece,
                               bool after_end, const char *text, size_t size, struct literal_places words);
/* Has a piece of the body before the end of the page nothing to say, unless it has such words? Letters are counted of some
 * pages alone. */
static inline bool page_body_is_idle(const struct page *page)
{
    return (page->signs >> PAGE_TITLE_FOREIGN & 1) == 0;
}

struct page_verdict {
    uint32_t signs; /* bits */
    uint32_t points;
    const void *hold; /* of the sign with the most points */
    bool is_of_host;  /* that sign: what it is made of is in host_signs */
    uint32_t host_signs[PAGE_HOSTS_MAX]; /* bits, for each host of the page */
    char words[PAGE_SIGN_COUNT][PAGE_WORD_SIZE];
};

/* `own`: the host the page came from, or NULL. */
void page_judge(const struct page *page, const struct page_knowledge *knowledge, const char *own,
                struct page_verdict *verdict);

#endif
