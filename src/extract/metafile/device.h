/* SPDX-License-Identifier: Apache-2.0
 *
 * What GDI knows while it draws, as far as text needs it: fonts, how text is aligned, and how coordinates become
 * places. Both kinds of metafiles, of 16 and of 32 bits, set it by their records ([MS-WMF] 3.1.5, [MS-EMF] 3.1.1.2).
 */
#ifndef GUANKA_EXTRACT_METAFILE_DEVICE_H
#define GUANKA_EXTRACT_METAFILE_DEVICE_H

#include "extract/metafile/drawing.h"

enum {
    DEVICE_OBJECTS_MAX = 1 << 16,
    DEVICE_BLOCK = 256, /* of objects */
    DEVICE_SAVED_MAX = 1024,
};

struct device_font {
    double height;   /* negative: of an em; positive: of a line */
    double turn;     /* degrees, anticlockwise */
    uint8_t charset; /* [MS-WMF] 2.1.1.5 */
};

/* In the order of [MS-WMF] 2.1.1.16. */
enum device_mapping { MAPPING_TEXT = 1, MAPPING_ISOTROPIC = 7, MAPPING_ANISOTROPIC };

struct device_state {
    struct device_font font;
    unsigned alignment; /* [MS-WMF] 2.1.2.3 */
    struct point position;
    unsigned mapping;
    struct point window, viewport;               /* origins */
    struct point window_extent, viewport_extent; /* 0: not told */
    struct matrix world;
};

struct device_object {
    bool is_used, is_font;
    struct device_font font;
};

struct device {
    struct device_state state;
    struct device_state *saved;
    size_t saved_count, saved_capacity;
    uint64_t saved_too_many;
    struct device_object *objects;
    size_t object_count, object_capacity;
    /* How many objects there are in each block, so that the first free place is soon found. */
    uint16_t used[DEVICE_OBJECTS_MAX / DEVICE_BLOCK];
};

void device_start(struct device *device);
void device_free(struct device *device);

/* The object `index`, whatever was there before; `font` is NULL for one that is none. Indices beyond the maximum are
 * passed over. */
MUST_CHECK enum status device_object_set(struct device *device, size_t index, const struct device_font *font);
/* The same for the first index that is free, as 16-bit Windows numbers objects. */
MUST_CHECK enum status device_object_add(struct device *device, const struct device_font *font);
void device_object_delete(struct device *device, size_t index);
void device_select(struct device *device, size_t index);

MUST_CHECK enum status device_save(struct device *device);
/* Negative: so many back; positive: the one of that number. */
void device_restore(struct device *device, int32_t number);

void device_scale(struct point *extent, const int32_t factors[4]);

/* Text at `reference`, unless the state says that it goes on. `deltas` are what the record has of them: one (or two,
 * when `has_pairs`) for each byte or UTF-16 unit of the string, of `delta_size` bytes each; empty: nobody tells. */
struct device_text {
    struct point reference;
    struct bytes string;
    bool is_wide;
    struct bytes deltas;
    unsigned delta_size;
    bool has_pairs;
};

MUST_CHECK enum status device_text(struct device *device, struct drawing *drawing, const struct device_text *text);

#endif
