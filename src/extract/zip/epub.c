/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/epub.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/name.h"
#include "extract/zip/package.h"

enum {
    BID = 93,            /* more than a zip */
    MEMBERS_MAX = 10000, /* looked at for recognising a package */
    ROOTS_MAX = 16,      /* renditions of one book */
};

#define MEDIA_TYPE "application/epub+zip"
#define CONTAINER "META-INF/container.xml"

static const struct xml_namespace no_namespaces[] = { { NULL, 0 } };

/* What the package document lists. */
struct item {
    const char *id, *media_type;
    const struct zip_member *member;
};

struct epub {
    struct package package;
    const struct zip_member *roots[ROOTS_MAX];
    size_t root_count;
    char folder[PACKAGE_PATH_MAX]; /* of the package document being read */
    struct item *items;
    size_t item_count, item_capacity;
    const struct item **spine;
    size_t spine_count, spine_capacity;
    bool in_metadata, is_sorted, is_obfuscated;
    enum text_join join;
};

/* EPUB OCF 3.3, 4.3: "mimetype" comes first in the file and is stored. */
static unsigned epub_bid(struct bytes input, const struct part_hint *hint)
{
    struct zip_cursor cursor;
    struct zip_member member;

    (void)hint;
    if (!bytes_start_with(input, "PK\3\4", 4))
        return 0;
    if (bytes_equal(bytes_slice(input, 30, 8), bytes_of_text("mimetype"))
        && bytes_equal(bytes_slice(input, 38u + input.data[28] + 256u * input.data[29], sizeof MEDIA_TYPE - 1),
                       bytes_of_text(MEDIA_TYPE)))
        return BID;
    if (!zip_cursor_start(input, &cursor))
        return 0;
    for (unsigned count = 0; count < MEMBERS_MAX && zip_cursor_next(&cursor, &member); count++)
        if (bytes_equal(member.name, bytes_of_text(CONTAINER)))
            return BID;
    return 0;
}

static bool attribute(const struct xml_element *element, const char *name, struct bytes *value)
{
    return xml_attribute(element, XML_SPACE_ANY, name, value);
}

/* ---- the container ---- */

static enum status container_start(void *context, const struct xml_element *element)
{
    struct epub *epub = context;
    struct bytes path;

    if (strcmp(element->name, "rootfile") != 0 || !attribute(element, "full-path", &path))
        return STATUS_OK;
    if (epub->root_count == ROOTS_MAX)
        return extract_gap(epub->package.job, STATUS_LIMIT_CHILDREN, "renditions of a book");
    epub->roots[epub->root_count] = package_find(&epub->package, "", path);
    if (epub->roots[epub->root_count] == NULL)
        return extract_gap(epub->package.job, STATUS_MALFORMED, "no such file in the package");
    epub->root_count++;
    return STATUS_OK;
}

static enum status container_read(struct epub *epub)
{
    static const struct xml_handler handler = { container_start, package_no_end, package_no_text };
    const struct zipfile *zipfile = &epub->package.zipfile;
    const struct zip_member *container = zipfile_find(zipfile, bytes_of_text(CONTAINER));
    enum status status;

    (void)package_claim(&epub->package, zipfile_find(zipfile, bytes_of_text("mimetype")));
    if (!package_claim(&epub->package, container))
        return extract_gap(epub->package.job, STATUS_MALFORMED, "no such file in the package");
    status = package_parse(&epub->package, container, no_namespaces, &handler, epub);
    return package_settle(&epub->package, container, status);
}

/* ---- encryption ---- */

static enum status encrypted_add(struct epub *epub, const struct zip_member *member)
{
    struct buf name = BUF_INIT(4 * NAME_SIZE_MAX + 64);
    enum status status = name_decode(epub->package.job->charset, member->name, &name);

    if (status == STATUS_OK)
        status =
            extract_child_unread(epub->package.job, &(struct part_hint){ .name = name.data }, STATUS_ENCRYPTED, NULL);
    buf_free(&name);
    return status;
}

/* Fonts are only obfuscated, by two methods; what else is encrypted is for those who paid. */
static enum status encryption_start(void *context, const struct xml_element *element)
{
    struct epub *epub = context;
    const struct zip_member *member;
    struct bytes value;

    if (strcmp(element->name, "EncryptionMethod") == 0)
        epub->is_obfuscated = xml_attribute_is(element, "Algorithm", "http://www.idpf.org/2008/embedding")
                              || xml_attribute_is(element, "Algorithm", "http://ns.adobe.com/pdf/enc#RC");
    if (strcmp(element->name, "CipherReference") != 0 || !attribute(element, "URI", &value))
        return STATUS_OK;
    member = package_find(&epub->package, "", value);
    if (!package_claim(&epub->package, member) || epub->is_obfuscated)
        return STATUS_OK;
    return encrypted_add(epub, member);
}

static enum status encryption_read(struct epub *epub)
{
    static const struct xml_handler handler = { encryption_start, package_no_end, package_no_text };
    const struct zip_member *encryption =
        zipfile_find(&epub->package.zipfile, bytes_of_text("META-INF/encryption.xml"));
    enum status status;

    if (!package_claim(&epub->package, encryption))
        return STATUS_OK;
    status = package_parse(&epub->package, encryption, no_namespaces, &handler, epub);
    return package_settle(&epub->package, encryption, status);
}

/* ---- the package document ---- */

static int digit_of(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* References are URLs, names of members are not. */
static const struct zip_member *item_find(const struct epub *epub, struct bytes href)
{
    uint8_t path[PACKAGE_PATH_MAX];
    size_t size = 0;

    for (size_t index = 0; index < href.size && size < sizeof path; index++) {
        int high = index + 2 < href.size ? digit_of(href.data[index + 1]) : -1;
        int low = index + 2 < href.size ? digit_of(href.data[index + 2]) : -1;

        if (href.data[index] == '%' && high >= 0 && low >= 0) {
            path[size++] = (uint8_t)(high * 16 + low);
            index += 2;
        } else {
            path[size++] = href.data[index];
        }
    }
    return package_find(&epub->package, epub->folder, bytes_of(path, size));
}

static enum status item_add(struct epub *epub, const struct xml_element *element)
{
    struct bytes id, href, media_type;
    struct item item;
    enum status status;

    attribute(element, "id", &id);
    attribute(element, "href", &href);
    attribute(element, "media-type", &media_type);
    item = (struct item){ package_keep(&epub->package, id), package_keep(&epub->package, media_type),
                          item_find(epub, href) };
    if (item.id == NULL || item.media_type == NULL)
        return STATUS_NO_MEMORY;
    status = ARRAY_GROW(&epub->items, &epub->item_capacity, epub->item_count + 1);
    if (status == STATUS_OK)
        epub->items[epub->item_count++] = item;
    return status;
}

static int compare_items(const void *left, const void *right)
{
    return strcmp(((const struct item *)left)->id, ((const struct item *)right)->id);
}

/* The manifest comes before the spine; what would come after it is among the rest. */
static enum status spine_add(struct epub *epub, const struct xml_element *element)
{
    struct item wanted;
    struct bytes id;
    const struct item *found;
    enum status status;

    if (!attribute(element, "idref", &id) || epub->item_count == 0)
        return STATUS_OK;
    if (!epub->is_sorted)
        qsort(epub->items, epub->item_count, sizeof wanted, compare_items);
    epub->is_sorted = true;
    wanted.id = package_keep(&epub->package, id);
    if (wanted.id == NULL)
        return STATUS_NO_MEMORY;
    found = bsearch(&wanted, epub->items, epub->item_count, sizeof wanted, compare_items);
    if (found == NULL)
        return STATUS_OK;
    status = ARRAY_GROW(&epub->spine, &epub->spine_capacity, epub->spine_count + 1);
    if (status == STATUS_OK)
        epub->spine[epub->spine_count++] = found;
    return status;
}

static enum status property_emit(struct epub *epub, struct bytes text)
{
    struct text_run run = { .role = TEXT_METADATA, .join = epub->join, .section = "property" };

    epub->join = JOIN_GLUED;
    return package_emit(epub->package.job, &run, text);
}

static enum status document_start(void *context, const struct xml_element *element)
{
    struct epub *epub = context;
    struct bytes content;

    if (strcmp(element->name, "metadata") == 0)
        epub->in_metadata = true;
    epub->join = JOIN_BROKEN;
    if (strcmp(element->name, "item") == 0 && !epub->is_sorted)
        return item_add(epub, element);
    if (strcmp(element->name, "itemref") == 0)
        return spine_add(epub, element);
    if (epub->in_metadata && strcmp(element->name, "meta") == 0 && attribute(element, "content", &content))
        return property_emit(epub, content);
    return STATUS_OK;
}

static enum status document_end(void *context, const struct xml_element *element)
{
    struct epub *epub = context;

    if (strcmp(element->name, "metadata") == 0)
        epub->in_metadata = false;
    epub->join = JOIN_BROKEN;
    return STATUS_OK;
}

static enum status document_text(void *context, const char *utf8, size_t size)
{
    struct epub *epub = context;
    struct bytes text = bytes_of(utf8, size);

    while (epub->join == JOIN_BROKEN && text.size > 0 && text.data[0] <= ' ')
        text = bytes_slice(text, 1, text.size);
    return epub->in_metadata && text.size > 0 ? property_emit(epub, text) : STATUS_OK;
}

static enum status spine_read(struct epub *epub)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < epub->spine_count && status == STATUS_OK; index++) {
        const struct item *item = epub->spine[index];

        if (!package_claim(&epub->package, item->member))
            continue;
        status = extract_progress(epub->package.job, 0);
        if (status == STATUS_OK)
            status = package_child(&epub->package, item->member, item->media_type);
    }
    return status;
}

static enum status document_read(struct epub *epub, const struct zip_member *root)
{
    static const struct xml_handler handler = { document_start, document_end, document_text };
    enum status status;

    epub->item_count = epub->spine_count = 0;
    epub->is_sorted = epub->in_metadata = false;
    if (!package_folder(root, epub->folder))
        epub->folder[0] = '\0';
    status = package_parse(&epub->package, root, no_namespaces, &handler, epub);
    status = package_settle(&epub->package, root, status);
    return status == STATUS_OK ? spine_read(epub) : status;
}

static enum status epub_extract(struct extract_job *job)
{
    struct epub *epub = alloc_zeroed(1, sizeof *epub);
    enum status status;

    if (epub == NULL)
        return STATUS_NO_MEMORY;
    status = package_open(&epub->package, job, job->input);
    if (status == STATUS_OK)
        status = container_read(epub);
    if (status == STATUS_OK)
        status = encryption_read(epub);
    for (size_t root = 0; root < epub->root_count && status == STATUS_OK; root++)
        if (package_claim(&epub->package, epub->roots[root]))
            status = document_read(epub, epub->roots[root]);
    if (status == STATUS_OK)
        status = package_rest(&epub->package);
    alloc_free(epub->items);
    alloc_free(epub->spine);
    package_close(&epub->package);
    alloc_free(epub);
    return status;
}

const struct extractor epub_extractor = {
    .format = { "epub", MEDIA_TYPE },
    .bid = epub_bid,
    .extract = epub_extract,
};
