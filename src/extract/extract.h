/* SPDX-License-Identifier: Apache-2.0
 *
 * The driver: which format is it, read it, follow what is inside, keep to the budget, and record
 * every gap. The only recursion in the program.
 *
 * Formats bid with the number of bits they have checked; the highest bid wins, ties by the order of
 * the registry. By the scope of a status (base/status.h): PART is recorded as a gap and the container
 * goes on; DOCUMENT is recorded and everything unwinds, with what was found so far; SCAN unwinds and
 * there is no result.
 *
 * Formats that third-party parsers read are isolated: the driver hands them to a delegate, which reads them in a
 * process that can open nothing.
 */
#ifndef GUANKA_EXTRACT_EXTRACT_H
#define GUANKA_EXTRACT_EXTRACT_H

#include "base/arena.h"
#include "base/budget.h"
#include "base/bytes.h"
#include "base/file.h"
#include "extract/extractor.h"
#include "extract/part.h"
#include "text/charset.h"

/* How a consumer receives. Calls are strictly bracketed; a child comes between two calls of its parent,
 * and what the parent gave before may not be read any more after part_close of the parent. A non-OK
 * return unwinds as DOCUMENT or SCAN scope says. */
struct extract_sink {
    enum status (*part_open)(struct extract_sink *sink, const struct part *part);
    enum status (*text)(struct extract_sink *sink, const struct part *part, const struct text_run *run);
    /* `detail` may be NULL; valid during the call. */
    enum status (*gap)(struct extract_sink *sink, const struct part *part, enum status why, const char *detail);
    enum status (*part_close)(struct extract_sink *sink, const struct part *part); /* its bytes are still valid */
    /* NULL but for who reads single parts (extract_single): a file inside, instead of reading it. `why` says what is
     * wrong with it, or is OK; without bytes it cannot be read at all. */
    enum status (*child)(struct extract_sink *sink, const struct part *part, const struct part_hint *hint,
                         struct bytes input, enum status why, const char *detail);
};

/* Reads in another process what must not be read in this one. Returns what the extractor itself would return:
 * a status of SCOPE_PART when that process died of the part. */
struct extract_delegate {
    enum status (*extract)(struct extract_delegate *delegate, const struct extractor *extractor,
                           struct extract_job *job);
    bool takes_all; /* formats that our own readers read as well */
};

/* What reading needs, all the caller's. */
struct extract_context {
    struct charset *charset;
    struct budget *budget;
    struct arena *arena;                     /* parts live in it; the caller resets it */
    const struct extractor *const *formats;  /* who may bid beside extract_formats(), and wins ties; NULL-terminated,
                                                or NULL: nobody */
    /* NULL but for who reads single parts: takes bytes of the next file inside before all of them are there, so that a
     * large one costs no memory here. Bytes of NULL: what was given of it is void. */
    enum status (*ahead)(struct extract_sink *sink, struct bytes bytes);
    bool follows_sends;                      /* where scripts send the reader is told, too (LINK_SENDS…) */
    struct extract_delegate *delegate;       /* for formats that are isolated; NULL: there is none */
};

/* STATUS_OK when the document was dealt with, gaps or not; else a status of SCOPE_SCAN. `content` is
 * what backs the input, or NULL. */
MUST_CHECK enum status extract_document(struct bytes input, struct file_content *content, const struct part_hint *hint,
                                        const struct extract_context *context, struct extract_sink *sink);

/* The same for one part alone, as a delegate's other side reads it: names are not told, and files inside go to
 * sink->child. */
MUST_CHECK enum status extract_single(struct bytes input, const struct part_hint *hint,
                                      const struct extract_context *context, struct extract_sink *sink);

/* Every format that this library reads, and those that it knows to be read elsewhere (extract/isolated.h);
 * NULL-terminated. */
const struct extractor *const *extract_formats(void);

#endif
