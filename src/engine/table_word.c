/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/table_word.h"

#include <libintl.h>
#include <string.h>

#include "rules/pattern.h"

enum status table_word_fold(const struct reference_row *row, size_t least, struct arena *arena, const char **text,
                            struct error *error)
{
    struct buf output = BUF_INIT(1 << 16);
    enum status status = pattern_fold_literal(row->fields[0], strlen(row->fields[0]), VIEW_CANONICAL, &output);

    if (status == STATUS_OK && output.size < least)
        status = reference_complain(row, error, gettext("nothing is left of this word when it is folded"));
    if (status == STATUS_OK) {
        *text = arena_text(arena, output.data, output.size);
        status = *text == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    buf_free(&output);
    return status;
}
