/* SPDX-License-Identifier: Apache-2.0
 *
 * Base64 (RFC 4648) in pieces, as XML brings it; whatever is no digit is passed over.
 */
#ifndef GUANKA_EXTRACT_BASE64_H
#define GUANKA_EXTRACT_BASE64_H

#include "extract/extractor.h"

enum { BASE64_STEP = 4096 };

struct base64 {
    uint32_t bits;
    unsigned count; /* digits in `bits`, of four */
};

/* What a digit stands for, 0 to 63; -1 for what is none. */
int base64_digit(uint8_t byte);
/* As RFC 4648 has it, section 4: groups of four digits, the last one filled up with "=", bits that are left over 0, and
 * nothing else, so that no two texts are the same bytes. */
bool base64_is_whole(struct bytes text);
/* Decodes at most BASE64_STEP digits into `decoded`, of as many bytes; returns how many there are. */
size_t base64_decode(struct base64 *base64, struct bytes digits, uint8_t *decoded);
/* Decodes any number of digits into a spool, and charges the budget for them. */
MUST_CHECK enum status base64_spool(struct extract_job *job, struct base64 *base64, struct bytes digits,
                                    struct spool *spool);

#endif
