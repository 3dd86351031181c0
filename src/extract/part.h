/* SPDX-License-Identifier: Apache-2.0
 *
 * What a document is made of: a tree of parts, each giving runs of text.
 *
 * A part is something with bytes of its own: the file, a member of an archive, an embedded file.
 * What is inside a part without being a file (a header, a sheet, a slide) is a section of it, named
 * by each run.
 */
#ifndef GUANKA_EXTRACT_PART_H
#define GUANKA_EXTRACT_PART_H

#include <stdbool.h>

#include "base/bytes.h"
#include "text/canonical.h"
#include "text/encoding.h"

/* What a part turned out to be, by content. */
struct format {
    const char *name;       /* "html", "docx", "zip", …: stable, used in reports and tests */
    const char *media_type; /* "text/html" */
};

/* What recognising text in pictures (OCR) has cost: by far the most expensive way to read. */
struct ocr_cost {
    uint64_t pages, ns;
};

struct part {
    const struct part *parent;   /* NULL for the document itself */
    const char *name;            /* of the member, as valid UTF-8; the document's own file name for the root */
    const struct format *format; /* set before part_open */
    struct bytes bytes;          /* as stored (decompressed, for a member) */
    enum encoding encoding;      /* for text formats, set by the extractor before its first run; else NONE */
    bool source_is_meaningful;   /* byte offsets into `bytes` mean something to a reader (text, HTML, XML) */
    uint32_t number, depth;      /* order of discovery; 0 = the document */
    struct ocr_cost ocr;         /* so far */
};

/* What the outside claims; NULL = nothing. Never trusted, only preferred. */
struct part_hint {
    const char *name;       /* file name, with extension; valid UTF-8 */
    const char *media_type; /* without parameters */
    const char *charset;
    /* What of the path should be scanned as names: its end, from the first folder that has not come up before.
     * NULL: the last name in `name`. */
    const char *unseen;
};

/* The kind of place a run stands in; rules choose with `in:`. */
enum text_role {
    TEXT_BODY,
    TEXT_TITLE,       /* <title>, a document's title line */
    TEXT_HEADER,      /* page header */
    TEXT_FOOTER,      /* page footer */
    TEXT_NOTE,        /* footnotes, speaker notes, annotations, review comments */
    TEXT_HIDDEN,      /* text a reader does not see: hidden elements, deleted or vanished runs, hidden sheets */
    TEXT_HIDDEN_LINK, /* the target of a link that a reader does not see */
    TEXT_LINK,        /* the target of a visible link, script, frame or image */
    TEXT_ALT,         /* alt, title and other attributes that are shown on demand */
    TEXT_METADATA,    /* <meta>, document properties; rules call it `property` */
    TEXT_COMMENT,     /* comments in the source of a page */
    TEXT_SCRIPT,      /* script source, escapes decoded */
    TEXT_FILENAME,    /* names of files and members */
    TEXT_ROLE_COUNT,
};

/* What a link is in the source of a page, and a script: not every one is for readers to follow. */
enum text_link {
    LINK_ORDINARY,  /* an anchor, an image, a style sheet; what is no link has this, too */
    LINK_PROGRAM,   /* <script src> */
    LINK_FRAME,     /* <iframe>, <frame>, <embed>, <object>: a foreign page within the page */
    LINK_REFRESH,   /* <meta http-equiv=refresh>: the reader is sent there */
    LINK_CONCEALED, /* an ordinary one in what a script of the page hides */
    LINK_OPENABLE,  /* an ordinary one in what readers can open (html_opens.h); only for those who ask, as below */
    LINK_HANDLER,   /* no link: a script in an attribute that runs without the reader's doing, onerror, onload */
    LINK_WRITTEN,   /* an ordinary one in what a script writes into the page */
    /* Where scripts send the reader, told to those alone who ask (extract_context.follows_sends): */
    LINK_SENDS,         /* every reader */
    LINK_SENDS_SOME,    /* some, or in a window of its own */
    LINK_SENDS_PERHAPS, /* it could not be followed to the end */
    LINK_ASKS,          /* nowhere: `//host` and more that a script asks for something, or tells it; with those */
    TEXT_LINK_COUNT,
};

/* How a run attaches to the run of the same lane before it. */
enum text_join {
    JOIN_GLUED,  /* same word */
    JOIN_SPACED, /* new word */
    JOIN_LINE,   /* new line of a paragraph: a new block; what the end of the line has cut in two is looked for, too */
    JOIN_BROKEN, /* new block: nothing matches across */
};

/* How the run's text relates to the part's bytes. */
enum text_origin {
    ORIGIN_IDENTICAL, /* byte for byte the source span (UTF-8, perhaps with broken sequences) */
    ORIGIN_DECODED,   /* what charset_decode makes of the source span, in the part's encoding */
    ORIGIN_WHOLE,     /* the whole run stands for the whole source span: a character reference, an escape */
    ORIGIN_DETACHED,  /* no place in the part's bytes (OOXML text, file names); source is empty */
};

enum place_unit { PLACE_NONE, PLACE_PAGE, PLACE_SHEET, PLACE_SLIDE };

struct place {
    enum place_unit unit;
    uint32_t number; /* from 1 */
};

/* Where in a table; all from 1, table 0 = not in one. Tables are numbered through the part. */
struct cell {
    uint32_t table, row, column;
};

struct text_run {
    const char *utf8; /* not terminated; valid during the call only */
    size_t size;      /* at most TEXT_RUN_MAX */
    enum text_role role;
    enum text_join join;
    enum text_origin origin;
    enum canonical_newlines newlines : 8;
    enum text_link link : 8; /* with the one above and below in a byte each, a run is as small as without */
    bool is_escape; /* it shows a reference that should have been replaced, "&nbsp;"; what that means is read, too */
    struct span source;  /* in the part's bytes, which stay valid until the part closes */
    const char *section; /* "body", "header", "sheet 名单", …; lives until the part closes; NULL = "body" */
    struct place place;
    struct cell cell;
    uint32_t replaced; /* how many U+FFFD the decoder put for broken bytes */
};

/* Long text goes out in pieces (cut on character boundaries of the source), so that a place can be
 * found again cheaply. extract_emit accepts no longer run. */
enum { TEXT_RUN_MAX = 2048 };

#endif
