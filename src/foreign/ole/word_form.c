/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/word_form.h"

enum {
    HEADER_SIZE_MIN = 6,
    KIND_MASK = 3,
    KIND_TEXT = 0,
    KIND_LIST = 2,
    CHOICE_SHIFT = 2,
    CHOICE_MASK = 0x1F,
    CHOICE_NONE = 25, /* the default is shown */
    CHOICES_MAX = 4096,
    LIST_IS_WIDE = 0xFFFF,
};

static const uint32_t version_of_form = 0xFFFFFFFF; /* data of links begin otherwise */

struct form {
    struct bytes name, initial, format, help, explanation; /* in UTF-16 */
    uint16_t choice;
    struct reader choices; /* at the first of them */
    uint16_t choice_count;
    bool whole;
};

/* Behind their size in characters. */
static struct bytes characters_take(struct reader *reader)
{
    return reader_take(reader, 2u * reader_u16le(reader));
}

static struct bytes terminated_take(struct reader *reader)
{
    struct bytes text = characters_take(reader);

    (void)reader_u16le(reader);
    return text;
}

/* 2.2.4: here each is only a string, in 16 bits a character. */
static void choices_read(struct reader *reader, struct form *form)
{
    bool is_wide = reader_u16le(reader) == LIST_IS_WIDE;
    uint16_t extra;

    form->choice_count = reader_u16le(reader);
    extra = reader_u16le(reader);
    form->choices = *reader;
    form->whole = is_wide && extra == 0 && !reader->overrun;
    if (!form->whole)
        form->choice_count = 0;
}

/* False when there is no form field. */
static bool form_read(struct bytes data, uint32_t place, struct form *form)
{
    struct bytes rest = bytes_slice(data, place, data.size);
    struct reader reader = reader_of(rest);
    uint32_t size = reader_u32le(&reader);
    uint16_t header_size = reader_u16le(&reader), bits, initial;

    *form = (struct form){ .whole = false };
    if (reader.overrun || header_size < HEADER_SIZE_MIN)
        return false;
    reader = reader_of(bytes_slice(bytes_slice(rest, 0, size), header_size, size));
    if (reader_u32le(&reader) != version_of_form)
        return false;
    bits = reader_u16le(&reader);
    (void)reader_u32le(&reader);
    form->name = terminated_take(&reader);
    if ((bits & KIND_MASK) == KIND_TEXT) {
        form->initial = terminated_take(&reader);
    } else {
        initial = reader_u16le(&reader);
        form->choice = bits >> CHOICE_SHIFT & CHOICE_MASK;
        if (form->choice == CHOICE_NONE)
            form->choice = initial;
    }
    form->format = terminated_take(&reader);
    form->help = terminated_take(&reader);
    form->explanation = terminated_take(&reader);
    (void)terminated_take(&reader); /* macros that are run, which macros are read as */
    (void)terminated_take(&reader);
    form->whole = !reader.overrun;
    if ((bits & KIND_MASK) == KIND_LIST)
        choices_read(&reader, form);
    return true;
}

struct bytes word_form_shown(struct bytes data, uint32_t place)
{
    struct bytes text = { NULL, 0 };
    struct form form;

    if (!form_read(data, place, &form) || form.choice >= form.choice_count)
        return text;
    for (uint16_t index = 0; index <= form.choice && index < CHOICES_MAX; index++)
        text = characters_take(&form.choices);
    return text;
}

static enum status text_emit(struct ole_output *output, enum text_role role, struct bytes text)
{
    return text.size > 0 ? ole_output_block_decoded(output, role, text, ENCODING_UTF16LE) : STATUS_OK;
}

static enum status form_emit(struct ole_output *output, struct form *form)
{
    enum status status = text_emit(output, TEXT_METADATA, form->name);

    if (status == STATUS_OK)
        status = text_emit(output, TEXT_ALT, form->initial);
    if (status == STATUS_OK)
        status = text_emit(output, TEXT_METADATA, form->format);
    if (status == STATUS_OK)
        status = text_emit(output, TEXT_ALT, form->help);
    if (status == STATUS_OK)
        status = text_emit(output, TEXT_ALT, form->explanation);
    for (uint16_t index = 0; index < form->choice_count && index < CHOICES_MAX && status == STATUS_OK; index++)
        status = text_emit(output, TEXT_ALT, characters_take(&form->choices));
    form->whole &= !form->choices.overrun;
    return status;
}

enum status word_forms_emit(struct ole_output *output, struct bytes data, const uint32_t *places, size_t count)
{
    enum status status = ole_output_break(output);
    bool whole = true;

    output->section = "form";
    output->cell = (struct cell){ 0, 0, 0 };
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        struct form form;

        if (!form_read(data, places[index], &form))
            continue;
        status = form_emit(output, &form);
        whole &= form.whole;
        if (status == STATUS_OK)
            status = extract_progress(output->job, 0);
    }
    return status == STATUS_OK && !whole ? extract_gap(output->job, STATUS_MALFORMED, "form fields") : status;
}
