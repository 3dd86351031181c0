/* SPDX-License-Identifier: Apache-2.0
 *
 * XML that stands alone: feeds, SVG, site maps, data files.
 *
 * Read like markup, not like XML 1.0: what is not well-formed is read all the same, nothing is expanded and
 * nothing can explode. Elements are blocks, except those that HTML and SVG have within lines. Feeds carry
 * HTML in CDATA sections or escaped (`&lt;b&gt;`): its tags join and break as they would in a page.
 * Where an XML declaration comes first, a root that never ends is damage: the file was cut off.
 * XHTML is HTML (html.h).
 */
#ifndef GUANKA_EXTRACT_MARKUP_XML_H
#define GUANKA_EXTRACT_MARKUP_XML_H

#include "extract/extractor.h"

extern const struct extractor xml_extractor;

#endif
