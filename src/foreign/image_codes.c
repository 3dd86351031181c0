/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_codes.h"

#include <zbar.h>

enum {
    CODES_MAX = 1000, /* of one picture */
    /* A scan line every so many pixels is enough where codes are drawn large. */
    DENSE_SIDE_MAX = 3000,
    SPARSE_DENSITY = 2,
    INVERTED_PIXELS_MAX = 8 * 1000 * 1000, /* white on black is looked for in pictures up to here */
};

/* Kinds with a checksum good enough that a page of text or a photograph does not hold them by chance. */
static const zbar_symbol_type_t kinds[] = { ZBAR_QRCODE, ZBAR_EAN13, ZBAR_EAN8, ZBAR_UPCA, ZBAR_CODE128, ZBAR_CODE93,
                                            ZBAR_CODE39 };

static zbar_image_scanner_t *create_scanner(const struct pixels *pixels)
{
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    int density = pixels->width > DENSE_SIDE_MAX || pixels->height > DENSE_SIDE_MAX ? SPARSE_DENSITY : 1;

    if (scanner == NULL)
        return NULL;
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++)
        zbar_image_scanner_set_config(scanner, kinds[index], ZBAR_CFG_ENABLE, 1);
    /* The bytes as they are: ZBar would guess at Japanese, never at Chinese, and open files to convert them. */
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_X_DENSITY, density);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, density);
    if ((int64_t)pixels->width * pixels->height <= INVERTED_PIXELS_MAX)
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_TEST_INVERTED, 1);
    return scanner;
}

static bool is_address(struct bytes text)
{
    static const char *const beginnings[] = { "http://", "https://", "HTTP://", "HTTPS://", "www.", "WWW.", "weixin://" };

    for (size_t index = 0; index < sizeof beginnings / sizeof *beginnings; index++)
        if (bytes_start_with(text, beginnings[index], strlen(beginnings[index])))
            return true;
    return false;
}

static enum status emit_symbol(struct image *image, const zbar_symbol_t *symbol)
{
    struct bytes text = bytes_of(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol));
    bool is_matrix = zbar_symbol_get_type(symbol) == ZBAR_QRCODE;

    return image_text_emit(image, text, ENCODING_NONE, is_matrix ? "QR code" : "bar code",
                           is_address(text) ? TEXT_LINK : TEXT_BODY);
}

static enum status emit_symbols(struct image *image, zbar_image_t *picture)
{
    const zbar_symbol_t *symbol = zbar_image_first_symbol(picture);
    enum status status = STATUS_OK;

    for (unsigned count = 0; status == STATUS_OK && symbol != NULL; count++) {
        if (count == CODES_MAX)
            return extract_gap(image->job, STATUS_LIMIT_RATIO, "there are more codes in the picture");
        status = emit_symbol(image, symbol);
        symbol = zbar_symbol_next(symbol);
    }
    return status;
}

enum status image_codes_read(struct image *image, const struct pixels *pixels)
{
    zbar_image_scanner_t *scanner = create_scanner(pixels);
    zbar_image_t *picture = scanner != NULL ? zbar_image_create() : NULL;
    enum status status = STATUS_NO_MEMORY;

    if (picture != NULL) {
        zbar_image_set_format(picture, zbar_fourcc('Y', '8', '0', '0'));
        zbar_image_set_size(picture, (unsigned)pixels->width, (unsigned)pixels->height);
        zbar_image_set_data(picture, pixels->grey, (size_t)pixels->width * (size_t)pixels->height, NULL);
        status = zbar_scan_image(scanner, picture) >= 0 ? emit_symbols(image, picture) : STATUS_MALFORMED;
    }
    zbar_image_destroy(picture);
    zbar_image_scanner_destroy(scanner);
    return status;
}
