/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers by which cases are known: those of courts, (2023)黔2301刑初123号, as the Supreme Court's rules on case
 * numbers make them; those of other organs, series, year in brackets and serial, 示检刑诉〔2023〕45号; and long numbers
 * of petitions, XF202305180001. Text is canonical. Pure.
 */
#ifndef GUANKA_WORDING_CASE_NUMBER_H
#define GUANKA_WORDING_CASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum case_number_kind {
    CASE_NUMBER_COURT,
    CASE_NUMBER_ORGAN, /* every document number has this shape: the series must say that it is of cases */
    CASE_NUMBER_LONG,  /* eight to twenty digits, perhaps with letters in front: of a petition only beside its label */
};

struct case_number {
    enum case_number_kind kind;
    size_t from, to;   /* ORGAN: from where the series may begin at the earliest */
    size_t series_end; /* ORGAN: where the bracket of the year stands. LONG: where the digits begin */
    uint32_t year;     /* 0: none */
    uint64_t serial;   /* LONG: of the last eighteen digits */
};

/* The first one that begins at or behind `from`. */
bool case_number_next(const char *text, size_t size, size_t from, struct case_number *number);
/* What is compared: Han, letters and digits of text[0..size), 第 left out. Writes at most `room` bytes, returns the
 * size. */
size_t case_number_key(const char *text, size_t size, char *key, size_t room);

#endif
