/* SPDX-License-Identifier: Apache-2.0
 *
 * What the percent escapes of a URL say.
 *
 * The name of an attachment shows in the link to it, and mostly it is escaped there: rules get the URL as it stands
 * and once more as people read it. The escapes are UTF-8 on today's pages, GBK on those of old.
 */
#ifndef GUANKA_EXTRACT_LINK_H
#define GUANKA_EXTRACT_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "extract/part.h"
#include "text/charset.h"

/* The byte that the escape at `next` stands for, or -1. */
int link_percent_byte(const uint8_t *next, const uint8_t *end);
/* The URL with its escapes decoded, of a long one the beginning, as valid UTF-8. Returns its size; *taken is how many
 * bytes of the URL it stands for. */
size_t link_decode(struct charset *charset, struct bytes url, char utf8[TEXT_RUN_MAX], size_t *taken);
/* Some escape says more than ASCII. */
bool link_has_text(struct bytes url);

#endif
