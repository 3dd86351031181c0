/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_window.h"

enum { WINDOW_SIZE = 1 << 20 };

/* Fills the window from `source` on. Returns the bytes of input it holds. */
static size_t fill(struct html_page *page, uint8_t *window, uint64_t source, size_t *size)
{
    struct extract_job *job = page->output.job;
    struct bytes rest = bytes_slice(job->input, (size_t)source, job->input.size);
    struct charset_step step =
        charset_decode(job->charset, page->output.encoding, rest, true, (char *)window, WINDOW_SIZE);

    *size = step.produced;
    page->output.first = page->output.mark = page->output.cursor = (struct html_mark){ window, source };
    page->tokenizer.start = page->tokenizer.next = window;
    page->tokenizer.end = page->output.limit = window + step.produced;
    return step.consumed;
}

/* Reads one window. Returns where the next one begins. */
static enum status read_window(struct html_page *page, const uint8_t *window, bool is_last, uint64_t *next)
{
    struct html_tokenizer before = page->tokenizer;
    struct html_token token;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && html_tokenizer_next(&page->tokenizer, &token)) {
        html_output_mark(&page->output, token.start);
        if (token.kind == HTML_START_TAG || token.kind == HTML_END_TAG)
            html_page_collect(page);
        if (page->tokenizer.next == page->tokenizer.end && !is_last && token.start > window) {
            page->tokenizer = before;
            *next = page->output.mark.source;
            return STATUS_OK;
        }
        status = html_page_token(page, &token);
        before = page->tokenizer;
    }
    if (status == STATUS_OK)
        *next = html_output_source(&page->output, page->tokenizer.end);
    return status;
}

enum status html_window_read(struct html_page *page, size_t bom_size)
{
    struct extract_job *job = page->output.job;
    uint8_t *window = arena_alloc(job->arena, WINDOW_SIZE);
    uint64_t source = bom_size;
    enum status status = STATUS_OK;

    if (window == NULL)
        return STATUS_NO_MEMORY;
    page->output.is_window = true;
    page->tokenizer = html_tokenizer_start((struct bytes){ window, 0 });
    while (status == STATUS_OK && source < job->input.size) {
        size_t size;
        size_t held = fill(page, window, source, &size);

        status = read_window(page, window, source + held == job->input.size, &source);
        if (status == STATUS_OK)
            status = extract_progress(job, source);
    }
    return status;
}
