/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "base/buf.h"
#include "report/words.h"
#include "sweep/checks/checks_list.h"

#define BIT(property) (1U << (property))

enum {
    OF_SITE = BIT(PROPERTY_SITE_NAME) | BIT(PROPERTY_SITE_DOMAIN) | BIT(PROPERTY_SITE_CODE),
    OF_COLUMN = BIT(PROPERTY_COLUMN_NAME) | BIT(PROPERTY_COLUMN_DESCRIPTION) | BIT(PROPERTY_COLUMN_KEYWORDS)
                | BIT(PROPERTY_COLUMN_TYPE),
    OF_ARTICLE = BIT(PROPERTY_ARTICLE_TITLE) | BIT(PROPERTY_DATE) | BIT(PROPERTY_SOURCE),
    /* So many pages lack the same by their template, which is told once. */
    TEMPLATE_PAGES = 20,
};

static bool is_looked_at(const struct view_page *page)
{
    return site_view_stands(page) && !page->facts->says_missing;
}

static unsigned lacking(const struct site_view *view, const struct view_page *page)
{
    const struct facts *facts = page->facts;
    unsigned wanted = OF_SITE;

    if (date_is_set(facts->published) || (facts->properties & (BIT(PROPERTY_ARTICLE_TITLE) | BIT(PROPERTY_DATE))) != 0)
        wanted |= OF_ARTICLE;
    for (size_t index = 0; index < view->site->column_count; index++) {
        if (strcmp(view->site->columns[index].address, page->url) == 0)
            wanted |= OF_COLUMN;
    }
    return wanted & ~facts->properties;
}

/* What so many pages lack that it is the template's. */
static unsigned of_template(const struct site_view *view, size_t counts[PROPERTY_COUNT])
{
    unsigned common = 0;

    for (size_t index = 0; index < view->page_count; index++) {
        unsigned missing = is_looked_at(&view->pages[index]) ? lacking(view, &view->pages[index]) : 0;

        for (unsigned property = 0; property < PROPERTY_COUNT; property++)
            counts[property] += (missing & BIT(property)) != 0 ? 1 : 0;
    }
    for (unsigned property = 0; property < PROPERTY_COUNT; property++)
        common |= counts[property] > TEMPLATE_PAGES ? BIT(property) : 0;
    return common;
}

static void report(struct check_run *run, const struct view_page *page, unsigned missing)
{
    struct buf names = BUF_INIT(1024);

    for (unsigned property = 0; property < PROPERTY_COUNT; property++) {
        if ((missing & BIT(property)) != 0)
            buf_format(&names, names.size > 0 ? ", %s" : "%s", facts_property_name((enum fact_property)property));
    }
    check_report(run, page, NULL, FINDING_ORDINARY, gettext("the page lacks metadata: %s"),
                 names.size > 0 ? names.data : "");
    buf_free(&names);
}

static void report_template(struct check_run *run, unsigned common, const size_t counts[PROPERTY_COUNT])
{
    const struct site_view *view = check_view(run);
    const struct view_page *home = site_view_find(view, view->site->starts.items[0]);

    for (unsigned property = 0; property < PROPERTY_COUNT && home != NULL; property++) {
        const char *name = facts_property_name((enum fact_property)property);

        if ((common & BIT(property)) != 0)
            check_report(run, home, name, FINDING_ORDINARY, gettext("%zu pages of the site lack metadata: %s"),
                         counts[property], name);
    }
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    size_t counts[PROPERTY_COUNT] = { 0 };
    unsigned common = of_template(view, counts);

    report_template(run, common, counts);
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];
        unsigned missing = is_looked_at(page) ? lacking(view, page) & ~common : 0;

        if (missing != 0 && site_view_twin(view, page) == NULL)
            report(run, page, missing);
    }
}

const struct check check_metadata_missing = {
    .name = "metadata-missing",
    .title = N_("metadata missing"),
    .basis = "《政府网站发展指引》网页标签；《政府网站与政务新媒体检查指标》元数据",
    .advice = N_("Have the template write the meta elements, and fill them in when publishing."),
    .run = run,
};
