/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands around a place in the source of a page: the tag that an address is written in, and what that makes of it.
 */
#ifndef GUANKA_SWEEP_SITE_TAG_H
#define GUANKA_SWEEP_SITE_TAG_H

#include "extract/html_tokenizer.h"
#include "extract/part.h"
#include "sweep/site_page.h"

/* The tag that `place` is in the midst of, from its `<` to the end of the part; no bytes: there is none near. */
struct bytes site_tag_around(const struct part *part, uint64_t place);
/* Is it one of this name, which is in small letters? */
bool site_tag_names(struct bytes tag, const char *name);
bool site_tag_is_attribute(const struct html_attribute *attribute, const char *name);
/* Whether the address at `place` is where a button sends its form, whatever the form itself says. */
bool site_tag_is_of_button(const struct part *part, struct bytes tag, uint64_t place);
/* Does a script send readers there? */
bool site_tag_link_sends(enum text_link link);
/* What an address in that tag belongs to. */
enum page_element site_tag_element(struct bytes tag, enum text_link link);

#endif
