/* SPDX-License-Identifier: Apache-2.0
 *
 * Which encoding bytes look like, by validity and by the frequency of common Chinese characters. Pure.
 */
#ifndef GUANKA_TEXT_ENCODING_GUESS_H
#define GUANKA_TEXT_ENCODING_GUESS_H

#include "base/bytes.h"
#include "text/encoding.h"

/* How a sample reads in one encoding. ASCII does not count. */
struct encoding_fit {
    uint32_t characters; /* broken ones included */
    uint32_t broken;
    uint32_t wide;     /* UTF-8: sequences of three and four bytes; GB18030 and Big5: two-byte ideographs */
    uint32_t frequent; /* of these, the most frequent characters (GB18030 and Big5 only) */
};

/* A bounded piece of the input that begins with its first byte that is not ASCII, if that is not too
 * far away, and else is empty. */
struct bytes encoding_sample(struct bytes input);
/* For the encodings whose structure can be broken; others fit always. */
struct encoding_fit encoding_fit(enum encoding encoding, struct bytes sample);
/* Is the sample UTF-8 without a fault, but for a character that it cuts off? Then *fit is set. Soon known where it
 * is not. */
bool encoding_fit_utf8(struct bytes sample, struct encoding_fit *fit);
/* UTF-16 without a mark, judged by the first units of the whole input, or ENCODING_NONE. */
enum encoding encoding_guess_utf16(struct bytes input);
/* UTF-8, GB18030, Big5, UTF-16, or windows-1252 for Western text; UTF-8 where nothing fits. */
enum encoding encoding_guess(struct bytes input, struct bytes sample);

#endif
