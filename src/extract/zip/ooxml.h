/* SPDX-License-Identifier: Apache-2.0
 *
 * Office Open XML (ECMA-376, ISO/IEC 29500): docx, xlsx, pptx and their kin; and Visio's drawings ([MS-VSDX]), which are
 * packages of the same build.
 *
 * A package is a zip of parts, each with a content type that says what it is. Every part is accounted for:
 * read as text, given on as a file inside, known to hold no text, or explained by a gap; also the parts
 * that nothing refers to, since they are published with the rest. Parts are inflated and parsed a piece
 * at a time, so none stands in memory.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_H
#define GUANKA_EXTRACT_ZIP_OOXML_H

#include "extract/zip/package.h"

extern const struct extractor ooxml_extractor;

/* The package in `input`, which is the job's own, or made of it (ooxml_flat.h). */
MUST_CHECK enum status ooxml_read(struct extract_job *job, struct bytes input);

/* Namespaces, transitional and strict alike. */
enum ooxml_space {
    OOXML_ANNOTATION = 1, /* of Word 2003 */
    OOXML_CHART,
    OOXML_DRAWING,
    OOXML_MARKUP, /* markup compatibility: AlternateContent */
    OOXML_MATH,
    OOXML_OFFICE, /* properties in Word 2003 */
    OOXML_PRESENTATION,
    OOXML_RELATIONSHIP, /* of attributes: r:id */
    OOXML_SHEET,
    OOXML_SHEET_FORMULA,   /* formulas in what later versions added to sheets */
    OOXML_SHEET_EXTENSION, /* what Excel 2010 added */
    OOXML_THREADED, /* threaded comments of workbooks */
    OOXML_VISIO,
    OOXML_VML,
    OOXML_WORD,
};
extern const struct xml_namespace ooxml_namespaces[];

enum ooxml_kind {
    OOXML_IGNORED, /* known to hold no text */
    OOXML_TEXT,    /* paragraphs: documents, headers, notes, comments, drawings, slides, charts */
    OOXML_SLIDE,
    OOXML_DOCUMENT,
    OOXML_WORKBOOK,
    OOXML_BINARY_WORKBOOK, /* from here on: parts of a workbook that are records and not XML */
    OOXML_BINARY_STRINGS,
    OOXML_BINARY_STYLES,
    OOXML_BINARY_SHEET,
    OOXML_BINARY_COMMENTS,
    OOXML_BINARY_TABLE,
    OOXML_BINARY_CACHE,
    OOXML_BINARY_CACHE_RECORDS,
    OOXML_BINARY_LINK,
    OOXML_BINARY_CONNECTIONS,
    OOXML_BINARY_UNREAD, /* known to hold text that is not read; the last of them */
    OOXML_SHARED_STRINGS,
    OOXML_CELL_STYLES,
    OOXML_WORKSHEET,
    OOXML_PIVOT,
    OOXML_TABLE,
    OOXML_WORKBOOK_TEXT, /* any text and the attributes that hold values; of authors as well */
    OOXML_PRESENTATION_MAIN,
    OOXML_TEXT_STYLES,
    OOXML_PROPERTIES,
    OOXML_RELATIONSHIPS,
};

/* What a content type means. */
struct ooxml_type {
    const char *content_type;
    enum ooxml_kind kind;
    enum text_role role;
    const char *section;
};

/* A part of the package; the index in ooxml.entries is that in package.zipfile.members. */
struct ooxml_entry {
    const struct zip_member *member;
    const struct ooxml_type *type; /* NULL: a file inside */
    const char *section;           /* in place of the type's, or NULL */
    struct place place;
    bool hidden;
    bool done;
};

struct ooxml {
    struct package package;
    struct ooxml_entry *entries;
    enum status types_damage; /* what was wrong with the content types */
    struct ooxml_entry *main; /* that the package's own relationships name, or NULL */
    const struct ooxml_style_set *styles; /* of the document; NULL while unknown */
    struct ooxml_book *book;                     /* the workbook being read, or NULL */
    uint32_t table_count;                        /* tables numbered so far */
    uint64_t shared_size;                        /* of all text that cells took from the shared strings */
};

struct ooxml_relationship {
    const char *id, *kind;      /* kind: the last word of its type: "worksheet", … */
    struct ooxml_entry *target; /* NULL: external, or no such part */
};
struct ooxml_relationships {
    const struct ooxml_relationship *items;
    size_t count;
};

/* Reads an entry if that was not done yet, whatever it is. */
MUST_CHECK enum status ooxml_entry_read(struct ooxml *ooxml, struct ooxml_entry *entry);
/* Parses a part; what the handler stops with comes out unchanged. */
MUST_CHECK enum status ooxml_parse(struct ooxml *ooxml, const struct zip_member *member,
                                   const struct xml_handler *handler, void *context);
/* Turns a status that concerns one entry into a gap that names it; passes wider ones on. */
MUST_CHECK enum status ooxml_settle(struct ooxml *ooxml, const struct ooxml_entry *entry, enum status status);
/* What `entry` refers to inside the package. Damage is recorded as a gap. */
MUST_CHECK enum status ooxml_relationships_read(struct ooxml *ooxml, const struct ooxml_entry *entry,
                                                struct ooxml_relationships *relationships);
/* The same of a part by name, or of the package ("" as the name); damage comes out as a status, with what could be
 * read. *member is where they stand, or NULL. */
MUST_CHECK enum status ooxml_relationships_collect(struct ooxml *ooxml, struct bytes name,
                                                   struct ooxml_relationships *relationships,
                                                   const struct zip_member **member);
struct ooxml_entry *ooxml_related(const struct ooxml_relationships *relationships, struct bytes id);
/* Says where all parts are that hang on `entry` (drawings, charts, notes, comments), as far as that is not known. */
MUST_CHECK enum status ooxml_place_related(struct ooxml *ooxml, const struct ooxml_entry *entry);
struct ooxml_entry *ooxml_entry_of_kind(const struct ooxml *ooxml, enum ooxml_kind kind);
/* Emits text of any size in runs: *run tells everything but utf8, size and origin, and joins as told once. */
MUST_CHECK enum status ooxml_emit(struct ooxml *ooxml, const struct text_run *run, struct bytes utf8);
/* A terminated copy for as long as the part is open; NULL when memory is exhausted. */
const char *ooxml_keep(struct ooxml *ooxml, struct bytes text);

#endif
