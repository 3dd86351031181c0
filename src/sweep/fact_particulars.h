/* SPDX-License-Identifier: Apache-2.0
 *
 * The line of particulars under a title: "2026-11-24 10:30　来源：市水务局　浏览次数：12". Pure.
 */
#ifndef GUANKA_SWEEP_FACT_PARTICULARS_H
#define GUANKA_SWEEP_FACT_PARTICULARS_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/date.h"

/* The line at `place` names what only such a line does: a source, an author, how often it was read. */
bool fact_stands_in_particulars(struct bytes text, size_t place);
/* The line is "2026-11-24 10:30:05", with a time or without, and nothing else. */
bool fact_is_day_alone(struct bytes line);
/* The line around `place`, which is at most the size of the text. */
struct bytes fact_line_around(struct bytes text, size_t place);
/* The day of publication that stands in such a line, said to be that or not said to be any other; none where several
 * days do, as in a list, and no heading tells whose they are. `title` is that of the page. */
struct date fact_particulars_day(struct bytes text, const char *title);

#endif
