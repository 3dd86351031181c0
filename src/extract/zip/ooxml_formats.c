/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_formats.h"

#include "base/alloc.h"
#include "base/array.h"
#include "extract/zip/ooxml_date.h"
#include "extract/zip/ooxml_display.h"

enum {
    CELL_FORMATS_MAX = 65536,
    CODES_MAX = 4096, /* number formats of a workbook's own */
};

/* What a number format shows. */
struct look {
    const char *date_code; /* NULL: it shows no date */
    const char *display;   /* its code where that matters (ooxml_display.h), or NULL */
};

struct own_format {
    uint32_t number;
    struct look look;
    bool hides;
};

struct ooxml_formats {
    struct ooxml *ooxml;
    struct own_format own[CODES_MAX];
    size_t own_count;
    uint8_t hiding[CELL_FORMATS_MAX / 8]; /* a bit for each cell format that shows nothing */
    struct look *looks;                   /* for each cell format */
    size_t cell_count, cell_capacity;
};

enum status ooxml_formats_create(struct ooxml *ooxml, struct ooxml_formats **formats)
{
    struct ooxml_formats *created = arena_zeroed(ooxml->package.job->arena, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->ooxml = ooxml;
    *formats = created;
    return STATUS_OK;
}

void ooxml_formats_destroy(struct ooxml_formats *formats)
{
    if (formats != NULL)
        alloc_free(formats->looks);
}

/* 18.8.30: positive;negative;zero;text. All four empty show nothing of any value. */
static bool code_hides(struct bytes code)
{
    size_t semicolons = 0;

    while (semicolons < code.size && code.data[semicolons] == ';')
        semicolons++;
    return semicolons >= 3 && semicolons == code.size;
}

enum status ooxml_formats_add_code(struct ooxml_formats *formats, uint32_t number, struct bytes code)
{
    struct own_format own = { .number = number, .hides = code_hides(code) };

    if (formats->own_count == CODES_MAX)
        return STATUS_OK;
    if (code.size <= OOXML_DATE_CODE_MAX && ooxml_date_is_code(code)) {
        own.look.date_code = ooxml_keep(formats->ooxml, code);
        if (own.look.date_code == NULL)
            return STATUS_NO_MEMORY;
    }
    if (ooxml_display_matters(code)) {
        own.look.display = ooxml_keep(formats->ooxml, code);
        if (own.look.display == NULL)
            return STATUS_NO_MEMORY;
    }
    formats->own[formats->own_count++] = own;
    return STATUS_OK;
}

/* Of that number; NULL when the workbook brings none. */
static const struct own_format *own_format_of(const struct ooxml_formats *formats, uint32_t number)
{
    for (size_t index = 0; index < formats->own_count; index++)
        if (formats->own[index].number == number)
            return &formats->own[index];
    return NULL;
}

enum status ooxml_formats_add_cell(struct ooxml_formats *formats, uint32_t number)
{
    const struct own_format *own = own_format_of(formats, number);
    size_t index = formats->cell_count;
    enum status status;

    if (index == CELL_FORMATS_MAX)
        return STATUS_OK;
    status = ARRAY_GROW(&formats->looks, &formats->cell_capacity, index + 1);
    if (status != STATUS_OK)
        return status;
    formats->looks[index] = own != NULL ? own->look : (struct look){ .date_code = ooxml_date_code(number) };
    if (own != NULL && own->hides)
        formats->hiding[index / 8] |= (uint8_t)(1u << (index % 8));
    formats->cell_count++;
    return STATUS_OK;
}

bool ooxml_formats_hide(const struct ooxml_formats *formats, uint32_t format)
{
    return format < formats->cell_count && (formats->hiding[format / 8] >> (format % 8) & 1) != 0;
}

struct bytes ooxml_formats_display(const struct ooxml_formats *formats, uint32_t format)
{
    const char *code = format < formats->cell_count ? formats->looks[format].display : NULL;

    return code != NULL ? bytes_of_text(code) : bytes_of(NULL, 0);
}

size_t ooxml_formats_date(const struct ooxml_formats *formats, uint32_t format, struct bytes number, bool since_1904,
                          char *output)
{
    const char *code = format < formats->cell_count ? formats->looks[format].date_code : NULL;

    return code != NULL ? ooxml_date_format(bytes_of_text(code), number, since_1904, output) : 0;
}
