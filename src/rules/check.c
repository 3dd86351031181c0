/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/check.h"

#include <string.h>

#include "rules/check_list.h"

static const struct check *const checks[] = {
    &check_bank_card,
    &check_document_number,
    &check_luhn,
    &check_mobile,
    &check_plate,
    &check_resident_id,
    &check_resident_id_damaged,
    &check_resident_id_old,
    &check_uscc,
    &check_vin,
    NULL,
};

const struct check *check_find(const char *name)
{
    for (size_t i = 0; checks[i] != NULL; i++) {
        if (strcmp(checks[i]->name, name) == 0)
            return checks[i];
    }
    return NULL;
}

const struct check *const *check_all(void)
{
    return checks;
}
