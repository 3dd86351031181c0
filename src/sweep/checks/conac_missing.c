/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/identifiers.h"

static bool is_shown(const struct site *site, const struct facts *facts, const char **wanted)
{
    (void)site;
    (void)wanted;
    return facts->has_conac;
}

static void run(struct check_run *run)
{
    identifiers_look(
        run, is_shown,
        gettext("the foot of the start page does not have the emblem of party and government sites (conac.cn)"), "");
}

const struct check check_conac_missing = {
    .name = "conac-missing",
    .title = N_("emblem of party and government sites missing"),
    .basis = "《政府网站与政务新媒体检查指标》网站标识；《政府网站发展指引》",
    .advice = N_("Put the emblem that conac.cn has given out for the site in the foot of every page."),
    .run = run,
};
