/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_page.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/extract.h"
#include "extract/html_data_url.h"
#include "extract/html_script_url.h"
#include "extract/html_srcdoc.h"
#include "extract/html_tokenizer.h"
#include "sweep/site_tag.h"

enum address_use {
    USE_LINK,
    USE_SENDS, /* a script sends the reader there */
    USE_ASKS,  /* a script asks there for something */
};

/* What stands in the page itself, in an attribute: `srcdoc`, an address with the scheme `data` or `javascript`. It is as
 * much of the page as what stands between tags. */
struct inner {
    unsigned depth;  /* 0: the page itself, or the script file */
    bool is_framed;  /* a page in a frame of the page */
    bool is_apart;   /* a framed one that cannot reach the page around it, nor take anything from its place */
    bool is_waiting; /* a script that is run when the reader clicks */
};

enum { INNER_DEPTH_MAX = 4 };

/* Where nothing stands. */
#define NO_PLACE UINT64_MAX

struct site_page_reader {
    struct extract_sink sink; /* first: the sink is the reader */
    const struct extract_context *context;
    struct inner inner; /* that is being read */
    struct charset *charset;
    struct arena *parts, *results;
    struct site_page *page;
    struct buf title, text, pending; /* pending: the address that is coming in */
    struct page_link *links;
    size_t link_count, link_capacity;
    struct page_sending *sends;
    size_t send_count, send_capacity;
    const char **asks;
    size_t ask_count, ask_capacity;
    struct page_property *properties;
    size_t property_count, property_capacity;
    struct page_rows rows;
    bool address_is_open, label_is_open;
    uint64_t address_start; /* where the last address stands in the part: what begins there again is the same */
    enum text_link address_link;
    struct page_link open;
    enum address_use use; /* of what is open */
    enum page_certainty certainty;
};

/* A page of megabytes is read whole by the rules; what it says here may end earlier. */
static const struct limits limits = { .expanded_bytes_max = UINT64_C(64) << 20,
                                      .children_max = 1000,
                                      .depth_max = 1,
                                      .ratio_max = 250,
                                      .time_ms_max = 30000 };

/* ---- Parts. */

/* Browsers let a page that is apart send the one around it away once the reader has touched it. */
static enum page_certainty certainty_of(const struct site_page_reader *reader, enum text_link link)
{
    if (link == LINK_SENDS && !reader->inner.is_apart)
        return SENDS_ALL;
    return link == LINK_SENDS_PERHAPS ? SENDS_PERHAPS : SENDS_SOME;
}

static bool is_markup(const struct part *part)
{
    return part->parent == NULL && strcmp(part->format->name, "html") == 0;
}

static bool is_script(const struct part *part)
{
    return part->parent == NULL && strcmp(part->format->name, "script") == 0;
}

/* ---- Addresses. */

static void end_label(struct site_page_reader *reader)
{
    if (reader->label_is_open && reader->link_count > 0)
        reader->links[reader->link_count - 1].label.end = reader->text.size;
    reader->label_is_open = false;
}

static enum status leave_out_address(struct site_page_reader *reader)
{
    reader->page->is_cut = reader->page->has_more_addresses = true;
    return STATUS_OK;
}

static enum status add_sending(struct site_page_reader *reader)
{
    enum status status;

    for (size_t index = 0; index < reader->send_count; index++) { /* scripts are read alone, and together */
        if (reader->sends[index].certainty == reader->certainty
            && strcmp(reader->sends[index].address, reader->open.address) == 0)
            return STATUS_OK;
    }
    if (reader->send_count == PAGE_SENDS_MAX)
        return leave_out_address(reader);
    status = ARRAY_GROW(&reader->sends, &reader->send_capacity, reader->send_count + 1);
    if (status == STATUS_OK)
        reader->sends[reader->send_count++] = (struct page_sending){ reader->open.address, reader->certainty };
    return status;
}

static enum status add_asking(struct site_page_reader *reader)
{
    enum status status;

    for (size_t index = 0; index < reader->ask_count; index++) {
        if (strcmp(reader->asks[index], reader->open.address) == 0)
            return STATUS_OK;
    }
    if (reader->ask_count == PAGE_ASKS_MAX)
        return leave_out_address(reader);
    status = ARRAY_GROW(&reader->asks, &reader->ask_capacity, reader->ask_count + 1);
    if (status == STATUS_OK)
        reader->asks[reader->ask_count++] = reader->open.address;
    return status;
}

static bool is_relative(const char *address)
{
    return strstr(address, "//") == NULL && strchr(address, ':') == NULL;
}

static enum status add_link(struct site_page_reader *reader)
{
    struct page_link *link;
    enum status status;

    if (reader->inner.is_apart && is_relative(reader->open.address))
        return STATUS_OK;
    if (reader->link_count == PAGE_LINKS_MAX)
        return leave_out_address(reader);
    status = ARRAY_GROW(&reader->links, &reader->link_capacity, reader->link_count + 1);
    if (status != STATUS_OK)
        return status;
    link = &reader->links[reader->link_count++];
    *link = reader->open;
    link->label = (struct span){ reader->text.size, reader->text.size };
    reader->label_is_open = link->element == PAGE_ANCHOR && !link->is_hidden && reader->inner.depth == 0;
    return STATUS_OK;
}

static enum status close_address(struct site_page_reader *reader)
{
    if (!reader->address_is_open)
        return STATUS_OK;
    reader->address_is_open = false;
    end_label(reader);
    if (buf_status(&reader->pending) != STATUS_OK) { /* an address of megabytes is none */
        reader->page->is_cut = reader->page->has_more_addresses = true;
        return buf_status(&reader->pending) == STATUS_NO_MEMORY ? STATUS_NO_MEMORY : STATUS_OK;
    }
    reader->open.address = arena_text(reader->results, reader->pending.data, reader->pending.size);
    if (reader->open.address == NULL)
        return STATUS_NO_MEMORY;
    switch (reader->use) {
    case USE_LINK:
        return add_link(reader);
    case USE_SENDS:
        return add_sending(reader);
    case USE_ASKS:
        break;
    }
    return add_asking(reader);
}

/* <base href>, and what is no address of the page's own making. */
static bool is_base(struct site_page_reader *reader, struct bytes tag, const struct text_run *run)
{
    if (!site_tag_names(tag, "base") || reader->inner.depth > 0)
        return false;
    if (reader->page->base == NULL)
        reader->page->base = arena_text(reader->results, run->utf8, run->size);
    return true;
}

static enum address_use use_of(const struct site_page_reader *reader, const struct part *part, enum text_link link)
{
    if (link == LINK_ASKS)
        return USE_ASKS;
    if (site_tag_link_sends(link) && reader->open.element != PAGE_REFRESH)
        return USE_SENDS;
    return is_script(part) && reader->inner.depth == 0 && !site_tag_link_sends(link) ? USE_ASKS : USE_LINK;
}

static enum page_element element_at(const struct site_page_reader *reader, const struct part *part, struct bytes tag,
                                    const struct text_run *run)
{
    enum page_element element =
        site_tag_is_of_button(part, tag, run->source.start) ? PAGE_FORM : site_tag_element(tag, run->link);

    return element == PAGE_REFRESH && reader->inner.is_framed ? PAGE_FRAME : element; /* where that one goes */
}

static enum status take_address(struct site_page_reader *reader, const struct part *part, const struct text_run *run)
{
    struct bytes tag;
    enum status status;

    if (run->link == LINK_HANDLER)
        return STATUS_OK;
    if (run->join == JOIN_GLUED && reader->address_is_open) {
        buf_append(&reader->pending, run->utf8, run->size);
        return STATUS_OK;
    }
    status = close_address(reader);
    /* The extractor tells an address with percent signs a second time, decoded. */
    if (status != STATUS_OK
        || (reader->link_count + reader->send_count > 0 && run->source.start == reader->address_start
            && run->link == reader->address_link && run->link != LINK_ASKS))
        return status;
    reader->address_start = run->source.start;
    reader->address_link = run->link;
    tag = site_tag_around(part, run->source.start);
    if (is_base(reader, tag, run))
        return STATUS_OK;
    buf_clear(&reader->pending);
    buf_append(&reader->pending, run->utf8, run->size);
    reader->address_is_open = true;
    reader->open = (struct page_link){ .element = element_at(reader, part, tag, run),
                                       .is_hidden = run->role == TEXT_HIDDEN_LINK || run->link == LINK_CONCEALED,
                                       .is_openable = run->role == TEXT_HIDDEN_LINK && run->link == LINK_OPENABLE,
                                       .is_written = run->link == LINK_WRITTEN || site_tag_link_sends(run->link) };
    reader->use = use_of(reader, part, run->link);
    reader->certainty = certainty_of(reader, run->link);
    reader->page->hidden_blocks += reader->open.is_hidden ? 1 : 0;
    return STATUS_OK;
}

/* ---- Text and properties. */

static enum status take_text(struct site_page_reader *reader, const struct part *part, const struct text_run *run)
{
    enum status status = close_address(reader);
    bool begins;

    if (status != STATUS_OK)
        return status;
    if (run->size > PAGE_TEXT_MAX - reader->text.size) {
        reader->page->is_cut = true;
        return STATUS_OK;
    }
    /* What separates an anchor from the text before it is not part of its label. */
    begins = reader->label_is_open && reader->links[reader->link_count - 1].label.start == reader->text.size;
    if (reader->text.size > 0 && (run->join == JOIN_LINE || run->join == JOIN_BROKEN)) {
        if (!begins)
            end_label(reader);
        buf_byte(&reader->text, '\n');
    } else if (run->join == JOIN_SPACED) {
        buf_byte(&reader->text, ' ');
    }
    if (begins)
        reader->links[reader->link_count - 1].label.start = reader->text.size;
    status = page_rows_meet(&reader->rows, part->bytes, run->source.start, reader->text.size);
    if (status != STATUS_OK)
        return status;
    buf_append(&reader->text, run->utf8, run->size);
    return buf_status(&reader->text);
}

/* The value of an attribute of the tag in UTF-8, references decoded as far as a name needs it. */
static const char *attribute_text(struct site_page_reader *reader, const struct part *part, struct bytes tag,
                                  const char *wanted)
{
    struct html_tokenizer tokenizer = html_tokenizer_start(tag);
    struct html_token token;
    struct html_attribute attribute;

    if (!html_tokenizer_next(&tokenizer, &token) || token.kind != HTML_START_TAG)
        return NULL;
    while (html_tokenizer_attribute(&tokenizer, &attribute)) {
        char utf8[2 * TEXT_RUN_MAX];
        struct charset_step step;

        if (!site_tag_is_attribute(&attribute, wanted))
            continue;
        step = charset_decode(reader->charset, part->encoding, attribute.value, true, utf8, sizeof utf8);
        return arena_text(reader->results, utf8, step.produced);
    }
    return NULL;
}

/* The run is a value, its name stands in the same tag; a name that is itself text comes as a run of its own. */
static enum status take_property(struct site_page_reader *reader, const struct part *part, const struct text_run *run)
{
    struct bytes tag = site_tag_around(part, run->source.start);
    struct page_property *property;
    const char *name, *content;
    enum status status;

    if (run->join == JOIN_GLUED || !site_tag_names(tag, "meta"))
        return STATUS_OK;
    if (reader->property_count == PAGE_PROPERTIES_MAX) {
        reader->page->is_cut = true;
        return STATUS_OK;
    }
    name = attribute_text(reader, part, tag, "name");
    content = attribute_text(reader, part, tag, "content");
    if (name == NULL || content == NULL)
        return STATUS_OK;
    status = ARRAY_GROW(&reader->properties, &reader->property_capacity, reader->property_count + 1);
    if (status != STATUS_OK)
        return status;
    property = &reader->properties[reader->property_count];
    *property = (struct page_property){ name, content };
    if (reader->property_count == 0 || strcmp(property[-1].name, name) != 0
        || strcmp(property[-1].content, content) != 0)
        reader->property_count++;
    return STATUS_OK;
}

/* ---- The sink. */

/* Of a script file: not the links that it writes for readers to follow, which belong to the pages that it is run in. */
static bool is_of_script(const struct part *part, const struct text_run *run)
{
    bool is_loaded = run->link == LINK_PROGRAM || run->link == LINK_FRAME || run->link == LINK_WRITTEN;

    return site_tag_link_sends(run->link) || run->link == LINK_ASKS
           || (is_loaded && site_tag_element(site_tag_around(part, run->source.start), run->link) != PAGE_ANCHOR);
}

static enum status part_open(struct extract_sink *sink, const struct part *part)
{
    (void)sink;
    (void)part; /* what it is will be known when its text comes */
    return STATUS_OK;
}

/* Addresses alone: a frame has a text of its own. */
static enum status take_inner(struct site_page_reader *reader, const struct part *part, const struct text_run *run)
{
    bool is_address = run->role == TEXT_LINK || run->role == TEXT_HIDDEN_LINK;

    return is_address && (!reader->inner.is_waiting || run->link == LINK_ASKS) ? take_address(reader, part, run)
                                                                               : close_address(reader);
}

static enum status text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct site_page_reader *reader = (struct site_page_reader *)sink;

    if (!is_markup(part) && !is_script(part))
        return STATUS_STOPPED; /* its format is all that is wanted */
    if (reader->inner.depth > 0)
        return take_inner(reader, part, run);
    reader->page->encoding = part->encoding;
    if (is_script(part) && !is_of_script(part, run))
        return close_address(reader);
    switch (run->role) {
    case TEXT_LINK:
    case TEXT_HIDDEN_LINK:
        return take_address(reader, part, run);
    case TEXT_METADATA:
        return take_property(reader, part, run);
    case TEXT_TITLE:
        buf_append(&reader->title, run->utf8, run->size);
        return buf_status(&reader->title) == STATUS_NO_MEMORY ? STATUS_NO_MEMORY : STATUS_OK;
    case TEXT_BODY:
    case TEXT_HEADER:
    case TEXT_FOOTER:
        return take_text(reader, part, run);
    default:
        return STATUS_OK;
    }
}

/* What is behind it was not looked at. */
static bool ends_reading(enum status why)
{
    return why == STATUS_LIMIT_CHILDREN || why == STATUS_LIMIT_RATIO || why == STATUS_LIMIT_BYTES
           || why == STATUS_LIMIT_DEPTH || why == STATUS_DEADLINE;
}

static enum status take_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    struct site_page *page = ((struct site_page_reader *)sink)->page;

    (void)part;
    (void)detail;
    page->is_cut |= why != STATUS_OK && why != STATUS_STOPPED;
    page->has_more_addresses |= ends_reading(why);
    return STATUS_OK;
}

static enum status part_close(struct extract_sink *sink, const struct part *part)
{
    struct site_page_reader *reader = (struct site_page_reader *)sink;
    enum status status;

    if (part->parent != NULL || reader->inner.depth > 0)
        return STATUS_OK;
    reader->page->format = part->format->name;
    reader->page->media_type = part->format->media_type;
    status = close_address(reader);
    end_label(reader);
    return status;
}

/* ---- What stands in attributes. */

static bool is_called(const struct part_hint *hint, const char *name)
{
    return hint->name != NULL && strcmp(hint->name, name) == 0;
}

/* Of the address that was told last; false: it is nothing that the page runs or shows. */
static bool is_inner(const struct site_page_reader *reader, const struct part_hint *hint, struct inner *inner)
{
    enum page_element element = reader->open.element;

    *inner = reader->inner;
    inner->depth++;
    if (is_called(hint, HTML_SRCDOC_NAME)) {
        inner->is_framed = true;
        return true;
    }
    if (is_called(hint, HTML_SCRIPT_URL_NAME)) {
        inner->is_waiting = inner->is_waiting || element != PAGE_FRAME;
        return true;
    }
    if (!is_called(hint, HTML_DATA_URL_NAME) || (element != PAGE_PROGRAM && element != PAGE_FRAME))
        return false;
    inner->is_framed = inner->is_framed || element == PAGE_FRAME;
    inner->is_apart = inner->is_apart || element == PAGE_FRAME;
    return true;
}

/* As if it stood between the tags of the page. */
static enum status read_inner(struct site_page_reader *reader, const struct inner *inner, const struct part_hint *hint,
                              struct bytes input)
{
    const struct inner outer = reader->inner;
    enum status status;

    reader->inner = *inner;
    reader->address_start = NO_PLACE; /* places are those of another part */
    status = extract_single(input, hint, reader->context, &reader->sink);
    if (status == STATUS_OK)
        status = close_address(reader);
    reader->inner = outer;
    reader->address_start = NO_PLACE;
    return status;
}

/* Other files inside are the rules' to read: an archive need not be unpacked a second time. */
static enum status child(struct extract_sink *sink, const struct part *part, const struct part_hint *hint,
                         struct bytes input, enum status why, const char *detail)
{
    struct site_page_reader *reader = (struct site_page_reader *)sink;
    struct inner inner;
    enum status status;

    if (!is_markup(part) && !is_script(part))
        return STATUS_STOPPED;
    status = close_address(reader);
    if (status != STATUS_OK || !is_inner(reader, hint, &inner))
        return status;
    if (why != STATUS_OK)
        return take_gap(sink, part, why, detail);
    return inner.depth <= INNER_DEPTH_MAX ? read_inner(reader, &inner, hint, input)
                                          : take_gap(sink, part, STATUS_LIMIT_DEPTH, detail);
}

enum status site_page_reader_create(struct site_page_reader **result)
{
    struct site_page_reader *reader = alloc_zeroed(1, sizeof *reader);
    enum status status;

    if (reader == NULL)
        return STATUS_NO_MEMORY;
    reader->sink = (struct extract_sink){ part_open, text, take_gap, part_close, child };
    reader->title = (struct buf)BUF_INIT(4096);
    reader->text = (struct buf)BUF_INIT(PAGE_TEXT_MAX + 4096);
    reader->pending = (struct buf)BUF_INIT(1 << 16);
    status = charset_create(&reader->charset);
    if (status == STATUS_OK)
        status = arena_create(&reader->parts);
    if (status == STATUS_OK)
        status = arena_create(&reader->results);
    if (status != STATUS_OK) {
        site_page_reader_destroy(reader);
        return status;
    }
    *result = reader;
    return STATUS_OK;
}

void site_page_reader_destroy(struct site_page_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->charset != NULL)
        charset_destroy(reader->charset);
    if (reader->parts != NULL)
        arena_destroy(reader->parts);
    if (reader->results != NULL)
        arena_destroy(reader->results);
    buf_free(&reader->title);
    buf_free(&reader->text);
    buf_free(&reader->pending);
    alloc_free(reader->links);
    alloc_free(reader->sends);
    alloc_free(reader->asks);
    alloc_free(reader->properties);
    alloc_free(reader->rows.items);
    alloc_free(reader);
}

struct declining {
    struct extract_delegate delegate; /* the first */
    struct site_page_reader *reader;
};

/* What the parsers of others read is read in a process apart, by the scanner: here nothing is wanted of it that is
 * worth doing so a second time, and in this process it is never read. */
static enum status leave_out(struct extract_delegate *delegate, const struct extractor *extractor,
                             struct extract_job *job)
{
    const struct site_page_reader *reader = ((struct declining *)delegate)->reader;

    (void)extractor;
    (void)job;
    reader->page->is_left_out = reader->page->is_left_out || reader->inner.depth == 0;
    return STATUS_OK;
}

enum status site_page_read(struct site_page_reader *reader, struct bytes input, const struct part_hint *hint,
                           struct site_page *page)
{
    struct budget budget = budget_start(&limits, NULL);
    struct declining declining = { { .extract = leave_out }, reader };
    const struct extract_context context = { .charset = reader->charset,
                                             .budget = &budget,
                                             .arena = reader->parts,
                                             .follows_sends = true,
                                             .delegate = &declining.delegate };
    enum status status;

    *page = (struct site_page){ .title = "", .encoding = ENCODING_NONE };
    reader->page = page;
    reader->link_count = reader->send_count = reader->ask_count = reader->property_count = 0;
    reader->rows.count = 0;
    reader->rows.seen = 0;
    reader->address_is_open = reader->label_is_open = false;
    buf_clear(&reader->title);
    buf_clear(&reader->text);
    arena_reset(reader->results);
    arena_reset(reader->parts);
    reader->context = &context;
    reader->inner = (struct inner){ 0 };
    status = extract_single(input, hint, &context, &reader->sink);
    reader->context = NULL;
    page->title = reader->title.size > 0 ? reader->title.data : "";
    page->text = buf_bytes(&reader->text);
    page->rows = reader->rows.items;
    page->row_count = reader->rows.count;
    page->links = reader->links;
    page->link_count = reader->link_count;
    page->sends = reader->sends;
    page->send_count = reader->send_count;
    page->asks = reader->asks;
    page->ask_count = reader->ask_count;
    page->properties = reader->properties;
    page->property_count = reader->property_count;
    return status == STATUS_NO_MEMORY ? status : STATUS_OK;
}
