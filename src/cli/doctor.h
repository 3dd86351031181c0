/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether guanka would work as it is installed here: one check after another, each with what to do about what is wrong.
 * Changes nothing but a cache that is filled anyway.
 */
#ifndef GUANKA_CLI_DOCTOR_H
#define GUANKA_CLI_DOCTOR_H

#include "cli/doctor_tell.h"

/* Tells the outcomes on standard output, as text or an object a line. */
void doctor_run(struct doctor *doctor);

#endif
