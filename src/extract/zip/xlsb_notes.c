/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/xlsb_notes.h"

#include "extract/zip/xlsb_record.h"

enum {
    TABLE_FIXED_SIZE = 64,     /* before its names */
    CONNECTION_FIXED_SIZE = 8, /* before the flags that say which texts there are */
    CONNECTION_KIND_SIZE = 13, /* between these and the texts */
    CONNECTION_TEXTS = 5,
};

struct notes {
    struct ooxml *ooxml;
    struct text_run run;
    struct buf text;
    bool asks; /* there is more to a connection than its names */
};

static enum status part_read(struct notes *notes, const struct ooxml_entry *entry, const struct xlsb_part *part)
{
    enum status status;

    notes->run = (struct text_run){ .role = entry->hidden ? TEXT_HIDDEN : entry->type->role,
                                    .join = JOIN_BROKEN,
                                    .section = entry->type->section,
                                    .place = entry->place };
    notes->text = (struct buf)BUF_INIT(SIZE_MAX / 4);
    status = xlsb_record_parse(notes->ooxml, entry->member, part, notes);
    buf_free(&notes->text);
    return status;
}

static enum status text_emit(struct notes *notes)
{
    enum status status = buf_status(&notes->text);

    if (status == STATUS_OK)
        status = ooxml_emit(notes->ooxml, &notes->run, buf_bytes(&notes->text));
    buf_clear(&notes->text);
    return status;
}

static enum status nullable_emit(struct notes *notes, struct reader *reader)
{
    xlsb_record_nullable(notes->ooxml, reader, &notes->text);
    return text_emit(notes);
}

static enum status comment_take(void *context, uint32_t type, struct reader *reader)
{
    struct notes *notes = context;

    if (type == XLSB_COMMENT_AUTHOR)
        xlsb_record_string(notes->ooxml, reader, &notes->text);
    else if (type == XLSB_COMMENT_TEXT)
        xlsb_record_rich(notes->ooxml, reader, &notes->text);
    else
        return STATUS_OK;
    return text_emit(notes);
}

enum status xlsb_notes_read_comments(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xlsb_part part = { XLSB_BEGIN_COMMENTS, XLSB_END_COMMENTS, comment_take };
    struct notes notes = { .ooxml = ooxml };

    return part_read(&notes, entry, &part);
}

/* 2.4.100. */
static enum status table_take(void *context, uint32_t type, struct reader *reader)
{
    struct notes *notes = context;
    enum status status;

    if (type != XLSB_BEGIN_TABLE)
        return STATUS_OK;
    (void)reader_take(reader, TABLE_FIXED_SIZE);
    buf_clear(&notes->text);
    xlsb_record_nullable(notes->ooxml, reader, &notes->text);
    buf_clear(&notes->text); /* what is shown is the next */
    status = nullable_emit(notes, reader);
    return status != STATUS_OK ? status : nullable_emit(notes, reader);
}

enum status xlsb_notes_read_table(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xlsb_part part = { XLSB_BEGIN_TABLE, XLSB_END_TABLE, table_take };
    struct notes notes = { .ooxml = ooxml };

    return part_read(&notes, entry, &part);
}

/* 2.4.80: files, description and name, each if a flag says so. */
static enum status connection_texts_take(struct notes *notes, struct reader *reader)
{
    enum status status = STATUS_OK;
    uint16_t flags;

    (void)reader_take(reader, CONNECTION_FIXED_SIZE);
    flags = reader_u16le(reader);
    (void)reader_take(reader, CONNECTION_KIND_SIZE);
    for (int index = 0; index < CONNECTION_TEXTS && status == STATUS_OK; index++)
        if ((flags >> index & 1) != 0)
            status = nullable_emit(notes, reader);
    return status;
}

static enum status connection_take(void *context, uint32_t type, struct reader *reader)
{
    struct notes *notes = context;

    notes->asks |= type == XLSB_CONNECTION_DATABASE || type == XLSB_CONNECTION_WEB || type == XLSB_CONNECTION_TEXT
                   || type == XLSB_CONNECTION_PARAMETER;
    return type == XLSB_CONNECTION ? connection_texts_take(notes, reader) : STATUS_OK;
}

enum status xlsb_notes_read_connections(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xlsb_part part = { XLSB_BEGIN_CONNECTIONS, XLSB_END_CONNECTIONS, connection_take };
    struct notes notes = { .ooxml = ooxml };
    enum status status = part_read(&notes, entry, &part);

    return status == STATUS_OK && notes.asks ? STATUS_UNSUPPORTED : status;
}
