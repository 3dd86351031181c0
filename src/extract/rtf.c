/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/rtf.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/field_code.h"
#include "extract/flow.h"
#include "extract/rtf_object.h"
#include "extract/rtf_words.h"
#include "text/ascii.h"
#include "text/utf8.h"

enum {
    BID = 5 * 8,
    GROUPS_MAX = 1000, /* deeper ones are read as part of this one */
    FONTS_MAX = 4096,  /* numbers of fonts whose character set is kept */
    COLORS_MAX = 4096,
    WORD_SIZE_MAX = 32,
    RAW_SIZE_MAX = 1024,       /* bytes that wait to be decoded together */
    COLLECTED_SIZE_MAX = 4096, /* of an instruction or a property of a shape */
    TINY_HALF_POINTS = 2,      /* text of one point cannot be read */
    PROGRESS_STEP = 1 << 16,
    FONT_UNKNOWN = -1,
};

/* What holds inside a group; an inner group inherits it. */
struct group {
    enum rtf_destination destination;
    enum text_role role;
    const char *section;
    int32_t font, color;
    uint32_t skip_count; /* characters that follow \u for readers that do not know it */
    bool hidden, deleted, tiny, in_table;
    bool character_shade, paragraph_shade;
    bool is_aside; /* the destination began here */
    bool starred;  /* \* came: the next word may be unknown */
};

struct rtf {
    struct extract_job *job;
    struct bytes input;
    size_t offset, progressed;
    struct flow flow;
    struct group *groups;
    size_t depth, overflow; /* groups that are open beyond the maximum */
    enum encoding encoding; /* of the document */
    int8_t font_encodings[FONTS_MAX];
    bool white[COLORS_MAX];
    size_t color_count;
    int32_t font_defined;
    uint32_t rgb;
    bool color_is_given;
    int32_t default_font;
    uint8_t raw[RAW_SIZE_MAX];
    size_t raw_size;
    char pending[TEXT_RUN_MAX]; /* decoded, not yet emitted; comes before the raw bytes */
    size_t pending_size;
    uint32_t to_skip;        /* characters after \u */
    uint32_t high_surrogate; /* or 0 */
    struct buf collected;    /* an instruction, the value of a property */
    char shape_property[64];
    struct cell cell;
    uint32_t table_count;
    bool cell_shade, in_table, ended, is_too_deep;
    struct rtf_object object;
};

static struct group *innermost(struct rtf *rtf)
{
    return &rtf->groups[rtf->depth];
}

/* Whether what is written goes out as it is read. */
static bool is_text(enum rtf_destination destination)
{
    return destination == RTF_TEXT || destination == RTF_HEADER || destination == RTF_FOOTER
           || destination == RTF_FOOTNOTE || destination == RTF_COMMENT || destination == RTF_TEXT_BOX;
}

/* ---- text ---- */

static bool is_white_on_white(const struct rtf *rtf, const struct group *group)
{
    return group->color > 0 && (size_t)group->color < COLORS_MAX && rtf->white[group->color] && !group->character_shade
           && !group->paragraph_shade && !(group->in_table && rtf->cell_shade);
}

static void table_follow(struct rtf *rtf, const struct group *group)
{
    if (group->destination != RTF_TEXT)
        return;
    if (group->in_table && !rtf->in_table)
        rtf->cell = (struct cell){ ++rtf->table_count, 1, 1 };
    rtf->in_table = group->in_table;
}

static enum status text_emit(struct rtf *rtf, struct bytes utf8)
{
    const struct group *group = innermost(rtf);
    struct text_run run = { .role = group->role, .section = group->section };

    if (is_text(group->destination)) {
        table_follow(rtf, group);
        if (group->destination == RTF_TEXT && group->in_table)
            run.cell = rtf->cell;
        if (group->hidden || group->deleted || group->tiny || is_white_on_white(rtf, group))
            run.role = TEXT_HIDDEN;
        return flow_text(&rtf->flow, &run, utf8);
    }
    switch (group->destination) {
    case RTF_INSTRUCTION:
    case RTF_SHAPE_NAME:
    case RTF_SHAPE_VALUE:
        if (utf8.size < COLLECTED_SIZE_MAX - rtf->collected.size)
            buf_append(&rtf->collected, utf8.data, utf8.size);
        return buf_status(&rtf->collected);
    case RTF_NAME:
        /* Bookmarks that no person has set begin with an underscore. */
        if (utf8.size > 0 && utf8.data[0] == '_')
            return STATUS_OK;
        return flow_text(&rtf->flow, &run, utf8);
    case RTF_PROPERTY:
    case RTF_COMMENT_AUTHOR:
    case RTF_TIP:
    case RTF_UNKNOWN:
        return flow_text(&rtf->flow, &run, utf8);
    default:
        return STATUS_OK;
    }
}

static enum status pending_emit(struct rtf *rtf)
{
    struct bytes pending = bytes_of(rtf->pending, rtf->pending_size);

    rtf->pending_size = 0;
    return pending.size > 0 ? text_emit(rtf, pending) : STATUS_OK;
}

/* Characters that come one by one go out together. */
static enum status pending_add(struct rtf *rtf, struct bytes utf8)
{
    enum status status = utf8.size > sizeof rtf->pending - rtf->pending_size ? pending_emit(rtf) : STATUS_OK;

    if (status != STATUS_OK || utf8.size > sizeof rtf->pending)
        return status == STATUS_OK ? text_emit(rtf, utf8) : status;
    memcpy(rtf->pending + rtf->pending_size, utf8.data, utf8.size);
    rtf->pending_size += utf8.size;
    return STATUS_OK;
}

static enum encoding encoding_here(struct rtf *rtf)
{
    int32_t font = innermost(rtf)->font;

    if (font >= 0 && font < FONTS_MAX && rtf->font_encodings[font] != ENCODING_NONE)
        return (enum encoding)rtf->font_encodings[font];
    return rtf->encoding;
}

static bool is_plain(const uint8_t *bytes, size_t size)
{
    for (size_t index = 0; index < size; index++)
        if (bytes[index] >= 0x80 || bytes[index] < ' ')
            return false;
    return true;
}

/* Decodes what waits. `last` is false when the second half of a character may still come. */
static enum status raw_decode(struct rtf *rtf, bool last)
{
    char utf8[4 * RAW_SIZE_MAX + 16];
    struct bytes rest = bytes_of(rtf->raw, rtf->raw_size);
    enum status status = STATUS_OK;

    if (rest.size > 0 && is_plain(rest.data, rest.size)) {
        rtf->raw_size = 0;
        return pending_add(rtf, rest);
    }
    while (rest.size > 0 && status == STATUS_OK) {
        struct charset_step step = charset_decode(rtf->job->charset, encoding_here(rtf), rest, last, utf8, sizeof utf8);

        if (step.consumed == 0)
            break;
        rest = bytes_slice(rest, step.consumed, rest.size);
        status = pending_add(rtf, bytes_of(utf8, step.produced));
    }
    if (rest.size > 0)
        memmove(rtf->raw, rest.data, rest.size);
    rtf->raw_size = last ? 0 : rest.size;
    return status;
}

static enum status text_flush(struct rtf *rtf)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    bool lone = rtf->high_surrogate != 0;
    enum status status = rtf->raw_size > 0 ? raw_decode(rtf, true) : STATUS_OK;

    rtf->high_surrogate = 0;
    if (status == STATUS_OK && lone)
        status = pending_add(rtf, bytes_of(replacement, sizeof replacement - 1));
    return status == STATUS_OK ? pending_emit(rtf) : status;
}

static enum status raw_add(struct rtf *rtf, const uint8_t *bytes, size_t size)
{
    enum status status = STATUS_OK;

    while (size > 0 && status == STATUS_OK) {
        size_t taken = size < RAW_SIZE_MAX - rtf->raw_size ? size : RAW_SIZE_MAX - rtf->raw_size;

        memcpy(rtf->raw + rtf->raw_size, bytes, taken);
        rtf->raw_size += taken;
        bytes += taken;
        size -= taken;
        if (rtf->raw_size == RAW_SIZE_MAX)
            status = raw_decode(rtf, false);
    }
    return status;
}

static enum status character_add(struct rtf *rtf, uint32_t code_point)
{
    char utf8[4];
    bool is_low = code_point >= 0xDC00 && code_point < 0xE000 && rtf->high_surrogate != 0;
    enum status status = STATUS_OK;

    if (is_low) {
        code_point = 0x10000 + ((rtf->high_surrogate - 0xD800) << 10) + (code_point - 0xDC00);
        rtf->high_surrogate = 0;
    }
    if (rtf->high_surrogate != 0)
        status = text_flush(rtf);
    else if (rtf->raw_size > 0)
        status = raw_decode(rtf, true);
    if (code_point >= 0xD800 && code_point < 0xDC00) {
        rtf->high_surrogate = code_point;
        return status;
    }
    /* The codes of a symbol font stand in the private area; below it they are what other fonts show. */
    if (code_point >= 0xF020 && code_point <= 0xF07E)
        code_point -= 0xF000;
    if (status != STATUS_OK || code_point < ' ')
        return status;
    return pending_add(rtf, bytes_of(utf8, utf8_encode(code_point, utf8)));
}

/* ---- tables, paragraphs ---- */

static enum status boundary(struct rtf *rtf, enum rtf_action action)
{
    enum status status = text_flush(rtf);
    bool in_body = innermost(rtf)->destination == RTF_TEXT;

    if (status != STATUS_OK)
        return status;
    if (in_body && (action == RTF_CELL || action == RTF_ROW)) {
        struct group in_table = *innermost(rtf);

        in_table.in_table = true;
        table_follow(rtf, &in_table); /* an empty cell counts too */
        if (action == RTF_CELL) {
            rtf->cell.column++;
        } else {
            rtf->cell.row++;
            rtf->cell.column = 1;
        }
    }
    return flow_paragraph(&rtf->flow);
}

/* ---- destinations ---- */

static bool is_link(struct bytes instruction)
{
    static const char *const names[] = { "HYPERLINK", "INCLUDE", "IMPORT", "LINK", "DDE", "RD" };

    for (size_t index = 0; index < sizeof names / sizeof *names; index++)
        if (bytes_start_with(instruction, names[index], strlen(names[index])))
            return true;
    return false;
}

/* What a field does: a link says where to, and may have a tip; the rest a reader does not see. */
static enum status instruction_end(struct rtf *rtf, const struct group *group)
{
    struct bytes text = buf_bytes(&rtf->collected), rest, argument;
    struct text_run run = { .role = TEXT_HIDDEN, .join = JOIN_BROKEN, .section = group->section };
    enum status status;

    while (text.size > 0 && text.data[0] == ' ')
        text = bytes_slice(text, 1, text.size);
    rest = text;
    if (!is_link(text) || !field_code_argument(&rest, &argument))
        return flow_apart(&rtf->flow, &run, text);
    run.role = TEXT_LINK;
    status = flow_apart(&rtf->flow, &run, argument);
    run.role = TEXT_ALT;
    while (status == STATUS_OK && field_code_argument(&rest, &argument))
        status = flow_apart(&rtf->flow, &run, argument);
    return status;
}

static enum status shape_value_end(struct rtf *rtf, const struct group *group)
{
    static const char *const names[] = { "wzDescription", "wzName", "pibName", "wzTooltip" };
    struct text_run run = { .role = group->role, .join = JOIN_BROKEN, .section = "textbox" };
    enum status status = STATUS_OK;

    /* Text along a path: mostly a watermark. */
    if (strcmp(rtf->shape_property, "gtextUNICODE") == 0) {
        flow_aside_begin(&rtf->flow);
        status = flow_text(&rtf->flow, &run, buf_bytes(&rtf->collected));
        flow_aside_end(&rtf->flow);
        return status;
    }
    for (size_t index = 0; index < sizeof names / sizeof *names && status == STATUS_OK; index++) {
        run.role = TEXT_ALT;
        if (strcmp(rtf->shape_property, names[index]) == 0)
            status = flow_apart(&rtf->flow, &run, buf_bytes(&rtf->collected));
    }
    return status;
}

static void destination_begin(struct rtf *rtf, enum rtf_destination destination)
{
    static const struct {
        enum rtf_destination destination;
        enum text_role role;
        const char *section;
    } asides[] = {
        { RTF_HEADER, TEXT_HEADER, "header" },
        { RTF_FOOTER, TEXT_FOOTER, "footer" },
        { RTF_FOOTNOTE, TEXT_NOTE, "footnotes" },
        { RTF_COMMENT, TEXT_NOTE, "comments" },
        { RTF_TEXT_BOX, TEXT_BODY, "textbox" },
        { RTF_PROPERTY, TEXT_METADATA, "property" },
        { RTF_COMMENT_AUTHOR, TEXT_METADATA, "comments" },
        { RTF_NAME, TEXT_METADATA, "property" },
        { RTF_TIP, TEXT_ALT, NULL },
        { RTF_UNKNOWN, TEXT_HIDDEN, "unknown" },
    };
    struct group *group = innermost(rtf);

    group->destination = destination;
    for (size_t index = 0; index < sizeof asides / sizeof *asides; index++) {
        if (asides[index].destination != destination)
            continue;
        /* A box in a header is part of the header. */
        if (destination != RTF_TEXT_BOX || group->role == TEXT_BODY) {
            group->role = asides[index].role;
            group->section = asides[index].section;
        }
        group->in_table = group->hidden = group->deleted = false;
        if (!group->is_aside)
            flow_aside_begin(&rtf->flow);
        group->is_aside = true;
    }
    if (destination == RTF_INSTRUCTION || destination == RTF_SHAPE_NAME || destination == RTF_SHAPE_VALUE)
        buf_clear(&rtf->collected);
    if (destination == RTF_OBJECT_DATA || destination == RTF_PICTURE)
        rtf_object_begin(&rtf->object, destination == RTF_PICTURE);
}

/* The group that opened the destination closes. */
static enum status destination_end(struct rtf *rtf, const struct group *group)
{
    struct bytes collected = buf_bytes(&rtf->collected);

    switch (group->destination) {
    case RTF_INSTRUCTION:
        return instruction_end(rtf, group);
    case RTF_SHAPE_NAME:
        snprintf(rtf->shape_property, sizeof rtf->shape_property, "%.*s", (int)collected.size,
                 collected.size > 0 ? (const char *)collected.data : "");
        return STATUS_OK;
    case RTF_SHAPE_VALUE:
        return shape_value_end(rtf, group);
    case RTF_OBJECT_DATA:
    case RTF_PICTURE:
        return rtf_object_end(&rtf->object, rtf->job);
    default:
        return STATUS_OK;
    }
}

static enum status group_open(struct rtf *rtf)
{
    enum status status = text_flush(rtf);
    struct group *outer = innermost(rtf);

    rtf->to_skip = 0;
    if (rtf->depth == GROUPS_MAX) {
        rtf->is_too_deep = true;
        rtf->overflow++;
        return status;
    }
    rtf->groups[++rtf->depth] = *outer;
    innermost(rtf)->is_aside = false;
    innermost(rtf)->starred = false;
    if (outer->destination == RTF_TWICE)
        innermost(rtf)->destination = RTF_SKIPPED;
    if (outer->destination == RTF_INFORMATION)
        innermost(rtf)->destination = RTF_SKIPPED;
    return status;
}

static enum status group_close(struct rtf *rtf)
{
    enum status status = text_flush(rtf);
    struct group closed = *innermost(rtf);

    rtf->to_skip = 0;
    if (rtf->overflow > 0) {
        rtf->overflow--;
        return status;
    }
    if (rtf->depth == 0)
        return status;
    if (status == STATUS_OK && closed.destination != rtf->groups[rtf->depth - 1].destination)
        status = destination_end(rtf, &closed);
    if (closed.is_aside)
        flow_aside_end(&rtf->flow);
    rtf->depth--;
    rtf->ended = rtf->depth == 0;
    /* Beside running text there is nothing to wait for. */
    if (status == STATUS_OK && (closed.destination == RTF_PROPERTY || rtf->ended))
        status = flow_paragraph(&rtf->flow);
    return status;
}

/* ---- tables of fonts and colours ---- */

static void font_encoding_set(struct rtf *rtf, enum encoding encoding)
{
    if (innermost(rtf)->destination == RTF_FONTS && rtf->font_defined >= 0 && rtf->font_defined < FONTS_MAX
        && encoding != ENCODING_NONE)
        rtf->font_encodings[rtf->font_defined] = (int8_t)encoding;
}

static void color_part_set(struct rtf *rtf, int shift, int32_t value)
{
    rtf->rgb = (rtf->rgb & ~(0xFFu << shift)) | (uint32_t)(value & 0xFF) << shift;
    rtf->color_is_given = true;
}

static void color_end(struct rtf *rtf)
{
    if (rtf->color_count < COLORS_MAX)
        rtf->white[rtf->color_count++] = rtf->color_is_given && rtf->rgb == 0xFFFFFF;
    rtf->rgb = 0;
    rtf->color_is_given = false;
}

/* ---- words ---- */

static void defaults_set(struct rtf *rtf, enum rtf_action action)
{
    struct group *group = innermost(rtf);

    if (action == RTF_ROW_DEFAULTS) {
        rtf->cell_shade = false;
    } else if (action == RTF_PARAGRAPH_DEFAULTS) {
        group->in_table = group->paragraph_shade = false;
    } else {
        group->hidden = group->deleted = group->tiny = group->character_shade = false;
        group->color = 0;
        group->font = rtf->default_font;
    }
}

/* Words that change how text looks; what stands before them must be out. */
static void look_set(struct rtf *rtf, const struct rtf_word *word, int32_t value)
{
    struct group *group = innermost(rtf);

    switch (word->action) {
    case RTF_HIDDEN:
        group->hidden = value != 0;
        break;
    case RTF_DELETED:
        group->deleted = value != 0;
        break;
    case RTF_SIZE:
        group->tiny = value <= TINY_HALF_POINTS;
        break;
    case RTF_COLOR:
        group->color = value;
        break;
    case RTF_CHARACTER_SHADE:
        group->character_shade = value != 0;
        break;
    case RTF_PARAGRAPH_SHADE:
        group->paragraph_shade = value != 0;
        break;
    case RTF_CELL_SHADE:
        rtf->cell_shade |= value != 0;
        break;
    case RTF_FONT:
        rtf->font_defined = value;
        group->font = value;
        break;
    default:
        defaults_set(rtf, word->action);
    }
}

static void document_set(struct rtf *rtf, const struct rtf_word *word, int32_t value)
{
    enum encoding encoding;

    switch (word->action) {
    case RTF_CODE_PAGE:
        encoding = rtf_encoding_of_code_page(value);
        if (encoding != ENCODING_NONE)
            rtf->encoding = encoding;
        break;
    case RTF_ENCODING:
        rtf->encoding = (enum encoding)word->value;
        break;
    case RTF_CHARSET:
        font_encoding_set(rtf, rtf_encoding_of_charset(value));
        break;
    case RTF_FONT_CODE_PAGE:
        font_encoding_set(rtf, rtf_encoding_of_code_page(value));
        break;
    case RTF_DEFAULT_FONT:
        rtf->default_font = value;
        rtf->groups[0].font = innermost(rtf)->font = value;
        break;
    case RTF_RED:
        color_part_set(rtf, 16, value);
        break;
    case RTF_GREEN:
        color_part_set(rtf, 8, value);
        break;
    default:
        color_part_set(rtf, 0, value);
    }
}

static enum status binary_take(struct rtf *rtf, int32_t size)
{
    struct bytes binary = bytes_slice(rtf->input, rtf->offset, size > 0 ? (size_t)size : 0);
    enum rtf_destination destination = innermost(rtf)->destination;

    rtf->offset += binary.size;
    if (destination == RTF_OBJECT_DATA || destination == RTF_PICTURE)
        return rtf_object_binary(&rtf->object, rtf->job, binary);
    return STATUS_OK;
}

static enum status unicode_take(struct rtf *rtf, int32_t value)
{
    enum status status = character_add(rtf, (uint32_t)(value < 0 ? value + 0x10000 : value) & 0x1FFFFF);

    rtf->to_skip = innermost(rtf)->skip_count;
    return status;
}

static enum status destination_take(struct rtf *rtf, const struct rtf_word *word)
{
    enum rtf_destination destination = (enum rtf_destination)word->value;
    struct group *group = innermost(rtf);
    enum rtf_destination outer = rtf->depth > 0 ? rtf->groups[rtf->depth - 1].destination : RTF_TEXT;

    if (rtf->overflow > 0)
        return STATUS_OK;
    if (outer == RTF_INFORMATION && destination == RTF_PROPERTY)
        group->destination = RTF_TEXT;
    /* \title and such are words of the style sheet and others too. */
    else if (destination == RTF_PROPERTY && strcmp(word->name, "docvar") != 0 && strcmp(word->name, "template") != 0)
        return STATUS_OK;
    if (destination == RTF_ONCE) {
        group->destination = rtf->depth > 1 ? rtf->groups[rtf->depth - 2].destination : RTF_TEXT;
        return STATUS_OK;
    }
    if ((group->destination == RTF_SKIPPED || group->destination == RTF_UNKNOWN) && destination != RTF_TWICE)
        return STATUS_OK;
    if (destination == RTF_TEXT) {
        if (group->destination != RTF_TEXT || group->starred)
            group->destination = outer;
        return STATUS_OK;
    }
    destination_begin(rtf, destination);
    return STATUS_OK;
}

static enum status known_word(struct rtf *rtf, const struct rtf_word *word, bool has_value, int32_t value)
{
    enum status status = STATUS_OK;

    switch (word->action) {
    case RTF_NOTHING:
        return STATUS_OK;
    case RTF_CHARACTER:
        return character_add(rtf, (uint32_t)word->value);
    case RTF_UNICODE:
        return has_value ? unicode_take(rtf, value) : STATUS_OK;
    case RTF_BINARY:
        return has_value ? binary_take(rtf, value) : STATUS_OK;
    case RTF_SKIP_COUNT:
        innermost(rtf)->skip_count = has_value && value >= 0 && value < 256 ? (uint32_t)value : 1;
        return STATUS_OK;
    case RTF_PARAGRAPH:
    case RTF_CELL:
    case RTF_ROW:
        return boundary(rtf, word->action);
    default:
        break;
    }
    status = text_flush(rtf);
    if (status != STATUS_OK)
        return status;
    if (word->action == RTF_LINE) /* in a cell it is there for want of room */
        flow_join(&rtf->flow, innermost(rtf)->in_table ? JOIN_SPACED : JOIN_BROKEN);
    else if (word->action == RTF_BLANK)
        flow_join(&rtf->flow, JOIN_SPACED);
    else if (word->action == RTF_IN_TABLE)
        innermost(rtf)->in_table = !has_value || value != 0;
    else if (word->action == RTF_DESTINATION)
        return destination_take(rtf, word);
    else if (word->action >= RTF_RED)
        document_set(rtf, word, value);
    else
        look_set(rtf, word, has_value ? value : 1);
    return STATUS_OK;
}

/* A group that begins with \* and a word that we do not know is for other programs. */
static enum status word_take(struct rtf *rtf, struct bytes name, bool has_value, int32_t value)
{
    const struct rtf_word *word = rtf_word_find(name);
    struct group *group = innermost(rtf);
    bool starred = group->starred;
    enum status status = STATUS_OK;

    /* A word that is skipped behind \u must still take its binary data along. */
    if (rtf->to_skip > 0 && (word == NULL || word->action != RTF_BINARY)) {
        rtf->to_skip--;
        return STATUS_OK;
    }
    if (starred && rtf->overflow == 0 && (word == NULL || word->action != RTF_DESTINATION)) {
        status = text_flush(rtf);
        if (is_text(group->destination))
            destination_begin(rtf, RTF_UNKNOWN);
        else if (group->destination != RTF_UNKNOWN)
            group->destination = RTF_SKIPPED;
    }
    if (status == STATUS_OK && word != NULL)
        status = known_word(rtf, word, has_value, value);
    innermost(rtf)->starred = false;
    return status;
}

/* ---- the syntax ---- */

static uint8_t byte_at(const struct rtf *rtf, size_t offset)
{
    return offset < rtf->input.size ? rtf->input.data[offset] : 0;
}

static bool is_letter(uint8_t byte)
{
    return (uint8_t)((byte | 0x20) - 'a') < 26;
}

static enum status word_read(struct rtf *rtf)
{
    size_t start = rtf->offset, end = start, digits;
    bool negative, has_value;
    int64_t value = 0;

    while (end - start < WORD_SIZE_MAX && is_letter(byte_at(rtf, end)))
        end++;
    negative = byte_at(rtf, end) == '-';
    digits = end + negative;
    rtf->offset = digits;
    while (rtf->offset - digits < 10 && byte_at(rtf, rtf->offset) >= '0' && byte_at(rtf, rtf->offset) <= '9')
        value = value * 10 + (byte_at(rtf, rtf->offset++) - '0');
    has_value = rtf->offset > digits;
    if (!has_value)
        rtf->offset = end;
    if (byte_at(rtf, rtf->offset) == ' ')
        rtf->offset++;
    if (value > INT32_MAX)
        value = INT32_MAX;
    return word_take(rtf, bytes_slice(rtf->input, start, end - start), has_value, (int32_t)(negative ? -value : value));
}

static enum status byte_take(struct rtf *rtf, uint8_t byte)
{
    if (rtf->to_skip > 0) {
        rtf->to_skip--;
        return STATUS_OK;
    }
    return raw_add(rtf, &byte, 1);
}

static enum status symbol_take(struct rtf *rtf, uint8_t symbol)
{
    bool is_skipped = rtf->to_skip > 0 && symbol != '\r' && symbol != '\n';

    if (symbol == '\'') {
        int high = ascii_hexadecimal(byte_at(rtf, rtf->offset)), low = ascii_hexadecimal(byte_at(rtf, rtf->offset + 1));

        if (high < 0 || low < 0)
            return STATUS_OK;
        rtf->offset += 2;
        return byte_take(rtf, (uint8_t)(high * 16 + low));
    }
    if (is_skipped) {
        rtf->to_skip--;
        return STATUS_OK;
    }
    if (symbol == '\\' || symbol == '{' || symbol == '}')
        return byte_take(rtf, symbol);
    if (symbol == '~')
        return character_add(rtf, 0xA0);
    if (symbol == '_')
        return character_add(rtf, '-');
    if (symbol == '*')
        innermost(rtf)->starred = true;
    else if (symbol == '\r' || symbol == '\n')
        return boundary(rtf, RTF_PARAGRAPH);
    return STATUS_OK;
}

static enum status control_read(struct rtf *rtf)
{
    uint8_t byte = byte_at(rtf, ++rtf->offset);

    if (is_letter(byte))
        return word_read(rtf);
    rtf->offset += rtf->offset < rtf->input.size;
    return symbol_take(rtf, byte);
}

static size_t literal_end(const struct rtf *rtf)
{
    size_t end = rtf->offset;

    while (end < rtf->input.size) {
        uint8_t byte = rtf->input.data[end];

        if (byte == '\\' || byte == '{' || byte == '}' || byte == '\r' || byte == '\n')
            break;
        end++;
    }
    return end;
}

static enum status literal_read(struct rtf *rtf)
{
    struct bytes literal = bytes_slice(rtf->input, rtf->offset, literal_end(rtf) - rtf->offset);
    enum rtf_destination destination = innermost(rtf)->destination;

    rtf->offset += literal.size;
    if (destination == RTF_SKIPPED || destination == RTF_FONTS)
        return STATUS_OK;
    if (destination == RTF_COLORS) {
        for (size_t index = 0; index < literal.size; index++)
            if (literal.data[index] == ';')
                color_end(rtf);
        return STATUS_OK;
    }
    if (destination == RTF_OBJECT_DATA || destination == RTF_PICTURE)
        return rtf_object_hexadecimal(&rtf->object, rtf->job, literal);
    while (rtf->to_skip > 0 && literal.size > 0) {
        rtf->to_skip--;
        literal = bytes_slice(literal, 1, literal.size);
    }
    return raw_add(rtf, literal.data, literal.size);
}

static enum status step(struct rtf *rtf)
{
    uint8_t byte = rtf->input.data[rtf->offset];

    switch (byte) {
    case '{':
        rtf->offset++;
        return group_open(rtf);
    case '}':
        rtf->offset++;
        return group_close(rtf);
    case '\\':
        return control_read(rtf);
    case '\r':
    case '\n':
        rtf->offset++;
        return STATUS_OK;
    default:
        return literal_read(rtf);
    }
}

/* Readers stop at the last brace; what is behind it is there all the same. */
static enum status rest_read(struct rtf *rtf)
{
    struct bytes rest = bytes_slice(rtf->input, rtf->offset, rtf->input.size);

    while (rest.size > 0 && (rest.data[0] <= ' '))
        rest = bytes_slice(rest, 1, rest.size);
    if (rest.size == 0)
        return STATUS_OK;
    return extract_child(rtf->job, &(struct part_hint){ .name = "behind the end" }, rest, NULL);
}

static enum status document_read(struct rtf *rtf)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK && rtf->offset < rtf->input.size && !rtf->ended) {
        status = step(rtf);
        if (status == STATUS_OK && rtf->offset - rtf->progressed >= PROGRESS_STEP) {
            rtf->progressed = rtf->offset;
            status = extract_progress(rtf->job, rtf->offset);
        }
    }
    if (status == STATUS_OK)
        status = text_flush(rtf);
    while (status == STATUS_OK && rtf->flow.level > 0)
        flow_aside_end(&rtf->flow);
    if (status == STATUS_OK)
        status = flow_paragraph(&rtf->flow);
    if (status == STATUS_OK && rtf->is_too_deep)
        status = extract_gap(rtf->job, STATUS_LIMIT_DEPTH, "groups in groups");
    if (status == STATUS_OK && !rtf->ended) {
        status = rtf_object_end(&rtf->object, rtf->job);
        return status == STATUS_OK ? extract_gap(rtf->job, STATUS_MALFORMED, "the document breaks off") : status;
    }
    return status == STATUS_OK ? rest_read(rtf) : status;
}

static unsigned rtf_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return bytes_start_with(input, "{\\rtf", 5) ? BID : 0;
}

static enum status rtf_extract(struct extract_job *job)
{
    struct rtf *rtf = alloc_zeroed(1, sizeof *rtf);
    enum status status = STATUS_NO_MEMORY;

    if (rtf == NULL)
        return status;
    rtf->job = job;
    rtf->input = job->input;
    rtf->encoding = ENCODING_WINDOWS_1252;
    rtf->collected = (struct buf)BUF_INIT(COLLECTED_SIZE_MAX);
    rtf->font_defined = FONT_UNKNOWN;
    memset(rtf->font_encodings, ENCODING_NONE, sizeof rtf->font_encodings);
    flow_init(&rtf->flow, job);
    rtf->groups = alloc_zeroed(GROUPS_MAX + 1, sizeof *rtf->groups);
    if (rtf->groups != NULL) {
        rtf->groups[0] = (struct group){ .destination = RTF_TEXT, .role = TEXT_BODY, .skip_count = 1 };
        status = document_read(rtf);
    }
    rtf_object_free(&rtf->object);
    flow_free(&rtf->flow);
    buf_free(&rtf->collected);
    alloc_free(rtf->groups);
    alloc_free(rtf);
    return status;
}

const struct extractor rtf_extractor = {
    .format = { "rtf", "application/rtf" },
    .bid = rtf_bid,
    .extract = rtf_extract,
};
