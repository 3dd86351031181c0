/* SPDX-License-Identifier: Apache-2.0
 *
 * From pieces of markup to text runs: decoding, cutting to size, and where a piece stands in the part.
 *
 * Markup is found either in the part's own bytes (UTF-8, GBK, …) or, for encodings in which it cannot be
 * (UTF-16), in a window of decoded text; all functions here take pointers into that one and put the
 * right source span and origin on what they emit. One thread; the job's lifetime.
 */
#ifndef GUANKA_EXTRACT_HTML_OUTPUT_H
#define GUANKA_EXTRACT_HTML_OUTPUT_H

#include <stdbool.h>

#include "extract/extractor.h"
#include "extract/html_entities.h"

/* A position in the decoded window and the source offset it stands for. */
struct html_mark {
    const uint8_t *text;
    uint64_t source;
};

/* Where a piece of markup that a script writes stands in the part. */
struct html_anchor {
    size_t offset; /* in the markup */
    struct span source;
    bool is_exact; /* byte for byte, in the part's encoding; else UTF-8 that stands for all of it */
};

/* Markup that a script writes: read as what is in the page, with the places that it has in the script. What is seen of
 * it is in the script's own text already, unless nobody can read it there (is_composed). */
struct html_written {
    struct bytes text;
    const struct html_anchor *anchors; /* by offset, the first at 0 */
    size_t count;
    bool is_composed;
};

struct html_output {
    struct extract_job *job;
    const uint8_t *base;                /* the part's own bytes; of no use in a window */
    bool is_window;                     /* `first`, `mark` and `cursor` count */
    struct html_mark first;             /* the window's beginning */
    struct html_mark mark;              /* the beginning of the token being read */
    struct html_mark cursor;            /* the last position asked for */
    enum encoding encoding;             /* of the part */
    const uint8_t *limit;               /* the end of the bytes or the window, up to which may be read */
    struct text_run run;                /* what all runs have in common: section, cell, newlines */
    const struct html_written *written; /* what is being read, or NULL: the part's own bytes or the window */
    enum text_link ordinary;            /* what a link is that is nothing else */
    bool is_inert;                      /* scripts in what is being read are never run */
};

/* Text or an attribute, whatever its references mean through several levels of escaping, or an attribute that a program
 * reads, where only the standard's one level counts. */
enum html_references { REFERENCES_OF_TEXT, REFERENCES_OF_VALUE, REFERENCES_OF_LINK };

struct html_output html_output_start(struct extract_job *job);
/* A token begins at `text`; nothing before it will be asked for again. */
void html_output_mark(struct html_output *output, const uint8_t *text);
uint64_t html_output_source(struct html_output *output, const uint8_t *text);
/* Where a piece of what is being read stands. */
struct span html_output_span(struct html_output *output, struct bytes text);

/* Literal bytes; nothing is emitted, nor `join` spent, when there are none. */
MUST_CHECK enum status html_output_bytes(struct html_output *output, enum text_role role, enum text_join join,
                                         struct bytes text);
/* Characters that stand for all of `source`. */
MUST_CHECK enum status html_output_whole(struct html_output *output, enum text_role role, enum text_join join,
                                         const char *utf8, size_t size, struct bytes source);
/* Bytes with character references in them. */
MUST_CHECK enum status html_output_value(struct html_output *output, enum text_role role, enum text_join join,
                                         struct bytes value, enum html_references references);
/* A URL, and what its percent escapes say if that is not ASCII. */
MUST_CHECK enum status html_output_link(struct html_output *output, enum text_role role, struct bytes value);

/* A reference in text that is shown, which means utf8[0..size). A name that was escaped once too often, `&amp;nbsp;`,
 * is emitted as what the reader sees of it (is_escape). Numbers are not: nobody reads words in `&#36172;`. */
MUST_CHECK enum status html_output_shown(struct html_output *output, enum text_role role, enum text_join join,
                                         const char *utf8, size_t size, struct bytes source);
/* html_entities_decode_deep, or for a link html_entities_decode. */
size_t html_output_decode(const uint8_t *next, const uint8_t *end, enum html_references references, char *utf8,
                          size_t *utf8_size);

#endif
