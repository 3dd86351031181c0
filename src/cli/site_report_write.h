/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports of sites as files: HTML (one page, no script, prints well), XLSX (texts only), CSV and JSON.
 */
#ifndef GUANKA_CLI_SITE_REPORT_WRITE_H
#define GUANKA_CLI_SITE_REPORT_WRITE_H

#include "base/buf.h"
#include "base/error.h"
#include "report/report.h"
#include "sweep/site_report.h"

void site_report_html(struct buf *out, const struct site_report *report, enum report_language language);
/* Begins without the mark that Excel wants before UTF-8. */
void site_report_csv(struct buf *out, const struct site_report *report);
void site_report_json(struct buf *out, const struct site_report *report);
/* STATUS_IO with words when it cannot be written. */
MUST_CHECK enum status site_report_xlsx(int descriptor, const struct site_report *report, struct error *error);

#endif
