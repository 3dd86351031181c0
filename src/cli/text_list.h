/* SPDX-License-Identifier: Apache-2.0
 *
 * The values of an option that may be given several times. The texts are borrowed.
 */
#ifndef GUANKA_CLI_TEXT_LIST_H
#define GUANKA_CLI_TEXT_LIST_H

#include <stddef.h>

#include "base/status.h"

struct text_list {
    const char **items;
    size_t count, capacity;
};

MUST_CHECK enum status text_list_add(struct text_list *list, const char *text);
void text_list_free(struct text_list *list);

#endif
