/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "extract/name.h"
#include "foreign/pdf_alternatives.h"
#include "foreign/pdf_history.h"
#include "foreign/pdf_pictures.h"
#include "text/utf8.h"

enum {
    MEMORY_MAX = 384 << 20, /* of MuPDF, for one document */
    STORE_MAX = 64 << 20,   /* of that, fonts and streams kept for the next page */
};

/* Every block that MuPDF holds, so that nothing which an error left behind outlives the document. */
struct block {
    struct block *previous, *next;
    size_t size;
    size_t unused; /* keeps what follows aligned to 16 bytes */
};

struct pdf_memory {
    struct block blocks; /* head of the ring */
    size_t held;
    /* MuPDF goes on without what it could not have, where it can: so these are remembered. */
    bool is_exhausted; /* the limit was reached, not the heap's; since the last guard */
    bool has_failed;   /* the heap has no more */
};

static void link_block(struct pdf_memory *memory, struct block *block)
{
    block->previous = &memory->blocks;
    block->next = memory->blocks.next;
    block->next->previous = block;
    memory->blocks.next = block;
    memory->held += block->size;
}

static void unlink_block(struct pdf_memory *memory, struct block *block)
{
    block->previous->next = block->next;
    block->next->previous = block->previous;
    memory->held -= block->size;
}

static bool is_too_much(struct pdf_memory *memory, size_t more)
{
    if (more <= MEMORY_MAX && memory->held + more <= MEMORY_MAX)
        return false;
    memory->is_exhausted = true;
    return true;
}

static void *take_memory(void *user, size_t size)
{
    struct pdf_memory *memory = user;
    struct block *block;

    if (is_too_much(memory, size))
        return NULL;
    block = alloc(sizeof *block + size);
    if (block == NULL) {
        memory->has_failed = true;
        return NULL;
    }
    block->size = size;
    link_block(memory, block);
    return block + 1;
}

static void give_memory(void *user, void *pointer)
{
    struct block *block = pointer;

    if (pointer == NULL)
        return;
    unlink_block(user, block - 1);
    alloc_free(block - 1);
}

static void *resize_memory(void *user, void *pointer, size_t size)
{
    struct pdf_memory *memory = user;
    struct block *block = pointer, *resized;

    if (pointer == NULL)
        return take_memory(user, size);
    block--;
    if (size > block->size && is_too_much(memory, size - block->size))
        return NULL;
    unlink_block(memory, block);
    resized = alloc_resize(block, sizeof *block + size);
    if (resized != NULL) {
        block = resized;
        block->size = size;
    } else {
        memory->has_failed = true;
    }
    link_block(memory, block);
    return resized != NULL ? resized + 1 : NULL;
}

/* MuPDF mends what it can and says so here alone. */
static void take_warning(void *user, const char *message)
{
    static const char *const losses[] = { "premature end",
                                          "ignoring zlib error",
                                          "zlib error",
                                          "read error",
                                          "cannot load content",
                                          "content stream is not a stream",
                                          "too many syntax errors",
                                          "unknown filter name",
                                          "syntax error",
                                          "cannot find XObject",
                                          "cannot load object" };
    struct pdf_reader *reader = user;

    for (size_t index = 0; index < sizeof losses / sizeof *losses; index++)
        reader->damage_count += strncmp(message, losses[index], strlen(losses[index])) == 0;
}

/* `otherwise`, unless there is something more serious to say. */
static enum status status_of(const struct pdf_reader *reader, enum status otherwise)
{
    if (reader->memory->has_failed)
        return STATUS_NO_MEMORY;
    if (reader->status != STATUS_OK)
        return reader->status;
    return reader->memory->is_exhausted ? STATUS_LIMIT_MEMORY : otherwise;
}

static enum status status_of_error(const struct pdf_reader *reader)
{
    const char *message = fz_caught_message(reader->context);

    return status_of(reader, strstr(message, "compression bomb") != NULL ? STATUS_LIMIT_RATIO : STATUS_MALFORMED);
}

enum status pdf_guard(struct pdf_reader *reader, void (*work)(struct pdf_reader *reader, void *argument),
                      void *argument)
{
    reader->memory->is_exhausted = false;
    fz_try(reader->context) work(reader, argument);
    fz_catch(reader->context) return status_of_error(reader);
    return status_of(reader, STATUS_OK);
}

bool pdf_take(struct pdf_reader *reader, enum status status)
{
    if (reader->status == STATUS_OK)
        reader->status = status;
    if (reader->status != STATUS_OK)
        reader->cookie.abort = 1;
    return reader->status == STATUS_OK;
}

bool pdf_gap(struct pdf_reader *reader, enum status why, const char *words)
{
    struct buf detail = BUF_INIT(4096);
    enum status status;

    if (reader->earlier != NULL)
        buf_format(&detail, "%s: ", reader->earlier);
    if (reader->place.unit == PLACE_PAGE)
        buf_format(&detail, "page %u: ", reader->place.number);
    buf_text(&detail, words);
    status = buf_status(&detail);
    if (status == STATUS_OK)
        status = extract_gap(reader->job, why, detail.data);
    buf_free(&detail);
    return pdf_take(reader, status);
}

bool pdf_is_overdrawn(const struct pdf_reader *reader)
{
    return reader->mark_count > PDF_MARKS_FREE + (uint64_t)PDF_MARKS_SHARE * reader->input.size;
}

bool pdf_visit(struct pdf_reader *reader, pdf_obj *object)
{
    int number = pdf_to_num(reader->context, object);
    uint8_t bit = (uint8_t)(1U << (number & 7));

    if (number <= 0 || number >= reader->object_count)
        return true; /* written where it is used: it can hold itself only through one that has a number */
    if ((reader->visited[number >> 3] & bit) != 0)
        return false;
    reader->visited[number >> 3] |= bit;
    return true;
}

void pdf_forget_visits(struct pdf_reader *reader)
{
    memset(reader->visited, 0, (size_t)reader->object_count / 8 + 1);
}

/* ---- strings ---- */

static bool is_marked(const char *data, size_t size)
{
    return size >= 2
           && (memcmp(data, "\xFE\xFF", 2) == 0 || memcmp(data, "\xFF\xFE", 2) == 0
               || (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0));
}

/* MuPDF writes surrogates and the like as three bytes, and cuts nothing. */
static void put_valid(struct buf *out, const char *text)
{
    size_t size = strlen(text);

    while (size > 0) {
        size_t valid = utf8_valid_prefix(text, size);

        buf_append(out, text, valid);
        text += valid;
        size -= valid;
        if (size > 0) {
            struct utf8_step step = utf8_next(text, size);

            buf_text(out, "\xEF\xBF\xBD");
            text += step.size;
            size -= step.size;
        }
    }
}

static void put_marked(struct pdf_reader *reader, pdf_obj *string)
{
    char *utf8 = pdf_new_utf8_from_pdf_string_obj(reader->context, string);

    put_valid(&reader->text, utf8);
    fz_free(reader->context, utf8);
}

bool pdf_string(struct pdf_reader *reader, pdf_obj *string)
{
    size_t size = 0;
    const char *data;

    buf_clear(&reader->text);
    if (pdf_is_name(reader->context, string)) {
        put_valid(&reader->text, pdf_to_name(reader->context, string));
        return pdf_take(reader, buf_status(&reader->text));
    }
    if (!pdf_is_string(reader->context, string))
        return true;
    data = pdf_to_string(reader->context, string, &size);
    if (size > PDF_STRING_MAX)
        size = PDF_STRING_MAX;
    if (is_marked(data, size)) {
        put_marked(reader, string);
        return pdf_take(reader, buf_status(&reader->text));
    }
    /* The standard says PDFDocEncoding, which is Latin 1; programs in China write what their system writes, GBK. */
    return pdf_take(reader, name_decode(reader->job->charset, bytes_of(data, size), &reader->text));
}

static size_t skip_blanks(const char *text, size_t size)
{
    size_t start = 0;

    while (start < size && (uint8_t)text[start] <= ' ')
        start++;
    return start;
}

bool pdf_child_name(const struct pdf_reader *reader, const char *name, struct buf *out)
{
    buf_clear(out);
    if (reader->earlier != NULL)
        buf_format(out, "%s/", reader->earlier);
    buf_text(out, name);
    return buf_status(out) == STATUS_OK;
}

/* Nobody sees what an earlier version says; a link or a script is one nonetheless. */
static enum text_role role_of(const struct pdf_reader *reader, enum text_role role)
{
    bool stays = role == TEXT_LINK || role == TEXT_SCRIPT || role == TEXT_METADATA;

    return reader->earlier == NULL || stays ? role : TEXT_HIDDEN;
}

bool pdf_emit_text(struct pdf_reader *reader, enum text_role role, const char *section)
{
    const char *text = reader->text.data;
    size_t size = reader->text.size, blank = skip_blanks(text, size);
    struct text_run run = { .role = role_of(reader, role),
                            .join = JOIN_BROKEN,
                            .origin = ORIGIN_DETACHED,
                            .section = reader->earlier != NULL ? reader->earlier : section,
                            .place = reader->place };
    bool goes_on = true;

    if (blank == size || !pdf_history_is_news(reader, buf_bytes(&reader->text)))
        return true;
    pdf_layout_end(reader->layout);
    for (text += blank, size -= blank; size > 0 && goes_on; text += run.size, size -= run.size) {
        run.utf8 = text;
        run.size = size <= TEXT_RUN_MAX ? size : utf8_floor(text, size, TEXT_RUN_MAX);
        goes_on = pdf_take(reader, extract_emit(reader->job, &run));
        run.join = JOIN_GLUED;
    }
    return goes_on;
}

bool pdf_emit_string(struct pdf_reader *reader, pdf_obj *string, enum text_role role, const char *section)
{
    return pdf_string(reader, string) && pdf_emit_text(reader, role, section);
}

static bool is_news(void *context, struct bytes line)
{
    return pdf_history_is_news(context, line);
}

bool pdf_flush(struct pdf_reader *reader)
{
    static const enum text_role shown[PDF_LAYER_COUNT] = { [PDF_LAYER_SHOWN] = TEXT_BODY,
                                                           [PDF_LAYER_RECOGNISED] = TEXT_HIDDEN,
                                                           [PDF_LAYER_GROUND] = TEXT_HIDDEN,
                                                           [PDF_LAYER_HIDDEN] = TEXT_HIDDEN };
    static const enum text_role hidden[PDF_LAYER_COUNT] = { TEXT_HIDDEN, TEXT_HIDDEN, TEXT_HIDDEN, TEXT_HIDDEN };
    const struct pdf_layout_filter filter = { is_news, reader };
    const struct text_run model = { .origin = ORIGIN_DETACHED, .section = reader->earlier, .place = reader->place };

    return pdf_take(reader,
                    pdf_layout_finish(reader->layout, reader->job, &model, reader->earlier != NULL ? hidden : shown,
                                      reader->history != NULL ? &filter : NULL));
}

/* ---- open and close ---- */

static void open_document(struct pdf_reader *reader, void *argument)
{
    fz_context *context = reader->context;
    fz_stream *stream = fz_open_memory(context, reader->input.data, reader->input.size);

    (void)argument;
    fz_try(context) reader->document = pdf_open_document_with_stream(context, stream);
    fz_always(context) fz_drop_stream(context, stream);
    fz_catch(context) fz_rethrow(context);
    if (pdf_needs_password(context, reader->document)) {
        pdf_take(reader, STATUS_ENCRYPTED);
        return;
    }
    reader->object_count = pdf_xref_len(context, reader->document);
}

/* MuPDF does not open what is encrypted in a way it does not know; that is no damage. */
static bool names_encryption(struct bytes input)
{
    return memmem(input.data, input.size, "/Encrypt", 8) != NULL;
}

enum status pdf_reader_open(struct pdf_reader *reader)
{
    fz_alloc_context allocator = { .malloc = take_memory, .realloc = resize_memory, .free = give_memory };
    enum status status = pdf_layout_create(reader->table_count, &reader->layout);

    reader->text = (struct buf)BUF_INIT(4 * PDF_STRING_MAX + NAME_SIZE_MAX);
    reader->memory = alloc_zeroed(1, sizeof *reader->memory);
    if (reader->memory == NULL)
        return STATUS_NO_MEMORY;
    reader->memory->blocks.next = reader->memory->blocks.previous = &reader->memory->blocks;
    if (status == STATUS_OK)
        status = pdf_alternatives_create(&reader->alternatives);
    if (status == STATUS_OK)
        status = pdf_pictures_create(&reader->pictures);
    if (status != STATUS_OK)
        return status;
    allocator.user = reader->memory;
    reader->context = fz_new_context(&allocator, NULL, STORE_MAX);
    if (reader->context == NULL)
        return STATUS_NO_MEMORY;
    fz_set_user_context(reader->context, reader);
    fz_set_warning_callback(reader->context, take_warning, reader);
    fz_set_error_callback(reader->context, take_warning, reader);
    status = pdf_guard(reader, open_document, NULL);
    if (status == STATUS_MALFORMED && names_encryption(reader->input))
        return STATUS_ENCRYPTED;
    if (status != STATUS_OK)
        return status;
    reader->visited = alloc_zeroed((size_t)reader->object_count / 8 + 1, 1);
    return reader->visited != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

void pdf_reader_close(struct pdf_reader *reader)
{
    if (reader->layout != NULL)
        reader->table_count = pdf_layout_table_count(reader->layout);
    pdf_layout_destroy(reader->layout);
    pdf_alternatives_destroy(reader->alternatives);
    pdf_pictures_destroy(reader->pictures);
    buf_free(&reader->text);
    alloc_free(reader->visited);
    if (reader->context != NULL) {
        pdf_drop_document(reader->context, reader->document);
        fz_drop_context(reader->context);
    }
    while (reader->memory != NULL && reader->memory->blocks.next != &reader->memory->blocks)
        give_memory(reader->memory, reader->memory->blocks.next + 1);
    alloc_free(reader->memory);
}
