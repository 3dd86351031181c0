/* SPDX-License-Identifier: Apache-2.0
 *
 * How the checks of `guanka doctor` tell what they found: on standard output, as text or an object a line.
 */
#ifndef GUANKA_CLI_DOCTOR_TELL_H
#define GUANKA_CLI_DOCTOR_TELL_H

#include "cli/packs.h"

enum doctor_outcome {
    DOCTOR_FINE,
    DOCTOR_REMARK, /* works, but not as well as it could */
    DOCTOR_WRONG,
};

struct doctor {
    const struct config *config;
    struct packs *packs;                /* what the commands would load */
    const char *gate_file, *sites_file; /* NULL: there is no gate, are no sites */
    int64_t latest_ms;                  /* of what the stores have on record; 0: nothing */
    bool is_json;
    size_t counts[DOCTOR_WRONG + 1];
};

/* One outcome of `check` (a word of docs/contract.md), with the remedy, translated already, or NULL. */
void doctor_tell(struct doctor *doctor, const char *check, enum doctor_outcome outcome, const char *remedy,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
