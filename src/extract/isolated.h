/* SPDX-License-Identifier: Apache-2.0
 *
 * Formats that third-party parsers read, known here by their bids alone.
 *
 * This library neither links nor trusts these parsers: guanka-extract does (src/foreign), in a process that can open
 * nothing. An extractor there takes its format and its bid from here, so that both programs recognise the same.
 */
#ifndef GUANKA_EXTRACT_ISOLATED_H
#define GUANKA_EXTRACT_ISOLATED_H

#include "extract/extractor.h"

#define ISOLATED_PDF_FORMAT                                                                                            \
    {                                                                                                                  \
        "pdf", "application/pdf"                                                                                       \
    }

#define ISOLATED_OLE_FORMAT                                                                                            \
    {                                                                                                                  \
        "ole2", "application/x-ole-storage"                                                                            \
    }

#define ISOLATED_CHM_FORMAT                                                                                            \
    {                                                                                                                  \
        "chm", "application/vnd.ms-htmlhelp"                                                                           \
    }

#define ISOLATED_MAIL_FORMAT                                                                                           \
    {                                                                                                                  \
        "eml", "message/rfc822"                                                                                        \
    }

#define ISOLATED_TNEF_FORMAT                                                                                           \
    {                                                                                                                  \
        "tnef", "application/vnd.ms-tnef"                                                                              \
    }

/* Where the header of a PDF stands, which may be 1,024 bytes from the beginning; SIZE_MAX: there is none. */
size_t isolated_pdf_start(struct bytes input);
unsigned isolated_pdf_bid(struct bytes input, const struct part_hint *hint);
/* Which of the formats in a compound file it is, extract/ole_kind.h tells. */
unsigned isolated_ole_bid(struct bytes input, const struct part_hint *hint);
unsigned isolated_chm_bid(struct bytes input, const struct part_hint *hint);
unsigned isolated_mail_bid(struct bytes input, const struct part_hint *hint);
unsigned isolated_tnef_bid(struct bytes input, const struct part_hint *hint);

/* Pictures of several formats, which one extractor reads. */
#define ISOLATED_IMAGE_FORMAT                                                                                          \
    {                                                                                                                  \
        "image", "image/*"                                                                                             \
    }

unsigned isolated_image_bid(struct bytes input, const struct part_hint *hint);
/* "png", "jpeg", "gif", "webp", "tiff", "bigtiff" or "bmp"; NULL when it is none of these. */
const struct format *isolated_image_format(struct bytes input);

/* One for each of them. Without a delegate they are reported like any other format that is not read. */
extern const struct extractor isolated_pdf_extractor;
extern const struct extractor isolated_ole_extractor;
extern const struct extractor isolated_chm_extractor;
extern const struct extractor isolated_mail_extractor;
extern const struct extractor isolated_tnef_extractor;
extern const struct extractor isolated_image_extractor;

#endif
