/* SPDX-License-Identifier: Apache-2.0
 *
 * What style declarations say about whether text can be seen, and in which order.
 *
 * Not a CSS engine. It knows the ways in which links are hidden on hacked pages (DOMAIN 5.4, H1 to H5), what forces
 * text to run from right to left, and nothing else; what it does not know is as if it were not there, and text that is
 * wrongly taken for visible is still read, in its place. Pure and thread-safe.
 */
#ifndef GUANKA_EXTRACT_HTML_LOOK_H
#define GUANKA_EXTRACT_HTML_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

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
    LOOK_CONTENT = 1 << 18,    /* content-visibility: hidden */
    LOOK_CLIP_PATH = 1 << 19,  /* to nothing */
    LOOK_PUSHED = 1 << 20,     /* text-indent past the other edge */
    LOOK_NOWRAP = 1 << 21,     /* white-space: nowrap, pre */
    LOOK_CLIP_TEXT = 1 << 22,  /* background-clip: text, which shows the background through clear letters */
    LOOK_SCALE = 1 << 23,      /* 0 */
    LOOK_BEHIND = 1 << 24,     /* z-index far below the page; pictures in the background take -1 */
    LOOK_RIGHT = 1 << 25,      /* direction: rtl */
    LOOK_OVERRIDE = 1 << 26,   /* unicode-bidi that forces all text to run that way */
    LOOK_ISOLATE = 1 << 27,    /* and its own text apart from that around it */
};

/* Beside 0xRRGGBB: a colour that lets everything through. */
enum { HTML_LOOK_CLEAR = 0x1000000 };

struct html_look {
    uint32_t known, on;
    uint32_t color, background; /* 0xRRGGBB; the former also HTML_LOOK_CLEAR */
};

/* Reads declarations ("color:#fff;display:none") over what *look says so far. Bytes up to `limit` may be read. */
void html_look_declare(struct html_look *look, struct bytes declarations, const uint8_t *limit);
/* What `over` says wins. */
void html_look_merge(struct html_look *look, const struct html_look *over);
/* Whether an element that looks so shows nothing at all, itself and what is in it. Size of font, colour and
 * visibility are not judged here: what is inside may set its own. */
bool html_look_hides(const struct html_look *look);
/* "#fff", "white", "rgb(255,255,255)", "transparent"; false when it is none that we know. */
bool html_look_color(struct bytes text, uint32_t *color);
/* Whether text of one colour, which is not clear, cannot be told from the other. */
bool html_look_is_same_color(uint32_t color, uint32_t background);

#endif
