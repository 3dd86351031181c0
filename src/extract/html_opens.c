/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_opens.h"

#include <string.h>

#include "extract/html_attributes.h"
#include "extract/html_plain.h"
#include "extract/html_plays.h"
#include "extract/html_scan.h"
#include "extract/html_state_rules.h"

enum {
    ASKED_MAX = 4096, /* elements of a page */
    AROUND_MAX = 6,   /* from how far up scripts go down to an element */
};

struct html_opens {
    struct arena *arena;
    struct html_plays plays;
    struct html_state_rules *rules; /* NULL until they are needed */
    size_t asked;
    size_t last;                           /* place of the element that was taken last */
    bool is_shut[HTML_DEPTH_MAX + 1];      /* by depth: something that cannot be opened hides it */
    struct bytes tags[HTML_DEPTH_MAX + 1]; /* the same, from behind `<`; empty in what a script writes */
};

struct html_opens *html_opens_create(struct arena *arena, struct bytes source)
{
    struct html_opens *opens = arena_zeroed(arena, sizeof *opens);

    if (opens == NULL)
        return NULL;
    opens->arena = arena;
    opens->plays.page = source;
    return opens;
}

bool html_opens_can_open(const struct html_opens *opens)
{
    return !opens->is_shut[opens->last];
}

/* ---- names ---- */

static struct bytes value_of(const struct html_page *page, enum html_attribute_id id)
{
    return html_attributes_has(&page->attributes, id) ? page->attributes.values[id] : (struct bytes){ NULL, 0 };
}

/* The next word of a list of classes; empty at its end. */
static struct bytes next_word(struct bytes *words)
{
    const uint8_t *end = words->data + words->size;
    const uint8_t *start = words->size > 0 ? html_scan_skip_space(words->data, end) : end;
    const uint8_t *next = start;

    while (next < end && !html_scan_is_space(*next))
        next++;
    *words = (struct bytes){ next, (size_t)(end - next) };
    return (struct bytes){ start, (size_t)(next - start) };
}

static bool plays_with_words(struct html_plays *plays, struct bytes words, enum html_plays_name kind)
{
    struct bytes word;

    while ((word = next_word(&words)).size > 0) {
        if (html_plays_with(plays, word, kind))
            return true;
    }
    return false;
}

/* The tabs of many sites are `con_one_1`, `con_one_2`, …, and what changes them is told `"one", 2`. */
static bool is_one_of_several(struct html_plays *plays, struct bytes identifier)
{
    struct bytes stem = identifier, series;

    while (stem.size > 0 && html_scan_is_digit(stem.data[stem.size - 1]))
        stem.size--;
    if (stem.size == 0 || stem.size == identifier.size)
        return false;
    for (series = stem;
         series.size > 0 && (series.data[series.size - 1] == '_' || series.data[series.size - 1] == '-');)
        series.size--;
    for (size_t index = series.size; index > 0; index--) {
        if (series.data[index - 1] != '_' && series.data[index - 1] != '-')
            continue;
        series = bytes_slice(series, index, series.size);
        break;
    }
    return html_plays_with(plays, stem, PLAYS_NUMBERED) || html_plays_with(plays, series, PLAYS_NUMBERED);
}

/* The value in quotes of an attribute of a start tag; `attribute` with the blank before it. */
static struct bytes value_in(struct bytes tag, const char *attribute)
{
    const uint8_t *end = tag.data + tag.size;
    const uint8_t *next = tag.size > 0 ? html_scan_find_word(tag.data, end, attribute) : end;
    size_t size = strlen(attribute);

    if ((size_t)(end - next) < size + 2 || next[size] != '=' || (next[size + 1] != '"' && next[size + 1] != '\''))
        return (struct bytes){ end, 0 };
    next += size + 2;
    return (struct bytes){ next, (size_t)(html_scan_find(next, end, next[-1]) - next) };
}

static bool is_played_from_around(struct html_opens *opens, size_t depth)
{
    for (size_t up = 1; up <= AROUND_MAX && up < depth; up++) {
        struct bytes tag = opens->tags[depth - up];

        if (plays_with_words(&opens->plays, value_in(tag, " class"), PLAYS_AROUND)
            || plays_with_words(&opens->plays, value_in(tag, " id"), PLAYS_AROUND))
            return true;
    }
    return false;
}

/* ---- frameworks ---- */

static bool is_bound(struct bytes tag)
{
    static const char *const attributes[] = { " v-show=", " x-show=", " ng-show=", " ng-hide=" };

    return html_scan_has_any(tag, attributes, sizeof attributes / sizeof *attributes);
}

static bool is_of_framework(struct html_opens *opens, struct bytes tag)
{
    static const struct {
        const char *name, *sign; /* a class, and what a page has that uses its framework */
    } parts[] = {
        { "layui-tab-item", "layui." },   { "tab-pane", "bootstrap" }, { "modal", "bootstrap" },
        { "dropdown-menu", "bootstrap" }, { "collapse", "bootstrap" }, { "carousel-item", "bootstrap" },
        { "swiper-slide", "Swiper(" },
    };

    for (size_t index = 0; index < sizeof parts / sizeof *parts; index++) {
        if (html_state_rules_has_word(tag, bytes_of_text(parts[index].name)))
            return html_plays_has(&opens->plays, parts[index].sign);
    }
    return is_bound(tag);
}

/* ---- judging ---- */

/* A picture in the background is in the place of words that are pushed out of it or have no size. */
static bool is_picture(enum html_tag tag, const struct html_look *look, unsigned hides)
{
    static const uint32_t elsewhere = LOOK_DISPLAY | LOOK_OPACITY | LOOK_FILTER | LOOK_MARGIN | LOOK_TRANSFORM
                                      | LOOK_CONTENT | LOOK_CLIP_PATH | LOOK_SCALE | LOOK_WIDTH | LOOK_HEIGHT
                                      | LOOK_CLIP | LOOK_OFFSET;

    return tag == HTML_TAG_A && (look->known & ~look->on & LOOK_BACKGROUND) != 0 && (look->on & elsewhere) == 0
           && (hides & (OPEN_SHADE | OPEN_VEILED)) == 0;
}

static bool is_shown_by_rule(const struct html_page *page, size_t depth, const struct html_look *look)
{
    const struct html_opens *opens = page->opens;
    struct html_lineage lineage = { opens->tags, depth + 1 };
    struct html_look shown = *look;

    if (html_attributes_has(&page->attributes, HTML_ATTRIBUTE_HIDDEN))
        return false;
    html_state_rules_show(opens->rules, &lineage, STATE_RULES_ALL, &shown);
    if (html_attributes_has(&page->attributes, HTML_ATTRIBUTE_STYLE)) {
        html_plain_declare(&shown, page->attributes.values[HTML_ATTRIBUTE_STYLE], page->tokenizer.end);
        html_state_rules_show(opens->rules, &lineage, STATE_RULES_IMPORTANT, &shown);
    }
    return !html_look_hides(&shown) && (shown.on & LOOK_VISIBILITY) == 0;
}

static bool is_frame(enum html_tag tag)
{
    return tag == HTML_TAG_IFRAME || tag == HTML_TAG_FRAME || tag == HTML_TAG_EMBED || tag == HTML_TAG_OBJECT;
}

/* Of what an element itself does to be hidden. */
static bool can_be_opened(struct html_page *page, enum html_tag tag, const struct html_look *look, unsigned hides)
{
    struct html_opens *opens = page->opens;
    size_t depth = page->stack.depth;

    if (page->output.written != NULL || is_frame(tag) || (html_names_elements[tag].flags & HTML_HIDES) != 0)
        return false;
    if (is_picture(tag, look, hides))
        return true;
    if ((hides & (OPEN_TINY | OPEN_SHADE)) != 0 || opens->asked++ >= ASKED_MAX)
        return false;
    if (opens->rules == NULL)
        opens->rules = html_state_rules_read(opens->arena, opens->plays.page);
    return (opens->rules != NULL && is_shown_by_rule(page, depth, look)) || is_of_framework(opens, opens->tags[depth])
           || html_plays_with(&opens->plays, value_of(page, HTML_ATTRIBUTE_ID), PLAYS_IDENTIFIER)
           || is_one_of_several(&opens->plays, value_of(page, HTML_ATTRIBUTE_ID))
           || plays_with_words(&opens->plays, value_of(page, HTML_ATTRIBUTE_CLASS), PLAYS_CLASS)
           || is_played_from_around(opens, depth);
}

void html_opens_take(struct html_page *page, enum html_tag tag, const struct html_name *name,
                     const struct html_look *look, const struct html_open *open)
{
    static const unsigned inherited = OPEN_TINY | OPEN_SHADE | OPEN_VEILED | OPEN_HIDDEN;
    struct html_opens *opens = page->opens;
    size_t depth = page->stack.depth;
    unsigned hides = open->state & ~(unsigned)html_stack_top(&page->stack)->state & inherited;

    if (html_look_hides(look) || html_attributes_has(&page->attributes, HTML_ATTRIBUTE_HIDDEN))
        hides |= OPEN_HIDDEN;
    opens->last = depth;
    opens->tags[depth] =
        (struct bytes){ name->data, page->output.written == NULL ? (size_t)(page->tokenizer.next - name->data) : 0 };
    opens->is_shut[depth] = opens->is_shut[depth - 1] || (hides != 0 && !can_be_opened(page, tag, look, hides));
}
