/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/xml.h"

#include <libxml/parser.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "text/utf8.h"

/* OpenOffice.org 1 begins every file with a document type. */
#define OPENOFFICE_DTD "-//OpenOffice.org//DTD "

enum {
    FEED_STEP = 1 << 16,
    REMEMBERED = 16,      /* namespaces met lately, by the address that libxml2 keeps them at */
    ATTRIBUTE_FIELDS = 5, /* what SAX2 gives of each: local name, prefix, URI, start and end of the value */
};

struct xml_parser {
    xmlParserCtxtPtr context;
    const struct xml_namespace *namespaces;
    const struct xml_handler *handler;
    void *handler_context;
    enum status status; /* what a handler stopped with */
    unsigned depth;
    bool lacks_entity; /* text stands where the document type says, and that is not fetched */
    struct {
        const xmlChar *uri;
        unsigned space;
    } remembered[REMEMBERED];
    unsigned remember_next;
};

static unsigned space_of(struct xml_parser *parser, const xmlChar *uri)
{
    unsigned space = 0;

    if (uri == NULL)
        return 0;
    for (unsigned index = 0; index < REMEMBERED; index++)
        if (parser->remembered[index].uri == uri)
            return parser->remembered[index].space;
    for (const struct xml_namespace *known = parser->namespaces; known->uri != NULL; known++)
        if (strcmp(known->uri, (const char *)uri) == 0)
            space = known->space;
    parser->remembered[parser->remember_next].uri = uri;
    parser->remembered[parser->remember_next].space = space;
    parser->remember_next = (parser->remember_next + 1) % REMEMBERED;
    return space;
}

static void stop(struct xml_parser *parser, enum status status)
{
    parser->status = status;
    xmlStopParser(parser->context);
}

static void on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
                     const xmlChar **namespaces, int attribute_count, int defaulted_count, const xmlChar **attributes)
{
    struct xml_parser *parser = data;
    struct xml_element element = {
        .name = (const char *)name, .parser = parser, .attributes = attributes, .attribute_count = attribute_count
    };
    enum status status;

    (void)prefix;
    (void)namespace_count;
    (void)namespaces;
    (void)defaulted_count;
    if (parser->status != STATUS_OK)
        return;
    /* libxml2 limits the depth of trees, not of events. */
    if (++parser->depth > XML_DEPTH_MAX) {
        stop(parser, STATUS_MALFORMED);
        return;
    }
    element.space = space_of(parser, uri);
    status = parser->handler->start(parser->handler_context, &element);
    if (status != STATUS_OK)
        stop(parser, status);
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_parser *parser = data;
    struct xml_element element = { .name = (const char *)name, .parser = parser };
    enum status status;

    (void)prefix;
    if (parser->status != STATUS_OK)
        return;
    parser->depth--;
    element.space = space_of(parser, uri);
    status = parser->handler->end(parser->handler_context, &element);
    if (status != STATUS_OK)
        stop(parser, status);
}

/* Going on after an error, libxml2 lets bytes through that are no UTF-8. */
static enum status text_pass_on(struct xml_parser *parser, const char *text, size_t size)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    enum status status = STATUS_OK;

    while (size > 0 && status == STATUS_OK) {
        size_t valid = utf8_valid_prefix(text, size);

        if (valid > 0)
            status = parser->handler->text(parser->handler_context, text, valid);
        text += valid;
        size -= valid;
        if (size > 0 && status == STATUS_OK) {
            size_t broken = utf8_next(text, size).size;

            status = parser->handler->text(parser->handler_context, replacement, sizeof replacement - 1);
            text += broken;
            size -= broken;
        }
    }
    return status;
}

static void on_text(void *data, const xmlChar *text, int size)
{
    struct xml_parser *parser = data;
    enum status status;

    if (parser->status != STATUS_OK || size <= 0)
        return;
    status = text_pass_on(parser, (const char *)text, (size_t)size);
    if (status != STATUS_OK)
        stop(parser, status);
}

static void on_document_type(void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
    struct xml_parser *parser = data;

    (void)name;
    (void)system_id;
    if (public_id == NULL || strncmp((const char *)public_id, OPENOFFICE_DTD, sizeof OPENOFFICE_DTD - 1) != 0)
        stop(parser, STATUS_MALFORMED);
}

/* A document type that is accepted declares nothing of its own. */
static void on_entity(void *data, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
                      xmlChar *content)
{
    (void)name;
    (void)type;
    (void)public_id;
    (void)system_id;
    (void)content;
    stop(data, STATUS_MALFORMED);
}

static void on_attribute(void *data, const xmlChar *element, const xmlChar *name, int type, int otherwise,
                         const xmlChar *value, xmlEnumerationPtr values)
{
    (void)element;
    (void)name;
    (void)type;
    (void)otherwise;
    (void)value;
    xmlFreeEnumeration(values); /* the callback owns them */
    stop(data, STATUS_MALFORMED);
}

/* Asked for what XML itself does not define. With a document type, libxml2 would not mind. */
static xmlEntityPtr on_entity_wanted(void *data, const xmlChar *name)
{
    struct xml_parser *parser = data;

    (void)name;
    parser->lacks_entity = true;
    return NULL;
}

/* libxml2 makes what its parsers share when the first of them is made, and wants that done before there are threads. */
static void prepare_library(void)
{
    xmlInitParser();
}

enum status xml_create(const struct xml_namespace *namespaces, const struct xml_handler *handler, void *context,
                       struct xml_parser **parser)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    xmlSAXHandler callbacks = { .initialized = XML_SAX2_MAGIC,
                                .startElementNs = on_start,
                                .endElementNs = on_end,
                                .characters = on_text,
                                .cdataBlock = on_text,
                                .ignorableWhitespace = on_text,
                                .internalSubset = on_document_type,
                                .getEntity = on_entity_wanted,
                                .entityDecl = on_entity,
                                .attributeDecl = on_attribute };
    struct xml_parser *created = alloc_zeroed(1, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    (void)pthread_once(&once, prepare_library);
    created->namespaces = namespaces;
    created->handler = handler;
    created->handler_context = context;
    created->context = xmlCreatePushParserCtxt(&callbacks, created, NULL, 0, NULL);
    if (created->context == NULL) {
        alloc_free(created);
        return STATUS_NO_MEMORY;
    }
    /* NOENT: character references in attributes come decoded. There are no other entities without a DTD. */
    xmlCtxtUseOptions(created->context,
                      XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    *parser = created;
    return STATUS_OK;
}

/* What a chunk's result means. Only memory and handlers stop the reading; libxml2 recovers from the rest. */
static enum status outcome(const struct xml_parser *parser, int result)
{
    if (parser->status != STATUS_OK)
        return parser->status;
    return result == XML_ERR_NO_MEMORY ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status xml_feed(struct xml_parser *parser, struct bytes bytes)
{
    enum status status = parser->status;

    while (bytes.size > 0 && status == STATUS_OK) {
        struct bytes step = bytes_slice(bytes, 0, FEED_STEP);
        int result = xmlParseChunk(parser->context, (const char *)step.data, (int)step.size, 0);

        bytes = bytes_slice(bytes, step.size, bytes.size);
        status = outcome(parser, result);
    }
    return status;
}

enum status xml_finish(struct xml_parser *parser)
{
    int result = xmlParseChunk(parser->context, NULL, 0, 1);
    enum status status = outcome(parser, result);

    if (status != STATUS_OK)
        return status;
    return parser->context->wellFormed && result == XML_ERR_OK && !parser->lacks_entity ? STATUS_OK : STATUS_MALFORMED;
}

void xml_destroy(struct xml_parser *parser)
{
    if (parser == NULL)
        return;
    if (parser->context->myDoc != NULL)
        xmlFreeDoc(parser->context->myDoc);
    xmlFreeParserCtxt(parser->context);
    alloc_free(parser);
}

bool xml_attribute(const struct xml_element *element, unsigned space, const char *name, struct bytes *value)
{
    const xmlChar *const *attribute = element->attributes;

    *value = bytes_of(NULL, 0);
    for (int index = 0; index < element->attribute_count; index++, attribute += ATTRIBUTE_FIELDS) {
        if (strcmp((const char *)attribute[0], name) != 0)
            continue;
        if (space != XML_SPACE_ANY && space_of(element->parser, attribute[2]) != space)
            continue;
        *value = bytes_of(attribute[3], (size_t)(attribute[4] - attribute[3]));
        value->size = utf8_valid_prefix((const char *)value->data, value->size);
        return true;
    }
    return false;
}

bool xml_attribute_at(const struct xml_element *element, int index, struct bytes *value)
{
    const xmlChar *const *attribute = element->attributes;

    if (index >= element->attribute_count)
        return false;
    attribute += index * ATTRIBUTE_FIELDS;
    *value = bytes_of(attribute[3], (size_t)(attribute[4] - attribute[3]));
    value->size = utf8_valid_prefix((const char *)value->data, value->size);
    return true;
}

const char *xml_attribute_name(const struct xml_element *element, int index)
{
    const xmlChar *const *attribute = element->attributes;

    return index < element->attribute_count ? (const char *)attribute[index * ATTRIBUTE_FIELDS] : NULL;
}

bool xml_attribute_is(const struct xml_element *element, const char *name, const char *value)
{
    struct bytes found;

    return xml_attribute(element, XML_SPACE_ANY, name, &found) && bytes_equal(found, bytes_of_text(value));
}

bool xml_number(struct bytes text, uint32_t *number)
{
    uint32_t value = 0;

    if (text.size == 0 || text.size > 9)
        return false;
    for (size_t index = 0; index < text.size; index++) {
        if (text.data[index] < '0' || text.data[index] > '9')
            return false;
        value = value * 10 + (text.data[index] - '0');
    }
    *number = value;
    return true;
}

uint32_t xml_attribute_number(const struct xml_element *element, const char *name, uint32_t otherwise)
{
    struct bytes text;
    uint32_t number;

    return xml_attribute(element, XML_SPACE_ANY, name, &text) && xml_number(text, &number) ? number : otherwise;
}
