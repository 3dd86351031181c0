/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/checks/known.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

enum { SLOTS_FIRST = 256 };

static int compare(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static enum status add(struct known *known, const struct site_texts *texts)
{
    enum status status = ARRAY_GROW(&known->items, &known->capacity, known->count + texts->count);

    for (size_t index = 0; index < texts->count && status == STATUS_OK; index++)
        known->items[known->count++] = texts->items[index];
    return status;
}

/* Each once, so that a hundred thousand pages with the same foot take no more room than one. */
static void tidy(struct known *known)
{
    size_t kept = 0;

    if (known->count > 1)
        qsort(known->items, known->count, sizeof *known->items, compare);
    for (size_t index = 0; index < known->count; index++) {
        if (kept == 0 || strcmp(known->items[kept - 1], known->items[index]) != 0)
            known->items[kept++] = known->items[index];
    }
    known->count = kept;
}

enum status known_load(const struct site_view *view, known_list *const *lists, size_t count, struct known *known)
{
    size_t tidied = 1 << 16;
    enum status status = STATUS_OK;

    *known = (struct known){ 0 };
    for (size_t index = 0; index < view->page_count && status == STATUS_OK; index++) {
        const struct view_page *page = &view->pages[index];

        for (size_t list = 0; list < count && page->before != NULL && status == STATUS_OK; list++) {
            const struct site_texts *texts = lists[list](page->before);

            status = texts->count > 0 ? add(known, texts) : STATUS_OK;
        }
        if (known->count > tidied) {
            tidy(known);
            tidied += 2 * known->count;
        }
    }
    tidy(known);
    return status;
}

void known_free(struct known *known)
{
    alloc_free(known->items);
}

bool known_has(const struct known *known, const char *item)
{
    return known->count > 0 && bsearch(&item, known->items, known->count, sizeof *known->items, compare) != NULL;
}

/* ---- What was told. Sites choose it: a page may have a hundred thousand things that are new. */

static const char **slot_of(const struct known_told *told, const char *item)
{
    size_t at = (size_t)hash_of(&told->key, bytes_of_text(item)) & (told->slot_count - 1);

    while (told->slots[at] != NULL && strcmp(told->slots[at], item) != 0)
        at = (at + 1) & (told->slot_count - 1);
    return &told->slots[at];
}

static bool has_told(const struct known_told *told, const char *item)
{
    return told->slot_count > 0 && *slot_of(told, item) != NULL;
}

static enum status widen(struct known_told *told)
{
    struct known_told wider = { .key = told->key, .slot_count = told->slot_count * 2, .count = told->count };
    enum status status = STATUS_OK;

    if (told->slot_count == 0) {
        status = hash_key_draw(&wider.key);
        wider.slot_count = SLOTS_FIRST;
    }
    wider.slots = alloc_zeroed(wider.slot_count, sizeof(const char *));
    if (wider.slots == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < told->slot_count; index++) {
        if (told->slots[index] != NULL)
            *slot_of(&wider, told->slots[index]) = told->slots[index];
    }
    known_told_free(told);
    *told = wider;
    return status;
}

/* It was not told before. */
static enum status tell(struct known_told *told, const char *item)
{
    enum status status = 2 * (told->count + 1) > told->slot_count ? widen(told) : STATUS_OK;

    if (status == STATUS_OK) {
        *slot_of(told, item) = item;
        told->count++;
    }
    return status;
}

void known_told_free(struct known_told *told)
{
    alloc_free(told->slots);
    told->slots = NULL;
}

bool known_is_told_now(struct check_run *run, const struct known *known, struct known_told *told,
                       const struct view_page *page, const char *item)
{
    if (known_has(known, item))
        return false;
    if (has_told(told, item)) {
        check_question(run, page, item);
        return false;
    }
    check_fail(run, tell(told, item));
    return true;
}

bool known_is_ours(const struct site *site, const char *url)
{
    struct url_parts parts;

    return url_split(url, &parts) && site_has_host(site, parts.host);
}

void known_report_new(struct check_run *run, known_list *list, const char *words)
{
    const struct site_view *view = check_view(run);
    struct known_told told = { 0 };
    struct known known;

    check_fail(run, known_load(view, &list, 1, &known));
    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];

        for (size_t item = 0; site_view_stands(page) && item < list(page->facts)->count; item++) {
            const char *address = list(page->facts)->items[item];

            if (!known_is_ours(view->site, address) && known_is_told_now(run, &known, &told, page, address))
                check_report(run, page, address, FINDING_SEVERE, words, address);
        }
    }
    known_free(&known);
    known_told_free(&told);
}
