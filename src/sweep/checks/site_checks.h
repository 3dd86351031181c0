/* SPDX-License-Identifier: Apache-2.0
 *
 * The checks there are, by the file that has them.
 */
#ifndef GUANKA_SWEEP_CHECKS_SITE_CHECKS_H
#define GUANKA_SWEEP_CHECKS_SITE_CHECKS_H

#include "sweep/checks.h"

/* broken.c */
extern const struct site_check check_link_broken, check_attachment_broken, check_soft_404, check_attachment_mismatch,
    check_attachment_encrypted;
/* identity.c */
extern const struct site_check check_identifier, check_icp, check_police_filing, check_report_error_entry, check_conac;
/* columns.c */
extern const struct site_check check_home_stale, check_column_stale, check_column_blank, check_date_future;
/* appeared.c */
extern const struct site_check check_page_unlinked, check_title_changed, check_script_new, check_script_changed,
    check_frame_new, check_outside_host_new;
/* outside.c */
extern const struct site_check check_outside_expired;

#endif
