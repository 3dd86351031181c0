/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ofd.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/zip/ofd_graphics.h"
#include "extract/zip/ofd_units.h"
#include "extract/zip/ofd_values.h"

enum {
    BID = 92,                /* more than a zip, less than a package of Office Open XML */
    BID_MEMBERS_MAX = 10000, /* looked at for recognising a package */
    VALUE_SIZE_MAX = 1 << 20,
};

static const struct xml_namespace no_namespaces[] = { { NULL, 0 } };

const struct zip_member *ofd_find(const struct ofd *ofd, const char *folder, struct bytes target)
{
    const struct zip_member *member = package_find(&ofd->package, folder, target);

    return member != NULL ? member : package_find(&ofd->package, "", target);
}

static unsigned ofd_bid(struct bytes input, const struct part_hint *hint)
{
    struct zip_cursor cursor;
    struct zip_member member;

    (void)hint;
    if (!bytes_start_with(input, "PK\3\4", 4) || !zip_cursor_start(input, &cursor))
        return 0;
    for (unsigned count = 0; count < BID_MEMBERS_MAX && zip_cursor_next(&cursor, &member); count++)
        if ((member.name.size == 7 && strncasecmp((const char *)member.name.data, "OFD.xml", 7) == 0)
            || bytes_equal(member.name, bytes_of_text("Encryptions.xml")))
            return BID;
    return 0;
}

/* ---- files that say where others are ---- */

/* Files to be read once the one that refers to them is done. */
struct reference {
    const struct zip_member *member;
    const char *name; /* of the element that refers to it */
    uint32_t page;    /* that it belongs to, or 0 */
};
struct references {
    struct reference *items;
    size_t count, capacity;
};

struct reading {
    struct ofd *ofd;
    const struct zip_member *member;
    char folder[PACKAGE_PATH_MAX];
    const char *names[XML_DEPTH_MAX + 2];
    unsigned depth;
    struct buf value;
    struct references *references;
    uint32_t page; /* of the annotations that follow */
};

/* Elements whose text is the place of a file, and those of which an attribute is. */
static const char *const locations[] = {
    "DocRoot",    "Signatures",  "PublicRes",  "DocumentRes", "Annotations",
    "CustomTags", "Attachments", "Extensions", "SchemaLoc",   "SignedValue",
};
/* Those whose child FileLoc or BaseLoc is the place. */
static const char *const holders[] = { "Page", "CustomTag", "Attachment", "ExtendData", "Seal" };

/* The one of the names that this one is: a name that lasts, unlike the parser's. */
static const char *known(const char *const *names, size_t count, const char *name)
{
    for (size_t index = 0; index < count; index++)
        if (strcmp(names[index], name) == 0)
            return names[index];
    return NULL;
}

/* What the element that ends here says of the place in it, or NULL when it holds none. */
static const char *location_of(const char *name, const char *outer)
{
    if (strcmp(name, "FileLoc") == 0 || strcmp(name, "BaseLoc") == 0)
        return known(holders, sizeof holders / sizeof *holders, outer);
    return known(locations, sizeof locations / sizeof *locations, name);
}

static uint32_t page_number(const struct ofd *ofd, uint32_t id)
{
    for (size_t index = 0; index < ofd->pages.count; index++)
        if (ofd->pages.items[index].id == id)
            return ofd->pages.items[index].number;
    return 0;
}

static enum status missing(struct reading *reading, struct bytes target, const char *words)
{
    struct buf detail = BUF_INIT(PACKAGE_PATH_MAX + 64);
    enum status status = STATUS_OK;

    buf_append(&detail, target.data, target.size < PACKAGE_PATH_MAX ? target.size : 0);
    buf_text(&detail, ": ");
    buf_text(&detail, words);
    status = buf_status(&detail);
    if (status == STATUS_OK)
        status = extract_gap(reading->ofd->package.job, STATUS_MALFORMED, detail.data);
    buf_free(&detail);
    return status;
}

static enum status reference_add(struct reading *reading, const char *name, struct bytes target)
{
    struct references *references = reading->references;
    const struct zip_member *member = ofd_find(reading->ofd, reading->folder, target);
    enum status status;

    /* Producers name files of annotations and resources that they never write; nobody misses those. */
    if (member == NULL)
        return target.size > 0 && (strcmp(name, "DocRoot") == 0 || strcmp(name, "Attachment") == 0)
                   ? missing(reading, target, "no such file in the package")
                   : STATUS_OK;
    status = ARRAY_GROW(&references->items, &references->capacity, references->count + 1);
    if (status != STATUS_OK)
        return status;
    references->items[references->count++] = (struct reference){ member, name, reading->page };
    return STATUS_OK;
}

static enum status page_add(struct reading *reading, struct ofd_pages *pages, const struct xml_element *element)
{
    struct bytes target;
    const struct zip_member *member;
    enum status status;

    if (!xml_attribute(element, XML_SPACE_ANY, "BaseLoc", &target))
        return STATUS_OK;
    member = ofd_find(reading->ofd, reading->folder, target);
    status = ARRAY_GROW(&pages->items, &pages->capacity, pages->count + 1);
    if (status != STATUS_OK)
        return status;
    pages->items[pages->count] = (struct ofd_page){ .id = xml_attribute_number(element, "ID", 0),
                                                    .number = (uint32_t)pages->count + 1,
                                                    .member = member };
    pages->count++;
    return member != NULL ? STATUS_OK : missing(reading, target, "no such file in the package");
}

static enum status emit_named(struct reading *reading, const char *section, enum text_role role, struct bytes name,
                              struct bytes value)
{
    struct text_run run = { .role = role, .join = JOIN_BROKEN, .section = section };
    enum status status = STATUS_OK;

    if (name.size > 0) {
        status = package_emit(reading->ofd->package.job, &run, name);
        run.join = JOIN_SPACED;
    }
    return status == STATUS_OK ? package_emit(reading->ofd->package.job, &run, value) : status;
}

static enum status emit_attribute(struct reading *reading, const struct xml_element *element, const char *name,
                                  const char *section, enum text_role role)
{
    struct bytes value;

    if (!xml_attribute(element, XML_SPACE_ANY, name, &value))
        return STATUS_OK;
    return emit_named(reading, section, role, bytes_of(NULL, 0), value);
}

static enum status provider_start(struct reading *reading, const struct xml_element *element)
{
    enum status status = emit_attribute(reading, element, "ProviderName", "signatures", TEXT_METADATA);

    return status == STATUS_OK ? emit_attribute(reading, element, "Company", "signatures", TEXT_METADATA) : status;
}

static enum status reading_start(void *context, const struct xml_element *element)
{
    struct reading *reading = context;
    const char *name = element->name, *outer = reading->names[reading->depth];
    struct bytes target;

    reading->names[++reading->depth] = name;
    buf_clear(&reading->value);
    if (strcmp(name, "Page") == 0 && strcmp(outer, "Pages") == 0)
        return page_add(reading, &reading->ofd->pages, element);
    if (strcmp(name, "Page") == 0 && strcmp(outer, "Annotations") == 0)
        reading->page = page_number(reading->ofd, xml_attribute_number(element, "PageID", 0));
    else if (strcmp(name, "TemplatePage") == 0)
        return page_add(reading, &reading->ofd->templates, element);
    else if (strcmp(name, "CustomData") == 0)
        return emit_attribute(reading, element, "Name", "property", TEXT_METADATA);
    else if (strcmp(name, "OutlineElem") == 0)
        return emit_attribute(reading, element, "Title", "outline", TEXT_TITLE);
    else if (strcmp(name, "Bookmark") == 0)
        return emit_attribute(reading, element, "Name", "outline", TEXT_TITLE);
    else if (strcmp(name, "URI") == 0)
        return emit_attribute(reading, element, "URI", NULL, TEXT_LINK);
    else if (strcmp(name, "Attachment") == 0)
        return emit_attribute(reading, element, "Name", "attachments", TEXT_FILENAME);
    else if ((strcmp(name, "Signature") == 0 || strcmp(name, "Version") == 0)
             && xml_attribute(element, XML_SPACE_ANY, "BaseLoc", &target))
        return reference_add(reading, "index", target);
    else if (strcmp(name, "Provider") == 0)
        return provider_start(reading, element);
    return STATUS_OK;
}

static enum status reading_text(void *context, const char *utf8, size_t size)
{
    struct reading *reading = context;

    buf_append(&reading->value, utf8, size);
    return buf_status(&reading->value);
}

static struct bytes trimmed(struct bytes text)
{
    while (text.size > 0 && text.data[0] <= ' ')
        text = bytes_slice(text, 1, text.size);
    while (text.size > 0 && text.data[text.size - 1] <= ' ')
        text.size--;
    return text;
}

static enum status reading_end(void *context, const struct xml_element *element)
{
    struct reading *reading = context;
    const char *name = element->name, *outer = reading->names[reading->depth > 0 ? reading->depth - 1 : 0];
    const char *location = location_of(name, outer);
    struct bytes value = trimmed(buf_bytes(&reading->value));
    enum status status = STATUS_OK;

    if (location != NULL)
        status = reference_add(reading, location, value);
    else if (strcmp(name, "PhysicalBox") == 0 && strcmp(outer, "PageArea") == 0)
        (void)ofd_box_read(value, &reading->ofd->page_area);
    else if (strcmp(name, "CustomData") == 0)
        status = package_emit(reading->ofd->package.job,
                              &(struct text_run){ .role = TEXT_METADATA, .join = JOIN_SPACED, .section = "property" },
                              value);
    else if ((strcmp(outer, "DocInfo") == 0 && strcmp(name, "DocID") != 0) || strcmp(outer, "Keywords") == 0)
        status = emit_named(reading, "property", TEXT_METADATA, bytes_of(NULL, 0), value);
    buf_clear(&reading->value);
    reading->depth--;
    return status;
}

/* ---- the package ---- */

static enum status structure_read(struct ofd *ofd, const struct zip_member *member, struct references *references)
{
    static const struct xml_handler handler = { reading_start, reading_end, reading_text };
    struct reading *reading = alloc_zeroed(1, sizeof *reading);
    enum status status;

    if (reading == NULL)
        return STATUS_NO_MEMORY;
    reading->ofd = ofd;
    reading->references = references;
    reading->names[0] = "";
    reading->value = (struct buf)BUF_INIT(VALUE_SIZE_MAX);
    if (!package_folder(member, reading->folder))
        reading->folder[0] = '\0';
    status = package_parse(&ofd->package, member, no_namespaces, &handler, reading);
    status = package_settle(&ofd->package, member, status);
    buf_free(&reading->value);
    alloc_free(reading);
    return status;
}

static bool is_resource(const struct reference *reference)
{
    return strcmp(reference->name, "PublicRes") == 0 || strcmp(reference->name, "DocumentRes") == 0;
}

/* What an element refers to is read as what the element says it is; what that refers to in turn is added. */
static enum status reference_read(struct ofd *ofd, const struct reference *reference, struct references *references)
{
    static const char *const without_text[] = { "SignedValue", "Seal", "SchemaLoc" };
    const char *name = reference->name;

    if (!package_claim(&ofd->package, reference->member)
        || known(without_text, sizeof without_text / sizeof *without_text, name) != NULL)
        return STATUS_OK;
    if (is_resource(reference))
        return ofd_resources_read(ofd, reference->member);
    if (strcmp(name, "Page") == 0)
        return ofd_annotations_read(ofd, reference->member, reference->page);
    if (strcmp(name, "CustomTag") == 0)
        return ofd_values_read(ofd, reference->member, "tags");
    if (strcmp(name, "Extensions") == 0)
        return ofd_values_read(ofd, reference->member, "extensions");
    if (strcmp(name, "Attachment") == 0 || strcmp(name, "ExtendData") == 0)
        return package_child(&ofd->package, reference->member, NULL);
    return structure_read(ofd, reference->member, references);
}

static enum status pages_read(struct ofd *ofd)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < ofd->pages.count && status == STATUS_OK; index++)
        if (package_claim(&ofd->package, ofd->pages.items[index].member))
            status = ofd_page_read(ofd, &ofd->pages.items[index]);
    return status;
}

/* Templates of no page are read as if no one saw them. */
static enum status templates_finish(struct ofd *ofd)
{
    enum status status = STATUS_OK;
    bool is_page;

    for (size_t index = 0; index < ofd->templates.count && status == STATUS_OK; index++)
        if (package_claim(&ofd->package, ofd->templates.items[index].member))
            status = ofd_page_stray_read(ofd, ofd->templates.items[index].member, &is_page);
    return status;
}

/* Graphics that pages use come before the pages, and what belongs to pages after them. */
static enum status document_read(struct ofd *ofd, const struct zip_member *root)
{
    struct references references = { .count = 0 };
    enum status status;

    ofd->document_number++;
    ofd->pages.count = ofd->templates.count = ofd->rule_count = 0;
    ofd->page_area = (struct ofd_box){ 0, 0, 0, 0 };
    status = structure_read(ofd, root, &references);
    for (size_t index = 0; index < references.count && status == STATUS_OK; index++)
        if (is_resource(&references.items[index]))
            status = reference_read(ofd, &references.items[index], &references);
    if (status == STATUS_OK)
        status = pages_read(ofd);
    for (size_t index = 0; index < references.count && status == STATUS_OK; index++) {
        struct reference reference = references.items[index];

        status = reference_read(ofd, &reference, &references);
    }
    if (status == STATUS_OK)
        status = templates_finish(ofd);
    if (status == STATUS_OK)
        status = ofd_units_finish(ofd);
    alloc_free(references.items);
    return status;
}

static enum status documents_read(struct ofd *ofd)
{
    const struct zip_member *root = zipfile_find(&ofd->package.zipfile, bytes_of_text("OFD.xml"));
    struct references references = { .count = 0 };
    enum status status;

    if (!package_claim(&ofd->package, root))
        return STATUS_OK;
    status = structure_read(ofd, root, &references);
    for (size_t index = 0; index < references.count && status == STATUS_OK; index++) {
        struct reference reference = references.items[index];

        if (strcmp(reference.name, "DocRoot") != 0)
            status = reference_read(ofd, &reference, &references);
        else if (package_claim(&ofd->package, reference.member))
            status = document_read(ofd, reference.member);
    }
    alloc_free(references.items);
    return status;
}

/* Pages that no document has any more are still there for those who look. */
static enum status strays_read(struct ofd *ofd)
{
    struct zipfile *zipfile = &ofd->package.zipfile;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < zipfile->count && status == STATUS_OK; index++) {
        const struct zip_member *member = &zipfile->members[index];
        struct bytes name = member->name;
        bool is_page = false;

        if (ofd->package.done[index] || name.size < 4
            || strncasecmp((const char *)name.data + name.size - 4, ".xml", 4) != 0)
            continue;
        status = ofd_page_stray_read(ofd, member, &is_page);
        ofd->package.done[index] = is_page;
    }
    return status;
}

/* GM/T 0099-2020: files are encrypted one by one, perhaps all of them, and this one says how. */
static enum status encryption_note(struct ofd *ofd)
{
    static const char name[] = "Encryptions.xml";

    if (zipfile_find(&ofd->package.zipfile, bytes_of_text(name)) == NULL)
        return STATUS_OK;
    return extract_gap(ofd->package.job, STATUS_ENCRYPTED, name);
}

static void ofd_close(struct ofd *ofd)
{
    alloc_free(ofd->pages.items);
    alloc_free(ofd->templates.items);
    alloc_free(ofd->units);
    alloc_free(ofd->media);
    alloc_free(ofd->unit_uses.items);
    layout_free(&ofd->unit_layout);
    grid_free(&ofd->grid);
    alloc_free(ofd->rules);
    package_close(&ofd->package);
}

static enum status ofd_extract(struct extract_job *job)
{
    struct ofd ofd = { .unit_layout = LAYOUT_INIT };
    enum status status = package_open(&ofd.package, job, job->input);

    if (status == STATUS_OK)
        status = encryption_note(&ofd);
    if (status == STATUS_OK)
        status = documents_read(&ofd);
    if (status == STATUS_OK)
        status = strays_read(&ofd);
    if (status == STATUS_OK)
        status = package_rest(&ofd.package);
    ofd_close(&ofd);
    return status;
}

const struct extractor ofd_extractor = {
    .format = { "ofd", "application/ofd" },
    .bid = ofd_bid,
    .extract = ofd_extract,
};
