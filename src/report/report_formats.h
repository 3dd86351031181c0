/* SPDX-License-Identifier: Apache-2.0
 *
 * The formats themselves, for report.c and their tests; everything else finds them by name.
 */
#ifndef GUANKA_REPORT_REPORT_FORMATS_H
#define GUANKA_REPORT_REPORT_FORMATS_H

#include "report/report.h"

extern const struct report_format report_text, report_jsonl, report_sarif, report_csv, report_html;

#endif
