/* SPDX-License-Identifier: Apache-2.0
 *
 * Scripts that stand alone: .js files, where hacked sites are told what to write.
 *
 * Read as text in the role TEXT_SCRIPT, with escapes decoded (html_script.h). What says that it is a script
 * is its name or media type; nothing in it could.
 */
#ifndef GUANKA_EXTRACT_MARKUP_SCRIPT_H
#define GUANKA_EXTRACT_MARKUP_SCRIPT_H

#include "extract/extractor.h"

extern const struct extractor script_extractor;

#endif
