/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/excel_formula.h"

enum {
    TOKEN_STRING = 0x17,
    TOKEN_ATTRIBUTE = 0x19,
    TOKEN_CLASS_FIRST = 0x20, /* from here on each token comes in three classes */
    TOKEN_KIND_MASK = 0x1F,
    ATTRIBUTE_CHOOSE = 0x04,
    UNKNOWN = 0xFF,
};

/* Bytes behind the token (2.5.198.25 and following). */
static const uint8_t plain_sizes[TOKEN_CLASS_FIRST] = {
    UNKNOWN, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1, 1, 2, 8,
};
static const uint8_t class_sizes[TOKEN_CLASS_FIRST] = {
    7, 2, 3, 4, 4, 8, 6, 6, 6, 2, 4, 8, 4, 8, UNKNOWN, UNKNOWN,
    UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 6, 6, 10, 6, 10, UNKNOWN, UNKNOWN,
};

static size_t token_size(struct reader *reader, uint8_t token)
{
    if (token == TOKEN_ATTRIBUTE) {
        uint8_t kind = reader_u8(reader);
        uint16_t count = reader_u16le(reader);

        return kind == ATTRIBUTE_CHOOSE ? 2u * (count + 1u) : 0;
    }
    return token < TOKEN_CLASS_FIRST ? plain_sizes[token] : class_sizes[token & TOKEN_KIND_MASK];
}

enum status excel_formula_emit(struct excel_book *book, struct bytes tokens)
{
    struct reader reader = reader_of(tokens);
    enum status status = STATUS_OK;

    if (book->old) /* other sizes; such workbooks are rare by now */
        return STATUS_OK;
    while (reader.next < reader.end && status == STATUS_OK) {
        uint8_t token = reader_u8(&reader);
        size_t size;

        if (token == TOKEN_STRING) {
            struct excel_reader string = { .reader = reader };

            excel_book_string(book, &string, false);
            reader = string.reader;
            status = string.overrun ? STATUS_OK
                                    : ole_output_block(book->output, TEXT_HIDDEN, buf_bytes(&book->text));
            if (string.overrun)
                return STATUS_OK;
            continue;
        }
        size = token_size(&reader, token);
        if (size == UNKNOWN || token >= 0x80)
            return STATUS_OK;
        (void)reader_take(&reader, size);
    }
    return status;
}
