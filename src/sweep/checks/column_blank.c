/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/columns.h"

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->site->column_count; index++) {
        const struct site_column *column = &view->site->columns[index];
        struct column_judgement judgement = column_judge(view, column);

        if (judgement.state == COLUMN_BLANK)
            check_report(run, judgement.page, NULL, FINDING_ORDINARY, gettext("the column %s has nothing in it"),
                         column->name);
        else if (judgement.state == COLUMN_BARE)
            check_report(run, judgement.page, NULL, FINDING_SUSPECTED,
                         gettext("the list of the column %s has no entry, unless a script adds them"), column->name);
        else if (judgement.state == COLUMN_UNREADABLE)
            check_report(run, judgement.page, NULL, FINDING_SUSPECTED,
                         gettext("the list of the column %s is no web page, and nobody can tell what is in it"),
                         column->name);
    }
}

const struct check check_column_blank = {
    .name = "column-blank",
    .title = N_("blank column"),
    .basis = "《官方网站管理制度》第十一条第（一）项；《政府网站与政务新媒体检查指标》空白栏目",
    .advice = N_("Fill the column, or take it off the site."),
    .run = run,
};
