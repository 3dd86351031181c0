/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/xlsb_formula.h"

enum {
    TOKEN_EXPRESSION = 0x01, /* the array or shared formula that begins elsewhere */
    TOKEN_STRING = 0x17,
    TOKEN_EXTENDED = 0x18,
    TOKEN_ATTRIBUTE = 0x19,
    TOKEN_CLASS_FIRST = 0x20, /* from here on each token comes in three classes */
    TOKEN_ARRAY = 0x20,
    TOKEN_MEMORY = 0x26,
    TOKEN_KIND_MASK = 0x1F,
    TOKEN_END = 0x80,
    EXTENDED_TABLE = 0x19,
    EXTENDED_PIVOT = 0x1D,
    ATTRIBUTE_CHOOSE = 0x04,
    UNKNOWN = 0xFF,
    VALUE_NUMBER = 0x00,
    VALUE_STRING = 0x01,
    VALUE_BOOLEAN = 0x02,
    VALUE_ERROR = 0x04,
};

/* Bytes behind the token (2.5.98.16). */
static const uint8_t plain_sizes[TOKEN_CLASS_FIRST] = {
    UNKNOWN, 4, UNKNOWN, 0, 0, 0, 0, 0,       0,       0,       0,       0,       0, 0, 0, 0,
    0,       0, 0,       0, 0, 0, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1, 1, 2, 8,
};
static const uint8_t class_sizes[TOKEN_CLASS_FIRST] = {
    14,      2,       3,       4,       6,       12,      6,       6,       6,       2, 6, 12, 6, 12, UNKNOWN, UNKNOWN,
    UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 6, 8, 14, 8, 14, UNKNOWN, UNKNOWN,
};

struct formula {
    struct ooxml *ooxml;
    const struct text_run *run;
    struct buf *text;
    struct reader tokens, extra; /* extra: what tokens have beside the tokens, in their order */
};

static size_t token_size(struct reader *reader, uint8_t token)
{
    if (token == TOKEN_ATTRIBUTE) {
        uint8_t kind = reader_u8(reader);
        uint16_t count = reader_u16le(reader);

        return kind == ATTRIBUTE_CHOOSE ? 2u * (count + 1u) : 0;
    }
    if (token == TOKEN_EXTENDED) {
        uint8_t kind = reader_u8(reader);

        return kind == EXTENDED_TABLE ? 12 : kind == EXTENDED_PIVOT ? 4 : UNKNOWN;
    }
    return token < TOKEN_CLASS_FIRST ? plain_sizes[token] : class_sizes[token & TOKEN_KIND_MASK];
}

static enum status string_emit(struct formula *formula, struct reader *reader)
{
    enum status status;

    buf_clear(formula->text);
    xlsb_record_characters(formula->ooxml, reader, reader_u16le(reader), formula->text);
    status = buf_status(formula->text);
    return status != STATUS_OK ? status : ooxml_emit(formula->ooxml, formula->run, buf_bytes(formula->text));
}

/* PtgExtraArray: constants in rows and columns. */
static enum status array_emit(struct formula *formula)
{
    struct reader *reader = &formula->extra;
    uint64_t count = reader_u32le(reader);
    enum status status = STATUS_OK;

    count *= reader_u32le(reader);
    for (uint64_t index = 0; index < count && !reader->overrun && status == STATUS_OK; index++) {
        switch (reader_u8(reader)) {
        case VALUE_NUMBER:
            (void)reader_take(reader, 8);
            break;
        case VALUE_STRING:
            status = string_emit(formula, reader);
            break;
        case VALUE_BOOLEAN:
            (void)reader_take(reader, 1);
            break;
        case VALUE_ERROR:
            (void)reader_take(reader, 4);
            break;
        default:
            reader->overrun = true;
            break;
        }
    }
    return status;
}

/* What a token has beside the tokens (2.5.98.87). */
static enum status extra_emit(struct formula *formula, uint8_t token)
{
    uint8_t kind = token >= TOKEN_CLASS_FIRST ? (token & TOKEN_KIND_MASK) | TOKEN_CLASS_FIRST : token;

    if (kind == TOKEN_ARRAY)
        return array_emit(formula);
    if (kind == TOKEN_MEMORY)
        (void)reader_take(&formula->extra, (size_t)reader_u32le(&formula->extra) * 16);
    if (kind == TOKEN_EXPRESSION)
        (void)reader_take(&formula->extra, 4);
    return STATUS_OK;
}

static enum status token_emit(struct formula *formula)
{
    struct reader *reader = &formula->tokens;
    uint8_t token = reader_u8(reader);
    size_t size;

    if (token == TOKEN_STRING)
        return string_emit(formula, reader);
    size = token_size(reader, token);
    if (size == UNKNOWN || token >= TOKEN_END) {
        reader->overrun = true;
        return STATUS_OK;
    }
    (void)reader_take(reader, size);
    return extra_emit(formula, token);
}

enum status xlsb_formula_emit(struct ooxml *ooxml, struct reader *reader, const struct text_run *run, struct buf *text)
{
    struct formula formula = { .ooxml = ooxml, .run = run, .text = text };
    enum status status = STATUS_OK;

    formula.tokens = reader_of(reader_take(reader, reader_u32le(reader)));
    formula.extra = reader_of(reader_take(reader, reader_u32le(reader)));
    while (formula.tokens.next < formula.tokens.end && !formula.tokens.overrun && status == STATUS_OK)
        status = token_emit(&formula);
    reader->overrun |= formula.tokens.overrun || formula.extra.overrun;
    return status;
}
