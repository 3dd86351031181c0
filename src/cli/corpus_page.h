/* SPDX-License-Identifier: Apache-2.0
 *
 * One page, or one plain text, to measure with.
 *
 * Pages have the shape of real government pages: a head with inline style and script, navigation, an
 * article whose paragraphs carry the styles of a word processor, a table, lists of links, a footer.
 * About a quarter of the bytes is text. Words are planted in quotation marks before the full stop of a
 * sentence of the article: visible text, unbroken by markup, between characters that belong to no word.
 */
#ifndef GUANKA_CLI_CORPUS_PAGE_H
#define GUANKA_CLI_CORPUS_PAGE_H

#include "base/buf.h"
#include "cli/corpus_prose.h"

struct page_maker {
    const struct prose *prose;
    /* Appends a word that is planted; NULL: none is. */
    void (*put_word)(void *context, struct chance *chance, struct buf *out);
    void *context;
    struct chance chance;
    struct buf out;
    size_t charset_offset; /* where a page names its charset: "utf-8" */
};

/* Into maker->out, which is emptied first. */
void page_make(struct page_maker *maker);
void page_make_text(struct page_maker *maker, size_t size);

#endif
