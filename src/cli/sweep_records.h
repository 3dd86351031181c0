/* SPDX-License-Identifier: Apache-2.0
 *
 * What is wrong with the records of inspections as a whole, whatever they say of single sites.
 */
#ifndef GUANKA_CLI_SWEEP_RECORDS_H
#define GUANKA_CLI_SWEEP_RECORDS_H

#include "cli/site_file.h"

enum sweep_records_place {
    SWEEP_RECORDS_LINES,   /* standard output, for people */
    SWEEP_RECORDS_OBJECTS, /* standard output, an object a line */
    SWEEP_RECORDS_ASIDE,   /* standard error */
};
/* Tells of records that are later than now (store/later.h), and of evidence of incidents that the store does not know
 * (sweep/evidence_folders.h); nothing where nothing is wrong. *are_right: so it is. The store must be there. */
MUST_CHECK enum status sweep_records_tell(const struct site_file *file, int64_t now_ms, enum sweep_records_place place,
                                          bool *are_right, struct error *error);

#endif
