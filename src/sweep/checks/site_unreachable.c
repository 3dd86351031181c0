/* SPDX-License-Identifier: Apache-2.0 */
#include "report/words.h"
#include "sweep/checks/checks_list.h"

static void run(struct check_run *run)
{
    const struct site *site = check_view(run)->site;

    for (size_t index = 0; index < site->starts.count; index++)
        check_availability(run, site->starts.items[index]);
}

const struct check check_site_unreachable = {
    .name = "site-unreachable",
    .title = N_("start page cannot be opened too often"),
    .basis = "《政府网站与政务新媒体检查指标》单项否决：站点无法访问",
    .advice = N_("Find out with whoever runs the server and the line why the start page could not be opened within 15 "
                 "seconds; five in a hundred probes of a week that fail, fail the site."),
    .needs_no_page = true,
    .run = run,
};
