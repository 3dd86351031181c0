/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables in plain text: values separated by commas, tabs or semicolons (RFC 4180 and what programs make of it).
 *
 * Each cell is a run with its row and column. Text is taken for a table when its name says so, or when
 * line after line has the same number of columns.
 */
#ifndef GUANKA_EXTRACT_CSV_H
#define GUANKA_EXTRACT_CSV_H

#include "extract/extractor.h"

extern const struct extractor csv_extractor;

#endif
