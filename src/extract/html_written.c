/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_written.h"

#include <string.h>

#include "extract/html_followed.h"
#include "extract/html_places.h"
#include "extract/html_scan.h"
#include "extract/html_script.h"
#include "extract/html_together.h"
#include "extract/js_imports.h"

enum {
    WRITTEN_DEPTH_MAX = 2,
    SCRIPTS_MAX = 256, /* of a page that are read for what they write */
};

bool html_written_is_wide(enum encoding encoding)
{
    return encoding == ENCODING_GBK || encoding == ENCODING_GB18030 || encoding == ENCODING_BIG5
           || encoding == ENCODING_EUC_KR || encoding == ENCODING_SHIFT_JIS || encoding == ENCODING_EUC_JP;
}

static bool may_write(struct bytes script)
{
    static const char *const words[] = { "write",   "HTML",     ".html(",        ".append(", ".prepend(",
                                         ".after(", ".before(", "createElement", "eval",     "Function(" };

    return html_scan_has_any(script, words, sizeof words / sizeof *words);
}

static bool may_send(const struct html_page *page, struct bytes script)
{
    return extract_follows_sends(page->output.job) && (js_sends_may(script) || js_effects_may_ask(script));
}

static bool may_import(const struct html_page *page, struct bytes script)
{
    return extract_follows_sends(page->output.job) && js_imports_may(script);
}

/* Does it call a function of an earlier script that writes? */
static bool may_call(const struct js_effects *effects, struct bytes script)
{
    for (size_t index = effects != NULL ? effects->function_first : 0;
         effects != NULL && index < effects->function_count; index++) {
        struct bytes name = effects->functions[index].name;

        if (memmem(script.data, script.size, name.data, name.size) != NULL)
            return true;
    }
    return false;
}

/* ---- reading ---- */

static enum status read_tokens(struct html_page *page, struct bytes text)
{
    struct html_token token;
    enum status status = STATUS_OK;

    page->tokenizer = html_tokenizer_start(text);
    page->mode = MODE_TEXT;
    while (status == STATUS_OK && html_tokenizer_next(&page->tokenizer, &token)) {
        if (token.kind == HTML_START_TAG || token.kind == HTML_END_TAG)
            html_page_collect(page);
        status = html_page_token(page, &token);
    }
    return status;
}

static enum status read_code(struct html_page *page, struct bytes text, bool is_plain)
{
    enum status status = is_plain ? STATUS_OK : html_script_output(&page->output, JOIN_BROKEN, text);

    return status == STATUS_OK ? html_written_read(page, text) : status;
}

/* An element whose content is no markup would swallow the page if its end were missing. */
static void close_raw(struct html_page *page, size_t base)
{
    for (size_t depth = base; depth < page->stack.depth; depth++) {
        enum html_tag tag = (enum html_tag)page->stack.entries[depth].tag;

        if (tag == HTML_TAG_SCRIPT || tag == HTML_TAG_STYLE || tag == HTML_TAG_TITLE || tag == HTML_TAG_TEXTAREA
            || tag == HTML_TAG_IFRAME || tag == HTML_TAG_NOSCRIPT || tag == HTML_TAG_SELECT)
            html_page_close(page, depth);
    }
}

/* One text, as if it stood in the page; what it leaves open stays so where all of it is known. */
static enum status read_written(struct html_page *page, const struct html_written *written,
                                const struct js_writing *writing)
{
    const struct html_written *outer = page->output.written;
    const uint8_t *limit = page->output.limit;
    const char *section = page->output.run.section;
    bool is_inert = page->output.is_inert;
    size_t base = page->stack.depth;
    enum text_join joins[VOICE_COUNT];
    enum status status;

    memcpy(joins, page->joins, sizeof joins);
    page->output.written = written;
    page->output.limit = written->text.data + written->text.size;
    page->output.is_inert = writing->is_inert;
    page->written_depth++;
    status = writing->is_code ? read_code(page, written->text, writing->is_plain) : read_tokens(page, written->text);
    page->written_depth--;
    page->output.written = outer;
    page->output.limit = limit;
    page->output.is_inert = is_inert;
    page->output.run.section = section;
    if (page->stack.depth > base && !(writing->is_in_place && writing->value.is_known))
        html_page_close(page, base);
    close_raw(page, base);
    memcpy(page->joins, joins, sizeof joins); /* seen text was not emitted */
    page->joins[VOICE_HIDDEN] = JOIN_BROKEN;
    return status;
}

static enum status read_writings(struct html_page *page, struct js_reader *reader, const struct html_places *places)
{
    size_t count = page->scripts->writing_count;
    struct js_writing *writings = js_value_memory(reader, count * sizeof *writings);
    enum status status = STATUS_OK;

    if (count == 0 || writings == NULL)
        return reader->status;
    memcpy(writings, page->scripts->writings,
           count * sizeof *writings); /* scripts in them have writings of their own */
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        struct html_written written;

        status = html_places_make(page, reader, places, &writings[index].value, &written);
        if (status == STATUS_OK && written.text.size > 0)
            status = read_written(page, &written, &writings[index]);
    }
    return status;
}

/* The script's own element is out of the way meanwhile, and the page's reader comes back to where it stands. */
static enum status read_beside(struct html_page *page, struct js_reader *reader, const struct html_places *places)
{
    struct html_tokenizer tokenizer = page->tokenizer;
    enum html_mode mode = page->mode;
    bool has_element = html_stack_top(&page->stack)->tag == HTML_TAG_SCRIPT;
    struct html_open element = *html_stack_top(&page->stack);
    enum status status;

    if (page->stack.overflow > 0)
        return STATUS_OK;
    if (has_element)
        html_stack_pop(&page->stack);
    status = read_writings(page, reader, places);
    page->tokenizer = tokenizer;
    page->mode = mode;
    if (has_element) {
        *html_stack_next(&page->stack) = element;
        html_stack_push(&page->stack);
    }
    return status;
}

/* ---- where readers are sent ---- */

/* What a handler does is done when something happens: not to every reader. */
static enum text_link link_of(const struct html_page *page, enum js_certainty certainty)
{
    switch (certainty) {
    case JS_CERTAIN:
        return page->handler != HANDLER_NONE ? LINK_SENDS_SOME : LINK_SENDS;
    case JS_SOMETIMES:
        return LINK_SENDS_SOME;
    case JS_PERHAPS:
        break;
    }
    return LINK_SENDS_PERHAPS;
}

static enum status output_address(struct html_page *page, struct js_reader *reader, const struct html_places *places,
                                  const struct js_value *address, enum text_link link)
{
    const struct html_written *outer = page->output.written;
    const uint8_t *limit = page->output.limit;
    struct html_written written;
    enum status status = html_places_make(page, reader, places, address, &written);

    if (status != STATUS_OK || written.text.size == 0)
        return status;
    page->output.written = &written;
    page->output.limit = written.text.data + written.text.size;
    page->output.run.link = link;
    status = html_output_link(&page->output, TEXT_LINK, written.text);
    page->output.run.link = LINK_ORDINARY;
    page->output.limit = limit;
    page->output.written = outer;
    return status;
}

/* What a handler does, or may do when scripts are read together. */
static enum text_link link_of_handler(const struct html_page *page, enum js_certainty certainty)
{
    enum text_link link = link_of(page, certainty);

    return link == LINK_SENDS ? LINK_SENDS_SOME : link;
}

static bool is_of_handler(const struct html_places *places, const struct js_value *address)
{
    return places->together != NULL && address->count > 0
           && html_together_is_handler(places->together, address->pieces[0].source);
}

static enum status output_sendings(struct html_page *page, struct js_reader *reader, const struct html_places *places)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < page->scripts->sending_count && status == STATUS_OK; index++) {
        const struct js_sending *sending = &page->scripts->sendings[index];
        enum text_link link = is_of_handler(places, &sending->address) ? link_of_handler(page, sending->certainty)
                                                                       : link_of(page, sending->certainty);

        status = output_address(page, reader, places, &sending->address, link);
    }
    return status;
}

static enum status output_askings(struct html_page *page, struct js_reader *reader, const struct html_places *places)
{
    const struct js_effects *scripts = page->scripts;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < scripts->asking_count && status == STATUS_OK; index++)
        status = output_address(page, reader, places, &scripts->askings[index], LINK_ASKS);
    if (status == STATUS_OK && scripts->has_more_askings)
        status = extract_gap(page->output.job, STATUS_LIMIT_CHILDREN, "hosts that a script asks");
    return status;
}

/* ---- modules ---- */

typedef bool next_import(struct js_reader *reader, size_t *at, struct js_value *address);

static enum status output_imports(struct html_page *page, struct js_reader *reader, const struct html_places *places,
                                  next_import *next)
{
    enum status status = STATUS_OK;
    struct js_value address;
    size_t at = 0;

    while (status == STATUS_OK && next(reader, &at, &address))
        status = output_address(page, reader, places, &address, LINK_PROGRAM);
    return status == STATUS_OK ? reader->status : status;
}

/* What a script does that waits for the reader is his doing; whom it asks for something is not. */
static enum status output_effects(struct html_page *page, struct js_reader *reader, const struct html_places *places)
{
    enum status status = output_askings(page, reader, places);

    if (page->handler == HANDLER_WAITS)
        return status;
    if (status == STATUS_OK && may_import(page, places->script))
        status = output_imports(page, reader, places, js_imports_next);
    if (status == STATUS_OK)
        status = output_sendings(page, reader, places);
    if (status == STATUS_OK)
        status = html_followed_keep(page, link_of);
    return status == STATUS_OK ? read_beside(page, reader, places) : status;
}

/* Of the decoded encodings those in which each character stands for itself. */
static bool can_be_read(const struct html_output *output)
{
    return !output->is_window || output->encoding == ENCODING_UTF16LE || output->encoding == ENCODING_UTF16BE;
}

/* In a window a script is alone: others may be gone, with the names that they have defined, or take long to be found.
 */
static void forget_others(struct html_page *page)
{
    if (!page->output.is_window || page->written_depth > 0)
        return;
    page->scripts->function_count = 0;
    if (page->scripts_window != page->output.first.source)
        page->scripts->called_count = 0;
    page->scripts_window = page->output.first.source;
}

static bool has_effects(const struct html_page *page, struct bytes script)
{
    return page->scripts->writing_count + page->scripts->sending_count + page->scripts->asking_count > 0
           || may_import(page, script);
}

static enum status read_script(struct html_page *page, struct bytes script)
{
    struct extract_job *job = page->output.job;
    struct js_reader reader = { 0 };
    struct html_places places = { .script = script };
    struct js_tokens tokens;
    enum status status = js_lexer_read(script, html_written_is_wide(page->output.encoding), &tokens);

    if (status == STATUS_OK && page->handler != HANDLER_WAITS) /* else nothing is called by itself */
        status = js_effects_call(page->scripts, &tokens);
    if (status == STATUS_OK)
        status = js_effects_read(page->scripts, &tokens);
    js_value_start(&reader, &tokens, job->arena, &page->scripts->memory_left);
    if (status == STATUS_OK && has_effects(page, script))
        status = html_places_find(page, &reader, &places);
    if (status == STATUS_OK && (places.sources != NULL || !page->output.is_window || page->output.written != NULL))
        status = output_effects(page, &reader, &places);
    js_lexer_free(&tokens);
    return status;
}

static enum status need_scripts(struct html_page *page)
{
    if (page->scripts == NULL)
        page->scripts = js_effects_create(page->output.job->arena);
    if (page->scripts == NULL)
        return STATUS_NO_MEMORY;
    page->scripts->follows_sends = extract_follows_sends(page->output.job);
    return STATUS_OK;
}

enum status html_written_read(struct html_page *page, struct bytes script)
{
    size_t first, count;
    enum status status;

    if (!can_be_read(&page->output) || page->written_depth == WRITTEN_DEPTH_MAX || page->written_count == SCRIPTS_MAX
        || !(may_write(script) || may_call(page->scripts, script) || may_send(page, script)
             || may_import(page, script)))
        return STATUS_OK;
    if (page->handler != HANDLER_WAITS) /* a list may have one in each of its lines */
        page->written_count++;
    status = need_scripts(page);
    if (status != STATUS_OK)
        return status;
    forget_others(page);
    first = page->scripts->function_first;
    count = page->scripts->function_count;
    /* What is written has places of its own, which mean nothing outside of it. */
    if (page->written_depth > 0)
        page->scripts->function_first = count;
    status = read_script(page, script);
    if (page->written_depth > 0)
        page->scripts->function_count = count;
    page->scripts->function_first = first;
    return status;
}

/* ---- all scripts of a page ---- */

static struct html_together *need_together(struct html_page *page)
{
    if (page->together == NULL)
        page->together = arena_zeroed(page->output.job->arena, sizeof *page->together);
    return page->together;
}

enum status html_written_keep(struct html_page *page, struct bytes script)
{
    if (page->output.is_window || page->output.written != NULL || !extract_follows_sends(page->output.job))
        return STATUS_OK;
    if (need_together(page) == NULL)
        return STATUS_NO_MEMORY;
    if (page->handler == HANDLER_NONE)
        html_together_add(page->together, script);
    else if (page->handler == HANDLER_RUNS)
        html_together_add_handler(page->together, script);
    return STATUS_OK;
}

static enum status read_text(struct html_page *page, struct bytes text)
{
    struct js_reader reader = { 0 };
    struct html_places places = { .script = text, .together = page->together };
    struct js_tokens tokens;
    enum status status = js_lexer_read(text, html_written_is_wide(page->output.encoding), &tokens);

    if (status == STATUS_OK)
        status = js_effects_call(page->scripts, &tokens);
    if (status == STATUS_OK)
        status = js_effects_read(page->scripts, &tokens);
    js_value_start(&reader, &tokens, page->output.job->arena, &page->scripts->memory_left);
    if (status == STATUS_OK)
        status = output_askings(page, &reader, &places);
    if (status == STATUS_OK)
        status = output_sendings(page, &reader, &places);
    if (status == STATUS_OK)
        status = html_followed_keep(page, link_of_handler);
    js_lexer_free(&tokens);
    return status;
}

enum status html_written_read_together(struct html_page *page)
{
    struct js_effects *apart = page->scripts;
    enum status status;

    if (page->together == NULL || !html_together_has_others(page->together))
        return STATUS_OK;
    status = html_together_join(page->together, page->output.job->arena);
    if (status != STATUS_OK || !may_send(page, page->together->text))
        return status;
    page->scripts = NULL;
    status = need_scripts(page);
    if (status == STATUS_OK)
        status = read_text(page, page->together->text);
    page->scripts = apart;
    return status;
}

enum status html_written_read_import_map(struct html_page *page, struct bytes map)
{
    struct html_places places = { .script = map };
    struct js_reader reader = { 0 };
    struct js_tokens tokens;
    enum status status;

    if (!can_be_read(&page->output) || !extract_follows_sends(page->output.job))
        return STATUS_OK;
    status = need_scripts(page);
    if (status != STATUS_OK)
        return status;
    status = js_lexer_read(map, html_written_is_wide(page->output.encoding), &tokens);
    js_value_start(&reader, &tokens, page->output.job->arena, &page->scripts->memory_left);
    if (status == STATUS_OK)
        status = html_places_find(page, &reader, &places);
    if (status == STATUS_OK && (places.sources != NULL || !page->output.is_window || page->output.written != NULL))
        status = output_imports(page, &reader, &places, js_imports_next_mapped);
    js_lexer_free(&tokens);
    return status;
}
