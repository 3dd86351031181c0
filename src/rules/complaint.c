/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/complaint.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE_MAX = 48 };

void complaint_write(char *message, size_t size, struct rule_place place, const char *format, va_list arguments)
{
    if (place.sealed && strchr(format, '%') != NULL)
        snprintf(message, size, "%s",
                 gettext("something is wrong here; it is not quoted because the file is sealed: unseal it and use guanka "
                         "rules check on it"));
    else
        vsnprintf(message, size, format, arguments);
}

enum status complaint_set_list(struct error *error, struct rule_place place, const char *format, va_list arguments)
{
    char message[sizeof ((struct error *)NULL)->message];

    if (error == NULL)
        return STATUS_INVALID;
    complaint_write(message, sizeof message, place, format, arguments);
    if (place.line == 0)
        return error_set(error, STATUS_INVALID, "%s: %s", place.file, message);
    return error_set(error, STATUS_INVALID, "%s:%u:%u: %s", place.file, place.line, place.column, message);
}

enum status complaint_set(struct error *error, struct rule_place place, const char *format, ...)
{
    va_list arguments;
    enum status status;

    va_start(arguments, format);
    status = complaint_set_list(error, place, format, arguments);
    va_end(arguments);
    return status;
}

static unsigned smallest(unsigned first, unsigned second, unsigned third)
{
    unsigned least = first < second ? first : second;

    return least < third ? least : third;
}

/* Levenshtein distance, one row at a time; both sizes are at most NAME_SIZE_MAX. */
static unsigned edit_distance(const char *left, size_t left_size, const char *right, size_t right_size)
{
    unsigned row[NAME_SIZE_MAX + 1];

    for (size_t j = 0; j <= right_size; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= left_size; i++) {
        unsigned diagonal = row[0];

        row[0] = (unsigned)i;
        for (size_t j = 1; j <= right_size; j++) {
            unsigned above = row[j];

            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (left[i - 1] != right[j - 1]));
            diagonal = above;
        }
    }
    return row[right_size];
}

const char *complaint_nearest(const char *name, size_t size, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    unsigned least = (unsigned)(size < 5 ? 2 : 3); /* a third of a name may be wrong, no more */

    if (size == 0 || size > NAME_SIZE_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t candidate_size = strlen(candidates[i]);
        unsigned distance;

        if (candidate_size > NAME_SIZE_MAX)
            continue;
        distance = edit_distance(name, size, candidates[i], candidate_size);
        if (distance < least) {
            least = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}
