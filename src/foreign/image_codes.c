/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_codes.h"

#include <zbar.h>

#include "foreign/two_dimensional_code.h"

enum {
    CODES_MAX = 250, /* of one kind in one picture */
    BAR_DENSITY = 6, /* a bar is much longer than that, so every so many rows and columns are enough */
    INVERTED_PIXELS_MAX = 8 * 1000 * 1000, /* white on black is looked for in pictures up to here */
    DARK_SIDE = 4, /* pixels: what surrounds a code is wider than that */
};

static bool is_address(struct bytes text)
{
    static const char *const beginnings[] = { "http://", "https://", "HTTP://", "HTTPS://", "www.", "WWW.", "weixin://" };

    for (size_t index = 0; index < sizeof beginnings / sizeof *beginnings; index++)
        if (bytes_start_with(text, beginnings[index], strlen(beginnings[index])))
            return true;
    return false;
}

static enum status emit_code(struct image *image, struct bytes text, const char *section)
{
    return image_text_emit(image, text, ENCODING_NONE, section, is_address(text) ? TEXT_LINK : TEXT_BODY);
}

static enum status tell_more_codes(struct image *image)
{
    return extract_gap(image->job, STATUS_LIMIT_RATIO, "there are more codes in the picture");
}

/* ---- White on black. */

/* Shades darker than this are in the darker half of the picture's range. */
static unsigned middle_shade(const struct pixels *pixels)
{
    size_t count = (size_t)pixels->width * (size_t)pixels->height;
    uint8_t darkest = UINT8_MAX, lightest = 0;

    for (size_t index = 0; index < count; index++) {
        darkest = pixels->grey[index] < darkest ? pixels->grey[index] : darkest;
        lightest = pixels->grey[index] > lightest ? pixels->grey[index] : lightest;
    }
    return (darkest + lightest + 1U) / 2;
}

static bool is_dark_tile(const uint8_t *corner, size_t stride, unsigned middle)
{
    for (size_t row = 0; row < DARK_SIDE; row++)
        for (size_t column = 0; column < DARK_SIDE; column++)
            if (corner[row * stride + column] >= middle)
                return false;
    return true;
}

/* A code that is white on black stands in a dark field. Most pictures of pages, and the previews in office documents,
 * have none, and are not searched a second time for it. */
static bool may_be_inverted(const struct pixels *pixels)
{
    size_t width = (size_t)pixels->width, height = (size_t)pixels->height;
    unsigned middle;

    if (width * height > INVERTED_PIXELS_MAX)
        return false;
    middle = middle_shade(pixels);
    for (size_t y = 0; y + DARK_SIDE <= height; y += DARK_SIDE)
        for (size_t x = 0; x + DARK_SIDE <= width; x += DARK_SIDE)
            if (is_dark_tile(pixels->grey + y * width + x, width, middle))
                return true;
    return false;
}

/* ---- Two-dimensional codes. */

struct planar_codes {
    struct image *image;
    enum status status;
    unsigned count;
};

static bool take_planar_code(void *context, const uint8_t *text, size_t size, bool is_qr)
{
    struct planar_codes *codes = context;

    codes->count++;
    codes->status = emit_code(codes->image, bytes_of(text, size), is_qr ? "QR code" : "bar code");
    return codes->status == STATUS_OK;
}

static enum status read_planar_codes(struct planar_codes *codes, const struct pixels *pixels, bool is_inverted)
{
    const struct code_picture picture = { pixels->grey, pixels->width, pixels->height, is_inverted };

    switch (two_dimensional_code_find(&picture, CODES_MAX, take_planar_code, codes)) {
    case TWO_DIMENSIONAL_NO_MEMORY:
        return STATUS_NO_MEMORY;
    case TWO_DIMENSIONAL_FAILED:
        return extract_gap(codes->image->job, STATUS_MALFORMED, "the picture could not be searched for codes");
    case TWO_DIMENSIONAL_OK:
        break;
    }
    if (codes->status == STATUS_OK && codes->count == CODES_MAX)
        return tell_more_codes(codes->image);
    return codes->status;
}

/* White on black is a matter of taste of a whole picture: where there are codes as usual, it is not looked for. */
static enum status find_planar_codes(struct image *image, const struct pixels *pixels, bool may_invert)
{
    struct planar_codes codes = { image, STATUS_OK, 0 };
    enum status status = read_planar_codes(&codes, pixels, false);

    if (status == STATUS_OK && codes.count == 0 && may_invert)
        status = read_planar_codes(&codes, pixels, true);
    return status;
}

/* ---- Bar codes. */

/* Kinds with a checksum good enough that a page of text or a photograph does not hold them by chance. */
static const zbar_symbol_type_t bar_kinds[] = { ZBAR_EAN13, ZBAR_EAN8, ZBAR_UPCA, ZBAR_CODE128, ZBAR_CODE93,
                                                ZBAR_CODE39 };

static zbar_image_scanner_t *create_bar_scanner(bool may_invert)
{
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();

    if (scanner == NULL)
        return NULL;
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    for (size_t index = 0; index < sizeof bar_kinds / sizeof *bar_kinds; index++)
        zbar_image_scanner_set_config(scanner, bar_kinds[index], ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_X_DENSITY, BAR_DENSITY);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, BAR_DENSITY);
    if (may_invert)
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_TEST_INVERTED, 1);
    return scanner;
}

static enum status emit_bar_codes(struct image *image, zbar_image_t *picture)
{
    const zbar_symbol_t *symbol = zbar_image_first_symbol(picture);
    enum status status = STATUS_OK;

    for (unsigned count = 0; status == STATUS_OK && symbol != NULL; count++) {
        if (count == CODES_MAX)
            return tell_more_codes(image);
        status = emit_code(image, bytes_of(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol)),
                           "bar code");
        symbol = zbar_symbol_next(symbol);
    }
    return status;
}

static enum status find_bar_codes(struct image *image, const struct pixels *pixels, bool may_invert)
{
    zbar_image_scanner_t *scanner = create_bar_scanner(may_invert);
    zbar_image_t *picture = scanner != NULL ? zbar_image_create() : NULL;
    enum status status = STATUS_NO_MEMORY;

    if (picture != NULL) {
        zbar_image_set_format(picture, zbar_fourcc('Y', '8', '0', '0'));
        zbar_image_set_size(picture, (unsigned)pixels->width, (unsigned)pixels->height);
        zbar_image_set_data(picture, pixels->grey, (size_t)pixels->width * (size_t)pixels->height, NULL);
        status = zbar_scan_image(scanner, picture) >= 0 ? emit_bar_codes(image, picture) : STATUS_MALFORMED;
    }
    zbar_image_destroy(picture);
    zbar_image_scanner_destroy(scanner);
    return status;
}

enum status image_codes_read(struct image *image, const struct pixels *pixels)
{
    bool may_invert = may_be_inverted(pixels);
    enum status status = find_planar_codes(image, pixels, may_invert);

    return status == STATUS_OK ? find_bar_codes(image, pixels, may_invert) : status;
}
