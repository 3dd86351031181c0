/* SPDX-License-Identifier: Apache-2.0
 *
 * What a metafile draws, on its way out: text by the places of its characters, pictures as files inside.
 *
 * A metafile may draw the same several times for different programs: in records of GDI and of EMF+, and in the form of
 * 16-bit Windows with the later one inside, or the other way round. Each such rendering is a text of its own, and one
 * that has the characters of an earlier one says nothing new. In the units of the device, y downwards.
 */
#ifndef GUANKA_EXTRACT_METAFILE_DRAWING_H
#define GUANKA_EXTRACT_METAFILE_DRAWING_H

#include "base/buf.h"
#include "extract/extractor.h"
#include "extract/layout.h"

enum {
    DRAWING_RENDERINGS_MAX = 8,
    DRAWING_EMBEDDED_MAX =
        DRAWING_RENDERINGS_MAX / 2 - 1, /* metafiles inside that are read as renderings of this one */
    DRAWING_SAMPLE_MAX = 64 << 10,
    DRAWING_PICTURES_MAX = 256,
};

struct character {
    uint32_t code_point;
    struct point at; /* from where the line begins, in its units: forward, and down */
};

enum line_side { LINE_FROM_LEFT, LINE_FROM_CENTRE, LINE_FROM_RIGHT };
enum line_height { LINE_FROM_TOP, LINE_FROM_BASELINE, LINE_FROM_BOTTOM };

/* Where the characters of drawing->characters stand. */
struct text_line {
    struct matrix matrix; /* of the line's lengths and directions */
    double turn;          /* where it goes, in degrees, clockwise */
    double size;          /* of an em */
    double length;        /* of the whole line, forward */
    struct point origin;  /* of what `side` and `height` say */
    enum line_side side;
    enum line_height height;
};

struct rendering {
    struct layout layout;
    uint64_t character_count; /* blanks do not count, here and below */
    uint64_t glyph_count;     /* characters of which only the number of the shape is known */
    uint64_t outline_count;   /* filled shapes, which may be letters */
    bool is_partly_out;       /* there was no room for all of it */
};

struct drawing {
    struct extract_job *job;
    struct rendering renderings[DRAWING_RENDERINGS_MAX];
    unsigned rendering_count;
    struct rendering *current;
    struct character *characters; /* of the line that is read */
    size_t character_count, character_capacity;
    struct buf text;  /* scratch */
    bool is_sampling; /* nothing goes out: strings whose encoding nobody tells are gathered */
    struct buf sample;
    enum encoding encoding; /* of these, once that is known */
    struct bytes embedded[DRAWING_EMBEDDED_MAX];
    unsigned embedded_count;
    unsigned picture_count;
    bool is_damaged;  /* told once, at the end */
    bool has_strange; /* pictures of a kind that is not read */
};

void drawing_start(struct drawing *drawing, struct extract_job *job);
void drawing_free(struct drawing *drawing);

/* From here on another rendering is drawn. There must be room for it. */
struct rendering *drawing_begin(struct drawing *drawing);

/* One more character of the line that is read. */
MUST_CHECK enum status drawing_put(struct drawing *drawing, uint32_t code_point, struct point at);
/* Takes the characters that were put, all of one line. */
MUST_CHECK enum status drawing_line(struct drawing *drawing, const struct text_line *line);
/* A string of UTF-16, which must not be empty, as a property. */
MUST_CHECK enum status drawing_property(struct drawing *drawing, struct bytes utf16, const char *section);
/* The next character of UTF-16; U+FFFD for half of one. There must be two bytes. */
uint32_t drawing_utf16_next(struct reader *reader);
/* How wide the character is when nobody tells. */
double drawing_width(uint32_t code_point, double size);

/* A bitmap: information and colours, and the pixels. */
MUST_CHECK enum status drawing_bitmap(struct drawing *drawing, struct bytes information, struct bytes pixels);
/* A whole file of some picture format, or of what else there may be. */
MUST_CHECK enum status drawing_file(struct drawing *drawing, const char *suffix, struct bytes file);
/* Another metafile, which draws the same: it waits until this one ends, or is a file inside. */
MUST_CHECK enum status drawing_embed(struct drawing *drawing, struct bytes metafile);

/* Emits all text, and tells what could not be read. */
MUST_CHECK enum status drawing_finish(struct drawing *drawing);

#endif
