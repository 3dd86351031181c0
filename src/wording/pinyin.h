/* SPDX-License-Identifier: Apache-2.0
 *
 * How characters are read, as far as a writer mixes them up: the characters of GB2312, each with its commonest
 * reading without tone, and which of them sound alike.
 *
 * Alike are the same syllable, and the pairs that speakers of the southwest and typists do not tell apart: z zh, c ch,
 * s sh, n l, hu fu, in ing, en eng, an ang. The table is made from ICU's Han-Latin at build time. Pure.
 */
#ifndef GUANKA_WORDING_PINYIN_H
#define GUANKA_WORDING_PINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pinyin_reading {
    uint16_t character;
    uint16_t sound;    /* the same for all that sound alike */
    uint16_t syllable; /* the same for the same syllable */
    bool common;       /* of the first level of GB2312 */
};

/* NULL for a character that is not in GB2312. */
const struct pinyin_reading *pinyin_reading(uint32_t code_point);
/* All characters that sound like this one, itself among them; those of one syllable stand together. */
const struct pinyin_reading *pinyin_alike(const struct pinyin_reading *reading, size_t *count);

#endif
