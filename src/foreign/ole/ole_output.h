/* SPDX-License-Identifier: Apache-2.0
 *
 * Text on its way out of a document, gathered into runs.
 *
 * A block (a paragraph, a cell) is what is written between two calls of ole_output_break: text of one role in it joins,
 * also where text of another role stands between, as hidden text inside a word does.
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_OUTPUT_H
#define GUANKA_FOREIGN_OLE_OLE_OUTPUT_H

#include "base/buf.h"
#include "extract/extractor.h"

struct ole_output {
    struct extract_job *job;
    /* Where the text stands; may be changed right after ole_output_break. */
    const char *section;
    struct place place;
    struct cell cell;
    /* Private. */
    enum text_role role;
    bool started[TEXT_ROLE_COUNT]; /* this block has text of that role */
    size_t size;
    char text[TEXT_RUN_MAX];
};

void ole_output_start(struct ole_output *output, struct extract_job *job);
/* The role of what comes next. */
MUST_CHECK enum status ole_output_role(struct ole_output *output, enum text_role role);
MUST_CHECK enum status ole_output_text(struct ole_output *output, struct bytes utf8);
MUST_CHECK enum status ole_output_decoded(struct ole_output *output, struct bytes raw, enum encoding encoding);
/* The end of the block. */
MUST_CHECK enum status ole_output_break(struct ole_output *output);
/* A block of its own. */
MUST_CHECK enum status ole_output_block(struct ole_output *output, enum text_role role, struct bytes utf8);
MUST_CHECK enum status ole_output_block_decoded(struct ole_output *output, enum text_role role, struct bytes raw,
                                                enum encoding encoding);

/* Adds text to a buffer instead. */
void ole_output_decode(struct charset *charset, struct bytes raw, enum encoding encoding, struct buf *text);
/* "sheet " and the name, for as long as the part is open; NULL when memory is exhausted. */
const char *ole_output_section(struct extract_job *job, const char *kind, struct bytes name);

#endif
