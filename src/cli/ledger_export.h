/* SPDX-License-Identifier: Apache-2.0
 *
 * The ledger written out for handing over.
 */
#ifndef GUANKA_CLI_LEDGER_EXPORT_H
#define GUANKA_CLI_LEDGER_EXPORT_H

#include "base/error.h"
#include "store/store.h"

/* "csv" and "xlsx": the official form (gate/approval_form.h). "json": every entry with its digest, one a line, then the
 * head and, with a key (the PEM of an Ed25519 private key, RFC 8032; NULL: none), a signature over all bytes before its
 * own line. STATUS_INVALID for another format. */
MUST_CHECK enum status ledger_export(const struct store *store, const char *format, const char *key, int descriptor,
                                     struct error *error);

#endif
