/* SPDX-License-Identifier: Apache-2.0
 *
 * Anniversaries of events whose year is known, 庆祝中国共产党成立103周年: which one a text celebrates, and in which
 * years that would be right. Text is canonical. Immutable once made; memory belongs to the arena.
 */
#ifndef GUANKA_WORDING_ANNIVERSARY_H
#define GUANKA_WORDING_ANNIVERSARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "text/literal_set.h"

struct anniversary_event {
    const char *words; /* canonical, divided by '|': 中国共产党成立|建党 */
    int32_t year;
};

struct anniversary {
    size_t event; /* index of the events */
    unsigned number;
    size_t from, to;    /* the event and its number, 周年 included */
    bool is_celebrated; /* 庆祝 or the like stands before it, and nothing behind that tells of an earlier celebration */
};

/* What every one of them has, to be looked for. */
struct literal_list anniversary_words(void);
/* The one whose 周年 stands at text[at..); false when the event is none of these. */
bool anniversary_read(const struct anniversary_event *events, size_t count, const char *text, size_t size, size_t at,
                      struct anniversary *found);
/* Is `number` right in `year`, or, where the text says that it is to come, in the next? */
bool anniversary_is_right(const struct anniversary_event *event, unsigned number, int32_t year, bool is_to_come);
/* 迎接, 即将: what is celebrated is to come. */
bool anniversary_is_to_come(const char *text, size_t size);
/* The next year that the text names, in digits, at or behind *at, which is moved behind it; 0: no more. */
int32_t anniversary_next_year(const char *text, size_t size, size_t *at);

#endif
