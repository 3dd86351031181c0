/* SPDX-License-Identifier: Apache-2.0
 *
 * The user's language: messages are English in the source and translated by gettext, domain "guanka".
 *
 * The domain is named in each call, so that a program which embeds the library keeps its own.
 */
#ifndef GUANKA_REPORT_WORDS_H
#define GUANKA_REPORT_WORDS_H

#include <libintl.h>

#define WORDS_DOMAIN "guanka"
#define _(text) dgettext(WORDS_DOMAIN, text)
#define N_(text) text
#define ngettext_(one, many, count) dngettext(WORDS_DOMAIN, one, many, (unsigned long)(count))

#endif
