/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/sitemap.h"

#include <string.h>
#include <strings.h>

#include "extract/deflate.h"
#include "extract/gzip.h"
#include "extract/xml.h"
#include "sweep/url.h"
#include "text/ascii.h"
#include "text/utf8.h"

enum {
    CHUNK_SIZE = 16 * 1024,
    GZIP_TRAILER_SIZE = 8,
    ADDRESS_MAX = 4 * URL_SIZE_MAX, /* longer ones are left out: they have no normal form */
};

enum element {
    ELEMENT_OTHER,
    ELEMENT_URL,
    ELEMENT_SITEMAP,
    ELEMENT_ITEM,
    ELEMENT_ENTRY,
};

enum mode { MODE_UNKNOWN, MODE_XML, MODE_TEXT };

struct reading {
    sitemap_found *found;
    void *context;
    struct sitemap_report *report;
    enum mode mode;
    struct xml_parser *parser;
    size_t size; /* bytes that have been read, uncompressed */

    /* The elements that are open, the innermost last. */
    enum element open[XML_DEPTH_MAX + 1];
    size_t depth;

    /* The address that is being read. */
    bool in_address;
    enum sitemap_entry entry;
    char address[ADDRESS_MAX];
    size_t address_size;
    bool is_too_long;
};

/* ---- Addresses ---- */

/* STATUS_LIMIT_CHILDREN when there are too many. */
static enum status tell(struct reading *reading, enum sitemap_entry entry, struct bytes address)
{
    address = ascii_trim(address);
    if (address.size == 0)
        return STATUS_OK;
    if (reading->report->count == SITEMAP_ADDRESSES_MAX) {
        reading->report->is_cut = true;
        return STATUS_LIMIT_CHILDREN;
    }
    reading->report->count++;
    return reading->found(reading->context, entry, address);
}

static void begin_address(struct reading *reading, enum sitemap_entry entry)
{
    reading->in_address = true;
    reading->entry = entry;
    reading->address_size = 0;
    reading->is_too_long = false;
}

static void add_to_address(struct reading *reading, const void *text, size_t size)
{
    if (size > ADDRESS_MAX - reading->address_size) {
        reading->is_too_long = true;
        return;
    }
    memcpy(reading->address + reading->address_size, text, size);
    reading->address_size += size;
}

static enum status end_address(struct reading *reading)
{
    reading->in_address = false;
    return reading->is_too_long ? STATUS_OK
                                : tell(reading, reading->entry, bytes_of(reading->address, reading->address_size));
}

/* ---- XML ---- */

enum space { SPACE_NONE, SPACE_SITEMAP, SPACE_RSS, SPACE_ATOM, SPACE_XHTML };

static const struct xml_namespace namespaces[] = {
    { "http://www.sitemaps.org/schemas/sitemap/0.9", SPACE_SITEMAP },
    { "https://www.sitemaps.org/schemas/sitemap/0.9", SPACE_SITEMAP },
    { "http://www.google.com/schemas/sitemap/0.84", SPACE_SITEMAP },
    { "http://purl.org/rss/1.0/", SPACE_RSS },
    { "http://my.netscape.com/rdf/simple/0.9/", SPACE_RSS },
    { "http://www.w3.org/2005/Atom", SPACE_ATOM },
    { "http://purl.org/atom/ns#", SPACE_ATOM },
    { "http://www.w3.org/1999/xhtml", SPACE_XHTML },
    { NULL, SPACE_NONE },
};

/* Elements that addresses stand in. Whose namespace is missing is taken by its name. */
static enum element element_of(const struct xml_element *element)
{
    static const struct {
        const char *name;
        enum space space;
        enum element element;
    } elements[] = {
        { "url", SPACE_SITEMAP, ELEMENT_URL },
        { "sitemap", SPACE_SITEMAP, ELEMENT_SITEMAP },
        { "item", SPACE_RSS, ELEMENT_ITEM },
        { "entry", SPACE_ATOM, ELEMENT_ENTRY },
    };

    for (size_t index = 0; index < sizeof elements / sizeof *elements; index++) {
        if (strcmp(element->name, elements[index].name) == 0
            && (element->space == SPACE_NONE || element->space == elements[index].space))
            return elements[index].element;
    }
    return ELEMENT_OTHER;
}

/* The page that an entry is about, or a file that belongs to it, but not the feed itself. */
static bool relation_is_good(const struct xml_element *element)
{
    struct bytes relation;

    return !xml_attribute(element, SPACE_NONE, "rel", &relation) || bytes_equal(relation, bytes_of_text("alternate"))
           || bytes_equal(relation, bytes_of_text("enclosure"));
}

static enum status tell_attribute(struct reading *reading, const struct xml_element *element, const char *name)
{
    struct bytes address;

    return xml_attribute(element, SPACE_NONE, name, &address) ? tell(reading, SITEMAP_PAGE, address) : STATUS_OK;
}

/* An element right within one that addresses stand in. */
static enum status start_within(struct reading *reading, enum element parent, const struct xml_element *element)
{
    bool is_link = strcmp(element->name, "link") == 0;

    switch (parent) {
    case ELEMENT_URL:
        if (is_link && element->space == SPACE_XHTML && relation_is_good(element))
            return tell_attribute(reading, element, "href");
        if (strcmp(element->name, "loc") == 0)
            begin_address(reading, SITEMAP_PAGE);
        break;
    case ELEMENT_SITEMAP:
        if (strcmp(element->name, "loc") == 0)
            begin_address(reading, SITEMAP_FILE);
        break;
    case ELEMENT_ITEM:
        if (strcmp(element->name, "enclosure") == 0)
            return tell_attribute(reading, element, "url");
        if (is_link && element->space != SPACE_ATOM)
            begin_address(reading, SITEMAP_PAGE);
        break;
    case ELEMENT_ENTRY:
        if (is_link && relation_is_good(element))
            return tell_attribute(reading, element, "href");
        break;
    case ELEMENT_OTHER:
        break;
    }
    return STATUS_OK;
}

static enum status on_start(void *context, const struct xml_element *element)
{
    struct reading *reading = context;
    enum element parent = reading->depth > 0 ? reading->open[reading->depth - 1] : ELEMENT_OTHER;

    reading->open[reading->depth++] = element_of(element);
    /* Whatever stands within an address ends it. */
    reading->in_address = false;
    return start_within(reading, parent, element);
}

static enum status on_end(void *context, const struct xml_element *element)
{
    struct reading *reading = context;

    (void)element;
    reading->depth -= reading->depth > 0;
    return reading->in_address ? end_address(reading) : STATUS_OK;
}

static enum status on_text(void *context, const char *utf8, size_t size)
{
    struct reading *reading = context;

    if (reading->in_address)
        add_to_address(reading, utf8, size);
    return STATUS_OK;
}

/* ---- A line each ---- */

static bool is_address(struct bytes line)
{
    return (line.size > 7 && strncasecmp((const char *)line.data, "http://", 7) == 0)
           || (line.size > 8 && strncasecmp((const char *)line.data, "https://", 8) == 0);
}

static enum status end_line(struct reading *reading)
{
    struct bytes line = ascii_trim(bytes_of(reading->address, reading->address_size));

    if (line.size == 0 && !reading->is_too_long)
        return STATUS_OK;
    if (!reading->is_too_long
        && (!is_address(line) || utf8_valid_prefix((const char *)line.data, line.size) != line.size)) {
        reading->report->damage = STATUS_MALFORMED;
        return STATUS_OK;
    }
    return end_address(reading);
}

static enum status read_lines(struct reading *reading, struct bytes text)
{
    enum status status = STATUS_OK;

    while (text.size > 0 && status == STATUS_OK) {
        size_t size = 0;

        while (size < text.size && text.data[size] != '\n' && text.data[size] != '\r')
            size++;
        add_to_address(reading, text.data, size);
        if (size < text.size) {
            status = end_line(reading);
            begin_address(reading, SITEMAP_PAGE);
        }
        text = bytes_slice(text, size + 1, text.size);
    }
    return status;
}

/* ---- All of it ---- */

/* XML begins with a tag, or in UTF-16 with a byte order mark or a zero. */
static enum status choose_mode(struct reading *reading, struct bytes *text)
{
    static const struct xml_handler handler = { on_start, on_end, on_text };
    struct bytes beginning = *text;

    if (bytes_start_with(beginning, "\xEF\xBB\xBF", 3))
        beginning = bytes_slice(beginning, 3, beginning.size);
    beginning = ascii_trim(beginning);
    if (beginning.size > 0 && (beginning.data[0] == '<' || beginning.data[0] >= 0xFE || beginning.data[0] == '\0')) {
        reading->mode = MODE_XML;
        /* A declaration must stand at the beginning, where some sites write an empty line. */
        if (beginning.data[0] == '<')
            *text = bytes_slice(*text, (size_t)(beginning.data - text->data), text->size);
        return xml_create(namespaces, &handler, reading, &reading->parser);
    }
    reading->mode = MODE_TEXT;
    *text = bytes_slice(*text, bytes_start_with(*text, "\xEF\xBB\xBF", 3) ? 3 : 0, text->size);
    begin_address(reading, SITEMAP_PAGE);
    return STATUS_OK;
}

static enum status feed(struct reading *reading, struct bytes text)
{
    enum status status = STATUS_OK;

    if (text.size > SITEMAP_SIZE_MAX - reading->size) {
        reading->report->is_cut = true;
        text.size = SITEMAP_SIZE_MAX - reading->size;
    }
    reading->size += text.size;
    if (text.size > 0 && reading->mode == MODE_UNKNOWN)
        status = choose_mode(reading, &text);
    if (status == STATUS_OK && text.size > 0)
        status = reading->mode == MODE_XML ? xml_feed(reading->parser, text) : read_lines(reading, text);
    return status == STATUS_OK && reading->report->is_cut ? STATUS_LIMIT_BYTES : status;
}

static enum status feed_compressed(struct reading *reading, struct deflate *deflate, struct bytes body)
{
    uint8_t chunk[CHUNK_SIZE];
    size_t header, produced;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && (header = gzip_header_size(body)) > 0) {
        body = bytes_slice(body, header, body.size);
        status = deflate_start(deflate, body);
        do {
            if (status == STATUS_OK)
                status = deflate_next(deflate, chunk, sizeof chunk, &produced);
            if (status == STATUS_OK && produced > 0)
                status = feed(reading, bytes_of(chunk, produced));
        } while (status == STATUS_OK && produced > 0);
        if (status == STATUS_OK)
            body = bytes_slice(body, (size_t)deflate_consumed(deflate) + GZIP_TRAILER_SIZE, body.size);
    }
    return status;
}

static enum status feed_all(struct reading *reading, struct bytes body)
{
    struct deflate *deflate;
    enum status status;

    if (!gzip_starts(body))
        return feed(reading, body);
    status = deflate_create(&deflate);
    if (status != STATUS_OK)
        return status;
    status = feed_compressed(reading, deflate, body);
    deflate_destroy(deflate);
    return status;
}

enum status sitemap_read(struct bytes body, sitemap_found *found, void *context, struct sitemap_report *report)
{
    struct reading reading = { .found = found, .context = context, .report = report };
    enum status status;

    *report = (struct sitemap_report){ .damage = STATUS_OK };
    status = feed_all(&reading, body);
    if (status == STATUS_OK && reading.mode == MODE_TEXT)
        status = end_line(&reading);
    if (status == STATUS_OK && reading.mode == MODE_XML)
        status = xml_finish(reading.parser);
    xml_destroy(reading.parser);
    if (report->is_cut && (status == STATUS_LIMIT_BYTES || status == STATUS_LIMIT_CHILDREN))
        return STATUS_OK;
    if (status != STATUS_MALFORMED)
        return status;
    report->damage = STATUS_MALFORMED;
    return STATUS_OK;
}
