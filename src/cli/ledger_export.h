/* SPDX-License-Identifier: Apache-2.0
 *
 * The ledger written out for handing over.
 */
#ifndef GUANKA_CLI_LEDGER_EXPORT_H
#define GUANKA_CLI_LEDGER_EXPORT_H

#include "base/error.h"
#include "store/store.h"

/* "json": every entry with its digest, one a line, then the head. STATUS_INVALID for another format. */
MUST_CHECK enum status ledger_export(const struct store *store, const char *format, int descriptor,
                                     struct error *error);

#endif
