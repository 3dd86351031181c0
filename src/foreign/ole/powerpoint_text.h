/* SPDX-License-Identifier: Apache-2.0
 *
 * All text in a record of a presentation and in the records that it holds.
 */
#ifndef GUANKA_FOREIGN_OLE_POWERPOINT_TEXT_H
#define GUANKA_FOREIGN_OLE_POWERPOINT_TEXT_H

#include "foreign/ole/ole_output.h"
#include "foreign/ole/powerpoint_record.h"

/* Where it stands; the section of comments, links and headers is their own. */
struct powerpoint_place {
    const char *section;
    struct place place;
    enum text_role role; /* of what is plain text; HIDDEN makes all of it hidden */
};

MUST_CHECK enum status powerpoint_text_emit(struct ole_output *output, const struct powerpoint_place *place,
                                            struct bytes records);
/* One record that holds text itself, or any other, which is passed over. */
MUST_CHECK enum status powerpoint_text_atom(struct ole_output *output, const struct powerpoint_place *place,
                                            const struct powerpoint_record *record);
/* WordArt and alternative texts of a drawing of any program's, which may stand there in pieces. */
MUST_CHECK enum status powerpoint_text_drawing(struct ole_output *output, const struct powerpoint_place *place,
                                               struct bytes records);

#endif
