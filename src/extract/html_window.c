/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_window.h"

enum { WINDOW_SIZE = 1 << 20 };

/* Decodes what fits from `source` on. Returns the bytes of input that took. */
static size_t fill(const struct html_window *window, uint8_t *text, uint64_t source)
{
    struct html_output *output = window->output;
    struct bytes rest = bytes_slice(output->job->input, (size_t)source, output->job->input.size);
    struct charset_step step =
        charset_decode(output->job->charset, output->encoding, rest, true, (char *)text, WINDOW_SIZE);

    output->first = output->mark = output->cursor = (struct html_mark){ text, source };
    output->limit = text + step.produced;
    window->tokenizer->start = window->tokenizer->next = text;
    window->tokenizer->end = text + step.produced;
    return step.consumed;
}

/* Reads the tokens of one window; *next becomes where the next one begins. */
static enum status read_tokens(const struct html_window *window, bool is_last, uint64_t *next)
{
    struct html_tokenizer *tokenizer = window->tokenizer;
    struct html_tokenizer before = *tokenizer;
    struct html_token token;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && html_tokenizer_next(tokenizer, &token)) {
        html_output_mark(window->output, token.start);
        if (token.kind == HTML_START_TAG || token.kind == HTML_END_TAG)
            window->collect(window->reader);
        if (tokenizer->next == tokenizer->end && !is_last && token.start > tokenizer->start) {
            *tokenizer = before;
            *next = html_output_source(window->output, token.start);
            return STATUS_OK;
        }
        status = window->token(window->reader, &token);
        before = *tokenizer;
    }
    if (status == STATUS_OK)
        *next = html_output_source(window->output, tokenizer->end);
    return status;
}

enum status html_window_read(const struct html_window *window, size_t bom_size)
{
    struct extract_job *job = window->output->job;
    uint8_t *text = arena_alloc(job->arena, WINDOW_SIZE);
    uint64_t source = bom_size;
    enum status status = STATUS_OK;

    if (text == NULL)
        return STATUS_NO_MEMORY;
    window->output->is_window = true;
    while (status == STATUS_OK && source < job->input.size) {
        size_t held = fill(window, text, source);
        bool is_last = source + held == job->input.size;

        status = read_tokens(window, is_last, &source);
        /* What makes no text, such as an escape of ISO-2022-JP at the end, has no place after it to go on from. */
        if (is_last)
            source = job->input.size;
        if (status == STATUS_OK)
            status = extract_progress(job, source);
    }
    return status;
}
