/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_output.h"

#include <string.h>

#include "extract/html_data_url.h"
#include "extract/html_plain.h"
#include "extract/html_scan.h"
#include "extract/html_script_url.h"
#include "extract/link.h"
#include "text/utf8.h"

enum {
    STATEFUL_PIECE = 256, /* of ISO-2022-JP, whose bytes mean nothing without those before */
};

struct html_output html_output_start(struct extract_job *job)
{
    return (struct html_output){ .job = job,
                                 .base = job->input.data,
                                 .encoding = job->part->encoding,
                                 .limit = job->input.data + job->input.size,
                                 .run = { .newlines = NEWLINES_ARE_BLANKS } };
}

/* ---- where ---- */

/* Decoding can begin again in front of `text`. In ISO-2022-JP bytes mean what the last escape sequence says; behind a
 * character of ASCII they mean ASCII. */
static bool can_resume(const struct html_output *output, const uint8_t *text)
{
    return output->encoding != ENCODING_ISO_2022_JP || text == output->first.text || text[-1] < 0x80;
}

static uint64_t window_source(struct html_output *output, const uint8_t *text)
{
    struct html_mark from = output->cursor;
    struct bytes rest;

    if (from.text > text)
        from = output->mark.text <= text ? output->mark : output->first;
    rest = bytes_slice(output->job->input, (size_t)from.source, output->job->input.size);
    from.source += charset_source_size(output->job->charset, output->encoding, rest, (size_t)(text - from.text));
    from.text = text;
    if (can_resume(output, text))
        output->cursor = from;
    return from.source;
}

uint64_t html_output_source(struct html_output *output, const uint8_t *text)
{
    return output->is_window ? window_source(output, text) : (uint64_t)(text - output->base);
}

/* The last anchor at or before an offset. */
static size_t anchor_at(const struct html_written *written, size_t offset)
{
    size_t low = 0, high = written->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (written->anchors[middle].offset <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static struct span written_span(const struct html_written *written, struct bytes text)
{
    size_t start = (size_t)(text.data - written->text.data), end = start + text.size;
    const struct html_anchor *first = &written->anchors[anchor_at(written, start)];
    const struct html_anchor *last = &written->anchors[anchor_at(written, text.size > 0 ? end - 1 : end)];
    struct span span = first->source;

    if (first->is_exact)
        span.start += start - first->offset;
    span.end = last->is_exact ? last->source.start + (end - last->offset) : last->source.end;
    /* What comes from several places is shown at the first. */
    return span.end > span.start ? span : first->source;
}

struct span html_output_span(struct html_output *output, struct bytes text)
{
    if (output->written != NULL)
        return written_span(output->written, text);
    return (struct span){ html_output_source(output, text.data), html_output_source(output, text.data + text.size) };
}

void html_output_mark(struct html_output *output, const uint8_t *text)
{
    if (output->is_window && can_resume(output, text)) {
        output->mark.source = window_source(output, text);
        output->mark.text = text;
    }
}

/* ---- runs ---- */

/* Whether anything is made of a piece of what a script writes, and in which role. */
static bool is_worth_writing(const struct html_written *written, enum text_role *role)
{
    if (*role == TEXT_HIDDEN || *role == TEXT_LINK || *role == TEXT_HIDDEN_LINK)
        return true;
    *role = TEXT_SCRIPT;
    return written->is_composed;
}

static enum status emit(struct html_output *output, enum text_role role, enum text_join join, enum text_origin origin,
                        const void *utf8, size_t size, struct span source)
{
    struct text_run *run = &output->run;

    if (output->written != NULL && (size == 0 || !is_worth_writing(output->written, &role)))
        return STATUS_OK;
    run->utf8 = utf8;
    run->size = size;
    run->role = role;
    run->join = join;
    run->origin = origin;
    run->source = source;
    return extract_emit(output->job, run);
}

/* The end of the longest piece of [start, end) that fits a run and cuts no character of UTF-8. */
static const uint8_t *cut(const uint8_t *start, const uint8_t *end, size_t size_max)
{
    const uint8_t *at = start + size_max;

    if ((size_t)(end - start) <= size_max)
        return end;
    for (int back = 0; back < 3 && (*at & 0xC0) == 0x80; back++)
        at--;
    return at;
}

/* UTF-8 in runs that are not too long. `whole`: the place that all of it stands for; NULL: it stands where it is. */
static enum status output_runs(struct html_output *output, enum text_role role, enum text_join join, struct bytes text,
                               const struct span *whole)
{
    enum text_origin origin = whole != NULL ? ORIGIN_WHOLE : ORIGIN_IDENTICAL;
    const uint8_t *next = text.data;
    const uint8_t *end = next + text.size;

    while (next < end) {
        const uint8_t *after = cut(next, end, TEXT_RUN_MAX);
        struct span here = { (uint64_t)(next - output->base), (uint64_t)(after - output->base) };
        enum status status =
            emit(output, role, join, origin, next, (size_t)(after - next), whole != NULL ? *whole : here);

        if (status != STATUS_OK)
            return status;
        join = JOIN_GLUED;
        next = after;
    }
    return STATUS_OK;
}

static enum status output_decoded(struct html_output *output, enum text_role role, enum text_join join,
                                  struct bytes text)
{
    char utf8[TEXT_RUN_MAX];
    uint64_t start = (uint64_t)(text.data - output->base);

    while (text.size > 0) {
        struct charset_step step =
            charset_decode(output->job->charset, output->encoding, text, true, utf8, sizeof utf8);
        struct span source = { start, start + step.consumed };
        enum status status;

        output->run.replaced = (uint32_t)step.replaced;
        status = emit(output, role, join, ORIGIN_DECODED, utf8, step.produced, source);
        output->run.replaced = 0;
        if (status != STATUS_OK)
            return status;
        join = JOIN_GLUED;
        start += step.consumed;
        text = bytes_slice(text, step.consumed, text.size);
    }
    return STATUS_OK;
}

static enum status output_window(struct html_output *output, enum text_role role, enum text_join join,
                                 struct bytes text)
{
    bool is_stateful = output->encoding == ENCODING_ISO_2022_JP;
    size_t size_max = is_stateful ? STATEFUL_PIECE : TEXT_RUN_MAX;
    const uint8_t *next = text.data;
    const uint8_t *end = next + text.size;

    while (next < end) {
        const uint8_t *after = cut(next, end, size_max);
        enum text_origin origin;
        struct span source;
        enum status status;

        source.start = window_source(output, next);
        source.end = window_source(output, after);
        origin = !is_stateful ? ORIGIN_DECODED : source.end > source.start ? ORIGIN_WHOLE : ORIGIN_DETACHED;
        if (origin == ORIGIN_DETACHED)
            source = (struct span){ 0, 0 };
        status = emit(output, role, join, origin, next, (size_t)(after - next), source);
        if (status != STATUS_OK)
            return status;
        join = JOIN_GLUED;
        next = after;
    }
    return STATUS_OK;
}

/* Bytes of the part's own, from its own encoding. */
static enum status output_own(struct html_output *output, enum text_role role, enum text_join join, struct bytes text)
{
    const uint8_t *end = output->job->input.data + output->job->input.size;

    if (output->encoding == ENCODING_UTF8
        || html_scan_find_high(text.data, text.data + text.size, end) == text.data + text.size)
        return output_runs(output, role, join, text, NULL);
    return output_decoded(output, role, join, text);
}

/* Text that stands for a place as a whole. Scripts may have cut characters in two. */
static enum status output_standing_for(struct html_output *output, enum text_role role, enum text_join join,
                                       struct bytes text, struct span source)
{
    if (source.end <= source.start || utf8_valid_prefix((const char *)text.data, text.size) < text.size)
        return STATUS_OK;
    return output_runs(output, role, join, text, &source);
}

static enum status output_written(struct html_output *output, enum text_role role, enum text_join join,
                                  struct bytes text)
{
    const struct html_written *written = output->written;
    size_t offset = (size_t)(text.data - written->text.data), end = offset + text.size;
    enum status status = STATUS_OK;

    for (size_t index = anchor_at(written, offset); offset < end && status == STATUS_OK; index++) {
        const struct html_anchor *anchor = &written->anchors[index];
        size_t next = index + 1 < written->count ? written->anchors[index + 1].offset : written->text.size;
        struct bytes piece = bytes_slice(written->text, offset, (next < end ? next : end) - offset);

        if (anchor->is_exact)
            status = output_own(
                output, role, join,
                (struct bytes){ output->base + anchor->source.start + (offset - anchor->offset), piece.size });
        else
            status = output_standing_for(output, role, join, piece, anchor->source);
        join = piece.size > 0 ? JOIN_GLUED : join;
        offset += piece.size;
    }
    return status;
}

enum status html_output_bytes(struct html_output *output, enum text_role role, enum text_join join, struct bytes text)
{
    const uint8_t *end = text.data + text.size;

    if (output->written != NULL)
        return text.size > 0 ? output_written(output, role, join, text) : STATUS_OK;

    if (output->encoding == ENCODING_UTF8 && text.size - 1 < TEXT_RUN_MAX) {
        uint64_t start = (uint64_t)(text.data - output->base);

        return emit(output, role, join, ORIGIN_IDENTICAL, text.data, text.size,
                    (struct span){ start, start + text.size });
    }
    if (output->is_window)
        return output_window(output, role, join, text);
    if (output->encoding == ENCODING_UTF8 || html_scan_find_high(text.data, end, output->limit) == end)
        return output_runs(output, role, join, text, NULL);
    return output_decoded(output, role, join, text);
}

enum status html_output_whole(struct html_output *output, enum text_role role, enum text_join join, const char *utf8,
                              size_t size, struct bytes source)
{
    struct span span = html_output_span(output, source);

    /* Behind a broken escape of ISO-2022-JP several characters come from one place. */
    if (span.end <= span.start)
        return emit(output, role, join, ORIGIN_DETACHED, utf8, size, (struct span){ 0, 0 });
    return emit(output, role, join, ORIGIN_WHOLE, utf8, size, span);
}

/* ---- references ---- */

size_t html_output_decode(const uint8_t *next, const uint8_t *end, enum html_references references, char *utf8,
                          size_t *utf8_size)
{
    if (references == REFERENCES_OF_LINK)
        return html_entities_decode(next, end, true, utf8, utf8_size);
    return html_entities_decode_deep(next, end, references != REFERENCES_OF_TEXT, utf8, utf8_size);
}

/* What a reader sees of a name that has been escaped, `&amp;nbsp;`: its bytes, 0 where there is no such thing. */
static size_t shown_name(struct bytes source, char shown[TEXT_RUN_MAX])
{
    char utf8[HTML_REFERENCE_SIZE];
    size_t utf8_size;
    size_t size = html_entities_decode(source.data, source.data + source.size, false, utf8, &utf8_size);
    struct bytes name = bytes_slice(source, size, source.size);

    if (name.size == 0 || 1 + name.size > TEXT_RUN_MAX || memchr(name.data, '#', name.size) != NULL)
        return 0;
    shown[0] = '&';
    memcpy(shown + 1, name.data, name.size);
    return 1 + name.size;
}

enum status html_output_shown(struct html_output *output, enum text_role role, enum text_join join, const char *utf8,
                              size_t size, struct bytes source)
{
    char shown[TEXT_RUN_MAX];
    size_t shown_size = shown_name(source, shown);
    enum status status;

    if (shown_size == 0)
        return html_output_whole(output, role, join, utf8, size, source);
    output->run.is_escape = true;
    status = html_output_whole(output, role, join, shown, shown_size, source);
    output->run.is_escape = false;
    return status;
}

enum status html_output_value(struct html_output *output, enum text_role role, enum text_join join, struct bytes value,
                              enum html_references references)
{
    const uint8_t *next = value.data;
    const uint8_t *end = next + value.size;
    const uint8_t *literal = next;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && (next = html_scan_find_within(next, end, output->limit, '&')) < end) {
        char utf8[HTML_REFERENCE_SIZE];
        size_t utf8_size = 0;
        size_t size = html_output_decode(next, end, references, utf8, &utf8_size);

        if (size == 0) {
            next++;
            continue;
        }
        status = html_output_bytes(output, role, join, (struct bytes){ literal, (size_t)(next - literal) });
        join = next > literal ? JOIN_GLUED : join;
        if (status == STATUS_OK)
            status = html_output_whole(output, role, join, utf8, utf8_size, (struct bytes){ next, size });
        join = JOIN_GLUED;
        next += size;
        literal = next;
    }
    if (status != STATUS_OK)
        return status;
    return html_output_bytes(output, role, join, (struct bytes){ literal, (size_t)(end - literal) });
}

/* ---- links ---- */

static bool has_percent_text(struct bytes value, const uint8_t *limit)
{
    const uint8_t *end = value.data + value.size;

    for (const uint8_t *next = value.data; (next = html_scan_find_within(next, end, limit, '%')) < end; next++) {
        if (link_percent_byte(next, end) >= 0x80)
            return true;
    }
    return false;
}

static enum status output_percent_text(struct html_output *output, enum text_role role, struct bytes value)
{
    char utf8[TEXT_RUN_MAX];
    size_t taken;
    size_t size = link_decode(output->job->charset, value, utf8, &taken);

    return html_output_whole(output, role, JOIN_BROKEN, utf8, size, (struct bytes){ value.data, taken });
}

/* `plain`: the URL with its references decoded. What a script's tag names is run, whatever it says that it is. */
static enum status output_data_url(struct html_output *output, enum text_role role, struct bytes url,
                                   struct bytes plain)
{
    const char *as = output->run.link == LINK_PROGRAM ? "text/javascript" : NULL;
    enum status status = html_output_bytes(output, role, JOIN_BROKEN, html_data_url_head(url));

    return status == STATUS_OK ? html_data_url_read(output->job, plain, as) : status;
}

static enum status output_url(struct html_output *output, enum text_role role, struct bytes url, struct bytes plain)
{
    enum status status = html_output_value(output, role, JOIN_BROKEN, url, REFERENCES_OF_LINK);

    if (status == STATUS_OK && has_percent_text(url, output->limit))
        status = output_percent_text(output, role, url);
    if (status == STATUS_OK && html_script_url_may_be(plain))
        status = html_script_url_read(output->job, plain, output->run.link == LINK_FRAME);
    return status;
}

/* A URL that may be a `data:` or `javascript:` URL, once its references are decoded. */
static __attribute__((noinline)) enum status output_spelled_url(struct html_output *output, enum text_role role,
                                                                struct bytes url)
{
    struct buf plain = BUF_INIT(SIZE_MAX / 2);
    enum status status;

    html_plain_references(&plain, url);
    if (buf_status(&plain) != STATUS_OK) /* as it stands, then */
        status = output_url(output, role, url, url);
    else if (html_data_url_is(buf_bytes(&plain)))
        status = output_data_url(output, role, url, buf_bytes(&plain));
    else
        status = output_url(output, role, url, buf_bytes(&plain));
    buf_free(&plain);
    return status;
}

enum status html_output_link(struct html_output *output, enum text_role role, struct bytes value)
{
    while (value.size > 0 && html_scan_is_space(*value.data))
        value = bytes_slice(value, 1, value.size);
    if (value.size == 0 || *value.data == '#')
        return STATUS_OK;
    if ((*value.data | 0x20) == 'd' || *value.data == '&' || html_script_url_may_be(value)) {
        if (memchr(value.data, '&', value.size) != NULL)
            return output_spelled_url(output, role, value);
        if (html_data_url_is(value))
            return output_data_url(output, role, value, value);
    }
    return output_url(output, role, value, value);
}
