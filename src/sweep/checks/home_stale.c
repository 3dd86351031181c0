/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/columns.h"

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    const struct site_thresholds *thresholds = &view->site->thresholds;
    const struct view_page *home = site_view_find(view, view->site->starts.items[0]);
    char newest[DATE_TEXT_SIZE];
    struct date date;
    int64_t age;

    if (home == NULL || !site_view_stands(home)) {
        check_give_up(run);
        return;
    }
    date = column_newest(view, home);
    age = date_is_set(date) ? date_days(view->today) - date_days(date) : INT64_MAX;
    date_text(date, newest);
    if (newest[0] == '\0')
        check_report(run, home, NULL, FINDING_SEVERE,
                     gettext("nothing on the home page has a day of publication, which counts as not updated"));
    else if (age > thresholds->home_days)
        check_report(run, home, NULL, FINDING_SEVERE,
                     gettext("nothing on the home page is newer than %s; %u days without an update fail the site"),
                     newest, thresholds->home_days);
    else if (age > thresholds->home_warn_days)
        check_report(run, home, NULL, FINDING_SUSPECTED,
                     gettext("nothing on the home page is newer than %s; %u days without an update fail the site"),
                     newest, thresholds->home_days);
}

const struct check check_home_stale = {
    .name = "home-stale",
    .title = N_("home page not updated"),
    .basis = "《政府网站与政务新媒体检查指标》单项否决：首页不更新",
    .advice = N_("Publish on the home page today; entries need their day of publication beside them."),
    .run = run,
};
