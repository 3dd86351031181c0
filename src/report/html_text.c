/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_text.h"

void html_text(struct buf *out, const char *text, size_t size)
{
    for (size_t offset = 0; offset < size; offset++) {
        switch (text[offset]) {
        case '<':
            buf_text(out, "&lt;");
            break;
        case '>':
            buf_text(out, "&gt;");
            break;
        case '&':
            buf_text(out, "&amp;");
            break;
        case '"':
            buf_text(out, "&quot;");
            break;
        default:
            buf_byte(out, text[offset]);
            break;
        }
    }
}
