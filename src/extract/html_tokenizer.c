/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_tokenizer.h"

#include <string.h>

#include "base/assert.h"
#include "extract/html_scan.h"

struct html_tokenizer html_tokenizer_start(struct bytes input)
{
    const uint8_t *end = input.size > 0 ? input.data + input.size : input.data;

    return (struct html_tokenizer){ .start = input.data, .end = end, .next = input.data, .content = HTML_CONTENT_DATA };
}

void html_tokenizer_enter(struct html_tokenizer *tokenizer, enum html_content content, const char *name, size_t size)
{
    ASSERT(size <= HTML_RAW_NAME_MAX);
    memcpy(tokenizer->raw_name, name, size);
    tokenizer->raw_name_size = size;
    tokenizer->content = content;
}

/* ---- tags ---- */

static bool start_tag(struct html_tokenizer *tokenizer, struct html_token *token, const uint8_t *name)
{
    const uint8_t *next = html_scan_find_name_end(name, tokenizer->end, '/', '>', '>');

    token->name = (struct html_name){ name, (size_t)(next - name),
                                      html_scan_name_key(name, (size_t)(next - name), tokenizer->end) };
    if (next < tokenizer->end && *next == '>') { /* most tags have no attributes */
        tokenizer->next = next + 1;
        tokenizer->tag_is_closed = true;
        tokenizer->tag_is_self_closing = false;
        return true;
    }
    tokenizer->next = next;
    tokenizer->in_tag = true;
    return true;
}

static void skip_attributes(struct html_tokenizer *tokenizer)
{
    struct html_attribute attribute;

    while (html_tokenizer_attribute(tokenizer, &attribute))
        continue;
}

/* ---- comments and their like ---- */

/* Clauses 13.2.5.43 to 52: where the data beginning at `data` ends; the token ends at *after. */
static const uint8_t *comment_end(const uint8_t *data, const uint8_t *end, const uint8_t **after)
{
    const uint8_t *next = data;

    for (;;) {
        size_t size;

        next = html_scan_find(next, end, '>');
        if (next == end)
            break;
        size = (size_t)(next - data);
        *after = next + 1;
        if (size >= 2 && next[-1] == '-' && next[-2] == '-')
            return next - 2;
        if (size >= 3 && next[-1] == '!' && next[-2] == '-' && next[-3] == '-')
            return next - 3;
        if (size == 0 || (size == 1 && next[-1] == '-'))
            return data;
        next++;
    }
    *after = end;
    if (end - data >= 3 && memcmp(end - 3, "--!", 3) == 0)
        return end - 3;
    if (end - data >= 2 && memcmp(end - 2, "--", 2) == 0)
        return end - 2;
    return end > data && end[-1] == '-' ? end - 1 : end;
}

static bool until_greater(struct html_tokenizer *tokenizer, struct html_token *token, enum html_token_kind kind,
                          const uint8_t *data)
{
    const uint8_t *next = html_scan_find(data, tokenizer->end, '>');

    token->kind = kind;
    token->text = (struct bytes){ data, (size_t)(next - data) };
    tokenizer->tag_is_closed = next < tokenizer->end;
    tokenizer->next = next + (next < tokenizer->end);
    return true;
}

static bool is_word(const uint8_t *next, const uint8_t *end, const char *word, size_t size)
{
    if ((size_t)(end - next) < size)
        return false;
    for (size_t index = 0; index < size; index++) {
        if (html_scan_lower(next[index]) != (uint8_t)word[index])
            return false;
    }
    return true;
}

/* Clause 13.2.5.42: what begins with `<!`. */
static bool declaration(struct html_tokenizer *tokenizer, struct html_token *token)
{
    const uint8_t *next = token->start + 2;
    const uint8_t *end = tokenizer->end;

    if (end - next >= 2 && next[0] == '-' && next[1] == '-') {
        const uint8_t *data_end = comment_end(next + 2, end, &tokenizer->next);

        token->kind = HTML_COMMENT;
        token->text = (struct bytes){ next + 2, (size_t)(data_end - (next + 2)) };
        tokenizer->tag_is_closed = tokenizer->next[-1] == '>';
        return true;
    }
    if (is_word(next, end, "doctype", 7))
        return until_greater(tokenizer, token, HTML_DOCTYPE, next + 7);
    if (tokenizer->cdata_is_allowed && end - next >= 7 && memcmp(next, "[CDATA[", 7) == 0) {
        tokenizer->content = HTML_CONTENT_CDATA;
        tokenizer->next = next + 7;
        return html_tokenizer_next(tokenizer, token);
    }
    return until_greater(tokenizer, token, HTML_COMMENT, next);
}

/* ---- text ---- */

static bool text_until(struct html_tokenizer *tokenizer, struct html_token *token, const uint8_t *next)
{
    token->kind = HTML_TEXT;
    token->text = (struct bytes){ token->start, (size_t)(next - token->start) };
    tokenizer->next = next;
    return true;
}

static inline bool is_name_start(const struct html_tokenizer *tokenizer, uint8_t byte)
{
    return html_scan_is_alpha(byte) || (tokenizer->names_are_xml && (byte >= 0x80 || byte == '_'));
}

/* Whether `<` at `next` begins something other than text (clause 13.2.5.6). */
static inline bool is_markup(const struct html_tokenizer *tokenizer, const uint8_t *next)
{
    ptrdiff_t left = tokenizer->end - next;

    return left >= 2
           && (is_name_start(tokenizer, next[1]) || next[1] == '!' || next[1] == '?' || (next[1] == '/' && left >= 3));
}

static bool may_be_reference(const uint8_t *next, const uint8_t *end)
{
    return end - next >= 2 && (html_scan_is_alpha(next[1]) || next[1] == '#');
}

/* Text up to what may be markup or a reference; what stands at `next` itself is known to be neither. */
static bool data_text(struct html_tokenizer *tokenizer, struct html_token *token, const uint8_t *next)
{
    const uint8_t *end = tokenizer->end;

    for (;;) {
        next = html_scan_find2(next, end, '<', '&');
        if (next == end || (*next == '<' ? is_markup(tokenizer, next) : may_be_reference(next, end)))
            break;
        next++;
    }
    return text_until(tokenizer, token, next);
}

static bool reference(struct html_tokenizer *tokenizer, struct html_token *token)
{
    size_t size = html_entities_decode(token->start, tokenizer->end, false, token->utf8, &token->utf8_size);

    if (size == 0)
        return false;
    token->kind = HTML_REFERENCE;
    token->text = (struct bytes){ token->start, size };
    tokenizer->next = token->start + size;
    return true;
}

/* Clauses 13.2.5.6 and 7. A loop, because `</>` stands for nothing. */
static bool next_data(struct html_tokenizer *tokenizer, struct html_token *token)
{
    const uint8_t *end = tokenizer->end;

    while (tokenizer->next < end) {
        const uint8_t *start = token->start = tokenizer->next;

        if (*start == '<' && is_markup(tokenizer, start)) {
            if (is_name_start(tokenizer, start[1])) {
                token->kind = HTML_START_TAG;
                return start_tag(tokenizer, token, start + 1);
            }
            if (start[1] == '!')
                return declaration(tokenizer, token);
            if (start[1] == '?')
                return until_greater(tokenizer, token, HTML_COMMENT, start + 1);
            if (is_name_start(tokenizer, start[2])) {
                token->kind = HTML_END_TAG;
                return start_tag(tokenizer, token, start + 2);
            }
            if (start[2] != '>')
                return until_greater(tokenizer, token, HTML_COMMENT, start + 2);
            tokenizer->next = start + 3;
            continue;
        }
        if (*start == '&' && may_be_reference(start, end) && reference(tokenizer, token))
            return true;
        return data_text(tokenizer, token, start + (*start == '<' || *start == '&'));
    }
    return false;
}

/* Whether `</` at `next` begins the end tag that ends the content (clause 13.2.5.11, "appropriate"). */
static bool is_raw_end(const struct html_tokenizer *tokenizer, const uint8_t *next)
{
    const uint8_t *end = tokenizer->end;
    const uint8_t *after = next + 2 + tokenizer->raw_name_size;

    if ((size_t)(end - next) <= 2 + tokenizer->raw_name_size || tokenizer->raw_name_size == 0 || next[1] != '/')
        return false;
    for (size_t index = 0; index < tokenizer->raw_name_size; index++) {
        if (html_scan_lower(next[2 + index]) != tokenizer->raw_name[index])
            return false;
    }
    return html_scan_is_space(*after) || *after == '/' || *after == '>';
}

static bool raw_end_tag(struct html_tokenizer *tokenizer, struct html_token *token)
{
    tokenizer->content = HTML_CONTENT_DATA;
    token->kind = HTML_END_TAG;
    return start_tag(tokenizer, token, token->start + 2);
}

static bool next_rcdata(struct html_tokenizer *tokenizer, struct html_token *token)
{
    const uint8_t *end = tokenizer->end;
    const uint8_t *next = token->start = tokenizer->next;

    if (*next == '<' && is_raw_end(tokenizer, next))
        return raw_end_tag(tokenizer, token);
    if (*next == '&' && may_be_reference(next, end) && reference(tokenizer, token))
        return true;
    for (;;) {
        next = html_scan_find2(next + 1, end, '<', '&');
        if (next == end || (*next == '<' ? is_raw_end(tokenizer, next) : may_be_reference(next, end)))
            break;
    }
    return text_until(tokenizer, token, next);
}

static bool next_raw(struct html_tokenizer *tokenizer, struct html_token *token)
{
    const uint8_t *next = token->start = tokenizer->next;

    if (*next == '<' && is_raw_end(tokenizer, next))
        return raw_end_tag(tokenizer, token);
    do {
        next = html_scan_find(next + 1, tokenizer->end, '<');
    } while (next < tokenizer->end && !is_raw_end(tokenizer, next));
    return text_until(tokenizer, token, next);
}

/* ---- scripts ---- */

static bool is_script_tag(const uint8_t *name, const uint8_t *end)
{
    return end - name > 6 && is_word(name, end, "script", 6)
           && (html_scan_is_space(name[6]) || name[6] == '/' || name[6] == '>');
}

/* Clauses 13.2.5.19 to 31, from behind `<!--`: where the script data goes on unescaped, or the end tag that
 * ends it, or the end. A script that opens another one inside the comment takes its end tag along. */
static const uint8_t *skip_escaped(const struct html_tokenizer *tokenizer, const uint8_t *next)
{
    const uint8_t *end = tokenizer->end;
    const uint8_t *dashes = next - 2; /* the dashes of `<!--` count for `-->` */
    bool nested = false;

    for (;; next++) {
        next = html_scan_find2(next, end, '<', '>');
        if (next == end)
            return end;
        if (*next == '>') {
            if (next - dashes >= 2 && next[-1] == '-' && next[-2] == '-')
                return next + 1;
        } else if (!nested) {
            if (is_raw_end(tokenizer, next))
                return next;
            nested = is_script_tag(next + 1, end);
        } else if (end - next > 1 && next[1] == '/') {
            nested = !is_script_tag(next + 2, end);
        }
    }
}

static bool next_script(struct html_tokenizer *tokenizer, struct html_token *token)
{
    const uint8_t *end = tokenizer->end;
    const uint8_t *next = token->start = tokenizer->next;

    if (*next == '<' && is_raw_end(tokenizer, next))
        return raw_end_tag(tokenizer, token);
    while (next < end) {
        if (*next == '<' && end - next >= 4 && memcmp(next, "<!--", 4) == 0)
            next = skip_escaped(tokenizer, next + 4);
        else
            next = html_scan_find(next + 1, end, '<');
        if (next < end && *next == '<' && is_raw_end(tokenizer, next))
            break;
    }
    return text_until(tokenizer, token, next);
}

static bool next_cdata(struct html_tokenizer *tokenizer, struct html_token *token)
{
    const uint8_t *end = tokenizer->end;
    const uint8_t *data = token->start = tokenizer->next;
    const uint8_t *next = data;

    for (;; next++) {
        next = html_scan_find(next, end, '>');
        if (next == end || (next - data >= 2 && next[-1] == ']' && next[-2] == ']'))
            break;
    }
    token->kind = HTML_CDATA;
    token->text = (struct bytes){ data, (size_t)(next - data) - (next < end ? 2 : 0) };
    tokenizer->content = HTML_CONTENT_DATA;
    tokenizer->next = next + (next < end);
    return true;
}

bool html_tokenizer_next(struct html_tokenizer *tokenizer, struct html_token *token)
{
    if (tokenizer->in_tag)
        skip_attributes(tokenizer);
    if (tokenizer->next == tokenizer->end)
        return false;
    switch (tokenizer->content) {
    case HTML_CONTENT_DATA:
        return next_data(tokenizer, token);
    case HTML_CONTENT_RCDATA:
        return next_rcdata(tokenizer, token);
    case HTML_CONTENT_RAW:
        return next_raw(tokenizer, token);
    case HTML_CONTENT_SCRIPT:
        return next_script(tokenizer, token);
    case HTML_CONTENT_PLAINTEXT:
        token->start = tokenizer->next;
        return text_until(tokenizer, token, tokenizer->end);
    case HTML_CONTENT_CDATA:
        return next_cdata(tokenizer, token);
    }
    return false;
}
