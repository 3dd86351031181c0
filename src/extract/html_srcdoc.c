/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_srcdoc.h"

#include <string.h>

#include "extract/html_fragment.h"
#include "extract/html_plain.h"

/* In UTF-8: references stand for characters, not for bytes of the page's encoding. */
static void append_decoded(struct html_output *output, struct bytes value, struct buf *out)
{
    char utf8[TEXT_RUN_MAX];

    if (output->is_window || output->encoding == ENCODING_UTF8) {
        buf_append(out, value.data, value.size);
        return;
    }
    while (value.size > 0) {
        struct charset_step step =
            charset_decode(output->job->charset, output->encoding, value, true, utf8, sizeof utf8);

        buf_append(out, utf8, step.produced);
        value = bytes_slice(value, step.consumed, value.size);
    }
}

static enum status read_page(struct extract_job *job, struct bytes page, size_t source_size)
{
    static const struct part_hint hint = { .name = HTML_SRCDOC_NAME, .media_type = "text/html", .charset = "utf-8" };
    uint8_t *copy;
    enum status status = extract_expand(job, page.size, source_size, &copy);

    if (status != STATUS_OK)
        return status;
    memcpy(copy, page.data, page.size);
    return extract_child(job, &hint, (struct bytes){ copy, page.size }, NULL);
}

enum status html_srcdoc_read(struct html_output *output, struct bytes value, bool hidden)
{
    struct buf text = BUF_INIT(SIZE_MAX / 2);
    struct buf page = BUF_INIT(SIZE_MAX / 2);
    enum status status;

    if (value.size > HTML_PLAIN_MAX)
        return html_fragment_output(output, TEXT_HIDDEN, TEXT_HIDDEN_LINK, value);
    if (value.size == 0)
        return STATUS_OK;
    append_decoded(output, value, &text);
    if (hidden)
        buf_text(&page, "<body hidden>");
    html_plain_references(&page, buf_bytes(&text));
    status = buf_status(&text);
    if (status == STATUS_OK)
        status = buf_status(&page);
    if (status == STATUS_OK)
        status = read_page(output->job, buf_bytes(&page), value.size);
    buf_free(&text);
    buf_free(&page);
    return status;
}
