/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/incident_open.h"

#include <stdio.h>

#include "base/clock.h"
#include "report/json.h"
#include "store/ledger.h"
#include "sweep/evidence_folders.h"
#include "sweep/incident.h"
#include "sweep/notify.h"

enum { BODY_MAX = INT32_MAX };

static enum status note(struct store *store, const struct incident_row *row, const struct incident_opening *opening,
                        struct error *error)
{
    struct buf body = BUF_INIT(BODY_MAX);
    struct ledger_entry entry = { .at_ms = row->discovered_ms,
                                  .actor = opening->actor,
                                  .role = "sweep",
                                  .kind = "incident-opened",
                                  .subject = row->id };

    buf_byte(&body, '{');
    json_text(&body, "site", row->site);
    json_text(&body, "family", row->family);
    json_text(&body, "kind", incidents_kind_name(row->kind));
    json_number_or_null(&body, "last_good_ms", row->last_good_ms != 0, (uint64_t)row->last_good_ms);
    json_number_or_null(&body, "last_good_sweep", row->last_good_sweep != 0, (uint64_t)row->last_good_sweep);
    opening->write(opening->context, &body);
    return ledger_add_object(store, &entry, &body, error);
}

enum status incident_open(struct store *store, const struct site *site, struct incident_row *row,
                          const struct incident_opening *opening, struct error *error)
{
    char day[DATE_TEXT_SIZE], digits[DATE_TEXT_SIZE];
    int64_t taken;
    struct error unlisted = { 0 };
    enum status status;

    *row = (struct incident_row){ .site = site->id,
                                  .family = row->family,
                                  .kind = incident_kind_of(row->family),
                                  .discovered_ms = clock_wall_ms(),
                                  .sweep = row->sweep,
                                  .last_good_ms = row->last_good_ms,
                                  .last_good_sweep = row->last_good_sweep };
    date_text(slots_day(row->discovered_ms), day);
    (void)snprintf(digits, sizeof digits, "%.4s%.2s%.2s", day, day + 5, day + 8);
    /* A folder that cannot be looked at keeps no incident from being opened: that no evidence comes there is told. */
    if (evidence_folders_last(opening->evidence, digits, &taken, &unlisted) != STATUS_OK)
        taken = 0;
    status = incidents_open(store, row, digits, taken, error);
    if (status == STATUS_OK)
        status = note(store, row, opening, error);
    if (status == STATUS_OK)
        status = notify_queue(store, site, row, NOTIFY_OPENED, opening->url, row->discovered_ms, error);
    return status;
}
