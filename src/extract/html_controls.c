/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_controls.h"

#include <string.h>

#include "extract/html_attributes.h"
#include "extract/html_scan.h"

#define TICKED "\xE2\x98\x91"   /* U+2611 */
#define UNTICKED "\xE2\x98\x90" /* U+2610 */

/* An attribute of the tag, which is told no second time; of no size if there is none. One with markup in it, mostly for
 * want of a quote, is left to be read as any other. */
static struct bytes take(struct html_page *page, enum html_attribute_id id)
{
    struct html_attributes *attributes = &page->attributes;
    struct bytes value = { NULL, 0 };

    if (!html_attributes_has(attributes, id))
        return value;
    value = attributes->values[id];
    if (html_scan_find_within(value.data, value.data + value.size, page->tokenizer.end, '<') < value.data + value.size)
        return (struct bytes){ NULL, 0 };
    attributes->seen &= ~(UINT64_C(1) << id);
    return value;
}

static enum status show_field(struct html_page *page, enum html_voice voice)
{
    struct bytes value = take(page, HTML_ATTRIBUTE_VALUE);
    enum status status;

    if (value.size == 0)
        return STATUS_OK;
    html_page_add_join(page, voice, JOIN_SPACED);
    status = html_output_value(&page->output, html_page_roles[voice], html_page_spend_join(page, voice), value,
                               REFERENCES_OF_VALUE);
    html_page_add_join(page, voice, JOIN_SPACED);
    return status;
}

static enum status show_box(struct html_page *page, const struct html_name *name, enum html_voice voice)
{
    const char *box = html_attributes_has(&page->attributes, HTML_ATTRIBUTE_CHECKED) ? TICKED : UNTICKED;

    return html_output_whole(&page->output, html_page_roles[voice], html_page_spend_join(page, voice), box, strlen(box),
                             (struct bytes){ name->data, name->size });
}

/* The name of a field that is not shown, if its value needs it. */
static enum status name_field(struct html_page *page)
{
    const struct html_attributes *attributes = &page->attributes;

    if (!html_attributes_has(attributes, HTML_ATTRIBUTE_NAME) || !html_attributes_has(attributes, HTML_ATTRIBUTE_VALUE)
        || !html_attributes_is_field(attributes->values[HTML_ATTRIBUTE_VALUE], page->tokenizer.end))
        return STATUS_OK;
    return html_output_value(&page->output, TEXT_HIDDEN, JOIN_BROKEN, attributes->values[HTML_ATTRIBUTE_NAME],
                             REFERENCES_OF_VALUE);
}

static enum status show_input(struct html_page *page, const struct html_name *name, const struct html_open *open)
{
    const struct html_attributes *attributes = &page->attributes;
    enum html_voice voice = html_page_voice(open);

    if (html_attributes_is(attributes, HTML_ATTRIBUTE_TYPE, "radio", 5)
        || html_attributes_is(attributes, HTML_ATTRIBUTE_TYPE, "checkbox", 8))
        return show_box(page, name, voice);
    if (html_attributes_is(attributes, HTML_ATTRIBUTE_TYPE, "hidden", 6))
        return name_field(page);
    if (html_attributes_has(attributes, HTML_ATTRIBUTE_TYPE)
        && !html_attributes_is(attributes, HTML_ATTRIBUTE_TYPE, "text", 4))
        return STATUS_OK;
    return show_field(page, voice);
}

/* Options stand behind strokes, 公开/秘密/机密. */
static enum status part_choices(struct html_page *page, const struct html_name *name)
{
    if (page->joins[VOICE_CHOICE] == JOIN_BROKEN)
        return STATUS_OK;
    return html_output_whole(&page->output, TEXT_ALT, html_page_spend_join(page, VOICE_CHOICE), "/", 1,
                             (struct bytes){ name->data, name->size });
}

static enum status offer(struct html_page *page, const struct html_name *name, struct bytes text)
{
    enum status status;

    if (text.size == 0)
        return STATUS_OK;
    status = part_choices(page, name);
    if (status != STATUS_OK)
        return status;
    return html_output_value(&page->output, TEXT_ALT, html_page_spend_join(page, VOICE_CHOICE), text,
                             REFERENCES_OF_VALUE);
}

static bool has_words(const struct html_page *page, struct bytes value)
{
    const uint8_t *end = value.data + value.size;

    return value.size > 0 && html_scan_find_text(value.data, end, page->tokenizer.end) < end;
}

/* What a program gets for the option is mostly a number; where it is words it stands in the line as well. */
static enum status offer_option(struct html_page *page, const struct html_name *name, struct html_open *open)
{
    struct bytes value;
    enum status status;

    if (page->stack.counts[HTML_TAG_SELECT] == 0 || html_page_voice(open) != VOICE_SEEN)
        return STATUS_OK;
    value = take(page, HTML_ATTRIBUTE_VALUE);
    status = has_words(page, value) ? offer(page, name, value) : STATUS_OK;
    if (status == STATUS_OK)
        status = offer(page, name, take(page, HTML_ATTRIBUTE_LABEL));
    if (status != STATUS_OK || html_attributes_has(&page->attributes, HTML_ATTRIBUTE_SELECTED))
        return status;
    open->state |= (uint16_t)OPEN_CHOICE;
    if (html_attributes_has(&page->attributes, HTML_ATTRIBUTE_TITLE)) /* which stands between */
        page->joins[VOICE_CHOICE] = JOIN_BROKEN;
    return part_choices(page, name);
}

enum status html_controls_start(struct html_page *page, enum html_tag tag, const struct html_name *name,
                                struct html_open *open)
{
    switch (tag) {
    case HTML_TAG_INPUT:
        return show_input(page, name, open);
    case HTML_TAG_OPTION:
        return offer_option(page, name, open);
    default: /* a list */
        page->joins[VOICE_CHOICE] = JOIN_BROKEN;
        return STATUS_OK;
    }
}
