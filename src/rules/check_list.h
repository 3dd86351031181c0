/* SPDX-License-Identifier: Apache-2.0
 *
 * Every validator; only check.c and the tests need more than check.h.
 */
#ifndef GUANKA_RULES_CHECK_LIST_H
#define GUANKA_RULES_CHECK_LIST_H

#include "rules/check.h"

extern const struct check check_resident_id;         /* check_resident_id.c */
extern const struct check check_resident_id_old;
extern const struct check check_resident_id_damaged;
extern const struct check check_bank_card;           /* check_bank_card.c */
extern const struct check check_luhn;
extern const struct check check_document_number;     /* check_document_number.c */
extern const struct check check_uscc;                /* check_uscc.c */
extern const struct check check_mobile;              /* check_mobile.c */
extern const struct check check_plate;               /* check_vehicle.c */
extern const struct check check_vin;

#endif
