/* SPDX-License-Identifier: Apache-2.0
 *
 * Results to bytes, in the formats of docs/contract.md.
 *
 * A format is a struct of four functions that append to buffers. `document` is called for many documents
 * at once, one context per thread; what it appends is written out in the order of the paths by whoever runs the
 * scan (work/batch.h), between `begin` and `end`. So nothing a format writes for a document may depend on
 * another one. Failures stick to the buffers: look at buf_status afterwards.
 *
 * Personal data is masked here and nowhere else (mask.h).
 */
#ifndef GUANKA_REPORT_REPORT_H
#define GUANKA_REPORT_REPORT_H

#include <stdbool.h>

#include "base/buf.h"
#include "engine/scan.h"
#include "policy/policy.h"
#include "report/mask.h"
#include "report/tally.h"
#include "rules/ruleset.h"

enum report_language { REPORT_CHINESE, REPORT_ENGLISH };

struct report_options {
    enum report_language language;
    bool show_secrets; /* do not mask */
    bool explain;      /* findings say why they are (the scan has explanations) */
    bool findings_only; /* no lines of documents; JSONL only */
    bool color;        /* terminal escapes; text only */
    const struct ruleset *ruleset;
};

/* One file of the run. */
struct report_document {
    const char *path;       /* as given: any bytes but NUL */
    const char *shown_path; /* the same for people: valid UTF-8 */
    const struct scan *scan;
};

/* What a thread needs to render. */
struct report_context {
    const struct report_options *options;
    struct mask mask;
    struct buf scratch, safe;
    struct digest path_digest; /* of the document being rendered */
};

struct report_pieces {
    struct buf items;
    struct buf notes; /* for formats that list what could not be read apart from the findings */
};

struct report_summary {
    struct report_tally tally;
    double seconds;
    bool stopped;      /* ended by a signal: the files not begun are listed as not read */
    uint64_t excluded; /* files and folders left out at the user's wish */
    const char *as_of; /* intended day of publication, or NULL */
};

struct report_format {
    const char *name;
    /* Every item (and every note) begins with it; the writer drops the first one. "" when there is none. */
    const char *separator;
    void (*begin)(struct buf *out, const struct report_options *options);
    void (*document)(struct report_pieces *out, struct report_context *context, const struct report_document *document);
    void (*between)(struct buf *out, const struct report_options *options); /* items and notes; NULL: no notes */
    void (*end)(struct buf *out, const struct report_options *options, const struct report_summary *summary);
};

/* NULL-terminated; the first is the default. */
const struct report_format *const *report_formats(void);
/* NULL when there is none of this name. */
const struct report_format *report_format_find(const char *name);

struct report_context report_context_of(const struct report_options *options);
void report_context_free(struct report_context *context);
/* Calls format->document with the context made ready. STATUS_NO_MEMORY (or a digest's failure): what was
 * appended is not to be used. */
MUST_CHECK enum status report_document(const struct report_format *format, struct report_context *context,
                                       const struct report_document *document, struct report_pieces *out);
/* The summary as one JSON line, the last of a JSONL report. */
void report_summary_json(struct buf *out, const struct report_options *options, const struct report_summary *summary);

#endif
