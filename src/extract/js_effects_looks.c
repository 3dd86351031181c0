/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "extract/html_look.h"
#include "extract/html_scan.h"
#include "extract/js_effects_data.h"

/* ---- the elements it speaks of ---- */

void *js_effects_copy(struct walker *walker, struct bytes first, struct bytes second, size_t size_max,
                      struct bytes *result)
{
    uint8_t *text;

    if (first.size + second.size > size_max)
        return NULL;
    text = js_value_memory(&walker->reader, first.size + second.size + 16);
    if (text == NULL)
        return NULL;
    if (first.size > 0)
        memcpy(text, first.data, first.size);
    if (second.size > 0)
        memcpy(text + first.size, second.data, second.size);
    memset(text + first.size + second.size, 0, 16);
    *result = (struct bytes){ text, first.size + second.size };
    return text;
}

static void append(struct walker *walker, struct bytes *text, struct bytes more)
{
    struct bytes result;

    if (js_effects_copy(walker, *text, more, JS_STYLE_MAX, &result) != NULL)
        *text = result;
}

static struct js_hiding *hiding_of(struct walker *walker, struct bytes selector)
{
    struct js_effects *effects = walker->effects;

    for (size_t index = 0; index < effects->hiding_count; index++) {
        if (bytes_equal(effects->hidings[index].selector, selector))
            return &effects->hidings[index];
    }
    if (effects->hiding_count == JS_HIDINGS_MAX)
        return NULL;
    effects->hidings[effects->hiding_count] = (struct js_hiding){ .selector = selector };
    return &effects->hidings[effects->hiding_count++];
}

void js_effects_excuse(struct walker *walker, const struct target *target)
{
    struct js_effects *effects = walker->effects;
    struct js_hiding *hiding;

    if (target->kind == PLACE_PREFIXED && target->selector.size > 0 && effects->prefix_count < JS_HIDINGS_MAX)
        effects->prefixes[effects->prefix_count++] = target->selector;
    if (target->kind == PLACE_SELECTED && (hiding = hiding_of(walker, target->selector)) != NULL)
        hiding->is_excused = true;
}

static void mention(struct js_hiding *hiding, struct bytes mention)
{
    for (size_t index = 0; index < hiding->mention_count; index++) {
        if (hiding->mentions[index].data == mention.data)
            return;
    }
    if (hiding->mention_count < JS_MENTIONS_MAX)
        hiding->mentions[hiding->mention_count++] = mention;
    else
        hiding->is_excused = true;
}

void js_effects_mention(struct walker *walker, const struct target *target)
{
    struct js_hiding *hiding;

    if (target->kind == PLACE_SELECTED && (hiding = hiding_of(walker, target->selector)) != NULL)
        mention(hiding, target->mention);
}

void js_effects_declare(struct walker *walker, const struct target *target, struct bytes style, bool is_known)
{
    struct html_look look = { 0, 0, 0, 0 };
    struct js_hiding *hiding;

    if (target->kind == PLACE_FRESH) {
        append(walker, &walker->fresh[target->fresh].style, style);
        append(walker, &walker->fresh[target->fresh].style, bytes_of_text(";"));
        return;
    }
    if (target->kind == PLACE_UNKNOWN)
        return;
    html_look_declare(&look, style, style.data + style.size);
    if (target->kind == PLACE_PREFIXED || !walker->is_live || walker->is_conditional || walker->is_statement_conditional
        || !is_known || (look.known != 0 && look.on == 0)) {
        js_effects_excuse(walker, target);
        return;
    }
    hiding = hiding_of(walker, target->selector);
    if (hiding == NULL)
        return;
    append(walker, &hiding->style, style);
    append(walker, &hiding->style, bytes_of_text(";"));
    mention(hiding, target->mention);
}

void js_effects_declare_property(struct walker *walker, const struct target *target, struct bytes property,
                                 struct bytes value, bool is_known)
{
    struct bytes style = { (const uint8_t *)"", 0 };

    for (size_t index = 0; index < property.size; index++) { /* fontSize is font-size */
        bool is_upper = html_scan_lower(property.data[index]) != property.data[index];
        uint8_t lower = html_scan_lower(property.data[index]);

        if (is_upper)
            append(walker, &style, bytes_of_text("-"));
        append(walker, &style, (struct bytes){ &lower, 1 });
        if (index == PIECES_OF_NAME_MAX)
            return;
    }
    append(walker, &style, bytes_of_text(":"));
    append(walker, &style, value);
    js_effects_declare(walker, target, style, is_known);
}

void js_effects_add_class(struct walker *walker, const struct target *target, struct bytes classes, bool is_known)
{
    struct js_hiding *hiding;
    struct bytes *all;

    if (target->kind == PLACE_FRESH) {
        all = &walker->fresh[target->fresh].classes;
    } else if (target->kind == PLACE_SELECTED && walker->is_live && !walker->is_conditional
               && !walker->is_statement_conditional && is_known) {
        hiding = hiding_of(walker, target->selector);
        if (hiding == NULL)
            return;
        mention(hiding, target->mention);
        all = &hiding->classes;
    } else {
        js_effects_excuse(walker, target);
        return;
    }
    append(walker, all, classes);
    append(walker, all, bytes_of_text(" "));
}

/* ---- writing ---- */

void js_effects_add_writing(struct walker *walker, const struct js_value *value, enum writing_kind kind)
{
    struct js_effects *effects = walker->effects;

    if (value->count > 0 && !walker->is_silent && effects->writing_count < JS_WRITINGS_MAX)
        effects->writings[effects->writing_count++] = (struct js_writing){ .value = *value,
                                                                           .is_in_place = kind == WRITING_IN_PLACE,
                                                                           .is_code = kind >= WRITING_CODE,
                                                                           .is_inert = kind == WRITING_INERT,
                                                                           .is_plain = kind == WRITING_PLAIN_CODE };
}

void js_effects_write_into(struct walker *walker, const struct target *target, const struct js_value *value,
                           enum writing_kind kind)
{
    if (target->kind == PLACE_FRESH) {
        walker->fresh[target->fresh].is_inert = kind == WRITING_INERT;
        js_value_add(&walker->reader, &walker->fresh[target->fresh].content, value);
    } else if (walker->is_live) {
        js_effects_add_writing(walker, value, kind);
    }
}

static void add_markup(struct walker *walker, struct js_value *markup, const char *text, struct bytes more,
                       const char *end, struct bytes source)
{
    js_value_add_text(&walker->reader, markup, bytes_of_text(text), source);
    js_value_add_text(&walker->reader, markup, more, source);
    js_value_add_text(&walker->reader, markup, bytes_of_text(end), source);
}

void js_effects_write_fresh(struct walker *walker, const struct fresh *fresh)
{
    struct js_value markup = { .is_known = true, .is_composed = true };

    if (fresh->content.count == 0 && fresh->link.count == 0)
        return;
    add_markup(walker, &markup, "<", fresh->tag, " style=\"", fresh->source);
    add_markup(walker, &markup, "", fresh->style, "\" class=\"", fresh->source);
    add_markup(walker, &markup, "", fresh->classes, "\" ", fresh->source);
    if (fresh->link.count > 0) {
        add_markup(walker, &markup, is_word(fresh->tag, "a") ? "href=\"" : "src=\"",
                   (struct bytes){ fresh->tag.data, 0 }, "", fresh->source);
        js_value_add(&walker->reader, &markup, &fresh->link);
        add_markup(walker, &markup, "\"", (struct bytes){ fresh->tag.data, 0 }, "", fresh->source);
    }
    add_markup(walker, &markup, ">", (struct bytes){ fresh->tag.data, 0 }, "", fresh->source);
    js_value_add(&walker->reader, &markup, &fresh->content);
    add_markup(walker, &markup, "</", fresh->tag, ">", fresh->source);
    /* What is put into a script is run with it, however it was put there. */
    js_effects_add_writing(walker, &markup,
                           fresh->is_inert && !is_word(fresh->tag, "script") ? WRITING_INERT : WRITING_ELSEWHERE);
}
