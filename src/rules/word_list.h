/* SPDX-License-Identifier: Apache-2.0
 *
 * Word lists: plain text (one word a line, lines that begin with # are comments) or CSV (RFC 4180; file
 * names ending in .csv or .tsv).
 *
 * Of a CSV the first column is the word, unless the first line names a column `word`, `词`, `词语` or
 * `敏感词`; then that line is a header. UTF-8 with or without byte order mark, GBK, UTF-16 and what else
 * encoding_detect finds.
 */
#ifndef GUANKA_RULES_WORD_LIST_H
#define GUANKA_RULES_WORD_LIST_H

#include "base/buf.h"
#include "base/error.h"
#include "base/seal.h"

struct word {
    const char *text; /* in the list's memory; not terminated */
    uint32_t size;    /* never 0; no blanks at either end */
    uint32_t line, column;
};

struct word_list {
    const char *path; /* the caller's */
    bool sealed;      /* its file lies there sealed (base/sealed.h): nothing of it may be quoted */
    struct buf utf8;
    struct word *words;
    size_t count, capacity;
};

enum { WORD_LIST_SIZE_MAX = 64 << 20, WORD_SIZE_MAX = 1024 };

/* `key` opens what is sealed; NULL: nothing is. STATUS_INVALID with file:line:column in *error (a file without words is invalid too), or
 * STATUS_NO_MEMORY. The caller frees the list, whatever the status. */
MUST_CHECK enum status word_list_read(const char *path, const struct seal_key *key, struct word_list *list,
                                      struct error *error);
/* The same for bytes that have been read already; `path` is for messages and for its ending. */
MUST_CHECK enum status word_list_parse(struct bytes bytes, const char *path, struct word_list *list,
                                       struct error *error);
void word_list_free(struct word_list *list);

#endif
