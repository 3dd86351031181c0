/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/odf_table.h"

#include <string.h>

static bool attribute(const struct xml_element *element, const char *name, struct bytes *value)
{
    return xml_attribute(element, XML_SPACE_ANY, name, value);
}

struct odf_table *odf_table_innermost(struct odf_reader *reader)
{
    return &reader->tables[reader->table_depth < TABLES_NESTED_MAX ? reader->table_depth : TABLES_NESTED_MAX];
}

enum status odf_table_begin(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    bool is_sheet = reader->is_spreadsheet && reader->table_depth == 0 && frame->role == TEXT_BODY;
    struct bytes name;
    enum status status;

    reader->table_depth++;
    if (reader->table_depth <= TABLES_NESTED_MAX)
        *odf_table_innermost(reader) = (struct odf_table){ .cell = { ++reader->table_count, 0, 0 }, .row_step = 1 };
    flow_join(&reader->flow, JOIN_BROKEN);
    if (!is_sheet)
        return STATUS_OK;
    odf_style_apply(reader, element, frame, "table");
    attribute(element, "name", &name);
    status = odf_place_begin(reader, PLACE_SHEET, ++reader->sheet_count, name);
    return status == STATUS_OK ? odf_emit_apart(reader, frame, TEXT_TITLE, name) : status;
}

enum status odf_table_finish(struct odf_reader *reader, struct odf_frame *frame)
{
    (void)frame;
    reader->table_depth--;
    if (reader->table_depth == 0 && reader->place.unit == PLACE_SHEET)
        odf_place_end(reader);
    return flow_paragraph(&reader->flow);
}

static uint32_t repeated(const struct xml_element *element, const char *name)
{
    uint32_t count = xml_attribute_number(element, name, 1);

    return count > 0 && count < POSITION_MAX ? count : 1;
}

static uint32_t position_after(uint32_t position, uint32_t step)
{
    return position < POSITION_MAX ? position + step : position;
}

static bool is_collapsed(const struct xml_element *element)
{
    return xml_attribute_is(element, "visibility", "collapse") || xml_attribute_is(element, "visibility", "filter");
}

enum status odf_table_column_begin(struct odf_reader *reader, const struct xml_element *element,
                                   struct odf_frame *frame)
{
    struct odf_table *table = odf_table_innermost(reader);
    uint32_t first = position_after(table->columns, 1);

    (void)frame;
    table->columns = position_after(table->columns, repeated(element, "number-columns-repeated"));
    if (is_collapsed(element) && table->hidden_count < HIDDEN_COLUMNS_MAX) {
        table->hidden[table->hidden_count].first = first;
        table->hidden[table->hidden_count++].last = table->columns;
    }
    return STATUS_OK;
}

/* A row that stands for many is emitted once, in the first one's place. */
enum status odf_table_row_begin(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    struct odf_table *table = odf_table_innermost(reader);

    table->cell.row = position_after(table->cell.row, table->cell.row == 0 ? 1 : table->row_step);
    table->row_step = repeated(element, "number-rows-repeated");
    table->cell.column = 0;
    table->column_step = 1;
    frame->hidden |= is_collapsed(element);
    flow_join(&reader->flow, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status formula_emit(struct odf_reader *reader, const struct xml_element *element,
                                const struct odf_frame *frame)
{
    struct bytes formula;

    if (!attribute(element, "formula", &formula) || memchr(formula.data, '"', formula.size) == NULL)
        return STATUS_OK;
    return odf_emit_apart(reader, frame, TEXT_HIDDEN, formula);
}

enum status odf_table_cell_begin(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    struct odf_table *table = odf_table_innermost(reader);
    struct bytes value;

    table->cell.column = position_after(table->cell.column, table->cell.column == 0 ? 1 : table->column_step);
    table->column_step = repeated(element, "number-columns-repeated");
    odf_style_apply(reader, element, frame, "table-cell");
    for (size_t index = 0; index < table->hidden_count; index++)
        frame->hidden |=
            table->cell.column >= table->hidden[index].first && table->cell.column <= table->hidden[index].last;
    frame->hidden |= strcmp(element->name, "covered-table-cell") == 0;
    frame->paragraph = false;
    reader->value[0] = '\0';
    reader->shown_size = 0;
    reader->has_text = false;
    buf_clear(&reader->string);
    if (attribute(element, "string-value", &value))
        buf_append(&reader->string, value.data, value.size);
    if (attribute(element, "value", &value) && value.size >= LONG_VALUE_SIZE && value.size <= VALUE_SIZE_MAX) {
        memcpy(reader->value, value.data, value.size);
        reader->value[value.size] = '\0';
    }
    flow_join(&reader->flow, JOIN_BROKEN);
    if (buf_status(&reader->string) != STATUS_OK)
        return buf_status(&reader->string);
    return reader->is_spreadsheet ? formula_emit(reader, element, frame) : STATUS_OK;
}

/* A number whose format shows less than there is. */
enum status odf_table_cell_finish(struct odf_reader *reader, struct odf_frame *frame)
{
    enum status status = STATUS_OK;

    reader->shown[reader->shown_size] = '\0';
    if (reader->is_spreadsheet && reader->value[0] != '\0' && strcmp(reader->value, reader->shown) != 0)
        status = odf_emit_apart(reader, frame, TEXT_HIDDEN, bytes_of_text(reader->value));
    reader->value[0] = '\0';
    if (status == STATUS_OK && reader->string.size > 0 && !reader->has_text)
        status = odf_emit_apart(reader, frame, frame->role, buf_bytes(&reader->string));
    buf_clear(&reader->string);
    return status == STATUS_OK ? flow_paragraph(&reader->flow) : status;
}

void odf_table_text_note(struct odf_reader *reader, const char *utf8, size_t size)
{
    size_t room = VALUE_SIZE_MAX - reader->shown_size;

    reader->has_text = true;
    if (reader->value[0] == '\0' || reader->table_depth == 0)
        return;
    if (size > room)
        size = room;
    memcpy(reader->shown + reader->shown_size, utf8, size);
    reader->shown_size += size;
}
