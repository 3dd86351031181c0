/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_places.h"

#include "extract/html_page.h"
#include "text/utf8.h"

enum { PLACE_STEP = 512 };

static size_t place_offset(struct bytes script, size_t index)
{
    return utf8_floor((const char *)script.data, script.size, index * PLACE_STEP);
}

static uint64_t source_behind(struct html_output *output, uint64_t source, size_t produced)
{
    struct bytes rest = bytes_slice(output->job->input, (size_t)source, output->job->input.size);

    return source + charset_source_size(output->job->charset, output->encoding, rest, produced);
}

enum status html_places_find(struct html_page *page, struct js_reader *reader, struct html_places *places)
{
    struct html_output *output = &page->output;
    size_t count = places->script.size / PLACE_STEP + 1;

    if (!output->is_window || output->written != NULL)
        return STATUS_OK;
    places->sources = js_value_memory(reader, count * sizeof *places->sources);
    if (places->sources == NULL)
        return reader->status;
    places->sources[0] = html_output_source(output, places->script.data);
    for (size_t index = 1; index < count; index++)
        places->sources[index] =
            source_behind(output, places->sources[index - 1],
                          place_offset(places->script, index) - place_offset(places->script, index - 1));
    return STATUS_OK;
}

static uint64_t source_of(struct html_page *page, const struct html_places *places, const uint8_t *text)
{
    size_t offset = (size_t)(text - places->script.data), index = offset / PLACE_STEP;

    return source_behind(&page->output, places->sources[index], offset - place_offset(places->script, index));
}

static struct span span_of(struct html_page *page, const struct html_places *places, struct bytes text)
{
    if (places->together != NULL)
        text = html_together_source(places->together, text);
    if (places->sources == NULL)
        return html_output_span(&page->output, text);
    return (struct span){ source_of(page, places, text.data), source_of(page, places, text.data + text.size) };
}

enum status html_places_make(struct html_page *page, struct js_reader *reader, const struct html_places *places,
                             const struct js_value *value, struct html_written *written)
{
    struct html_anchor *anchors;
    size_t offset = 0;

    *written = (struct html_written){ .is_composed = value->is_composed || page->written_depth > 0 };
    written->text = js_value_text(reader, value);
    if (written->text.data == NULL)
        return reader->status;
    anchors = js_value_memory(reader, value->count * sizeof *anchors);
    if (anchors == NULL) {
        written->text.size = 0;
        return reader->status;
    }
    for (size_t index = 0; index < value->count; index++) {
        const struct js_piece *piece = &value->pieces[index];

        struct span source = span_of(page, places, piece->source);
        /* Of scripts that are read together one may run on into the next: that stands in no place as it is. */
        bool is_torn = source.end - source.start != piece->text.size;

        anchors[index] =
            (struct html_anchor){ offset, source,
                                  piece->is_exact && !is_torn && page->written_depth == 0 && !page->output.is_window };
        offset += piece->text.size;
    }
    written->anchors = anchors;
    written->count = value->count;
    return STATUS_OK;
}
