/* SPDX-License-Identifier: Apache-2.0
 *
 * How a format plugs in: one const struct per format, listed in registry.c (or, if a third-party parser reads it, in
 * isolated.c and foreign/foreign_registry.c), and a handful of verbs.
 *
 * An extractor never sees a request, a rule or an option. It gets bytes and says what text is in
 * them, what files are in them, and what it could not read. It keeps no state outside the job, opens
 * nothing, and bounds every loop by its input. A status other than OK that a verb returns is passed
 * on at once, unchanged: the driver knows what to do with it.
 */
#ifndef GUANKA_EXTRACT_EXTRACTOR_H
#define GUANKA_EXTRACT_EXTRACTOR_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"
#include "extract/part.h"
#include "text/charset.h"

struct extract_driver;

struct extract_job {
    struct bytes input;           /* lives until the part closes */
    struct part *part;            /* the extractor sets encoding and source_is_meaningful, and where it reads
                                     several formats, format: before its first verb */
    const struct part_hint *hint; /* never NULL; its fields may be */
    struct arena *arena;          /* released when the part closes */
    struct charset *charset;
    struct extract_driver *driver; /* opaque: use the verbs below */
};

struct extractor {
    struct format format;
    /* Bits of evidence that this is mine, judged by content; 0 = not mine. An extension or a media
     * type may add a bit, never make one. Pure and cheap: reads a bounded prefix (and, for archives,
     * a bounded tail or directory). */
    unsigned (*bid)(struct bytes input, const struct part_hint *hint);
    enum status (*extract)(struct extract_job *job);
    /* A third-party parser reads it: where there is a delegate (extract/extract.h), that one does it. */
    bool isolated;
};

MUST_CHECK enum status extract_emit(struct extract_job *job, const struct text_run *run);
/* Whether where scripts send the reader is to be told. */
bool extract_follows_sends(const struct extract_job *job);

/* A file inside this one. It is read completely, with its own extractor, before the call returns;
 * what goes wrong in it is recorded there and comes back as OK. `input` may be empty. `name` in the
 * hint is required. `content` is what backs the input when that is a mapped file, or NULL. */
struct file_content;
MUST_CHECK enum status extract_child(struct extract_job *job, const struct part_hint *hint, struct bytes input,
                                     struct file_content *content);
/* Bytes of the input beside what its format takes for the file, in front of it or behind it: a file inside, which the
 * budget is charged for. Nothing when there are none. */
MUST_CHECK enum status extract_outside(struct extract_job *job, struct bytes bytes, const char *name);
/* A file inside this one that cannot be read at all (encrypted, damaged): it is listed and explained. */
MUST_CHECK enum status extract_child_unread(struct extract_job *job, const struct part_hint *hint, enum status why,
                                            const char *detail);

/* A file inside this one of which only some bytes could be had: they are read, and what is missing is its gap. */
MUST_CHECK enum status extract_child_damaged(struct extract_job *job, const struct part_hint *hint, struct bytes input,
                                             struct file_content *content, enum status why, const char *detail);

/* Names of folders and of a file, divided by slashes, each a block of its own in the part's text. */
MUST_CHECK enum status extract_emit_names(struct extract_job *job, const char *path);

/* Something of this part could not be read. `detail` is a few words for the operator (copied), or NULL. */
MUST_CHECK enum status extract_gap(struct extract_job *job, enum status why, const char *detail);
/* Of something inside that has this name and is no part; says which option would have let it expand further. */
MUST_CHECK enum status extract_gap_in(struct extract_job *job, enum status why, const char *name);

/* Decides the encoding of a text format, says so in the part, and records where a label names one that is not read. */
MUST_CHECK enum status extract_encoding(struct extract_job *job, enum encoding_syntax syntax,
                                        struct encoding_evidence *evidence);

/* Input before `offset` will not be needed again soon; also the place where time limits are noticed.
 * Call it at least once per 64 KiB of input or per member. */
MUST_CHECK enum status extract_progress(struct extract_job *job, uint64_t offset);

/* For a reader of ours that meets a part which only a third-party parser can take: has it read where isolated formats
 * are, from the beginning, so nothing may have been said of it yet. False where there is no such place. */
MUST_CHECK bool extract_hand_over(struct extract_job *job, const struct extractor *extractor, enum status *status);

/* For a delegate: is there time left? And what is left of every limit. */
struct limits;
MUST_CHECK enum status extract_check(struct extract_job *job);
struct limits extract_rest(const struct extract_job *job);
/* The file that the part's input is mapped from, open for reading, and where in it the input begins; -1 when it is not. */
int extract_descriptor(const struct extract_job *job, uint64_t *offset);

/* Memory for `size` decompressed bytes out of `source_size` compressed ones, from the arena: with
 * extract_spool_append the only way to get it, so that bombs meet the budget here. Zero-filled memory is not
 * promised. */
MUST_CHECK enum status extract_expand(struct extract_job *job, size_t size, uint64_t source_size, uint8_t **output);
struct spool;
/* Adds decompressed bytes to a spool (base/spool.h) and charges the budget. */
MUST_CHECK enum status extract_spool_append(struct extract_job *job, struct spool *spool, struct bytes bytes,
                                            uint64_t source_size);
/* For a spool of which all goes to the next child and nothing is looked at before: where the part is read for another
 * process, that one gets what has come together. What it got is void when the child is unread, or by
 * extract_take_back. */
MUST_CHECK enum status extract_spool_ahead(struct extract_job *job, struct spool *spool);
MUST_CHECK enum status extract_take_back(struct extract_job *job);
/* Charges the budget for decompressed bytes that are read as they come and kept nowhere: `more` new ones, `total` in
 * all, out of `source_size` compressed ones. */
MUST_CHECK enum status extract_charge(struct extract_job *job, uint64_t more, uint64_t total, uint64_t source_size);

#endif
