/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/isolated.h"

#include <string.h>

#include "extract/ole_kind.h"
#include "extract/mail_evidence.h"
#include "extract/plain.h"
#include "extract/signature.h"
#include "extract/unsupported.h"

enum {
    PDF_PREFIX_SIZE = 1024, /* where its header may stand (ISO 32000-1, annex H, note 13) */
    PDF_SUFFIX_SIZE = 2048, /* where its end is looked for */
    PDF_BID = 8 * 5,
    PREFIXED_PDF_BID = 12, /* what knows the beginning knows better: a PDF is the first member of an archive */
    OLE_BID = 8 * 8,
};

static const char chm_magic[] = { 'I', 'T', 'S', 'F', 3, 0, 0, 0 };
static const char tnef_magic[] = { 0x78, (char)0x9F, 0x3E, 0x22 };

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

size_t isolated_pdf_start(struct bytes input)
{
    struct bytes prefix = bytes_slice(input, 0, PDF_PREFIX_SIZE);

    for (size_t at = 0; at + 8 <= prefix.size; at++) {
        const uint8_t *found = memmem(prefix.data + at, prefix.size - at, "%PDF-", 5);

        if (found == NULL)
            break;
        at = (size_t)(found - prefix.data);
        if (at + 8 <= prefix.size && is_digit(found[5]) && found[6] == '.' && is_digit(found[7]))
            return at;
    }
    return SIZE_MAX;
}

static bool holds(struct bytes input, const char *words)
{
    return input.size > 0 && memmem(input.data, input.size, words, strlen(words)) != NULL;
}

/* Whether the file has more of a PDF than its header, which a text that speaks of the format may have, too. */
static bool is_built_like_pdf(struct bytes input, size_t start)
{
    struct bytes rest = bytes_slice(input, start, SIZE_MAX), head = bytes_slice(rest, 0, PDF_SUFFIX_SIZE);
    size_t tail_start = input.size > PDF_SUFFIX_SIZE ? input.size - PDF_SUFFIX_SIZE : 0;
    struct bytes tail = bytes_slice(input, tail_start, SIZE_MAX);

    return holds(head, " obj") && (holds(tail, "startxref") || holds(tail, "%%EOF"));
}

static bool is_line_start(struct bytes input, size_t at)
{
    return input.data[at - 1] == '\n' || input.data[at - 1] == '\r'
           || (at == 3 && bytes_start_with(input, "\xEF\xBB\xBF", 3));
}

/* Something in front of the header: at the beginning of a line, or among what is no text. */
unsigned isolated_pdf_bid(struct bytes input, const struct part_hint *hint)
{
    size_t start;

    (void)hint;
    if (bytes_start_with(input, "%PDF-", 5))
        return PDF_BID;
    start = isolated_pdf_start(input);
    if (start == SIZE_MAX)
        return 0;
    if (memchr(input.data, '\0', start) != NULL)
        return PREFIXED_PDF_BID;
    return is_line_start(input, start) && is_built_like_pdf(input, start) ? PREFIXED_PDF_BID : 0;
}

const struct extractor isolated_pdf_extractor = { .format = ISOLATED_PDF_FORMAT,
                                                   .bid = isolated_pdf_bid,
                                                   .extract = unsupported_extract,
                                                   .isolated = true };

unsigned isolated_ole_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return ole_kind_recognise(input) ? OLE_BID : 0;
}

const struct extractor isolated_ole_extractor = { .format = ISOLATED_OLE_FORMAT,
                                                   .bid = isolated_ole_bid,
                                                   .extract = unsupported_extract,
                                                   .isolated = true };

unsigned isolated_chm_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return bytes_start_with(input, chm_magic, sizeof chm_magic) ? 8 * sizeof chm_magic : 0;
}

const struct extractor isolated_chm_extractor = { .format = ISOLATED_CHM_FORMAT,
                                                   .bid = isolated_chm_bid,
                                                   .extract = unsupported_extract,
                                                   .isolated = true };

unsigned isolated_tnef_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return bytes_start_with(input, tnef_magic, sizeof tnef_magic) ? 8 * sizeof tnef_magic : 0;
}

const struct extractor isolated_tnef_extractor = { .format = ISOLATED_TNEF_FORMAT,
                                                    .bid = isolated_tnef_bid,
                                                    .extract = unsupported_extract,
                                                    .isolated = true };

unsigned isolated_mail_bid(struct bytes input, const struct part_hint *hint)
{
    return mail_evidence_of_message(input, hint);
}

/* Without a delegate the message is at least read as the text that it is. */
static enum status read_as_text(struct extract_job *job)
{
    enum status status = extract_gap(job, STATUS_UNSUPPORTED, "read as text, not as the message that it is");

    return status != STATUS_OK ? status : plain_extractor.extract(job);
}

const struct extractor isolated_mail_extractor = { .format = ISOLATED_MAIL_FORMAT,
                                                    .bid = isolated_mail_bid,
                                                    .extract = read_as_text,
                                                    .isolated = true };

/* ---- Pictures. */

static const struct signature image_signatures[] = {
    SIGNATURE("png", "image/png", 0, "\x89PNG\r\n\x1A\n"),
    SIGNATURE("jpeg", "image/jpeg", 0, "\xFF\xD8\xFF"),
    SIGNATURE("gif", "image/gif", 0, "GIF87a"),
    SIGNATURE("gif", "image/gif", 0, "GIF89a"),
    SIGNATURE("webp", "image/webp", 8, "WEBPVP8"),
    SIGNATURE("tiff", "image/tiff", 0, "II*\0"),
    SIGNATURE("tiff", "image/tiff", 0, "MM\0*"),
    SIGNATURE("bigtiff", "image/tiff", 0, "II+\0"),
    SIGNATURE("bigtiff", "image/tiff", 0, "MM\0+"),
    SIGNATURE("bmp", "image/bmp", 0, "BM"),
};

/* Two letters may begin a text: there must be a NUL where sizes are small numbers. */
static bool is_image(const struct signature *signature, struct bytes input)
{
    return signature->size > 2 || memchr(input.data, '\0', bytes_slice(input, 0, 64).size) != NULL;
}

static const struct signature *image_signature(struct bytes input)
{
    const struct signature *signature =
        signature_find(input, image_signatures, sizeof image_signatures / sizeof *image_signatures);

    return signature != NULL && is_image(signature, input) ? signature : NULL;
}

unsigned isolated_image_bid(struct bytes input, const struct part_hint *hint)
{
    const struct signature *signature = image_signature(input);

    (void)hint;
    return signature != NULL ? 8U * signature->size : 0;
}

const struct format *isolated_image_format(struct bytes input)
{
    const struct signature *signature = image_signature(input);

    return signature != NULL ? &signature->format : NULL;
}

const struct extractor isolated_image_extractor = { .format = ISOLATED_IMAGE_FORMAT,
                                                     .bid = isolated_image_bid,
                                                     .extract = unsupported_extract,
                                                     .isolated = true };
