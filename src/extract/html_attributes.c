/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_attributes.h"

#include <string.h>
#include <strings.h>

#include "extract/html_fragment.h"
#include "extract/html_plain.h"
#include "extract/html_refresh.h"
#include "extract/html_scan.h"
#include "extract/html_script.h"
#include "extract/html_srcdoc.h"

#define ATTRIBUTE(id) (UINT64_C(1) << HTML_ATTRIBUTE_##id)

/* Bytes of a value that may be a field's, whose name is worth reading: a word or two. */
enum { FIELD_SIZE_MAX = 24 };

_Static_assert(HTML_ATTRIBUTE_COUNT <= 64, "attributes are kept in a 64-bit set");

/* Shown on demand, or read out. */
static const uint64_t texts = ATTRIBUTE(ALT) | ATTRIBUTE(TITLE) | ATTRIBUTE(PLACEHOLDER) | ATTRIBUTE(LABEL)
                              | ATTRIBUTE(SUMMARY) | ATTRIBUTE(STANDBY) | ATTRIBUTE(ABBR) | ATTRIBUTE(PROMPT)
                              | ATTRIBUTE(ARIA_LABEL) | ATTRIBUTE(ARIA_DESCRIPTION) | ATTRIBUTE(ARIA_VALUETEXT)
                              | ATTRIBUTE(ARIA_ROLEDESCRIPTION) | ATTRIBUTE(VALUE);

static const uint64_t links = ATTRIBUTE(HREF) | ATTRIBUTE(SRC) | ATTRIBUTE(ACTION) | ATTRIBUTE(CITE)
                              | ATTRIBUTE(FORMACTION) | ATTRIBUTE(POSTER) | ATTRIBUTE(DATA) | ATTRIBUTE(SRCSET)
                              | ATTRIBUTE(LONGDESC) | ATTRIBUTE(PING) | ATTRIBUTE(CODEBASE) | ATTRIBUTE(ARCHIVE)
                              | ATTRIBUTE(DYNSRC) | ATTRIBUTE(LOWSRC) | ATTRIBUTE(XLINK_HREF) | ATTRIBUTE(BACKGROUND);

/* Emitted in a way of their own. */
static const uint64_t others = ATTRIBUTE(CONTENT) | ATTRIBUTE(SRCDOC) | ATTRIBUTE(STYLE);

/* ---- collecting ---- */

/* The references that programs write: quotes around JSON, ampersands in queries. */
static size_t syntax_reference_size(const uint8_t *next, const uint8_t *end)
{
    static const struct {
        const char *text;
        size_t size;
    } references[] = { { "&quot;", 6 }, { "&amp;", 5 }, { "&lt;", 4 }, { "&gt;", 4 } };

    for (size_t index = 0; index < sizeof references / sizeof *references; index++) {
        size_t size = references[index].size;

        if ((size_t)(end - next) >= size && memcmp(next, references[index].text, size) == 0)
            return (size_t)(end - next) > size && next[size] == '#' ? 0 : size;
    }
    return 0;
}

/* Whether a value says anything but ASCII. */
static bool has_text(struct bytes value, const uint8_t *limit)
{
    const uint8_t *next = value.data;
    const uint8_t *end = next + value.size;

    while ((next = html_scan_find_text(next, end, limit)) < end) {
        size_t size = *next == '&' ? syntax_reference_size(next, end) : 0;

        if (size == 0)
            return true;
        next += size;
    }
    return false;
}

bool html_attributes_is_field(struct bytes value, const uint8_t *limit)
{
    return value.size <= FIELD_SIZE_MAX && has_text(value, limit);
}

static bool is_url(struct bytes value)
{
    return value.size > 2
           && ((value.data[0] == '/' && value.data[1] != ' ')
               || (value.size > 7 && html_scan_lower(value.data[0]) == 'h' && html_scan_lower(value.data[1]) == 't'
                   && html_scan_lower(value.data[2]) == 't' && html_scan_lower(value.data[3]) == 'p'));
}

static bool is_handler(const struct html_name *name)
{
    return name->size > 3 && (name->key & 0xFFFF) == ('o' | 'n' << 8);
}

static bool is_namespace(const struct html_name *name)
{
    return name->size >= 5 && (name->key & UINT64_C(0xFFFFFFFFFF)) == UINT64_C(0x736E6C6D78); /* "xmlns" */
}

/* The form that programs write, ` name="value"`, where there is room to look ahead; moves *next behind it. False
 * for any other form and for the end of the tag. */
static inline bool read_usual(const uint8_t **next, const uint8_t *end, struct html_name *usual_name,
                              struct bytes *usual_value)
{
#ifdef __SSE2__
    const uint8_t *name = *next + 1;
    const uint8_t *value;
    const uint8_t *after;
    unsigned hits;
    size_t size;

    if (end - name < 64 || name[-1] != ' ')
        return false;
    hits = html_scan_name_ends(html_scan_load(name));
    size = (size_t)__builtin_ctz(hits | 1u << 16);
    if (size == 0 || name[size] != '=' || (name[size + 1] != '"' && name[size + 1] != '\''))
        return false;
    value = name + size + 2;
    after = value[-1] == '"' ? html_scan_find_double(value, end, '"') : html_scan_find_double(value, end, '\'');
    if (after == end)
        return false;
    *usual_name = (struct html_name){ name, size, html_scan_name_key_ahead(name, size) };
    *usual_value = (struct bytes){ value, (size_t)(after - value) };
    *next = after + 1;
    return true;
#else
    (void)next;
    (void)end;
    (void)usual_name;
    (void)usual_value;
    return false;
#endif
}

/* What was collected so far. */
struct collection {
    uint64_t seen;
    bool has_stray, has_loud_stray;
};

/* The value stays in registers: one that is stored in halves and loaded whole stalls. */
static inline void collect(struct html_attributes *attributes, struct collection *collection, enum html_attribute_id id,
                           bool handles, struct bytes value)
{
    uint64_t bit = UINT64_C(1) << id;

    if (((collection->seen | 1) & bit) == 0) {
        collection->seen |= bit;
        attributes->values[id].data = value.data;
        attributes->values[id].size = value.size;
    } else {
        collection->has_stray = true;
        collection->has_loud_stray = collection->has_loud_stray || handles || is_url(value);
    }
}

#ifdef __SSE2__
/* How the attributes that most tags have begin; `size` bytes. Told apart by branches, not by looking for the end of
 * the name, the processor guesses where the value begins and need not wait for the name. */
static inline bool begins_usual(uint64_t word, enum html_attribute_id *id, size_t *size)
{
#define BEGINS(text, attribute)                                                                                        \
    if ((word & (~UINT64_C(0) >> (64 - 8 * (sizeof(text) - 1)))) == HTML_SCAN_NAME_KEY(text)) {                        \
        *id = HTML_ATTRIBUTE_##attribute;                                                                              \
        *size = sizeof(text) - 1;                                                                                      \
        return true;                                                                                                   \
    }
    BEGINS("class=\"", CLASS)
    BEGINS("style=\"", STYLE)
    BEGINS("href=\"", HREF)
    BEGINS("width=\"", WIDTH)
    BEGINS("target=\"", OTHER)
    BEGINS("id=\"", ID)
    BEGINS("src=\"", SRC)
    BEGINS("align=\"", OTHER)
    BEGINS("valign=\"", OTHER)
#undef BEGINS
    return false;
}

/* Collects as many of them as follow, each behind one blank. Returns where it stops. */
static inline const uint8_t *collect_usual(struct html_attributes *attributes, struct collection *collection,
                                           const uint8_t *next, const uint8_t *end)
{
    enum html_attribute_id id;
    size_t size;

    while (end - next > 64 && *next == ' ' && begins_usual(html_scan_word(next + 1), &id, &size)) {
        const uint8_t *value = next + 1 + size;
        const uint8_t *after = html_scan_find_double(value, end, '"');

        if (after == end)
            break;
        collect(attributes, collection, id, false, (struct bytes){ value, (size_t)(after - value) });
        next = after + 1;
    }
    return next;
}
#endif

const uint8_t *html_attributes_collect(struct html_attributes *attributes, struct html_tokenizer *tokenizer,
                                       const uint8_t *next)
{
    const uint8_t *first = next;
    const uint8_t *end = tokenizer->end;
    struct collection collection = { 0, false, false };
    struct html_attribute other;
    struct html_name name;
    struct bytes value;

    for (;;) {
#ifdef __SSE2__
        next = collect_usual(attributes, &collection, next, end);
#endif
        if (next < end && *next == '>') { /* mostly */
            tokenizer->in_tag = false;
            tokenizer->tag_is_closed = true;
            tokenizer->tag_is_self_closing = false;
            next++;
            break;
        }
        if (read_usual(&next, end, &name, &value)) {
            collect(attributes, &collection, html_names_attribute(&name), is_handler(&name), value);
            continue;
        }
        tokenizer->next = next;
        tokenizer->in_tag = true;
        if (!html_tokenizer_attribute(tokenizer, &other)) {
            next = tokenizer->next;
            break;
        }
        collect(attributes, &collection, html_names_attribute(&other.name), is_handler(&other.name), other.value);
        next = tokenizer->next;
    }
    collection.has_stray = collection.has_stray || (collection.seen & ~(texts | links | others)) != 0;
    attributes->strays = NULL;
    if (collection.has_loud_stray || (collection.has_stray && html_scan_has_text(first, next, end)))
        attributes->strays = first;
    attributes->seen = collection.seen;
    return next;
}

bool html_attributes_is(const struct html_attributes *attributes, enum html_attribute_id id, const char *word,
                        size_t size)
{
    uint8_t room[HTML_PLAIN_SIZE];
    struct bytes value;

    if (!html_attributes_has(attributes, id))
        return false;
    value = html_plain_beginning(attributes->values[id], room);
    return value.size == size && strncasecmp((const char *)value.data, word, size) == 0;
}

bool html_attributes_color(const struct html_attributes *attributes, enum html_attribute_id id, uint32_t *color)
{
    uint8_t room[HTML_PLAIN_SIZE];
    uint32_t found = 0;

    if (!html_look_color(html_plain_beginning(attributes->values[id], room), &found) || found == HTML_LOOK_CLEAR)
        return false;
    *color = found;
    return true;
}

uint32_t html_attributes_number(const struct html_attributes *attributes, enum html_attribute_id id, uint32_t otherwise)
{
    uint8_t room[HTML_PLAIN_SIZE];
    struct bytes value;
    uint32_t number = 0;
    size_t index = 0;

    if (!html_attributes_has(attributes, id))
        return otherwise;
    value = html_plain_beginning(attributes->values[id], room);
    while (index < value.size && html_scan_is_space(value.data[index]))
        index++;
    if (index == value.size || !html_scan_is_digit(value.data[index]))
        return otherwise;
    for (; index < value.size && html_scan_is_digit(value.data[index]) && number < 100000000; index++)
        number = number * 10 + (uint32_t)(value.data[index] - '0');
    return number;
}

/* ---- emitting ---- */

/* A text that shows on demand; some have markup in them, some only because a quote is missing. */
static enum status output_text(struct html_output *output, struct bytes value, bool hidden)
{
    enum text_role role = hidden ? TEXT_HIDDEN : TEXT_ALT;

    if (html_scan_find_within(value.data, value.data + value.size, output->limit, '<') < value.data + value.size)
        return html_fragment_output(output, role, hidden ? TEXT_HIDDEN_LINK : TEXT_LINK, value);
    return html_output_value(output, role, JOIN_BROKEN, value, REFERENCES_OF_VALUE);
}

/* Whether the handler is run without anything that the reader does. */
static bool runs_by_itself(const struct html_name *name)
{
    static const char *const names[] = { "onerror", "onload",     "onbegin",          "onstart",       "ontoggle",
                                         "onfocus", "onpageshow", "onanimationstart", "onanimationend" };

    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (name->size == strlen(names[index]) && strncasecmp((const char *)name->data, names[index], name->size) == 0)
            return true;
    }
    return false;
}

bool html_attributes_next_handler(struct html_tokenizer *tag, struct bytes *script, bool *waits)
{
    struct html_attribute attribute;

    while (html_tokenizer_attribute(tag, &attribute)) {
        *script = attribute.value;
        *waits = !runs_by_itself(&attribute.name);
        if (is_handler(&attribute.name))
            return true;
    }
    return false;
}

static enum status output_handler(struct html_output *output, const struct html_attribute *attribute)
{
    struct bytes value = attribute->value;
    const uint8_t *end = value.data + value.size;
    enum text_link link = output->run.link;
    enum status status;

    output->run.link = runs_by_itself(&attribute->name) ? LINK_HANDLER : LINK_ORDINARY;
    if (html_scan_find_within(value.data, end, output->limit, '&') == end)
        status = html_script_output(output, JOIN_BROKEN, value);
    else
        status = html_output_value(output, TEXT_SCRIPT, JOIN_BROKEN, value, REFERENCES_OF_VALUE);
    output->run.link = link;
    return status;
}

/* An attribute of no meaning, or of one that another of its name has: URLs, and whatever is not ASCII. Where
 * quotes are missing even the name may be text. */
static enum status output_stray(struct html_output *output, const struct html_attribute *attribute, bool hidden)
{
    struct bytes name = { attribute->name.data, attribute->name.size };
    enum status status = STATUS_OK;

    if (html_scan_find_high(name.data, name.data + name.size, output->limit) < name.data + name.size
        || (html_names_attribute(&attribute->name) == HTML_ATTRIBUTE_OTHER && !is_handler(&attribute->name)
            && html_attributes_is_field(attribute->value, output->limit)))
        status = output_text(output, name, hidden);
    if (status != STATUS_OK || attribute->value.size == 0 || is_namespace(&attribute->name))
        return status;
    if (is_handler(&attribute->name))
        return output_handler(output, attribute);
    if (is_url(attribute->value))
        return html_output_link(output, hidden ? TEXT_HIDDEN_LINK : TEXT_LINK, attribute->value);
    return has_text(attribute->value, output->limit) ? output_text(output, attribute->value, hidden) : STATUS_OK;
}

/* Reads the tag once more: few tags have strays worth it. */
static enum status output_strays(const struct html_attributes *attributes, struct html_output *output, bool hidden,
                                 const uint8_t *end)
{
    struct html_tokenizer tokenizer = { .next = attributes->strays, .end = end, .in_tag = true };
    uint64_t left = texts | links | others; /* a first one of these has been emitted */
    struct html_attribute attribute;
    enum status status = STATUS_OK;

    if (html_attributes_has(attributes, HTML_ATTRIBUTE_CONTENT))
        left |= ATTRIBUTE(NAME); /* by output_meta */
    while (status == STATUS_OK && html_tokenizer_attribute(&tokenizer, &attribute)) {
        uint64_t bit = UINT64_C(1) << html_names_attribute(&attribute.name);

        if ((left & bit) == 0)
            status = output_stray(output, &attribute, hidden);
        left &= ~bit;
    }
    return status;
}

static enum status output_refresh(struct html_output *output, struct bytes content)
{
    struct bytes address = html_refresh_address(content);

    if (address.size == 0)
        return STATUS_OK;
    /* A condition of the script may stand before what it writes. */
    output->run.link = output->written != NULL && extract_follows_sends(output->job) ? LINK_SENDS_SOME : LINK_REFRESH;
    return html_output_link(output, TEXT_LINK, address);
}

/* A property: its name, if that or the value says anything, and what it is. */
static enum status output_meta(const struct html_attributes *attributes, struct html_output *output)
{
    struct bytes name = attributes->values[HTML_ATTRIBUTE_NAME];
    struct bytes content = attributes->values[HTML_ATTRIBUTE_CONTENT];
    enum status status = STATUS_OK;

    if (html_attributes_has(attributes, HTML_ATTRIBUTE_NAME)
        && (has_text(name, output->limit) || html_attributes_is_field(content, output->limit)))
        status = html_output_value(output, TEXT_METADATA, JOIN_BROKEN, name, REFERENCES_OF_VALUE);
    if (status == STATUS_OK && html_attributes_is(attributes, HTML_ATTRIBUTE_HTTP_EQUIV, "refresh", 7))
        status = output_refresh(output, content);
    if (status == STATUS_OK
        && (!html_attributes_has(attributes, HTML_ATTRIBUTE_HTTP_EQUIV) || has_text(content, output->limit)))
        status = html_output_value(output, TEXT_METADATA, JOIN_BROKEN, content, REFERENCES_OF_VALUE);
    return status;
}

static enum status output_style(struct html_output *output, struct bytes style, bool hidden, bool is_silent)
{
    const uint8_t *end = style.data + style.size;

    if (is_silent
        || (html_scan_find_within(style.data, end, output->limit, '(') == end && !has_text(style, output->limit)))
        return STATUS_OK;
    return html_script_output_style(output, hidden ? TEXT_HIDDEN_LINK : TEXT_LINK, style);
}

static enum status output_other(const struct html_attributes *attributes, struct html_output *output,
                                enum html_attribute_id id, bool hidden)
{
    struct bytes value = attributes->values[id];

    switch (id) {
    case HTML_ATTRIBUTE_CONTENT:
        return output_meta(attributes, output);
    case HTML_ATTRIBUTE_SRCDOC:
        return html_srcdoc_read(output, value, hidden);
    case HTML_ATTRIBUTE_STYLE:
        return output_style(output, value, hidden, attributes->style_is_silent);
    default:
        return STATUS_OK;
    }
}

static enum text_link link_of(const struct html_output *output, enum html_tag tag)
{
    switch (tag) {
    case HTML_TAG_SCRIPT:
        return output->is_inert ? output->ordinary : LINK_PROGRAM;
    case HTML_TAG_IFRAME:
    case HTML_TAG_FRAME:
    case HTML_TAG_EMBED:
    case HTML_TAG_OBJECT:
        return LINK_FRAME;
    default:
        return output->ordinary;
    }
}

enum status html_attributes_output(const struct html_attributes *attributes, struct html_output *output,
                                   enum html_tag tag, bool hidden, const uint8_t *end)
{
    uint64_t left = attributes->seen & (texts | links | others);
    enum status status = STATUS_OK;

    output->run.link = link_of(output, tag);
    for (; left != 0 && status == STATUS_OK; left &= left - 1) {
        enum html_attribute_id id = (enum html_attribute_id)__builtin_ctzll(left);
        uint64_t bit = UINT64_C(1) << id;

        if ((bit & links) != 0)
            status = html_output_link(output, hidden ? TEXT_HIDDEN_LINK : TEXT_LINK, attributes->values[id]);
        else if ((bit & texts) != 0)
            status = output_text(output, attributes->values[id], hidden);
        else
            status = output_other(attributes, output, id, hidden);
    }
    if (status == STATUS_OK && attributes->strays != NULL)
        status = output_strays(attributes, output, hidden, end);
    output->run.link = LINK_ORDINARY; /* what follows the tag is none of its links */
    return status;
}
