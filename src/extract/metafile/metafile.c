/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/metafile/metafile.h"

#include "extract/metafile/drawing.h"
#include "extract/metafile/emf.h"
#include "extract/metafile/wmf.h"
#include "text/encoding.h"

enum {
    EMF_BID = 8 * 9, /* the type of the first record, the signature, a size that is possible */
    WMF_BID = 8 * 6, /* kind, size of the header, version */
};

static enum status play(struct drawing *drawing, struct bytes input, size_t *end)
{
    return emf_recognise(input) ? emf_play(drawing, input, end) : wmf_play(drawing, input, end);
}

/* What strings are in that do not say it: what all of them look like together. */
static enum status encoding_find(struct extract_job *job, struct bytes input, enum encoding *encoding)
{
    struct drawing drawing;
    size_t end;
    enum status status;

    drawing_start(&drawing, job);
    drawing.is_sampling = true;
    status = play(&drawing, input, &end);
    *encoding = drawing.encoding;
    if (status == STATUS_OK && drawing.sample.size > 0)
        *encoding = encoding_detect(buf_bytes(&drawing.sample), NULL, ENCODING_SYNTAX_PLAIN).encoding;
    if (*encoding == ENCODING_UTF16LE || *encoding == ENCODING_UTF16BE)
        *encoding = ENCODING_WINDOWS_1252;
    drawing_free(&drawing);
    return status;
}

static enum status play_all(struct drawing *drawing, struct bytes input, size_t *end)
{
    enum status status = encoding_find(drawing->job, input, &drawing->encoding);

    return status == STATUS_OK ? play(drawing, input, end) : status;
}

/* Those inside may have further ones inside, for which there may be no room: these are files. */
static enum status embedded_play(struct drawing *drawing)
{
    enum status status = STATUS_OK;

    for (unsigned index = 0; index < drawing->embedded_count && status == STATUS_OK; index++) {
        struct bytes input = drawing->embedded[index];
        size_t end;

        status = emf_recognise(input) || wmf_recognise(input) ? play_all(drawing, input, &end)
                                                              : drawing_file(drawing, "emf", input);
    }
    return status;
}

/* Blanks and zeros fill up what holds it. */
static enum status rest_read(struct extract_job *job, size_t end)
{
    struct bytes rest = bytes_slice(job->input, end, SIZE_MAX);

    while (rest.size > 0 && rest.data[0] <= ' ')
        rest = bytes_slice(rest, 1, SIZE_MAX);
    return extract_outside(job, rest, "behind-picture");
}

static enum status metafile_extract(struct extract_job *job)
{
    struct drawing drawing;
    size_t end = 0;
    enum status status;

    drawing_start(&drawing, job);
    status = play_all(&drawing, job->input, &end);
    if (status == STATUS_OK)
        status = embedded_play(&drawing);
    if (status == STATUS_OK)
        status = drawing_finish(&drawing);
    drawing_free(&drawing);
    return status == STATUS_OK ? rest_read(job, end) : status;
}

static unsigned emf_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return emf_recognise(input) ? EMF_BID : 0;
}

static unsigned wmf_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return wmf_recognise(input) ? WMF_BID : 0;
}

const struct extractor emf_extractor = {
    .format = { "emf", "image/emf" },
    .bid = emf_bid,
    .extract = metafile_extract,
};

const struct extractor wmf_extractor = {
    .format = { "wmf", "image/wmf" },
    .bid = wmf_bid,
    .extract = metafile_extract,
};
