/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_xmp.h"

#include "extract/xml.h"

static enum status end_text(struct image *image)
{
    enum status status = buf_status(&image->text);

    if (status == STATUS_OK)
        status = image_property_emit(image, buf_bytes(&image->text), ENCODING_UTF8, "XMP");
    buf_clear(&image->text);
    return status;
}

/* Values stand in attributes, too (ISO 16684-1, 7.9.2.2), beside addresses of types and of parts that say nothing. */
static bool is_said(struct bytes value)
{
    static const char *const machines[] = { "uuid:", "xmp.did:", "xmp.iid:", "adobe:", "Resource", "http://ns.adobe.com",
                                            "http://www.w3.org", "x-default" };

    for (size_t index = 0; index < sizeof machines / sizeof *machines; index++)
        if (bytes_start_with(value, machines[index], strlen(machines[index])))
            return false;
    return value.size > 0;
}

static enum status on_start(void *context, const struct xml_element *element)
{
    struct image *image = context;
    enum status status = end_text(image);
    struct bytes value;

    for (int index = 0; status == STATUS_OK && xml_attribute_at(element, index, &value); index++) {
        if (!is_said(value))
            continue;
        buf_append(&image->text, value.data, value.size);
        status = end_text(image);
    }
    return status;
}

static enum status on_end(void *context, const struct xml_element *element)
{
    (void)element;
    return end_text(context);
}

static enum status on_text(void *context, const char *utf8, size_t size)
{
    struct image *image = context;

    buf_append(&image->text, utf8, size);
    return buf_status(&image->text);
}

enum status image_xmp_read(struct image *image, struct bytes packet)
{
    static const struct xml_handler handler = { .start = on_start, .end = on_end, .text = on_text };
    static const struct xml_namespace namespaces[] = { { NULL, 0 } };
    struct xml_parser *parser;
    enum status status;

    /* Writers pad packets, also with NULs. */
    while (packet.size > 0 && packet.data[packet.size - 1] == '\0')
        packet.size--;
    if (packet.size == 0)
        return STATUS_OK;
    buf_clear(&image->text);
    status = image_spend(image, packet.size);
    if (status == STATUS_OK)
        status = xml_create(namespaces, &handler, image, &parser);
    if (status != STATUS_OK)
        return status;
    status = xml_feed(parser, packet);
    if (status == STATUS_OK)
        status = xml_finish(parser);
    xml_destroy(parser);
    buf_clear(&image->text);
    return status == STATUS_MALFORMED ? extract_gap(image->job, status, "the XMP properties are damaged") : status;
}
