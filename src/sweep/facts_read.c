/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "report/json_line.h"
#include "sweep/facts.h"

#define COUNT_OF(items) (sizeof(items) / sizeof *(items))

/* Every page has its facts read at each sweep, so they are read in one pass and not made a tree of. */
struct reading {
    struct arena *arena;
    struct buf unescaped;
    bool has_failed;
};

/* `text` without its quotes. */
static const char *copy(struct reading *reading, struct bytes text)
{
    const char *copied;

    if (text.size == 0)
        return "";
    if (memchr(text.data, '\\', text.size) == NULL) {
        copied = arena_text(reading->arena, (const char *)text.data, text.size);
    } else {
        buf_clear(&reading->unescaped);
        json_line_unescape(text, &reading->unescaped);
        copied = buf_status(&reading->unescaped) == STATUS_OK
                     ? arena_text(reading->arena, (const char *)reading->unescaped.data, reading->unescaped.size)
                     : NULL;
    }
    reading->has_failed = reading->has_failed || copied == NULL;
    return copied;
}

static struct bytes without_ends(struct bytes value)
{
    return bytes_slice(value, 1, value.size - 2);
}

static bool is_text(struct bytes value)
{
    return value.data[0] == '"';
}

/* 0 for what is none, or not from 0 to INT32_MAX. */
static unsigned number_of(struct bytes value)
{
    uint64_t number = 0;

    for (size_t at = 0; at < value.size; at++) {
        if (value.data[at] < '0' || value.data[at] > '9')
            return 0;
        number = number * 10 + (value.data[at] - '0');
        if (number > INT32_MAX)
            return 0;
    }
    return (unsigned)number;
}

static struct site_texts texts_of(struct reading *reading, struct bytes value)
{
    struct bytes rest = without_ends(value), text;
    const char **items;
    size_t count = 0;

    for (struct bytes left = rest; json_line_next_text(&left, &text);)
        count++;
    items = count > 0 ? arena_alloc(reading->arena, count * sizeof(const char *)) : NULL;
    reading->has_failed = reading->has_failed || (count > 0 && items == NULL);
    if (items == NULL)
        return (struct site_texts){ 0 };
    for (size_t index = 0; json_line_next_text(&rest, &text); index++)
        items[index] = copy(reading, text);
    return (struct site_texts){ items, count };
}

static unsigned next_number(struct bytes *rest)
{
    const uint8_t *comma = memchr(rest->data, ',', rest->size);
    size_t size = comma != NULL ? (size_t)(comma - rest->data) : rest->size;
    unsigned number = number_of(bytes_slice(*rest, 0, size));

    *rest = bytes_slice(*rest, size + 1, SIZE_MAX);
    return number;
}

static struct date next_day(struct bytes *rest)
{
    int32_t number = (int32_t)next_number(rest);

    return (struct date){ number / 10000, number / 100 % 100, number % 100 };
}

static void read_days(struct bytes value, struct date *days, unsigned *count, unsigned count_max)
{
    struct bytes rest = without_ends(value);

    while (rest.size > 0 && *count < count_max)
        days[(*count)++] = next_day(&rest);
}

static void read_listed(struct reading *reading, struct bytes value, struct facts *facts)
{
    struct bytes rest = without_ends(value);
    size_t room = (value.size + 1) / 2; /* a digit and a comma are the least that a number takes */
    struct fact_entry *items;

    room = room < FACT_LISTED_MAX ? room : FACT_LISTED_MAX;
    items = arena_alloc(reading->arena, room * sizeof *items);
    facts->listed = items;
    facts->listed_count = 0;
    reading->has_failed = reading->has_failed || items == NULL;
    while (items != NULL && rest.size > 0 && facts->listed_count < room) {
        unsigned link = next_number(&rest);

        items[facts->listed_count++] =
            (struct fact_entry){ link, rest.size > 0 ? next_day(&rest) : (struct date){ 0 } };
    }
}

enum kind { TEXT, TEXTS, NUMBER, BOOL, DATE, DATES, LISTED, NAMED };

struct member {
    const char *quoted_key;
    size_t offset; /* in struct facts */
    enum kind kind;
};

/* In the order in which they are written. */
static const struct member members[] = {
#define MEMBER(key, kind, field)                                                                                       \
    {                                                                                                                  \
        "\"" key "\"", offsetof(struct facts, field), kind                                                             \
    }
    MEMBER("content", TEXT, content),
    MEMBER("format", TEXT, format),
    MEMBER("problems", NUMBER, problems),
    MEMBER("title", TEXT, title),
    MEMBER("charset_said", TEXT, charset_said),
    MEMBER("charset_declared", TEXT, charset_declared),
    MEMBER("charset", TEXT, charset),
    MEMBER("properties", NUMBER, properties),
    MEMBER("published", DATE, published),
    MEMBER("written", DATE, written),
    MEMBER("closes", DATE, closes),
    MEMBER("entries", NUMBER, entries.count),
    MEMBER("dates", DATES, entries),
    MEMBER("listed", LISTED, listed),
    MEMBER("named", NAMED, named),
    MEMBER("sketch", TEXT, sketch),
    MEMBER("code", TEXT, code),
    MEMBER("icp", TEXT, icp),
    MEMBER("police", TEXT, police),
    MEMBER("conac", BOOL, has_conac),
    MEMBER("report_entry", BOOL, has_report_entry),
    MEMBER("missing", BOOL, says_missing),
    MEMBER("empty", BOOL, says_empty),
    MEMBER("blank", BOOL, is_blank),
    MEMBER("runs", BOOL, runs_script),
    MEMBER("leads_on", BOOL, leads_on),
    MEMBER("notice", NUMBER, notice),
    MEMBER("scripts", TEXTS, scripts),
    MEMBER("frames", TEXTS, frames),
    MEMBER("hidden", TEXTS, hidden),
    MEMBER("openable", TEXTS, openable),
    MEMBER("opens", BOOL, opens),
    MEMBER("loads", TEXTS, loads),
    MEMBER("leads", TEXTS, leads),
    MEMBER("secrets", TEXTS, secrets),
    MEMBER("more", BOOL, has_more),
    MEMBER("asks", TEXTS, asks),
    MEMBER("asks_seen", BOOL, has_asks),
    MEMBER("sends", TEXTS, sends[SENDS_ALL]),
    MEMBER("sends_some", TEXTS, sends[SENDS_SOME]),
    MEMBER("sends_perhaps", TEXTS, sends[SENDS_PERHAPS]),
    MEMBER("sends_seen", BOOL, has_sends),
    MEMBER("forbids", TEXTS, forbids),
    MEMBER("outcome", TEXT, outcome),
    MEMBER("wrong", TEXT, wrong),
    MEMBER("wrong_category", TEXT, wrong_category),
#undef MEMBER
};

static void clear(struct facts *facts)
{
    *facts = (struct facts){ 0 };
    for (size_t index = 0; index < COUNT_OF(members); index++) {
        if (members[index].kind == TEXT)
            *(const char **)(void *)((char *)facts + members[index].offset) = "";
    }
}

static void take(struct reading *reading, const struct member *member, struct bytes value, struct facts *facts)
{
    void *field = (char *)facts + member->offset;

    if (member->kind == TEXT && is_text(value)) {
        *(const char **)field = copy(reading, without_ends(value));
    } else if (member->kind == TEXTS && value.data[0] == '[') {
        *(struct site_texts *)field = texts_of(reading, value);
    } else if (member->kind == NUMBER) {
        *(unsigned *)field = number_of(value);
    } else if (member->kind == BOOL) {
        *(bool *)field = bytes_equal(value, bytes_of_text("true"));
    } else if (member->kind == DATE && is_text(value)) {
        struct bytes text = without_ends(value);

        if (!date_parse((const char *)text.data, text.size, field))
            *(struct date *)field = (struct date){ 0 };
    } else if (member->kind == DATES && value.data[0] == '[') {
        read_days(value, facts->entries.dates, &facts->entries.date_count, FACT_DATES_MAX);
    } else if (member->kind == NAMED && value.data[0] == '[') {
        read_days(value, facts->named, &facts->named_count, FACT_NAMED_MAX);
    } else if (member->kind == LISTED && value.data[0] == '[') {
        read_listed(reading, value, facts);
    }
}

/* What is no object has no facts. */
static void read_members(struct reading *reading, const char *json, struct facts *facts)
{
    struct bytes rest = bytes_of_text(json), key, value;
    size_t next = 0;

    while (json_line_next_member(&rest, &key, &value)) {
        size_t tried = 0;

        while (tried < COUNT_OF(members) && !bytes_equal(key, bytes_of_text(members[next].quoted_key))) {
            next = (next + 1) % COUNT_OF(members);
            tried++;
        }
        if (tried < COUNT_OF(members))
            take(reading, &members[next], value, facts);
    }
    if (!json_line_has_ended(rest))
        clear(facts);
}

enum status facts_read(struct arena *arena, const char *json, struct facts *facts)
{
    struct reading reading = { .arena = arena, .unescaped = BUF_INIT(1 << 20) };

    clear(facts);
    read_members(&reading, json, facts);
    buf_free(&reading.unescaped);
    return reading.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}
