/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_names.h"

#include "extract/html_scan.h"

const struct html_known_name html_names_elements[HTML_TAG_COUNT] = {
#define X(id, name, flags) [HTML_TAG_##id] = { HTML_SCAN_NAME_KEY(name), name, flags, sizeof(name) - 1 },
    HTML_ELEMENTS(X)
#undef X
};

const struct html_known_name html_names_attributes[HTML_ATTRIBUTE_COUNT] = {
#define X(id, name) [HTML_ATTRIBUTE_##id] = { HTML_SCAN_NAME_KEY(name), name, 0, sizeof(name) - 1 },
    HTML_ATTRIBUTES(X)
#undef X
};

const uint8_t html_names_element_slots[1024] = {
#define HTML_WANT_ELEMENT_SLOTS
#include "extract/html_names.inc"
#undef HTML_WANT_ELEMENT_SLOTS
};

const uint8_t html_names_attribute_slots[512] = {
#define HTML_WANT_ATTRIBUTE_SLOTS
#include "extract/html_names.inc"
#undef HTML_WANT_ATTRIBUTE_SLOTS
};

bool html_names_rest_is_equal(const struct html_known_name *known, const struct html_name *name)
{
    for (size_t index = 8; index < name->size; index++) {
        if (html_scan_lower(name->data[index]) != (uint8_t)known->name[index])
            return false;
    }
    return true;
}
