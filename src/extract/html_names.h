/* SPDX-License-Identifier: Apache-2.0
 *
 * The elements and attributes that the reader of HTML treats in a way of their own, found by a perfect hash.
 *
 * Pure, constant, thread-safe.
 */
#ifndef GUANKA_EXTRACT_HTML_NAMES_H
#define GUANKA_EXTRACT_HTML_NAMES_H

#include <stdint.h>

#include "extract/html_tokenizer.h"

enum html_element_flags {
    HTML_BREAKS = 1,    /* begins and ends a block of text */
    HTML_VOID = 2,      /* has no content and no end tag */
    HTML_SPECIAL = 4,   /* an end tag of another, ordinary element does not reach past it */
    HTML_CLOSES_P = 8,  /* an open paragraph ends where it begins */
    HTML_SCOPE = 16,    /* an end tag of anything but parts of a table does not reach past it */
    HTML_HIDES = 32,    /* its content is not shown */
    HTML_IMPLIES = 64,  /* it ends an open element of its kind: an item, a cell, … */
    HTML_CONTENT = 128, /* its content is read in a way of its own */
    HTML_APART = 256,   /* takes no place in the text around it, but nobody hid it: scripts and their substitutes */
    HTML_NOTES = 512,   /* its text stands above or beside that around it */
};

#define HTML_WANT_ELEMENTS
#include "extract/html_names.inc"
#undef HTML_WANT_ELEMENTS

enum html_tag {
    HTML_TAG_OTHER,
#define X(id, name, flags) HTML_TAG_##id,
    HTML_ELEMENTS(X)
#undef X
        HTML_TAG_COUNT,
};

enum html_attribute_id {
    HTML_ATTRIBUTE_OTHER,
#define X(id, name) HTML_ATTRIBUTE_##id,
    HTML_ATTRIBUTES(X)
#undef X
        HTML_ATTRIBUTE_COUNT,
};

struct html_known_name {
    uint64_t key;
    const char *name;
    uint16_t flags; /* of an element */
    uint8_t size;
};

extern const struct html_known_name html_names_elements[HTML_TAG_COUNT];
extern const struct html_known_name html_names_attributes[HTML_ATTRIBUTE_COUNT];
extern const uint8_t html_names_element_slots[1024];
extern const uint8_t html_names_attribute_slots[512];

static inline unsigned html_names_element_slot(uint64_t key, size_t size)
{
    return (unsigned)(((key ^ size * 0x9E37u) * UINT64_C(0xb47bdd9c6d6250c7)) >> 54);
}

static inline unsigned html_names_attribute_slot(uint64_t key, size_t size)
{
    return (unsigned)(((key ^ size * 0x9E37u) * UINT64_C(0x9b2c75b31d1ab05d)) >> 55);
}

/* Whether the part of a name that its key does not hold is as it should be. */
bool html_names_rest_is_equal(const struct html_known_name *known, const struct html_name *name);

static inline bool html_names_is(const struct html_known_name *known, const struct html_name *name)
{
    return known->key == name->key && known->size == name->size
           && (name->size <= 8 || html_names_rest_is_equal(known, name));
}

static inline enum html_tag html_names_tag(const struct html_name *name)
{
    unsigned found = html_names_element_slots[html_names_element_slot(name->key, name->size)];

    return html_names_is(&html_names_elements[found], name) ? (enum html_tag)found : HTML_TAG_OTHER;
}

static inline enum html_attribute_id html_names_attribute(const struct html_name *name)
{
    unsigned found = html_names_attribute_slots[html_names_attribute_slot(name->key, name->size)];

    return html_names_is(&html_names_attributes[found], name) ? (enum html_attribute_id)found : HTML_ATTRIBUTE_OTHER;
}

#endif
