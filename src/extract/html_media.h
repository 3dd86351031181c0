/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether what stands before a block of a style sheet holds on every screen: `@media screen, print`, `@layer base`,
 * `@supports (display: grid)`. What asks about the size of the window, and anything else that is not known to hold, is
 * a condition: rules for small screens hide what large ones show. Pure and thread-safe.
 */
#ifndef GUANKA_EXTRACT_HTML_MEDIA_H
#define GUANKA_EXTRACT_HTML_MEDIA_H

#include <stdbool.h>

#include "base/bytes.h"

/* `prelude`: from the `@` to the brace, in plain spelling (html_plain_style). */
bool html_media_always_holds(struct bytes prelude);

#endif
