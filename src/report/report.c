/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <string.h>

#include "report/fingerprint.h"
#include "report/report_formats.h"

const struct report_format *const *report_formats(void)
{
    static const struct report_format *const formats[] = { &report_text, &report_jsonl, &report_sarif,
                                                           &report_csv,  &report_html,  NULL };

    return formats;
}

const struct report_format *report_format_find(const char *name)
{
    for (const struct report_format *const *format = report_formats(); *format != NULL; format++)
        if (strcmp((*format)->name, name) == 0)
            return *format;
    return NULL;
}

struct report_context report_context_of(const struct report_options *options)
{
    return (struct report_context){
        .options = options, .mask = MASK_INIT, .scratch = BUF_INIT(SIZE_MAX / 2), .safe = BUF_INIT(SIZE_MAX / 2)
    };
}

void report_context_free(struct report_context *context)
{
    mask_free(&context->mask);
    buf_free(&context->scratch);
    buf_free(&context->safe);
}

enum status report_document(const struct report_format *format, struct report_context *context,
                            const struct report_document *document, struct report_pieces *out)
{
    enum status status = fingerprint_of_path(document->path, &context->path_digest);

    if (status != STATUS_OK)
        return status;
    format->document(out, context, document);
    status = buf_status(&out->items);
    return status != STATUS_OK ? status : buf_status(&out->notes);
}
