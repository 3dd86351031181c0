/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/evidence_folders.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/incidents.h"

enum { DAY_SIZE = 8, DIGITS_MAX = 9 };
static const char prefix[] = "INC-";

/* "INC-20261128-001": the day and the number. */
static bool parse(const char *name, char day[DAY_SIZE + 1], int64_t *number)
{
    static const char digits[] = "0123456789";
    const char *text = name + sizeof prefix - 1;
    size_t length;

    if (strncmp(name, prefix, sizeof prefix - 1) != 0 || strspn(text, digits) != DAY_SIZE || text[DAY_SIZE] != '-')
        return false;
    (void)snprintf(day, DAY_SIZE + 1, "%.*s", DAY_SIZE, text);
    text += DAY_SIZE + 1;
    length = strspn(text, digits);
    if (length == 0 || length > DIGITS_MAX || text[length] != '\0')
        return false;
    *number = strtoll(text, NULL, 10);
    return true;
}

static enum status fail(const char *folder, struct error *error)
{
    return error_set(error, STATUS_IO, gettext("%s: %s"), folder, strerror(errno));
}

enum status evidence_folders_list(const char *folder, evidence_folders_read *read, void *context, struct error *error)
{
    DIR *opened = opendir(folder);
    enum status status = STATUS_OK;
    const struct dirent *entry;

    if (opened == NULL)
        return errno == ENOENT ? STATUS_OK : fail(folder, error);
    for (;;) {
        char day[DAY_SIZE + 1];
        int64_t number;

        errno = 0;
        entry = readdir(opened); /* a stream of our own */
        if (entry == NULL)
            break;
        if (parse(entry->d_name, day, &number) && !read(context, entry->d_name))
            break;
    }
    if (entry == NULL && errno != 0)
        status = fail(folder, error);
    (void)closedir(opened);
    return status;
}

/* ---- The last number of a day. */

struct last {
    const char *day;
    int64_t number;
};

static bool take_number(void *context, const char *incident)
{
    struct last *last = context;
    char day[DAY_SIZE + 1];
    int64_t number;

    if (parse(incident, day, &number) && strcmp(day, last->day) == 0 && number > last->number)
        last->number = number;
    return true;
}

enum status evidence_folders_last(const char *folder, const char *day, int64_t *number, struct error *error)
{
    struct last last = { .day = day };
    enum status status = evidence_folders_list(folder, take_number, &last, error);

    *number = last.number;
    return status;
}

/* ---- What a store does not know. */

struct looking {
    const struct store *store;
    struct evidence_unknown *unknown;
    struct error *error;
    enum status status;
};

static bool take_known(void *context, const struct incident_row *row)
{
    (void)row;
    *(bool *)context = true;
    return false;
}

static bool look_up(void *context, const char *incident)
{
    struct looking *looking = context;
    struct evidence_unknown *unknown = looking->unknown;
    bool is_known = false;

    looking->status = incidents_list(looking->store, &(struct incidents_filter){ .id = incident }, take_known,
                                     &is_known, looking->error);
    if (looking->status != STATUS_OK || is_known)
        return looking->status == STATUS_OK;
    if (unknown->count == 0 || strcmp(incident, unknown->first) < 0)
        (void)snprintf(unknown->first, sizeof unknown->first, "%s", incident);
    if (unknown->count == 0 || strcmp(incident, unknown->last) > 0)
        (void)snprintf(unknown->last, sizeof unknown->last, "%s", incident);
    unknown->count++;
    return true;
}

enum status evidence_folders_unknown(const char *folder, const struct store *store, struct evidence_unknown *unknown,
                                     struct error *error)
{
    struct looking looking = { .store = store, .unknown = unknown, .error = error };
    enum status status;

    *unknown = (struct evidence_unknown){ 0 };
    status = evidence_folders_list(folder, look_up, &looking, error);
    return status == STATUS_OK ? looking.status : status;
}
