/* SPDX-License-Identifier: Apache-2.0
 *
 * XML 1.0 by libxml2, a piece at a time, for formats that are made of it (OOXML, later OFD and ODF).
 *
 * Nothing is opened or fetched, no document type is accepted (its entities are how XML explodes) but the one
 * that OpenOffice.org 1 names in all its files, where it declares nothing itself, and
 * libxml2's limits on depth (256), names and text nodes stay on. Text that is not well-formed is
 * read on as far as possible and reported at the end. One owner, one thread.
 */
#ifndef GUANKA_EXTRACT_XML_H
#define GUANKA_EXTRACT_XML_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/status.h"

/* Namespaces that a format knows, by address; several addresses may mean one space. The table ends with a NULL uri. */
struct xml_namespace {
    const char *uri;
    unsigned space; /* from 1; 0 is "none, or not known" */
};

enum { XML_SPACE_ANY = 0x7FFFFFFF, XML_DEPTH_MAX = 256 };

struct xml_parser;

struct xml_element {
    unsigned space;
    const char *name; /* without prefix */
    struct xml_parser *parser;
    const void *attributes; /* libxml2's */
    int attribute_count;
};

/* The first attribute of that name; `space` is XML_SPACE_ANY, 0 (no namespace, or an unknown one) or a known space.
 * *value is empty when there is none; it is valid UTF-8 (cut where it is broken), during the call. */
bool xml_attribute(const struct xml_element *element, unsigned space, const char *name, struct bytes *value);
/* The attribute at `index`, whatever its name; false when there are no more. Declarations of namespaces are none. */
bool xml_attribute_at(const struct xml_element *element, int index, struct bytes *value);
/* Its name without prefix; NULL when there are no more. */
const char *xml_attribute_name(const struct xml_element *element, int index);
bool xml_attribute_is(const struct xml_element *element, const char *name, const char *value);
/* A number without sign; `otherwise` when there is none or it is not one. */
/* A number of up to nine digits and nothing else. */
bool xml_number(struct bytes text, uint32_t *number);
uint32_t xml_attribute_number(const struct xml_element *element, const char *name, uint32_t otherwise);

/* A non-OK return stops the parser and comes out of xml_feed. `end` gets name and space only. Text comes in pieces
 * of whole characters, valid UTF-8. */
struct xml_handler {
    enum status (*start)(void *context, const struct xml_element *element);
    enum status (*end)(void *context, const struct xml_element *element);
    enum status (*text)(void *context, const char *utf8, size_t size);
};

/* `namespaces`, `handler` and `context` must outlive the parser. */
MUST_CHECK enum status xml_create(const struct xml_namespace *namespaces, const struct xml_handler *handler,
                                  void *context, struct xml_parser **parser);
/* STATUS_OK also for text that is not well-formed, as long as reading on makes sense. */
MUST_CHECK enum status xml_feed(struct xml_parser *parser, struct bytes bytes);
/* The end of the document. STATUS_MALFORMED when it was not well-formed. */
MUST_CHECK enum status xml_finish(struct xml_parser *parser);
void xml_destroy(struct xml_parser *parser);

#endif
