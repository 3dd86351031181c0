/* SPDX-License-Identifier: Apache-2.0
 *
 * What the readers of picture formats share: the state of one reading, and text of any encoding as blocks.
 */
#ifndef GUANKA_FOREIGN_IMAGE_TEXT_H
#define GUANKA_FOREIGN_IMAGE_TEXT_H

#include "base/buf.h"
#include "extract/extractor.h"

enum {
    IMAGE_FRAMES_MAX = 16, /* pictures of an animation that are looked at */
    IMAGE_TEXT_MAX = 8 << 20, /* bytes of one text */
    IMAGE_TEXTS_MAX = 64 << 20, /* bytes of all of them: one value may be pointed at from many places */
    IMAGE_DEPTH_MAX = 4, /* properties within properties */
};

enum image_kind { IMAGE_PNG, IMAGE_JPEG, IMAGE_GIF, IMAGE_WEBP, IMAGE_TIFF, IMAGE_BMP };

/* A picture inside the file: of an animation, or all of it. */
struct image_frame {
    struct bytes data; /* what codes its pixels, as its format has it */
    uint32_t width, height; /* where the format's reader had to know them */
};

struct image {
    struct extract_job *job;
    enum image_kind kind;
    struct buf text; /* scratch */
    struct place place; /* of what is emitted */
    uint16_t orientation; /* EXIF 4.6.5.1.6; 0: not told */
    uint64_t spent; /* of IMAGE_TEXTS_MAX */
    unsigned depth; /* of IMAGE_DEPTH_MAX */
    uint64_t pixel_count; /* decoded */
    bool is_damaged; /* its container: told once, at the end */
    size_t end; /* of its container, in the input; 0: not known */
    struct image_frame frames[IMAGE_FRAMES_MAX];
    uint32_t frame_count; /* all of them, also those that do not fit in */
    struct bytes prefix; /* what a decoder needs before each frame of a GIF */
};

/* Notes a frame. */
void image_frame_add(struct image *image, struct image_frame frame);

/* Asks for `size` more bytes of properties to be read. */
MUST_CHECK enum status image_spend(struct image *image, size_t size);

/* Emits text as a block of its own in the encoding, or in the one that it looks like (ENCODING_NONE). A NUL divides
 * blocks; control characters and blanks around them are left out. `section` is a constant. */
MUST_CHECK enum status image_text_emit(struct image *image, struct bytes raw, enum encoding encoding,
                                       const char *section, enum text_role role);
/* The same for properties. */
MUST_CHECK enum status image_property_emit(struct image *image, struct bytes raw, enum encoding encoding,
                                           const char *section);

#endif
