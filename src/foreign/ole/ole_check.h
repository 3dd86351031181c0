/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether all that the directory of a container ([MS-CFB]) promises lies in the file.
 *
 * The library that opens containers takes a file that was cut short for a whole one: it leaves out what it cannot
 * find, without a word. So the chains of sectors are followed here once more, beside it.
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_CHECK_H
#define GUANKA_FOREIGN_OLE_OLE_CHECK_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"

/* *whole is false when sectors of the directory, of the tables or of a stream that the directory lists are not there. */
MUST_CHECK enum status ole_check(struct bytes input, struct arena *arena, bool *whole);

#endif
