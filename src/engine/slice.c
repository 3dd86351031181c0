/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/slice.h"

#include <string.h>

/* Canonical text has neither, so that only classes like [^,] and \w match them. */
enum { FILLER_WORD = 'A', FILLER_OTHER = '\x01' };

/* How the slice is scanned, until all its ends are settled. */
enum attempt {
    ATTEMPT_SHORT, /* one character in front */
    ATTEMPT_LONG,  /* so many that no match begins at a border in front of them */
    ATTEMPT_BARE,  /* none: with a match that begins with any character at all, the border cannot be had */
    ATTEMPT_COUNT,
};

struct slicing {
    struct slice *slice;
    struct span range;
    uint32_t rule;
    char before, after; /* '\0': nothing is there */
};

/* What borders as the byte does. Letters beyond ASCII make no word (docs/rule-language.md). */
static char border_like(char byte)
{
    bool is_word =
        (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';

    if (byte == '\n')
        return byte;
    return (char)(is_word ? FILLER_WORD : FILLER_OTHER);
}

static enum status lay_out(const struct slicing *slicing, const struct lane *lane, size_t prefix)
{
    struct buf *text = &slicing->slice->text;
    size_t size = (size_t)(slicing->range.end - slicing->range.start);
    char *target;

    buf_clear(text);
    target = buf_reserve(text, prefix + size + 1);
    if (target == NULL)
        return STATUS_NO_MEMORY;
    memset(target, slicing->before, prefix);
    memcpy(target + prefix, lane->text + (slicing->range.start - lane->base), size);
    target[prefix + size] = slicing->after;
    text->size = prefix + size + (slicing->after != '\0');
    return STATUS_OK;
}

/* Keeps, of what was found from item `first` on, the matches whose ends this attempt had to settle. True when there are
 * ends that it could not settle. */
static bool settle(const struct slicing *slicing, enum attempt attempt, size_t prefix, size_t first,
                   struct match_list *list)
{
    size_t size = (size_t)(slicing->range.end - slicing->range.start), kept = first;
    char *marks = slicing->slice->marks.data;
    bool unsettled = false;

    for (size_t index = first; index < list->count; index++) {
        struct match match = list->items[index];
        size_t end = (size_t)match.to - prefix;

        if (match.rule != slicing->rule || match.to <= prefix || end > size || match.to <= match.from
            || marks[end] < (char)attempt)
            continue;
        if (match.from < prefix) {
            marks[end] = (char)(attempt + 1);
            unsettled = true;
            continue;
        }
        match.from = slicing->range.start + match.from - prefix;
        match.to = slicing->range.start + end;
        list->items[kept++] = match;
    }
    list->count = kept;
    return unsettled;
}

enum status slice_scan(struct slice *slice, const struct ruleset *ruleset, struct search_scratch *scratch,
                       const struct lane *lane, struct span range, uint32_t rule, struct match_list *list)
{
    const char *text = lane->text + (range.start - lane->base);
    size_t size = (size_t)(range.end - range.start), first = list->count;
    struct slicing slicing = { .slice = slice,
                               .range = range,
                               .rule = rule,
                               .before = range.start > lane->base ? border_like(text[-1]) : '\n',
                               .after = range.end < lane_end(lane) ? border_like(text[size]) : '\0' };
    bool at_line_start = slicing.before == '\n';
    char *marks;

    buf_clear(&slice->marks);
    marks = buf_reserve(&slice->marks, size + 1);
    if (marks == NULL)
        return STATUS_NO_MEMORY;
    memset(marks, at_line_start ? ATTEMPT_BARE : ATTEMPT_SHORT, size + 1);
    for (int attempt = at_line_start ? ATTEMPT_BARE : ATTEMPT_SHORT; attempt < ATTEMPT_COUNT; attempt++) {
        size_t prefix = attempt == ATTEMPT_SHORT ? 1 : attempt == ATTEMPT_LONG ? ruleset_reach(ruleset) + 1 : 0;
        enum status status = lay_out(&slicing, lane, prefix);

        if (status == STATUS_OK)
            status = match_scan(ruleset, VIEW_CANONICAL, READER_PERSON, scratch, slice->text.data, slice->text.size, 0,
                                list);
        if (status != STATUS_OK)
            return status;
        if (!settle(&slicing, attempt, prefix, first, list))
            break;
        first = list->count;
    }
    return STATUS_OK;
}

void slice_free(struct slice *slice)
{
    buf_free(&slice->text);
    buf_free(&slice->marks);
}
