/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures of a Word document, and what its drawings say (WordArt, alternative texts). Those that stand in its lines lie
 * in the stream "Data" ([MS-DOC] 2.9.192), those that float behind the text, where the drawings say (2.9.172).
 */
#ifndef GUANKA_FOREIGN_OLE_WORD_PICTURE_H
#define GUANKA_FOREIGN_OLE_WORD_PICTURE_H

#include "foreign/ole/word_text.h"

/* `text` has been read and refers to pictures, which are put in order; `drawings` is the table that tells of those that
 * float. */
MUST_CHECK enum status word_pictures_read(struct word_text *text, struct bytes drawings);

#endif
