/* SPDX-License-Identifier: Apache-2.0
 *
 * A report on its way to a descriptor: beginning, documents in order, end.
 *
 * Errors are sticky: after one, nothing more is written. One thread at a time.
 */
#ifndef GUANKA_REPORT_REPORT_WRITER_H
#define GUANKA_REPORT_REPORT_WRITER_H

#include "base/spool.h"
#include "report/report.h"

struct report_writer {
    const struct report_format *format;
    const struct report_options *options;
    int descriptor; /* borrowed */
    bool prompt;    /* write after every document, for people who watch */
    bool has_items, has_notes;
    struct buf pending;
    struct spool *notes;
    struct error error;
};

/* Writes the beginning. Free it in any case. */
MUST_CHECK enum status report_writer_open(struct report_writer *writer, const struct report_format *format,
                                          const struct report_options *options, int descriptor);
/* What format->document made of one document; the documents come in the order of the report. */
MUST_CHECK enum status report_writer_put(struct report_writer *writer, struct bytes items, struct bytes notes);
MUST_CHECK enum status report_writer_finish(struct report_writer *writer, const struct report_summary *summary);
void report_writer_free(struct report_writer *writer);

#endif
