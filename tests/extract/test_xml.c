/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/xml.h"

#include <criterion/criterion.h>

#include "base/buf.h"

struct record {
    struct buf out;
    enum status refuse; /* returned at an element "stop" */
};

static enum status on_start(void *context, const struct xml_element *element)
{
    struct record *record = context;
    struct bytes value;

    buf_format(&record->out, "<%u:%s", element->space, element->name);
    if (xml_attribute(element, XML_SPACE_ANY, "a", &value))
        buf_format(&record->out, " %.*s", (int)value.size, (const char *)value.data);
    if (xml_attribute(element, 1, "a", &value))
        buf_format(&record->out, " in space 1: %.*s", (int)value.size, (const char *)value.data);
    buf_text(&record->out, ">");
    return strcmp(element->name, "stop") == 0 ? record->refuse : STATUS_OK;
}

static enum status on_end(void *context, const struct xml_element *element)
{
    buf_format(&((struct record *)context)->out, "</%s>", element->name);
    return STATUS_OK;
}

static enum status on_text(void *context, const char *utf8, size_t size)
{
    buf_append(&((struct record *)context)->out, utf8, size);
    return STATUS_OK;
}

/* Parses `text` in pieces of `step` bytes. */
static enum status parse(const char *text, size_t size, size_t step, struct record *record)
{
    static const struct xml_namespace namespaces[] = {
        { "urn:one", 1 }, { "urn:uno", 1 }, { "urn:two", 2 }, { NULL, 0 }
    };
    static const struct xml_handler handler = { on_start, on_end, on_text };
    struct xml_parser *parser;
    enum status status;

    record->out = (struct buf)BUF_INIT(SIZE_MAX / 4);
    buf_text(&record->out, "");
    cr_assert_eq(xml_create(namespaces, &handler, record, &parser), STATUS_OK);
    status = STATUS_OK;
    for (size_t offset = 0; offset < size && status == STATUS_OK; offset += step)
        status = xml_feed(parser, bytes_slice(bytes_of(text, size), offset, step));
    if (status == STATUS_OK)
        status = xml_finish(parser);
    xml_destroy(parser);
    return status;
}

static void check(const char *text, enum status status, const char *events)
{
    static const size_t steps[] = { 1, 7, 100000 };

    for (int index = 0; index < 3; index++) {
        struct record record = { .refuse = STATUS_DEADLINE };

        cr_expect_eq(parse(text, strlen(text), steps[index], &record), status, "%s", text);
        cr_expect_str_eq(record.out.data, events);
        buf_free(&record.out);
    }
}

Test(xml, namespaces_and_references)
{
    check("<x xmlns='urn:one' xmlns:t='urn:two' a='&lt;&#x4e2d;&amp;' t:a='2'><t:y/>1 &amp; &#20013;<![CDATA[<>]]></x>",
          STATUS_OK, "<1:x <中&><2:y></y>1 & 中<></x>");
    check("<p:x xmlns:p='urn:uno' p:a='v'/>", STATUS_OK, "<1:x v in space 1: v></x>");
    check("<x xmlns='urn:unknown'/>", STATUS_OK, "<0:x></x>");
}

Test(xml, not_well_formed_text_is_read_on)
{
    check("<x>one<y>two</x>", STATUS_MALFORMED, "<0:x>one<0:y>two</y>");
    check("<x>one", STATUS_MALFORMED, "<0:x>one");
    check("", STATUS_MALFORMED, "");
}

Test(xml, no_document_type)
{
    check("<!DOCTYPE x [<!ENTITY e 'eeee'>]><x>&e;</x>", STATUS_MALFORMED, "");
    check("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>", STATUS_MALFORMED, "");
    check("<!DOCTYPE x PUBLIC '-//W3C//DTD x' 'x.dtd'><x/>", STATUS_MALFORMED, "");
}

/* Named by a document of OpenOffice.org 1, which begins with it; with a declaration of its own it is refused. */
Test(xml, the_document_type_of_openoffice)
{
#define DTD "<!DOCTYPE x PUBLIC '-//OpenOffice.org//DTD OfficeDocument 1.0//EN' 'office.dtd'"
    check(DTD "><x a='1'>text</x>", STATUS_OK, "<0:x 1>text</x>");
    check(DTD "><x>a&e;b</x>", STATUS_MALFORMED, "<0:x>ab</x>");
    check(DTD "><x a='1&e;2'>text</x>", STATUS_MALFORMED, "<0:x 12>text</x>");
    check(DTD " [<!ENTITY e 'eeee'>]><x>&e;</x>", STATUS_MALFORMED, "");
    check(DTD " [<!ENTITY % e SYSTEM 'file:///etc/passwd'>%e;]><x/>", STATUS_MALFORMED, "");
    check(DTD " [<!ATTLIST x a (one|two) 'one'>]><x/>", STATUS_MALFORMED, "");
#undef DTD
}

Test(xml, a_handler_stops_the_parser)
{
    check("<x><stop/><y/></x>", STATUS_DEADLINE, "<0:x><0:stop>");
}

Test(xml, depth_is_limited)
{
    struct buf text = BUF_INIT(SIZE_MAX / 4);
    struct record record = { .refuse = STATUS_OK };

    for (int level = 0; level < XML_DEPTH_MAX; level++)
        buf_text(&text, "<x>");
    for (int level = 0; level < XML_DEPTH_MAX; level++)
        buf_text(&text, "</x>");
    cr_expect_eq(parse(text.data, text.size, 1000, &record), STATUS_OK);
    buf_free(&record.out);
    buf_clear(&text);
    for (int level = 0; level < 100000; level++)
        buf_text(&text, "<x>");
    cr_expect_eq(parse(text.data, text.size, 1000, &record), STATUS_MALFORMED);
    buf_free(&record.out);
    buf_free(&text);
}

Test(xml, text_is_always_utf8)
{
    struct record record = { .refuse = STATUS_OK };

    cr_expect_eq(parse("<x>a\xFF\xE4\xB8z</x>", 12, 100, &record), STATUS_MALFORMED);
    for (size_t index = 0; index < record.out.size; index++)
        cr_expect_neq((unsigned char)record.out.data[index], 0xFF);
    buf_free(&record.out);
}
