/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/word_marks.h"

#include "base/alloc.h"
#include "base/array.h"

enum {
    PAGE_SIZE = 512,
    PAGE_NUMBER_MASK = 0x3FFFFF,
    PARAGRAPH_ENTRY_SIZE = 13, /* 2.9.23 */
};

/* 2.6: properties that matter here. */
enum {
    SPRM_DELETED = 0x0800,
    SPRM_IS_DATA = 0x0806,
    SPRM_IS_OBJECT = 0x080A,
    SPRM_PLACE = 0x6A03,
    SPRM_VANISH = 0x083C,
    SPRM_IN_TABLE = 0x2416,
    SPRM_ROW_END = 0x2417,
    SPRM_INNER_CELL = 0x244B,
    SPRM_INNER_ROW_END = 0x244C,
    SPRM_DEFINE_TABLE = 0xD608,
    SPRM_CHANGE_TABS = 0xC615,
};

static uint32_t flags_of(uint16_t sprm, struct bytes operand)
{
    bool set = operand.size > 0 && operand.data[0] != 0;

    switch (sprm) {
    case SPRM_DELETED:
        return set ? WORD_HIDDEN : 0;
    case SPRM_VANISH: /* 0x80 and 0x81 mean "as the style", which is visible nearly always, and its contrary */
        return operand.size > 0 && (operand.data[0] & 1) != 0 ? WORD_HIDDEN : 0;
    case SPRM_IN_TABLE:
        return set ? WORD_IN_TABLE : 0;
    case SPRM_ROW_END:
        return set ? WORD_ROW_END : 0;
    case SPRM_INNER_CELL:
    case SPRM_INNER_ROW_END:
        return set ? WORD_CELL_END : 0;
    default:
        return 0;
    }
}

/* 2.9.243: the size of the operand is in the upper three bits, or in its first byte. */
static struct bytes operand_take(struct reader *reader, uint16_t sprm)
{
    static const uint8_t sizes[] = { 1, 1, 2, 4, 2, 2, 0, 3 };
    size_t size = sizes[sprm >> 13];

    if (size > 0)
        return reader_take(reader, size);
    if (sprm == SPRM_DEFINE_TABLE) {
        size = reader_u16le(reader);
        return reader_take(reader, size > 0 ? size - 1 : 0);
    }
    size = reader_u8(reader);
    /* 2.9.182: 255 means that the size must be counted; only tab stops stand there, so nothing behind is missed but
     * more of the paragraph's own layout. */
    if (sprm == SPRM_CHANGE_TABS && size == 255)
        size = (size_t)(reader->end - reader->next);
    return reader_take(reader, size);
}

/* What the properties of one stretch say. */
struct properties {
    uint32_t flags;
    bool has_place, is_data, is_object;
    uint32_t place; /* of an object it is no place but a number */
};

static void property_apply(struct properties *properties, uint16_t sprm, struct bytes operand)
{
    struct reader reader = reader_of(operand);

    properties->flags |= flags_of(sprm, operand);
    switch (sprm) {
    case SPRM_IS_DATA:
        properties->is_data = reader_u8(&reader) != 0;
        break;
    case SPRM_IS_OBJECT:
        properties->is_object = reader_u8(&reader) != 0;
        break;
    case SPRM_PLACE:
        properties->has_place = true;
        properties->place = reader_u32le(&reader);
        break;
    default:
        break;
    }
}

static struct properties properties_of(struct bytes raw)
{
    struct reader reader = reader_of(raw);
    struct properties properties = { 0 };

    while (reader.end - reader.next >= 3) {
        uint16_t sprm = reader_u16le(&reader);
        struct bytes operand = operand_take(&reader, sprm);

        if (reader.overrun)
            break;
        property_apply(&properties, sprm, operand);
    }
    return properties;
}

/* The properties at `offset` of a page, without the style that stands before those of a paragraph. */
static struct bytes page_properties(struct bytes page, size_t offset, bool of_paragraphs)
{
    struct reader reader = reader_of(bytes_slice(page, offset, PAGE_SIZE - 1));
    size_t size = reader_u8(&reader);

    if (!of_paragraphs)
        return reader_take(&reader, size);
    size = size > 0 ? 2 * size - 1 : 2u * reader_u8(&reader);
    (void)reader_u16le(&reader);
    return reader_take(&reader, size > 2 ? size - 2 : 0);
}

static enum status mark_add(struct word_marks *marks, struct word_mark mark)
{
    enum status status;

    if (mark.flags == 0)
        return STATUS_OK;
    if (marks->count > 0 && marks->items[marks->count - 1].end == mark.start
        && marks->items[marks->count - 1].flags == mark.flags) {
        marks->items[marks->count - 1].end = mark.end;
        return STATUS_OK;
    }
    status = array_grow((void **)&marks->items, &marks->capacity, marks->count + 1, sizeof *marks->items);
    if (status == STATUS_OK)
        marks->items[marks->count++] = mark;
    return status;
}

static enum status reference_add(struct word_marks *marks, struct word_reference reference)
{
    enum status status = ARRAY_GROW(&marks->references, &marks->reference_capacity, marks->reference_count + 1);

    if (status == STATUS_OK)
        marks->references[marks->reference_count++] = reference;
    return status;
}

static enum status stretch_add(struct word_marks *marks, uint32_t start, uint32_t end, struct bytes raw)
{
    struct properties properties = properties_of(raw);
    enum status status = mark_add(marks, (struct word_mark){ start, end, properties.flags });

    if (status == STATUS_OK && properties.has_place && !properties.is_object)
        status = reference_add(marks, (struct word_reference){ start, end, properties.place, properties.is_data });
    return status;
}

/* 2.9.32, 2.9.174: ends of stretches, then for each where its properties are, and their number in the last byte.
 * *reached is the end of the last stretch: pages must not go back. */
static enum status page_read(struct word_marks *marks, struct bytes page, bool of_paragraphs, uint32_t *reached,
                             bool *whole)
{
    size_t count = page.data[PAGE_SIZE - 1], entry_size = of_paragraphs ? PARAGRAPH_ENTRY_SIZE : 1;
    struct reader places = reader_of(page);
    struct bytes entries = bytes_slice(page, 4 * (count + 1), count * entry_size);
    uint32_t start = reader_u32le(&places);
    enum status status = STATUS_OK;

    if (entries.size != count * entry_size || count == 0 || start < *reached) {
        *whole = false;
        return STATUS_OK;
    }
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        uint32_t end = reader_u32le(&places);
        size_t offset = 2u * entries.data[index * entry_size];

        if (end < start) {
            *whole = false;
            return STATUS_OK;
        }
        if (offset > 0 && end > start)
            status = stretch_add(marks, start, end, page_properties(page, offset, of_paragraphs));
        start = end;
    }
    *reached = start;
    return status;
}

enum status word_marks_read(struct word_marks *marks, struct bytes stream, struct bytes table, bool of_paragraphs,
                            bool *whole)
{
    /* 2.8.5, 2.8.6: n + 1 offsets, n numbers of pages. */
    size_t count = table.size >= 4 ? (table.size - 4) / 8 : 0;
    struct reader pages = reader_of(bytes_slice(table, 4 * (count + 1), table.size));
    uint32_t reached = 0;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        size_t offset = (size_t)(reader_u32le(&pages) & PAGE_NUMBER_MASK) * PAGE_SIZE;
        struct bytes page = bytes_slice(stream, offset, PAGE_SIZE);

        if (page.size < PAGE_SIZE)
            *whole = false;
        else
            status = page_read(marks, page, of_paragraphs, &reached, whole);
    }
    return status;
}

uint32_t word_marks_at(const struct word_marks *marks, uint32_t offset, uint32_t *end)
{
    size_t low = 0, high = marks->count;
    const struct word_mark *mark;

    while (low < high) { /* the first that ends behind the offset */
        size_t middle = low + (high - low) / 2;

        if (marks->items[middle].end > offset)
            high = middle;
        else
            low = middle + 1;
    }
    if (low == marks->count)
        return 0;
    mark = &marks->items[low];
    if (mark->start > offset) {
        if (mark->start < *end)
            *end = mark->start;
        return 0;
    }
    if (mark->end < *end)
        *end = mark->end;
    return mark->flags;
}

const struct word_reference *word_marks_reference(const struct word_marks *marks, uint32_t offset)
{
    size_t low = 0, high = marks->reference_count;

    while (low < high) { /* the first that ends behind it */
        size_t middle = low + (high - low) / 2;

        if (marks->references[middle].end > offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low < marks->reference_count && marks->references[low].start <= offset ? &marks->references[low] : NULL;
}

void word_marks_free(struct word_marks *marks)
{
    alloc_free(marks->references);
    alloc_free(marks->items);
}
