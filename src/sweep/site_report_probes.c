/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether start pages could be opened, and whether that was asked often enough to be known (DOMAIN 6.2: twenty times a
 * day). A site that nobody asked for stands there as well: a row that is missing would be read as being in order.
 */
#include <inttypes.h>
#include <libintl.h>

#include "report/words.h"
#include "sweep/availability.h"
#include "sweep/site_report_data.h"

/* Days that are over, while the site was inspected; `enough`: those in which each start page was asked for often enough.
 */
struct monitored_days {
    unsigned days, enough;
};

static enum status count_days(const struct making *making, size_t site, struct monitored_days *days)
{
    const struct site_span *span = &making->span;
    const struct site_then *then = &making->roster.items[site];
    const int64_t begun_ms = making->figures[site].begun_ms;
    enum status status = STATUS_OK;

    *days = (struct monitored_days){ 0 };
    for (size_t day = 0; day < span->day_count && status == STATUS_OK; day++) {
        int64_t from_ms = date_start_ms(slots_day_after(span->first, (int)day));
        int64_t to_ms = date_start_ms(slots_day_after(span->first, (int)day + 1));
        struct availability_span probes;

        if (to_ms <= begun_ms || to_ms > span->come_ms || to_ms > then->removed_ms)
            continue;
        status = availability_count(making->store, &then->site, from_ms, to_ms, &probes, making->error);
        days->days++;
        days->enough += status == STATUS_OK && probes.least >= AVAILABILITY_PROBES_A_DAY ? 1 : 0;
    }
    return status;
}

static const char *judge(struct report_build *build, const struct availability_span *probes,
                         const struct monitored_days *days)
{
    if (probes->total == 0)
        return probes->offline > 0 ? gettext("NOT MONITORED: this machine had no network") : gettext("NOT MONITORED");
    if (days->enough < days->days)
        return report_build_text(build, gettext("fewer than %d probes of a start page on %u days"),
                                 AVAILABILITY_PROBES_A_DAY, days->days - days->enough);
    return days->days > 0 ? gettext("often enough") : gettext("no day is over yet");
}

enum status site_report_write_probes(struct making *making)
{
    static const struct report_column columns[] = { { "site", N_("site"), REPORT_TEXT },
                                                    { "probes", N_("probes"), REPORT_NUMBER },
                                                    { "failed", N_("failed"), REPORT_NUMBER },
                                                    { "percent", N_("failed, percent"), REPORT_NUMBER },
                                                    { "offline", N_("more without network"), REPORT_NUMBER },
                                                    { "days_enough", N_("days with enough probes"), REPORT_TEXT },
                                                    { "monitoring", N_("monitoring"), REPORT_TEXT } };
    struct report_build *build = &making->build;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < making->roster.count && status == STATUS_OK; index++) {
        const struct site *site = &making->roster.items[index].site;
        struct availability_span probes;
        struct monitored_days days;
        uint64_t tenths;

        status =
            availability_count(making->store, site, making->span.from_ms, making->span.to_ms, &probes, making->error);
        if (status == STATUS_OK)
            status = count_days(making, index, &days);
        if (status != STATUS_OK)
            break;
        tenths = availability_tenths(probes.failed, probes.total);
        report_build_row(
            build,
            (const char *const[]){
                site->name, report_build_number(build, probes.total), report_build_number(build, probes.failed),
                probes.total > 0 ? report_build_text(build, "%" PRIu64 ".%" PRIu64, tenths / 10, tenths % 10) : "",
                report_build_number(build, probes.offline), report_build_text(build, "%u/%u", days.enough, days.days),
                judge(build, &probes, &days) },
            REPORT_COUNT_OF(columns));
    }
    report_build_say(build, report_build_text(build,
                                              gettext("Each start page is to be opened %d times a day at least. What "
                                                      "this machine could not ask for, having no network, is counted "
                                                      "apart and is no failure of the site."),
                                              AVAILABILITY_PROBES_A_DAY));
    report_build_section(build, "availability", gettext("Whether start pages could be opened"), columns,
                         REPORT_COUNT_OF(columns), CHART_NONE, 0);
    return status;
}
