/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

/* The title of a start page or a list is nobody's daily work. */
static bool is_fixed(const struct site *site, const struct view_page *page)
{
    for (size_t index = 0; index < site->starts.count; index++) {
        if (strcmp(site->starts.items[index], page->url) == 0)
            return true;
    }
    for (size_t index = 0; index < site->column_count; index++) {
        if (strcmp(site->columns[index].address, page->url) == 0)
            return true;
    }
    return false;
}

/* Two characters of Chinese in a row that both have: an editor who words a title anew keeps some, if only the site's
 * name. */
static bool share_words(const char *left, const char *right)
{
    enum { PAIR = 6 };

    for (size_t rest = strlen(left); rest >= PAIR; left++, rest--) {
        char pair[PAIR + 1] = "";

        memcpy(pair, left, PAIR);
        if (((unsigned char)*left & 0xF0) == 0xE0 && strstr(right, pair) != NULL)
            return true;
    }
    return false;
}

static enum finding_severity judge(const struct site *site, const struct view_page *page)
{
    return is_fixed(site, page) || !share_words(page->before->title, page->facts->title) ? FINDING_SEVERE
                                                                                         : FINDING_SUSPECTED;
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (!site_view_stands(page) || page->before == NULL || page->before->says_missing || page->facts->says_missing
            || strcmp(page->before->format, page->facts->format) != 0
            || strcmp(page->before->title, page->facts->title) == 0)
            continue;
        if (!is_fixed(view->site, page) && site_view_doubles(view, page))
            check_question(run, page, NULL);
        else
            check_report(run, page, check_state(run, page, bytes_of_text(page->facts->title)), judge(view->site, page),
                         gettext("the title has changed from \"%.300s\" to \"%.300s\""), page->before->title,
                         page->facts->title);
    }
}

const struct check check_title_changed = {
    .name = "title-changed",
    .title = N_("title changed"),
    .basis = "《官方网站管理制度》第十六条",
    .advice = N_("Ask the editor; when nobody changed it, the site has been tampered with. When it is right, "
                 "accept the change (guanka sweep decide accept)."),
    .compares = true,
    .run = run,
};
