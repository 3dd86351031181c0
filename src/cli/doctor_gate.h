/* SPDX-License-Identifier: Apache-2.0
 *
 * The checks of `guanka doctor` for the gate: its configuration with what that names, its ports, its certificate.
 */
#ifndef GUANKA_CLI_DOCTOR_GATE_H
#define GUANKA_CLI_DOCTOR_GATE_H

#include "cli/doctor_tell.h"

/* Of doctor->gate_file, which must not be NULL. */
void doctor_gate(struct doctor *doctor);
/* The rules, layers and the register of releases that a configuration names, loaded as the programs do. */
MUST_CHECK enum status doctor_try_packs(const struct doctor *doctor, const struct packs *packs, struct error *error);

#endif
