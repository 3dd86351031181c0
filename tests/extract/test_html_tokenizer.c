/* SPDX-License-Identifier: Apache-2.0
 *
 * The tokenizer against the conformance suite of browsers (html5lib-tests; README.md there explains the
 * format). The whole suite is read from ../shared/data/html5lib where it is present; a selection of our own
 * in the same format, corpus/html/tokenizer.test, always.
 *
 * Left out, each for a reason:
 *   - parse errors: not reported;
 *   - DOCTYPE: only that there is one and where it ends, since nobody reads its identifiers;
 *   - xmlViolation.test: what it asks for belongs to coercing a tree into XML, and there is no tree.
 * What the tokenizer leaves to its users (see its header) is done by the functions here.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "extract/html_tokenizer.h"
#include "text/utf8.h"

static const char replacement[] = "\xEF\xBF\xBD";

/* The second round of unescaping that some tests ask for. Surrogates become three bytes like any other
 * character, as in the expected output. */
static void unescape_append(struct buf *out, const char *text, size_t size)
{
    for (size_t index = 0; index < size; index++) {
        unsigned unit;

        if (text[index] == '\\' && index + 5 < size && text[index + 1] == 'u'
            && sscanf(text + index + 2, "%4x", &unit) == 1) {
            char utf8[4];

            if (unit >= 0xD800 && unit < 0xE000) {
                char surrogate[3] = { (char)0xED, (char)(0x80 | (unit >> 6 & 0x3F)), (char)(0x80 | (unit & 0x3F)) };

                buf_append(out, surrogate, 3);
            } else {
                buf_append(out, utf8, utf8_encode(unit, utf8));
            }
            index += 5;
        } else {
            buf_byte(out, text[index]);
        }
    }
}

static struct buf json_text(const json_t *value, bool escaped)
{
    struct buf out = BUF_INIT(1 << 20);

    if (escaped)
        unescape_append(&out, json_string_value(value), json_string_length(value));
    else
        buf_append(&out, json_string_value(value), json_string_length(value));
    return out;
}

/* Clause 13.2.3.5: what happens to an input stream before it is tokenized. */
static void normalize_newlines(struct buf *text)
{
    size_t kept = 0;

    for (size_t index = 0; index < text->size; index++) {
        if (text->data[index] == '\r') {
            text->data[kept++] = '\n';
            index += index + 1 < text->size && text->data[index + 1] == '\n';
        } else {
            text->data[kept++] = text->data[index];
        }
    }
    text->size = kept;
}

static void append_without_nul(struct buf *out, const uint8_t *data, size_t size, bool lower)
{
    for (size_t index = 0; index < size; index++) {
        char byte = (char)data[index];

        if (byte == '\0')
            buf_text(out, replacement);
        else
            buf_byte(out, lower && byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte);
    }
}

static void append_value(struct buf *out, struct bytes value)
{
    const uint8_t *next = value.data;
    const uint8_t *end = value.data + value.size;

    while (next < end) {
        char utf8[HTML_REFERENCE_SIZE];
        size_t utf8_size = 0;
        size_t size = *next == '&' ? html_entities_decode(next, end, true, utf8, &utf8_size) : 0;

        if (size > 0)
            buf_append(out, utf8, utf8_size);
        else
            append_without_nul(out, next, 1, false);
        next += size > 0 ? size : 1;
    }
}

/* One line per token; text is joined; attributes are in the order of the page, the first of a name only. */
static void print_text(struct buf *out, bool *in_text, const void *text, size_t size)
{
    if (size == 0)
        return;
    if (!*in_text)
        buf_text(out, "\nCharacter ");
    *in_text = true;
    buf_append(out, text, size);
}

static void print_attribute(struct buf *out, const struct html_attribute *attribute, size_t first)
{
    struct buf printed = BUF_INIT(1 << 20);

    buf_text(&printed, "\n  [");
    append_without_nul(&printed, attribute->name.data, attribute->name.size, true);
    buf_text(&printed, "]=[");
    if (memmem(out->data + first, out->size - first, printed.data, printed.size) == NULL) {
        append_value(&printed, attribute->value);
        buf_byte(&printed, ']');
        buf_append(out, printed.data, printed.size);
    }
    buf_free(&printed);
}

static void print_tag(struct buf *out, struct html_tokenizer *tokenizer, const struct html_token *token)
{
    struct html_attribute attribute;
    size_t before = out->size;

    buf_text(out, token->kind == HTML_START_TAG ? "\nStartTag " : "\nEndTag ");
    append_without_nul(out, token->name.data, token->name.size, true);
    while (html_tokenizer_attribute(tokenizer, &attribute)) {
        if (token->kind == HTML_START_TAG)
            print_attribute(out, &attribute, before);
    }
    if (token->kind == HTML_START_TAG && tokenizer->tag_is_self_closing)
        buf_text(out, "\n  /");
    if (!tokenizer->tag_is_closed)
        out->size = before;
}

static void print_tokens(struct buf *out, struct html_tokenizer tokenizer)
{
    bool in_text = false;
    struct html_token token;
    bool keeps_nul = tokenizer.content == HTML_CONTENT_DATA || tokenizer.content == HTML_CONTENT_CDATA;

    while (html_tokenizer_next(&tokenizer, &token)) {
        struct buf text = BUF_INIT(1 << 20);

        switch (token.kind) {
        case HTML_TEXT:
        case HTML_CDATA:
            if (keeps_nul)
                buf_append(&text, token.text.data, token.text.size);
            else
                append_without_nul(&text, token.text.data, token.text.size, false);
            print_text(out, &in_text, text.data, text.size);
            break;
        case HTML_REFERENCE:
            print_text(out, &in_text, token.utf8, token.utf8_size);
            break;
        case HTML_START_TAG:
        case HTML_END_TAG:
            in_text = false;
            keeps_nul = true;
            print_tag(out, &tokenizer, &token);
            break;
        case HTML_COMMENT:
            in_text = false;
            buf_text(out, "\nComment ");
            append_without_nul(out, token.text.data, token.text.size, false);
            break;
        case HTML_DOCTYPE:
            in_text = false;
            buf_text(out, "\nDOCTYPE");
            break;
        }
        buf_free(&text);
    }
    buf_byte(out, '\n');
}

/* The expected tokens in the same form; those of one tag may come in another order, see below. */
static void print_expected(struct buf *out, const json_t *output, bool escaped)
{
    size_t index;
    const json_t *token;

    json_array_foreach(output, index, token)
    {
        const char *kind = json_string_value(json_array_get(token, 0));
        struct buf text = { 0 };
        const char *key;
        json_t *value;

        buf_byte(out, '\n');
        buf_text(out, kind);
        if (strcmp(kind, "DOCTYPE") == 0)
            continue;
        text = json_text(json_array_get(token, 1), escaped);
        buf_byte(out, ' ');
        buf_append(out, text.data, text.size);
        buf_free(&text);
        json_object_foreach(json_array_get(token, 2), key, value)
        {
            buf_text(out, "\n  [");
            if (escaped)
                unescape_append(out, key, strlen(key));
            else
                buf_text(out, key);
            buf_text(out, "]=[");
            text = json_text(value, escaped);
            buf_append(out, text.data, text.size);
            buf_byte(out, ']');
            buf_free(&text);
        }
        if (json_is_true(json_array_get(token, 3)))
            buf_text(out, "\n  /");
    }
    buf_byte(out, '\n');
}

static enum html_content content_of(const char *state)
{
    static const struct {
        const char *state;
        enum html_content content;
    } contents[] = {
        { "Data state", HTML_CONTENT_DATA },          { "PLAINTEXT state", HTML_CONTENT_PLAINTEXT },
        { "RCDATA state", HTML_CONTENT_RCDATA },      { "RAWTEXT state", HTML_CONTENT_RAW },
        { "Script data state", HTML_CONTENT_SCRIPT }, { "CDATA section state", HTML_CONTENT_CDATA },
    };

    for (size_t index = 0; index < sizeof contents / sizeof *contents; index++) {
        if (strcmp(contents[index].state, state) == 0)
            return contents[index].content;
    }
    cr_assert_fail("unknown state %s", state);
    return HTML_CONTENT_DATA;
}

static void run_in_state(const json_t *test, const char *state, const struct buf *input, const struct buf *expected)
{
    const char *last = json_string_value(json_object_get(test, "lastStartTag"));
    struct html_tokenizer tokenizer = html_tokenizer_start(buf_bytes(input));
    struct buf printed = BUF_INIT(1 << 20);

    html_tokenizer_enter(&tokenizer, content_of(state), last != NULL ? last : "", last != NULL ? strlen(last) : 0);
    print_tokens(&printed, tokenizer);
    cr_expect(bytes_equal(buf_bytes(&printed), buf_bytes(expected)), "%s in %s: input <%.*s>\nexpected%.*sgot%.*s",
              json_string_value(json_object_get(test, "description")), state, (int)input->size, input->data,
              (int)expected->size, expected->data, (int)printed.size, printed.data);
    buf_free(&printed);
}

static size_t run_test(const json_t *test)
{
    bool escaped = json_is_true(json_object_get(test, "doubleEscaped"));
    struct buf input = json_text(json_object_get(test, "input"), escaped);
    struct buf expected = BUF_INIT(1 << 20);
    const json_t *states = json_object_get(test, "initialStates");
    size_t count = json_array_size(states);

    /* A copy of the exact size lets the sanitizer see a read past the end. */
    char *exact = malloc(input.size + 1);
    normalize_newlines(&input);
    memcpy(exact, input.size > 0 ? input.data : "", input.size);
    exact = realloc(exact, input.size > 0 ? input.size : 1);
    struct buf view = { .data = exact, .size = input.size };
    print_expected(&expected, json_object_get(test, "output"), escaped);
    for (size_t index = 0; index < count; index++)
        run_in_state(test, json_string_value(json_array_get(states, index)), &view, &expected);
    if (count == 0)
        run_in_state(test, "Data state", &view, &expected);
    free(exact);
    buf_free(&input);
    buf_free(&expected);
    return count == 0 ? 1 : count;
}

static size_t run_file(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_ALLOW_NUL, &error);
    size_t runs = 0;
    size_t index;
    const json_t *test;

    cr_assert_not_null(root, "%s:%d: %s", path, error.line, error.text);
    json_array_foreach(json_object_get(root, "tests"), index, test) runs += run_test(test);
    json_decref(root);
    return runs;
}

Test(html_tokenizer, own_selection)
{
    cr_expect_geq(run_file(GUANKA_SOURCE_DIR "/corpus/html/tokenizer.test"), 60);
}

Test(html_tokenizer, conformance_suite)
{
    static const char folder_path[] = GUANKA_SOURCE_DIR "/../shared/data/html5lib/tokenizer";
    DIR *folder = opendir(folder_path);
    struct dirent *entry;
    size_t runs = 0;

    if (folder == NULL)
        cr_skip_test("html5lib-tests is not at %s", folder_path);
    while ((entry = readdir(folder)) != NULL) {
        char path[1024];
        size_t size = strlen(entry->d_name);

        if (size < 5 || strcmp(entry->d_name + size - 5, ".test") != 0
            || strcmp(entry->d_name, "xmlViolation.test") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder_path, entry->d_name);
        runs += run_file(path);
    }
    closedir(folder);
    cr_expect_geq(runs, 7000);
}
