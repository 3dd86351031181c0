/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_alternatives.h"

#include "base/alloc.h"
#include "base/array.h"
#include "foreign/pdf_files.h"

enum {
    TEXT_MAX = 8 << 20, /* of all that is collected */
    WORDS_MAX = 200000,
    ELEMENTS_MAX = 1000000, /* of the structure tree, which has more than any other */
};

#define SECTION "alternative text"

/* One alternative: a piece of the text, from where the one before it ends. */
struct words {
    size_t end;
    uint32_t page;
};

struct pdf_alternatives {
    struct buf text;
    struct words *words;
    size_t count, capacity;
    bool is_full;
    /* What is to be read in place of the marked content that is being drawn. */
    struct buf actual;
    uint32_t depth, actual_depth; /* of marked content; 0: none */
    size_t actual_start;          /* in the text of the layout */
    void (*begin)(fz_context *context, pdf_processor *processor, const char *tag, pdf_obj *raw, pdf_obj *cooked);
    void (*begin_plain)(fz_context *context, pdf_processor *processor, const char *tag);
    void (*end)(fz_context *context, pdf_processor *processor);
};

enum status pdf_alternatives_create(struct pdf_alternatives **alternatives)
{
    struct pdf_alternatives *created = alloc_zeroed(1, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->text = (struct buf)BUF_INIT(TEXT_MAX + 4 * PDF_STRING_MAX);
    created->actual = (struct buf)BUF_INIT(4 * PDF_STRING_MAX);
    *alternatives = created;
    return STATUS_OK;
}

void pdf_alternatives_destroy(struct pdf_alternatives *alternatives)
{
    if (alternatives == NULL)
        return;
    buf_free(&alternatives->text);
    buf_free(&alternatives->actual);
    alloc_free(alternatives->words);
    alloc_free(alternatives);
}

/* ---- marked content ---- */

static void collect(struct pdf_reader *reader, const struct buf *text)
{
    struct pdf_alternatives *alternatives = reader->alternatives;

    if (text->size == 0 || alternatives->is_full)
        return;
    if (alternatives->text.size > TEXT_MAX || alternatives->count == WORDS_MAX) {
        alternatives->is_full = true;
        pdf_gap(reader, STATUS_LIMIT_CHILDREN, "too much alternative text");
        return;
    }
    if (!pdf_take(reader, ARRAY_GROW(&alternatives->words, &alternatives->capacity, alternatives->count + 1)))
        return;
    buf_append(&alternatives->text, text->data, text->size);
    alternatives->words[alternatives->count++] = (struct words){ alternatives->text.size, reader->place.number };
    pdf_take(reader, buf_status(&alternatives->text));
}

static void collect_string(struct pdf_reader *reader, pdf_obj *string)
{
    if (pdf_is_string(reader->context, string) && pdf_string(reader, string))
        collect(reader, &reader->text);
}

static void begin_actual(struct pdf_reader *reader, pdf_obj *string)
{
    struct pdf_alternatives *alternatives = reader->alternatives;

    if (alternatives->actual_depth > 0) {
        collect_string(reader, string);
        return;
    }
    if (!pdf_is_string(reader->context, string) || !pdf_string(reader, string))
        return;
    buf_clear(&alternatives->actual);
    buf_append(&alternatives->actual, reader->text.data, reader->text.size);
    alternatives->actual_depth = alternatives->depth;
    alternatives->actual_start = pdf_layout_size(reader->layout);
    pdf_take(reader, buf_status(&alternatives->actual));
}

static bool is_blank(uint8_t byte)
{
    return byte <= ' ';
}

/* Whether both say the same, blanks aside. */
static bool is_same(struct bytes left, struct bytes right)
{
    size_t at = 0, other = 0;

    for (;;) {
        while (at < left.size && is_blank(left.data[at]))
            at++;
        while (other < right.size && is_blank(right.data[other]))
            other++;
        if (at == left.size || other == right.size)
            return at == left.size && other == right.size;
        if (left.data[at++] != right.data[other++])
            return false;
    }
}

static void end_actual(struct pdf_reader *reader)
{
    struct pdf_alternatives *alternatives = reader->alternatives;

    alternatives->actual_depth = 0;
    if (!is_same(pdf_layout_since(reader->layout, alternatives->actual_start), buf_bytes(&alternatives->actual)))
        collect(reader, &alternatives->actual);
}

static void begin_marked(fz_context *context, pdf_processor *processor, const char *tag, pdf_obj *raw, pdf_obj *cooked)
{
    struct pdf_reader *reader = fz_user_context(context);

    reader->alternatives->depth++;
    if (pdf_is_dict(context, cooked) && !reader->alternatives->is_full
        && pdf_take(reader, extract_progress(reader->job, 0))) {
        begin_actual(reader, pdf_dict_get(context, cooked, PDF_NAME(ActualText)));
        collect_string(reader, pdf_dict_get(context, cooked, PDF_NAME(Alt)));
        collect_string(reader, pdf_dict_get(context, cooked, PDF_NAME(E)));
    }
    reader->alternatives->begin(context, processor, tag, raw, cooked);
}

static void begin_plain(fz_context *context, pdf_processor *processor, const char *tag)
{
    struct pdf_reader *reader = fz_user_context(context);

    reader->alternatives->depth++;
    reader->alternatives->begin_plain(context, processor, tag);
}

static void end_marked(fz_context *context, pdf_processor *processor)
{
    struct pdf_reader *reader = fz_user_context(context);
    struct pdf_alternatives *alternatives = reader->alternatives;

    if (alternatives->depth > 0 && alternatives->depth == alternatives->actual_depth)
        end_actual(reader);
    if (alternatives->depth > 0)
        alternatives->depth--;
    alternatives->end(context, processor);
}

void pdf_alternatives_follow(struct pdf_reader *reader, pdf_processor *processor)
{
    struct pdf_alternatives *alternatives = reader->alternatives;

    alternatives->depth = 0;
    alternatives->actual_depth = 0;
    alternatives->begin = processor->op_BDC;
    alternatives->begin_plain = processor->op_BMC;
    alternatives->end = processor->op_EMC;
    processor->op_BDC = begin_marked;
    processor->op_BMC = begin_plain;
    processor->op_EMC = end_marked;
}

void pdf_alternatives_end(struct pdf_reader *reader)
{
    if (reader->alternatives->actual_depth > 0)
        end_actual(reader);
    reader->alternatives->depth = 0;
}

void pdf_alternatives_read(struct pdf_reader *reader, void *argument)
{
    struct pdf_alternatives *alternatives = reader->alternatives;
    struct place place = reader->place;
    size_t start = 0;

    (void)argument;
    for (size_t index = 0; index < alternatives->count && reader->status == STATUS_OK; index++) {
        const struct words *words = &alternatives->words[index];

        buf_clear(&reader->text);
        buf_append(&reader->text, alternatives->text.data + start, words->end - start);
        start = words->end;
        reader->place = (struct place){ words->page > 0 ? PLACE_PAGE : PLACE_NONE, words->page };
        if (pdf_take(reader, buf_status(&reader->text)))
            pdf_emit_text(reader, TEXT_ALT, SECTION);
    }
    reader->place = place;
}

/* ---- the structure tree ---- */

struct level {
    pdf_obj *kids;
    int next;
};

static void read_element(struct pdf_reader *reader, pdf_obj *element)
{
    fz_context *context = reader->context;
    pdf_obj *const strings[] = { pdf_dict_get(context, element, PDF_NAME(T)),
                                 pdf_dict_get(context, element, PDF_NAME(Alt)),
                                 pdf_dict_get(context, element, PDF_NAME(ActualText)),
                                 pdf_dict_get(context, element, PDF_NAME(E)) };

    for (size_t index = 0; index < sizeof strings / sizeof *strings; index++)
        if (pdf_is_string(context, strings[index]))
            pdf_emit_string(reader, strings[index], TEXT_ALT, SECTION);
    pdf_files_add(reader, pdf_dict_gets(context, element, "AF"));
}

/* An element has a number for content on a page, an element, or an array of both. */
void pdf_structure_read(struct pdf_reader *reader, void *argument)
{
    fz_context *context = reader->context;
    pdf_obj *root = pdf_dict_get(context, pdf_trailer(context, reader->document), PDF_NAME(Root));
    struct level levels[PDF_DEPTH_MAX] = { { pdf_dict_gets(context, root, "StructTreeRoot"), -1 } };
    int depth = 1, count;

    (void)argument;
    for (count = 0; depth > 0 && count < ELEMENTS_MAX && reader->status == STATUS_OK; count++) {
        struct level *level = &levels[depth - 1];
        bool is_array = pdf_is_array(context, level->kids);
        pdf_obj *node;

        if (level->next >= (is_array ? pdf_array_len(context, level->kids) : 0)) {
            depth--;
            continue;
        }
        node = is_array ? pdf_array_get(context, level->kids, level->next) : level->kids;
        level->next++;
        if (!pdf_is_dict(context, node) || !pdf_visit(reader, node))
            continue;
        read_element(reader, node);
        if (depth < PDF_DEPTH_MAX) {
            pdf_obj *kids = pdf_dict_get(context, node, PDF_NAME(K));

            levels[depth++] = (struct level){ kids, pdf_is_array(context, kids) ? 0 : -1 };
        } else {
            pdf_gap(reader, STATUS_LIMIT_DEPTH, "the structure of the document is nested too deeply");
            return;
        }
    }
    if (count == ELEMENTS_MAX && depth > 0)
        pdf_gap(reader, STATUS_LIMIT_CHILDREN, "the structure of the document has too many elements");
}
