/* SPDX-License-Identifier: Apache-2.0
 *
 * From segments to cells: asks extract/grid.h for the tables of a page, in each direction of its lines and each layer.
 */
#ifndef GUANKA_FOREIGN_PDF_CELLS_H
#define GUANKA_FOREIGN_PDF_CELLS_H

#include "foreign/pdf_lines.h"

/* Names the places of segments that are in their rows; divides those that reach over several cells, and adds what they
 * are divided into at the end. */
MUST_CHECK enum status pdf_cells_find(struct pdf_lines *lines);

#endif
