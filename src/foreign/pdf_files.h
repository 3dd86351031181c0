/* SPDX-License-Identifier: Apache-2.0
 *
 * Files inside a PDF. They are found first, in reader->files, and read at the end, when no work of MuPDF is under way.
 */
#ifndef GUANKA_FOREIGN_PDF_FILES_H
#define GUANKA_FOREIGN_PDF_FILES_H

#include "foreign/pdf_reader.h"

enum { PDF_FILES_MAX = 20000 };

struct pdf_file {
    pdf_obj *content; /* a stream, or an array of names and streams that make one; kept */
    char *name;
};

struct pdf_files {
    struct pdf_file *items;
    size_t count, capacity;
};

/* For work. From a file specification; what is none, or names a file elsewhere, adds nothing. */
void pdf_files_add(struct pdf_reader *reader, pdf_obj *specification);
/* For work. From a name tree of file specifications. */
void pdf_files_add_tree(struct pdf_reader *reader, pdf_obj *tree);
/* For work. The content of the form as XML (XFA). */
void pdf_files_add_stream(struct pdf_reader *reader, pdf_obj *content, const char *name);

/* For work: calls visit(reader, value, context) for each value of a tree of names, or of numbers. */
void pdf_tree_walk(struct pdf_reader *reader, pdf_obj *tree,
                   void (*visit)(struct pdf_reader *reader, pdf_obj *value, void *context), void *context);

/* Reads them all, each as a part of its own. Not for work. */
MUST_CHECK enum status pdf_files_read(struct pdf_reader *reader);
void pdf_files_free(struct pdf_files *files);

#endif
