/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_flat.h"

#include <string.h>

#include "base/buf.h"
#include "extract/base64.h"
#include "extract/html_tokenizer.h"
#include "extract/zip/ooxml.h"
#include "extract/zip/zip_compose.h"

enum {
    BID = 200, /* more than any XML */
    LEAD_MAX = 4096,
    ROOT_TAG_MAX = 16 * 1024, /* the namespaces may be many */
    TYPES_SIZE_MAX = 16 << 20,
    DECLARATIONS_MAX = 128, /* of namespaces that are in force around a part */
};

#define PACKAGE_SPACE "http://schemas.microsoft.com/office/2006/xmlPackage"
#define WORD_2003_SPACE "http://schemas.microsoft.com/office/word/2003/wordml"
#define DOCUMENT_NAME "document.xml"
#define TYPES_NAME "[Content_Types].xml"

static const char types_begin[] = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">";
static const char types_end[] = "</Types>";

static struct html_tokenizer tokenizer_of(struct bytes xml)
{
    struct html_tokenizer tokenizer = html_tokenizer_start(xml);

    tokenizer.cdata_is_allowed = tokenizer.names_are_xml = true;
    return tokenizer;
}

/* The name behind the prefix of its namespace. */
static struct bytes local_name(const struct html_name *name)
{
    const uint8_t *colon = memchr(name->data, ':', name->size);
    size_t prefix = colon != NULL ? (size_t)(colon - name->data) + 1 : 0;

    return bytes_of(name->data + prefix, name->size - prefix);
}

static bool is_named(const struct html_name *name, const char *local)
{
    return bytes_equal(local_name(name), bytes_of_text(local));
}

static bool is_same(const struct html_name *left, const struct html_name *right)
{
    return bytes_equal(bytes_of(left->data, left->size), bytes_of(right->data, right->size));
}

/* ---- which of them ---- */

enum kind { KIND_NONE, KIND_PACKAGE, KIND_WORD_2003 };

/* The root is in the namespace when it declares it: nothing stands around it that could. */
static enum kind kind_of_root(struct html_tokenizer *tokenizer, const struct html_name *name)
{
    struct html_attribute attribute;

    while (html_tokenizer_attribute(tokenizer, &attribute)) {
        if (is_named(name, "package") && bytes_equal(attribute.value, bytes_of_text(PACKAGE_SPACE)))
            return KIND_PACKAGE;
        if (is_named(name, "wordDocument") && bytes_equal(attribute.value, bytes_of_text(WORD_2003_SPACE)))
            return KIND_WORD_2003;
    }
    return KIND_NONE;
}

static enum kind kind_of(struct bytes input)
{
    struct html_tokenizer tokenizer = tokenizer_of(bytes_slice(input, 0, LEAD_MAX + ROOT_TAG_MAX));
    struct html_token token;

    while (html_tokenizer_next(&tokenizer, &token) && token.start < input.data + LEAD_MAX) {
        if (token.kind == HTML_START_TAG)
            return kind_of_root(&tokenizer, &token.name);
        if (token.kind != HTML_COMMENT && token.kind != HTML_TEXT)
            return KIND_NONE;
    }
    return KIND_NONE;
}

static unsigned ooxml_flat_bid(struct bytes input, const struct part_hint *hint)
{
    const uint8_t *tag = input.size > 0 ? memchr(input.data, '<', input.size < 16 ? input.size : 16) : NULL;

    (void)hint;
    return tag != NULL && kind_of(input) != KIND_NONE ? BID : 0;
}

/* ---- Word 2003 ---- */

/* Styles come first in a package; here they are in the same file, which is read for them beforehand. */
static enum status word_2003_wrap(struct zip_compose *compose, struct bytes input)
{
    static const char types[] =
        "<Override PartName=\"/" DOCUMENT_NAME "\" ContentType=\"application/vnd.ms-wordml\"/>"
        "<Override PartName=\"/styles.xml\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>";
    enum status status = zip_compose_member(compose, bytes_of_text(TYPES_NAME));

    if (status == STATUS_OK)
        status = zip_compose_append(compose, bytes_of_text(types_begin));
    if (status == STATUS_OK)
        status = zip_compose_append(compose, bytes_of_text(types));
    if (status == STATUS_OK)
        status = zip_compose_append(compose, bytes_of_text(types_end));
    if (status == STATUS_OK)
        status = zip_compose_member(compose, bytes_of_text(DOCUMENT_NAME));
    if (status == STATUS_OK)
        status = zip_compose_append(compose, input);
    return status == STATUS_OK ? zip_compose_alias(compose, bytes_of_text("styles.xml")) : status;
}

/* ---- Flat OPC ---- */

struct flat {
    struct extract_job *job;
    struct zip_compose compose;
    struct html_tokenizer tokenizer;
    struct bytes declaration;              /* of XML: with the encoding, which holds for the parts as well */
    struct html_attribute declarations[DECLARATIONS_MAX];
    size_t declaration_count, outer_count; /* outer: those of the root */
    struct bytes name, type;               /* of the part at hand, as written */
    struct buf types;                      /* the content types of all parts */
    bool has_types;                        /* there is a part that tells them */
    bool is_cut;
};

static void declarations_add(struct flat *flat, const struct html_attribute *attribute)
{
    if (attribute->name.size >= 5 && memcmp(attribute->name.data, "xmlns", 5) == 0
        && flat->declaration_count < DECLARATIONS_MAX)
        flat->declarations[flat->declaration_count++] = *attribute;
}

static bool is_declared(struct html_tokenizer root, const struct html_name *name)
{
    struct html_attribute attribute;

    while (html_tokenizer_attribute(&root, &attribute))
        if (is_same(&attribute.name, name))
            return true;
    return false;
}

static enum status declaration_put(struct flat *flat, const struct html_attribute *attribute)
{
    bool has_quote = attribute->value.size > 0 && memchr(attribute->value.data, '"', attribute->value.size) != NULL;
    struct bytes quote = bytes_of_text(has_quote ? "'" : "\"");
    const struct bytes pieces[] = { bytes_of_text(" "), bytes_of(attribute->name.data, attribute->name.size),
                                    bytes_of_text("="), quote, attribute->value, quote };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < sizeof pieces / sizeof *pieces && status == STATUS_OK; index++)
        status = zip_compose_append(&flat->compose, pieces[index]);
    return status;
}

/* The part's XML as a file of its own: its root declares what elements around it have declared for it. */
static enum status xml_put(struct flat *flat, struct bytes xml)
{
    struct html_tokenizer root = tokenizer_of(xml);
    struct html_token token;
    enum status status = zip_compose_append(&flat->compose, flat->declaration);
    size_t name_end;

    while (html_tokenizer_next(&root, &token) && token.kind != HTML_START_TAG)
        continue;
    if (token.kind != HTML_START_TAG || status != STATUS_OK)
        return status != STATUS_OK ? status : zip_compose_append(&flat->compose, xml);
    name_end = (size_t)(token.name.data + token.name.size - xml.data);
    status = zip_compose_append(&flat->compose, bytes_slice(xml, 0, name_end));
    for (size_t index = flat->declaration_count; index-- > 0 && status == STATUS_OK;) {
        const struct html_attribute *declaration = &flat->declarations[index];
        bool is_known = is_declared(root, &declaration->name);

        /* The innermost counts. */
        for (size_t inner = index + 1; inner < flat->declaration_count && !is_known; inner++)
            is_known = is_same(&flat->declarations[inner].name, &declaration->name);
        if (!is_known)
            status = declaration_put(flat, declaration);
    }
    return status == STATUS_OK ? zip_compose_append(&flat->compose, bytes_slice(xml, name_end, xml.size)) : status;
}

static enum status binary_put(struct flat *flat, struct bytes digits)
{
    struct base64 base64 = { 0 };
    uint8_t decoded[BASE64_STEP];
    enum status status = STATUS_OK;

    while (digits.size > 0 && status == STATUS_OK) {
        struct bytes step = bytes_slice(digits, 0, BASE64_STEP);
        size_t size = base64_decode(&base64, step, decoded);

        digits = bytes_slice(digits, step.size, digits.size);
        status = zip_compose_append(&flat->compose, bytes_of(decoded, size));
    }
    return status;
}

static void type_put(struct flat *flat)
{
    bool has_quote = memchr(flat->name.data, '"', flat->name.size) != NULL
                     || memchr(flat->type.data, '"', flat->type.size) != NULL;

    if (has_quote)
        return;
    buf_text(&flat->types, "<Override PartName=\"");
    buf_append(&flat->types, flat->name.data, flat->name.size);
    buf_text(&flat->types, "\" ContentType=\"");
    buf_append(&flat->types, flat->type.data, flat->type.size);
    buf_text(&flat->types, "\"/>");
}

/* What the element holds, up to its end tag; what follows is next. */
static struct bytes content_of(struct flat *flat, const struct html_name *name)
{
    const uint8_t *start;
    struct html_attribute attribute;
    struct html_token token;
    unsigned depth = 1;

    while (html_tokenizer_attribute(&flat->tokenizer, &attribute))
        declarations_add(flat, &attribute);
    start = flat->tokenizer.next;
    if (flat->tokenizer.tag_is_self_closing)
        return bytes_of(start, 0);
    while (html_tokenizer_next(&flat->tokenizer, &token)) {
        if (token.kind == HTML_START_TAG && is_same(&token.name, name))
            depth++;
        else if (token.kind == HTML_END_TAG && is_same(&token.name, name) && --depth == 0)
            return bytes_of(start, (size_t)(token.start - start));
    }
    flat->is_cut = true;
    return bytes_of(start, (size_t)(flat->tokenizer.end - start));
}

static enum status content_put(struct flat *flat, const struct html_name *name, bool is_binary)
{
    size_t declared = flat->declaration_count;
    struct bytes content = content_of(flat, name);
    bool is_types;
    enum status status = STATUS_OK;

    if (flat->name.size > 0 && flat->name.data[0] == '/')
        flat->name = bytes_slice(flat->name, 1, flat->name.size);
    is_types = bytes_equal(flat->name, bytes_of_text(TYPES_NAME));
    if (flat->name.size > 0)
        status = zip_compose_member(&flat->compose, flat->name);
    if (flat->name.size > 0 && status == STATUS_OK)
        status = is_binary ? binary_put(flat, content) : xml_put(flat, content);
    flat->has_types |= is_types;
    if (flat->name.size > 0 && flat->type.size > 0 && !is_types)
        type_put(flat);
    flat->declaration_count = declared;
    return status == STATUS_OK ? extract_progress(flat->job, (uint64_t)(content.data - flat->job->input.data)) : status;
}

static void part_begin(struct flat *flat)
{
    struct html_attribute attribute;

    flat->declaration_count = flat->outer_count;
    flat->name = flat->type = bytes_of(NULL, 0);
    while (html_tokenizer_attribute(&flat->tokenizer, &attribute)) {
        if (is_named(&attribute.name, "name"))
            flat->name = attribute.value;
        else if (is_named(&attribute.name, "contentType"))
            flat->type = attribute.value;
        declarations_add(flat, &attribute);
    }
}

static enum status parts_wrap(struct flat *flat)
{
    struct html_attribute attribute;
    struct html_token token;
    struct html_name root = { NULL, 0, 0 };
    enum status status = STATUS_OK;

    flat->is_cut = true;
    while (status == STATUS_OK && html_tokenizer_next(&flat->tokenizer, &token)) {
        if (token.kind == HTML_COMMENT && root.data == NULL && bytes_start_with(token.text, "?xml", 4))
            flat->declaration = bytes_of(token.start, (size_t)(flat->tokenizer.next - token.start));
        else if (token.kind == HTML_END_TAG && is_same(&token.name, &root))
            flat->is_cut = false;
        if (token.kind != HTML_START_TAG)
            continue;
        if (root.data == NULL) {
            root = token.name;
            while (html_tokenizer_attribute(&flat->tokenizer, &attribute))
                declarations_add(flat, &attribute);
            flat->outer_count = flat->declaration_count;
        } else if (is_named(&token.name, "part")) {
            part_begin(flat);
        } else if (is_named(&token.name, "xmlData") || is_named(&token.name, "binaryData")) {
            status = content_put(flat, &token.name, is_named(&token.name, "binaryData"));
        }
    }
    return status;
}

/* Word writes no part with the content types, since each part tells its own. */
static enum status types_wrap(struct flat *flat)
{
    enum status status = buf_status(&flat->types);

    if (flat->has_types || status != STATUS_OK)
        return status;
    status = zip_compose_member(&flat->compose, bytes_of_text(TYPES_NAME));
    if (status == STATUS_OK)
        status = zip_compose_append(&flat->compose, bytes_of_text(types_begin));
    if (status == STATUS_OK)
        status = zip_compose_append(&flat->compose, buf_bytes(&flat->types));
    return status == STATUS_OK ? zip_compose_append(&flat->compose, bytes_of_text(types_end)) : status;
}

/* ---- both ---- */

static enum status wrapped_read(struct flat *flat, enum kind kind)
{
    struct bytes file;
    enum status status;

    if (kind == KIND_WORD_2003) {
        status = word_2003_wrap(&flat->compose, flat->job->input);
    } else {
        status = parts_wrap(flat);
        if (status == STATUS_OK)
            status = types_wrap(flat);
    }
    if (status == STATUS_OK)
        status = zip_compose_finish(&flat->compose, &file);
    if (status == STATUS_OK)
        status = ooxml_read(flat->job, file);
    return status == STATUS_OK && flat->is_cut ? STATUS_MALFORMED : status;
}

static enum status ooxml_flat_extract(struct extract_job *job)
{
    struct flat flat = { .job = job, .tokenizer = tokenizer_of(job->input), .types = BUF_INIT(TYPES_SIZE_MAX) };
    enum status status = zip_compose_open(&flat.compose, job);

    if (status == STATUS_OK)
        status = wrapped_read(&flat, kind_of(job->input));
    zip_compose_close(&flat.compose);
    buf_free(&flat.types);
    return status;
}

const struct extractor ooxml_flat_extractor = {
    .format = { "ooxml", "application/xml" },
    .bid = ooxml_flat_bid,
    .extract = ooxml_flat_extract,
};
