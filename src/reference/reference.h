/* SPDX-License-Identifier: Apache-2.0
 *
 * The operator's tables: CSV files in folders laid one above the other.
 *
 * A folder (layer) may hold any number of tables, one CSV file each (UTF-8, RFC 4180, the first line names the columns,
 * lines that begin with # are comments). In a merged table a row replaces the row of a lower layer that has the same
 * key; a row whose first field is the key with a "!" in front takes that row away. Immutable once loaded: any thread
 * may ask. Texts live as long as the reference.
 *
 * A file may lie there sealed (base/sealed.h). Of a sealed one nothing is quoted: reference_complain and
 * reference_describe see to it.
 */
#ifndef GUANKA_REFERENCE_REFERENCE_H
#define GUANKA_REFERENCE_REFERENCE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/date.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/seal.h"

struct reference;

/* What is expected of a table: known columns, the required ones first, and among these the key's first. */
struct reference_form {
    const char *name;           /* of the file, without ".csv" */
    const char *const *columns; /* column_count of them */
    size_t column_count, required_count;
    size_t key_count; /* 0: rows are never replaced, all layers add up */
    bool has_notes;   /* columns that are not known are for people, and no error */
};

struct reference_row {
    const char *const *fields; /* by column of the form; "" where there is none; valid UTF-8 without blanks around */
    const char *file;
    uint32_t line;
    bool is_sealed; /* the file is: the row may be named, and nothing of what stands in it */
};

struct reference_table {
    const struct reference_row *rows; /* the lowest layer's first */
    size_t row_count;
};

/* Reads the CSV files of all folders, the lowest layer first. A folder without any is fine; one that is not there is
 * STATUS_INVALID, like a broken file, with words in *error. */
MUST_CHECK enum status reference_load(const char *const *folders, size_t folder_count, struct reference **reference,
                                      struct error *error);
/* A file that is a table whatever it is called, above all folders: a register that is kept somewhere else. */
struct reference_named {
    const char *table, *path;
};
struct reference_sources {
    const char *const *folders;
    size_t folder_count;
    const struct reference_named *named; /* NULL: none */
    const struct seal_key *key;          /* of sealed files, for the call only; NULL: none are */
};
MUST_CHECK enum status reference_load_all(const struct reference_sources *sources, struct reference **reference,
                                          struct error *error);
void reference_free(struct reference *reference); /* NULL is allowed */

/* The merged rows of a table; none when no layer has it. A missing required column, an empty required field and a column
 * that the form does not know are STATUS_INVALID with file and line. `arena` holds the table. */
MUST_CHECK enum status reference_table(const struct reference *reference, const struct reference_form *form,
                                       struct arena *arena, struct reference_table *table, struct error *error);
/* The rows of one file, whose bytes must outlive the call only. */
MUST_CHECK enum status reference_table_of(struct bytes bytes, const char *path, const struct reference_form *form,
                                          struct arena *arena, struct reference_table *table, struct error *error);
/* "file:line: …", for whoever finds something wrong in a row. Of a sealed one the message is shown only if its format
 * has no conversions, else a sentence that says where to look. */
enum status reference_complain(const struct reference_row *row, struct error *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The name of the row's file in its folder, for words that go into a result: where the folder lies is the server's own
 * affair, and a result must be the same wherever it is installed. */
const char *reference_row_name(const struct reference_row *row);
/* Words that quote the row, for a reader who wants to know why; of a sealed one only which row it is. */
void reference_describe(const struct reference_row *row, char *words, size_t size, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void reference_describe_list(const struct reference_row *row, char *words, size_t size, const char *format,
                             va_list arguments) __attribute__((format(printf, 4, 0)));

/* A field that is a day or empty (then *day stays as it is); else a complaint. */
MUST_CHECK enum status reference_day(const struct reference_row *row, size_t column, struct date *day,
                                     struct error *error);

/* Over the bytes of all files and their order: part of what a result depends on. */
const struct digest *reference_digest(const struct reference *reference);
/* The files, whether anybody asks for their tables or not. */
struct reference_file_name {
    const char *table, *path; /* the name without its ending */
};
size_t reference_source_count(const struct reference *reference);
struct reference_file_name reference_source(const struct reference *reference, size_t index);
size_t reference_folder_count(const struct reference *reference);
const char *reference_folder(const struct reference *reference, size_t index);

#endif
