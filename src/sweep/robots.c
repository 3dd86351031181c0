/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/robots.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sweep/url.h"
#include "text/ascii.h"

/* An address may become three times as long by escapes. */
enum { PATH_MAX_SIZE = 3 * URL_SIZE_MAX };

/* ---- One form for what is compared (section 2.2.2) ---- */

/* What has to be escaped somewhere in an address, wherever it stands. */
static bool is_escaped_always(uint8_t byte)
{
    return byte <= ' ' || byte >= 0x7F || strchr("\"<>`{}^|\\'", byte) != NULL;
}

static bool is_unreserved(int byte)
{
    return ascii_is_letter_or_digit((char)byte) || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

static size_t put_escape(char *output, int byte)
{
    static const char digits[] = "0123456789ABCDEF";

    output[0] = '%';
    output[1] = digits[byte >> 4];
    output[2] = digits[byte & 0xF];
    return 3;
}

/* The byte that stands at *index, decoded or not; moves *index to its end. */
static int next_byte(struct bytes text, size_t *index, bool *was_escaped)
{
    int high = -1, low = -1;

    if (text.data[*index] == '%' && text.size - *index >= 3) {
        high = ascii_hexadecimal(text.data[*index + 1]);
        low = high >= 0 ? ascii_hexadecimal(text.data[*index + 2]) : -1;
    }
    *was_escaped = low >= 0;
    *index += low >= 0 ? 3 : 1;
    return low >= 0 ? high << 4 | low : text.data[*index - 1];
}

/* At most three bytes for each of `text`. An address's own '*' and '$' are escaped, so that they are not mistaken for
 * those of rules. */
static size_t put_comparable(char *output, size_t capacity, struct bytes text, bool is_rule)
{
    size_t size = 0, index = 0;

    while (index < text.size && capacity - size >= 3) {
        bool was_escaped;
        int byte = next_byte(text, &index, &was_escaped);
        bool is_special = byte == '$' || (byte == '*' && !is_rule);

        if (was_escaped ? !is_unreserved(byte) : is_special || is_escaped_always((uint8_t)byte))
            size += put_escape(output + size, byte);
        else
            output[size++] = (char)byte;
    }
    return size;
}

/* ---- Lines ---- */

enum record_kind { RECORD_OTHER, RECORD_AGENT, RECORD_ALLOW, RECORD_DISALLOW, RECORD_DELAY, RECORD_SITEMAP };

struct record {
    enum record_kind kind;
    struct bytes value;
};

static enum record_kind kind_of(struct bytes key)
{
    static const struct {
        const char *key;
        enum record_kind kind;
    } keys[] = {
        { "user-agent", RECORD_AGENT },  { "useragent", RECORD_AGENT },   { "user agent", RECORD_AGENT },
        { "allow", RECORD_ALLOW },       { "disallow", RECORD_DISALLOW }, { "dissallow", RECORD_DISALLOW },
        { "dissalow", RECORD_DISALLOW }, { "disalow", RECORD_DISALLOW },  { "diasllow", RECORD_DISALLOW },
        { "disallaw", RECORD_DISALLOW }, { "crawl-delay", RECORD_DELAY }, { "crawldelay", RECORD_DELAY },
        { "sitemap", RECORD_SITEMAP },   { "site-map", RECORD_SITEMAP },
    };

    for (size_t index = 0; index < sizeof keys / sizeof *keys; index++) {
        if (key.size == strlen(keys[index].key) && strncasecmp((const char *)key.data, keys[index].key, key.size) == 0)
            return keys[index].kind;
    }
    return RECORD_OTHER;
}

/* A key, and behind a colon its value; or two words, when the colon is missing. */
static struct record read_line(struct bytes line)
{
    const uint8_t *mark = line.size > 0 ? memchr(line.data, '#', line.size) : NULL;
    struct record record = { .kind = RECORD_OTHER };
    size_t key_size = 0;

    if (mark != NULL)
        line.size = (size_t)(mark - line.data);
    line = ascii_trim(line);
    mark = line.size > 0 ? memchr(line.data, ':', line.size) : NULL;
    if (mark != NULL) {
        key_size = (size_t)(mark - line.data);
        record.value = ascii_trim(bytes_slice(line, key_size + 1, line.size));
    } else {
        while (key_size < line.size && line.data[key_size] != ' ' && line.data[key_size] != '\t')
            key_size++;
        record.value = ascii_trim(bytes_slice(line, key_size, line.size));
        for (size_t index = 0; index < record.value.size; index++) {
            if (ascii_is_space(record.value.data[index]))
                return record;
        }
    }
    record.kind = kind_of(ascii_trim(bytes_slice(line, 0, key_size)));
    return record;
}

/* Lines end in CR, LF or both. */
static bool next_record(struct bytes *text, struct record *record)
{
    size_t size = 0;

    if (text->size == 0)
        return false;
    while (size < text->size && text->data[size] != '\n' && text->data[size] != '\r')
        size++;
    *record = read_line(bytes_slice(*text, 0, size));
    *text = bytes_slice(*text, size + 1, text->size);
    return true;
}

/* ---- Groups ---- */

/* Which groups a line belongs to. */
struct membership {
    bool is_named, is_general; /* of the crawler, of "*" */
    bool has_rules;            /* the next agent begins another group */
};

/* "*", also with something behind it; else the letters with which the value begins. */
static void enter(struct membership *group, struct bytes agent, const char *name)
{
    size_t size = 0;

    if (group->has_rules)
        *group = (struct membership){ .has_rules = false };
    if (agent.size > 0 && agent.data[0] == '*' && (agent.size == 1 || ascii_is_space(agent.data[1]))) {
        group->is_general = true;
        return;
    }
    while (size < agent.size
           && (agent.data[size] == '-' || agent.data[size] == '_'
               || (ascii_is_letter_or_digit((char)agent.data[size])
                   && (agent.data[size] < '0' || agent.data[size] > '9'))))
        size++;
    if (size > 0 && size == strlen(name) && strncasecmp((const char *)agent.data, name, size) == 0)
        group->is_named = true;
}

/* What is there to be taken, so that it is known how much. */
struct counts {
    bool has_named;
    size_t rules, sitemaps;
};

static struct counts count_all(struct bytes text, const char *name)
{
    struct membership group = { .has_rules = false };
    struct counts counts = { .has_named = false };
    struct record record;

    while (next_record(&text, &record)) {
        if (record.kind == RECORD_AGENT) {
            enter(&group, record.value, name);
            counts.has_named = counts.has_named || group.is_named;
        } else if (record.kind == RECORD_ALLOW || record.kind == RECORD_DISALLOW) {
            group.has_rules = true;
            counts.rules++;
        } else if (record.kind == RECORD_SITEMAP) {
            counts.sitemaps++;
        }
    }
    return counts;
}

/* ---- Values ---- */

/* Seconds, with a fraction; 0 for what is no number. */
static uint32_t read_delay(struct bytes value)
{
    uint32_t delay_ms = 0, place = 1000;
    bool is_fraction = false;

    for (size_t index = 0; index < value.size; index++) {
        uint8_t byte = value.data[index];

        if (byte == '.' && !is_fraction) {
            is_fraction = true;
            continue;
        }
        if (byte < '0' || byte > '9')
            return 0;
        if (is_fraction)
            delay_ms += (byte - '0') * (place /= 10);
        else
            delay_ms = delay_ms * 10 + (byte - '0') * 1000U;
        if (delay_ms > ROBOTS_DELAY_MAX_MS)
            delay_ms = ROBOTS_DELAY_MAX_MS;
    }
    return delay_ms;
}

static bool read_rule(struct arena *arena, struct record record, struct robots_rule *rule)
{
    struct bytes value = record.value;
    char *pattern;

    rule->allows = record.kind == RECORD_ALLOW;
    rule->ends_there = value.size > 0 && value.data[value.size - 1] == '$';
    value.size -= rule->ends_there;
    pattern = arena_alloc(arena, 3 * value.size + 1);
    if (pattern == NULL)
        return false;
    rule->pattern = bytes_of(pattern, put_comparable(pattern, 3 * value.size, value, true));
    return true;
}

/* The end counts as well: "/a$" says more than "/a". */
static int compare_rules(const void *left, const void *right)
{
    const struct robots_rule *one = left, *other = right;
    size_t size = one->pattern.size + one->ends_there, other_size = other->pattern.size + other->ends_there;

    if (size != other_size)
        return size > other_size ? -1 : 1;
    return other->allows - one->allows;
}

static enum status take_all(struct arena *arena, struct bytes text, const char *name, bool has_named,
                            struct robots_rule *rules, struct bytes *sitemaps, struct robots *robots)
{
    struct membership group = { .has_rules = false };
    struct record record;

    while (next_record(&text, &record)) {
        bool is_ours = has_named ? group.is_named : group.is_general;

        switch (record.kind) {
        case RECORD_AGENT:
            enter(&group, record.value, name);
            break;
        case RECORD_ALLOW:
        case RECORD_DISALLOW:
            group.has_rules = true;
            /* An empty rule forbids nothing, and says nothing else. */
            if (is_ours && record.value.size > 0 && !read_rule(arena, record, &rules[robots->rule_count++]))
                return STATUS_NO_MEMORY;
            break;
        case RECORD_DELAY:
            if (is_ours && read_delay(record.value) > robots->delay_ms)
                robots->delay_ms = read_delay(record.value);
            break;
        case RECORD_SITEMAP:
            if (record.value.size > 0) {
                struct bytes *sitemap = &sitemaps[robots->sitemap_count++];

                *sitemap =
                    bytes_of(arena_text(arena, (const char *)record.value.data, record.value.size), record.value.size);
                if (sitemap->data == NULL)
                    return STATUS_NO_MEMORY;
            }
            break;
        case RECORD_OTHER:
            break;
        }
    }
    return STATUS_OK;
}

enum status robots_parse(struct arena *arena, struct bytes text, const char *name, struct robots *robots)
{
    struct counts counts;
    struct robots_rule *rules;
    struct bytes *sitemaps;
    enum status status;

    *robots = (struct robots){ .is_cut = text.size > ROBOTS_SIZE_MAX };
    if (robots->is_cut) {
        text.size = ROBOTS_SIZE_MAX;
        /* The beginning of a rule is another rule. */
        while (text.size > 0 && text.data[text.size - 1] != '\n' && text.data[text.size - 1] != '\r')
            text.size--;
    }
    if (bytes_start_with(text, "\xEF\xBB\xBF", 3))
        text = bytes_slice(text, 3, text.size);
    counts = count_all(text, name);
    rules = arena_alloc(arena, (counts.rules + 1) * sizeof *rules);
    sitemaps = arena_alloc(arena, (counts.sitemaps + 1) * sizeof *sitemaps);
    if (rules == NULL || sitemaps == NULL)
        return STATUS_NO_MEMORY;
    status = take_all(arena, text, name, counts.has_named, rules, sitemaps, robots);
    if (status != STATUS_OK) {
        *robots = (struct robots){ .is_cut = robots->is_cut };
        return status;
    }
    qsort(rules, robots->rule_count, sizeof *rules, compare_rules);
    robots->rules = rules;
    robots->sitemaps = sitemaps;
    return STATUS_OK;
}

/* ---- Matching ---- */

/* Whether the path begins as the pattern says. Each piece between two '*' is taken where it comes first, which never
 * spoils what follows, but for a last piece that must stand at the end; so no byte is looked at twice by more than
 * memmem does. */
static bool matches(const struct robots_rule *rule, struct bytes path)
{
    struct bytes pattern = rule->pattern;
    bool is_first = true;

    for (;;) {
        const uint8_t *star = pattern.size > 0 ? memchr(pattern.data, '*', pattern.size) : NULL;
        size_t size = star != NULL ? (size_t)(star - pattern.data) : pattern.size;
        const uint8_t *found = path.data;

        if (size > path.size)
            return false;
        if (is_first && (size > 0 && memcmp(path.data, pattern.data, size) != 0))
            return false;
        if (star == NULL && rule->ends_there) {
            found = path.data + (path.size - size);
            return (!is_first || path.size == size) && (size == 0 || memcmp(found, pattern.data, size) == 0);
        }
        if (!is_first && size > 0)
            found = memmem(path.data, path.size, pattern.data, size);
        if (found == NULL)
            return false;
        if (star == NULL)
            return true;
        path = bytes_slice(path, (size_t)(found - path.data) + size, path.size);
        pattern = bytes_slice(pattern, size + 1, pattern.size);
        is_first = false;
    }
}

bool robots_allows(const struct robots *robots, const char *path)
{
    char comparable[PATH_MAX_SIZE];
    struct bytes compared;

    /* Section 2.2.2. */
    if (strcmp(path, "/robots.txt") == 0)
        return true;
    compared = bytes_of(comparable, put_comparable(comparable, sizeof comparable, bytes_of_text(path), false));
    for (size_t index = 0; index < robots->rule_count; index++) {
        if (matches(&robots->rules[index], compared))
            return robots->rules[index].allows;
    }
    return true;
}
