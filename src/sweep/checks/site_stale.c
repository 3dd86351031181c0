/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/columns.h"

/* One that was late, and whose list shows nothing now, has not been updated. */
static bool is_stale(struct check_run *run, const struct column_judgement *judgement)
{
    return judgement->state == COLUMN_STALE
           || (column_shows_nothing(judgement->state) && check_has_found(run, &check_column_stale, judgement->page));
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    const struct site_thresholds *thresholds = &view->site->thresholds;
    const struct view_page *home = site_view_find(view, view->site->starts.items[0]);
    unsigned stale = 0, others = 0, blank = 0;

    for (size_t index = 0; index < view->site->column_count; index++) {
        const struct site_column *column = &view->site->columns[index];
        struct column_judgement judgement = column_judge(view, column);

        blank += judgement.state == COLUMN_BLANK ? 1 : 0;
        if (is_stale(run, &judgement))
            *(column->class <= COLUMN_POLICY ? &stale : &others) += 1;
    }
    if (home != NULL
        && (stale >= thresholds->stale_columns || others >= thresholds->stale_others
            || blank >= thresholds->blank_columns))
        check_report(run, home, NULL, FINDING_SEVERE,
                     gettext("not updated in time: %u columns of news, notices and policies, %u others; %u are blank"),
                     stale, others, blank);
}

const struct check check_site_stale = {
    .name = "site-stale",
    .title = N_("too many columns not updated"),
    .basis = "《政府网站与政务新媒体检查指标》单项否决：栏目不更新",
    .advice = N_("Have the units update the columns that column-stale and column-blank name; as it is the site fails "
                 "the inspection."),
    .run = run,
};
