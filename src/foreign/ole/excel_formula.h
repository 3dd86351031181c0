/* SPDX-License-Identifier: Apache-2.0
 *
 * What formulas say in quotes ([MS-XLS] 2.5.198).
 */
#ifndef GUANKA_FOREIGN_OLE_EXCEL_FORMULA_H
#define GUANKA_FOREIGN_OLE_EXCEL_FORMULA_H

#include "foreign/ole/excel_book.h"

/* Each string of the tokens as hidden text where the output stands. Tokens that are unknown end the search: what comes
 * behind them cannot be told apart. */
MUST_CHECK enum status excel_formula_emit(struct excel_book *book, struct bytes tokens);

#endif
