/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_sniff.h"

#include <string.h>
#include <strings.h>

#include "extract/html_names.h"
#include "extract/html_scan.h"
#include "extract/unsupported.h"

enum {
    SNIFF_SIZE = 16 * 1024,
    LEAD_MAX = 4 << 20,  /* comments and blanks before a page begins */
    NAMED_MAX = 1 << 20, /* searched for a first tag where the name says that there is a page */
    TAGS_ENOUGH = 8,
    /* Bits that are checked, near enough. */
    BID_ROOT = 40,     /* a doctype, or an element that only pages begin with */
    BID_FRAGMENT = 24, /* begins with a tag, and several follow */
    BID_NAMED = 16,    /* has tags, and the name or the media type says HTML */
    BID_TEXT = 1,      /* nothing but the name says it: no more than plain text, which comes later in the registry */
    BID_XML = 36,
};

/* What the document begins with. */
enum beginning { BEGINS_WITH_TEXT, BEGINS_WITH_TAG, BEGINS_WITH_ROOT, BEGINS_WITH_XML };

struct sniff {
    enum beginning beginning;
    bool has_html;      /* <html or a doctype of it */
    unsigned tag_count; /* tags of elements that we know, up to TAGS_ENOUGH */
    bool has_reference; /* of a character */
};

static const char *extension_of(const struct part_hint *hint)
{
    const char *dot = hint->name != NULL ? strrchr(hint->name, '.') : NULL;

    return dot != NULL ? dot + 1 : "";
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcasecmp(word, *words) == 0)
            return true;
    }
    return false;
}

static bool is_named_html(const struct part_hint *hint)
{
    static const char *const extensions[] = { "html", "htm",  "shtml", "shtm", "xhtml", "jsp", "jspx",
                                              "asp",  "aspx", "php",   "do",   "mht",   NULL };

    return is_one_of(extension_of(hint), extensions)
           || (hint->media_type != NULL
               && (strcasecmp(hint->media_type, "text/html") == 0
                   || strcasecmp(hint->media_type, "application/xhtml+xml") == 0));
}

/* Source code and plain text have tags in them without being pages. */
static bool is_named_otherwise(const struct part_hint *hint)
{
    static const char *const extensions[] = { "js",  "mjs", "css", "md",   "markdown", "txt", "json", "csv",
                                              "log", "c",   "h",   "java", "py",       "ts",  "vue",  NULL };

    return is_one_of(extension_of(hint), extensions);
}

/* Elements that nothing but a page begins with. */
static bool is_root(enum html_tag tag)
{
    return tag == HTML_TAG_HTML || tag == HTML_TAG_HEAD || tag == HTML_TAG_BODY || tag == HTML_TAG_TITLE
           || tag == HTML_TAG_META || tag == HTML_TAG_SCRIPT || tag == HTML_TAG_STYLE || tag == HTML_TAG_FRAMESET
           || tag == HTML_TAG_LINK;
}

static bool is_doctype_html(struct bytes doctype)
{
    const uint8_t *end = doctype.data + doctype.size;
    const uint8_t *name = html_scan_skip_space(doctype.data, end);

    return end - name >= 4 && strncasecmp((const char *)name, "html", 4) == 0;
}

static bool is_xml_declaration(struct bytes comment)
{
    return comment.size > 4 && memcmp(comment.data, "?xml", 4) == 0 && html_scan_is_space(comment.data[4]);
}

/* Pages of XML say which vocabulary they are in, or are pictures. */
static bool is_xml_root(struct html_tokenizer *tokenizer, enum html_tag tag)
{
    struct html_attribute attribute;
    bool has_namespace = false;

    while (html_tokenizer_attribute(tokenizer, &attribute))
        has_namespace = has_namespace || (attribute.name.size >= 5 && memcmp(attribute.name.data, "xmlns", 5) == 0);
    return tag == HTML_TAG_SVG || (has_namespace && tag == HTML_TAG_OTHER);
}

/* One token of the beginning; *begun once something other than a comment was seen. */
static void sniff_token(struct sniff *sniff, struct html_tokenizer *tokenizer, const struct html_token *token,
                        bool *begun)
{
    enum html_tag tag;

    switch (token->kind) {
    case HTML_START_TAG:
    case HTML_END_TAG:
        tag = html_names_tag(&token->name);
        sniff->tag_count += tag != HTML_TAG_OTHER;
        sniff->has_html = sniff->has_html || tag == HTML_TAG_HTML;
        if (!*begun)
            sniff->beginning = is_root(tag)                  ? BEGINS_WITH_ROOT
                               : is_xml_root(tokenizer, tag) ? BEGINS_WITH_XML
                                                             : BEGINS_WITH_TAG;
        *begun = true;
        break;
    case HTML_DOCTYPE:
        sniff->has_html = sniff->has_html || is_doctype_html(token->text);
        if (!*begun)
            sniff->beginning = is_doctype_html(token->text) ? BEGINS_WITH_ROOT : BEGINS_WITH_XML;
        *begun = true;
        break;
    case HTML_COMMENT:
        if (!*begun && is_xml_declaration(token->text)) {
            sniff->beginning = BEGINS_WITH_XML;
            *begun = true;
        }
        break;
    case HTML_REFERENCE:
        sniff->has_reference = true;
        *begun = true;
        break;
    default:
        *begun = *begun
                 || html_scan_skip_blank_text(token->text.data, token->text.data + token->text.size,
                                              token->text.data + token->text.size)
                        < token->text.data + token->text.size;
        break;
    }
}

/* How much of the input is looked at: browsers go by what follows the blanks and comments, however many there are. */
static size_t sniffed_size(struct bytes input)
{
    const uint8_t *next = input.data;
    const uint8_t *end = next + bytes_slice(input, 0, LEAD_MAX).size;

    for (;;) {
        const uint8_t *closing;

        next = html_scan_skip_blank_text(next, end, end);
        if (end - next < 4 || next[0] != '<' || (next[1] != '!' && next[1] != '?'))
            break;
        if (memcmp(next, "<!--", 4) == 0)
            closing = memmem(next + 2, (size_t)(end - next - 2), "-->", 3);
        else
            closing = memchr(next, '>', (size_t)(end - next));
        if (closing == NULL)
            break;
        next = closing + 1;
    }
    return (size_t)(next - input.data) + SNIFF_SIZE;
}

/* UTF-16 by its marks, or by the zeros beside a less-than sign; narrowed, which is enough for markup. */
static struct bytes narrowed(struct bytes input, uint8_t *buffer)
{
    bool is_little = input.size >= 4
                     && ((input.data[0] == 0xFF && input.data[1] == 0xFE)
                         || (input.data[0] == '<' && input.data[1] == 0 && input.data[3] == 0));
    bool is_big = input.size >= 4
                  && ((input.data[0] == 0xFE && input.data[1] == 0xFF)
                      || (input.data[0] == 0 && input.data[1] == '<' && input.data[2] == 0));
    size_t size = 0;

    if (!is_little && !is_big) {
        if (bytes_start_with(input, "\xEF\xBB\xBF", 3))
            input = bytes_slice(input, 3, input.size);
        return input.size > 0 ? bytes_slice(input, 0, sniffed_size(input)) : input;
    }
    input = bytes_slice(input, 0, LEAD_MAX);
    for (size_t index = input.data[0] >= 0xFE ? 2 : 0; index + 1 < input.size && size < SNIFF_SIZE; index += 2) {
        uint8_t low = input.data[index + (is_big ? 1 : 0)];
        uint8_t high = input.data[index + (is_big ? 0 : 1)];

        if (size > 0 || high != 0 || !html_scan_is_space(low))
            buffer[size++] = high == 0 ? low : 0x80;
    }
    return (struct bytes){ buffer, size };
}

static bool begins_with_markup(struct bytes input)
{
    const uint8_t *end = input.data + input.size, *next = html_scan_skip_blank_text(input.data, end, end);

    return next < end && *next == '<';
}

/* Every document is asked whether it is a page, so what begins with text is not searched for tags unless that
 * matters (`tags_matter`). */
static struct sniff sniff(struct bytes input, bool tags_matter)
{
    uint8_t buffer[SNIFF_SIZE];
    struct sniff result = { BEGINS_WITH_TEXT, false, 0, false };
    struct bytes sniffed = narrowed(input, buffer);
    struct html_tokenizer tokenizer = html_tokenizer_start(sniffed);
    struct html_token token;
    bool begun = false;

    if (!tags_matter && !begins_with_markup(sniffed))
        return result;
    while (result.tag_count < TAGS_ENOUGH && html_tokenizer_next(&tokenizer, &token))
        sniff_token(&result, &tokenizer, &token, &begun);
    return result;
}

/* A tag far behind the beginning of what is called a page. */
static bool has_late_tag(struct bytes input)
{
    struct html_tokenizer tokenizer = html_tokenizer_start(bytes_slice(input, 0, NAMED_MAX));
    struct html_token token;

    while (html_tokenizer_next(&tokenizer, &token)) {
        if ((token.kind == HTML_START_TAG || token.kind == HTML_END_TAG)
            && html_names_tag(&token.name) != HTML_TAG_OTHER)
            return true;
    }
    return false;
}

/* Browsers believe the name or the media type, whatever the text looks like. */
static unsigned bid_by_name(struct bytes input, const struct sniff *found)
{
    if (input.size == 0 || unsupported_is_binary(input))
        return 0;
    return found->tag_count > 0 || found->has_reference || has_late_tag(input) ? BID_NAMED : BID_TEXT;
}

unsigned html_sniff_bid(struct bytes input, const struct part_hint *hint)
{
    bool is_named = is_named_html(hint);
    struct sniff found = sniff(input, is_named);

    if (found.beginning == BEGINS_WITH_ROOT)
        return BID_ROOT + is_named;
    if (found.beginning == BEGINS_WITH_XML)
        return found.has_html ? BID_ROOT + is_named : 0;
    if (is_named)
        return bid_by_name(input, &found);
    if (found.beginning == BEGINS_WITH_TAG && found.tag_count >= 3 && !is_named_otherwise(hint))
        return BID_FRAGMENT;
    return 0;
}

unsigned html_sniff_bid_xml(struct bytes input, const struct part_hint *hint)
{
    static const char *const extensions[] = { "xml", "svg", "rss", "atom", "kml", "opml", "xsl", "xslt", NULL };
    struct sniff found = sniff(input, false);

    if (found.beginning == BEGINS_WITH_XML)
        return BID_XML;
    /* Without a declaration or a namespace the name must say it. */
    return found.beginning == BEGINS_WITH_TAG && is_one_of(extension_of(hint), extensions) ? BID_FRAGMENT + 1 : 0;
}
