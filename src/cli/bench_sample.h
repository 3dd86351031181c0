/* SPDX-License-Identifier: Apache-2.0
 *
 * The built-in sample of `guanka bench`: pages, texts and documents in the shape of those of governments, composed of
 * the prose that the program has in it (corpus_page.h, corpus_document.h). The same bytes on every machine.
 */
#ifndef GUANKA_CLI_BENCH_SAMPLE_H
#define GUANKA_CLI_BENCH_SAMPLE_H

#include "base/buf.h"
#include "base/error.h"

/* Makes a folder of its own in /tmp, whose name goes to `folder`, with the files of the sample: pages in UTF-8, pages
 * in GBK, texts, Word and Excel documents, PDF. STATUS_IO with words when it cannot be written. Take it away in any
 * case. */
MUST_CHECK enum status bench_sample_make(struct buf *folder, struct error *error);
void bench_sample_remove(const struct buf *folder);

#endif
