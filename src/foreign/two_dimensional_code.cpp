/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/two_dimensional_code.h"

#include <new>
#include <vector>

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

namespace {

/* Linear codes are not asked for: release 1.4 ends the process by an assertion when a picture shows one of them twice.
 * Nor are Data Matrix and Aztec, which it finds in the middle of a picture only. */
ZXing::DecodeHints make_hints(unsigned most)
{
    ZXing::DecodeHints hints;

    hints.setFormats(ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::PDF417);
    hints.setTryHarder(true);
    hints.setTryRotate(true);
    hints.setTryDownscale(false);
    hints.setMaxNumberOfSymbols(static_cast<uint8_t>(most));
    return hints;
}

std::vector<uint8_t> invert(const code_picture &picture)
{
    std::vector<uint8_t> inverted(static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height));

    for (size_t index = 0; index < inverted.size(); index++)
        inverted[index] = static_cast<uint8_t>(UINT8_MAX - picture.grey[index]);
    return inverted;
}

void find(const code_picture &picture, unsigned most, code_taker take, void *context)
{
    std::vector<uint8_t> inverted;
    const uint8_t *grey = picture.grey;

    if (picture.is_inverted) {
        inverted = invert(picture);
        grey = inverted.data();
    }
    for (const ZXing::Result &result :
         ZXing::ReadBarcodes({ grey, picture.width, picture.height, ZXing::ImageFormat::Lum }, make_hints(most))) {
        const ZXing::ByteArray &text = result.bytes();

        if (result.isValid()
            && !take(context, text.data(), text.size(), result.format() == ZXing::BarcodeFormat::QRCode))
            return;
    }
}

} // namespace

two_dimensional_status two_dimensional_code_find(const code_picture *picture, unsigned most, code_taker take,
                                    void *context)
{
    try {
        find(*picture, most, take, context);
    } catch (const std::bad_alloc &) {
        return TWO_DIMENSIONAL_NO_MEMORY;
    } catch (...) {
        return TWO_DIMENSIONAL_FAILED;
    }
    return TWO_DIMENSIONAL_OK;
}
