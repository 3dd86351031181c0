/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/fetch.h"

static const char *describe(const char *outcome)
{
    static const char *const words[FETCH_OUTCOME_COUNT] = {
        [FETCH_UNKNOWN] = N_("there is no such host any more"),
        [FETCH_UNREACHED] = N_("nobody answers there"),
        [FETCH_NO_ROUTE] = N_("nobody answers there"),
        [FETCH_TLS] = N_("its certificate is not valid"),
        [FETCH_TIMEOUT] = N_("it does not open within 15 seconds"),
        [FETCH_BROKEN] = N_("the answer breaks off"),
    };

    for (enum fetch_outcome known = 0; known < FETCH_OUTCOME_COUNT; known++) {
        if (words[known] != NULL && strcmp(outcome, fetch_outcome_name(known)) == 0)
            return gettext(words[known]);
    }
    return NULL;
}

/* Of who sells names, in their own words. */
static bool is_for_sale(const char *title)
{
    static const char *const words[] = { "域名正在出售", "域名出售", "domain is for sale", "此域名可转让" };

    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (strstr(title, words[index]) != NULL)
            return true;
    }
    return false;
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];
        const char *words;

        if (page->is_ours || !page->is_shown || page->facts == NULL || page->facts->outcome[0] == '\0')
            continue;
        words = describe(page->facts->outcome);
        if (words != NULL)
            check_report(run, page, NULL, FINDING_ORDINARY, "%s", words);
        else if (page->http_status == 404 || page->http_status == 410)
            check_report(run, page, NULL, FINDING_ORDINARY, gettext("the server answers %d"), page->http_status);
        else if (is_for_sale(page->facts->title))
            check_report(run, page, NULL, FINDING_ORDINARY, gettext("its name is for sale: %.300s"),
                         check_quote(run, page->facts->title));
    }
}

const struct check check_outside_expired = {
    .name = "outside-expired",
    .title = N_("outside link that is dead"),
    .basis = "《政府网站与政务新媒体检查指标》可用性：外链失效",
    .advice = N_("Remove the link, or have it lead to where that is now."),
    .needs_no_page = true,
    .run = run,
};
