/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages in encodings in which markup cannot be found before decoding: UTF-16 and ISO-2022-JP.
 *
 * They are decoded to UTF-8 a window at a time. A token that a window cuts is read again at the beginning of
 * the next one; a token larger than a window is taken in pieces.
 */
#ifndef GUANKA_EXTRACT_HTML_WINDOW_H
#define GUANKA_EXTRACT_HTML_WINDOW_H

#include "extract/html_page.h"

MUST_CHECK enum status html_window_read(struct html_page *page, size_t bom_size);

#endif
