/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page says for those who go on from it: its title, properties, text and the addresses that it names.
 *
 * Read by the HTML extractor through a sink of its own, so that charsets, references, hidden blocks and what scripts
 * write are understood as the rules understand them. Which element an address belongs to is looked up in the page's
 * bytes. Nothing here is judged.
 */
#ifndef GUANKA_SWEEP_SITE_PAGE_H
#define GUANKA_SWEEP_SITE_PAGE_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/status.h"
#include "extract/part.h"
#include "sweep/page_rows.h"
#include "text/encoding.h"

enum page_element {
    PAGE_ANCHOR,  /* <a>, <area> */
    PAGE_IMAGE,   /* <img>, <source>, an image button */
    PAGE_LINK,    /* <link>: style sheets, feeds, icons */
    PAGE_PROGRAM, /* <script> */
    PAGE_FRAME,   /* <iframe>, <frame>, <embed>, <object> */
    PAGE_FORM,    /* where a form is sent, by itself or by one of its buttons */
    PAGE_REFRESH, /* <meta http-equiv=refresh> */
    PAGE_OTHER,   /* data-src and whatever looks like an address; backgrounds in styles */
};

struct page_link {
    const char *address; /* as written, references decoded, UTF-8 */
    enum page_element element;
    bool is_hidden;    /* from readers */
    bool is_openable;  /* only until they open what it is in: a menu, a tab, a dialog */
    bool is_written;   /* by a script of the page */
    struct span label; /* the anchor's text in page.text, up to the end of its line */
};

/* Where a page sends its reader without his doing, the surest first. */
enum page_certainty {
    SENDS_ALL,     /* every reader */
    SENDS_SOME,    /* some, or in a window of its own */
    SENDS_PERHAPS, /* the script could not be followed to the end */
    SENDS_COUNT
};

struct page_sending {
    const char *address; /* as in page_link */
    enum page_certainty certainty;
};

struct page_property {
    const char *name, *content; /* of <meta> */
};

struct site_page {
    const char *format;     /* "html", … as in reports; NULL when nothing was recognised */
    const char *media_type; /* of that format */
    bool is_left_out;       /* a parser of others reads it, which is never done in this process: nothing but the
                               format that it seems to have is filled in */
    enum encoding encoding; /* ENCODING_NONE where it is no text */
    const char *title;      /* "" */
    const char *base;       /* of <base href>; NULL: none */
    const struct page_link *links;
    size_t link_count;
    const struct page_sending *sends; /* by scripts; of what is a script itself, too */
    size_t send_count;
    const char *const *asks; /* `//host` and more: what its scripts ask for something, whenever that is; of what is a
                                script itself, what it writes into pages, too. Each once */
    size_t ask_count;
    const struct page_property *properties;
    size_t property_count;
    struct bytes text;       /* what readers see, a line for each block */
    const struct page_row *rows; /* of the text, none when it is empty */
    size_t row_count;
    uint32_t hidden_blocks;  /* that readers do not see and that hold an address */
    bool is_cut;             /* there was more of something than PAGE_… allow */
    bool has_more_addresses; /* it was that */
};

enum {
    PAGE_LINKS_MAX = 20000,
    PAGE_SENDS_MAX = 64,
    PAGE_ASKS_MAX = 256,
    PAGE_PROPERTIES_MAX = 200,
    PAGE_TEXT_MAX = 1 << 20
};

/* One thread. */
struct site_page_reader;
MUST_CHECK enum status site_page_reader_create(struct site_page_reader **reader);
void site_page_reader_destroy(struct site_page_reader *reader); /* NULL is allowed */
/* *page is valid until the next call. What is no page gives its format alone. STATUS_OK unless there is no memory. */
MUST_CHECK enum status site_page_read(struct site_page_reader *reader, struct bytes input, const struct part_hint *hint,
                                      struct site_page *page);

#endif
