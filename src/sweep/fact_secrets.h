/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether a page has a field for what nobody should give away: a password, or the number of an identity card. Pure.
 */
#ifndef GUANKA_SWEEP_FACT_SECRETS_H
#define GUANKA_SWEEP_FACT_SECRETS_H

#include <stdbool.h>

#include "base/bytes.h"

/* `input`: a page of HTML in any charset that has ASCII in it. */
bool fact_asks_secrets(struct bytes input);

#endif
