/* SPDX-License-Identifier: Apache-2.0
 *
 * The tokens of HTML as browsers see them (WHATWG HTML, clause 13.2.5), found in raw bytes.
 *
 * Works on any encoding in which markup bytes never occur inside a character (encoding_is_markup_safe).
 * Nothing is copied or decoded: a token points into the input, and text comes in pieces, literal bytes and
 * character references apart, so that whoever wants the place of a character has it. Neighbouring pieces
 * of text are one text.
 *
 * What the standard's tokenizer does and this one leaves to its users, who can do it at less cost: folding
 * names to lower case, replacing U+0000, normalising CR LF, references in attribute values (see
 * html_entities_decode), dropping an attribute that is there twice, the identifiers of a DOCTYPE. Parse
 * errors are not reported: there is no page without them. A tag that the input ends in is given out, with
 * `tag_is_closed` false, although a browser drops it: what is in the file is to be read.
 *
 * Cost is linear in the input, memory constant. One thread per tokenizer; no allocation; cannot fail.
 */
#ifndef GUANKA_EXTRACT_HTML_TOKENIZER_H
#define GUANKA_EXTRACT_HTML_TOKENIZER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "extract/html_entities.h"
#include "extract/html_scan.h"

/* What is recognised in the text that follows; the tree builder's switch of tokenizer state. */
enum html_content {
    HTML_CONTENT_DATA,      /* markup and references */
    HTML_CONTENT_RCDATA,    /* references until the end tag: <title>, <textarea> */
    HTML_CONTENT_RAW,       /* nothing until the end tag: <style>, <xmp>, <iframe>, <noembed>, <noframes> */
    HTML_CONTENT_SCRIPT,    /* the same with the rules for `<!--` in scripts */
    HTML_CONTENT_PLAINTEXT, /* nothing, for ever */
    HTML_CONTENT_CDATA,     /* nothing until `]]>` */
};

enum html_token_kind {
    HTML_TEXT,      /* literal bytes */
    HTML_REFERENCE, /* one character reference */
    HTML_START_TAG,
    HTML_END_TAG,
    HTML_COMMENT, /* of any kind, also `<?…>` and `</ …>` */
    HTML_DOCTYPE,
    HTML_CDATA, /* literal bytes of a CDATA section */
};

struct html_name {
    const uint8_t *data; /* as written */
    size_t size;
    uint64_t key; /* html_scan_name_key */
};

struct html_token {
    enum html_token_kind kind;
    const uint8_t *start;           /* the token's first byte; it ends where the tokenizer stands */
    struct bytes text;              /* text, reference as written, data of a comment, what follows `<!doctype` */
    struct html_name name;          /* of a tag */
    char utf8[HTML_REFERENCE_SIZE]; /* of a reference */
    size_t utf8_size;
};

struct html_attribute {
    struct html_name name;
    struct bytes value; /* without quotes, references not decoded */
};

enum { HTML_RAW_NAME_MAX = 16 };

/* Set up by html_tokenizer_start; the fields below `next` are for the functions here. */
struct html_tokenizer {
    const uint8_t *start, *end;
    const uint8_t *next;
    bool cdata_is_allowed;    /* in foreign content and XML; else `<![CDATA[` begins a comment */
    bool names_are_xml;       /* may begin with any letter (XML 1.0, 2.3), not only those of ASCII */
    bool tag_is_self_closing; /* of the last tag, once its attributes are through */
    bool tag_is_closed;
    bool in_tag;
    enum html_content content;
    uint8_t raw_name[HTML_RAW_NAME_MAX]; /* whose end tag ends the content; lower case */
    size_t raw_name_size;
};

struct html_tokenizer html_tokenizer_start(struct bytes input);
/* The content that follows a start tag. Names longer than HTML_RAW_NAME_MAX do not exist. */
void html_tokenizer_enter(struct html_tokenizer *tokenizer, enum html_content content, const char *name, size_t size);
/* False at the end of the input. Attributes that were not asked for are skipped. */
bool html_tokenizer_next(struct html_tokenizer *tokenizer, struct html_token *token);
/* Clauses 13.2.5.35 to 39: what follows a name, from `next`; returns where it ends. */
static inline const uint8_t *html_tokenizer_value(const uint8_t *next, const uint8_t *end, struct bytes *value)
{
    const uint8_t *first;
    uint8_t quote;

    if (next < end && html_scan_is_space(*next))
        next = html_scan_skip_space(next, end);
    if (next == end || *next != '=')
        return next;
    next++;
    if (next < end && html_scan_is_space(*next))
        next = html_scan_skip_space(next, end);
    if (next == end || *next == '>')
        return next;
    quote = *next;
    if (quote == '"' || quote == '\'') {
        first = next + 1;
        next = html_scan_find(first, end, quote);
        *value = (struct bytes){ first, (size_t)(next - first) };
        return next + (next < end);
    }
    first = next;
    next = html_scan_find_name_end(next, end, '>', '>', '>');
    *value = (struct bytes){ first, (size_t)(next - first) };
    return next;
}

/* The next attribute of the tag just returned; false after the last. Clauses 13.2.5.32 to 40; here, because
 * pages have as many attributes as tags. */
static inline bool html_tokenizer_attribute(struct html_tokenizer *tokenizer, struct html_attribute *attribute)
{
    const uint8_t *next = tokenizer->next;
    const uint8_t *end = tokenizer->end;
    const uint8_t *name;

    if (!tokenizer->in_tag)
        return false;
    while (next < end && (html_scan_is_space(*next) || *next == '/'))
        next++;
    if (next == end || *next == '>') {
        tokenizer->in_tag = false;
        tokenizer->tag_is_closed = next < end;
        /* A slash at the end of an unquoted value belongs to the value, which ended before it was looked for. */
        tokenizer->tag_is_self_closing = next < end && next > tokenizer->next && next[-1] == '/';
        tokenizer->next = next + (next < end);
        return false;
    }
    name = next;
    next = html_scan_find_name_end(next + 1, end, '/', '>', '=');
    attribute->name =
        (struct html_name){ name, (size_t)(next - name), html_scan_name_key(name, (size_t)(next - name), end) };
    attribute->value = (struct bytes){ next, 0 };
    tokenizer->next = html_tokenizer_value(next, end, &attribute->value);
    return true;
}

#endif
