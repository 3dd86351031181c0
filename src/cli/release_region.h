/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether a region's code is one that was ever given (GB/T 2260), for what people type into the register. Pure.
 */
#ifndef GUANKA_CLI_RELEASE_REGION_H
#define GUANKA_CLI_RELEASE_REGION_H

#include <stdbool.h>
#include <stdint.h>

/* The country, a province, a prefecture that has counties, a county. */
bool release_region_exists(uint32_t code);

#endif
