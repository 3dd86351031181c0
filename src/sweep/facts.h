/* SPDX-License-Identifier: Apache-2.0
 *
 * What checks of sites want to know of a page, as a JSON object that is kept with it: its title and dates, the
 * identifiers in its foot, and the programs, frames and outside hosts that it uses.
 */
#ifndef GUANKA_SWEEP_FACTS_H
#define GUANKA_SWEEP_FACTS_H

#include "base/buf.h"
#include "sweep/site_page.h"

/* Appends it. `url` is the page's. */
void facts_write(struct buf *out, const struct site_page *page, const char *url);

#endif
