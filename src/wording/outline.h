/* SPDX-License-Identifier: Apache-2.0
 *
 * The numbers that paragraphs begin with, 第一条 一、 (一) 1. (1), followed through a document: numbers that are left
 * out (一、二、四、), and lists that have another number of points than was announced (以下五项: with four).
 *
 * A gap is certain only when the list goes on behind it or is over: until then the place of the suspect is the
 * caller's to keep, under the slot that is told. Lists that do not begin with one are excerpts, and nothing is said of
 * them. No allocation; the state may be zeroed.
 */
#ifndef GUANKA_WORDING_OUTLINE_H
#define GUANKA_WORDING_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "wording/vocabulary.h"

/* From the outermost inwards: a number of one style ends the lists of those behind it. */
enum outline_style {
    OUTLINE_NONE,
    OUTLINE_PART,           /* 第一编 */
    OUTLINE_CHAPTER,        /* 第一章 */
    OUTLINE_SECTION,        /* 第一节 */
    OUTLINE_ARTICLE,        /* 第一条: runs through chapters and sections */
    OUTLINE_HAN,            /* 一、 */
    OUTLINE_HAN_BRACKET,    /* (一) */
    OUTLINE_ARABIC,         /* 1. */
    OUTLINE_ARABIC_COMMA,   /* 1、 */
    OUTLINE_ARABIC_BRACKET, /* (1) */
    OUTLINE_STYLE_COUNT,
};

enum {
    OUTLINE_SLOT_ANNOUNCED = OUTLINE_STYLE_COUNT,
    OUTLINE_SLOT_COUNT,
    OUTLINE_EVENTS_MAX = OUTLINE_SLOT_COUNT, /* of one call */
};

struct outline_label {
    enum outline_style style;
    unsigned number;
    size_t size;
};
/* The number at the beginning of a block of canonical text; OUTLINE_NONE without one. */
struct outline_label outline_label(const char *text, size_t size);
/* Writes one, terminated. */
enum { OUTLINE_LABEL_SIZE = 48 };
size_t outline_write(enum outline_style style, unsigned number, char *output);

/* What announces a list, 以下五项 or 下列三种: [*from, *to) and the number. False when there is none, or when at least
 * so many are meant. */
bool outline_announcement(const struct vocabulary *vocabulary, const char *text, size_t size, unsigned *number,
                          size_t *from, size_t *to);

struct outline_level {
    unsigned last;    /* number seen */
    unsigned missing; /* the number that seems left out; 0: none */
    bool begun;       /* with one, and without another fault so far */
};

struct outline {
    struct outline_level levels[OUTLINE_STYLE_COUNT];
    unsigned announced;             /* points; 0: none */
    enum outline_style own, listed; /* of the announcing block, and of the list; OUTLINE_NONE before it begins */
};

enum outline_fault { OUTLINE_GAP, OUTLINE_COUNT };

struct outline_event {
    enum outline_fault fault;
    unsigned slot; /* where the place was kept */
    enum outline_style style;
    unsigned missing;           /* OUTLINE_GAP: this number */
    unsigned announced, listed; /* OUTLINE_COUNT */
};

struct outline_step {
    struct outline_event events[OUTLINE_EVENTS_MAX];
    size_t event_count;
    /* What the caller is to keep of this block: [from, to) under the slot. */
    bool keeps;
    unsigned slot;
    size_t from, to;
};

/* One block; then the end of the text. */
void outline_block(struct outline *outline, const struct vocabulary *vocabulary, const char *text, size_t size,
                   struct outline_step *step);
void outline_end(struct outline *outline, struct outline_step *step);

#endif
