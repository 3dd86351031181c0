/* SPDX-License-Identifier: Apache-2.0
 *
 * What values (js_value.h) are put together with; only the files that read expressions see it.
 */
#ifndef GUANKA_EXTRACT_JS_VALUE_DATA_H
#define GUANKA_EXTRACT_JS_VALUE_DATA_H

#include "extract/js_value.h"

enum { JS_VALUE_SLACK = 16 }; /* bytes behind a text that may be read */

/* A token is looked at. When that was too often, the script is over: *at goes to its end. */
void js_value_spend_step(struct js_reader *reader, size_t *at);
/* A piece without text is none. */
void js_value_add_piece(struct js_reader *reader, struct js_value *value, struct js_piece piece);
/* A value of one piece made of another's, which it stands for in the source. */
struct js_value js_value_made(struct js_reader *reader, const struct js_value *from, struct bytes text);

#endif
