/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/stand_in.h"

#include <string.h>
#include <strings.h>

#include "sweep/url.h"

enum {
    CHALLENGE_TEXT_MAX = 600, /* bytes: "checking your browser, one moment" in two languages */
    NOTICE_TEXT_MAX = 1500    /* bytes: that it was refused, why that may be, and what to do */
};

/* ---- Where it leads. */

static bool is_followed(enum page_element element)
{
    return element == PAGE_ANCHOR || element == PAGE_FRAME || element == PAGE_REFRESH;
}

/* What is run, or shown on the page itself, leads nobody away. */
static bool leads_away(enum page_element element)
{
    return element != PAGE_PROGRAM && element != PAGE_LINK && element != PAGE_IMAGE;
}

/* "Back to the home page" stands on what firewalls show, too. */
static bool is_first_page(const char *url)
{
    char folder[URL_SIZE_MAX + 1];
    struct url_parts parts;

    return url_split(url_folder_of_index(url, folder) ? folder : url, &parts) && strcmp(parts.path, "/") == 0;
}

enum lead { LEADS_NOWHERE, LEADS_OUT, LEADS_ON, LEADS_BACK /* to the page itself */ };

static enum status follow(struct arena *arena, const struct site_page *page, const char *url,
                          const struct page_link *link, enum lead *lead)
{
    struct url_parts own, parts;
    const char *base = url, *target = NULL;
    enum status status = STATUS_OK;

    *lead = LEADS_NOWHERE;
    if (page->base != NULL)
        status = url_resolve(arena, url, bytes_of_text(page->base), page->encoding, &base, NULL);
    if (status == STATUS_OK)
        status =
            url_resolve(arena, base != NULL ? base : url, bytes_of_text(link->address), page->encoding, &target, NULL);
    if (status != STATUS_OK || target == NULL || !url_split(url, &own) || !url_split(target, &parts))
        return status;
    if (strcmp(url, target) == 0)
        *lead = LEADS_BACK;
    else
        *lead = strcmp(own.host, parts.host) == 0 && !is_first_page(target) ? LEADS_ON : LEADS_OUT;
    return status;
}

/* *comes_back: it loads itself again. */
static enum status look_at_links(struct arena *arena, const struct site_page *page, const char *url,
                                 struct stand_in *result, bool *comes_back)
{
    enum status status = STATUS_OK;

    *comes_back = false;
    for (size_t index = 0; index < page->link_count && status == STATUS_OK && !result->leads_on; index++) {
        const struct page_link *link = &page->links[index];
        struct arena_mark mark = arena_mark(arena);
        enum lead lead = LEADS_NOWHERE;

        result->is_blank = result->is_blank && !leads_away(link->element);
        if (is_followed(link->element) && !link->is_hidden)
            status = follow(arena, page, url, link, &lead);
        result->leads_on = lead == LEADS_ON;
        *comes_back = *comes_back || (lead == LEADS_BACK && link->element == PAGE_REFRESH);
        arena_release(arena, mark);
    }
    return status;
}

/* ---- What it runs. */

static bool has(struct bytes input, const char *wanted)
{
    return input.size > 0 && memmem(input.data, input.size, wanted, strlen(wanted)) != NULL;
}

/* `document.cookie = …`: reading it is no such thing. */
static bool sets_cookie(struct bytes input)
{
    static const char name[] = "document.cookie";

    while (has(input, name)) {
        const uint8_t *found = memmem(input.data, input.size, name, sizeof name - 1);
        struct bytes rest = bytes_slice(input, (size_t)(found - input.data) + sizeof name - 1, input.size);

        input = rest;
        while (rest.size > 0 && rest.data[0] == ' ')
            rest = bytes_slice(rest, 1, rest.size);
        if (rest.size > 1 && rest.data[0] == '=' && rest.data[1] != '=')
            return true;
    }
    return false;
}

static bool loads_page(const struct site_page *page, struct bytes input)
{
    static const char *const ways[] = { "location.reload(", "location.replace(", "location.assign(", "location.href=",
                                        "location.href =",  "location=",         "location =",       ".submit()" };

    for (size_t index = 0; index < sizeof ways / sizeof *ways; index++) {
        if (has(input, ways[index]))
            return true;
    }
    for (size_t index = 0; index < page->link_count; index++) {
        if (page->links[index].element == PAGE_REFRESH)
            return true;
    }
    return false;
}

/* ---- What it says. */

/* `phrase` in small letters. */
static bool says(struct bytes text, const char *phrase)
{
    size_t size = strlen(phrase);

    for (size_t start = 0; start + size <= text.size; start++) {
        if (strncasecmp((const char *)text.data + start, phrase, size) == 0)
            return true;
    }
    return false;
}

static bool says_any(const struct site_page *page, const char *const *phrases)
{
    for (; *phrases != NULL; phrases++) {
        if (says(page->text, *phrases) || says(bytes_of_text(page->title), *phrases))
            return true;
    }
    return false;
}

/* As firewalls, servers and the keepers of sites word them. */
static enum stand_in_notice notice_of(const struct site_page *page, bool runs_script)
{
    static const char *const refused[] = { "拦截",
                                           "拒绝访问",
                                           "访问被拒绝",
                                           "禁止访问",
                                           "被阻断",
                                           "安全验证",
                                           "人机验证",
                                           "网站防火墙",
                                           "forbidden",
                                           "access denied",
                                           "request blocked",
                                           "been blocked",
                                           "verify you are human",
                                           "bad gateway",
                                           "service unavailable",
                                           "internal server error",
                                           "gateway time",
                                           NULL };
    static const char *const waiting[] = { "请稍候",
                                           "请稍等",
                                           "正在加载",
                                           "加载中",
                                           "检查您的浏览器",
                                           "启用javascript",
                                           "开启javascript",
                                           "enable javascript",
                                           "javascript enabled",
                                           "checking your browser",
                                           "just a moment",
                                           NULL };
    static const char *const closed[] = {
        "维护中",   "正在维护", "系统维护",          "网站维护",           "升级维护", "维护升级",
        "例行维护", "停机维护", "系统升级",          "网站升级",           "正在升级", "升级改造",
        "正在建设", "建设中",   "暂停服务",          "暂停访问",           "已关停",   "已关闭",
        "已迁移",   "已下线",   "under maintenance", "under construction", NULL
    };

    if (says_any(page, refused) || (runs_script && says_any(page, waiting)))
        return NOTICE_REFUSED;
    return says_any(page, closed) ? NOTICE_CLOSED : NOTICE_NONE;
}

/* ---- The whole. */

static size_t words_of(struct bytes text)
{
    size_t size = 0;

    for (size_t index = 0; index < text.size; index++)
        size += text.data[index] > ' ' ? 1 : 0;
    return size;
}

enum status stand_in_judge(struct arena *arena, const struct site_page *page, const char *url, struct bytes input,
                           struct stand_in *result)
{
    size_t words = words_of(page->text);
    bool comes_back;
    enum status status;

    *result =
        (struct stand_in){ .is_blank = words == 0, .runs_script = has(input, "<script") || has(input, "<SCRIPT") };
    status = look_at_links(arena, page, url, result, &comes_back);
    result->is_challenge = !result->leads_on && words <= CHALLENGE_TEXT_MAX
                           && (comes_back || (sets_cookie(input) && loads_page(page, input)));
    if (!result->leads_on && words <= NOTICE_TEXT_MAX)
        result->notice = notice_of(page, result->runs_script);
    return status;
}
