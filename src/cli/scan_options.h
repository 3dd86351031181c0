/* SPDX-License-Identifier: Apache-2.0
 *
 * What `guanka scan` was asked to do: its command line, checked.
 */
#ifndef GUANKA_CLI_SCAN_OPTIONS_H
#define GUANKA_CLI_SCAN_OPTIONS_H

#include "base/budget.h"
#include "cli/option.h"
#include "cli/packs.h"
#include "cli/text_list.h"
#include "report/report.h"

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

struct scan_options {
    const struct report_format *format;
    const char *output;     /* NULL: standard output */
    const char *summary;    /* NULL: none */
    const char *baseline;   /* NULL: none */
    struct text_list suppressions;
    const char *files_from; /* NULL: none; "-": standard input */
    const char *as_of;      /* NULL: not given */
    bool ocr, explain;
    bool isolate_all;
    const char *quarantine; /* NULL: nothing is kept */
    struct packs packs;
    struct text_list excludes;
    enum rule_action fail_on;
    uint32_t jobs; /* 0: all cores */
    bool show_secrets, wants_help, wants_version;
    enum when color, progress;
    struct limits limits;
};

/* The texts are argv's. */
MUST_CHECK enum status scan_options_parse(int argc, char **argv, struct scan_options *options, int *first,
                                          struct error *error);
void scan_options_help(struct buf *out);
void scan_options_free(struct scan_options *options);

#endif
