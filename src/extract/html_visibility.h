/* SPDX-License-Identifier: Apache-2.0
 *
 * What style says about whether text can be seen: inline declarations and simple rules of <style>.
 *
 * Not a CSS engine. It knows the ways in which links are hidden on hacked pages (DOMAIN 5.4, H1 to H5) and
 * rules whose selectors are an element, a class, an identifier, or an element with one of these. Anything
 * else, and all that stands under a media condition, is as if it were not there: text that is wrongly taken
 * for visible is still read, in its place. Later declarations win, as do inline ones.
 *
 * One thread per set of rules, whose memory is the arena's; the number of rules is bounded.
 */
#ifndef GUANKA_EXTRACT_HTML_VISIBILITY_H
#define GUANKA_EXTRACT_HTML_VISIBILITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "extract/html_tokenizer.h"

/* One bit per property: `known` when something was said, `on` when it was of the hiding kind. */
enum html_look_bits {
    LOOK_DISPLAY = 1 << 0,     /* none */
    LOOK_VISIBILITY = 1 << 1,  /* hidden, collapse */
    LOOK_OPACITY = 1 << 2,     /* 0 */
    LOOK_FILTER = 1 << 3,      /* alpha(opacity=0) */
    LOOK_POSITION = 1 << 4,    /* anything but static */
    LOOK_OFFSET = 1 << 5,      /* left, top, right or bottom far outside */
    LOOK_INDENT = 1 << 6,      /* text-indent far outside */
    LOOK_MARGIN = 1 << 7,      /* margin far outside */
    LOOK_TRANSFORM = 1 << 8,   /* moved far outside, or scaled to nothing */
    LOOK_FONT_SIZE = 1 << 9,   /* 0 or 1px */
    LOOK_WIDTH = 1 << 10,      /* 0 or 1px */
    LOOK_HEIGHT = 1 << 11,     /* 0 or 1px, also max-height */
    LOOK_OVERFLOW = 1 << 12,   /* hidden, clip */
    LOOK_CLIP = 1 << 13,       /* to nothing */
    LOOK_COLOR = 1 << 14,      /* on: one that is known */
    LOOK_BACKGROUND = 1 << 15, /* on: one colour that is known; else an image, a gradient, … */
    LOOK_INLINE = 1 << 16,     /* display: inline or contents */
    LOOK_BLOCK = 1 << 17,      /* display that makes a block of its own */
};

struct html_look {
    uint32_t known, on;
    uint32_t color, background; /* 0xRRGGBB */
};

/* Reads declarations ("color:#fff;display:none") over what *look says so far. */
void html_look_declare(struct html_look *look, struct bytes declarations);
/* What `over` says wins. */
void html_look_merge(struct html_look *look, const struct html_look *over);
/* Whether an element that looks so shows nothing at all, itself and what is in it. Size of font and colour
 * are not judged here: what is inside may set its own. */
bool html_look_hides(const struct html_look *look);
/* "#fff", "white", "rgb(255,255,255)"; false when it is none that we know. */
bool html_color_parse(struct bytes text, uint32_t *color);
/* Whether text of one colour cannot be told from the other. */
bool html_color_is_same(uint32_t color, uint32_t background);

struct html_rules;

/* NULL when the heap is exhausted. */
struct html_rules *html_rules_create(struct arena *arena);
/* Takes in a style sheet. Linear in its size. */
void html_rules_read(struct html_rules *rules, struct bytes sheet);
bool html_rules_is_empty(const struct html_rules *rules);
/* What the rules say of an element; lower rank first: element, class, identifier. */
void html_rules_look(const struct html_rules *rules, const struct html_name *element, struct bytes classes,
                     struct bytes identifier, struct html_look *look);

#endif
