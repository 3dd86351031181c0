/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/permits.h"

struct checking {
    struct check_run *run;
    const struct site_view *view;
    struct permits *permits;
    bool *is_told; /* of each page: attachments are linked more than once */
    struct buf content;
};

static bool is_under(const struct site_permits *permits, const char *url)
{
    for (size_t index = 0; index < permits->under.count; index++) {
        const char *start = permits->under.items[index];

        if (strncmp(url, start, strlen(start)) == 0)
            return true;
    }
    return permits->under.count == 0;
}

/* What has come since the first complete sweep is new whatever day it displays. */
static bool is_new(const struct site_view *view, const struct view_page *page)
{
    struct date since = view->site->permits.since;

    if (date_days(page->facts->published) >= date_days(since))
        return true;
    return view->earlier_count > 0 && page->first_seen_ms > view->earlier[0]
           && date_days(slots_day(page->first_seen_ms)) >= date_days(since);
}

/* Lists and home pages show what is published elsewhere: an article is what displays the day of its own. */
static bool is_article(const struct site_view *view, const struct view_page *page)
{
    return site_view_stands(page) && date_is_set(page->facts->published) && !page->facts->says_missing
           && is_under(&view->site->permits, page->url) && is_new(view, page) && site_view_twin(view, page) == NULL;
}

static void tell(struct checking *checking, const struct view_page *page, const struct permit_answer *answer)
{
    struct check_run *run = checking->run;

    switch (answer->standing) {
    case PERMIT_GOOD:
        break;
    case PERMIT_NONE:
        check_report(run, page, NULL, FINDING_ORDINARY, gettext("the gate has not permitted anything like this"));
        break;
    case PERMIT_REFUSED:
        check_report(run, page, NULL, FINDING_ORDINARY,
                     gettext("this may not be published: the review %s in the gate is in the state %s"), answer->review,
                     answer->state);
        break;
    case PERMIT_CHANGED:
        check_report(run, page, NULL, FINDING_ORDINARY,
                     gettext("this is not as the gate has permitted it in the review %s"), answer->review);
        break;
    }
}

static void ask(struct checking *checking, const struct view_page *page, struct bytes content)
{
    struct permit_answer answer = { .standing = PERMIT_GOOD };
    struct digest digest;

    if (!digest_parse(page->facts->content, &digest))
        return;
    check_fail(
        checking->run,
        permits_ask(checking->permits,
                    &(struct permit_question){
                        .url = page->url, .digest = &digest, .content = content, .charset = page->facts->charset_said },
                    &answer));
    tell(checking, page, &answer);
}

static void look_at_attachments(struct checking *checking, const struct view_page *article)
{
    struct listed_link link;
    size_t offset = 0;

    while (link_list_next(article->links, &offset, &link)) {
        const struct view_page *page = site_view_of_id(checking->view, link.address);
        size_t index = page != NULL ? (size_t)(page - checking->view->pages) : 0;

        if (page == NULL || !page->is_ours || page->file != URL_ATTACHMENT || !page->is_met || page->state != VISIT_DONE
            || page->facts == NULL || checking->is_told[index])
            continue;
        checking->is_told[index] = true;
        ask(checking, page, (struct bytes){ 0 });
    }
}

static void look_at_all(struct checking *checking)
{
    for (size_t index = 0; index < checking->view->page_count; index++) {
        const struct view_page *page = &checking->view->pages[index];

        if (!is_article(checking->view, page))
            continue;
        if (check_content(checking->run, page, &checking->content))
            ask(checking, page, buf_bytes(&checking->content));
        look_at_attachments(checking, page);
    }
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    struct checking checking = { .run = run, .view = view, .content = BUF_INIT(INT32_MAX) };
    struct error error = { 0 };
    enum status status;

    if (view->site->permits.store == NULL)
        return;
    status = permits_open(view->site->permits.store, &checking.permits, &error);
    if (status != STATUS_OK) {
        const struct view_page *home = site_view_find(view, view->site->starts.items[0]);

        check_give_up(run);
        if (home != NULL)
            check_report(run, home, "gate", FINDING_ORDINARY, gettext("the permits of the gate cannot be read: %s"),
                         error.message[0] != '\0' ? error.message : status_code(status));
        return;
    }
    checking.is_told = alloc_zeroed(view->page_count + 1, sizeof *checking.is_told);
    if (checking.is_told != NULL)
        look_at_all(&checking);
    else
        check_fail(run, STATUS_NO_MEMORY);
    alloc_free(checking.is_told);
    buf_free(&checking.content);
    permits_close(checking.permits);
}

const struct check check_permit_missing = {
    .name = "permit-missing",
    .title = N_("page without a permit"),
    .basis = "《信息发布保密审查制度》第三条：先审查后公开",
    .advice = N_("Take it off until it has gone through the gate; then find out how it came onto the site without."),
    .run = run,
};
