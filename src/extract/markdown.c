/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/markdown.h"

#include <string.h>
#include <strings.h>

#include "extract/html_fragment.h"
#include "extract/html_names.h"
#include "extract/html_tokenizer.h"
#include "extract/plain.h"
#include "extract/span.h"
#include "extract/unsupported.h"

enum {
    BID = 5,               /* more than a table that the text may look like, less than JSON */
    PIECE_MAX = 64 * 1024, /* of a paragraph looked at as one */
    EVENTS_MAX = 8192,
    BRACKETS_MAX = 64, /* open at the same time */
    OPENERS_LOOKED_AT = 64,
    TARGET_MAX = 2048,
    TAG_MAX = 1024,
    BACKTICKS_MAX = 32,
};

enum event_kind {
    EVENT_SKIP,      /* markup that stands for nothing */
    EVENT_DELIMITER, /* of emphasis; those that found no partner are text */
    EVENT_BRACKET,   /* an opening one, which is text unless a link comes of it */
    EVENT_REFERENCE, /* to a character */
    EVENT_TAG,       /* of HTML, or a comment */
    EVENT_LINK,      /* from the closing bracket on */
    EVENT_SPACE,     /* a line end in a paragraph */
    EVENT_BREAK,     /* a hard one, or between cells */
};

/* Something in a paragraph that is not just text. */
struct event {
    size_t start, size;           /* in the input */
    size_t used_front, used_back; /* of a delimiter run: how many have a partner behind, before */
    enum event_kind kind;
    uint8_t mark;
    bool opens, closes;
    bool is_past; /* can be no partner of what comes */
};

struct markdown {
    struct extract_job *job;
    struct html_output output;
    struct event *events; /* EVENTS_MAX of them */
    size_t event_count;
    size_t end;                    /* of the paragraph */
    size_t brackets[BRACKETS_MAX]; /* events */
    size_t bracket_count;
    bool in_row;               /* of a table */
    bool comments_end_nowhere; /* behind where reading stands, in this paragraph */
    enum text_join join;
};

static unsigned markdown_bid(struct bytes input, const struct part_hint *hint)
{
    static const char *const extensions[] = { ".md", ".markdown", ".mdown", ".mkd" };
    const char *dot = hint->name != NULL ? strrchr(hint->name, '.') : NULL;
    bool is_named = hint->media_type != NULL && strcasecmp(hint->media_type, "text/markdown") == 0;

    for (size_t index = 0; index < sizeof extensions / sizeof *extensions && dot != NULL; index++)
        is_named = is_named || strcasecmp(dot, extensions[index]) == 0;
    return is_named && input.size > 0 && !unsupported_is_binary(input) ? BID : 0;
}

static uint8_t byte_at(const struct markdown *markdown, size_t offset)
{
    return offset < markdown->end ? markdown->job->input.data[offset] : '\n';
}

static size_t unit_size(const struct markdown *markdown, size_t offset)
{
    return span_unit_at(markdown->job->input, markdown->job->part->encoding, offset).size;
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool is_punctuation(uint8_t byte)
{
    return byte > ' ' && byte < 0x7F && !html_scan_is_alpha(byte) && !html_scan_is_digit(byte);
}

static struct event *add(struct markdown *markdown, enum event_kind kind, size_t start, size_t size)
{
    struct event *event = &markdown->events[markdown->event_count++];

    *event = (struct event){ .start = start, .size = size, .kind = kind };
    return event;
}

/* ---- inlines ---- */

static size_t run_length(const struct markdown *markdown, size_t offset)
{
    uint8_t mark = byte_at(markdown, offset);
    size_t size = 0;

    while (offset + size < markdown->end && byte_at(markdown, offset + size) == mark)
        size++;
    return size;
}

/* 6.2: whether a run of delimiters can open or close. Characters past ASCII count as letters, so that Chinese
 * punctuation beside a mark keeps no emphasis from being one. */
static void read_delimiter(struct markdown *markdown, size_t start, size_t size, uint8_t before)
{
    struct event *event = add(markdown, EVENT_DELIMITER, start, size);
    uint8_t after = byte_at(markdown, start + size);
    bool blank_before = is_blank(before) || before == '\n', blank_after = is_blank(after) || after == '\n';
    bool left = !blank_after && (!is_punctuation(after) || blank_before || is_punctuation(before));
    bool right = !blank_before && (!is_punctuation(before) || blank_after || is_punctuation(after));

    event->mark = byte_at(markdown, start);
    event->opens = left && (event->mark != '_' || !right || is_punctuation(before));
    event->closes = right && (event->mark != '_' || !left || is_punctuation(after));
}

/* 6.1: text between backticks, in which nothing else counts. Returns where reading goes on. */
static size_t read_code(struct markdown *markdown, size_t start, bool *absent)
{
    size_t size = run_length(markdown, start), offset = start + size;

    if (size >= BACKTICKS_MAX || absent[size])
        return offset;
    while (offset < markdown->end) {
        const uint8_t *data = markdown->job->input.data;

        if (data[offset] == '`') {
            size_t closing = run_length(markdown, offset);

            if (closing == size) {
                add(markdown, EVENT_SKIP, start, size);
                add(markdown, EVENT_SKIP, offset, size);
                return offset + size;
            }
            offset += closing;
        } else {
            offset += unit_size(markdown, offset);
        }
    }
    absent[size] = true;
    return start + size;
}

/* 6.3: the destination of a link from its opening parenthesis on; where it ends, or 0. */
static size_t link_end(const struct markdown *markdown, size_t start)
{
    size_t depth = 0;
    uint8_t quote = 0;

    if (memchr(markdown->job->input.data + start, ')', bytes_slice(markdown->job->input, start, TARGET_MAX).size)
        == NULL)
        return 0;
    for (size_t offset = start; offset < markdown->end && offset - start < TARGET_MAX;
         offset += unit_size(markdown, offset)) {
        uint8_t byte = byte_at(markdown, offset);

        if (quote != 0) {
            quote = byte == quote ? 0 : quote;
        } else if ((byte == '"' || byte == '\'') && is_blank(byte_at(markdown, offset - 1))) {
            quote = byte;
        } else if (byte == '\\') {
            offset++;
        } else if (byte == '(') {
            depth++;
        } else if (byte == ')' && --depth == 0) {
            return offset + 1;
        }
    }
    return 0;
}

/* A closing bracket makes a link of the last open one when a destination follows. */
static size_t read_closing(struct markdown *markdown, size_t offset)
{
    size_t end;

    if (markdown->bracket_count == 0)
        return offset + 1;
    end = byte_at(markdown, offset + 1) == '(' ? link_end(markdown, offset + 1) : 0;
    markdown->bracket_count--;
    if (end == 0)
        return offset + 1;
    markdown->events[markdown->brackets[markdown->bracket_count]].kind = EVENT_SKIP;
    add(markdown, EVENT_LINK, offset, end - offset);
    return end;
}

static size_t read_opening(struct markdown *markdown, size_t offset, size_t size)
{
    if (markdown->bracket_count == BRACKETS_MAX)
        return offset + size;
    markdown->brackets[markdown->bracket_count++] = markdown->event_count;
    add(markdown, EVENT_BRACKET, offset, size);
    return offset + size;
}

/* A comment, which may be long; 0 when it does not end. */
static size_t comment_size(struct markdown *markdown, size_t offset)
{
    const uint8_t *start = markdown->job->input.data + offset, *closing = NULL;

    if (!markdown->comments_end_nowhere)
        closing = memmem(start + 2, markdown->end - offset - 2, "-->", 3);
    markdown->comments_end_nowhere = closing == NULL;
    return closing != NULL ? (size_t)(closing + 3 - start) : 0;
}

/* 6.5 and 6.6: a tag, a comment, or an address between angle brackets. */
static size_t read_angle(struct markdown *markdown, size_t offset)
{
    struct bytes rest = bytes_slice(markdown->job->input, offset, markdown->end - offset);
    struct html_tokenizer tokenizer = html_tokenizer_start(bytes_slice(rest, 0, TAG_MAX));
    struct html_token token;
    struct html_attribute attribute;
    size_t size;

    if (bytes_start_with(rest, "<!--", 4)) {
        size = comment_size(markdown, offset);
        if (size > 0)
            add(markdown, EVENT_TAG, offset, size);
        return offset + (size > 0 ? size : 4);
    }
    if (memchr(rest.data, '>', bytes_slice(rest, 0, TAG_MAX).size) == NULL || !html_tokenizer_next(&tokenizer, &token)
        || token.kind == HTML_TEXT)
        return offset + 1;
    while (html_tokenizer_attribute(&tokenizer, &attribute))
        continue;
    size = (size_t)(tokenizer.next - token.start);
    if (!tokenizer.tag_is_closed || token.start != rest.data)
        return offset + 1;
    if (token.kind == HTML_START_TAG
        && (memchr(token.name.data, ':', token.name.size) != NULL
            || memchr(token.name.data, '@', token.name.size) != NULL)) {
        add(markdown, EVENT_SKIP, offset, 1);
        add(markdown, EVENT_SKIP, offset + size - 1, 1);
    } else {
        add(markdown, EVENT_TAG, offset, size);
    }
    return offset + size;
}

/* A line end, with the marks of quotes and the blanks that the next line begins with. */
static size_t read_line_end(struct markdown *markdown, size_t offset)
{
    size_t end = offset + 1;
    bool is_hard = offset >= 2 && memcmp(markdown->job->input.data + offset - 2, "  ", 2) == 0;

    while (end < markdown->end && (is_blank(byte_at(markdown, end)) || byte_at(markdown, end) == '>'))
        end++;
    add(markdown, is_hard ? EVENT_BREAK : EVENT_SPACE, offset, end - offset);
    return end;
}

static size_t read_escape(struct markdown *markdown, size_t offset)
{
    uint8_t next = byte_at(markdown, offset + 1);

    if (next == '\n' && offset + 1 < markdown->end) {
        add(markdown, EVENT_BREAK, offset, 1);
        return read_line_end(markdown, offset + 1);
    }
    if (!is_punctuation(next))
        return offset + 1;
    add(markdown, EVENT_SKIP, offset, 1);
    return offset + 2;
}

static size_t read_reference(struct markdown *markdown, size_t offset)
{
    const uint8_t *data = markdown->job->input.data;
    char utf8[HTML_REFERENCE_SIZE];
    size_t utf8_size;
    size_t size = html_output_decode(data + offset, data + markdown->end, REFERENCES_OF_TEXT, utf8, &utf8_size);

    if (size == 0)
        return offset + 1;
    add(markdown, EVENT_REFERENCE, offset, size);
    return offset + size;
}

/* What begins at `offset`, which is no part of a character before it; returns what comes behind it. */
static size_t read_unit(struct markdown *markdown, size_t offset, uint8_t before, bool *absent)
{
    size_t size;

    switch (byte_at(markdown, offset)) {
    case '*':
    case '_':
    case '~':
        size = run_length(markdown, offset);
        read_delimiter(markdown, offset, size, before);
        return offset + size;
    case '`':
        return read_code(markdown, offset, absent);
    case '\\':
        return read_escape(markdown, offset);
    case '&':
        return read_reference(markdown, offset);
    case '<':
        return read_angle(markdown, offset);
    case '!':
        return byte_at(markdown, offset + 1) == '[' ? read_opening(markdown, offset, 2) : offset + 1;
    case '[':
        return read_opening(markdown, offset, 1);
    case ']':
        return read_closing(markdown, offset);
    case '\n':
        return read_line_end(markdown, offset);
    case '|':
        if (markdown->in_row)
            add(markdown, EVENT_BREAK, offset, 1);
        return offset + 1;
    default:
        return offset + unit_size(markdown, offset);
    }
}

/* Finds all events of a piece of the paragraph from `start` on. Returns where the piece ends. */
static size_t read_piece(struct markdown *markdown, size_t start)
{
    bool absent[BACKTICKS_MAX] = { false };
    size_t offset = start;
    uint8_t before = '\n';

    markdown->event_count = markdown->bracket_count = 0;
    while (offset < markdown->end && offset - start < PIECE_MAX && markdown->event_count + 3 < EVENTS_MAX) {
        size_t next = read_unit(markdown, offset, before, absent);

        before = markdown->job->input.data[next - 1];
        offset = next;
    }
    return offset;
}

/* 6.2, rules 9 and 10: runs that could do either pair by their lengths only. */
static bool may_pair(const struct event *opener, const struct event *closer)
{
    bool either = opener->closes || closer->opens;

    return opener->opens
           && (!either || (opener->size + closer->size) % 3 != 0 || (opener->size % 3 == 0 && closer->size % 3 == 0));
}

/* 6.2, "process emphasis": gives closing runs their opening ones. */
static void pair_delimiters(struct markdown *markdown)
{
    for (size_t index = 0; index < markdown->event_count; index++) {
        struct event *closer = &markdown->events[index];
        size_t looked_at = 0;

        if (closer->kind != EVENT_DELIMITER || !closer->closes)
            continue;
        for (size_t back = index; back > 0 && looked_at < OPENERS_LOOKED_AT && closer->used_front < closer->size;
             back--) {
            struct event *opener = &markdown->events[back - 1];
            size_t left, open, wanted = closer->size - closer->used_front;

            if (opener->kind != EVENT_DELIMITER)
                continue;
            looked_at++;
            open = opener->size - opener->used_back - opener->used_front;
            if (opener->mark != closer->mark || opener->is_past || open == 0 || !may_pair(opener, closer))
                continue;
            left = open < wanted ? open : wanted;
            opener->used_back += left;
            closer->used_front += left;
            /* What lies between can be no partner of anything outside any more. */
            for (size_t inner = back; inner < index; inner++)
                markdown->events[inner].is_past = true;
        }
    }
}

/* ---- output ---- */

static struct bytes span_of(const struct markdown *markdown, size_t start, size_t end)
{
    return bytes_slice(markdown->job->input, start, end - start);
}

static enum status output_text(struct markdown *markdown, size_t start, size_t end)
{
    enum text_join join = markdown->join;

    if (start >= end)
        return STATUS_OK;
    markdown->join = JOIN_GLUED;
    return html_output_bytes(&markdown->output, TEXT_BODY, join, span_of(markdown, start, end));
}

static void add_join(struct markdown *markdown, enum text_join join)
{
    if (markdown->join < join)
        markdown->join = join;
}

static enum status output_reference(struct markdown *markdown, const struct event *event)
{
    struct bytes source = span_of(markdown, event->start, event->start + event->size);
    char utf8[HTML_REFERENCE_SIZE];
    size_t utf8_size = 0;
    enum text_join join = markdown->join;

    (void)html_output_decode(source.data, source.data + source.size, REFERENCES_OF_TEXT, utf8, &utf8_size);
    markdown->join = JOIN_GLUED;
    return html_output_shown(&markdown->output, TEXT_BODY, join, utf8, utf8_size, source);
}

static enum status output_tag(struct markdown *markdown, const struct event *event)
{
    struct bytes source = span_of(markdown, event->start, event->start + event->size);
    struct html_tokenizer tokenizer = html_tokenizer_start(source);
    struct html_token token;
    enum html_tag tag;

    if (!html_tokenizer_next(&tokenizer, &token))
        return STATUS_OK;
    if (token.kind != HTML_START_TAG && token.kind != HTML_END_TAG)
        return html_fragment_output(&markdown->output, TEXT_COMMENT, TEXT_COMMENT, source);
    tag = html_names_tag(&token.name);
    if ((html_names_elements[tag].flags & HTML_BREAKS) != 0 || tag == HTML_TAG_BR)
        add_join(markdown, JOIN_BROKEN);
    return html_fragment_output(&markdown->output, TEXT_ALT, TEXT_LINK, source);
}

/* `](target "title")` */
static enum status output_link(struct markdown *markdown, const struct event *event)
{
    struct bytes inside = span_of(markdown, event->start + 2, event->start + event->size - 1);
    size_t size = 0;
    enum status status;

    while (inside.size > 0 && (is_blank(inside.data[0]) || inside.data[0] == '<' || inside.data[0] == '\n'))
        inside = bytes_slice(inside, 1, inside.size);
    while (size < inside.size && !is_blank(inside.data[size]) && inside.data[size] != '\n' && inside.data[size] != '>')
        size++;
    status = html_output_link(&markdown->output, TEXT_LINK, bytes_slice(inside, 0, size));
    inside = bytes_slice(inside, size, inside.size);
    while (inside.size > 0 && inside.data[0] < 0x80 && !html_scan_is_alpha(inside.data[0]) && inside.data[0] != '&')
        inside = bytes_slice(inside, 1, inside.size);
    if (status != STATUS_OK || inside.size <= 1)
        return status;
    return html_output_value(&markdown->output, TEXT_ALT, JOIN_BROKEN, bytes_slice(inside, 0, inside.size - 1),
                             REFERENCES_OF_VALUE);
}

static enum status output_event(struct markdown *markdown, const struct event *event)
{
    switch (event->kind) {
    case EVENT_SKIP:
        return STATUS_OK;
    case EVENT_DELIMITER: /* what was used stands at both ends, what is left is text in between */
        return output_text(markdown, event->start + event->used_front, event->start + event->size - event->used_back);
    case EVENT_BRACKET:
        return output_text(markdown, event->start, event->start + event->size);
    case EVENT_REFERENCE:
        return output_reference(markdown, event);
    case EVENT_TAG:
        return output_tag(markdown, event);
    case EVENT_LINK:
        return output_link(markdown, event);
    case EVENT_SPACE:
        add_join(markdown, JOIN_SPACED);
        return STATUS_OK;
    case EVENT_BREAK:
        add_join(markdown, JOIN_BROKEN);
        return STATUS_OK;
    }
    return STATUS_BUG;
}

/* Text and events of a paragraph, or of what else has inlines in it. */
static enum status output_inlines(struct markdown *markdown, size_t start, size_t end)
{
    enum status status = STATUS_OK;

    markdown->end = end;
    markdown->comments_end_nowhere = false;
    while (start < end && status == STATUS_OK) {
        size_t piece_end = read_piece(markdown, start);

        pair_delimiters(markdown);
        for (size_t index = 0; index < markdown->event_count && status == STATUS_OK; index++) {
            const struct event *event = &markdown->events[index];

            status = output_text(markdown, start, event->start);
            if (status == STATUS_OK)
                status = output_event(markdown, event);
            start = event->start + event->size;
        }
        if (status == STATUS_OK)
            status = output_text(markdown, start, piece_end);
        if (status == STATUS_OK)
            status = extract_progress(markdown->job, piece_end);
        start = piece_end;
    }
    return status;
}

/* ---- blocks ---- */

enum line_kind { LINE_TEXT, LINE_BLANK, LINE_RULE, LINE_TABLE, LINE_FENCE, LINE_HEADING, LINE_ITEM, LINE_ROW };

struct line {
    enum line_kind kind;
    unsigned quotes;
    size_t start, content, end, next; /* end: of the text, next: of the line with its line end */
};

static bool holds_only(const uint8_t *next, const uint8_t *end, const char *allowed)
{
    while (next < end && *next != '\0' && strchr(allowed, *next) != NULL)
        next++;
    return next == end;
}

/* Marks of a list's item: a bullet, or a number with a dot or a parenthesis, and a blank (5.2). */
static size_t item_mark(const uint8_t *next, const uint8_t *end)
{
    const uint8_t *at = next;

    while (at < end && at - next < 9 && html_scan_is_digit(*at))
        at++;
    if (at == end || (at == next ? strchr("-+*", *at) == NULL : *at != '.' && *at != ')') || *at == '\0')
        return 0;
    at++;
    return at == end || is_blank(*at) ? (size_t)(at - next) : 0;
}

static void classify(struct line *line, const uint8_t *data)
{
    const uint8_t *next = data + line->content, *end = data + line->end;
    size_t marks = 0;

    while (next + marks < end && next[marks] == '#')
        marks++;
    if (next == end) {
        line->kind = LINE_BLANK;
    } else if (end - next >= 3 && (memcmp(next, "```", 3) == 0 || memcmp(next, "~~~", 3) == 0)) {
        line->kind = LINE_FENCE;
    } else if (marks > 0 && marks <= 6 && (next + marks == end || is_blank(next[marks]))) {
        line->kind = LINE_HEADING;
        line->content += marks;
    } else if (end - next >= 3 && holds_only(next, end, "|-: \t\r")) {
        line->kind = memchr(next, '|', (size_t)(end - next)) != NULL ? LINE_TABLE : LINE_RULE;
    } else if (*next == '|') {
        line->kind = LINE_ROW;
    } else if (strchr("-=*_", *next) != NULL && holds_only(next, end, (const char[]){ (char)*next, ' ', '\t', '\r', 0 })
               && (end - next >= 3 || *next == '=')) {
        line->kind = LINE_RULE;
    } else if (item_mark(next, end) > 0) {
        line->kind = LINE_ITEM;
        line->content += item_mark(next, end);
    }
}

static struct line line_at(struct bytes input, size_t start)
{
    struct line line = { .kind = LINE_TEXT, .start = start, .content = start };
    const uint8_t *newline = memchr(input.data + start, '\n', input.size - start);

    line.end = newline != NULL ? (size_t)(newline - input.data) : input.size;
    line.next = line.end + (newline != NULL);
    while (line.end > start && input.data[line.end - 1] == '\r')
        line.end--;
    while (line.content < line.end && (is_blank(input.data[line.content]) || input.data[line.content] == '>'))
        line.quotes += input.data[line.content++] == '>';
    classify(&line, input.data);
    return line;
}

/* Lines between fences, as they are. Returns what comes behind the closing one. */
static enum status output_fenced(struct markdown *markdown, struct line opening, size_t *next)
{
    struct bytes input = markdown->job->input;
    const uint8_t *fence = input.data + opening.content;
    enum status status = STATUS_OK;

    markdown->join = JOIN_BROKEN;
    for (*next = opening.next; *next < input.size && status == STATUS_OK;) {
        struct line line = line_at(input, *next);

        *next = line.next;
        if (line.kind == LINE_FENCE && memcmp(input.data + line.content, fence, 3) == 0)
            return STATUS_OK;
        markdown->join = JOIN_BROKEN;
        status = output_text(markdown, line.start, line.end);
        if (status == STATUS_OK)
            status = extract_progress(markdown->job, line.next);
    }
    return status;
}

/* A paragraph goes on over lines of text; what has marks of its own begins another block. */
static size_t paragraph_end(struct bytes input, struct line *line)
{
    size_t end = line->end, next = line->next;

    if (line->kind == LINE_HEADING || line->kind == LINE_ROW)
        return end;
    while (next < input.size) {
        struct line following = line_at(input, next);

        if (following.kind != LINE_TEXT || following.quotes > line->quotes)
            break;
        end = following.end;
        next = line->next = following.next;
    }
    return end;
}

static enum status output_blocks(struct markdown *markdown, size_t start)
{
    struct bytes input = markdown->job->input;
    bool in_table = false; /* behind the line that says so, pipes need not stand at both ends */
    enum status status = STATUS_OK;

    while (start < input.size && status == STATUS_OK) {
        struct line line = line_at(input, start);

        start = line.next;
        markdown->join = JOIN_BROKEN;
        in_table = line.kind == LINE_TABLE || (in_table && (line.kind == LINE_TEXT || line.kind == LINE_ROW));
        if (in_table && line.kind == LINE_TEXT)
            line.kind = LINE_ROW;
        if (line.kind == LINE_FENCE) {
            status = output_fenced(markdown, line, &start);
        } else if (line.kind != LINE_BLANK && line.kind != LINE_RULE && line.kind != LINE_TABLE) {
            size_t end = paragraph_end(input, &line);

            start = line.next;
            markdown->in_row = line.kind == LINE_ROW;
            status = output_inlines(markdown, line.content, end);
        }
    }
    return status;
}

static enum status markdown_extract(struct extract_job *job)
{
    struct encoding_evidence evidence = encoding_detect(job->input, job->hint->charset, ENCODING_SYNTAX_PLAIN);
    struct markdown markdown = { .job = job };

    if (!encoding_is_markup_safe(evidence.encoding))
        return plain_extract(job);
    job->part->encoding = evidence.encoding;
    job->part->source_is_meaningful = true;
    markdown.events = arena_alloc(job->arena, EVENTS_MAX * sizeof *markdown.events);
    if (markdown.events == NULL)
        return STATUS_NO_MEMORY;
    markdown.output = html_output_start(job);
    return output_blocks(&markdown, evidence.bom_size);
}

const struct extractor markdown_extractor = {
    .format = { "markdown", "text/markdown" },
    .bid = markdown_bid,
    .extract = markdown_extract,
};
