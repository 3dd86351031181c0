/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures of drawings ([MS-ODRAW] 2.2.20 to 2.2.32), which documents, workbooks and presentations keep alike: in stores
 * for the whole of a document, and among the properties of a shape. Each is a file inside, given on once.
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_PICTURE_H
#define GUANKA_FOREIGN_OLE_OLE_PICTURE_H

#include "base/digest.h"
#include "extract/extractor.h"

/* One for a document; one owner, one thread. */
struct ole_pictures {
    struct extract_job *job;
    struct bytes delay; /* the stream in which stores say that their pictures lie; may be empty */
    /* Private. */
    unsigned number; /* of the last picture */
    struct digest *seen;
    size_t seen_count, seen_capacity;
    uint64_t charged;
};

void ole_pictures_start(struct ole_pictures *pictures, struct extract_job *job, struct bytes delay);
void ole_pictures_free(struct ole_pictures *pictures);
/* All pictures in these records, whatever records they are in. */
MUST_CHECK enum status ole_pictures_walk(struct ole_pictures *pictures, struct bytes records);
/* A stream of nothing but pictures, one after the other. */
MUST_CHECK enum status ole_pictures_stream(struct ole_pictures *pictures, struct bytes stream);
/* A bitmap as Windows keeps it in memory, without the header of a file. `is_whole`: nothing of it is missing. */
MUST_CHECK enum status ole_pictures_bitmap(struct ole_pictures *pictures, struct bytes bitmap, bool is_whole);
/* What stands without the envelope of a drawing: a metafile of 16-bit Windows if it begins like one, else of a kind that is
 * not read. */
MUST_CHECK enum status ole_pictures_plain(struct ole_pictures *pictures, struct bytes picture, bool is_whole,
                                          const char *kind);
/* A picture of a kind that is not read. */
MUST_CHECK enum status ole_pictures_unread(struct ole_pictures *pictures, const char *kind);

#endif
