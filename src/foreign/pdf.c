/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/isolated.h"
#include "foreign/pdf_alternatives.h"
#include "foreign/pdf_bounds.h"
#include "foreign/pdf_files.h"
#include "foreign/pdf_notes.h"
#include "foreign/pdf_page.h"
#include "foreign/pdf_pictures.h"
#include "foreign/pdf_properties.h"

/* Words that are translated where they are shown. */
#define N_(words) words

struct pages {
    pdf_obj **items;
    size_t count, capacity;
};

/* ---- the page tree ---- */

struct level {
    pdf_obj *kids;
    int next;
};

static void add_page(struct pdf_reader *reader, struct pages *pages, pdf_obj *page)
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

static enum status read_pages(struct pdf_reader *reader, const struct pages *pages)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < pages->count && status == STATUS_OK; index++) {
        reader->place = (struct place){ PLACE_PAGE, (uint32_t)index + 1 };
        if (pdf_is_overdrawn(reader))
            return extract_gap(reader->job, STATUS_LIMIT_RATIO, "pages draw the same things again and again");
        status = extract_progress(reader->job, 0);
        if (status == STATUS_OK)
            status = pdf_page_read(reader, pages->items[index]);
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

static enum status read_document(struct pdf_reader *reader, struct pages *pages)
{
    enum status status = pdf_guard(reader, find_pages, pages);

    if (status == STATUS_OK && pages->count == 0)
        status = extract_gap(reader->job, STATUS_MALFORMED, "no pages");
    if (status == STATUS_OK)
        status = read_pages(reader, pages);
    if (status == STATUS_OK)
        status = read_rest(reader);
    if (status == STATUS_OK && pdf_was_repaired(reader->context, reader->document))
        status = extract_gap(reader->job, STATUS_MALFORMED, "the table of objects was damaged, and made anew");
    if (status == STATUS_OK)
        status = pdf_pictures_read(reader);
    return status == STATUS_OK ? pdf_files_read(reader) : status;
}

static enum status pdf_extract(struct extract_job *job)
{
    const struct pdf_bounds bounds = pdf_bounds_of(job->input);
    struct pages pages = { .count = 0 };
    struct pdf_files files = { .count = 0 };
    struct pdf_reader reader = { .job = job, .input = bounds.document, .files = &files };
    enum status status = pdf_reader_open(&reader);

    if (status == STATUS_OK)
        status = read_document(&reader, &pages);
    pdf_reader_close(&reader);
    alloc_free(pages.items);
    pdf_files_free(&files);
    if (status == STATUS_OK)
        status = extract_outside(job, bounds.before, "before-document");
    if (status == STATUS_OK)
        status = extract_outside(job, bounds.behind, "behind-document");
    return status;
}

const struct extractor pdf_extractor = { .format = ISOLATED_PDF_FORMAT,
                                         .bid = isolated_pdf_bid,
                                         .extract = pdf_extract };
