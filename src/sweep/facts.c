/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/facts.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "report/json.h"
#include "report/json_line.h"
#include "sweep/fact_charset.h"
#include "sweep/fact_dates.h"
#include "sweep/fact_secrets.h"
#include "sweep/fact_sketch.h"
#include "sweep/page_sends.h"
#include "sweep/url.h"

enum {
    MISSING_TEXT_MAX = 4096, /* a page that has more to say is there */
    NUMBER_MAX = 40,
};

const char *facts_property_name(enum fact_property property)
{
    static const char *const names[PROPERTY_COUNT] = { "SiteName",     "SiteDomain",        "SiteIDCode",
                                                       "ColumnName",   "ColumnDescription", "ColumnKeywords",
                                                       "ColumnType",   "ArticleTitle",      "PubDate",
                                                       "ContentSource" };

    return names[property];
}

static bool has(struct bytes text, const char *wanted)
{
    return text.size > 0 && memmem(text.data, text.size, wanted, strlen(wanted)) != NULL;
}

static bool has_any(struct bytes text, const char *const *wanted, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (has(text, wanted[index]))
            return true;
    }
    return false;
}

#define HAS_ANY(text, list) has_any(text, list, sizeof(list) / sizeof *(list))

/* ---- Properties and dates. */

static const char *property_of(const struct site_page *page, const char *name)
{
    for (size_t index = 0; index < page->property_count; index++) {
        if (strcasecmp(page->properties[index].name, name) == 0)
            return page->properties[index].content;
    }
    return NULL;
}

static void write_properties(struct buf *out, const struct site_page *page)
{
    unsigned present = 0;

    for (unsigned property = 0; property < PROPERTY_COUNT; property++) {
        const char *content = property_of(page, facts_property_name((enum fact_property)property));

        present |= content != NULL && content[strspn(content, " ")] != '\0' ? 1U << property : 0;
    }
    json_number(out, "properties", present);
}

static void write_date(struct buf *out, const char *key, struct date date)
{
    char text[DATE_TEXT_SIZE];

    date_text(date, text);
    if (text[0] != '\0')
        json_text(out, key, text);
}

/* 20261124; 1124 of one without a year. */
static void write_days(struct buf *out, const char *key, const struct date *dates, unsigned count)
{
    json_key(out, key);
    buf_byte(out, '[');
    for (unsigned index = 0; index < count; index++) {
        json_element(out);
        buf_unsigned(out, fact_day_number(dates[index]));
    }
    buf_byte(out, ']');
}

static void write_listed(struct buf *out, const struct fact_list *list)
{
    if (list->count == 0)
        return;
    json_key(out, "listed");
    buf_byte(out, '[');
    for (unsigned index = 0; index < list->count; index++) {
        json_element(out);
        buf_unsigned(out, list->items[index].link);
        json_element(out);
        buf_unsigned(out, fact_day_number(list->items[index].date));
    }
    buf_byte(out, ']');
}

/* Of an article alone: a day that changes is news only there. */
static enum status write_sketch(struct buf *out, struct arena *arena, const struct site_page *page)
{
    char sketch[FACT_SKETCH_SIZE];
    enum status status = fact_sketch_of(arena, page, sketch);

    if (status == STATUS_OK && sketch[0] != '\0')
        json_text(out, "sketch", sketch);
    return status;
}

static struct date property_day(const struct site_page *page)
{
    const char *property = property_of(page, facts_property_name(PROPERTY_DATE));
    struct date day;
    size_t size;

    return property != NULL && fact_date_at(bytes_of_text(property), &day, &size) ? day : (struct date){ 0 };
}

static enum status write_dates(struct buf *out, struct arena *arena, const struct site_page *page)
{
    struct fact_dates dates = fact_dates_of(page->text, page->title, property_day(page));
    struct fact_list list;
    struct fact_entries entries = fact_entries_of(page, &list);

    write_date(out, "published", dates.published);
    write_date(out, "written", dates.written);
    write_date(out, "closes", dates.closes);
    json_number(out, "entries", entries.count);
    write_days(out, "dates", entries.dates, entries.date_count);
    write_listed(out, &list);
    if (!dates.is_of_one)
        return STATUS_OK;
    write_days(out, "named", dates.named, dates.named_count);
    return write_sketch(out, arena, page);
}

/* ---- What its foot says, and what it says instead of a content. */

static bool is_alphanumeric(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The letters and digits behind `label`, whatever parts them from it. */
static void write_number(struct buf *out, const char *key, struct bytes text, const char *label, size_t digits)
{
    const uint8_t *found = text.size > 0 ? memmem(text.data, text.size, label, strlen(label)) : NULL;
    struct bytes rest;
    size_t size = 0;

    if (found == NULL)
        return;
    rest = bytes_slice(text, (size_t)(found - text.data) + strlen(label), NUMBER_MAX);
    while (rest.size > 0 && !is_alphanumeric(rest.data[0]) && rest.data[0] != '\n')
        rest = bytes_slice(rest, 1, rest.size - 1);
    while (size < rest.size && (is_alphanumeric(rest.data[size]) || rest.data[size] == '-'))
        size++;
    if (size >= digits)
        json_text_sized(out, key, (const char *)rest.data, size);
}

static bool names_host(const struct site_page *page, const char *host)
{
    for (size_t index = 0; index < page->link_count; index++) {
        if (strstr(page->links[index].address, host) != NULL)
            return true;
    }
    return false;
}

static void write_foot(struct buf *out, const struct site_page *page)
{
    write_number(out, "code", page->text, "标识码", 10);
    write_number(out, "icp", page->text, "ICP备", 6);
    write_number(out, "police", page->text, "公网安备", 14);
    json_bool(out, "conac", names_host(page, "conac.cn"));
    json_bool(out, "report_entry",
              has(page->text, "政府网站找错") || names_host(page, "pucha.kaipuyun.cn")
                  || names_host(page, "zfwzgl.www.gov.cn"));
}

bool facts_say_missing(const struct site_page *page)
{
    static const char *const missing[] = { "页面不存在",     "网页不存在",   "内容不存在",     "文章不存在",
                                           "页面已删除",     "找不到该页",   "找不到页面",     "页面找不到",
                                           "无法找到该页",   "不存在或已删", "您访问的内容已", "404 Not Found",
                                           "404 - Not Found" };

    return HAS_ANY(bytes_of_text(page->title), missing) || strncmp(page->title, "404", 3) == 0
           || (page->text.size < MISSING_TEXT_MAX && HAS_ANY(page->text, missing));
}

static void write_excuses(struct buf *out, const struct site_page *page)
{
    static const char *const empty[] = { "暂无内容",   "暂无数据", "暂无信息",   "暂无相关",
                                         "正在建设中", "建设中…",  "栏目建设中", "内容更新中" };

    json_bool(out, "missing", facts_say_missing(page));
    json_bool(out, "empty", HAS_ANY(page->text, empty));
}

/* ---- Addresses on other hosts. */

struct list {
    const char *key;
    const char *items[FACT_ADDRESSES_MAX];
    size_t count;
    bool has_more;
};

static bool holds(const struct list *list, const char *item)
{
    for (size_t index = 0; index < list->count; index++) {
        if (strcmp(list->items[index], item) == 0)
            return true;
    }
    return false;
}

static void add(struct list *list, const char *item)
{
    if (holds(list, item))
        return;
    if (list->count < FACT_ADDRESSES_MAX)
        list->items[list->count++] = item;
    else
        list->has_more = true;
}

struct others {
    struct list scripts, frames, hidden, shut, loads, leads, secrets; /* shut: hidden, and cannot be opened */
    bool asks_secrets, opens;
    struct arena *arena;
    bool has_failed;
};

static void add_link(struct others *others, const struct page_link *link, const char *url, const char *host)
{
    size_t size = strcspn(url, "?");
    const char *kept_host = arena_text(others->arena, host, strlen(host)), *bare = arena_text(others->arena, url, size);

    if (kept_host == NULL || bare == NULL) {
        others->has_failed = true;
        return;
    }
    if (link->element == PAGE_PROGRAM)
        add(&others->scripts, bare);
    if (link->element == PAGE_FRAME)
        add(&others->frames, bare);
    if (link->is_hidden && link->element != PAGE_PROGRAM) { /* which runs all the same, and is told as that */
        add(&others->hidden, url);
        if (!link->is_openable)
            add(&others->shut, url);
    }
    if (link->element == PAGE_FORM && others->asks_secrets)
        add(&others->secrets, kept_host);
    add(link->element == PAGE_ANCHOR && !link->is_hidden ? &others->leads : &others->loads, kept_host);
}

/* Most links are relative, and need not be resolved to be known as the page's own host's. */
static bool may_lead_out(const char *address)
{
    return strstr(address, "//") != NULL || strpbrk(address, ":\\") != NULL;
}

static enum status collect(struct others *others, const struct facts_source *source)
{
    const struct site_page *page = source->page;
    struct url_parts own, parts;
    const char *base = source->url, *url;
    enum status status = STATUS_OK;

    if (!url_split(source->url, &own))
        return STATUS_OK;
    if (page->base != NULL)
        status = url_resolve(source->arena, source->url, bytes_of_text(page->base), page->encoding, &base, NULL);
    if (base == NULL)
        base = source->url;
    for (size_t index = 0; index < page->link_count && status == STATUS_OK; index++) {
        const struct page_link *link = &page->links[index];

        others->opens = others->opens || link->is_openable;
        if (base == source->url && !may_lead_out(link->address))
            continue;
        status = url_resolve(source->arena, base, bytes_of_text(link->address), page->encoding, &url, NULL);
        if (status == STATUS_OK && url != NULL && url_split(url, &parts) && strcmp(parts.host, own.host) != 0)
            add_link(others, link, url, parts.host);
    }
    return status != STATUS_OK ? status : others->has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static void write_list(struct buf *out, const struct list *list, bool *has_more)
{
    if (list->count > 0)
        json_texts(out, list->key, list->items, list->count);
    *has_more = *has_more || list->has_more;
}

/* What is hidden nowhere but where it can be opened. */
static void write_openable(struct buf *out, const struct others *others)
{
    struct list openable = { .key = "openable" };

    for (size_t index = 0; index < others->hidden.count && !others->shut.has_more; index++) {
        if (!holds(&others->shut, others->hidden.items[index]))
            add(&openable, others->hidden.items[index]);
    }
    if (openable.count > 0)
        json_texts(out, openable.key, openable.items, openable.count);
    json_bool(out, "opens", others->opens);
}

static enum status write_others(struct buf *out, const struct facts_source *source, bool *has_more)
{
    struct others others = { .scripts.key = "scripts",
                             .frames.key = "frames",
                             .hidden.key = "hidden",
                             .loads.key = "loads",
                             .leads.key = "leads",
                             .secrets.key = "secrets",
                             .asks_secrets = fact_asks_secrets(source->input),
                             .arena = source->arena };
    enum status status = collect(&others, source);

    write_list(out, &others.scripts, has_more);
    write_list(out, &others.frames, has_more);
    write_list(out, &others.hidden, has_more);
    write_openable(out, &others);
    write_list(out, &others.loads, has_more);
    write_list(out, &others.leads, has_more);
    write_list(out, &others.secrets, has_more);
    return status;
}

/* ---- Whom its scripts ask for something. */

static enum status write_asks(struct buf *out, const struct facts_source *source, bool *has_more)
{
    const struct site_page *page = source->page;
    struct list asks = { .key = "asks" };
    struct url_parts own, parts;
    enum status status = STATUS_OK;

    json_bool(out, "asks_seen", true);
    if (!url_split(source->url, &own))
        return STATUS_OK;
    for (size_t index = 0; index < page->ask_count && status == STATUS_OK; index++) {
        const char *url, *host;

        status = url_resolve(source->arena, source->url, bytes_of_text(page->asks[index]), page->encoding, &url, NULL);
        if (status != STATUS_OK || url == NULL || !url_split(url, &parts) || strcmp(parts.host, own.host) == 0)
            continue;
        host = arena_text(source->arena, parts.host, strlen(parts.host));
        if (host == NULL)
            return STATUS_NO_MEMORY;
        add(&asks, host);
    }
    write_list(out, &asks, has_more);
    return status;
}

/* ---- Where it sends readers. */

static enum status write_sends(struct buf *out, const struct facts_source *source)
{
    static const char *const keys[SENDS_COUNT] = {
        [SENDS_ALL] = "sends", [SENDS_SOME] = "sends_some", [SENDS_PERHAPS] = "sends_perhaps"
    };
    struct page_sends sends;
    enum status status = page_sends_of(source->arena, source->page, source->url, &sends);

    for (size_t index = 0; index < SENDS_COUNT && status == STATUS_OK; index++) {
        if (sends.to[index].count > 0)
            json_texts(out, keys[index], sends.to[index].items, sends.to[index].count);
    }
    json_bool(out, "sends_seen", true);
    return status;
}

static bool is_of(const struct site_page *page, const char *format)
{
    return page->format != NULL && strcmp(page->format, format) == 0;
}

/* ---- All of it. */

bool facts_text(const char *facts, struct digest *text)
{
    struct bytes value = json_line_text(bytes_of_text(facts), "\"text\"");
    char words[DIGEST_TEXT_SIZE] = "";

    if (value.size != DIGEST_TEXT_SIZE - 1)
        return false;
    memcpy(words, value.data, value.size);
    return digest_parse(words, text);
}

void facts_charset_said(const char *facts, char said[FACTS_CHARSET_SIZE])
{
    struct bytes value = json_line_text(bytes_of_text(facts), "\"charset_said\"");

    (void)snprintf(said, FACTS_CHARSET_SIZE, "%.*s", (int)value.size, value.size > 0 ? (const char *)value.data : "");
}

bool facts_share_words(const char *left, const char *right)
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

enum status facts_write(struct buf *out, const struct facts_source *source)
{
    const struct site_page *page = source->page;
    struct arena_mark mark = arena_mark(source->arena);
    char text[DIGEST_TEXT_SIZE], content[DIGEST_TEXT_SIZE];
    enum status status = STATUS_OK;
    bool has_more = page->has_more_addresses;

    digest_text(source->text, text);
    digest_text(source->content, content);
    buf_byte(out, '{');
    json_text(out, "text", text);
    json_text(out, "content", content);
    json_text(out, "format", page->format);
    json_number(out, "problems", source->problems);
    if (is_of(page, "html")) {
        json_text(out, "title", page->title);
        fact_charset_write(out, page, source->input, source->charset);
        write_properties(out, page);
        status = write_dates(out, source->arena, page);
        write_foot(out, page);
        write_excuses(out, page);
        json_bool(out, "blank", source->stand_in.is_blank);
        json_bool(out, "runs", source->stand_in.runs_script);
        json_bool(out, "leads_on", source->stand_in.leads_on);
        if (source->stand_in.notice != NOTICE_NONE)
            json_number(out, "notice", source->stand_in.notice);
        if (status == STATUS_OK)
            status = write_others(out, source, &has_more);
    }
    if (is_of(page, "html") || is_of(page, "script")) {
        if (status == STATUS_OK)
            status = write_asks(out, source, &has_more);
        if (status == STATUS_OK)
            status = write_sends(out, source);
        json_bool(out, "more", has_more);
    }
    buf_byte(out, '}');
    arena_release(source->arena, mark);
    return status == STATUS_OK ? buf_status(out) : status;
}
