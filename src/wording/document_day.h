/* SPDX-License-Identifier: Apache-2.0
 *
 * The day of a document, as far as its text tells: the latest day that it gives as its own. What was right in 2012 is
 * judged by the day of the document, not by today. Pure.
 */
#ifndef GUANKA_WORDING_DOCUMENT_DAY_H
#define GUANKA_WORDING_DOCUMENT_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

enum {
    DOCUMENT_DAY_DIGITS = 6,   /* 2024年4月1日: a line with fewer has no day in digits */
    DOCUMENT_DAY_HAN_MAX = 96, /* bytes: a longer line is no date in numerals and little else */
};

/* A line of the body: one that is a date and little else, or a label and a date in digits (发布日期:2022-11-03), or a
 * month in brackets ((2022年6月印)), is the day of the document. False when it has no date at all. */
bool document_day_take_line(struct date *day, const char *text, size_t size);
/* The same of a line that is a month alone, or a month behind the name of an organ that signs: its first day. A bare
 * month in a table may be any column's. */
bool document_day_take_month(struct date *day, const char *text, size_t size);
/* The note below the title of a law, (2016年3月1日国务院令第5号公布 2020年1月2日修订): its latest day. */
bool document_day_take_note(struct date *day, const char *text, size_t size);
/* Is the day of this line the text's own, whatever page shows it later? A date alone or behind the organ that signs, or
 * a day with its label, 成文日期:2016-03-01. */
bool document_day_is_own(const char *text, size_t size);
/* A line that is nothing but the number of a document, 示府发〔2016〕5号: the first day of its year. */
bool document_day_take_number(struct date *day, const char *text, size_t size);
/* A property that begins with a day, such as 2024-04-10t08:00. */
void document_day_take_property(struct date *day, const char *text, size_t size);
/* The year right behind or before text[from..to), 市国土资源局2023年工作要点, 2023年市国土资源局; 0: none. */
int32_t document_day_year_beside(const char *text, size_t size, size_t from, size_t to);
/* Does the text itself name a day that is not behind `last`, or a year before it? 1991年5月6日国家工商行政管理局令
 * speaks of the past, and so does 2006.07-2011.09 in a life. */
bool document_day_speaks_of(const char *text, size_t size, struct date last);

#endif
