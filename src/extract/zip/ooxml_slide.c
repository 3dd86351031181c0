/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_slide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

struct slide_list {
    struct ooxml *ooxml;
    struct ooxml_relationships related;
    struct ooxml_entry **slides;
    size_t count, capacity;
};

/* Sections and custom shows are choices of slides that people named. */
static enum status name_emit(struct slide_list *list, const struct xml_element *element)
{
    struct text_run run = { .role = TEXT_METADATA, .join = JOIN_BROKEN, .section = "presentation" };
    struct bytes name;

    if (!xml_attribute(element, XML_SPACE_ANY, "name", &name) || name.size == 0)
        return STATUS_OK;
    return ooxml_emit(list->ooxml, &run, name);
}

/* 19.2.1.33: p:sldId has an id of its own beside the relationship's. */
static enum status list_start(void *context, const struct xml_element *element)
{
    struct slide_list *list = context;
    struct ooxml_entry *slide;
    struct bytes id;
    enum status status;

    if (strcmp(element->name, "section") == 0 || strcmp(element->name, "custShow") == 0)
        return name_emit(list, element);
    if (element->space != OOXML_PRESENTATION || strcmp(element->name, "sldId") != 0
        || !xml_attribute(element, OOXML_RELATIONSHIP, "id", &id))
        return STATUS_OK;
    slide = ooxml_related(&list->related, id);
    if (slide == NULL || slide->place.unit != PLACE_NONE)
        return STATUS_OK;
    status = array_grow((void **)&list->slides, &list->capacity, list->count + 1, sizeof *list->slides);
    if (status != STATUS_OK)
        return status;
    list->slides[list->count++] = slide;
    slide->place = (struct place){ PLACE_SLIDE, (uint32_t)list->count };
    return STATUS_OK;
}

static enum status list_end(void *context, const struct xml_element *element)
{
    (void)context;
    (void)element;
    return STATUS_OK;
}

static enum status list_text(void *context, const char *utf8, size_t size)
{
    (void)context;
    (void)utf8;
    (void)size;
    return STATUS_OK;
}

/* What hangs on a hidden slide (p:sld show="0") is hidden with it, so its attribute is looked at beforehand. */
static enum status root_start(void *context, const struct xml_element *element)
{
    struct ooxml_entry *slide = context;

    if (xml_attribute_is(element, "show", "0") || xml_attribute_is(element, "show", "false"))
        slide->hidden = true;
    return STATUS_STOPPED; /* the root is enough */
}

static enum status slide_read(struct ooxml *ooxml, struct ooxml_entry *slide)
{
    static const struct xml_handler handler = { root_start, list_end, list_text };
    char section[32];
    enum status status = ooxml_parse(ooxml, slide->member, &handler, slide);

    if (status_scope(status) == SCOPE_SCAN)
        return status;
    snprintf(section, sizeof section, "slide %u", slide->place.number);
    slide->section = ooxml_keep(ooxml, bytes_of_text(section));
    if (slide->section == NULL)
        return STATUS_NO_MEMORY;
    status = ooxml_entry_read(ooxml, slide);
    return status != STATUS_OK ? status : ooxml_place_related(ooxml, slide);
}

static enum status slides_read(struct slide_list *list)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < list->count && status == STATUS_OK; index++)
        status = slide_read(list->ooxml, list->slides[index]);
    return status;
}

enum status ooxml_presentation_read(struct ooxml *ooxml, struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { list_start, list_end, list_text };
    struct slide_list list = { .ooxml = ooxml };
    enum status status = ooxml_relationships_read(ooxml, entry, &list.related);

    if (status == STATUS_OK) {
        status = ooxml_parse(ooxml, entry->member, &handler, &list);
        status = ooxml_settle(ooxml, entry, status);
    }
    if (status == STATUS_OK)
        status = slides_read(&list);
    alloc_free(list.slides);
    return status;
}
