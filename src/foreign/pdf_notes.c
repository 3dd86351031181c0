/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_notes.h"

#include <string.h>

#include "foreign/pdf_files.h"
#include "foreign/pdf_page.h"
#include "text/utf8.h"

enum {
    FLAG_HIDDEN = 1 << 1,
    FLAG_NO_VIEW = 1 << 5,
    NOTES_MAX = 20000, /* of a page */
    OPTIONS_MAX = 2000,
    APPEARANCE_MAX = 1 << 20,
    ACTIONS_MAX = 16, /* one after the other */
    STATES_MAX = 1000,
};

/* ---- actions ---- */

static void read_script(struct pdf_reader *reader, pdf_obj *script)
{
    char *text;

    if (script == NULL)
        return;
    text = pdf_load_stream_or_string_as_utf8(reader->context, script);
    buf_clear(&reader->text);
    buf_text(&reader->text, text);
    fz_free(reader->context, text);
    if (reader->text.size == utf8_valid_prefix(reader->text.data, reader->text.size))
        pdf_emit_text(reader, TEXT_SCRIPT, "script");
    else
        pdf_gap(reader, STATUS_CHARSET, "a script in no known encoding");
}

/* A file specification is a string or a dictionary. */
static void read_target(struct pdf_reader *reader, pdf_obj *file)
{
    fz_context *context = reader->context;

    if (pdf_is_dict(context, file)) {
        pdf_obj *name = pdf_dict_get(context, file, PDF_NAME(UF));

        file = name != NULL ? name : pdf_dict_get(context, file, PDF_NAME(F));
    }
    pdf_emit_string(reader, file, TEXT_LINK, "link");
}

/* A program, and what it is given. */
static void read_launch(struct pdf_reader *reader, pdf_obj *launch)
{
    pdf_emit_string(reader, pdf_dict_get(reader->context, launch, PDF_NAME(F)), TEXT_LINK, "link");
    pdf_emit_string(reader, pdf_dict_get(reader->context, launch, PDF_NAME(P)), TEXT_LINK, "link");
}

void pdf_action_read(struct pdf_reader *reader, pdf_obj *action)
{
    fz_context *context = reader->context;

    for (int count = 0; count < ACTIONS_MAX && pdf_is_dict(context, action); count++) {
        pdf_emit_string(reader, pdf_dict_get(context, action, PDF_NAME(URI)), TEXT_LINK, "link");
        read_target(reader, pdf_dict_get(context, action, PDF_NAME(F)));
        read_launch(reader, pdf_dict_gets(context, action, "Win"));
        read_script(reader, pdf_dict_get(context, action, PDF_NAME(JS)));
        action = pdf_dict_get(context, action, PDF_NAME(Next));
    }
}

/* Scripts that events start. */
static void read_events(struct pdf_reader *reader, pdf_obj *events)
{
    int count = pdf_dict_len(reader->context, events);

    for (int index = 0; index < count && reader->status == STATUS_OK; index++)
        pdf_action_read(reader, pdf_dict_get_val(reader->context, events, index));
}

/* ---- annotations ---- */

/* XHTML in a string: its text without the tags. */
static void strip_tags(struct buf *text)
{
    size_t size = 0;
    bool inside = false;

    for (size_t index = 0; index < text->size; index++) {
        char byte = text->data[index];

        if (byte == '<')
            inside = true;
        else if (!inside)
            text->data[size++] = byte;
        if (byte == '>')
            inside = false;
    }
    text->size = size;
}

static void squeeze(struct buf *text)
{
    size_t size = 0;

    for (size_t index = 0; index < text->size; index++)
        if ((uint8_t)text->data[index] > ' ')
            text->data[size++] = text->data[index];
    text->size = size;
}

/* Whether the characters of `part`, blanks apart, are in `text`. */
static bool says_same(const struct buf *text, const struct buf *part)
{
    struct buf left = BUF_INIT(APPEARANCE_MAX * 2), right = BUF_INIT(APPEARANCE_MAX * 2);
    bool same;

    buf_append(&left, text->data, text->size);
    buf_append(&right, part->data, part->size);
    squeeze(&left);
    squeeze(&right);
    same = right.size == 0 || (left.size > 0 && memmem(left.data, left.size, right.data, right.size) != NULL);
    buf_free(&left);
    buf_free(&right);
    return same;
}

/* The stream that draws the annotation in its present state, or NULL. */
static pdf_obj *appearance_of(fz_context *context, pdf_obj *note)
{
    pdf_obj *normal = pdf_dict_get(context, pdf_dict_get(context, note, PDF_NAME(AP)), PDF_NAME(N));

    if (pdf_is_stream(context, normal))
        return normal;
    normal = pdf_dict_get(context, normal, pdf_dict_get(context, note, PDF_NAME(AS)));
    return pdf_is_stream(context, normal) ? normal : NULL;
}

/* What is drawn, where it is not what has been emitted as `known` already; from then on it is known, too. */
static void read_form(struct pdf_reader *reader, pdf_obj *form, struct buf *known, enum text_role role,
                      const char *section)
{
    struct buf drawn = BUF_INIT(APPEARANCE_MAX);

    if (!pdf_page_form_text(reader, form, &drawn) && reader->status == STATUS_OK)
        pdf_gap(reader, STATUS_MALFORMED, "the appearance of an annotation");
    if (!says_same(known, &drawn)) {
        buf_clear(&reader->text);
        buf_append(&reader->text, drawn.data, drawn.size);
        pdf_emit_text(reader, role, section);
        buf_append(known, drawn.data, drawn.size);
    }
    buf_free(&drawn);
}

/* One of those that are not shown now. Annotations share them. */
static void read_other_form(struct pdf_reader *reader, pdf_obj *form, struct buf *known, const char *section)
{
    if (pdf_is_stream(reader->context, form) && !pdf_is_overdrawn(reader) && pdf_visit(reader, form))
        read_form(reader, form, known, TEXT_HIDDEN, section);
}

/* What it looks like, and what it would look like in another state, or under the mouse. */
static void read_appearance(struct pdf_reader *reader, pdf_obj *note, struct buf *known, enum text_role role,
                            const char *section)
{
    fz_context *context = reader->context;
    pdf_obj *shown = appearance_of(context, note), *looks = pdf_dict_get(context, note, PDF_NAME(AP));
    int count = pdf_dict_len(context, looks);

    if (shown != NULL) {
        (void)pdf_visit(reader, shown);
        read_form(reader, shown, known, role, section);
    }
    for (int index = 0; index < count && index < STATES_MAX && reader->status == STATUS_OK; index++) {
        pdf_obj *look = pdf_dict_get_val(context, looks, index);
        int states = pdf_is_stream(context, look) ? 0 : pdf_dict_len(context, look);

        read_other_form(reader, look, known, section);
        for (int state = 0; state < states && state < STATES_MAX && reader->status == STATUS_OK; state++)
            read_other_form(reader, pdf_dict_get_val(context, look, state), known, section);
    }
}

/* Of a button, or of a screen that shows a film: as it is, under the mouse, and pressed. */
static void read_captions(struct pdf_reader *reader, pdf_obj *note, enum text_role role, const char *section)
{
    fz_context *context = reader->context;
    pdf_obj *captions = pdf_dict_get(context, note, PDF_NAME(MK));

    pdf_emit_string(reader, pdf_dict_get(context, captions, PDF_NAME(CA)), role, section);
    pdf_emit_string(reader, pdf_dict_gets(context, captions, "RC"), TEXT_ALT, section);
    pdf_emit_string(reader, pdf_dict_gets(context, captions, "AC"), TEXT_ALT, section);
}

static void read_markup(struct pdf_reader *reader, pdf_obj *note, enum text_role role)
{
    fz_context *context = reader->context;
    struct buf known = BUF_INIT(4 * PDF_STRING_MAX);

    pdf_emit_string(reader, pdf_dict_get(context, note, PDF_NAME(Contents)), role, "annotation");
    buf_append(&known, reader->text.data, reader->text.size);
    if (pdf_string(reader, pdf_dict_get(context, note, PDF_NAME(RC)))) {
        strip_tags(&reader->text);
        if (!says_same(&known, &reader->text))
            pdf_emit_text(reader, role, "annotation");
    }
    pdf_emit_string(reader, pdf_dict_gets(context, note, "Subj"), role, "annotation");
    pdf_emit_string(reader, pdf_dict_gets(context, note, "OverlayText"), role, "annotation"); /* of a redaction */
    read_captions(reader, note, role, "annotation");
    read_appearance(reader, note, &known, role, "annotation");
    buf_free(&known);
    pdf_emit_string(reader, pdf_dict_get(context, note, PDF_NAME(T)), TEXT_METADATA, "annotation");
}

/* ---- form fields ---- */

static void read_value(struct pdf_reader *reader, pdf_obj *value, enum text_role role, struct buf *known)
{
    fz_context *context = reader->context;
    int count = pdf_is_array(context, value) ? pdf_array_len(context, value) : 1;

    for (int index = 0; index < count && index < OPTIONS_MAX && reader->status == STATUS_OK; index++) {
        pdf_obj *item = pdf_is_array(context, value) ? pdf_array_get(context, value, index) : value;

        if (pdf_is_stream(context, item)) {
            char *text = pdf_load_stream_or_string_as_utf8(context, item);

            buf_clear(&reader->text);
            buf_append(&reader->text, text, utf8_valid_prefix(text, strlen(text)));
            fz_free(context, text);
            pdf_emit_text(reader, role, "form");
        } else if (pdf_is_string(context, item)) {
            pdf_emit_string(reader, item, role, "form");
        } else {
            continue; /* the name of a button's state */
        }
        buf_append(known, reader->text.data, reader->text.size);
    }
}

static void read_options(struct pdf_reader *reader, pdf_obj *options)
{
    fz_context *context = reader->context;
    int count = pdf_array_len(context, options);

    for (int index = 0; index < count && index < OPTIONS_MAX && reader->status == STATUS_OK; index++) {
        pdf_obj *option = pdf_array_get(context, options, index);

        if (pdf_is_array(context, option)) {
            pdf_obj *sent = pdf_array_get(context, option, 0);

            option = pdf_array_get(context, option, 1);
            /* What a form that is sent says in place of what is shown. */
            if (pdf_is_string(context, sent) && pdf_objcmp(context, sent, option) != 0)
                pdf_emit_string(reader, sent, TEXT_HIDDEN, "form");
        }
        pdf_emit_string(reader, option, TEXT_ALT, "form");
    }
}

/* Who has signed, and why: the value of a signature's field. */
static void read_signature(struct pdf_reader *reader, pdf_obj *signature)
{
    static const char *const names[] = { "Name", "Reason", "Location", "ContactInfo" };

    if (!pdf_is_dict(reader->context, signature) || !pdf_visit(reader, signature))
        return;
    for (size_t index = 0; index < sizeof names / sizeof *names; index++)
        pdf_emit_string(reader, pdf_dict_gets(reader->context, signature, names[index]), TEXT_METADATA, "signature");
}

static void read_field(struct pdf_reader *reader, pdf_obj *field, enum text_role role)
{
    fz_context *context = reader->context;
    struct buf known = BUF_INIT(4 * PDF_STRING_MAX);
    pdf_obj *standard = pdf_dict_get_inheritable(context, field, PDF_NAME(DV));
    pdf_obj *value = pdf_dict_get_inheritable(context, field, PDF_NAME(V));

    if (pdf_name_eq(context, pdf_dict_get_inheritable(context, field, PDF_NAME(FT)), PDF_NAME(Sig)))
        read_signature(reader, value);
    else
        read_value(reader, value, role, &known);
    if (pdf_is_string(context, standard) && pdf_string(reader, standard) && !says_same(&known, &reader->text))
        pdf_emit_text(reader, TEXT_HIDDEN, "form");
    pdf_emit_string(reader, pdf_dict_get(context, field, PDF_NAME(TU)), TEXT_ALT, "form");
    pdf_emit_string(reader, pdf_dict_get(context, field, PDF_NAME(T)), TEXT_METADATA, "form");
    pdf_emit_string(reader, pdf_dict_gets(context, field, "TM"), TEXT_METADATA, "form");
    read_options(reader, pdf_dict_get_inheritable(context, field, PDF_NAME(Opt)));
    read_captions(reader, field, role, "form");
    read_appearance(reader, field, &known, role, "form");
    buf_free(&known);
}

static void read_note(struct pdf_reader *reader, pdf_obj *note)
{
    fz_context *context = reader->context;
    bool hidden = (pdf_dict_get_int(context, note, PDF_NAME(F)) & (FLAG_HIDDEN | FLAG_NO_VIEW)) != 0;
    pdf_obj *kind = pdf_dict_get(context, note, PDF_NAME(Subtype));

    if (pdf_name_eq(context, kind, PDF_NAME(Widget)))
        read_field(reader, note, hidden ? TEXT_HIDDEN : TEXT_BODY);
    else
        read_markup(reader, note, hidden ? TEXT_HIDDEN : TEXT_NOTE);
    pdf_files_add(reader, pdf_dict_gets(context, note, "AF"));
    pdf_action_read(reader, pdf_dict_get(context, note, PDF_NAME(A)));
    read_events(reader, pdf_dict_get(context, note, PDF_NAME(AA)));
    pdf_files_add(reader, pdf_dict_get(context, note, PDF_NAME(FS)));
    pdf_files_add_tree(reader,
                       pdf_dict_gets(context, pdf_dict_gets(context, note, "RichMediaContent"), "Assets"));
}

void pdf_notes_read(struct pdf_reader *reader, void *page)
{
    fz_context *context = reader->context;
    pdf_obj *notes = pdf_dict_get(context, page, PDF_NAME(Annots));
    int count = pdf_array_len(context, notes);

    read_events(reader, pdf_dict_get(context, page, PDF_NAME(AA)));
    pdf_files_add(reader, pdf_dict_gets(context, page, "AF"));
    if (count > NOTES_MAX) {
        pdf_gap(reader, STATUS_LIMIT_CHILDREN, "too many annotations");
        count = NOTES_MAX;
    }
    for (int index = 0; index < count && reader->status == STATUS_OK; index++) {
        pdf_obj *note = pdf_array_get(context, notes, index);

        /* Annotations may share what they look like. */
        if (pdf_is_overdrawn(reader)) {
            pdf_gap(reader, STATUS_LIMIT_RATIO, "annotations draw the same things again and again");
            break;
        }
        if (pdf_is_dict(context, note) && pdf_visit(reader, note))
            read_note(reader, note);
    }
}

/* ---- fields without a place ---- */

struct field_level {
    pdf_obj *kids;
    int next;
};

static bool has_seen_kid(struct pdf_reader *reader, pdf_obj *kids)
{
    int number = pdf_to_num(reader->context, pdf_array_get(reader->context, kids, 0));

    return number > 0 && number < reader->object_count && (reader->visited[number >> 3] >> (number & 7) & 1) != 0;
}

void pdf_fields_read(struct pdf_reader *reader, void *argument)
{
    fz_context *context = reader->context;
    pdf_obj *root = pdf_dict_get(context, pdf_trailer(context, reader->document), PDF_NAME(Root));
    struct field_level levels[PDF_DEPTH_MAX] = { { pdf_dict_getp(context, root, "AcroForm/Fields"), 0 } };
    int depth = 1;

    (void)argument;
    for (int count = 0; depth > 0 && count < PDF_NODES_MAX && reader->status == STATUS_OK; count++) {
        struct field_level *level = &levels[depth - 1];
        pdf_obj *field, *kids;
        bool is_on_page;

        if (level->next >= pdf_array_len(context, level->kids)) {
            depth--;
            continue;
        }
        field = pdf_array_get(context, level->kids, level->next++);
        kids = pdf_dict_get(context, field, PDF_NAME(Kids));
        is_on_page = has_seen_kid(reader, kids);
        if (!pdf_is_dict(context, field) || !pdf_visit(reader, field))
            continue;
        if (!is_on_page)
            read_field(reader, field, TEXT_HIDDEN);
        if (depth == PDF_DEPTH_MAX)
            pdf_gap(reader, STATUS_LIMIT_DEPTH, "form fields are nested too deeply");
        else
            levels[depth++] = (struct field_level){ kids, 0 };
    }
}
