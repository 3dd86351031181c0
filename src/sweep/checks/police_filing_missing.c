/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/identifiers.h"

static bool is_shown(const struct site *site, const struct facts *facts, const char **wanted)
{
    *wanted = site->police;
    return identifiers_agree(facts->police, site->police);
}

static void run(struct check_run *run)
{
    identifiers_look(
        run, is_shown, gettext("the foot of the start page does not show the filing number of the police"),
        gettext("the foot of the start page does not show the filing number of the police as the site file has it"));
}

const struct check check_police_filing_missing = {
    .name = "police-filing-missing",
    .title = N_("filing number of the police missing"),
    .basis = "《政府网站与政务新媒体检查指标》网站标识；《政府网站发展指引》",
    .advice =
        N_("Show the filing number of the police in the foot of every page, with a link to where it can be verified."),
    .run = run,
};
