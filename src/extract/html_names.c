/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_names.h"

#include "extract/html_scan.h"

/* html_name_key of a literal, as a constant expression. */
#define BYTE(name, index)                                                                                              \
    (sizeof(name) - 1 > (index)                                                                                        \
         ? (uint64_t)((unsigned char)(name)[sizeof(name) - 1 > (index) ? (index) : 0] | 0x20u) << (8 * (index))        \
         : 0)
#define KEY(name)                                                                                                      \
    (BYTE(name, 0) | BYTE(name, 1) | BYTE(name, 2) | BYTE(name, 3) | BYTE(name, 4) | BYTE(name, 5) | BYTE(name, 6)     \
     | BYTE(name, 7))

const struct html_known_name html_names_elements[HTML_TAG_COUNT] = {
#define X(id, name, flags) [HTML_TAG_##id] = { KEY(name), name, sizeof(name) - 1, flags },
    HTML_ELEMENTS(X)
#undef X
};

const struct html_known_name html_names_attributes[HTML_ATTRIBUTE_COUNT] = {
#define X(id, name) [HTML_ATTRIBUTE_##id] = { KEY(name), name, sizeof(name) - 1, 0 },
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
        if (html_lower(name->data[index]) != (uint8_t)known->name[index])
            return false;
    }
    return true;
}
