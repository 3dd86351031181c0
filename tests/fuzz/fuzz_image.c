/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures: our readers of their properties and, behind them, Leptonica, ZXing and ZBar. OCR is off: it is Tesseract's.
 */
#include "foreign/foreign_registry.h"
#include "read_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool is_prepared;

    if (!is_prepared && foreign_prepare(false) != STATUS_OK)
        abort();
    is_prepared = true;
    read_document_with(bytes_of(data, size), "case.png", foreign_formats());
    return 0;
}
