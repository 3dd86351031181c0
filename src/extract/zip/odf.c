/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/odf.h"

#include <string.h>

#include "base/alloc.h"
#include "extract/zip/odf_text.h"
#include "extract/zip/package.h"

enum {
    BID = 93,       /* more than a zip */
    FLAT_BID = 200, /* more than any XML */
    PREFIX_SIZE = 2048,
    MEMBERS_MAX = 10000, /* looked at for recognising a package */
    STEP_SIZE = 1 << 16,
};

#define MEDIA "application/vnd.oasis.opendocument"
#define SUN_MEDIA "application/vnd.sun.xml"

/* By the beginning of the media type, so that templates and masters are found too. */
static const struct format formats[] = {
    { "odt", MEDIA ".text" },
    { "ods", MEDIA ".spreadsheet" },
    { "odp", MEDIA ".presentation" },
    { "odg", MEDIA ".graphics" },
    { "sxw", SUN_MEDIA ".writer" },
    { "sxc", SUN_MEDIA ".calc" },
    { "sxi", SUN_MEDIA ".impress" },
    { "sxd", SUN_MEDIA ".draw" },
    { "sxm", SUN_MEDIA ".math" },
    { "odf", MEDIA },
};

static const struct format *format_of(struct bytes media_type)
{
    for (size_t index = 0; index < sizeof formats / sizeof *formats; index++)
        if (bytes_start_with(media_type, formats[index].media_type, strlen(formats[index].media_type)))
            return &formats[index];
    return NULL;
}

/* OASIS ODF 1.2 part 3, 3.3: "mimetype" comes first in the file and is stored, so its content stands right behind its
 * name, and behind an extra field that should not be there. */
static struct bytes leading_media_type(struct bytes input)
{
    if (!bytes_equal(bytes_slice(input, 30, 8), bytes_of_text("mimetype")))
        return bytes_of(NULL, 0);
    return bytes_slice(input, 38u + input.data[28] + 256u * input.data[29], 128);
}

static unsigned odf_bid(struct bytes input, const struct part_hint *hint)
{
    struct zip_cursor cursor;
    struct zip_member member;
    bool has_manifest = false, has_content = false;

    (void)hint;
    if (!bytes_start_with(input, "PK\3\4", 4))
        return 0;
    if (format_of(leading_media_type(input)) != NULL)
        return BID;
    /* Packed again by a program that does not know the rule. */
    if (!zip_cursor_start(input, &cursor))
        return 0;
    for (unsigned count = 0; count < MEMBERS_MAX && zip_cursor_next(&cursor, &member); count++) {
        has_manifest |= bytes_equal(member.name, bytes_of_text("META-INF/manifest.xml"));
        has_content |= bytes_equal(member.name, bytes_of_text("content.xml"));
    }
    return has_manifest && has_content ? BID : 0;
}

/* ---- the manifest ---- */

struct odf {
    struct package package;
    struct odf_styles styles;
    const struct format *format;
    const struct zip_member *entry; /* that the manifest speaks of */
    bool is_encrypted;
};

static const struct xml_namespace no_namespaces[] = { { NULL, 0 } };

static enum status manifest_start(void *context, const struct xml_element *element)
{
    struct odf *odf = context;
    struct bytes path, media_type;

    if (strcmp(element->name, "file-entry") == 0 && xml_attribute(element, XML_SPACE_ANY, "full-path", &path)) {
        odf->entry = zipfile_find(&odf->package.zipfile, path);
        if (bytes_equal(path, bytes_of_text("/")) && odf->format == NULL
            && xml_attribute(element, XML_SPACE_ANY, "media-type", &media_type))
            odf->format = format_of(media_type);
    } else if (strcmp(element->name, "encryption-data") == 0) {
        odf->is_encrypted = true;
        (void)package_claim(&odf->package, odf->entry);
    }
    return STATUS_OK;
}

static enum status manifest_read(struct odf *odf)
{
    static const struct xml_handler handler = { manifest_start, package_no_end, package_no_text };
    static const char *const without_text[] = { "mimetype", "META-INF/manifest.xml", "settings.xml", "layout-cache",
                                                "manifest.rdf" };
    const struct zipfile *zipfile = &odf->package.zipfile;
    const struct zip_member *manifest = zipfile_find(zipfile, bytes_of_text("META-INF/manifest.xml"));
    enum status status = STATUS_OK;

    if (manifest != NULL) {
        status = package_parse(&odf->package, manifest, no_namespaces, &handler, odf);
        status = package_settle(&odf->package, manifest, status);
    }
    for (size_t index = 0; index < sizeof without_text / sizeof *without_text; index++)
        (void)package_claim(&odf->package, zipfile_find(zipfile, bytes_of_text(without_text[index])));
    if (odf->format == NULL)
        odf->format = &formats[sizeof formats / sizeof *formats - 1];
    return status;
}

/* ---- the files of text ---- */

static enum status file_read(struct odf *odf, const struct zip_member *member)
{
    struct odf_reader *reader;
    enum status status = extract_progress(odf->package.job, 0), finished;

    if (status != STATUS_OK)
        return status;
    reader = odf_reader_create(odf->package.job, &odf->styles);
    if (reader == NULL)
        return STATUS_NO_MEMORY;
    status = package_parse(&odf->package, member, odf_namespaces, &odf_handler, reader);
    if (status_scope(status) <= SCOPE_PART) {
        finished = odf_reader_finish(reader);
        status = finished != STATUS_OK ? finished : package_settle(&odf->package, member, status);
    }
    odf_reader_destroy(reader);
    return status;
}

static bool is_named(struct bytes path, const char *name)
{
    size_t size = strlen(name);

    return path.size >= size && memcmp(path.data + path.size - size, name, size) == 0
           && (path.size == size || path.data[path.size - size - 1] == '/');
}

/* Also those of objects inside, which lie in folders of their own. Styles come first. */
static enum status files_read(struct odf *odf)
{
    static const char *const names[] = { "styles.xml", "content.xml", "meta.xml" };
    const struct zipfile *zipfile = &odf->package.zipfile;
    enum status status = STATUS_OK;

    for (size_t name = 0; name < sizeof names / sizeof *names; name++)
        for (size_t index = 0; index < zipfile->count && status == STATUS_OK; index++)
            if (is_named(zipfile->members[index].name, names[name])
                && package_claim(&odf->package, &zipfile->members[index]))
                status = file_read(odf, &zipfile->members[index]);
    return status;
}

static enum status odf_extract(struct extract_job *job)
{
    struct odf odf = { .format = format_of(leading_media_type(job->input)) };
    enum status status = package_open(&odf.package, job, job->input);

    if (status == STATUS_OK)
        status = manifest_read(&odf);
    if (odf.format != NULL)
        job->part->format = odf.format;
    if (status == STATUS_OK && odf.is_encrypted)
        status = extract_gap(job, STATUS_ENCRYPTED, NULL);
    if (status == STATUS_OK)
        status = files_read(&odf);
    if (status == STATUS_OK)
        status = package_rest(&odf.package);
    odf_styles_free(&odf.styles);
    package_close(&odf.package);
    return status;
}

const struct extractor odf_extractor = {
    .format = { "odf", MEDIA },
    .bid = odf_bid,
    .extract = odf_extract,
};

/* ---- one XML file ---- */

static struct bytes flat_media_type(struct bytes input)
{
    struct bytes prefix = bytes_slice(input, 0, PREFIX_SIZE);
    const uint8_t *root = prefix.size > 0 ? memmem(prefix.data, prefix.size, "<office:document", 16) : NULL;
    const uint8_t *end;
    struct bytes tag;

    if (root == NULL)
        return bytes_of(NULL, 0);
    /* The namespaces may be long. */
    tag = bytes_slice(input, (size_t)(root - input.data), 4 * PREFIX_SIZE);
    end = memchr(tag.data, '>', tag.size);
    if (end != NULL)
        tag.size = (size_t)(end - tag.data);
    root = memmem(tag.data, tag.size, "office:mimetype=\"", 17);
    if (root == NULL)
        return bytes_of(NULL, 0);
    return bytes_slice(tag, (size_t)(root - tag.data) + 17, 128);
}

static unsigned odf_flat_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return format_of(flat_media_type(input)) != NULL ? FLAT_BID : 0;
}

static enum status flat_feed(struct extract_job *job, struct xml_parser *parser)
{
    enum status status = STATUS_OK;

    for (size_t offset = 0; offset < job->input.size && status == STATUS_OK; offset += STEP_SIZE) {
        status = xml_feed(parser, bytes_slice(job->input, offset, STEP_SIZE));
        if (status == STATUS_OK)
            status = extract_progress(job, offset);
    }
    return status == STATUS_OK ? xml_finish(parser) : status;
}

static enum status odf_flat_extract(struct extract_job *job)
{
    struct odf_styles styles = { .count = 0 };
    struct odf_reader *reader = odf_reader_create(job, &styles);
    struct xml_parser *parser = NULL;
    enum status finished, status = STATUS_NO_MEMORY;

    job->part->format = format_of(flat_media_type(job->input));
    if (reader != NULL)
        status = xml_create(odf_namespaces, &odf_handler, reader, &parser);
    if (status == STATUS_OK) {
        status = flat_feed(job, parser);
        finished = status_scope(status) <= SCOPE_PART ? odf_reader_finish(reader) : STATUS_OK;
        if (finished != STATUS_OK)
            status = finished;
    }
    xml_destroy(parser);
    odf_reader_destroy(reader);
    odf_styles_free(&styles);
    return status;
}

const struct extractor odf_flat_extractor = {
    .format = { "fodf", MEDIA },
    .bid = odf_flat_bid,
    .extract = odf_flat_extract,
};
