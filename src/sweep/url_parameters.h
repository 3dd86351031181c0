/* SPDX-License-Identifier: Apache-2.0
 *
 * Which pieces of an address say who asks, and not what is asked for: ids of sessions, marks of campaigns, stamps
 * against caches. One page would have as many addresses as there are visits. Pure.
 */
#ifndef GUANKA_SWEEP_URL_PARAMETERS_H
#define GUANKA_SWEEP_URL_PARAMETERS_H

#include <stdbool.h>

#include "base/bytes.h"

/* Of a query's "name=value". */
bool url_parameter_is_void(struct bytes parameter);
/* The bytes of a path's segment before the first id of a session in it (";jsessionid=…") and behind that. */
void url_parameter_cut(struct bytes segment, struct bytes *before, struct bytes *behind);

#endif
