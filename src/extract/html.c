/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html.h"

#include "extract/html_page.h"
#include "extract/html_sniff.h"
#include "extract/html_window.h"

enum { PROGRESS_BYTES = 64 * 1024 };

/* Reads the bytes of the part themselves. */
static enum status read_bytes(struct html_page *page, struct bytes input, size_t bom_size)
{
    const uint8_t *progress = input.data + PROGRESS_BYTES;
    struct html_token token;
    enum status status = STATUS_OK;

    page->tokenizer = html_tokenizer_start(bytes_slice(input, bom_size, input.size));
    while (status == STATUS_OK && html_tokenizer_next(&page->tokenizer, &token)) {
        if (token.start >= progress) {
            status = extract_progress(page->output.job, (uint64_t)(token.start - input.data));
            if (status != STATUS_OK)
                return status;
            progress = token.start + PROGRESS_BYTES;
        }
        if (token.kind == HTML_START_TAG || token.kind == HTML_END_TAG)
            html_page_collect(page);
        status = html_page_token(page, &token);
    }
    return status;
}

static void window_collect(void *reader)
{
    html_page_collect(reader);
}

static enum status window_token(void *reader, struct html_token *token)
{
    return html_page_token(reader, token);
}

static enum status html_extract(struct extract_job *job)
{
    struct encoding_evidence evidence = encoding_detect(job->input, job->hint->charset, ENCODING_SYNTAX_HTML);
    struct html_page *page = arena_alloc(job->arena, sizeof *page);

    if (page == NULL)
        return STATUS_NO_MEMORY;
    job->part->encoding = evidence.encoding;
    job->part->source_is_meaningful = true;
    page->output = html_output_start(job);
    html_page_start(page);
    if (encoding_is_markup_safe(evidence.encoding))
        return read_bytes(page, job->input, evidence.bom_size);
    page->tokenizer = html_tokenizer_start((struct bytes){ NULL, 0 });
    return html_window_read(
        &(struct html_window){ &page->output, &page->tokenizer, page, window_collect, window_token },
        evidence.bom_size);
}

const struct extractor html_extractor = {
    .format = { "html", "text/html" },
    .bid = html_sniff_bid,
    .extract = html_extract,
};
