/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/markup_script.h"

#include <string.h>
#include <strings.h>

#include "extract/html_page.h"
#include "extract/html_script.h"
#include "extract/html_written.h"
#include "extract/plain.h"

/* One more than plain text, which anything may be. */
enum { BID_SCRIPT = 2, SNIFF_SIZE = 1024 };

static bool is_named_script(const struct part_hint *hint)
{
    const char *dot = hint->name != NULL ? strrchr(hint->name, '.') : NULL;

    return (dot != NULL && (strcasecmp(dot, ".js") == 0 || strcasecmp(dot, ".mjs") == 0))
           || (hint->media_type != NULL && strcasestr(hint->media_type, "javascript") != NULL);
}

static unsigned script_bid(struct bytes input, const struct part_hint *hint)
{
    struct bytes head = bytes_slice(input, 0, SNIFF_SIZE);
    bool is_binary = head.size > 0 && memchr(head.data, 0, head.size) != NULL;

    return is_named_script(hint) && !is_binary ? BID_SCRIPT : 0;
}

/* The script, and what it writes into whatever page it is run in. */
static enum status read_script(struct html_page *page, struct bytes script)
{
    enum status status = html_script_output(&page->output, JOIN_BROKEN, script);

    html_page_start(page);
    page->tokenizer = html_tokenizer_start(script);
    return status == STATUS_OK ? html_written_read(page, script) : status;
}

static enum status script_extract(struct extract_job *job)
{
    struct encoding_evidence evidence = encoding_detect(job->input, job->hint->charset, ENCODING_SYNTAX_PLAIN);
    struct html_page *page;

    if (!encoding_is_markup_safe(evidence.encoding))
        return plain_extract(job);
    job->part->encoding = evidence.encoding;
    job->part->source_is_meaningful = true;
    page = arena_alloc(job->arena, sizeof *page);
    if (page == NULL)
        return STATUS_NO_MEMORY;
    page->output = html_output_start(job);
    page->output.run.newlines = NEWLINES_ARE_BREAKS;
    return read_script(page, bytes_slice(job->input, evidence.bom_size, job->input.size));
}

const struct extractor script_extractor = {
    .format = { "script", "text/javascript" },
    .bid = script_bid,
    .extract = script_extract,
};
