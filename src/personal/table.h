/* SPDX-License-Identifier: Apache-2.0
 *
 * The table rule: is this a table of persons, and what does it give away of them?
 *
 * Cells come row by row. A column is known by its header or by what stands in it; a row by what is known of one person.
 * Of a table only counts are kept, so a million rows need no more memory than ten. Rows are judged when they end, the
 * table when it is finished; so what is told depends on the cells and the day alone. Zeroed and begun, it can be used again.
 */
#ifndef GUANKA_PERSONAL_TABLE_H
#define GUANKA_PERSONAL_TABLE_H

#include "base/date.h"
#include "personal/cell.h"
#include "personal/distinct.h"

enum {
    TABLE_COLUMNS_MAX = 64, /* columns to the right of it are not looked at */
    TABLE_SAMPLES = 3,
    TABLE_HEADER_SIZE = 48,
    TABLE_SAMPLE_SIZE = 64,
};

/* What a table can be found to give away. */
enum table_subject {
    SUBJECT_IDENTITY, /* complete identity numbers, old ones included */
    SUBJECT_DOCUMENT,
    SUBJECT_ACCOUNT,
    SUBJECT_PHONE,     /* mobile numbers of people who hold no office */
    SUBJECT_MASK_WEAK, /* masked identity numbers of which few are possible, or that show the day of birth */
    SUBJECT_VALUE_COUNT, /* of these so far different values are counted */
    SUBJECT_MASK_OPEN = SUBJECT_VALUE_COUNT, /* … of which one alone is possible */
    SUBJECT_OFFICIAL_PHONE, /* mobile numbers of people in an office or trade */
    SUBJECT_HEALTH,
    SUBJECT_CHILD, /* under the lower age */
    SUBJECT_YOUTH, /* under the higher age, or words of children without an age */
    SUBJECT_ADDRESS,
    SUBJECT_STATUS,
    SUBJECT_HOUSEHOLD,
    SUBJECT_COUNT,
};

/* Thresholds are the operator's. */
struct table_limits {
    uint32_t rows_min;        /* persons, before content alone says what a column is */
    uint32_t share_percent;   /* of a column's cells */
    uint32_t candidates_min;  /* a mask is good when so many numbers are possible */
    uint32_t child_age, youth_age;
};
#define TABLE_LIMITS_DEFAULT { 3, 60, 1000, 14, 18 }

/* What stood in the same rows, for the worst combination. */
enum table_beside {
    BESIDE_NAME = 1U << 0,
    BESIDE_ID = 1U << 1,
    BESIDE_PHONE = 1U << 2,
    BESIDE_ACCOUNT = 1U << 3,
    BESIDE_ADDRESS = 1U << 4,
    BESIDE_BIRTH = 1U << 5,
    BESIDE_HEALTH = 1U << 6,
    BESIDE_GUARDIAN = 1U << 7,
    BESIDE_DOCUMENT = 1U << 8,
    BESIDE_MASK = 1U << 9,
    BESIDE_CHILD = 1U << 10,
    BESIDE_STATUS = 1U << 11,
    BESIDE_HOUSEHOLD = 1U << 12,
    BESIDE_ORGANISATION = 1U << 13,
};
enum { BESIDE_COUNT = 14 };

struct table_column {
    enum word_kind header;
    char title[TABLE_HEADER_SIZE]; /* the header's words */
    uint32_t cells;
    uint32_t counts[CELL_KIND_COUNT];
};

/* Of one subject: the rows in which it was met. */
struct table_tally {
    uint32_t rows, strong_rows, form_rows;
    uint32_t beside; /* bits of enum table_beside, of all its rows */
    uint32_t column; /* of its first cell */
    uint32_t sample_count;         /* under the evidence */
    char samples[TABLE_SAMPLES][TABLE_SAMPLE_SIZE]; /* masked */
};

/* What is known of one person: a row, or the fields of a form. */
struct table_person {
    uint32_t beside, evidence; /* evidence: bits (1 << enum table_subject) of what its cells are */
    uint32_t strong;           /* … and whose header says so, or which no other number can be */
    bool is_guess;             /* fifteen digits were taken for an identity number */
    bool official;             /* holds an office, a licence, or is of an organisation */
    uint32_t columns[SUBJECT_COUNT];
    struct birth birth;
    uint32_t age; /* UINT32_MAX: not said */
    enum sex sex;
    bool masked;
    struct masked_id mask;
};

struct table_header {
    uint32_t column;
    enum word_kind kind;
    char title[TABLE_HEADER_SIZE];
};

struct table {
    const struct table_lexicon *lexicon;
    struct table_limits limits;
    struct date as_of;
    struct table_column columns[TABLE_COLUMNS_MAX];
    uint32_t row, cells; /* the row that is being read, and how many cells it has so far */
    struct table_header headers[TABLE_COLUMNS_MAX]; /* cells of the row that read like headers */
    uint32_t header_count;
    struct table_person person; /* of the row */
    struct table_person form;   /* of fields with a label in front of them, in any row */
    uint32_t form_fields;
    uint32_t rows; /* that are no headers */
    uint32_t slow_masks;
    uint64_t fewest_candidates; /* of the weak masks */
    uint32_t told; /* subjects that table_cell has told of */
    struct table_tally tallies[SUBJECT_COUNT];
    struct distinct values[SUBJECT_VALUE_COUNT];
    bool is_lines;
    bool is_official; /* all persons hold an office: of lines it is known only of all */
};

struct table_report {
    enum table_subject subject, evidence; /* evidence: the subject as table_cell told it */
    const struct table_tally *tally;
    const struct table_tally *shown; /* the evidence's, with the samples */
    const char *title; /* of the column, "" when it has none */
    uint64_t distinct; /* 0: not counted */
    bool distinct_is_exact;
};

/* `is_lines`: lines of text that are set like a table; one alone is prose, then, and others report it. */
void table_begin(struct table *table, const struct table_lexicon *lexicon, const struct table_limits *limits,
                 struct date as_of, bool is_lines);
/* One cell, canonical. Bits (1 << enum table_subject) of what this cell is the first evidence for in the table; what is
 * evidence is told by *span. Rows ascend. */
uint32_t table_cell(struct table *table, uint32_t row, uint32_t column, const char *text, size_t size,
                    struct span *span);
/* The same where the header is known otherwise: of a column, or of a field with a label. */
uint32_t table_field(struct table *table, uint32_t row, uint32_t column, enum word_kind header, bool has_label,
                     const char *text, size_t size, struct span *span);
/* Names a column from outside. */
void table_name_column(struct table *table, uint32_t column, enum word_kind header, const char *title, size_t size);
/* Ends the last row. What is to be reported goes to reports[SUBJECT_COUNT]; returns how many. */
size_t table_finish(struct table *table, struct table_report *reports);

#endif
