/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_relations.h"

#include <string.h>

#include "extract/zip/ooxml_types.h"
#include "extract/zip/xlsb_workbook.h"

/* The walk over a package: every part once. */
struct walk {
    struct ooxml *ooxml;
    uint32_t *waiting; /* indexes of entries in the order in which they were met */
    size_t count;
    uint8_t *met; /* by index */
};

static void meet(struct walk *walk, const struct ooxml_entry *entry)
{
    size_t index = (size_t)(entry - walk->ooxml->entries);

    if (walk->met[index] != 0)
        return;
    walk->met[index] = 1;
    walk->waiting[walk->count++] = (uint32_t)index;
}

/* ---- the main part ---- */

struct root {
    const struct ooxml_type *type;
};

static enum status root_start(void *context, const struct xml_element *element)
{
    struct root *root = context;

    root->type = ooxml_types_of_root(element->space, element->name);
    return STATUS_STOPPED; /* the root is enough */
}

static enum status root_end(void *context, const struct xml_element *element)
{
    (void)context;
    (void)element;
    return STATUS_OK;
}

static enum status root_text(void *context, const char *utf8, size_t size)
{
    (void)context;
    (void)utf8;
    (void)size;
    return STATUS_OK;
}

static enum status main_set(struct ooxml *ooxml, struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { root_start, root_end, root_text };
    struct root root = { NULL };
    enum status status;

    if (ooxml_types_format(entry->type) == NULL) {
        status = ooxml_parse(ooxml, entry->member, &handler, &root);
        if (status_scope(status) > SCOPE_PART && status != STATUS_STOPPED)
            return status;
        if (root.type == NULL) {
            status = xlsb_workbook_recognise(ooxml, entry->member, &root.type);
            if (status != STATUS_OK)
                return status;
        }
        if (root.type == NULL)
            return STATUS_OK;
        entry->type = root.type;
    }
    ooxml->main = entry;
    return STATUS_OK;
}

/* ---- the others ---- */

/* Some writers of binary workbooks give records the type that the part has in XML. */
static bool is_taken_for_xml(const struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const char suffix[] = ".bin";
    struct bytes name = entry->member->name;
    size_t size = sizeof suffix - 1;

    if (ooxml->main == NULL || ooxml->main->type->kind != OOXML_BINARY_WORKBOOK
        || ooxml_types_is_binary(entry->type->kind))
        return false;
    return name.size > size && memcmp(name.data + name.size - size, suffix, size) == 0;
}

/* What is said to hold no text is not ignored because of what else is said of it. */
static void type_set(const struct ooxml *ooxml, struct ooxml_entry *entry, const char *kind)
{
    const struct ooxml_type *type =
        ooxml_types_related(kind, ooxml->main != NULL ? ooxml->main->type->kind : OOXML_IGNORED);

    if (type != NULL && (entry->type == NULL || entry->type->kind == OOXML_IGNORED || is_taken_for_xml(ooxml, entry)))
        entry->type = type;
}

/* The relationships of the part called `name` give their targets a type. */
static enum status follow(struct walk *walk, struct bytes name)
{
    struct ooxml *ooxml = walk->ooxml;
    struct ooxml_relationships related;
    const struct zip_member *member;
    enum status status = ooxml_relationships_collect(ooxml, name, &related, &member);

    if (status_scope(status) > SCOPE_PART)
        return status;
    if (member != NULL && ooxml->entries[member - ooxml->package.zipfile.members].type == NULL)
        ooxml->entries[member - ooxml->package.zipfile.members].type = ooxml_types_relationships();
    for (size_t index = 0; index < related.count; index++) {
        struct ooxml_entry *target = related.items[index].target;

        if (target == NULL)
            continue;
        if (name.size == 0 && ooxml->main == NULL && ooxml_types_is_main(related.items[index].kind)) {
            status = main_set(ooxml, target);
            if (status != STATUS_OK)
                return status;
        }
        meet(walk, target);
    }
    for (size_t index = 0; index < related.count; index++)
        if (related.items[index].target != NULL && related.items[index].target != ooxml->main)
            type_set(ooxml, related.items[index].target, related.items[index].kind);
    return STATUS_OK;
}

enum status ooxml_relations_follow(struct ooxml *ooxml)
{
    struct walk walk = { .ooxml = ooxml,
                         .waiting = arena_alloc(ooxml->package.job->arena, (ooxml->package.zipfile.count + 1) * sizeof *walk.waiting),
                         .met = arena_zeroed(ooxml->package.job->arena, ooxml->package.zipfile.count + 1) };
    enum status status;

    if (walk.waiting == NULL || walk.met == NULL)
        return STATUS_NO_MEMORY;
    status = follow(&walk, bytes_of_text(""));
    for (size_t next = 0; next < walk.count && status == STATUS_OK; next++) {
        status = extract_progress(ooxml->package.job, 0);
        if (status == STATUS_OK)
            status = follow(&walk, ooxml->entries[walk.waiting[next]].member->name);
    }
    return status;
}
