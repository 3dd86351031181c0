/* SPDX-License-Identifier: Apache-2.0
 *
 * TNEF ([MS-OXTNEF]), the winmail.dat in which Outlook sends what a mail has no place for: the message once more, and the
 * attachments. A reader of our own, because what would be linked (libytnef) copies and allocates by sizes in the file.
 */
#ifndef GUANKA_FOREIGN_TNEF_H
#define GUANKA_FOREIGN_TNEF_H

#include "extract/extractor.h"

extern const struct extractor tnef_extractor;

#endif
