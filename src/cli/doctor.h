/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether guanka would work as it is installed here: one check after another, each with what to do about what is wrong.
 * Changes nothing but a cache that is filled anyway.
 */
#ifndef GUANKA_CLI_DOCTOR_H
#define GUANKA_CLI_DOCTOR_H

#include "cli/packs.h"

enum doctor_outcome {
    DOCTOR_FINE,
    DOCTOR_REMARK, /* works, but not as well as it could */
    DOCTOR_WRONG,
};

struct doctor {
    const struct config *config;
    struct packs *packs;               /* what the commands would load */
    const char *gate_file, *sites_file; /* NULL: there is no gate, are no sites */
    bool is_json;
    size_t counts[DOCTOR_WRONG + 1];
};

/* Tells the outcomes on standard output, as text or an object a line. */
void doctor_run(struct doctor *doctor);

/* For the checks: one outcome of `check` (a word of docs/contract.md), with the remedy, translated already, or NULL. */
void doctor_tell(struct doctor *doctor, const char *check, enum doctor_outcome outcome, const char *remedy,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The checks of a store and the folder that it is in, and of another folder that must be writable and have room. */
void doctor_store(struct doctor *doctor, const char *path);
void doctor_folder(struct doctor *doctor, const char *check, const char *path);
/* The check of the log of events that a configuration names (base/event_log.h); NULL: it names none. */
void doctor_log(struct doctor *doctor, const char *place);

#endif
