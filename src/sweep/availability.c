/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/availability.h"

#include <inttypes.h>
#include <libintl.h>

enum {
    WEEK_PROBES = 7 * 20, /* at least, of the inspection */
};
static const int64_t week_ms = INT64_C(7) * 86400000;

enum status availability_of(const struct store *store, const struct site *site, const char *url, int64_t now_ms,
                            struct availability *availability, struct error *error)
{
    const struct site_thresholds *thresholds = &site->thresholds;
    uint64_t week, share;
    enum status status;

    *availability = (struct availability){ 0 };
    status = probes_count(store, site->id, url, now_ms - week_ms, now_ms + 1, &availability->total,
                          &availability->failed, error);
    week = availability->total > WEEK_PROBES ? availability->total : WEEK_PROBES;
    share = availability->failed * 100;
    availability->is_found = availability->failed > 0 && share >= week * thresholds->unreachable_warn_percent;
    availability->severity = share >= week * thresholds->unreachable_percent ? FINDING_SEVERE : FINDING_SUSPECTED;
    return status;
}

void availability_describe(struct buf *out, const struct availability *availability)
{
    uint64_t tenths = availability->total > 0 ? availability->failed * 1000 / availability->total : 0;

    buf_format(out,
               gettext("%" PRIu64 " of %" PRIu64 " probes of the last seven days failed (%" PRIu64 ".%" PRIu64 " %%)"),
               availability->failed, availability->total, tenths / 10, tenths % 10);
}
