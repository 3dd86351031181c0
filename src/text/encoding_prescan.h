/* SPDX-License-Identifier: Apache-2.0
 *
 * What a document says about its own encoding in its first bytes. Pure.
 *
 * HTML: "prescan a byte stream to determine its encoding" (HTML Standard, 13.2.3.2), which sees only
 * `meta` elements outside comments, and "extract a character encoding from a meta element". The standard
 * looks at 1024 bytes and lets the parser change its mind later; we have one look and go on to 16 KiB. XML: the
 * declaration (XML 1.0, clause 2.8). ENCODING_NONE when nothing is declared or the label is unknown.
 */
#ifndef GUANKA_TEXT_ENCODING_PRESCAN_H
#define GUANKA_TEXT_ENCODING_PRESCAN_H

#include "base/bytes.h"
#include "text/encoding.h"

enum { ENCODING_PRESCAN_SIZE = 1 << 14 };

enum encoding encoding_prescan_html(struct bytes input);
enum encoding encoding_prescan_xml(struct bytes input);

#endif
