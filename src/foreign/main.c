/* SPDX-License-Identifier: Apache-2.0
 *
 * guanka-extract: reads documents with parsers that guanka does not trust, in a sandbox. Started by guanka, which talks
 * to it over descriptors that it inherits; of no use by hand.
 */
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "foreign/foreign_registry.h"
#include "isolate/worker.h"

int main(int count, char **arguments)
{
    bool ocr = count == 2 && strcmp(arguments[1], "--ocr") == 0;

    if (count > 1 && !ocr) {
        (void)fprintf(stderr, "%s is started by guanka; there is nothing to do by hand\n", arguments[0]);
        return 2;
    }
    if (foreign_prepare(ocr) != STATUS_OK)
        return 1;
    /* Names in archives are asked for in this locale (extract/unpack.c): once loaded, it is found again in the sandbox,
     * where its file cannot be opened. It stays as long as the process. */
    if (newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0) == (locale_t)0)
        return 1;
    /* No exit handlers: they belong to parsers that may have been taken over. */
    _exit(worker_run(foreign_formats()));
}
