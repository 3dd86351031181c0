/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ofd_values.h"

#include <string.h>

#include "text/utf8.h"

static const struct xml_namespace no_namespaces[] = { { NULL, 0 } };

struct values {
    struct ofd *ofd;
    struct text_run run;
    bool in_reference; /* to an object */
};

static enum status value_emit(struct values *values, struct bytes text)
{
    while (text.size > 0 && text.data[0] <= ' ')
        text = bytes_slice(text, 1, text.size);
    if (text.size == 0)
        return STATUS_OK;
    return package_emit(values->ofd->package.job, &values->run, text);
}

static bool is_plain(struct bytes name)
{
    for (size_t index = 0; index < name.size; index++)
        if (name.data[index] >= 0x80)
            return false;
    return true;
}

static enum status value_start(void *context, const struct xml_element *element)
{
    static const char *const names[] = { "Name", "name", "Value", "value", "Title", "AppName", "Text", "text" };
    struct values *values = context;
    struct bytes name = bytes_of_text(element->name), value;
    enum status status = STATUS_OK;

    values->in_reference = strcmp(element->name, "ObjectRef") == 0;
    values->run.join = JOIN_BROKEN;
    /* Broken XML brings names that are not UTF-8. */
    if (!is_plain(name) && utf8_valid_prefix(element->name, name.size) == name.size)
        status = value_emit(values, name);
    for (size_t index = 0; index < sizeof names / sizeof *names && status == STATUS_OK; index++) {
        values->run.join = JOIN_BROKEN;
        if (xml_attribute(element, XML_SPACE_ANY, names[index], &value))
            status = value_emit(values, value);
    }
    values->run.join = JOIN_BROKEN;
    return status;
}

static enum status value_end(void *context, const struct xml_element *element)
{
    struct values *values = context;

    (void)element;
    values->in_reference = false;
    values->run.join = JOIN_BROKEN;
    return STATUS_OK;
}

static enum status value_text(void *context, const char *utf8, size_t size)
{
    struct values *values = context;
    enum status status;

    if (values->in_reference)
        return STATUS_OK;
    status = value_emit(values, bytes_of(utf8, size));
    values->run.join = JOIN_GLUED;
    return status;
}

enum status ofd_values_read(struct ofd *ofd, const struct zip_member *member, const char *section)
{
    static const struct xml_handler handler = { value_start, value_end, value_text };
    struct values values = { .ofd = ofd, .run = { .role = TEXT_METADATA, .join = JOIN_BROKEN, .section = section } };
    enum status status = package_parse(&ofd->package, member, no_namespaces, &handler, &values);

    return package_settle(&ofd->package, member, status);
}
