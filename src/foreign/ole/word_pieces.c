/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/word_pieces.h"

#include "base/alloc.h"
#include "base/array.h"
#include "foreign/ole/ole_encoding.h"

enum {
    IDENT_97 = 0xA5EC,
    IDENT_6 = 0xA5DC,
    VERSION_97 = 0x6A, /* smaller numbers in nFib are Word 6 and 95 */
    FLAG_ENCRYPTED = 0x0100,
    FLAG_SECOND_TABLE = 0x0200,
    LANGUAGE = 6,
    FLAGS = 10,
    TEXT_START = 24,
    TEXT_END = 28,
    OLD_LENGTHS = 0x34,
    LENGTHS = 0x4C,
    OLD_TABLES = 0x58,
    TABLES = 0x9A,
    PIECE_COMPRESSED = 0x40000000,
    PIECE_TAG = 2,
    PROPERTIES_TAG = 1,
    PIECE_SIZE = 8,
};

/* Numbers of the tables among the pairs of offset and size (2.5.6); -1: not there. */
static const int16_t places_97[WORD_TABLE_COUNT] = { 11, 12, 13, 36, 51, 71, 50, 33 };
static const int16_t places_6[WORD_TABLE_COUNT] = { 11, -1, -1, -1, -1, -1, -1, 33 };

bool word_layout_read(struct bytes stream, struct word_layout *layout)
{
    uint16_t ident = bytes_u16le(stream, 0), version = bytes_u16le(stream, 2), flags = bytes_u16le(stream, FLAGS);
    const int16_t *places;

    *layout = (struct word_layout){ .old = ident == IDENT_6 || version < VERSION_97 };
    if ((ident != IDENT_97 && ident != IDENT_6) || stream.size < OLD_TABLES)
        return false;
    places = layout->old ? places_6 : places_97;
    layout->encrypted = (flags & FLAG_ENCRYPTED) != 0;
    layout->second_table = (flags & FLAG_SECOND_TABLE) != 0;
    layout->narrow = layout->old ? ole_encoding_of_language(bytes_u16le(stream, LANGUAGE)) : ENCODING_WINDOWS_1252;
    layout->text_start = bytes_u32le(stream, TEXT_START);
    layout->text_end = bytes_u32le(stream, TEXT_END);
    for (size_t index = 0; index < WORD_KIND_COUNT; index++)
        layout->lengths[index] = bytes_u32le(stream, (layout->old ? OLD_LENGTHS : LENGTHS) + 4 * index);
    for (size_t index = 0; index < WORD_TABLE_COUNT; index++) {
        if (places[index] < 0)
            continue;
        size_t place = (layout->old ? OLD_TABLES : TABLES) + 8 * (size_t)places[index];

        layout->tables[index].offset = bytes_u32le(stream, place);
        layout->tables[index].size = bytes_u32le(stream, place + 4);
    }
    return true;
}

/* 2.9.38: properties that pieces refer to, then the table of pieces. */
static struct bytes piece_table(struct bytes clx)
{
    struct reader reader = reader_of(clx);

    while (reader.next < reader.end) {
        uint8_t tag = reader_u8(&reader);

        if (tag == PIECE_TAG) {
            struct bytes table = reader_take(&reader, reader_u32le(&reader));

            return reader.overrun ? bytes_of(NULL, 0) : table;
        }
        if (tag != PROPERTIES_TAG)
            break;
        (void)reader_take(&reader, reader_u16le(&reader));
    }
    return bytes_of(NULL, 0);
}

/* One piece from the beginning of the text: what documents have that were never saved "fast". */
static void piece_guess(const struct word_layout *layout, struct word_piece *piece)
{
    uint32_t bytes = layout->text_end > layout->text_start ? layout->text_end - layout->text_start : 0;
    uint64_t characters = 0;

    for (size_t index = 0; index < WORD_KIND_COUNT; index++)
        characters += layout->lengths[index];
    *piece = (struct word_piece){ .offset = layout->text_start, .wide = !layout->old && bytes >= 2 * characters };
    piece->end = piece->wide ? bytes / 2 : bytes;
}

static bool piece_decode(const struct word_layout *layout, struct bytes table, size_t count, size_t index,
                         struct word_piece *piece)
{
    uint32_t place = bytes_u32le(table, 4 * (count + 1) + PIECE_SIZE * index + 2);

    piece->start = bytes_u32le(table, 4 * index);
    piece->end = bytes_u32le(table, 4 * index + 4);
    piece->wide = !layout->old && (place & PIECE_COMPRESSED) == 0;
    piece->offset = layout->old || piece->wide ? place : (place & (PIECE_COMPRESSED - 1)) / 2;
    return piece->end > piece->start;
}

/* Cuts a piece at the end of the stream. */
static bool piece_fits(struct word_piece *piece, size_t stream_size)
{
    uint64_t left = piece->offset < stream_size ? (stream_size - piece->offset) >> piece->wide : 0;

    if (piece->end - piece->start <= left)
        return true;
    piece->end = piece->start + (uint32_t)left;
    return false;
}

enum status word_pieces_read(const struct word_layout *layout, struct bytes tables, size_t stream_size,
                             struct word_piece **pieces, size_t *count, bool *whole)
{
    struct bytes table = piece_table(
        bytes_slice(tables, layout->tables[WORD_PIECES].offset, layout->tables[WORD_PIECES].size));
    size_t listed = table.size >= 4 ? (table.size - 4) / (4 + PIECE_SIZE) : 0, capacity = 0;
    uint32_t reached = 0;
    enum status status;

    *pieces = NULL;
    *count = 0;
    *whole = true;
    status = array_grow((void **)pieces, &capacity, listed + 1, sizeof **pieces);
    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < listed; index++) {
        struct word_piece *piece = &(*pieces)[*count];

        if (!piece_decode(layout, table, listed, index, piece) || piece->start < reached) {
            *whole = false; /* an empty one, or one that goes back */
            continue;
        }
        reached = piece->end;
        *whole &= piece_fits(piece, stream_size);
        *count += piece->end > piece->start;
    }
    if (*count == 0 && (layout->lengths[WORD_MAIN] > 0 || layout->text_end > layout->text_start)) {
        piece_guess(layout, &(*pieces)[0]);
        /* Only documents of Word 6 and 95 may have no table. */
        *whole = layout->old && layout->tables[WORD_PIECES].size == 0;
        *whole &= piece_fits(&(*pieces)[0], stream_size);
        *count = (*pieces)[0].end > 0;
    }
    return STATUS_OK;
}
