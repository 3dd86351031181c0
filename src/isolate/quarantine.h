/* SPDX-License-Identifier: Apache-2.0
 *
 * Copies of documents that killed a worker, for whoever mends the parser. Each is kept once, under its digest and its
 * name, readable by this user alone.
 */
#ifndef GUANKA_ISOLATE_QUARANTINE_H
#define GUANKA_ISOLATE_QUARANTINE_H

#include "base/bytes.h"
#include "base/error.h"
#include "base/status.h"

/* Makes the folder when it is missing and sees whether something could be kept there, before anything needs to be. */
MUST_CHECK enum status quarantine_prepare(const char *folder, struct error *error);
/* STATUS_IO when the copy cannot be kept. */
MUST_CHECK enum status quarantine_keep(const char *folder, const char *name, struct bytes content);

#endif
