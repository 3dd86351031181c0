/* SPDX-License-Identifier: Apache-2.0
 *
 * The operator's register of cases, cases.csv (DOMAIN 5.2): case_no, stage, organ, closed_at, source. Immutable once
 * made; any thread.
 */
#ifndef GUANKA_ENGINE_CASE_REGISTER_H
#define GUANKA_ENGINE_CASE_REGISTER_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "reference/reference.h"
#include "wording/case_number.h"

enum case_stage {
    CASE_PENDING,
    CASE_CLOSED,
    CASE_PUBLIC, /* may be published though it is open: a hearing, a session */
    CASE_STAGE_COUNT,
};
extern const char *const case_stage_names[CASE_STAGE_COUNT]; /* as the table writes them */

enum { CASE_KEY_MAX = 96 };

struct case_entry {
    const char *key; /* case_number_key of the number */
    size_t key_size;
    uint32_t year;
    uint64_t serial;
    enum case_stage stage;
    struct date since; /* closed or public from that day on; not set: always */
    const struct reference_row *row;
};

struct case_register;

MUST_CHECK enum status case_register_create(const struct reference *reference, struct arena *arena,
                                            const struct case_register **made, struct error *error);
bool case_register_is_empty(const struct case_register *cases);
/* The entry of a number that stands in `text`; NULL when the register does not know it. */
const struct case_entry *case_register_find(const struct case_register *cases, const char *text,
                                            const struct case_number *number);
/* May a text of that day name the case? A case that is closed or public from a later day on is not yet. */
bool case_entry_allows(const struct case_entry *entry, struct date day);

#endif
