/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/outdated.h"

#include <libintl.h>
#include <stdio.h>

#include "wording/document_day.h"

bool outdated_take_day(struct outdated *outdated, const struct detector_text *text)
{
    if (date_is_set(text->day)
        && (!date_is_set(outdated->written) || date_days(text->day) > date_days(outdated->written)))
        outdated->written = text->day;
    return text->role == TEXT_METADATA;
}

enum status outdated_note(struct detector_job *job, struct outdated *outdated, const struct detector_text *text,
                          struct span span, size_t row, struct date valid_to, size_t most)
{
    struct outdated_place *place = outdated->places;
    enum status status;

    while (place < outdated->places + outdated->count && place->row != row)
        place++;
    if (place == outdated->places + most || document_day_speaks_of(text->utf8, text->size, valid_to))
        return STATUS_OK;
    place->occurrences++;
    if (place < outdated->places + outdated->count)
        return STATUS_OK;
    place->row = row;
    status = detector_hold(job, text, span, &place->hold);
    outdated->count += status == STATUS_OK;
    return status;
}

bool outdated_is_past(const struct outdated *outdated, struct date valid_to)
{
    return date_is_set(outdated->written) && date_days(outdated->written) > date_days(valid_to);
}

void outdated_describe(const struct outdated *outdated, const char *words, struct date valid_to, const char *replacement,
                       const struct reference_row *row, char *reason, size_t size)
{
    reference_describe(
        row, reason, size,
        gettext("the text gives %04d-%02d-%02d as its day; \"%s\" was given up on %04d-%02d-%02d for \"%s\" "
                "(line %u of %s)"),
        outdated->written.year, outdated->written.month, outdated->written.day, words, valid_to.year, valid_to.month,
        valid_to.day, replacement, row->line, reference_row_name(row));
}
