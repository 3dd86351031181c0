/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html.h"

#include "extract/html_followed.h"
#include "extract/html_opens.h"
#include "extract/html_page.h"
#include "extract/html_sniff.h"
#include "extract/html_window.h"
#include "extract/html_written.h"

static void window_collect(void *reader)
{
    html_page_collect(reader);
}

static enum status window_token(void *reader, struct html_token *token)
{
    return html_page_token(reader, token);
}

/* What scripts hide on a page whose markup is found in decoded text: it takes all of the page. */
static enum status conceal_decoded(struct html_page *page, struct extract_job *job, size_t bom_size)
{
    enum { DECODED_MAX = 6 << 20 };
    enum encoding encoding = job->part->encoding;
    struct bytes input = bytes_slice(job->input, bom_size, job->input.size);
    struct html_effects *effects;
    struct charset_step step;
    enum status status;
    char *text;

    if ((encoding != ENCODING_UTF16LE && encoding != ENCODING_UTF16BE) || input.size > DECODED_MAX / 3 * 2 - 16)
        return STATUS_OK;
    text = arena_alloc(job->arena, input.size / 2 * 3 + 16); /* of two bytes three at most */
    if (text == NULL)
        return STATUS_NO_MEMORY;
    step = charset_decode(job->charset, encoding, input, true, text, input.size / 2 * 3 + 16);
    status = html_effects_find(job->arena, bytes_of(text, step.produced), false, &effects);
    if (status == STATUS_OK)
        html_page_conceal(page, effects);
    return status;
}

static enum status html_extract(struct extract_job *job)
{
    struct encoding_evidence evidence;
    enum status status = extract_encoding(job, ENCODING_SYNTAX_HTML, &evidence);
    struct html_page *page = arena_alloc(job->arena, sizeof *page);

    if (status != STATUS_OK)
        return status;
    if (page == NULL)
        return STATUS_NO_MEMORY;
    page->output = html_output_start(job);
    html_page_start(page);
    if (encoding_is_markup_safe(evidence.encoding)) {
        struct bytes input = bytes_slice(job->input, evidence.bom_size, job->input.size);
        struct html_effects *effects;

        status = html_effects_find(job->arena, input, html_written_is_wide(evidence.encoding), &effects);
        if (status != STATUS_OK)
            return status;
        html_page_conceal(page, effects);
        if (extract_follows_sends(job) && (page->opens = html_opens_create(job->arena, input)) == NULL)
            return STATUS_NO_MEMORY;
        page->tokenizer = html_tokenizer_start(input);
        status = html_page_read(page);
        if (status == STATUS_OK)
            status = html_written_read_together(page);
        return status == STATUS_OK ? html_followed_output(page, input) : status;
    }
    status = conceal_decoded(page, job, evidence.bom_size);
    if (status != STATUS_OK)
        return status;
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
