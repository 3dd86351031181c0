/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of members of archives, which come in any encoding and rarely say which.
 *
 * A zip made on a Chinese Windows holds GBK names without a word about it. Names are only shown and
 * scanned, never used as paths.
 */
#ifndef GUANKA_EXTRACT_NAME_H
#define GUANKA_EXTRACT_NAME_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/status.h"
#include "text/charset.h"

enum { NAME_SIZE_MAX = 16 * 1024 };

/* Replaces the content of *out by the name as valid UTF-8 without NUL: UTF-8 if it is that, else GBK,
 * or an encoding of the neighbourhood where GBK makes no sense of it. Longer
 * names than NAME_SIZE_MAX are cut. */
MUST_CHECK enum status name_decode(struct charset *charset, struct bytes raw, struct buf *out);

#endif
