/* SPDX-License-Identifier: Apache-2.0
 *
 * Formulas of binary workbooks ([MS-XLSB] 2.5.98): a formula is not seen, but what it says in quotes may be a word or
 * an address.
 */
#ifndef GUANKA_EXTRACT_ZIP_XLSB_FORMULA_H
#define GUANKA_EXTRACT_ZIP_XLSB_FORMULA_H

#include "extract/zip/xlsb_record.h"

/* Emits each text in a formula as *run. *reader stands at the formula, at the size of its tokens, and then behind it;
 * it is overrun when the formula cannot be told. `text` is room to work in. */
MUST_CHECK enum status xlsb_formula_emit(struct ooxml *ooxml, struct reader *reader, const struct text_run *run,
                                         struct buf *text);

#endif
