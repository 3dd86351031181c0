/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/content_zone.h"

#include <string.h>

#include "rules/rule.h"

enum {
    PARTICULARS_MAX = 360, /* bytes of a line that holds nothing else */
    CLOSING_MAX = 120,
    CLOSING_AFTER = 1, /* lines of the content: 打印 also stands above a text */
};

struct words {
    const char *const *items;
    size_t count;
};

static bool ends_with_one(const char *text, size_t size, struct words words)
{
    for (size_t index = 0; index < words.count; index++) {
        size_t length = strlen(words.items[index]);

        if (size >= length && memcmp(text + size - length, words.items[index], length) == 0)
            return true;
    }
    return false;
}

static bool holds_one(const char *text, size_t size, struct words words)
{
    for (size_t index = 0; index < words.count; index++) {
        if (memmem(text, size, words.items[index], strlen(words.items[index])) != NULL)
            return true;
    }
    return false;
}

static bool gives_particulars(const char *text, size_t size)
{
    static const char *const labels[] = { "发布时间", "发布日期", "公开日期", "更新时间", "更新日期", "成文日期",
                                          "生成日期", "发文日期", "发布机构", "发布单位", "发文机关", "信息来源",
                                          "文章来源", "来源",     "稿源",     "索引号",   "信息分类", "浏览次数",
                                          "浏览量",   "阅读次数", "阅读量",   "点击数",   "点击量",   "点击次数",
                                          "访问量",   "字体",     "字号" };
    const char *at = text, *colon;

    if (size > PARTICULARS_MAX)
        return false;
    while ((colon = memchr(at, ':', size - (size_t)(at - text))) != NULL) {
        size_t before = (size_t)(colon - text);

        before -= before > 0 && text[before - 1] == ' ';
        if (ends_with_one(text, before, (struct words){ labels, sizeof labels / sizeof *labels }))
            return true;
        at = colon + 1;
    }
    return false;
}

static bool closes_content(const char *text, size_t size)
{
    static const char *const words[] = { "打印本页", "【打印",   "关闭窗口", "【关闭",   "上一篇",
                                         "下一篇",   "分享到",   "责任编辑", "扫一扫",   "相关文章",
                                         "相关阅读", "相关链接", "相关信息", "相关新闻", "返回顶部",
                                         "网站地图", "版权所有", "主办单位", "主办:",    "网站标识码" };

    return size <= CLOSING_MAX && holds_one(text, size, (struct words){ words, sizeof words / sizeof *words });
}

static void begin(struct content_zone *zone, const struct content_line *line)
{
    if (!zone->is_begun) {
        zone->heading = line->heading;
        zone->start = line->end;
        zone->first = line->sequence + 1;
    }
    zone->is_begun = true;
    zone->lines = 0;
}

void content_zone_take(struct content_zone *zone, const struct content_line *line)
{
    if (zone->is_ended || line->size == 0)
        return;
    if (!zone->is_head_full && gives_particulars(line->text, line->size)) {
        begin(zone, line);
    } else if (zone->is_begun && zone->lines >= CLOSING_AFTER && closes_content(line->text, line->size)) {
        zone->foot_start = line->foot_start > zone->start ? line->foot_start : zone->start;
        zone->end = line->start;
        zone->is_ended = true;
    } else if (zone->is_begun && !zone->is_head_full && ++zone->lines == RULE_HEAD_LINES) {
        zone->head_end = line->end;
        zone->head_last = line->sequence;
        zone->is_head_full = true;
    }
}

bool content_zone_has_head(const struct content_zone *zone, uint64_t offset)
{
    return zone->is_begun && offset >= zone->start && (!zone->is_head_full || offset < zone->head_end);
}

bool content_zone_has_head_run(const struct content_zone *zone, uint64_t sequence)
{
    return zone->is_begun && sequence >= zone->first && (!zone->is_head_full || sequence <= zone->head_last);
}

bool content_zone_has_foot(const struct content_zone *zone, uint64_t offset)
{
    return zone->is_ended && offset >= zone->foot_start && offset < zone->end;
}

void content_zone_clip(const struct content_zone *zone, uint64_t from, uint64_t to, uint64_t *start, uint64_t *end)
{
    if (zone->is_begun && from >= zone->heading && (!zone->is_ended || to <= zone->end) && *start < zone->heading)
        *start = zone->heading;
    if (zone->is_ended && to <= zone->end && *end > zone->end)
        *end = zone->end;
}
