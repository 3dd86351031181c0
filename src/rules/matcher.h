/* SPDX-License-Identifier: Apache-2.0
 *
 * The engine that expressions run on: Hyperscan or Vectorscan, which go by one interface and one library name
 * (libhs.so.5). So which of them it is shows only when the program runs, and only by the version: Intel's last free one
 * is 5.4.2, Vectorscan's in Debian begin with 5.4.6, and elsewhere than on x86-64 there is no Hyperscan. Pure; any
 * thread.
 */
#ifndef GUANKA_RULES_MATCHER_H
#define GUANKA_RULES_MATCHER_H

#include <stdbool.h>

enum { MATCHER_TEXT_SIZE = 96 };

const char *matcher_name(void); /* "Hyperscan" or "Vectorscan" */
/* Does it lose matches near the end of what it is given? Vectorscan 5.4.9 loses one in ten that end in the last 20 bytes of more than
 * 64, with some sets of patterns (as in VectorCamp/vectorscan issue 317); which versions do not is not known. */
bool matcher_loses_ends(void);
/* Name and version, for people and for the cache's key: "Hyperscan 5.4.0 2021-01-26". */
void matcher_text(char text[MATCHER_TEXT_SIZE]);

#endif
