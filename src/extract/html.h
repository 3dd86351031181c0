/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML in any encoding (WHATWG HTML), as it is found on old and new government sites.
 *
 * Reads from front to back without building a tree, in memory that does not depend on the size of the page.
 * See html_page.h for what comes out.
 */
#ifndef GUANKA_EXTRACT_HTML_H
#define GUANKA_EXTRACT_HTML_H

#include "extract/extractor.h"

extern const struct extractor html_extractor;

#endif
