/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_followed.h"

#include <string.h>
#include <strings.h>

#include "extract/html_scan.h"

enum { FOLLOWED_MAX = 64 }; /* of a page */

struct html_followed {
    struct bytes selector; /* "#x", ".x", "form", "form.x", or of js_effects_elements.c "form 0", "form x", "link 0" */
    enum text_link link;
    bool is_told;
};

enum status html_followed_keep(struct html_page *page,
                               enum text_link (*link)(const struct html_page *page, enum js_certainty certainty))
{
    const struct js_effects *scripts = page->scripts;

    if (scripts->following_count == 0)
        return STATUS_OK;
    if (page->followed == NULL)
        page->followed = arena_zeroed(page->output.job->arena, FOLLOWED_MAX * sizeof *page->followed);
    if (page->followed == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < scripts->following_count && page->followed_count < FOLLOWED_MAX; index++)
        page->followed[page->followed_count++] =
            (struct html_followed){ .selector = scripts->followings[index].selector,
                                    .link = link(page, scripts->followings[index].certainty) };
    return STATUS_OK;
}

/* ---- Elements. */

struct element {
    struct html_name tag;
    struct bytes identifier, name, classes, address;
    size_t forms, links; /* how many there are, with it */
};

static bool is_named(const struct html_name *name, const char *wanted)
{
    return name->size == strlen(wanted) && strncasecmp((const char *)name->data, wanted, name->size) == 0;
}

static bool is_link(const struct element *element)
{
    return is_named(&element->tag, "a") || is_named(&element->tag, "area");
}

static void read_element(struct html_tokenizer *tokenizer, const struct html_token *token, struct element *element)
{
    struct html_attribute attribute;

    element->tag = token->name;
    element->identifier = element->name = element->classes = element->address = (struct bytes){ 0 };
    while (html_tokenizer_attribute(tokenizer, &attribute)) {
        if (is_named(&attribute.name, "id"))
            element->identifier = attribute.value;
        else if (is_named(&attribute.name, "name"))
            element->name = attribute.value;
        else if (is_named(&attribute.name, "class"))
            element->classes = attribute.value;
        else if (is_named(&attribute.name, "href") || is_named(&attribute.name, "action")
                 || is_named(&attribute.name, "formaction"))
            element->address = attribute.value;
    }
    element->forms += is_named(&element->tag, "form") ? 1 : 0;
    element->links += is_link(element) && element->address.size > 0 ? 1 : 0;
}

/* A button sends its form off, to where that goes unless the button says otherwise. */
static void go_through_form(struct element *element, struct bytes *form)
{
    if (is_named(&element->tag, "form"))
        *form = element->address;
    else if ((is_named(&element->tag, "button") || is_named(&element->tag, "input")) && element->address.size == 0)
        element->address = *form;
}

/* ---- Whether it is the one. */

static bool has_class(struct bytes classes, struct bytes name)
{
    size_t at = 0;

    while (at < classes.size) {
        size_t end = at;

        while (end < classes.size && !html_scan_is_space(classes.data[end]))
            end++;
        if (bytes_equal(bytes_slice(classes, at, end - at), name))
            return true;
        at = end + 1;
    }
    return false;
}

static size_t word_size(struct bytes text)
{
    size_t size = 0;

    while (size < text.size && text.data[size] != '#' && text.data[size] != '.')
        size++;
    return size;
}

/* By its place, or by its name. */
static bool is_in_collection(struct bytes wanted, size_t count, const struct element *element)
{
    size_t number = 0;

    if (wanted.size == 0 || wanted.size > 8)
        number = SIZE_MAX;
    for (size_t at = 0; at < wanted.size && number != SIZE_MAX; at++)
        number = html_scan_is_digit(wanted.data[at]) ? number * 10 + (size_t)(wanted.data[at] - '0') : SIZE_MAX;
    if (number != SIZE_MAX)
        return count == number + 1;
    return wanted.size > 0 && (bytes_equal(wanted, element->name) || bytes_equal(wanted, element->identifier));
}

static bool is_selected(struct bytes selector, const struct element *element)
{
    static const char form[] = "form ", link[] = "link ";
    size_t size;

    if (bytes_start_with(selector, form, sizeof form - 1))
        return is_named(&element->tag, "form")
               && is_in_collection(bytes_slice(selector, sizeof form - 1, selector.size), element->forms, element);
    if (bytes_start_with(selector, link, sizeof link - 1))
        return is_link(element)
               && is_in_collection(bytes_slice(selector, sizeof link - 1, selector.size), element->links, element);
    size = word_size(selector);
    if (size > 0
        && (size != element->tag.size
            || strncasecmp((const char *)selector.data, (const char *)element->tag.data, size) != 0))
        return false;
    for (selector = bytes_slice(selector, size, selector.size); selector.size > 0;
         selector = bytes_slice(selector, size + 1, selector.size)) {
        struct bytes name = bytes_slice(selector, 1, selector.size);

        size = word_size(name);
        name.size = size;
        if (*selector.data == '#' ? !bytes_equal(name, element->identifier) : !has_class(element->classes, name))
            return false;
    }
    return true;
}

/* ---- The page once more. */

static enum status look_at(struct html_page *page, const struct element *element)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < page->followed_count && status == STATUS_OK; index++) {
        struct html_followed *followed = &page->followed[index];

        if (followed->is_told || !is_selected(followed->selector, element))
            continue;
        followed->is_told = true; /* the first of several is the one */
        if (element->address.size == 0)
            continue;
        page->output.run.link = followed->link;
        status = html_output_link(&page->output, TEXT_LINK, element->address);
        page->output.run.link = LINK_ORDINARY;
    }
    return status;
}

static void pass_raw(struct html_tokenizer *tokenizer, const struct html_name *tag)
{
    static const struct {
        const char *name;
        enum html_content content;
    } raw[] = { { "script", HTML_CONTENT_SCRIPT }, { "style", HTML_CONTENT_RAW },  { "textarea", HTML_CONTENT_RCDATA },
                { "title", HTML_CONTENT_RCDATA },  { "iframe", HTML_CONTENT_RAW }, { "xmp", HTML_CONTENT_RAW } };

    for (size_t index = 0; index < sizeof raw / sizeof *raw; index++) {
        if (is_named(tag, raw[index].name))
            html_tokenizer_enter(tokenizer, raw[index].content, raw[index].name, strlen(raw[index].name));
    }
}

enum status html_followed_output(struct html_page *page, struct bytes input)
{
    struct html_tokenizer tokenizer = html_tokenizer_start(input);
    struct element element = { .forms = 0 };
    struct bytes form = { 0 };
    struct html_token token;
    enum status status = STATUS_OK;

    if (page->followed_count == 0)
        return STATUS_OK;
    while (status == STATUS_OK && html_tokenizer_next(&tokenizer, &token)) {
        if (token.kind == HTML_END_TAG && is_named(&token.name, "form"))
            form = (struct bytes){ 0 };
        if (token.kind != HTML_START_TAG)
            continue;
        read_element(&tokenizer, &token, &element);
        go_through_form(&element, &form);
        pass_raw(&tokenizer, &element.tag);
        status = look_at(page, &element);
    }
    return status;
}
