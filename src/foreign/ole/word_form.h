/* SPDX-License-Identifier: Apache-2.0
 *
 * Form fields of a Word document ([MS-DOC] 2.9.78): texts to fill in, boxes to tick, lists to choose from. Their data lie
 * in the stream "Data", beside the text.
 */
#ifndef GUANKA_FOREIGN_OLE_WORD_FORM_H
#define GUANKA_FOREIGN_OLE_WORD_FORM_H

#include "foreign/ole/ole_output.h"

/* What the field with these data shows of its list, in UTF-16 (borrowed); empty when it has none. */
struct bytes word_form_shown(struct bytes data, uint32_t place);
/* Names, defaults, explanations and lists of the fields with data in these places. */
MUST_CHECK enum status word_forms_emit(struct ole_output *output, struct bytes data, const uint32_t *places,
                                       size_t count);

#endif
