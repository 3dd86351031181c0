/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"
#include "sweep/checks/sent.h"

enum { REDIRECTS_MAX = 10 }; /* as many as a sweep follows */

static const struct site_texts *loads(const struct facts *facts)
{
    return &facts->loads;
}

static const struct site_texts *leads(const struct facts *facts)
{
    return &facts->leads;
}

static bool is_start(const struct site_view *view, const struct view_page *page)
{
    for (size_t index = 0; index < view->site->starts.count; index++) {
        if (site_view_find(view, view->site->starts.items[index]) == page)
            return true;
    }
    return false;
}

static bool has_sends(const struct facts *facts)
{
    return facts->sends[SENDS_ALL].count + facts->sends[SENDS_SOME].count + facts->sends[SENDS_PERHAPS].count > 0;
}

/* A new article often is no more than the way to a report elsewhere, which its editor has chosen: a page that stood before, and a
 * script, have no reason to begin with it. */
static enum finding_severity severity_of(const struct view_page *page, const char *url, enum page_certainty certainty)
{
    if (certainty == SENDS_PERHAPS || (page->before == NULL && !site_view_is_script(page)))
        return FINDING_SUSPECTED;
    return sent_is_official(url) || (page->before != NULL && has_sends(page->before)) ? FINDING_ORDINARY : FINDING_SEVERE;
}

/* Whether the site itself has named the host of an address before. */
static bool is_named(const struct known *known, const char *url)
{
    struct url_parts parts;

    return url_split(url, &parts) && known_has(known, parts.host);
}

static void tell(struct check_run *run, const struct view_page *page, const char *url, enum page_certainty certainty)
{
    static const char *const words[SENDS_COUNT] = {
        [SENDS_ALL] = N_("the page sends its readers to another host now: %s"),
        [SENDS_SOME] = N_("the page sends some of its readers to another host now, or opens a window there: %s"),
        [SENDS_PERHAPS] = N_("the page seems to send its readers to another host now: %s"),
    };
    static const char *const script_words[SENDS_COUNT] = {
        [SENDS_ALL] = N_("the script sends readers to another host now: %s"),
        [SENDS_SOME] = N_("the script sends some readers to another host now, or opens a window there: %s"),
        [SENDS_PERHAPS] = N_("the script seems to send readers to another host now: %s"),
    };
    const char *message = gettext(site_view_is_script(page) ? script_words[certainty] : words[certainty]);
    const char *subject = check_state(run, page, bytes_of_text(url));

    check_report(run, page, subject, severity_of(page, url, certainty), message, url);
}

static void look_at(struct check_run *run, const struct known *known, const struct view_page *page)
{
    const struct site_view *view = check_view(run);
    const struct view_page *twin = site_view_twin(view, page);

    for (unsigned certainty = 0; certainty < SENDS_COUNT; certainty++) {
        const struct site_texts *sends = &page->facts->sends[certainty];

        /* Of start pages that is start-elsewhere. */
        if (certainty == SENDS_ALL && is_start(view, page))
            continue;
        for (size_t index = 0; index < sends->count; index++) {
            const char *url = sends->items[index];

            if (!sent_is_elsewhere(view->site, url) || (page->before != NULL && sent_knows_host(page->before, url))
                || (page->before == NULL && is_named(known, url)))
                continue;
            if (twin != NULL) /* what is said of the one is said of both */
                check_question(run, page, check_state(run, twin, bytes_of_text(url)));
            else
                tell(run, page, url, (enum page_certainty)certainty);
        }
    }
}

/* ---- Redirections by the server. */

static bool is_on_way_from_start(const struct site_view *view, const struct view_page *page)
{
    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct view_page *at = site_view_of_url(view, view->site->starts.items[index]);

        for (unsigned step = 0; step < REDIRECTS_MAX && at != NULL; step++) {
            if (at == page)
                return true;
            at = at->is_met && at->state == VISIT_REDIRECT ? site_view_of_id(view, at->target) : NULL;
        }
    }
    return false;
}

/* When an address on the host was first heard of. */
static int64_t host_since_ms(const struct site_view *view, const struct view_page *elsewhere, const char *host)
{
    int64_t since_ms = elsewhere->first_seen_ms;
    struct url_parts parts;

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (!page->is_ours && page->first_seen_ms < since_ms && url_split(page->url, &parts)
            && strcmp(parts.host, host) == 0)
            since_ms = page->first_seen_ms;
    }
    return since_ms;
}

/* The end of the last complete sweep that did not know the host; INT64_MIN: the first one knew it. */
static int64_t last_without_ms(const struct site_view *view, int64_t since_ms)
{
    int64_t last_ms = INT64_MIN;

    for (size_t index = 0; index < view->earlier_count && view->earlier[index] <= since_ms; index++)
        last_ms = view->earlier[index];
    return last_ms;
}

/* Where an address redirected before is not kept: what is older than anybody's word of the host led somewhere else. */
static void look_at_redirection(struct check_run *run, const struct known *known, const struct view_page *page)
{
    const struct site_view *view = check_view(run);
    const struct view_page *last, *elsewhere = sent_redirected(view, page, &last);
    enum finding_severity severity = FINDING_SUSPECTED;
    bool was_page = page->before != NULL;
    struct url_parts parts;

    if (elsewhere == NULL || !sent_is_elsewhere(view->site, elsewhere->url) || is_on_way_from_start(view, page)
        || !url_split(elsewhere->url, &parts))
        return;
    if (was_page ? sent_knows_host(page->before, elsewhere->url) : known_has(known, parts.host))
        return;
    if (!was_page) {
        int64_t last_ms = last_without_ms(view, host_since_ms(view, elsewhere, parts.host));

        if (last_ms == INT64_MIN)
            return;
        was_page = page->first_seen_ms <= last_ms;
    }
    if (was_page)
        severity = sent_is_official(elsewhere->url) ? FINDING_ORDINARY : FINDING_SEVERE;
    check_report(run, page, check_state(run, page, bytes_of_text(parts.host)), severity,
                 gettext("the address redirects its readers to another host now: %s"), elsewhere->url);
}

static bool is_redirection(const struct view_page *page)
{
    return page->is_ours && page->is_met && page->state == VISIT_REDIRECT && !page->is_map && page->file != URL_IMAGE
           && page->file != URL_MEDIA;
}

static void run(struct check_run *run)
{
    static known_list *const lists[] = { loads, leads };
    const struct site_view *view = check_view(run);
    struct known known;

    check_fail(run, known_load(view, lists, 2, &known));
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        if (is_redirection(page))
            look_at_redirection(run, &known, page);
        /* What was kept by a version that did not look for it says nothing of what is new. */
        if ((site_view_stands(page) || site_view_is_script(page)) && page->facts != page->before
            && (page->before == NULL || page->before->has_sends))
            look_at(run, &known, page);
    }
    known_free(&known);
}

const struct check check_redirect_new = {
    .name = "redirect-new",
    .title = N_("page that sends readers to another host"),
    .basis = "《官方网站管理制度》第十六条；《政府网站与政务新媒体检查指标》单项否决：页面被挂马、内容被篡改",
    .advice = N_("Keep a copy as evidence, take out what sends readers away, and find out how it came. When it is right, "
                 "accept the change (guanka sweep decide accept)."),
    .family = "tamper",
    .compares = true,
    .takes_pages = true,
    .run = run,
};
