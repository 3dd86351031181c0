/* SPDX-License-Identifier: Apache-2.0 */
#include "text/canonical_table.h"

#include "text/canonical_table.inc"
