/* SPDX-License-Identifier: Apache-2.0
 *
 * The only file that names every format of src/foreign. Order breaks ties between equal bids.
 */
#include "foreign/foreign_registry.h"

#include <stddef.h>

#include "foreign/chm.h"
#include "foreign/image.h"
#include "foreign/image_pixels.h"
#include "foreign/mail.h"
#include "foreign/ocr.h"
#include "foreign/ole/ole.h"
#include "foreign/ole/ole_storage.h"
#include "foreign/pdf.h"
#include "foreign/tnef.h"

static const struct extractor *const extractors[] = {
    &ole_extractor,
    &chm_extractor,
    &mail_extractor,
    &pdf_extractor,
    &image_extractor,
    &tnef_extractor,
    NULL,
};

const struct extractor *const *foreign_formats(void)
{
    return extractors;
}

enum status foreign_prepare(bool ocr)
{
    ole_storage_prepare();
    mail_prepare();
    image_pixels_prepare();
    ocr_prepare(ocr);
    return STATUS_OK;
}
