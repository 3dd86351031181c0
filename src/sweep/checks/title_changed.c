/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "text/utf8.h"

/* So many pages whose titles change in the same way have another template, or somebody has been at all of them: that is
 * told once. Start pages and lists of columns are told of by themselves. */
enum { SAME_PAGES = 20 };

/* What a title has lost and what stands there now; the rest is as it was. */
struct change {
    const struct view_page *page;
    struct bytes lost, gained;
};

struct changes {
    struct change *items;
    size_t count, capacity;
};

/* The title of a start page or a list is nobody's daily work. */
static enum finding_severity judge(const struct site *site, const struct view_page *page)
{
    return site_names_page(site, page->url) || !facts_share_words(page->before->title, page->facts->title)
               ? FINDING_SEVERE
               : FINDING_SUSPECTED;
}

/* To words that nobody may publish: then nobody has to be asked first. */
static void tell(struct check_run *run, const struct view_page *page)
{
    const char *family = check_prohibited(run, page);

    check_report(run, page, check_state(run, page, bytes_of_text(page->facts->title)),
                 judge(check_view(run)->site, page), gettext("the title has changed from \"%.300s\" to \"%.300s\""),
                 check_quote(run, page->before->title), check_quote(run, page->facts->title));
    if (family != NULL)
        check_alarm(run, page, family, NULL);
}

/* ---- Those that change in the same way. */

static struct change change_of(const struct view_page *page)
{
    struct bytes before = bytes_of_text(page->before->title), now = bytes_of_text(page->facts->title);
    size_t size = before.size < now.size ? before.size : now.size, start = 0, end = 0;

    while (start < size && before.data[start] == now.data[start])
        start++;
    start = utf8_floor(page->facts->title, now.size, start);
    while (end < size - start && before.data[before.size - 1 - end] == now.data[now.size - 1 - end])
        end++;
    while (end > 0 && (now.data[now.size - end] & 0xC0U) == 0x80U) /* in the middle of a character */
        end--;
    return (struct change){ page, bytes_slice(before, start, before.size - start - end),
                            bytes_slice(now, start, now.size - start - end) };
}

static int compare_bytes(struct bytes left, struct bytes right)
{
    size_t size = left.size < right.size ? left.size : right.size;
    int order = size > 0 ? memcmp(left.data, right.data, size) : 0;

    return order != 0 ? order : (left.size > right.size) - (left.size < right.size);
}

static int compare_kinds(const struct change *left, const struct change *right)
{
    int order = compare_bytes(left->lost, right->lost);

    return order != 0 ? order : compare_bytes(left->gained, right->gained);
}

static int compare_changes(const void *left, const void *right)
{
    const struct change *first = left, *second = right;
    int order = compare_kinds(first, second);

    return order != 0 ? order : (first->page->id > second->page->id) - (first->page->id < second->page->id);
}

/* A state of the home page, or of the first of them: each way to change is another finding. */
static const char *subject_of(struct check_run *run, const struct view_page *told, const struct change *change)
{
    struct buf state = BUF_INIT(1 << 16);
    const char *subject;

    buf_append(&state, change->lost.data, change->lost.size);
    buf_byte(&state, '\n');
    buf_append(&state, change->gained.data, change->gained.size);
    check_fail(run, buf_status(&state));
    subject = check_state(run, told, buf_bytes(&state));
    buf_free(&state);
    return subject;
}

static void tell_of_all(struct check_run *run, const struct change *changes, size_t count)
{
    const struct site_view *view = check_view(run);
    const struct view_page *home = site_view_find(view, view->site->starts.items[0]), *first = changes[0].page;
    const struct view_page *told = home != NULL ? home : first;
    const char *subject = subject_of(run, told, &changes[0]);
    enum finding_severity severity = FINDING_SUSPECTED;

    for (size_t index = 0; index < count; index++) {
        severity = judge(view->site, changes[index].page) == FINDING_SEVERE ? FINDING_SEVERE : severity;
        check_question(run, changes[index].page, subject);
    }
    check_report(run, told, subject, severity,
                 gettext("the titles of %zu pages have changed in the same way, as that of %s from \"%.300s\" to "
                         "\"%.300s\""),
                 count, check_quote(run, first->url), check_quote(run, first->before->title),
                 check_quote(run, first->facts->title));
}

static void tell_of_changes(struct check_run *run, struct changes *changes)
{
    size_t end;

    if (changes->count > 1)
        qsort(changes->items, changes->count, sizeof *changes->items, compare_changes);
    for (size_t start = 0; start < changes->count; start = end) {
        for (end = start + 1; end < changes->count && compare_kinds(&changes->items[start], &changes->items[end]) == 0;)
            end++;
        if (end - start > SAME_PAGES)
            tell_of_all(run, &changes->items[start], end - start);
        for (size_t index = start; end - start <= SAME_PAGES && index < end; index++)
            tell(run, changes->items[index].page);
    }
}

/* ---- All of them. */

static bool has_changed(const struct view_page *page)
{
    return site_view_stands(page) && page->before != NULL && !page->before->says_missing && !page->facts->says_missing
           && !page->facts->is_blank && strcmp(page->before->format, page->facts->format) == 0
           && strcmp(page->before->title, page->facts->title) != 0;
}

static void look_at(struct check_run *run, const struct view_page *page, struct changes *changes)
{
    const struct site_view *view = check_view(run);
    bool is_named = site_names_page(view->site, page->url);
    const struct view_page *twin = is_named ? NULL : site_view_twin(view, page);

    if (twin != NULL) /* what is said of the one is said of both */
        check_question(run, page, check_state(run, twin, bytes_of_text(twin->facts->title)));
    else if (is_named || check_prohibited(run, page) != NULL)
        tell(run, page);
    else {
        check_fail(run, ARRAY_GROW(&changes->items, &changes->capacity, changes->count + 1));
        if (changes->capacity > changes->count)
            changes->items[changes->count++] = change_of(page);
    }
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);
    struct changes changes = { 0 };

    for (size_t index = 0; index < view->page_count; index++) {
        if (has_changed(&view->pages[index]))
            look_at(run, &view->pages[index], &changes);
    }
    tell_of_changes(run, &changes);
    alloc_free(changes.items);
}

const struct check check_title_changed = {
    .name = "title-changed",
    .title = N_("title changed"),
    .basis = "《官方网站管理制度》第十六条",
    .advice = N_("Ask the editor; when nobody changed it, the site has been tampered with. When it is right, "
                 "accept the change (guanka sweep decide accept)."),
    .compares = true,
    .takes_pages = true,
    .run = run,
};
