/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/identifiers.h"

static bool is_shown(const struct site *site, const struct facts *facts, const char **wanted)
{
    (void)site;
    (void)wanted;
    return facts->has_report_entry;
}

static void run(struct check_run *run)
{
    identifiers_look(
        run, is_shown,
        gettext("the foot of the start page has no entry for reporting errors to the government (我为政府网站找错)"),
        "");
}

const struct check check_report_error_entry_missing = {
    .name = "report-error-entry-missing",
    .title = N_("entry for reporting errors missing"),
    .basis = "《政府网站与政务新媒体检查指标》网站标识；《政府网站发展指引》",
    .advice = N_("Put the entry 我为政府网站找错 in the foot of every page."),
    .run = run,
};
