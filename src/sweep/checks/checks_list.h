/* SPDX-License-Identifier: Apache-2.0
 *
 * All checks of sites, for checks.c.
 */
#ifndef GUANKA_SWEEP_CHECKS_CHECKS_LIST_H
#define GUANKA_SWEEP_CHECKS_CHECKS_LIST_H

#include "sweep/checks.h"

extern const struct check check_site_unreachable;
extern const struct check check_home_stale, check_column_stale, check_column_blank, check_site_stale;
extern const struct check check_link_broken, check_attachment_broken, check_redirect_private, check_soft_404;
extern const struct check check_link_private;
extern const struct check check_attachment_mismatch, check_attachment_encrypted;
extern const struct check check_identifier_missing, check_icp_missing, check_police_filing_missing;
extern const struct check check_conac_missing, check_report_error_entry_missing, check_metadata_missing;
extern const struct check check_date_future, check_date_before_document, check_date_forged, check_notice_expired;
extern const struct check check_date_changed, check_list_dates;
extern const struct check check_home_blank;
extern const struct check check_page_unlinked, check_start_elsewhere, check_redirect_new;
extern const struct check check_title_changed, check_script_new, check_script_changed, check_frame_new;
extern const struct check check_hidden_new, check_outside_host_new, check_outside_expired;
extern const struct check check_outside_wrong, check_charset_wrong, check_cloaked;
extern const struct check check_permit_missing, check_domain_wrong;
extern const struct check check_robots_changed;

#endif
