/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether the incidents that the store has are those of which the ledger tells, and are as it tells: site, family, kind,
 * time of discovery, and what its steps have made of them (state, grade, first report, end). The chain proves the ledger
 * (store/ledger.h); this proves the incidents by it, as gate/kept_check.h proves the records of the gate.
 *
 * Which findings belong to an incident, reminders, and times since when it is major are not compared.
 */
#ifndef GUANKA_SWEEP_INCIDENTS_CHECK_H
#define GUANKA_SWEEP_INCIDENTS_CHECK_H

#include "store/kept.h"

/* Tells of each, as KEPT_INCIDENT, that is not as it should be; KEPT_UNKNOWN where its steps are none that this guanka
 * takes. STATUS_OK says only that everything could be read. Between store_begin_reading and store_end_reading where others
 * may write. */
MUST_CHECK enum status incidents_check(const struct store *store, kept_found_fault *found, void *context,
                                       struct error *error);

#endif
