/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a refresh leads: `<meta http-equiv="refresh" content="0; url='https://…'">`, as browsers read it (HTML
 * Standard, 4.2.5.3, shared declarative refresh steps). Pure; any thread.
 */
#ifndef GUANKA_EXTRACT_HTML_REFRESH_H
#define GUANKA_EXTRACT_HTML_REFRESH_H

#include "base/bytes.h"

/* The address in the content of such an element, as it is written there, references and all; nothing when browsers
 * would only read the page again, or do nothing. */
struct bytes html_refresh_address(struct bytes content);

#endif
