/* SPDX-License-Identifier: Apache-2.0
 *
 * Working days and the deadlines that are counted in them (DOMAIN 10.7).
 *
 * A working day is one from Monday to Friday that the State Council's notice for its year does not make a holiday, and a Saturday
 * or Sunday that it makes a working day. The notices are the table working-days.csv (date, kind, name, document). Of a year
 * that the table does not know nothing is computed: a deadline that lets silence count as consent must not be a guess.
 *
 * Immutable once made; any thread.
 */
#ifndef GUANKA_REVIEW_WORKING_DAYS_H
#define GUANKA_REVIEW_WORKING_DAYS_H

#include <stdbool.h>

#include "base/buf.h"
#include "reference/reference.h"

struct working_days;

/* `reference` and `arena` must live as long as the result. STATUS_INVALID with file and line in *error. */
MUST_CHECK enum status working_days_create(const struct reference *reference, struct arena *arena,
                                           const struct working_days **days, struct error *error);

bool working_days_know(const struct working_days *days, int32_t year);
/* Of a day in a year that is known. */
bool working_days_has(const struct working_days *days, struct date day);

/* The last of `count` (at least 1) working days after `from`, whose own day does not count (Civil Code, article 201). *due is the day
 * at whose end the period is over. STATUS_INVALID when a year on the way is not known: *error says which, and that the
 * State Council's notice for it belongs into the table. */
MUST_CHECK enum status working_days_after(const struct working_days *days, struct date from, unsigned count,
                                          struct date *due, struct error *error);
/* The latest working day from which on `count` working days are left before `before`, which does not count itself: until when a letter
 * must be out (R5, article 9). Errors as above. */
MUST_CHECK enum status working_days_before(const struct working_days *days, struct date before, unsigned count,
                                           struct date *latest, struct error *error);

/* How a period was counted, for the record: "2024-04-30 (1), 2024-05-01 至 2024-05-05 劳动节, 2024-05-06 (2) …". Of days in years that
 * are known. */
MUST_CHECK enum status working_days_explain(const struct working_days *days, struct date from, struct date due,
                                            struct buf *words);

#endif
