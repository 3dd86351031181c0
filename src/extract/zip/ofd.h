/* SPDX-License-Identifier: Apache-2.0
 *
 * OFD (GB/T 33190-2016), the fixed layout that government documents are published in.
 *
 * A package holds documents, each a list of pages; a page holds characters with their places, so text is put together
 * by extract/layout.h. Templates, annotations, outlines, custom tags, properties and signatures have files of their
 * own. Every member of the package is accounted for, also those that nothing refers to. Elements are known by their
 * local names, since prefixes and namespaces vary among producers.
 */
#ifndef GUANKA_EXTRACT_ZIP_OFD_H
#define GUANKA_EXTRACT_ZIP_OFD_H

#include "extract/layout.h"
#include "extract/zip/ofd_geometry.h"
#include "extract/zip/package.h"

extern const struct extractor ofd_extractor;

/* Graphics that other graphics refer to (CompositeGraphicUnit, 13). */
struct ofd_unit {
    uint32_t id;
    size_t piece_first, piece_count; /* in ofd.unit_layout */
    size_t use_first, use_count;     /* in ofd.unit_uses */
    bool is_used;
};
struct ofd_use {
    uint32_t unit;
    struct matrix matrix;
    bool hidden;
};
/* A picture that pages refer to, and its file (7.9). */
struct ofd_medium {
    uint32_t id;
    const struct zip_member *member; /* NULL: it is missing */
};
struct ofd_uses {
    struct ofd_use *items;
    size_t count, capacity;
};

/* A page, or a template page. */
struct ofd_page {
    uint32_t id, number;
    const struct zip_member *member;
    bool is_background;            /* of a template: drawn before the page */
    size_t rule_first, rule_count; /* of a template that has been read: in ofd.rules */
};
struct ofd_pages {
    struct ofd_page *items;
    size_t count, capacity;
};

struct ofd {
    struct package package;
    uint32_t document_number;
    struct ofd_box page_area; /* of the document */
    struct ofd_pages pages, templates;
    struct ofd_unit *units;
    size_t unit_count, unit_capacity;
    struct ofd_medium *media;
    size_t medium_count, medium_capacity;
    struct ofd_uses unit_uses;
    struct layout unit_layout;
    struct grid grid;        /* of all pages */
    struct grid_rule *rules; /* of templates */
    size_t rule_count, rule_capacity;
};

/* The file that `target` in a file of `folder` means: by the rules, or as producers write it, from the root. */
const struct zip_member *ofd_find(const struct ofd *ofd, const char *folder, struct bytes target);

#endif
