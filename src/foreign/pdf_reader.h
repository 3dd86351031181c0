/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the PDF reader share: MuPDF's context for one document, and how its errors become statuses.
 *
 * MuPDF reports errors by longjmp. The only place that catches them is pdf_guard: work that calls MuPDF is a function
 * given to it, holds nothing that MuPDF would not give back, and does not call the driver's verbs for files inside
 * (extract_child). All memory of MuPDF is counted, limited and given back when the document closes, whatever was
 * thrown in between.
 */
#ifndef GUANKA_FOREIGN_PDF_READER_H
#define GUANKA_FOREIGN_PDF_READER_H

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

#include "base/buf.h"
#include "extract/extractor.h"
#include "foreign/pdf_layout.h"

enum {
    PDF_PAGES_MAX = 20000,
    PDF_NODES_MAX = 200000, /* of any tree */
    PDF_DEPTH_MAX = 64,     /* of any tree */
    PDF_STRING_MAX = 1 << 20,
    PDF_FORMS_MAX = 100000, /* drawn by a page, directly or through others */
    /* Glyphs and paths that all pages together may draw: no honest file draws more for each of its bytes, for contents
     * that are compressed a hundred times take several bytes for a glyph. One that does draws the same things again. */
    PDF_MARKS_FREE = 4 << 20,
    PDF_MARKS_SHARE = 16,
};

struct pdf_memory;
struct pdf_alternatives;
struct pdf_files;
struct pdf_history;
struct pdf_pictures;

struct pdf_reader {
    struct extract_job *job;
    struct bytes input;          /* the document, without what was appended to it */
    struct pdf_history *history; /* NULL: the document was never anything else */
    const char *earlier; /* which of its earlier versions is read, as a section; NULL: it is what the document is now */
    fz_context *context;
    pdf_document *document;
    struct pdf_memory *memory;
    struct pdf_layout *layout;
    struct pdf_alternatives *alternatives;
    struct pdf_pictures *pictures;
    struct pdf_files *files; /* that are attached to what is read */
    fz_cookie cookie;
    struct buf text;       /* scratch */
    enum status status;    /* what a verb returned, once it is not OK */
    struct place place;    /* of what is being read */
    uint32_t damage_count; /* streams that broke off, since somebody set it to 0 */
    uint8_t *visited;      /* one bit for each object of the file, for trees that may be loops */
    int object_count;
    bool has_optional_content;
    bool follows_alternatives; /* in the contents that are run */
    /* Forms that a page draws, of which one may draw others again and again. */
    void (*draw_form)(fz_context *context, pdf_processor *processor, const char *name, pdf_obj *form,
                      pdf_obj *resources);
    uint32_t form_count;
    /* An image that stands in the contents themselves. */
    void (*draw_inline)(fz_context *context, pdf_processor *processor, fz_image *image, const char *space);
    bool is_inline;       /* the one that is drawn */
    uint64_t mark_count;  /* glyphs, paths and forms that were drawn so far */
    uint32_t table_count; /* of the part, before it is opened and after it was closed */
};

/* Opens the document; *reader must be zero but for `job`, `input`, `files`, `history`,
 * `earlier`, `mark_count` and `table_count`. Destroy it whatever comes back. */
MUST_CHECK enum status pdf_reader_open(struct pdf_reader *reader);
void pdf_reader_close(struct pdf_reader *reader);

/* Calls work(reader, argument). What MuPDF throws in it becomes STATUS_MALFORMED, or the limit that was reached; what a
 * verb said comes first. */
MUST_CHECK enum status pdf_guard(struct pdf_reader *reader, void (*work)(struct pdf_reader *reader, void *argument),
                                 void *argument);

/* For work: keeps the first status that is not OK. False: stop here. */
bool pdf_take(struct pdf_reader *reader, enum status status);
/* A gap of the page that is being read (or of the document, or of the version of it); `words` are translated where they
 * are shown. */
bool pdf_gap(struct pdf_reader *reader, enum status why, const char *words);
/* Whether the document has drawn more than it can hold. */
bool pdf_is_overdrawn(const struct pdf_reader *reader);
/* False the second time for an indirect object. */
bool pdf_visit(struct pdf_reader *reader, pdf_obj *object);
void pdf_forget_visits(struct pdf_reader *reader);

/* Emits what the layout holds. */
bool pdf_flush(struct pdf_reader *reader);

/* Puts a text string into reader->text, as valid UTF-8. */
bool pdf_string(struct pdf_reader *reader, pdf_obj *string);
/* The name of a file inside; what an earlier version holds is in a folder. */
bool pdf_child_name(const struct pdf_reader *reader, const char *name, struct buf *out);
/* Emits reader->text, if there is anything in it, as a block. */
bool pdf_emit_text(struct pdf_reader *reader, enum text_role role, const char *section);
/* Both. What is no string is no text. */
bool pdf_emit_string(struct pdf_reader *reader, pdf_obj *string, enum text_role role, const char *section);

#endif
