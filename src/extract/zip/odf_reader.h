/* SPDX-License-Identifier: Apache-2.0
 *
 * The state of reading the XML of OpenDocument, for the files that say what its elements mean.
 */
#ifndef GUANKA_EXTRACT_ZIP_ODF_READER_H
#define GUANKA_EXTRACT_ZIP_ODF_READER_H

#include "base/buf.h"
#include "base/spool.h"
#include "extract/base64.h"
#include "extract/flow.h"
#include "extract/zip/odf_text.h"

enum {
    TABLES_NESTED_MAX = 16,  /* deeper ones are read as part of this one */
    HIDDEN_COLUMNS_MAX = 64, /* ranges of a table */
    POSITION_MAX = 1 << 24,  /* of a row or a column */
    VALUE_SIZE_MAX = 64,
    LONG_VALUE_SIZE = 7, /* shorter numbers are no secret that a format could hide */
    BLANKS_MAX = 16,
    STRING_SIZE_MAX = 1 << 20, /* a cell holds less */
    SECTION_SIZE_MAX = 512,
};

enum odf_space {
    ODF_OFFICE = 1,
    ODF_TEXT,
    ODF_TABLE,
    ODF_DRAW,
    ODF_STYLE,
    ODF_PRESENTATION,
    ODF_META,
    ODF_DC,
    ODF_FORM,
    ODF_SVG,
    ODF_SCRIPT,
    ODF_MATH,
    ODF_CHART,
};

struct odf_meaning;

/* What holds inside an element; a child inherits it. */
struct odf_frame {
    const struct odf_meaning *meaning; /* NULL: the element means nothing of its own */
    const char *section;
    enum text_role role;
    bool text; /* characters right inside count */
    bool hidden, white, background;
    bool skipped;
    bool paragraph; /* inside a paragraph */
    bool is_aside;  /* begun by this element */
    bool apart;     /* text is in no lane of running text … */
    bool begun;     /* … and some of it is out */
};

struct odf_table {
    struct cell cell;
    uint32_t row_step, column_step; /* what the row and the cell at hand stand for */
    uint32_t columns;               /* declared so far */
    struct {
        uint32_t first, last;
    } hidden[HIDDEN_COLUMNS_MAX];
    size_t hidden_count;
};

struct odf_reader {
    struct extract_job *job;
    struct odf_styles *styles;
    struct flow flow;
    struct odf_frame frames[XML_DEPTH_MAX + 2];
    unsigned depth;
    struct place place;
    const char *place_section;
    struct odf_table tables[TABLES_NESTED_MAX + 1];
    unsigned table_depth;
    uint32_t table_count, sheet_count, page_count, binary_count;
    bool is_spreadsheet, is_drawing, in_styles;
    char value[VALUE_SIZE_MAX + 1], shown[VALUE_SIZE_MAX + 1]; /* of the cell */
    size_t shown_size;
    struct buf string; /* what the cell holds, where that may not be shown */
    bool has_text;     /* something of the cell is */
    struct spool *binary; /* being decoded, or NULL */
    struct base64 base64;
};

/* `begin` runs when the element opens, with its frame already made; `finish` when it closes. Either may be NULL. */
typedef enum status odf_begin(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame);
struct odf_meaning {
    unsigned space;
    const char *name;
    odf_begin *begin;
    enum status (*finish)(struct odf_reader *reader, struct odf_frame *frame);
};

MUST_CHECK enum status odf_emit_apart(struct odf_reader *reader, const struct odf_frame *frame, enum text_role role,
                                      struct bytes text);
/* What the element's style says holds in the frame. */
void odf_style_apply(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame,
                     const char *family);
MUST_CHECK enum status odf_place_begin(struct odf_reader *reader, enum place_unit unit, uint32_t number,
                                       struct bytes name);
void odf_place_end(struct odf_reader *reader);

#endif
