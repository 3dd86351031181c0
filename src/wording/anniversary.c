/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/anniversary.h"

#include <string.h>

#include "text/utf8.h"
#include "wording/numeral.h"

enum {
    HAN_SIZE = 3,
    NUMBER_MAX = 24, /* bytes of a number in numerals */
    CUE_BEFORE = 60, /* bytes between 庆祝 and the event: 庆祝伟大的中国共产党成立 */
    PAST_BEHIND = 45,
    YEAR_DIGITS = 4,
    FIRST_YEAR = 1900,
    LAST_YEAR = 2199,
};

static const char anniversary_sign[] = "周年";

static bool has_any(const char *text, size_t size, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (memmem(text, size, *words, strlen(*words)) != NULL)
            return true;
    }
    return false;
}

struct literal_list anniversary_words(void)
{
    static const struct literal words[] = { { anniversary_sign, sizeof anniversary_sign - 1, 0 } };

    return (struct literal_list){ words, sizeof words / sizeof *words };
}

/* Where the number that ends at `at` begins; `at` when there is none. The longest counts: 一百零三. */
static size_t number_before(const char *text, size_t at, unsigned *number)
{
    size_t least = at > NUMBER_MAX ? at - NUMBER_MAX : 0;

    for (size_t begin = least; begin < at; begin++) {
        if (((unsigned char)text[begin] & 0xC0U) != 0x80 && numeral_read(text + begin, at - begin, number) == at - begin
            && (begin == 0 || text[begin - 1] < '0' || text[begin - 1] > '9'))
            return begin;
    }
    return at;
}

/* 朝鲜建国 is not ours: before a short name there is nothing, a verb or a particle. */
static bool begins_here(const char *text, size_t from, size_t size)
{
    static const char before[] = "念祝迎接贺年在为的和暨了是值逢际献礼庆国大同当于以到近即将天今党";
    enum { LONG = 15 };

    return size >= LONG || from < HAN_SIZE || (unsigned char)text[from - HAN_SIZE] < 0xE4
           || (unsigned char)text[from - 1] < 0x80
           || utf8_find_triple(before, sizeof before - 1, text + from - HAN_SIZE) != NULL;
}

/* The event whose words end at `at`: the longest of all. */
static bool event_before(const struct anniversary_event *events, size_t count, const char *text, size_t at,
                         struct anniversary *found)
{
    size_t longest = 0;

    for (size_t index = 0; index < count; index++) {
        for (const char *word = events[index].words; *word != '\0'; word += *word == '|') {
            size_t size = strcspn(word, "|");

            if (size > longest && size <= at && memcmp(text + at - size, word, size) == 0
                && begins_here(text, at - size, size)) {
                longest = size;
                found->event = index;
                found->from = at - size;
            }
            word += size;
        }
    }
    return longest > 0;
}

bool anniversary_read(const struct anniversary_event *events, size_t count, const char *text, size_t size, size_t at,
                      struct anniversary *found)
{
    static const char *const cues[] = { "庆祝", "纪念", "迎", "贺", "献礼", "值此", "隆重", "欢度", NULL };
    static const char *const past[] = { "之时", "以来", "期间", "时,", "时的", NULL };
    /* The country celebrates every fifth year, and such celebrations are spoken of for long. */
    static const char *const great[] = { "大会",   "讲话",   "阅兵",   "纪念章", "勋章", "晚会",
                                         "座谈会", "活动上", "仪式上", "》",     NULL };
    enum { GREAT = 5 };
    size_t number_at = number_before(text, at, &found->number), end, begin, behind;

    if (number_at == at)
        return false;
    end = number_at;
    while (end > 0 && text[end - 1] == ' ')
        end--;
    if (!event_before(events, count, text, end, found))
        return false;
    found->to = at + sizeof anniversary_sign - 1;
    begin = utf8_ceil(text, size, found->from > CUE_BEFORE ? found->from - CUE_BEFORE : 0);
    behind = size - found->to < PAST_BEHIND ? size - found->to : PAST_BEHIND;
    found->is_celebrated = has_any(text + begin, found->from - begin, cues) && !has_any(text + found->to, behind, past)
                           && (found->number % GREAT != 0 || !has_any(text + found->to, behind, great));
    return true;
}

bool anniversary_is_right(const struct anniversary_event *event, unsigned number, int32_t year, bool is_to_come)
{
    int32_t of = event->year + (int32_t)number;

    return of == year || (is_to_come && of == year + 1);
}

bool anniversary_is_to_come(const char *text, size_t size)
{
    static const char *const words[] = { "迎", "即将", "将至", "来临", "前夕", "筹备", "明年", "来年", "到来", NULL };

    return has_any(text, size, words);
}

int32_t anniversary_next_year(const char *text, size_t size, size_t *at)
{
    while (*at < size) {
        size_t begin = *at;
        int32_t year = 0;

        while (*at < size && text[*at] >= '0' && text[*at] <= '9') {
            if (*at - begin < YEAR_DIGITS)
                year = year * 10 + (text[*at] - '0');
            ++*at;
        }
        if (*at - begin == YEAR_DIGITS && year >= FIRST_YEAR && year <= LAST_YEAR)
            return year;
        *at += *at == begin;
    }
    return 0;
}
