/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses that differ in their query alone, and give the same page: session ids and the like, whatever they are
 * called.
 *
 * Learnt while a site is swept. When pages of one path whose queries differ in one parameter say the same text, several
 * times, that parameter means nothing there, and addresses that differ in nothing else are one. Besides, no path has
 * more queries than a bound: endless rows of pages are made of them. One thread.
 */
#ifndef GUANKA_SWEEP_VARIANTS_H
#define GUANKA_SWEEP_VARIANTS_H

#include <stdbool.h>

#include "base/digest.h"

struct variants;
MUST_CHECK enum status variants_create(struct variants **variants);
void variants_destroy(struct variants *variants); /* NULL is allowed */
/* Whether an address is one to visit, for all that is known by now: not the same as another one that was asked for
 * before, and not one too many. Without a query it always is. */
MUST_CHECK enum status variants_wants(struct variants *variants, const char *url, bool *wanted);
/* What the page at an address says: the digest of its text, and whether it led to addresses of other paths that nothing
 * had led to before. */
MUST_CHECK enum status variants_learn(struct variants *variants, const char *url, const struct digest *text,
                                      bool led_on);

#endif
