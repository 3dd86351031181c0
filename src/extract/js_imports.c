/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_imports.h"

#include "extract/html_scan.h"
#include "extract/js_address.h"

bool js_imports_may(struct bytes script)
{
    static const char *const words[] = { "import", "export" };

    return html_scan_has_any(script, words, sizeof words / sizeof *words);
}

/* A template is none: `from`…`` calls a function. */
static bool is_literal(const struct js_tokens *tokens, size_t at)
{
    struct js_token token = js_lexer_at(tokens, at);

    return token.kind == JS_STRING && token.mark != '`';
}

/* *value: where the address begins that the word at `at` takes. No word but these stands in front of a text: however
 * long the list of names before `from` is, it need not be read. */
static bool takes(const struct js_tokens *tokens, size_t at, size_t *value)
{
    if (at > 0 && js_lexer_is_mark(tokens, at - 1, '.'))
        return false;
    *value = at + 1;
    if (js_lexer_is_name(tokens, at, "from"))
        return is_literal(tokens, at + 1);
    if (!js_lexer_is_name(tokens, at, "import"))
        return false;
    *value += js_lexer_is_mark(tokens, at + 1, '(') ? 1 : 0;
    return *value > at + 1 || is_literal(tokens, at + 1);
}

static bool has_host(struct bytes text)
{
    bool ends;

    return js_address_begins_with_host(text, &ends);
}

static bool is_address(struct bytes text)
{
    return text.size > 0
           && (*text.data == '/' || bytes_start_with(text, "./", 2) || bytes_start_with(text, "../", 3)
               || bytes_start_with(text, "data:", 5) || has_host(text));
}

typedef bool is_wanted(struct bytes text);

static bool read_address(struct js_reader *reader, size_t at, is_wanted *wanted, struct js_value *address)
{
    *address = js_value_read(reader, &at);
    if (address->count == 0 || address->choices != NULL || js_address_has_hole(address))
        return false;
    return wanted(js_value_text(reader, address));
}

bool js_imports_next(struct js_reader *reader, size_t *at, struct js_value *address)
{
    while (js_lexer_at(reader->tokens, *at).kind != JS_END && reader->status == STATUS_OK) {
        size_t value;

        if (takes(reader->tokens, (*at)++, &value) && read_address(reader, value, is_address, address))
            return true;
    }
    return false;
}

bool js_imports_next_mapped(struct js_reader *reader, size_t *at, struct js_value *address)
{
    while (js_lexer_at(reader->tokens, *at).kind != JS_END && reader->status == STATUS_OK) {
        size_t value = ++*at;

        if (js_lexer_is_mark(reader->tokens, value - 1, ':') && is_literal(reader->tokens, value)
            && read_address(reader, value, has_host, address))
            return true;
    }
    return false;
}
