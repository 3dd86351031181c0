/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/isolated.h"
#include "foreign/pdf_alternatives.h"
#include "foreign/pdf_bounds.h"
#include "foreign/pdf_files.h"
#include "foreign/pdf_history.h"
#include "foreign/pdf_notes.h"
#include "foreign/pdf_page.h"
#include "foreign/pdf_pictures.h"
#include "foreign/pdf_properties.h"

/* Words that are translated where they are shown. */
#define N_(words) words

/* ---- the page tree ---- */

struct level {
    pdf_obj *kids;
    int next;
};

static void add_page(struct pdf_reader *reader, struct pdf_pages *pages, pdf_obj *page)
{
    if (pages->count == PDF_PAGES_MAX) {
        pdf_gap(reader, STATUS_LIMIT_CHILDREN, "too many pages");
        reader->cookie.abort = 1;
        return;
    }
    if (pdf_take(reader, ARRAY_GROW(&pages->items, &pages->capacity, pages->count + 1)))
        pages->items[pages->count++] = pdf_keep_obj(reader->context, page);
}

/* Takes the tree as it is: its counts may lie, and what they hide is read nonetheless. */
static void find_pages(struct pdf_reader *reader, void *argument)
{
    fz_context *context = reader->context;
    pdf_obj *root = pdf_dict_get(context, pdf_trailer(context, reader->document), PDF_NAME(Root));
    pdf_obj *tree = pdf_dict_get(context, root, PDF_NAME(Pages));
    struct level levels[PDF_DEPTH_MAX] = { { pdf_dict_get(context, tree, PDF_NAME(Kids)), 0 } };
    int depth = 1, missing = 0;

    reader->has_optional_content = pdf_dict_get(context, root, PDF_NAME(OCProperties)) != NULL;
    pdf_visit(reader, tree);
    for (int count = 0; depth > 0 && count < PDF_NODES_MAX && reader->cookie.abort == 0; count++) {
        struct level *level = &levels[depth - 1];
        pdf_obj *node, *kids;

        if (level->next >= pdf_array_len(context, level->kids)) {
            depth--;
            continue;
        }
        node = pdf_array_get(context, level->kids, level->next++);
        kids = pdf_dict_get(context, node, PDF_NAME(Kids));
        if (!pdf_is_dict(context, node))
            missing++;
        else if (!pdf_is_array(context, kids))
            add_page(reader, argument, node);
        else if (!pdf_visit(reader, node) || depth == PDF_DEPTH_MAX)
            missing++;
        else
            levels[depth++] = (struct level){ kids, 0 };
    }
    reader->cookie.abort = reader->status != STATUS_OK;
    pdf_forget_visits(reader);
    if (missing > 0)
        pdf_gap(reader, STATUS_MALFORMED, "the page tree is damaged");
}

/* ---- the document ---- */

/* Does it; what is lost on the way, with an error or with a warning, is a gap, and no more. */
static enum status attempt(struct pdf_reader *reader, void (*work)(struct pdf_reader *reader, void *argument),
                           void *argument, const char *damage)
{
    enum status status;

    reader->damage_count = 0;
    status = pdf_guard(reader, work, argument);
    if (status == STATUS_OK && reader->damage_count > 0)
        status = STATUS_MALFORMED;
    if (status == STATUS_OK || reader->status != STATUS_OK || status_scope(status) != SCOPE_PART)
        return status;
    return pdf_gap(reader, status, damage) ? STATUS_OK : reader->status;
}

static enum status tell(struct pdf_reader *reader, enum status why, const char *words)
{
    return pdf_gap(reader, why, words) ? STATUS_OK : reader->status;
}

/* One that has not changed since has been read already. */
static enum status read_page(struct pdf_reader *reader, pdf_obj *page)
{
    if (reader->earlier == NULL || !pdf_history_has_page(reader, page))
        return pdf_page_read(reader, page);
    pdf_layout_end(reader->layout);
    return reader->status;
}

static enum status read_pages(struct pdf_reader *reader, const struct pdf_pages *pages)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < pages->count && status == STATUS_OK; index++) {
        if (pdf_is_overdrawn(reader)) {
            reader->place = (struct place){ PLACE_NONE, 0 };
            return tell(reader, STATUS_LIMIT_RATIO, N_("pages draw the same things again and again"));
        }
        reader->place = (struct place){ PLACE_PAGE, (uint32_t)index + 1 };
        status = extract_progress(reader->job, 0);
        if (status == STATUS_OK)
            status = read_page(reader, pages->items[index]);
        if (status == STATUS_OK)
            status = attempt(reader, pdf_notes_read, pages->items[index], N_("annotations are damaged"));
    }
    reader->place = (struct place){ PLACE_NONE, 0 };
    return status;
}

static enum status read_rest(struct pdf_reader *reader)
{
    static void (*const rest[])(struct pdf_reader * reader, void *argument) = {
        pdf_alternatives_read, pdf_structure_read, pdf_fields_read, pdf_outline_read,
        pdf_info_read,         pdf_metadata_read,  pdf_root_read,
    };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < sizeof rest / sizeof *rest && status == STATUS_OK; index++)
        status = attempt(reader, rest[index], NULL, N_("the document's catalogue is damaged"));
    return status;
}

static enum status read_contents(struct pdf_reader *reader, const struct pdf_pages *pages)
{
    enum status status = STATUS_OK;

    if (pages->count == 0)
        status = tell(reader, STATUS_MALFORMED, N_("no pages"));
    if (status == STATUS_OK)
        status = read_pages(reader, pages);
    if (status == STATUS_OK)
        status = read_rest(reader);
    if (status == STATUS_OK && pdf_was_repaired(reader->context, reader->document))
        status = tell(reader, STATUS_MALFORMED, N_("the table of objects was damaged, and made anew"));
    if (status == STATUS_OK)
        status = pdf_pictures_read(reader);
    return status == STATUS_OK ? pdf_files_read(reader) : status;
}

static enum status read_document(struct pdf_reader *reader, struct pdf_pages *pages)
{
    enum status status = pdf_guard(reader, find_pages, pages);

    if (status == STATUS_OK && reader->history != NULL) {
        status = pdf_guard(reader, pdf_history_note, pages);
        if (status_scope(status) == SCOPE_PART)
            status = reader->status;
    }
    if (status != STATUS_OK || (reader->earlier != NULL && pdf_history_has_all(reader)))
        return status;
    status = read_contents(reader, pages);
    pdf_history_settle(reader);
    return status;
}

static enum status read_version(struct pdf_reader *reader)
{
    struct pdf_pages pages = { .count = 0 };
    struct pdf_files files = { .count = 0 };
    enum status status;

    reader->files = &files;
    status = pdf_reader_open(reader);
    if (status == STATUS_OK)
        status = read_document(reader, &pages);
    /* That it cannot be read costs an earlier version alone. */
    if (reader->earlier != NULL && reader->status == STATUS_OK && status_scope(status) == SCOPE_PART)
        status = tell(reader, status, N_("it cannot be read"));
    pdf_reader_close(reader);
    alloc_free(pages.items);
    pdf_files_free(&files);
    return status;
}

static enum status read_earlier(struct extract_job *job, struct pdf_history *history, uint32_t table_count)
{
    enum status status = STATUS_OK;
    uint64_t mark_count = 0; /* of all of them */
    struct bytes version;
    uint32_t number;

    while (status == STATUS_OK && !pdf_history_is_full(history) && pdf_history_step(history, &version, &number)) {
        struct pdf_reader reader = {
            .job = job, .input = version, .history = history, .mark_count = mark_count, .table_count = table_count
        };
        char section[64];

        snprintf(section, sizeof section, "earlier version %u", number);
        reader.earlier = arena_text(job->arena, section, strlen(section));
        status = reader.earlier != NULL ? read_version(&reader) : STATUS_NO_MEMORY;
        mark_count = reader.mark_count;
        table_count = reader.table_count;
    }
    if (status == STATUS_OK && pdf_history_is_full(history))
        return extract_gap(job, STATUS_LIMIT_MEMORY, "too much text to tell what earlier versions say beyond it");
    if (status == STATUS_OK && pdf_history_left_out(history) > 0)
        return extract_gap(job, STATUS_LIMIT_CHILDREN, "too many earlier versions: the oldest and the latest are read");
    return status;
}

static enum status pdf_extract(struct extract_job *job)
{
    const struct pdf_bounds bounds = pdf_bounds_of(job->input);
    struct pdf_history *history = NULL;
    enum status status = pdf_history_create(bounds.document, &history);
    struct pdf_reader reader = { .job = job, .input = bounds.document, .history = history };

    if (status == STATUS_OK)
        status = read_version(&reader);
    if (status == STATUS_OK)
        status = read_earlier(job, history, reader.table_count);
    pdf_history_destroy(history);
    if (status == STATUS_OK)
        status = extract_outside(job, bounds.before, "before-document");
    if (status == STATUS_OK)
        status = extract_outside(job, bounds.behind, "behind-document");
    return status;
}

const struct extractor pdf_extractor = { .format = ISOLATED_PDF_FORMAT,
                                         .bid = isolated_pdf_bid,
                                         .extract = pdf_extract };
