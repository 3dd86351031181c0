/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text_list.h"

#include "base/alloc.h"
#include "base/array.h"

enum status text_list_add(struct text_list *list, const char *text)
{
    enum status status = ARRAY_GROW(&list->items, &list->capacity, list->count + 1);

    if (status == STATUS_OK)
        list->items[list->count++] = text;
    return status;
}

void text_list_free(struct text_list *list)
{
    alloc_free(list->items);
    *list = (struct text_list){ 0 };
}
