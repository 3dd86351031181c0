/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/check_list.h"

/* Shorter runs are words of the label, such as "no". */
enum { NUMBER_SIZE_MIN = 4 };

static bool is_symbol(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}

/* The pattern says what a number looks like; here it is told from its label and from what borders on it, so that the
 * number is what is shown, and masked. */
static bool accept_document_number(const char *text, size_t size, struct span match, struct span *found)
{
    size_t end = (size_t)match.end, start;

    while (end > match.start && !is_symbol(text[end - 1]))
        end--;
    for (start = end; start > match.start && is_symbol(text[start - 1]);)
        start--;
    if (end - start < NUMBER_SIZE_MIN || (end < size && is_symbol(text[end])))
        return false;
    *found = (struct span){ start, end };
    return true;
}

const struct check check_document_number = {
    .name = "document-number",
    .accept = accept_document_number,
    .purpose = CHECK_PURPOSE(
        "number of a document behind its label: the last letters and digits of the match, at least four in a row"),
};
