/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_records.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/sweep_line.h"
#include "report/json.h"
#include "report/words.h"
#include "store/later.h"
#include "store/store.h"
#include "sweep/evidence_folders.h"
#include "sweep/slots.h"

enum { LINE_MAX_BYTES = 1 << 16 };

/* In the place that is meant; the buffer is empty then. */
static void tell(struct buf *line, enum sweep_records_place place)
{
    if (place != SWEEP_RECORDS_ASIDE) {
        sweep_line_print(line);
        return;
    }
    fprintf(stderr, "guanka: %s\n", buf_status(line) == STATUS_OK ? line->data : _("out of memory"));
    buf_clear(line);
}

static void tell_later(const struct later *later, enum sweep_records_place place)
{
    struct buf line = BUF_INIT(LINE_MAX_BYTES);
    char last[SLOTS_TIME_SIZE];

    slots_time_write(later->last_ms, last);
    if (place == SWEEP_RECORDS_OBJECTS) {
        buf_byte(&line, '{');
        json_text(&line, "type", "records-later");
        json_number(&line, "records", later->count);
        sweep_line_time(&line, "last", later->last_ms);
        buf_byte(&line, '}');
    } else {
        buf_format(&line,
                   _("RECORDS LATER THAN NOW: %" PRIu64
                     ", the last of %s. This machine's clock was ahead when they were "
                     "made, or is behind now: they keep no slots, and what they say of their times is not so. Keep the "
                     "clock right: timedatectl set-ntp true"),
                   later->count, last);
    }
    tell(&line, place);
    buf_free(&line);
}

static void tell_unknown(const char *folder, const struct evidence_unknown *unknown, enum sweep_records_place place)
{
    struct buf line = BUF_INIT(LINE_MAX_BYTES);

    if (place == SWEEP_RECORDS_OBJECTS) {
        buf_byte(&line, '{');
        json_text(&line, "type", "evidence-unknown");
        json_text(&line, "folder", folder);
        json_number(&line, "incidents", unknown->count);
        json_text(&line, "first", unknown->first);
        json_text(&line, "last", unknown->last);
        buf_byte(&line, '}');
    } else {
        buf_format(
            &line,
            _("EVIDENCE WITHOUT RECORDS: in %s is evidence of %u incidents (%s to %s) that the database does not "
              "know. If the database was lost or replaced, put it back where it was, or a backup: guanka store "
              "restore COPY --store FILE. If a sweep was killed as it opened them, move the folders to %s/unrecorded"),
            folder, unknown->count, unknown->first, unknown->last, folder);
    }
    tell(&line, place);
    buf_free(&line);
}

enum status sweep_records_tell(const struct site_file *file, int64_t now_ms, enum sweep_records_place place,
                               bool *are_right, struct error *error)
{
    struct store *store = NULL;
    struct later later = { 0 };
    struct evidence_unknown unknown = { 0 };
    enum status status = store_open(file->store, STORE_READ, &store, error);

    if (status == STATUS_OK)
        status = later_find(store, now_ms, &later, error);
    if (status == STATUS_OK)
        status = evidence_folders_unknown(file->evidence, store, &unknown, error);
    store_close(store);
    *are_right = status == STATUS_OK && later.count == 0 && unknown.count == 0;
    if (later.count > 0)
        tell_later(&later, place);
    if (unknown.count > 0)
        tell_unknown(file->evidence, &unknown, place);
    return status;
}
