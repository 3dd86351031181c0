/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures: PNG, JPEG, GIF, WebP, TIFF, BMP.
 *
 * Text that a picture carries beside its pixels (EXIF, XMP, IPTC, comments) is read by our own bounded readers; pixels
 * are decoded by Leptonica, searched for codes by ZXing-C++ and ZBar and, where --ocr asks for it, read by Tesseract
 * (foreign/ocr.h). Without --ocr a picture large enough to hold text is a gap: what it shows has not been read.
 */
#ifndef GUANKA_FOREIGN_IMAGE_H
#define GUANKA_FOREIGN_IMAGE_H

#include "extract/extractor.h"

extern const struct extractor image_extractor;

#endif
