/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in an OLE2 compound file ([MS-CFB]): the formats of the older office programs, told apart by the
 * names of their streams, and encrypted documents of the newer ones. Nothing else of them is read yet.
 */
#ifndef GUANKA_EXTRACT_OLE_KIND_H
#define GUANKA_EXTRACT_OLE_KIND_H

#include <stdbool.h>

#include "base/bytes.h"
#include "extract/part.h"

bool ole_kind_recognise(struct bytes input);
/* Never NULL for what ole_kind_recognise accepts. *encrypted: its text cannot be read without a password. */
const struct format *ole_kind_of(struct bytes input, bool *encrypted);
/* What the root of a compound file is that has a stream of this name; NULL when that says nothing. */
const struct format *ole_kind_named(const char *stream);

#endif
