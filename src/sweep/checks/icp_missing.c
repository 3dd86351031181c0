/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/identifiers.h"

static bool is_shown(const struct site *site, const struct facts *facts, const char **wanted)
{
    *wanted = site->icp;
    return identifiers_agree(facts->icp, site->icp);
}

static void run(struct check_run *run)
{
    identifiers_look(run, is_shown, gettext("the foot of the start page does not show the ICP filing number"),
                     gettext("the foot of the start page does not show the ICP filing number as the site file has it"));
}

const struct check check_icp_missing = {
    .name = "icp-missing",
    .title = N_("ICP filing number missing"),
    .basis = "《政府网站与政务新媒体检查指标》网站标识；《政府网站发展指引》",
    .advice = N_("Show the ICP filing number in the foot of every page, with a link to beian.miit.gov.cn."),
    .run = run,
};
