/* SPDX-License-Identifier: Apache-2.0
 *
 * What checks of sites want to know of a page, as a JSON object that is kept with it: its title and dates, the
 * identifiers in its foot, and the programs, frames and outside hosts that it uses.
 */
#ifndef GUANKA_SWEEP_FACTS_H
#define GUANKA_SWEEP_FACTS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/digest.h"
#include "sweep/site_page.h"

/* Appends it. `url` is the page's, `text` the digest of what it says. */
void facts_write(struct buf *out, const struct site_page *page, const char *url, const struct digest *text);
/* The digest again; false when it is not there. */
bool facts_text(const char *facts, struct digest *text);

#endif
