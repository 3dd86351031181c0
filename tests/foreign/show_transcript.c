/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints what the extractors say of the files that are named, for people and for the scripts that measure them.
 */
#include <stdio.h>

#include "foreign/foreign_registry.h"
#include "transcript.h"

int main(int count, char **arguments)
{
    if (foreign_prepare(false) != STATUS_OK)
        return 1;
    transcript_use_formats(foreign_formats());
    for (int index = 1; index < count; index++) {
        struct buf out = BUF_INIT(SIZE_MAX / 4);

        if (transcript_write_file(arguments[index], NULL, &out) != STATUS_OK)
            return 1;
        fwrite(out.data, 1, out.size, stdout);
        buf_free(&out);
    }
    return 0;
}
