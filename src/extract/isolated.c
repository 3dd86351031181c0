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
    PDF_BID = 8 * 5,
    OLE_BID = 8 * 8,
};

static const char chm_magic[] = { 'I', 'T', 'S', 'F', 3, 0, 0, 0 };

unsigned isolated_pdf_bid(struct bytes input, const struct part_hint *hint)
{
    struct bytes prefix = bytes_slice(input, 0, PDF_PREFIX_SIZE);

    (void)hint;
    if (bytes_start_with(prefix, "%PDF-", 5))
        return PDF_BID;
    /* Something else in front: only where it cannot be a text that speaks of the format. */
    return prefix.size > 0 && memchr(prefix.data, '\0', prefix.size) != NULL
                   && memmem(prefix.data, prefix.size, "%PDF-", 5) != NULL
               ? PDF_BID
               : 0;
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
