/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/field_code.h"

#include <string.h>

bool field_code_argument(struct bytes *code, struct bytes *argument)
{
    const uint8_t *quote = code->size > 0 ? memchr(code->data, '"', code->size) : NULL;
    const uint8_t *end;
    struct bytes rest;

    if (quote == NULL)
        return false;
    rest = bytes_slice(*code, (size_t)(quote - code->data) + 1, code->size);
    end = rest.size > 0 ? memchr(rest.data, '"', rest.size) : NULL;
    *argument = end != NULL ? bytes_slice(rest, 0, (size_t)(end - rest.data)) : rest;
    *code = bytes_slice(rest, argument->size + 1, rest.size);
    return argument->size > 0;
}
