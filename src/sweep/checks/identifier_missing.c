/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/identifiers.h"

static bool is_shown(const struct site *site, const struct facts *facts, const char **wanted)
{
    *wanted = site->code;
    return site->code[0] != '\0' ? strcmp(facts->code, site->code) == 0 : facts->code[0] != '\0';
}

static void run(struct check_run *run)
{
    identifiers_look(
        run, is_shown, gettext("the foot of the start page does not show the site's identification code"),
        gettext("the foot of the start page does not show the site's identification code as the site file has it"));
}

const struct check check_identifier_missing = {
    .name = "identifier-missing",
    .title = N_("site identification code missing"),
    .basis = "《政府网站与政务新媒体检查指标》网站标识；《政府网站发展指引》",
    .advice = N_("Show the ten characters of the site's identification code in the foot of every page."),
    .run = run,
};
