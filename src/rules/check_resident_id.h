/* SPDX-License-Identifier: Apache-2.0
 *
 * Resident identity numbers (GB 11643-1999), for the validators that must tell other numbers from them.
 */
#ifndef GUANKA_RULES_CHECK_RESIDENT_ID_H
#define GUANKA_RULES_CHECK_RESIDENT_ID_H

#include "rules/check_run.h"

enum { RESIDENT_ID_SIZE = 18, RESIDENT_ID_OLD_SIZE = 15 };

/* Are symbols[at..at+18) a number with a date, a region of the table and the right check character? */
bool resident_id_is_certain(const struct run *run, size_t at);

#endif
