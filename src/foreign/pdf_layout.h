/* SPDX-License-Identifier: Apache-2.0
 *
 * From glyphs at places to text in reading order: segments, lines, blocks.
 *
 * A page says where each glyph stands, in the order in which they are drawn, and nothing of words or paragraphs. Glyphs
 * that follow each other make a segment; segments on one baseline make a line, whatever their order; a line that
 * goes on in the next one below it makes a block with it, so that a word which a line end divides is one word again.
 * Columns, cells and paragraphs are blocks of their own. Blocks come in the order in which they are drawn, those of a
 * table (extract/grid.h) cell by cell.
 *
 * Nothing here knows PDF. One owner, one page at a time; failures are sticky until pdf_layout_finish tells them.
 */
#ifndef GUANKA_FOREIGN_PDF_LAYOUT_H
#define GUANKA_FOREIGN_PDF_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "extract/extractor.h"

struct pdf_layout;

/* In units of the page, y downwards. */
struct pdf_box {
    float x0, y0, x1, y1;
};

/* Why a reader sees it or not. What a layer is worth is known when the page is complete. */
enum pdf_layer {
    PDF_LAYER_SHOWN,
    PDF_LAYER_RECOGNISED, /* drawn invisibly, as OCR programs do over the image of a page */
    PDF_LAYER_GROUND,     /* in the colour of its ground */
    PDF_LAYER_HIDDEN,
    PDF_LAYER_COUNT,
};

/* What glyphs of one piece of text share. `along` is the direction of writing, a unit vector; lines follow each other
 * in the direction `across`. */
struct pdf_style {
    float along_x, along_y, across_x, across_y;
    float size;
    enum pdf_layer layer;
};

/* A character of Chinese, Japanese or Korean that is one em wide, and that needs no blank to be a word. */
static inline bool pdf_is_wide(uint32_t character)
{
    return (character >= 0x2E80 && character <= 0xD7FF) || (character >= 0xF900 && character <= 0xFAFF)
           || (character >= 0xFE30 && character <= 0xFE4F) || (character >= 0xFF01 && character <= 0xFF60)
           || (character >= 0x20000 && character <= 0x3FFFF);
}

/* Tables are numbered through the part: `table_count` of it have numbers already. */
MUST_CHECK enum status pdf_layout_create(uint32_t table_count, struct pdf_layout **layout);
uint32_t pdf_layout_table_count(const struct pdf_layout *layout);
void pdf_layout_destroy(struct pdf_layout *layout);

/* A new page of that size: nothing is held, and nothing counted. */
void pdf_layout_begin(struct pdf_layout *layout, struct pdf_box page);
/* The next glyph, at the origin (x, y), `advance` long. U+FFFD where nobody knows what it means. */
void pdf_layout_glyph(struct pdf_layout *layout, const struct pdf_style *style, float x, float y, float advance,
                      uint32_t character);
/* One more character that the last glyph stands for. */
void pdf_layout_more(struct pdf_layout *layout, uint32_t character);
/* What comes next is drawn by itself: it may be another cell. */
void pdf_layout_part(struct pdf_layout *layout);
/* A drawn line: what it divides is no one word. */
void pdf_layout_rule(struct pdf_layout *layout, struct pdf_box box);

/* Of all glyphs of the page, emitted or not. */
struct pdf_layout_count {
    uint32_t letters[PDF_LAYER_COUNT]; /* neither digits nor punctuation nor blanks */
    uint32_t glyphs, unknown;          /* but for blanks; of those, without a meaning */
};
struct pdf_layout_count pdf_layout_count(const struct pdf_layout *layout);
/* The text of all glyphs since its size was `start`, in the order in which they are drawn. */
size_t pdf_layout_size(const struct pdf_layout *layout);
struct bytes pdf_layout_since(const struct pdf_layout *layout, size_t start);
/* Whether it holds so much that it should be finished before it grows further. */
bool pdf_layout_is_full(const struct pdf_layout *layout);
/* All text of a layer that lies in one of the boxes is shown, after all. */
void pdf_layout_show(struct pdf_layout *layout, enum pdf_layer layer, const struct pdf_box *boxes, size_t count);

/* Which lines are worth telling: each is asked for once, in its order. */
struct pdf_layout_filter {
    bool (*is_news)(void *context, struct bytes line);
    void *context;
};

/* Emits what has been collected and forgets it. Runs are like *model, with a role for each layer. With a filter (else
 * NULL), of a block only the news are told, and the lines beside them, which may share a word with them. */
MUST_CHECK enum status pdf_layout_finish(struct pdf_layout *layout, struct extract_job *job,
                                         const struct text_run *model, const enum text_role roles[PDF_LAYER_COUNT],
                                         const struct pdf_layout_filter *filter);
/* Something else has been emitted: what comes next goes on with no paragraph. */
void pdf_layout_end(struct pdf_layout *layout);
/* The text alone, blanks left out, for comparing; forgets it, too. */
struct buf;
MUST_CHECK enum status pdf_layout_text(struct pdf_layout *layout, struct buf *out);

#endif
