/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in the way of an incident's end: that it has been recovered from may not be said while severe findings of
 * it are open (R8 五(四)1: 不得隐瞒、谎报).
 */
#include <string.h>

#include "cli/complain.h"
#include "cli/sweep_incident_data.h"
#include "report/person_mask.h"
#include "store/findings.h"

enum { NAMED_MAX = 5, NAMES_MAX = 1 << 16 };

struct standing {
    struct buf names; /* of the first ones: numbers and addresses */
    unsigned count;
};

static bool take_finding(void *context, const struct finding_row *row)
{
    struct standing *standing = context;

    if (row->severity != FINDING_SEVERE)
        return true;
    if (standing->count < NAMED_MAX) {
        buf_format(&standing->names, standing->count > 0 ? ", %lld " : "%lld ", (long long)row->id);
        person_mask(&standing->names, row->url, strlen(row->url));
    } else if (standing->count == NAMED_MAX) {
        buf_text(&standing->names, ", …");
    }
    standing->count++;
    return true;
}

enum status sweep_incident_may_end(const struct store *store, const struct incident_row *row, enum incident_step step,
                                   struct error *error)
{
    const struct findings_filter filter = { .incident = row->id, .states = UINT32_C(1) << FINDING_OPEN };
    struct standing standing = { .names = BUF_INIT(NAMES_MAX) };
    enum status status;

    /* The finding of an outage is about a whole week, and stands for days after its end. */
    if ((step != STEP_RECOVERED && step != STEP_END_APPROVED) || incidents_is_of_probes(row))
        return STATUS_OK;
    status = findings_list(store, &filter, take_finding, &standing, error);
    if (status == STATUS_OK)
        status = buf_status(&standing.names);
    if (status == STATUS_OK && standing.count > 0)
        status = error_set(error, STATUS_INVALID,
                           _("%s: severe findings of it are open (%u): mend the pages and sweep the site again, or decide on "
                             "the findings (guanka sweep decide), then note this step: %s"),
                           row->id, standing.count, standing.names.data);
    buf_free(&standing.names);
    return status;
}
