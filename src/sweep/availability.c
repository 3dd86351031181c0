/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/availability.h"

#include <inttypes.h>
#include <libintl.h>

enum {
    WEEK_PROBES = 7 * AVAILABILITY_PROBES_A_DAY, /* at least, of the inspection */
};

static bool take_latest(void *context, const struct probe_row *row)
{
    struct availability *availability = context;

    if (row->is_reached) {
        availability->last_reached_ms = row->at_ms;
        return false;
    }
    availability->in_a_row++;
    availability->down_since_ms = row->at_ms;
    return true;
}

enum status availability_of(const struct store *store, const struct site *site, const char *url, int64_t now_ms,
                            struct availability *availability, struct error *error)
{
    const struct site_thresholds *thresholds = &site->thresholds;
    uint64_t week, share;
    enum status status;

    *availability = (struct availability){ 0 };
    status = probes_count(store, site->id, url, now_ms - AVAILABILITY_WEEK_MS, now_ms + 1, &availability->total,
                          &availability->failed, error);
    if (status == STATUS_OK)
        status = probes_list_latest(store, site->id, url, 0, now_ms + 1, take_latest, availability, error);
    week = availability->total > WEEK_PROBES ? availability->total : WEEK_PROBES;
    share = availability->failed * 100;
    availability->is_down = availability->in_a_row >= thresholds->unreachable_probes;
    availability->is_found =
        availability->is_down || (availability->failed > 0 && share >= week * thresholds->unreachable_warn_percent);
    availability->severity =
        availability->is_down || share >= week * thresholds->unreachable_percent ? FINDING_SEVERE : FINDING_SUSPECTED;
    return status;
}

enum status availability_count(const struct store *store, const struct site *site, int64_t from_ms, int64_t to_ms,
                               struct availability_span *span, struct error *error)
{
    enum status status;

    *span = (struct availability_span){ .least = UINT64_MAX };
    status = probes_count(store, site->id, NULL, from_ms, to_ms, &span->total, &span->failed, error);
    if (status == STATUS_OK)
        status = probes_count_offline(store, site->id, from_ms, to_ms, &span->offline, error);
    for (size_t index = 0; index < site->starts.count && status == STATUS_OK; index++) {
        uint64_t total, failed;

        status = probes_count(store, site->id, site->starts.items[index], from_ms, to_ms, &total, &failed, error);
        span->least = total < span->least ? total : span->least;
    }
    return status;
}

uint64_t availability_tenths(uint64_t failed, uint64_t total)
{
    uint64_t tenths = total > 0 ? (failed * 2000 + total) / (2 * total) : 0;

    if (failed > 0 && tenths == 0)
        return 1;
    return failed < total && tenths >= 1000 ? 999 : tenths;
}

void availability_describe(struct buf *out, const struct availability *availability)
{
    uint64_t tenths = availability_tenths(availability->failed, availability->total);
    char since[SLOTS_TIME_SIZE];

    if (availability->is_down) {
        slots_time_write(availability->down_since_ms, since);
        buf_format(out, gettext("it cannot be opened since %s (%" PRIu64 " probes in a row); "), since,
                   availability->in_a_row);
    }
    buf_format(out,
               gettext("%" PRIu64 " of %" PRIu64 " probes of the last seven days failed (%" PRIu64 ".%" PRIu64 " %%)"),
               availability->failed, availability->total, tenths / 10, tenths % 10);
}
