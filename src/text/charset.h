/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes of any encoding to UTF-8, and the way back from a UTF-8 offset to the source byte.
 *
 * The mappings are those of the WHATWG index (Encoding Standard, clause 5) in its present form, that of
 * 2023: GB18030-2022 for the two-byte codes whose private-use mapping has ended (A6D9 is U+FE10, FE59 is
 * U+9FB4), but FE51, FE52, FE53, FE6C, FE76 and FE91 still private use, as browsers have it; canonical text
 * folds either form. GBK/GB18030, Big5 and EUC-KR are decoded through tables that are filled from iconv
 * when guanka is built and corrected by a short list, so that they do not depend on the edition of the iconv
 * at hand.
 * Single-byte encodings have tables of their own, UTF-16 none. Only EUC-JP, Shift_JIS and ISO-2022-JP go
 * through iconv itself (known difference: rows 89 and up of EUC-JP). Broken bytes become U+FFFD, as the
 * standard's decoders do it, an ASCII byte behind a lead is never swallowed, and decoding goes on.
 *
 * The way back is lazy: nothing is stored while decoding; charset_source_size decodes again from a
 * known point and looks how much input was consumed. So decoding must be deterministic and free of
 * state at every point where a caller starts (a run's first byte), and where a call stops for want of room,
 * the bytes that it consumed decode to the same text by themselves. ISO-2022-JP alone has state: there a
 * call goes on in the state of the call before if it begins at the byte where that one stopped, and in
 * ASCII otherwise.
 *
 * One `struct charset` per thread. Everything is opened in charset_create, so nothing needs to be
 * opened once a sandbox is closed.
 */
#ifndef GUANKA_TEXT_CHARSET_H
#define GUANKA_TEXT_CHARSET_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/status.h"
#include "text/encoding.h"

struct charset;

struct charset_step {
    size_t consumed; /* input bytes */
    size_t produced; /* output bytes; whole characters only */
    size_t replaced; /* how many U+FFFD stand for broken input */
};

/* STATUS_INVALID when iconv lacks a charset that we need. */
MUST_CHECK enum status charset_create(struct charset **charset);
void charset_destroy(struct charset *charset);

/* Decodes from the start of `input` until the input or the room is used up. When `last` is false, an
 * incomplete character at the end of the input is left unconsumed; when true it becomes U+FFFD.
 * UTF-8 input is validated and copied. Always makes progress if input is not empty (and complete, or
 * `last`) and capacity >= 16. A byte order mark is an ordinary character here. */
struct charset_step charset_decode(struct charset *charset, enum encoding encoding, struct bytes input, bool last,
                                   char *output, size_t capacity);

/* How many bytes of `input` make the first `produced` bytes of its decoded form. `produced` must lie
 * on a character boundary of that form; the answer is the source offset of that boundary. (Between the two
 * characters of Big5's 8862, 8864, 88A3 and 88A5 it is where the code begins.) */
size_t charset_source_size(struct charset *charset, enum encoding encoding, struct bytes input, size_t produced);

#endif
