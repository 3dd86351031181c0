/* SPDX-License-Identifier: Apache-2.0
 *
 * Two-dimensional codes in a picture (QR; PDF417, which official documents carry) by ZXing-C++. Its only interface is C++, so what
 * is behind this header is the one C++ file; nothing of the language comes through: no exception, no type.
 */
#ifndef GUANKA_FOREIGN_TWO_DIMENSIONAL_CODE_H
#define GUANKA_FOREIGN_TWO_DIMENSIONAL_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum two_dimensional_status { TWO_DIMENSIONAL_OK, TWO_DIMENSIONAL_NO_MEMORY, TWO_DIMENSIONAL_FAILED };

struct code_picture {
    const uint8_t *grey; /* width * height shades, rows from the top; the caller's */
    int width, height;   /* > 0 */
    bool is_inverted;    /* to be read white on black */
};

/* Takes the bytes of one code as they are, in whatever encoding, valid during the call; false: no more are wanted.
 * `is_qr` tells QR codes from the others. Must not jump out. */
typedef bool (*code_taker)(void *context, const uint8_t *text, size_t size, bool is_qr);

/* Gives at most `most` (up to 255) codes to `take`, in the order that the library finds them. A code whose checksum is
 * wrong is none. Any thread. */
enum two_dimensional_status two_dimensional_code_find(const struct code_picture *picture, unsigned most,
                                         code_taker take, void *context);

#ifdef __cplusplus
}
#endif

#endif
