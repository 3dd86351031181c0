/* SPDX-License-Identifier: Apache-2.0
 *
 * The only file that names every format. Order breaks ties between equal bids.
 */
#include "extract/csv.h"
#include "extract/extract.h"
#include "extract/html.h"
#include "extract/isolated.h"
#include "extract/json.h"
#include "extract/mailbox.h"
#include "extract/markdown.h"
#include "extract/markup_script.h"
#include "extract/markup_xml.h"
#include "extract/metafile/metafile.h"
#include "extract/plain.h"
#include "extract/rtf.h"
#include "extract/unpack.h"
#include "extract/unsupported.h"
#include "extract/uof.h"
#include "extract/vcard.h"
#include "extract/warc.h"
#include "extract/zip/epub.h"
#include "extract/zip/odf.h"
#include "extract/zip/ofd.h"
#include "extract/zip/ooxml.h"
#include "extract/zip/ooxml_flat.h"

static const struct extractor *const extractors[] = {
    &ooxml_extractor,
    &ofd_extractor,
    &odf_extractor,
    &epub_extractor,
    &odf_flat_extractor,
    &ooxml_flat_extractor,
    &uof_extractor,
    &emf_extractor,
    &wmf_extractor,
    &unpack_extractor,
    &warc_extractor,
    &rtf_extractor,
    &vcard_extractor,
    &calendar_extractor,
    &isolated_pdf_extractor,
    &isolated_ole_extractor,
    &isolated_chm_extractor,
    &isolated_mail_extractor,
    &isolated_tnef_extractor,
    &mbox_extractor,
    &emlx_extractor,
    &isolated_image_extractor,
    &zip_document_extractor,
    &unsupported_extractor,
    &html_extractor,
    &xml_extractor,
    &script_extractor,
    &json_extractor,
    &markdown_extractor,
    &csv_extractor,
    &plain_extractor,
    NULL,
};

const struct extractor *const *extract_formats(void)
{
    return extractors;
}
