/* SPDX-License-Identifier: Apache-2.0
 *
 * Which pages, scripts and redirections of a site send their reader to hosts of others without his doing, for the checks of that.
 */
#ifndef GUANKA_SWEEP_CHECKS_SENT_H
#define GUANKA_SWEEP_CHECKS_SENT_H

#include "sweep/checks.h"

/* Whether facts have `url`'s host among those that readers are sent to, however surely. */
bool sent_knows_host(const struct facts *facts, const char *url);
/* Whether the address is on a host that is not the site's, under whatever name (site_is_at_home). */
bool sent_is_elsewhere(const struct site *site, const char *url);
/* The first address elsewhere that every reader of a page of HTML is sent to, by a refresh, by its own scripts or by the script
 * files of the site that it loads; NULL: none. *by: the page or the script file that does it. */
const char *sent_from(const struct site_view *view, const struct view_page *page, const struct view_page **by);
/* The address on a host that is none of the site file's that redirections from a page end at; NULL: they do not leave the site.
 * *last: the address of the site's that leads there. */
const struct view_page *sent_redirected(const struct site_view *view, const struct view_page *page,
                                        const struct view_page **last);
/* Below .gov.cn or .政务. */
bool sent_is_official(const char *url);

#endif
