/* SPDX-License-Identifier: Apache-2.0
 *
 * Parameters of a query that have one of a few values. A value that is none of them is refused with those that are: who
 * has misspelt one would take the empty list for an answer, or the whole one for what he asked for.
 */
#ifndef GUANKA_GATE_API_QUERY_H
#define GUANKA_GATE_API_QUERY_H

#include "gate/api.h"

typedef const char *api_value_name(unsigned index);

/* A bit for each value that the parameter has, by its index; 0 when the parameter is missing or empty. `many`: several,
 * with commas between. False: the call is answered with 400 "invalid". Any thread. */
MUST_CHECK bool api_query_values(struct call *call, const char *parameter, bool many, api_value_name *name_of,
                                 unsigned count, uint32_t *bits);
/* The only value that the parameter may have: *is_given is whether it is. Otherwise the same. */
MUST_CHECK bool api_query_flag(struct call *call, const char *parameter, const char *value, bool *is_given);

#endif
