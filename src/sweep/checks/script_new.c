/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"

static const struct site_texts *scripts(const struct facts *facts)
{
    return &facts->scripts;
}

static void run(struct check_run *run)
{
    known_report_new(run, scripts, gettext("a script of another host has come: %s"));
}

const struct check check_script_new = {
    .name = "script-new",
    .title = N_("new script from outside"),
    .basis = "《官方网站管理制度》第十六条",
    .advice = N_("Ask who put the script there; when nobody did, the site has been tampered with. When it is right, "
                 "accept the change (guanka sweep decide accept)."),
    .family = "tamper",
    .compares = true,
    .run = run,
};
