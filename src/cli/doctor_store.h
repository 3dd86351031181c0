/* SPDX-License-Identifier: Apache-2.0
 *
 * The checks of `guanka doctor` for what is kept on disk: stores, folders, logs.
 */
#ifndef GUANKA_CLI_DOCTOR_STORE_H
#define GUANKA_CLI_DOCTOR_STORE_H

#include "cli/doctor_tell.h"

/* The checks of a store and the folder that it is in, and of another folder that must be writable and have room. */
void doctor_store(struct doctor *doctor, const char *path);
void doctor_folder(struct doctor *doctor, const char *check, const char *path);
/* The check of the folder for evidence, which the first incident makes: but not those above it. */
void doctor_evidence(struct doctor *doctor, const char *path);
/* Whether the store of inspections knows what evidence there is (sweep/evidence_folders.h); nothing without a store that
 * can be read, which doctor_store tells of. */
void doctor_evidence_known(struct doctor *doctor, const char *folder, const char *store);
/* The check of the log of events that a configuration names (base/event_log.h); NULL: it names none. */
void doctor_log(struct doctor *doctor, const char *place);
/* The check of a key or a password in a file; NULL: there is none. Tells only what is wrong. */
void doctor_secret(struct doctor *doctor, const char *path);

#endif
