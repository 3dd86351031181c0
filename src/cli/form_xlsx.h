/* SPDX-License-Identifier: Apache-2.0
 *
 * The official form as an Excel workbook (libxlsxwriter): texts only, so that nothing in it is a formula.
 */
#ifndef GUANKA_CLI_FORM_XLSX_H
#define GUANKA_CLI_FORM_XLSX_H

#include "base/error.h"
#include "store/store.h"

MUST_CHECK enum status form_xlsx_write(const struct store *store, int descriptor, struct error *error);

#endif
