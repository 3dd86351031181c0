/* SPDX-License-Identifier: Apache-2.0
 *
 * EMF+: what GDI+ draws, in comments of an enhanced metafile ([MS-EMFPLUS]).
 */
#ifndef GUANKA_EXTRACT_METAFILE_EMF_PLUS_H
#define GUANKA_EXTRACT_METAFILE_EMF_PLUS_H

#include "base/buf.h"
#include "extract/metafile/drawing.h"

enum {
    PLUS_OBJECTS = 64, /* [MS-EMFPLUS] 3.1.1.2 */
    PLUS_SAVED_MAX = 256,
};

struct plus_format {
    uint32_t horizontal, vertical; /* how text is aligned in its box */
};

struct emf_plus {
    struct drawing *drawing;
    struct rendering *rendering; /* NULL until the first record */
    double font_sizes[PLUS_OBJECTS];
    struct plus_format formats[PLUS_OBJECTS];
    struct matrix world;
    struct {
        uint32_t index;
        struct matrix world;
    } saved[PLUS_SAVED_MAX];
    size_t saved_count;
    struct buf object; /* that comes in pieces */
};

void emf_plus_start(struct emf_plus *plus, struct drawing *drawing);
void emf_plus_free(struct emf_plus *plus);
/* The records of one comment. */
MUST_CHECK enum status emf_plus_play(struct emf_plus *plus, struct bytes records);

#endif
