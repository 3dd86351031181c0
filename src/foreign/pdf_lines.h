/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines and blocks out of segments: the geometry of pdf_layout, which owns it.
 */
#ifndef GUANKA_FOREIGN_PDF_LINES_H
#define GUANKA_FOREIGN_PDF_LINES_H

#include "base/buf.h"
#include "extract/grid.h"
#include "foreign/pdf_layout.h"

#define PDF_NONE UINT32_MAX
/* In ems. Below the first, glyphs touch; above the second, they are two segments, which may yet be one line. */
#define PDF_BLANK_GAP 0.18F
#define PDF_WORD_GAP_MAX 0.5F
/* What typesetters put between Chinese and digits or Latin letters, where no blank was written. */
#define PDF_SCRIPT_GAP_MAX 0.3F

enum { PDF_DIRECTIONS_MAX = 32, PDF_RULES_MAX = 4096 };

/* A frame in which lines run along the first axis and follow each other along the second. */
struct pdf_direction {
    float along_x, along_y, across_x, across_y;
};

/* Glyphs that follow each other on one line, as they are drawn. */
struct pdf_segment {
    float start, end, across, size; /* in the frame of its direction */
    float last_start, pitch;        /* of its last character; how far that is from the one before, 0: there is none */
    uint32_t text_start, text_size, character_count;
    uint32_t first, last; /* characters */
    uint32_t order;       /* of drawing */
    uint32_t next;        /* in its line */
    uint32_t row;         /* what stands on one baseline */
    uint32_t place;       /* in a table (extract/grid.h) */
    float ink;            /* where it ends but for blanks */
    uint16_t direction;
    uint8_t layer;
    bool blank_before;
};

/* A segment, or what stands between two gaps of it. */
struct pdf_piece {
    uint32_t segment;
    uint32_t text, text_end;
};

/* A gap in a segment: what is behind it may be in another cell. */
struct pdf_gap {
    uint32_t text; /* where what follows begins */
    float start, end;
    bool is_blank; /* a blank stands for it */
};

struct pdf_line {
    float start, end, across, size;
    float pitch;          /* of its last character */
    uint32_t first, last; /* segments */
    uint32_t first_character, last_character, character_count;
    uint32_t order;
    uint32_t row, row_lines; /* what stands on one baseline, and how many lines that is */
    uint32_t next;           /* in its block */
    uint32_t place;          /* in a table */
    uint16_t direction;
    uint8_t layer;
    bool is_left_out; /* of what is told */
    bool is_doubtful; /* in its block, but perhaps no rest of the line before it */
};

/* Whether characters stand as far apart as those before them, about an em: then a gap beside a narrow one comes from
 * the pitch, and divides nothing. */
static inline bool pdf_is_even_pitch(float before, float pitch, float size)
{
    return pitch >= 0.95F * size && pitch <= 1.3F * size && pitch - before <= 0.03F * size
           && before - pitch <= 0.03F * size;
}

/* How wide a gap between two characters is at least, in ems, to be a blank. */
static inline float pdf_blank_gap(uint32_t left, uint32_t right)
{
    return pdf_is_wide(left) != pdf_is_wide(right) ? PDF_SCRIPT_GAP_MAX : PDF_BLANK_GAP;
}

struct pdf_block {
    uint32_t first, last, line_count;
    uint32_t order;
    float start, end; /* of its lines */
    float leading;    /* between its first two lines */
    uint32_t place;   /* in a table */
    uint8_t layer;
    bool chinese;
};

struct pdf_lines {
    struct buf text;
    struct pdf_segment *segments;
    size_t segment_count, segment_capacity;
    struct pdf_line *lines;
    size_t line_count, line_capacity;
    struct pdf_block *blocks;
    size_t block_count, block_capacity;
    struct pdf_box page;
    struct pdf_box *rules;
    size_t rule_count, rule_capacity;
    struct pdf_gap *gaps; /* in the order of the text */
    size_t gap_count, gap_capacity, wide_gap_count;
    struct grid grid;        /* of the whole document; the places of the page */
    struct grid_word *words; /* of a page: scratch, like the pieces that they are */
    size_t word_capacity;
    struct pdf_piece *pieces;
    size_t piece_capacity;
    struct pdf_direction directions[PDF_DIRECTIONS_MAX];
    uint16_t direction_count;
    enum status status;
};

/* Fills `lines` and `blocks`, the latter in reading order; segments change their places. */
MUST_CHECK enum status pdf_lines_make(struct pdf_lines *lines, bool with_tables);
/* The cell of a block; zeros where it is in no table. */
struct cell pdf_lines_cell(const struct pdf_lines *lines, const struct pdf_block *block);
/* Whether the block at `index` (> 0) goes on with the paragraph before it at the top of the next column. */
bool pdf_lines_continue(const struct pdf_lines *lines, size_t index);
/* How the last block ends, where its paragraph may go on at the beginning of the next page. */
struct pdf_tail {
    struct pdf_direction direction;
    float size; /* 0: it does not go on */
    uint8_t layer;
};
struct pdf_tail pdf_lines_tail(const struct pdf_lines *lines);
/* Whether the first block goes on with it. */
bool pdf_lines_continue_page(const struct pdf_lines *lines, const struct pdf_tail *tail);
void pdf_lines_clear(struct pdf_lines *lines);
void pdf_lines_free(struct pdf_lines *lines);

#endif
