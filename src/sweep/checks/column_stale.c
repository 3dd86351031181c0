/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/columns.h"

static void report(struct check_run *run, const struct site_column *column, const struct column_judgement *judgement)
{
    char newest[DATE_TEXT_SIZE];

    date_text(judgement->newest, newest);
    if (newest[0] == '\0')
        check_report(run, judgement->page, NULL, FINDING_ORDINARY,
                     gettext("nothing in the column %s has a day of publication, which counts as not updated"),
                     column->name);
    else if (judgement->state == COLUMN_STALE)
        check_report(run, judgement->page, NULL, FINDING_ORDINARY,
                     gettext("the column %s was updated on %s last, longer ago than its period"), column->name, newest);
    else
        check_report(run, judgement->page, NULL, FINDING_SUSPECTED,
                     gettext("the column %s was updated on %s last; its period ends soon"), column->name, newest);
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->site->column_count; index++) {
        struct column_judgement judgement = column_judge(view, &view->site->columns[index]);

        if (judgement.state == COLUMN_STALE || judgement.state == COLUMN_EARLY)
            report(run, &view->site->columns[index], &judgement);
        else if (column_shows_nothing(judgement.state))
            check_keep_page(run, judgement.page);
    }
}

const struct check check_column_stale = {
    .name = "column-stale",
    .title = N_("column not updated"),
    .basis = "《官方网站管理制度》第十一条第（一）项；《政府网站与政务新媒体检查指标》栏目不更新",
    .advice = N_("Publish what is due in the column, or have its class and period in the site file corrected."),
    .run = run,
};
