/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/isolated.h"

#include <string.h>

#include "extract/ole_kind.h"
#include "extract/mail_evidence.h"
#include "extract/plain.h"
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
    (void)hint;
    return mail_evidence_of_message(input);
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
