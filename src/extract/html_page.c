/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_page.h"

#include <string.h>

#include "extract/html_attributes.h"
#include "extract/html_controls.h"
#include "extract/html_fragment.h"
#include "extract/html_opens.h"
#include "extract/html_plain.h"
#include "extract/html_scan.h"
#include "extract/html_script.h"
#include "extract/html_written.h"

enum {
    MARQUEE_SIZE_MIN = 10,    /* smaller than any news ticker */
    MARQUEE_AMOUNT_MAX = 500, /* faster than anyone reads */
    COLUMNS_MAX = 1000,       /* that one cell may span (clause 4.9.11) */
    PROGRESS_BYTES = 64 * 1024,
};

#define ATTRIBUTE(id) (UINT64_C(1) << HTML_ATTRIBUTE_##id)

static const uint64_t looking_attributes =
    ATTRIBUTE(STYLE) | ATTRIBUTE(BGCOLOR) | ATTRIBUTE(BACKGROUND) | ATTRIBUTE(COLOR) | ATTRIBUTE(TEXT) | ATTRIBUTE(DIR);
static const uint64_t naming_attributes = ATTRIBUTE(CLASS) | ATTRIBUTE(ID);

void html_page_start(struct html_page *page)
{
    page->mode = MODE_TEXT;
    for (int voice = 0; voice < VOICE_COUNT; voice++)
        page->joins[voice] = JOIN_BROKEN;
    page->title_join = JOIN_BROKEN;
    page->has_sheets = false;
    page->together = NULL;
    page->rules = NULL;
    page->rules_reach = 0;
    page->effects = NULL;
    page->opens = NULL;
    page->scripts = NULL;
    page->scripts_window = 0;
    page->written_depth = page->written_count = 0;
    page->handler = HANDLER_NONE;
    page->followed = NULL;
    page->followed_count = 0;
    page->looks = looking_attributes;
    page->table_depth = 0;
    page->table_count = 0;
    html_direction_start(&page->direction);
    html_stack_start(&page->stack);
}

void html_page_conceal(struct html_page *page, struct html_effects *effects)
{
    page->effects = effects;
    if (effects != NULL)
        page->looks |= naming_attributes;
}

/* ---- text ---- */

static inline bool is_hidden(const struct html_open *open)
{
    return (open->state & OPEN_INVISIBLE) != 0;
}

const enum text_role html_page_roles[VOICE_COUNT] = {
    [VOICE_SEEN] = TEXT_BODY,
    [VOICE_HIDDEN] = TEXT_HIDDEN,
    [VOICE_NOTE] = TEXT_NOTE,
    [VOICE_CHOICE] = TEXT_ALT,
};

/* Hidden pieces with visible text between them are apart; the other way round they are not, since nobody sees what is
 * between. */
enum text_join html_page_spend_join(struct html_page *page, enum html_voice voice)
{
    enum text_join join = page->joins[voice];

    page->joins[voice] = JOIN_GLUED;
    if (voice == VOICE_SEEN)
        page->joins[VOICE_HIDDEN] = JOIN_BROKEN;
    return join;
}

void html_page_add_join(struct html_page *page, enum html_voice voice, enum text_join join)
{
    if (page->joins[voice] < join)
        page->joins[voice] = join;
}

/* What forces the text at `source` to run the other way is told as the characters of Unicode that do the same. */
static enum status page_direction(struct html_page *page, struct bytes source)
{
    bool begins_line = page->joins[VOICE_SEEN] >= JOIN_LINE;
    char codes[HTML_DIRECTION_SIZE];
    size_t size;

    if (page->output.written != NULL || !html_direction_is_needed(&page->direction))
        return STATUS_OK;
    size = html_direction_codes(&page->direction, &page->stack, begins_line, codes);
    if (size == 0)
        return STATUS_OK;
    return html_output_whole(&page->output, TEXT_BODY, html_page_spend_join(page, VOICE_SEEN), codes, size, source);
}

static enum status page_text(struct html_page *page, struct bytes text)
{
    const struct html_open *top = html_stack_top(&page->stack);
    const uint8_t *end = text.data + text.size;
    enum html_voice voice = html_page_voice(top);

    if (*text.data <= ' ' && html_scan_skip_blank_text(text.data, end, page->tokenizer.end) == end) {
        bool breaks = (top->state & OPEN_PRE) != 0 && html_scan_find2(text.data, end, '\n', '\r') < end;

        html_page_add_join(page, voice, breaks ? JOIN_BROKEN : JOIN_SPACED);
        return STATUS_OK;
    }
    /* Blanks at the beginning of a line are not shown (CSS Text 3, clause 4.1.3). */
    if (page->joins[voice] == JOIN_LINE && (top->state & OPEN_PRE) == 0) {
        text.data = html_scan_skip_blank_text(text.data, end, page->tokenizer.end);
        text.size = (size_t)(end - text.data);
    }
    if (voice == VOICE_SEEN) {
        enum status status = page_direction(page, text);

        if (status != STATUS_OK)
            return status;
    }
    return html_output_bytes(&page->output, html_page_roles[voice], html_page_spend_join(page, voice), text);
}

static enum status page_reference(struct html_page *page, struct html_token *token)
{
    enum html_voice voice = html_page_voice(html_stack_top(&page->stack));
    struct bytes source = token->text;
    enum text_role role = html_page_roles[voice];
    enum status status = STATUS_OK;
    enum text_join join;

    if (page->mode != MODE_TITLE && token->utf8_size == 2 && memcmp(token->utf8, "\xC2\xA0", 2) == 0) {
        /* A line that is indented begins a paragraph. */
        html_page_add_join(page, voice, page->joins[voice] == JOIN_LINE ? JOIN_BROKEN : JOIN_SPACED);
        return STATUS_OK;
    }
    if (token->utf8[0] == '&') {
        source.size =
            html_output_decode(token->start, page->tokenizer.end, REFERENCES_OF_TEXT, token->utf8, &token->utf8_size);
        page->tokenizer.next = token->start + source.size;
    }
    if (page->mode == MODE_TITLE) {
        role = TEXT_TITLE;
        join = page->title_join;
        page->title_join = JOIN_GLUED;
    } else {
        if (voice == VOICE_SEEN)
            status = page_direction(page, source);
        join = html_page_spend_join(page, voice);
    }
    if (status != STATUS_OK)
        return status;
    if (source.size > token->text.size && (role == TEXT_BODY || role == TEXT_TITLE))
        return html_output_shown(&page->output, role, join, token->utf8, token->utf8_size, source);
    return html_output_whole(&page->output, role, join, token->utf8, token->utf8_size, source);
}

/* After there are more rules, or sheets. */
static void look_further(struct html_page *page)
{
    if (page->has_sheets || (page->rules_reach & HTML_RULES_OF_CLASSES) != 0)
        page->looks |= ATTRIBUTE(CLASS);
    if (page->has_sheets || (page->rules_reach & HTML_RULES_OF_IDENTIFIERS) != 0)
        page->looks |= ATTRIBUTE(ID);
}

/* A style sheet that a script writes: what it hides, the script hides. */
static enum status page_written_style(struct html_page *page, struct bytes sheet)
{
    if (page->effects == NULL)
        html_page_conceal(page, html_effects_create(page->output.job->arena));
    if (page->effects == NULL)
        return STATUS_NO_MEMORY;
    html_effects_read(page->effects, sheet);
    return html_script_output_style(&page->output, TEXT_LINK, sheet);
}

static enum status page_style(struct html_page *page, struct bytes sheet)
{
    if (page->output.written != NULL)
        return page_written_style(page, sheet);
    if (page->rules == NULL)
        page->rules = html_rules_create(page->output.job->arena);
    if (page->rules == NULL)
        return STATUS_NO_MEMORY;
    html_rules_read(page->rules, sheet);
    page->rules_reach = html_rules_reach(page->rules);
    look_further(page);
    return html_script_output_style(&page->output, TEXT_LINK, sheet);
}

static enum status page_script(struct html_page *page, struct bytes text)
{
    enum status status = html_script_output(&page->output, JOIN_BROKEN, text);

    if (status != STATUS_OK || page->output.is_inert)
        return status;
    status = html_written_keep(page, text);
    return status == STATUS_OK ? html_written_read(page, text) : status;
}

static enum status page_import_map(struct html_page *page, struct bytes text)
{
    enum status status = html_script_output(&page->output, JOIN_BROKEN, text);

    return status == STATUS_OK ? html_written_read_import_map(page, text) : status;
}

static enum status page_literal(struct html_page *page, struct bytes text)
{
    enum text_join join = page->title_join;

    switch (page->mode) {
    case MODE_TEXT:
        return page_text(page, text);
    case MODE_TITLE:
        page->title_join = JOIN_GLUED;
        return html_output_bytes(&page->output, TEXT_TITLE, join, text);
    case MODE_SCRIPT:
        return page_script(page, text);
    case MODE_IMPORT_MAP:
        return page_import_map(page, text);
    case MODE_STYLE:
        return page_style(page, text);
    case MODE_FRAGMENT:
        return html_fragment_output(&page->output, TEXT_HIDDEN, TEXT_HIDDEN_LINK, text);
    }
    return STATUS_OK;
}

/* ---- blocks and tables ---- */

/* A block begins or ends in an element of this state. What is not there at all breaks nothing; what is there
 * without its text being seen does. */
static void page_break(struct html_page *page, unsigned state)
{
    page->joins[VOICE_HIDDEN] = JOIN_BROKEN;
    page->joins[VOICE_NOTE] = JOIN_BROKEN;
    if ((state & (OPEN_HIDDEN | OPEN_APART | OPEN_NOTE)) == 0)
        page->joins[VOICE_SEEN] = JOIN_BROKEN;
}

static struct html_table *innermost_table(struct html_page *page)
{
    size_t depth = page->table_depth < HTML_TABLES_MAX ? page->table_depth : HTML_TABLES_MAX;

    return depth > 0 ? &page->tables[depth - 1] : NULL;
}

static void name_cell(struct html_page *page)
{
    const struct html_table *table = innermost_table(page);

    page->output.run.cell = table != NULL && table->column > 0
                                ? (struct cell){ table->number, table->row, table->column }
                                : (struct cell){ 0, 0, 0 };
}

static void table_start(struct html_page *page)
{
    page->table_count++;
    if (page->table_depth++ < HTML_TABLES_MAX)
        page->tables[page->table_depth - 1] = (struct html_table){ .number = page->table_count, .column_next = 1 };
    name_cell(page);
}

static void table_end(struct html_page *page)
{
    page->table_depth--;
    name_cell(page);
}

static void row_start(struct html_page *page)
{
    struct html_table *table = innermost_table(page);

    if (table == NULL || page->table_depth > HTML_TABLES_MAX)
        return;
    table->row++;
    table->column = 0;
    table->column_next = 1;
    name_cell(page);
}

static void cell_start(struct html_page *page)
{
    struct html_table *table = innermost_table(page);
    uint32_t span = 1;

    if (table == NULL || page->table_depth > HTML_TABLES_MAX)
        return;
    if (html_attributes_has(&page->attributes, HTML_ATTRIBUTE_COLSPAN))
        span = html_attributes_number(&page->attributes, HTML_ATTRIBUTE_COLSPAN, 1);
    if (span == 0 || span > COLUMNS_MAX)
        span = 1;
    if (table->row == 0)
        table->row = 1;
    table->column = table->column_next;
    table->column_next += span;
    name_cell(page);
}

void html_page_close(struct html_page *page, size_t depth)
{
    struct html_stack *stack = &page->stack;

    while (stack->depth > depth) {
        const struct html_open *open = html_stack_top(stack);

        if ((open->state & OPEN_BREAKS) != 0)
            page_break(page, open->state);
        if (open->tag == HTML_TAG_TABLE)
            table_end(page);
        if ((open->state & OPEN_TURNED) != 0)
            html_direction_close(&page->direction, stack, stack->depth - 1);
        html_stack_pop(stack);
    }
    page->output.run.newlines =
        (html_stack_top(stack)->state & OPEN_PRE) != 0 ? NEWLINES_ARE_BREAKS : NEWLINES_ARE_BLANKS;
    page->tokenizer.cdata_is_allowed = (html_stack_top(stack)->state & OPEN_FOREIGN) != 0;
}

/* ---- visibility ---- */

static bool is_tiny_frame(const struct html_page *page, enum html_tag tag)
{
    const struct html_attributes *attributes = &page->attributes;

    if (tag == HTML_TAG_MARQUEE)
        return html_attributes_number(attributes, HTML_ATTRIBUTE_WIDTH, MARQUEE_SIZE_MIN + 1) <= MARQUEE_SIZE_MIN
               || html_attributes_number(attributes, HTML_ATTRIBUTE_HEIGHT, MARQUEE_SIZE_MIN + 1) <= MARQUEE_SIZE_MIN
               || html_attributes_number(attributes, HTML_ATTRIBUTE_SCROLLAMOUNT, 0) >= MARQUEE_AMOUNT_MAX;
    if (tag == HTML_TAG_IFRAME || tag == HTML_TAG_FRAME || tag == HTML_TAG_EMBED || tag == HTML_TAG_OBJECT)
        return html_attributes_number(attributes, HTML_ATTRIBUTE_WIDTH, 2) <= 1
               || html_attributes_number(attributes, HTML_ATTRIBUTE_HEIGHT, 2) <= 1;
    return false;
}

/* Colours said by attributes of old; style that says otherwise comes later and wins. */
static void look_of_attributes(const struct html_page *page, enum html_tag tag, struct html_look *look)
{
    const struct html_attributes *attributes = &page->attributes;
    enum html_attribute_id color = tag == HTML_TAG_FONT ? HTML_ATTRIBUTE_COLOR : HTML_ATTRIBUTE_TEXT;

    if (html_attributes_has(attributes, HTML_ATTRIBUTE_BGCOLOR)) {
        look->known |= LOOK_BACKGROUND;
        if (html_attributes_color(attributes, HTML_ATTRIBUTE_BGCOLOR, &look->background))
            look->on |= LOOK_BACKGROUND;
    }
    if (html_attributes_has(attributes, HTML_ATTRIBUTE_BACKGROUND))
        look->known |= LOOK_BACKGROUND;
    if ((tag == HTML_TAG_FONT || tag == HTML_TAG_BODY) && html_attributes_has(attributes, color)) {
        look->known |= LOOK_COLOR;
        if (html_attributes_color(attributes, color, &look->color))
            look->on |= LOOK_COLOR;
    }
}

/* What HTML says of directions (clause 15.3.6): style may say otherwise. */
static void look_of_direction(const struct html_page *page, enum html_tag tag, struct html_look *look)
{
    bool is_right = html_attributes_is(&page->attributes, HTML_ATTRIBUTE_DIR, "rtl", 3);

    if (tag == HTML_TAG_BDO) {
        look->known |= LOOK_OVERRIDE | LOOK_ISOLATE;
        look->on |= LOOK_OVERRIDE | LOOK_ISOLATE;
    }
    if (is_right || html_attributes_is(&page->attributes, HTML_ATTRIBUTE_DIR, "ltr", 3)) {
        look->known |= LOOK_RIGHT;
        look->on |= is_right ? LOOK_RIGHT : 0;
    }
}

static void look_of_style(struct html_page *page, struct bytes style, struct html_look *look)
{
    const uint8_t *limit = page->tokenizer.end;

    page->attributes.style_is_silent = html_script_style_is_silent(style, limit);
    if (page->attributes.style_is_silent)
        html_look_declare(look, style, limit);
    else
        html_plain_declare(look, style, limit);
}

/* Of the tag just collected, whose name is in what the tokenizer reads. */
static struct bytes attributes_of(const struct html_page *page, const struct html_name *name)
{
    const uint8_t *behind = name->data + name->size;

    return (struct bytes){ behind, (size_t)(page->tokenizer.next - behind) };
}

/* Into *look, of which nothing is known. */
static void look_of(struct html_page *page, enum html_tag tag, const struct html_name *name, struct html_look *look)
{
    const struct html_attributes *attributes = &page->attributes;

    look_of_direction(page, tag, look);
    if ((page->rules_reach & HTML_RULES_OF_ELEMENTS) != 0
        || (page->rules_reach != 0 && (attributes->seen & naming_attributes) != 0)) {
        struct bytes none = { name->data, 0 };
        bool has_class = html_attributes_has(attributes, HTML_ATTRIBUTE_CLASS);
        bool has_identifier = html_attributes_has(attributes, HTML_ATTRIBUTE_ID);

        if (attributes->strays == NULL) /* without anything to decode in the tag */
            html_rules_look(page->rules, name, has_class ? attributes->values[HTML_ATTRIBUTE_CLASS] : none,
                            has_identifier ? attributes->values[HTML_ATTRIBUTE_ID] : none, page->tokenizer.end, look);
        else
            html_plain_look(page->rules, name, has_class ? attributes->values[HTML_ATTRIBUTE_CLASS] : none,
                            has_identifier ? attributes->values[HTML_ATTRIBUTE_ID] : none, page->tokenizer.end, look);
    }
    if ((page->rules_reach & HTML_RULES_OF_ATTRIBUTES) != 0 && page->tokenizer.next > name->data + name->size)
        html_rules_look_attributes(page->rules, name, attributes_of(page, name), look);
    if ((attributes->seen & looking_attributes) != 0) {
        look_of_attributes(page, tag, look);
        if (html_attributes_has(attributes, HTML_ATTRIBUTE_STYLE))
            look_of_style(page, attributes->values[HTML_ATTRIBUTE_STYLE], look);
    }
}

/* Clear letters through which the background is seen. */
static bool shows_background(const struct html_look *look)
{
    return (look->on & LOOK_CLIP_TEXT) != 0 && look->color == HTML_LOOK_CLEAR;
}

/* Colours, size of the font, visibility and direction, which are inherited until something sets them anew. A style
 * sheet that is not in the page may set them for whatever has a class, and for the page itself. */
static void apply_look(const struct html_page *page, enum html_tag tag, const struct html_look *look,
                       struct html_open *open)
{
    bool is_named =
        (page->attributes.seen & (UINT64_C(1) << HTML_ATTRIBUTE_CLASS | UINT64_C(1) << HTML_ATTRIBUTE_ID)) != 0;
    bool is_unsure = page->has_sheets && (is_named || tag == HTML_TAG_BODY);
    unsigned state = open->state;

    if ((look->known & LOOK_BACKGROUND) != 0) {
        open->background = (look->on & LOOK_BACKGROUND) != 0 ? (int32_t)look->background : HTML_COLOR_UNKNOWN;
        state &= ~(unsigned)OPEN_UNSURE;
    } else if (is_unsure) {
        state |= OPEN_UNSURE;
    }
    if ((look->known & LOOK_COLOR) != 0)
        open->color =
            (look->on & LOOK_COLOR) != 0 && !shows_background(look) ? (int32_t)look->color : HTML_COLOR_UNKNOWN;
    else if (is_unsure)
        open->color = HTML_COLOR_UNKNOWN;
    if ((look->known & LOOK_FONT_SIZE) != 0)
        state = (look->on & LOOK_FONT_SIZE) != 0 ? state | OPEN_TINY : state & ~(unsigned)OPEN_TINY;
    else if (is_unsure || (html_names_elements[tag].flags & HTML_BREAKS) != 0)
        state &= ~(unsigned)OPEN_TINY; /* lists are written with font-size:0, their items without */
    if ((look->known & LOOK_VISIBILITY) != 0)
        state = (look->on & LOOK_VISIBILITY) != 0 ? state | OPEN_VEILED : state & ~(unsigned)OPEN_VEILED;
    if ((look->known & LOOK_RIGHT) != 0)
        state = (look->on & LOOK_RIGHT) != 0 ? state | OPEN_RIGHT : state & ~(unsigned)OPEN_RIGHT;
    if ((look->on & LOOK_OVERRIDE) != 0)
        state |= (look->on & LOOK_ISOLATE) != 0 ? OPEN_TURNED | OPEN_ISOLATED : OPEN_TURNED;
    state &= ~(unsigned)OPEN_SHADE;
    if (open->color == HTML_LOOK_CLEAR
        || ((state & OPEN_UNSURE) == 0 && open->color >= 0 && open->background >= 0
            && html_look_is_same_color((uint32_t)open->color, (uint32_t)open->background)))
        state |= OPEN_SHADE;
    open->state = (uint16_t)state;
}

static bool is_hidden_input(const struct html_page *page)
{
    return html_attributes_is(&page->attributes, HTML_ATTRIBUTE_TYPE, "hidden", 6);
}

/* Whether style, as far as it is known, can say anything about the element. */
static bool has_look(const struct html_page *page, enum html_tag tag, unsigned parent_state)
{
    return (page->attributes.seen & page->looks) != 0 || (parent_state & (OPEN_TINY | OPEN_SHADE)) != 0
           || (page->rules_reach & (HTML_RULES_OF_ELEMENTS | HTML_RULES_OF_ATTRIBUTES)) != 0
           || (tag == HTML_TAG_BODY && page->has_sheets) || tag == HTML_TAG_BDO;
}

static bool is_hidden_by_attributes(const struct html_page *page, enum html_tag tag)
{
    switch (tag) {
    case HTML_TAG_INPUT:
        return is_hidden_input(page);
    case HTML_TAG_MARQUEE:
    case HTML_TAG_IFRAME:
    case HTML_TAG_FRAME:
    case HTML_TAG_EMBED:
    case HTML_TAG_OBJECT:
        return is_tiny_frame(page, tag);
    default:
        return false;
    }
}

/* What scripts say of the element comes last. */
static void look_of_scripts(struct html_page *page, enum html_tag tag, const struct html_name *name,
                            struct html_look *look, struct html_open *open)
{
    const struct html_attributes *attributes = &page->attributes;
    struct bytes none = { name->data, 0 };
    bool was_hidden = html_look_hides(look) || (open->state & OPEN_INVISIBLE) != 0;

    if (page->effects == NULL || (attributes->seen & naming_attributes) == 0)
        return;
    html_effects_look(page->effects, page->rules, name,
                      html_attributes_has(attributes, HTML_ATTRIBUTE_CLASS) ? attributes->values[HTML_ATTRIBUTE_CLASS]
                                                                            : none,
                      html_attributes_has(attributes, HTML_ATTRIBUTE_ID) ? attributes->values[HTML_ATTRIBUTE_ID] : none,
                      page->tokenizer.end, look);
    apply_look(page, tag, look, open);
    if (!was_hidden && (html_look_hides(look) || (open->state & OPEN_INVISIBLE) != 0))
        open->state |= OPEN_SCRIPTED;
}

/* What the element of this start tag is to the text in it, made in its place on the stack. */
static struct html_open *open_element(struct html_page *page, enum html_tag tag, const struct html_name *name)
{
    const struct html_open *parent = html_stack_top(&page->stack);
    unsigned flags = html_names_elements[tag].flags;
    struct html_open *open = html_stack_next(&page->stack);
    struct html_look look = { 0, 0, 0, 0 };

    open->name = html_stack_name(tag, name);
    open->tag = (uint16_t)tag;
    open->state = (uint16_t)((parent->state & OPEN_INHERITED) | (flags & OPEN_OF_KIND));
    open->color = tag == HTML_TAG_A ? HTML_COLOR_UNKNOWN : parent->color;
    open->background = parent->background;
    if (has_look(page, tag, parent->state)) {
        look_of(page, tag, name, &look);
        apply_look(page, tag, &look, open);
        look_of_scripts(page, tag, name, &look, open);
        if (html_look_hides(&look))
            open->state |= OPEN_HIDDEN;
        if ((look.on & LOOK_BLOCK) != 0)
            open->state |= OPEN_BREAKS;
        else if ((look.on & LOOK_INLINE) != 0)
            open->state &= (uint16_t)~OPEN_BREAKS;
    }
    if (page->attributes.seen != 0
        && (html_attributes_has(&page->attributes, HTML_ATTRIBUTE_HIDDEN) || is_hidden_by_attributes(page, tag)))
        open->state |= OPEN_HIDDEN;
    if (page->opens != NULL)
        html_opens_take(page, tag, name, &look, open);
    return open;
}

/* ---- tags ---- */

struct raw_element {
    enum html_content content;
    enum html_mode mode;
};

/* Clause 13.2.6.4: which elements have content that is not markup. */
static bool find_raw(enum html_tag tag, struct raw_element *raw)
{
    switch (tag) {
    case HTML_TAG_TITLE:
        *raw = (struct raw_element){ HTML_CONTENT_RCDATA, MODE_TITLE };
        return true;
    case HTML_TAG_TEXTAREA:
        *raw = (struct raw_element){ HTML_CONTENT_RCDATA, MODE_TEXT };
        return true;
    case HTML_TAG_SCRIPT:
        *raw = (struct raw_element){ HTML_CONTENT_SCRIPT, MODE_SCRIPT };
        return true;
    case HTML_TAG_STYLE:
        *raw = (struct raw_element){ HTML_CONTENT_RAW, MODE_STYLE };
        return true;
    case HTML_TAG_XMP:
        *raw = (struct raw_element){ HTML_CONTENT_RAW, MODE_TEXT };
        return true;
    case HTML_TAG_IFRAME:
    case HTML_TAG_NOEMBED:
    case HTML_TAG_NOFRAMES:
        *raw = (struct raw_element){ HTML_CONTENT_RAW, MODE_FRAGMENT };
        return true;
    case HTML_TAG_PLAINTEXT:
        *raw = (struct raw_element){ HTML_CONTENT_PLAINTEXT, MODE_TEXT };
        return true;
    default:
        return false;
    }
}

/* Scripts that hold markup to be written out later: type="text/html", "text/template", "text/x-…". */
static bool is_template_script(const struct html_page *page)
{
    struct bytes type = page->attributes.values[HTML_ATTRIBUTE_TYPE];

    if (!html_attributes_has(&page->attributes, HTML_ATTRIBUTE_TYPE) || type.size < 9
        || memcmp(type.data, "text/", 5) != 0)
        return false;
    return memmem(type.data, type.size, "html", 4) != NULL || memmem(type.data, type.size, "template", 8) != NULL
           || memmem(type.data, type.size, "tmpl", 4) != NULL || memmem(type.data, type.size, "handlebars", 10) != NULL;
}

/* What is inside a td is in a cell, inside a pre preformatted, … */
static void set_content_state(enum html_tag tag, struct html_open *open)
{
    switch (tag) {
    case HTML_TAG_SVG:
    case HTML_TAG_MATH:
        open->state |= OPEN_FOREIGN;
        break;
    case HTML_TAG_FOREIGNOBJECT:
        open->state &= (uint16_t)~OPEN_FOREIGN;
        break;
    case HTML_TAG_TD:
    case HTML_TAG_TH:
        open->state |= OPEN_CELL;
        break;
    case HTML_TAG_TABLE:
        open->state &= (uint16_t)~OPEN_CELL;
        break;
    case HTML_TAG_PRE:
    case HTML_TAG_LISTING:
    case HTML_TAG_TEXTAREA:
    case HTML_TAG_XMP:
    case HTML_TAG_PLAINTEXT:
        open->state |= OPEN_PRE;
        break;
    default:
        break;
    }
}

static void enter_raw(struct html_page *page, enum html_tag tag)
{
    struct raw_element raw;

    if (!find_raw(tag, &raw))
        return;
    if (tag == HTML_TAG_SCRIPT && is_template_script(page))
        raw.mode = MODE_FRAGMENT;
    if (tag == HTML_TAG_SCRIPT && html_attributes_is(&page->attributes, HTML_ATTRIBUTE_TYPE, "importmap", 9))
        raw.mode = MODE_IMPORT_MAP;
    page->mode = raw.mode;
    page->title_join = JOIN_BROKEN;
    html_tokenizer_enter(&page->tokenizer, raw.content, html_names_elements[tag].name, html_names_elements[tag].size);
}

static void push_element(struct html_page *page, enum html_tag tag, struct html_open *open)
{
    bool has_content = (html_names_elements[tag].flags & HTML_CONTENT) != 0;

    /* Only in foreign content does a slash make an element empty. */
    if ((open->state & OPEN_FOREIGN) != 0 && page->tokenizer.tag_is_self_closing)
        return;
    if (has_content) {
        set_content_state(tag, open);
        enter_raw(page, tag);
    }
    if ((open->state & OPEN_TURNED) != 0)
        html_direction_open(&page->direction, &page->stack);
    html_stack_push(&page->stack);
    page->output.run.newlines = (open->state & OPEN_PRE) != 0 ? NEWLINES_ARE_BREAKS : NEWLINES_ARE_BLANKS;
    page->tokenizer.cdata_is_allowed = (open->state & OPEN_FOREIGN) != 0;
    if (!has_content || page->stack.overflow > 0)
        return;
    if (tag == HTML_TAG_TABLE)
        table_start(page);
    else if (tag == HTML_TAG_TR)
        row_start(page);
    else if (tag == HTML_TAG_TD || tag == HTML_TAG_TH)
        cell_start(page);
}

/* A line break within a cell may cut a number in two: it is white space there. Two in a row part paragraphs. */
static void line_break(struct html_page *page)
{
    const struct html_open *top = html_stack_top(&page->stack);
    enum html_voice voice = html_page_voice(top);

    if ((top->state & OPEN_CELL) != 0)
        html_page_add_join(page, voice, JOIN_SPACED);
    else
        html_page_add_join(page, voice, page->joins[voice] == JOIN_LINE ? JOIN_BROKEN : JOIN_LINE);
}

/* Clause 13.2.6.5: an element of HTML ends the picture it is written into. */
static void leave_foreign(struct html_page *page, enum html_tag tag)
{
    size_t depth = page->stack.depth;

    if ((html_names_elements[tag].flags & HTML_SPECIAL) == 0 || tag == HTML_TAG_TITLE || tag == HTML_TAG_STYLE
        || tag == HTML_TAG_SCRIPT)
        return;
    while (depth > 1 && (page->stack.entries[depth - 1].state & OPEN_FOREIGN) != 0)
        depth--;
    html_page_close(page, depth);
}

static enum text_link ordinary_link(const struct html_page *page, const struct html_open *open)
{
    if (page->output.written != NULL)
        return LINK_WRITTEN;
    if ((open->state & OPEN_SCRIPTED) != 0 && is_hidden(open))
        return LINK_CONCEALED;
    return page->opens != NULL && is_hidden(open) && html_opens_can_open(page->opens) ? LINK_OPENABLE : LINK_ORDINARY;
}

/* Many wait in a page: those that name a host. */
static bool may_ask_plainly(struct bytes script)
{
    static const char *const words[] = { "//", "\\/\\/" };

    return html_scan_has_any(script, words, sizeof words / sizeof *words) && js_effects_may_ask(script);
}

/* Where scripts in attributes send the reader without his doing, and whom they ask for something. */
static enum status follow_handlers(struct html_page *page)
{
    struct html_tokenizer tag = { .next = page->attributes.strays, .end = page->tokenizer.end, .in_tag = true };
    enum status status = STATUS_OK;
    struct bytes script;
    bool waits;

    if (page->attributes.strays == NULL || !extract_follows_sends(page->output.job))
        return STATUS_OK;
    while (status == STATUS_OK && html_attributes_next_handler(&tag, &script, &waits)) {
        page->handler = waits ? HANDLER_WAITS : HANDLER_RUNS;
        status = html_written_keep(page, script);
        if (status == STATUS_OK
            && (waits ? may_ask_plainly(script) : js_sends_may(script) || js_effects_may_ask(script)))
            status = html_written_read(page, script);
    }
    page->handler = HANDLER_NONE;
    return status;
}

static enum status start_tag(struct html_page *page, const uint8_t *start, enum html_tag tag,
                             const struct html_name *name)
{
    unsigned flags = html_names_elements[tag].flags;
    struct html_open *open;
    enum status status;

    if (!page->tokenizer.tag_is_closed && page->output.written != NULL) /* the rest is what the script adds */
        return STATUS_OK;
    if (!page->tokenizer.tag_is_closed)
        return html_fragment_output(&page->output, TEXT_HIDDEN, TEXT_HIDDEN_LINK,
                                    (struct bytes){ start + 1, (size_t)(page->tokenizer.end - start - 1) });
    if ((html_stack_top(&page->stack)->state & OPEN_FOREIGN) != 0)
        leave_foreign(page, tag);
    if ((flags & HTML_IMPLIES) != 0 || ((flags & HTML_CLOSES_P) != 0 && page->stack.counts[HTML_TAG_P] > 0)) {
        size_t depth = html_stack_implied_depth(&page->stack, tag);

        if (depth < page->stack.depth)
            html_page_close(page, depth);
    }
    if (tag == HTML_TAG_HTML)
        page->output.run.section = NULL;
    open = open_element(page, tag, name);
    if ((open->state & OPEN_BREAKS) != 0)
        page_break(page, open->state);
    else if (tag == HTML_TAG_BR)
        line_break(page);
    else if (tag == HTML_TAG_RT)
        html_page_add_join(page, VOICE_NOTE, JOIN_SPACED);
    if (tag == HTML_TAG_LINK && html_attributes_has(&page->attributes, HTML_ATTRIBUTE_HREF)) {
        page->has_sheets = true;
        look_further(page);
    }
    if ((flags & HTML_VOID) == 0)
        push_element(page, tag, open);
    if (tag == HTML_TAG_INPUT || tag == HTML_TAG_OPTION || tag == HTML_TAG_SELECT) {
        status = html_controls_start(page, tag, name, open);
        if (status != STATUS_OK)
            return status;
    }
    if (page->attributes.seen == 0 && page->attributes.strays == NULL)
        return STATUS_OK;
    page->output.ordinary = ordinary_link(page, open);
    status = html_attributes_output(&page->attributes, &page->output, tag, is_hidden(open), page->tokenizer.end);
    return status == STATUS_OK ? follow_handlers(page) : status;
}

static enum status end_tag(struct html_page *page, const struct html_token *token)
{
    enum html_tag tag = html_names_tag(&token->name);
    uint32_t name = html_stack_name(tag, &token->name);
    struct html_stack *stack = &page->stack;
    size_t depth;

    page->mode = MODE_TEXT;
    if (!page->tokenizer.tag_is_closed && page->output.written == NULL && page->tokenizer.next > token->start + 64)
        return html_fragment_output(
            &page->output, TEXT_HIDDEN, TEXT_HIDDEN_LINK,
            (struct bytes){ token->start + 2, (size_t)(page->tokenizer.end - token->start - 2) });
    if (tag == HTML_TAG_BR) {
        line_break(page);
        return STATUS_OK;
    }
    if (tag == HTML_TAG_HTML) {
        stack->overflow = 0;
        html_page_close(page, 1);
        page_break(page, 0);
        page->output.run.section = "after-html";
        return STATUS_OK;
    }
    depth = html_stack_top_is(stack, name) ? stack->depth - 1 : html_stack_close_depth(stack, tag, name);
    if (depth < stack->depth)
        html_page_close(page, depth);
    else if ((html_names_elements[tag].flags & HTML_BREAKS) != 0)
        page_break(page, html_stack_top(stack)->state);
    return STATUS_OK;
}

/* ---- tokens ---- */

void html_page_collect(struct html_page *page)
{
    page->attributes.seen = 0;
    page->attributes.strays = NULL;
    if (page->tokenizer.in_tag)
        page->tokenizer.next = html_attributes_collect(&page->attributes, &page->tokenizer, page->tokenizer.next);
}

static enum status other_token(struct html_page *page, const struct html_token *token)
{
    const uint8_t *end = token->text.data + token->text.size;

    if (token->kind == HTML_DOCTYPE && html_scan_find_high(token->text.data, end, page->tokenizer.end) == end)
        return STATUS_OK;
    if (token->kind == HTML_COMMENT && token->text.size > 4 && memcmp(token->text.data, "?xml", 4) == 0)
        return STATUS_OK;
    return html_fragment_output(&page->output, TEXT_COMMENT, TEXT_COMMENT, token->text);
}

enum status html_page_token(struct html_page *page, struct html_token *token)
{
    switch (token->kind) {
    case HTML_TEXT:
        return page_literal(page, token->text);
    case HTML_CDATA:
        return token->text.size > 0 ? page_text(page, token->text) : STATUS_OK;
    case HTML_REFERENCE:
        return page_reference(page, token);
    case HTML_START_TAG:
        return start_tag(page, token->start, html_names_tag(&token->name), &token->name);
    case HTML_END_TAG:
        return end_tag(page, token);
    case HTML_DOCTYPE:
    case HTML_COMMENT:
        return other_token(page, token);
    }
    return STATUS_OK;
}

/* ---- what pages mostly consist of ----
 *
 * Text that ends in a tag, tags of known elements with one blank or nothing behind their names, end tags of the
 * innermost element. Sizes of names are told by branches rather than by looking for an end: the processor guesses
 * them and is at the next tag before it has read this one. Each function returns where its token ends, or `next`
 * with nothing done; there is room to look ahead. */

enum { AHEAD = 64 };

static inline const uint8_t *read_text(struct html_page *page, const uint8_t *next, enum status *status)
{
    const uint8_t *end = page->tokenizer.end;
    const uint8_t *after = html_scan_find_markup(next, end);

    if (after == next || end - after < 3 || *after == '&' || !(html_scan_is_alpha(after[1]) || after[1] == '/'))
        return next;
    page->tokenizer.next = after;
    *status = page_literal(page, (struct bytes){ next, (size_t)(after - next) });
    return after;
}

/* Names that the tables hold are of letters and digits alone, so that whatever equals one is one. */
static inline const uint8_t *read_end(struct html_page *page, const uint8_t *next)
{
    struct html_stack *stack = &page->stack;
    const struct html_known_name *known = &html_names_elements[html_stack_top(stack)->tag];

    if ((unsigned)known->size - 1 >= 8 || next[2 + known->size] != '>' || stack->overflow > 0 || known->name[0] == 'h'
        || html_scan_name_key_ahead(next + 2, known->size) != known->key)
        return next;
    next += 3 + known->size;
    page->tokenizer.next = next;
    page->mode = MODE_TEXT;
    html_page_close(page, stack->depth - 1);
    return next;
}

static inline bool is_name_end(uint8_t byte)
{
    return byte == '>' || byte == ' ';
}

static inline size_t usual_name_size(const uint8_t *name)
{
    if (is_name_end(name[1]))
        return 1;
    if (is_name_end(name[2]))
        return 2;
    if (is_name_end(name[4]))
        return 4;
    for (size_t size = 3; size <= 8; size++) {
        if (is_name_end(name[size]))
            return size;
    }
    return 0;
}

static inline const uint8_t *read_start(struct html_page *page, const uint8_t *next, enum status *status)
{
    size_t size = usual_name_size(next + 1);
    struct html_name name = { next + 1, size, html_scan_name_key_ahead(next + 1, size) };
    enum html_tag tag = html_names_tag(&name);
    const uint8_t *after = next + 2 + size;

    if (size == 0 || tag == HTML_TAG_OTHER)
        return next;
    page->attributes.seen = 0;
    page->attributes.strays = NULL;
    page->tokenizer.tag_is_closed = true;
    page->tokenizer.tag_is_self_closing = false;
    if (name.data[size] == ' ')
        after = html_attributes_collect(&page->attributes, &page->tokenizer, name.data + size);
    page->tokenizer.next = after;
    *status = start_tag(page, next, tag, &name);
    return after;
}

enum status html_page_read(struct html_page *page)
{
    struct html_tokenizer *tokenizer = &page->tokenizer;
    const uint8_t *base = page->output.base;
    const uint8_t *progress = base + PROGRESS_BYTES;
    const uint8_t *next = tokenizer->next;
    const uint8_t *end = tokenizer->end;
    enum status status = STATUS_OK;
    struct html_token token;

    while (status == STATUS_OK) {
        const uint8_t *before = next;

        if (next >= progress) {
            status = extract_progress(page->output.job, (uint64_t)(next - base));
            if (status != STATUS_OK)
                return status;
            progress = next + PROGRESS_BYTES;
        }
        if (tokenizer->content == HTML_CONTENT_DATA && end - next >= AHEAD) {
            if (*next != '<')
                next = read_text(page, next, &status);
            else if (next[1] == '/')
                next = read_end(page, next);
            else
                next = read_start(page, next, &status);
            if (next != before)
                continue;
        }
        if (!html_tokenizer_next(tokenizer, &token))
            break;
        if (token.kind == HTML_START_TAG || token.kind == HTML_END_TAG)
            html_page_collect(page);
        status = html_page_token(page, &token);
        next = tokenizer->next;
    }
    return status;
}
