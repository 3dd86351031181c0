/* SPDX-License-Identifier: Apache-2.0
 *
 * The state of reading a part of paragraphs, for the files that say what its elements mean.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_TEXT_READER_H
#define GUANKA_EXTRACT_ZIP_OOXML_TEXT_READER_H

#include "base/spool.h"
#include "extract/base64.h"
#include "extract/zip/ooxml.h"
#include "extract/zip/ooxml_deferred.h"
#include "extract/zip/ooxml_styles.h"

enum {
    TABLES_NESTED_MAX = 16, /* deeper ones are read as part of this one */
    INSTRUCTION_SIZE_MAX = 2048,
    AUTHOR_SIZE_MAX = 128,
};

struct meaning;

/* What holds inside an element; a child inherits it. */
struct text_frame {
    const struct meaning *meaning; /* NULL: the element means nothing of its own */
    const char *section;
    enum text_role role;
    bool text;        /* characters right inside count */
    bool deep_text;   /* and in everything below */
    bool instruction; /* characters are a field's instruction */
    bool values;      /* every element below is a text of its own */
    bool binary;      /* characters are a file inside, in base64 */
    bool is_aside;    /* the element itself began what waits, or the file inside */
    bool hidden;
    bool skipped;
    bool chosen;                  /* AlternateContent: one alternative was read */
    enum text_join outer_join[2]; /* deferred: how the text around goes on */
    uint32_t color, background;   /* 0xRRGGBB, or OOXML_COLOR_UNKNOWN */
};

struct text_reader {
    struct ooxml *ooxml;
    const struct ooxml_entry *entry;
    struct text_frame frames[XML_DEPTH_MAX + 2];
    unsigned depth;
    enum text_join join[2]; /* of the next run: visible, hidden */
    struct cell tables[TABLES_NESTED_MAX + 1];
    uint32_t spans[TABLES_NESTED_MAX + 1]; /* columns that the cell covers */
    unsigned table_depth;
    char instruction[INSTRUCTION_SIZE_MAX];
    size_t instruction_size;
    struct deferred deferred;
    unsigned deferred_level; /* how many elements are open whose text waits */
    unsigned choices;        /* first alternatives that are open … */
    bool in_fallback;        /* … and whether another one is */
    size_t fallback_first;   /* deferred items before it */
    bool deferred_overran;   /* there was no more room */
    char author[AUTHOR_SIZE_MAX]; /* who was told last, to tell nobody twice in a row */
    size_t author_size;
    struct spool *binary; /* being decoded, or NULL */
    struct base64 base64;
    const char *binary_name;
};

/* One line of the table: what an element means. `begin` runs when it opens, with its frame already made; `finish`
 * when it closes. Either may be NULL. */
struct meaning {
    unsigned space;
    const char *name;
    enum status (*begin)(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame);
    enum status (*finish)(struct text_reader *reader, struct text_frame *frame);
};

/* The next text is joined no closer than this. */
void ooxml_text_join(struct text_reader *reader, enum text_join join);
/* From here on, text waits for the end of the paragraph around it; until the end. */
void ooxml_text_defer(struct text_reader *reader, struct text_frame *frame);
void ooxml_text_end_deferring(struct text_reader *reader, const struct text_frame *frame);
/* A text of its own, beside the running text: the value of an attribute, when there is one. */
MUST_CHECK enum status ooxml_text_attribute(struct text_reader *reader, const struct xml_element *element,
                                            const struct text_frame *frame, const char *name, enum text_role role);
/* Who wrote, changed or remarked: the element's attribute `author`. */
MUST_CHECK enum status ooxml_text_author(struct text_reader *reader, const struct xml_element *element,
                                         const struct text_frame *frame);

/* The frame `levels` above the innermost, when its element has the name; else NULL. */
struct text_frame *ooxml_text_ancestor(struct text_reader *reader, unsigned levels, const char *name);

#endif
