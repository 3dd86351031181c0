/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines on standard error that quote what others have written: operands that a shell has made of names of files,
 * addresses of pages. What has an error (base/error.h) is harmless already. Any thread.
 */
#ifndef GUANKA_CLI_COMPLAIN_H
#define GUANKA_CLI_COMPLAIN_H

#include "base/error.h"

/* Formats it as printf does, as one line, whatever is in it; a terminal gets no more than text. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Says why it cannot go on; an error without words is one for which there was no memory. */
void complain_of(const struct error *error);

#endif
