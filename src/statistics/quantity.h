/* SPDX-License-Identifier: Apache-2.0
 *
 * Quantities as texts write them: 130.5亿元, 增长5.6%, -3.5. Text is canonical. Pure.
 */
#ifndef GUANKA_STATISTICS_QUANTITY_H
#define GUANKA_STATISTICS_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>

struct quantity {
    double number;  /* in the unit's base: 元, %, … */
    double step;    /* of the last digit shown, in the same base */
    char base[16];  /* "元", "美元", "%", "" (none written) … */
    bool is_change; /* 增长, 下降 …: of a percentage */
    size_t from, to;
};

/* The next number with its unit at or behind `from`. A number without a unit counts when `bare` (a cell of a table). */
bool quantity_next(const char *text, size_t size, size_t from, bool bare, struct quantity *quantity);
/* The base and factor of a unit's name ("亿元": 元, 1e8); false when it is not known. */
bool quantity_unit(const char *name, size_t size, double *factor, const char **base, size_t *length);
/* Do both round to the same, as far as the coarser one shows digits? */
bool quantity_agrees(const struct quantity *shown, double number);

#endif
