/* SPDX-License-Identifier: Apache-2.0
 *
 * Where on a page the document stands. A page begins with the name of the site and its columns and ends with links and
 * the licence of the site, so its first and last lines are hardly ever those of what is published on it. But a line of
 * particulars (发布时间, 来源, 浏览次数: GB/T 21063.3 and the standards of government websites ask for them) stands in
 * front of the text, and what one can do with the page (打印本页, 关闭窗口, 上一篇) behind it. So the lines behind the
 * one are a head and those in front of the other are a foot, too, as much as the first and the last lines of the part.
 *
 * Lines are canonical text. No window is needed: each complete line is told once, in order. Pure.
 */
#ifndef GUANKA_ENGINE_CONTENT_ZONE_H
#define GUANKA_ENGINE_CONTENT_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Absolute offsets of the body, and the numbers of the runs there (segment.sequence), by which other lanes know them.
 */
struct content_zone {
    uint64_t heading; /* where its heading begins, a line or two in front of the particulars */
    uint64_t start, head_end, foot_start, end;
    uint64_t first, head_last;
    uint32_t lines; /* of the content, until its head is full */
    bool is_begun, is_head_full, is_ended;
};

struct content_line {
    const char *text;
    size_t size;
    uint64_t start, end; /* absolute offsets, the line end not counted */
    uint64_t sequence;   /* of its last run */
    uint64_t heading;    /* where the second line in front of it begins */
    uint64_t foot_start; /* where the last lines in front of it begin */
};

/* The next line. */
void content_zone_take(struct content_zone *zone, const struct content_line *line);
bool content_zone_has_head(const struct content_zone *zone, uint64_t offset);
/* The same where offsets are others: of the run with that number. */
bool content_zone_has_head_run(const struct content_zone *zone, uint64_t sequence);
bool content_zone_has_foot(const struct content_zone *zone, uint64_t offset);
/* What is published together with what stands at [from, to): *start and *end come closer where they lie in what surrounds
 * it on the page. */
void content_zone_clip(const struct content_zone *zone, uint64_t from, uint64_t to, uint64_t *start, uint64_t *end);

#endif
