/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report/json.h"
#include "report/json_line.h"

enum { IDENTIFIER_MAX = 60, TEXT_LOOKED_AT = 400 << 10 };

/* ---- Finding things in text. */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static const char *find(struct bytes text, size_t from, const char *word)
{
    return from < text.size ? memmem(text.data + from, text.size - from, word, strlen(word)) : NULL;
}

static bool has(struct bytes text, const char *word)
{
    return find(text, 0, word) != NULL;
}

static int32_t read_digits(const char **next, const char *end, int most)
{
    int32_t number = 0;

    for (int index = 0; index < most && *next < end && is_digit(**next); index++, ++*next)
        number = number * 10 + (**next - '0');
    return number;
}

static bool skip(const char **next, const char *end, const char *word)
{
    size_t size = strlen(word);

    if ((size_t)(end - *next) < size || memcmp(*next, word, size) != 0)
        return false;
    *next += size;
    return true;
}

/* 2026-11-20, 2026/11/20, 2026.11.20, 2026年11月20日 at *next, which moves behind it. */
static bool read_date(const char **next, const char *end, struct date *date)
{
    static const char *const marks[][2] = { { "-", "-" }, { "/", "/" }, { ".", "." }, { "年", "月" } };
    const char *start = *next;

    date->year = read_digits(next, end, 4);
    if (*next - start != 4)
        return false;
    for (size_t index = 0; index < sizeof marks / sizeof *marks; index++) {
        const char *here = *next;

        if (!skip(&here, end, marks[index][0]))
            continue;
        date->month = read_digits(&here, end, 2);
        if (!skip(&here, end, marks[index][1]))
            return false;
        date->day = read_digits(&here, end, 2);
        *next = here;
        return date_exists(*date) && date->year >= 1990 && date->year < 2100;
    }
    return false;
}

/* The first date of text[from..to). */
static bool find_date(struct bytes text, size_t from, size_t to, struct date *date)
{
    const char *next = (const char *)text.data + from, *end = (const char *)text.data + to;

    for (; next < end; next++) {
        const char *here = next;

        if (is_digit(*next) && (next == (const char *)text.data || !is_digit(next[-1])) && read_date(&here, end, date))
            return true;
    }
    return false;
}

/* ---- Dates. */

static const char *property(const struct site_page *page, const char *name)
{
    for (size_t index = 0; index < page->property_count; index++) {
        if (strcasecmp(page->properties[index].name, name) == 0)
            return page->properties[index].content;
    }
    return NULL;
}

/* By its property, else by the words beside its title. */
static struct date published(const struct site_page *page, struct bytes text)
{
    static const char *const words[] = { "发布时间", "发布日期", "发文日期", "发布于", "日期：", "时间：" };
    enum { REACH = 40 };
    const char *told = property(page, "PubDate");
    struct date date = { 0 };

    if (told != NULL && find_date(bytes_of_text(told), 0, strlen(told), &date))
        return date;
    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        const char *at = find(text, 0, words[index]);
        size_t from = at != NULL ? (size_t)(at - (const char *)text.data) : 0;

        if (at != NULL && find_date(text, from, from + REACH < text.size ? from + REACH : text.size, &date))
            return date;
    }
    return (struct date){ 0 };
}

static bool is_earlier(struct date left, struct date right)
{
    return date_days(left) < date_days(right);
}

/* Sorted, the newest first; each day once. */
static void keep_date(struct page_facts *facts, struct date date)
{
    size_t at = facts->date_count;

    while (at > 0 && is_earlier(facts->dates[at - 1], date))
        at--;
    if (at > 0 && date_days(facts->dates[at - 1]) == date_days(date))
        return;
    if (at == FACTS_DATES_MAX)
        return;
    if (facts->date_count < FACTS_DATES_MAX)
        facts->date_count++;
    memmove(&facts->dates[at + 1], &facts->dates[at], (facts->date_count - 1 - at) * sizeof *facts->dates);
    facts->dates[at] = date;
}

static size_t line_end(struct bytes text, size_t from)
{
    const char *end = find(text, from, "\n");

    return end != NULL ? (size_t)(end - (const char *)text.data) : text.size;
}

/* A link with a date in its line, before or behind its label, or alone in the line that follows. */
static bool date_of_entry(struct bytes text, const struct page_link *link, struct date *date)
{
    enum { LINE_MAX_BYTES = 400, ALONE_MAX = 40 };
    size_t start = (size_t)link->label.start, end = line_end(text, start), next_end;

    while (start > 0 && text.data[start - 1] != '\n' && link->label.start - start < LINE_MAX_BYTES)
        start--;
    if (end - start > LINE_MAX_BYTES || end == link->label.start)
        return false;
    if (find_date(text, start, end, date))
        return true;
    if (end >= text.size)
        return false;
    next_end = line_end(text, end + 1);
    return next_end - end <= ALONE_MAX && find_date(text, end + 1, next_end, date);
}

static void read_entries(const struct site_page *page, struct bytes text, struct page_facts *facts)
{
    for (size_t index = 0; index < page->link_count; index++) {
        const struct page_link *link = &page->links[index];
        struct date date;

        if (link->element != PAGE_ANCHOR || link->is_hidden || link->label.end <= link->label.start
            || link->label.end > text.size || !date_of_entry(text, link, &date))
            continue;
        facts->entries++;
        keep_date(facts, date);
    }
}

/* ---- Identifiers. */

/* What follows a word, as long as it may belong to an identifier. */
static void read_identifier(struct bytes text, const char *word, char found[IDENTIFIER_MAX])
{
    const char *at = find(text, 0, word), *end = (const char *)text.data + text.size;
    size_t size = 0;

    found[0] = '\0';
    if (at == NULL)
        return;
    for (at += strlen(word);
         at < end && (*at == ' ' || *at == ':' || skip(&at, end, "：") || skip(&at, end, "\xC2\xA0"));)
        at += *at == ' ' || *at == ':' ? 1 : 0;
    while (at < end && size + 1 < IDENTIFIER_MAX
           && (is_digit(*at) || (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '-'))
        found[size++] = *at++;
    found[size] = '\0';
}

/* An identifier that begins before its word: 黔ICP备05001234号-1. */
static void read_filing(struct bytes text, const char *word, char found[IDENTIFIER_MAX])
{
    enum { HAN = 3 };
    const char *at = find(text, 0, word), *start, *end = (const char *)text.data + text.size;
    size_t size;

    found[0] = '\0';
    if (at == NULL)
        return;
    start = at - (const char *)text.data >= HAN ? at - HAN : at;
    at += strlen(word);
    while (at < end && (*at == ' ' || is_digit(*at)))
        at++;
    if (skip(&at, end, "号")) {
        const char *number = at;

        if (skip(&number, end, "-") && number < end && is_digit(*number)) {
            at = number;
            (void)read_digits(&at, end, 3);
        }
    }
    size = (size_t)(at - start) < IDENTIFIER_MAX - 1 ? (size_t)(at - start) : IDENTIFIER_MAX - 1;
    memcpy(found, start, size);
    found[size] = '\0';
}

static bool names_host(const struct site_page *page, const char *word)
{
    for (size_t index = 0; index < page->link_count; index++) {
        if (strstr(page->links[index].address, word) != NULL)
            return true;
    }
    return false;
}

static bool says_missing(const struct site_page *page, struct bytes text)
{
    static const char *const words[] = { "页面不存在", "您访问的页面",  "页面已删除",
                                         "找不到页面", "404 Not Found", "页面没有找到" };
    enum { SHORT = 900 }; /* an article on such pages is longer */

    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (text.size < SHORT && (has(text, words[index]) || strstr(page->title, words[index]) != NULL))
            return true;
    }
    return false;
}

/* ---- Writing. */

static void write_properties(struct buf *out, const struct site_page *page)
{
    json_key(out, "properties");
    buf_byte(out, '{');
    for (size_t index = 0; index < page->property_count; index++) {
        const struct page_property *property = &page->properties[index];

        json_element(out);
        json_quoted(out, property->name, strlen(property->name));
        buf_byte(out, ':');
        json_quoted(out, property->content, strlen(property->content));
    }
    buf_byte(out, '}');
}

static void write_dates(struct buf *out, const struct page_facts *facts)
{
    char text[DATE_TEXT_SIZE];

    date_text(facts->published, text);
    json_text(out, "published", text);
    buf_text(out, ",\"dates\":\"");
    for (size_t index = 0; index < facts->date_count; index++) {
        date_text(facts->dates[index], text);
        buf_format(out, index > 0 ? " %s" : "%s", text);
    }
    buf_byte(out, '"');
    buf_format(out, ",\"entries\":\"%u\"", facts->entries);
}

static void write_identifiers(struct buf *out, const struct site_page *page, struct bytes text)
{
    char found[IDENTIFIER_MAX];

    read_identifier(text, "网站标识码", found);
    json_text(out, "code", found);
    read_filing(text, "ICP备", found);
    json_text(out, "icp", found);
    read_filing(text, "公网安备", found);
    json_text(out, "police", found);
    json_text(out, "report_entry",
              has(text, "找错") || names_host(page, "pucha.kaipuyun.cn") || names_host(page, "zfwzgl.www.gov.cn") ? "1"
                                                                                                                  : "");
    json_text(out, "conac", names_host(page, "conac.cn") ? "1" : "");
    json_text(out, "says_missing", says_missing(page, text) ? "1" : "");
}

void facts_write(struct buf *out, const struct site_page *page, const char *url, const struct digest *text,
                 const char *problem)
{
    struct bytes looked_at = bytes_slice(page->text, 0, TEXT_LOOKED_AT);
    struct page_facts facts = { .published = published(page, looked_at) };
    char digest[DIGEST_TEXT_SIZE];

    read_entries(page, looked_at, &facts);
    digest_text(text, digest);
    buf_byte(out, '{');
    json_text(out, "text", digest);
    json_text(out, "url", url);
    json_text(out, "format", page->format);
    json_text(out, "problem", problem);
    json_text(out, "title", page->title);
    write_dates(out, &facts);
    write_identifiers(out, page, looked_at);
    write_properties(out, page);
    buf_byte(out, '}');
}

/* ---- Reading. */

bool facts_text(const char *facts, struct digest *text)
{
    struct bytes value = json_line_text(bytes_of_text(facts), "\"text\"");
    char words[DIGEST_TEXT_SIZE] = "";

    if (value.size != DIGEST_TEXT_SIZE - 1)
        return false;
    memcpy(words, value.data, value.size);
    return digest_parse(words, text);
}

static const char *member(struct arena *arena, const char *facts, const char *key, bool *failed)
{
    struct bytes value = json_line_text(bytes_of_text(facts), key);
    struct buf plain = BUF_INIT(1 << 20);
    const char *text = "";

    if (value.data == NULL || value.size == 0)
        return text;
    json_line_unescape(value, &plain);
    text = buf_status(&plain) == STATUS_OK ? arena_text(arena, plain.data, plain.size) : NULL;
    buf_free(&plain);
    *failed = *failed || text == NULL;
    return text != NULL ? text : "";
}

static void read_dates(struct page_facts *page, const char *dates)
{
    while (*dates != '\0' && page->date_count < FACTS_DATES_MAX) {
        size_t size = strcspn(dates, " ");

        if (date_parse(dates, size, &page->dates[page->date_count]))
            page->date_count++;
        dates += size + (dates[size] == ' ' ? 1 : 0);
    }
}

enum status facts_read(struct arena *arena, const char *facts, struct page_facts *page)
{
    bool failed = false;
    const char *day;

    *page = (struct page_facts){ .title = member(arena, facts, "\"title\"", &failed),
                                 .code = member(arena, facts, "\"code\"", &failed),
                                 .icp = member(arena, facts, "\"icp\"", &failed),
                                 .police = member(arena, facts, "\"police\"", &failed),
                                 .problem = member(arena, facts, "\"problem\"", &failed),
                                 .outcome = member(arena, facts, "\"outcome\"", &failed),
                                 .final = member(arena, facts, "\"final\"", &failed) };
    page->has_report_entry = member(arena, facts, "\"report_entry\"", &failed)[0] != '\0';
    page->has_conac = member(arena, facts, "\"conac\"", &failed)[0] != '\0';
    page->says_missing = member(arena, facts, "\"says_missing\"", &failed)[0] != '\0';
    page->entries = (uint32_t)strtoul(member(arena, facts, "\"entries\"", &failed), NULL, 10);
    day = member(arena, facts, "\"published\"", &failed);
    if (!date_parse(day, strlen(day), &page->published))
        page->published = (struct date){ 0 };
    read_dates(page, member(arena, facts, "\"dates\"", &failed));
    return failed ? STATUS_NO_MEMORY : STATUS_OK;
}
