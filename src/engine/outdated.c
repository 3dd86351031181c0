/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/outdated.h"

#include <libintl.h>
#include <stdio.h>

#include "wording/document_day.h"

bool outdated_take_day(struct outdated *outdated, const struct detector_text *text)
{
    if (!date_is_set(text->day))
        return text->role == TEXT_METADATA;
    if (!date_is_set(outdated->latest) || date_days(text->day) > date_days(outdated->latest))
        outdated->latest = text->day;
    if (text->day_is_own && (!date_is_set(outdated->earliest) || date_days(text->day) < date_days(outdated->earliest)))
        outdated->earliest = text->day;
    return text->role == TEXT_METADATA;
}

struct date outdated_day(const struct outdated *outdated)
{
    return date_is_set(outdated->earliest) ? outdated->earliest : outdated->latest;
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
    if (place < outdated->places + outdated->count) {
        place->occurrences++;
        return STATUS_OK;
    }
    *place = (struct outdated_place){ .row = row, .occurrences = 1 };
    place->year = document_day_year_beside(text->utf8, text->size, span.start, span.end);
    if (place->year <= valid_to.year)
        place->year = 0;
    status = detector_hold(job, text, span, &place->hold);
    outdated->count += status == STATUS_OK;
    return status;
}

bool outdated_is_past(const struct outdated *outdated, struct date valid_to)
{
    struct date day = outdated_day(outdated);

    return date_is_set(day) && date_days(day) > date_days(valid_to);
}

bool outdated_place_is_past(const struct outdated *outdated, const struct outdated_place *place, struct date valid_to)
{
    return place->year != 0 || outdated_is_past(outdated, valid_to);
}

void outdated_describe(const struct outdated *outdated, const struct outdated_place *place, const char *words,
                       struct date valid_to, const char *replacement, const struct reference_row *row, char *reason,
                       size_t size)
{
    struct date day = outdated_day(outdated);

    if (!outdated_is_past(outdated, valid_to))
        reference_describe(row, reason, size,
                           gettext("the text speaks of the year %d; \"%s\" was given up on %04d-%02d-%02d for \"%s\" "
                                   "(line %u of %s)"),
                           place->year, words, valid_to.year, valid_to.month, valid_to.day, replacement, row->line,
                           reference_row_name(row));
    else
        reference_describe(
            row, reason, size,
            gettext("the text gives %04d-%02d-%02d as its day; \"%s\" was given up on %04d-%02d-%02d for \"%s\" "
                    "(line %u of %s)"),
            day.year, day.month, day.day, words, valid_to.year, valid_to.month, valid_to.day, replacement, row->line,
            reference_row_name(row));
}
