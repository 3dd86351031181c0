/* SPDX-License-Identifier: Apache-2.0
 *
 * The sweeps of a day, one by one: planned and real times, what was reached, why a slot was missed, and with which
 * rules. What proves that a site was looked through four times a day (R1-6(4)) without anything else at hand.
 */
#include <inttypes.h>
#include <libintl.h>
#include <string.h>

#include "report/describe.h"
#include "report/words.h"
#include "sweep/site_report_data.h"
#include "sweep/site_sweeps.h"

const char *site_report_outcome(enum sweep_outcome outcome)
{
    static const char *const words[SWEEP_OUTCOME_COUNT] = { N_("running"), N_("complete"), N_("incomplete"),
                                                            N_("missed") };

    return gettext(words[outcome]);
}

static const char *fraction(struct report_build *build, uint64_t reached, uint64_t expected)
{
    return report_build_text(build, "%" PRIu64 "/%" PRIu64, reached, expected);
}

enum {
    SWEEP_COLUMNS = 16,
    RULES_SHOWN = 16, /* digits of a digest that a row has */
    RULES_MAX = 4     /* digests that are told whole: rules seldom change twice a day */
};

struct listing {
    struct making *making;
    struct digest rules[RULES_MAX];
    size_t rules_count;
};

static void note_rules(struct listing *listing, const struct digest *rules)
{
    for (size_t index = 0; index < listing->rules_count; index++) {
        if (memcmp(&listing->rules[index], rules, sizeof *rules) == 0)
            return;
    }
    if (listing->rules_count < RULES_MAX)
        listing->rules[listing->rules_count++] = *rules;
}

/* "" until it has begun to read. */
static const char *rules_of(struct listing *listing, const struct sweep_row *row)
{
    static const struct digest none;
    char text[DIGEST_TEXT_SIZE];

    if (memcmp(&row->rules, &none, sizeof none) == 0)
        return "";
    note_rules(listing, &row->rules);
    digest_text(&row->rules, text);
    return report_build_text(&listing->making->build, "%.*s", RULES_SHOWN, text);
}

static void say_rules(struct listing *listing)
{
    struct report_build *build = &listing->making->build;

    for (size_t index = 0; index < listing->rules_count; index++) {
        char text[DIGEST_TEXT_SIZE];

        digest_text(&listing->rules[index], text);
        report_build_say(build, report_build_text(build, gettext("SHA-256 of the rules: %s"), text));
    }
}

/* Why it is not complete, and that it counts for nothing where its time is not believed. */
static const char *reason_of(struct report_build *build, const struct sweep_row *row)
{
    struct buf words = BUF_INIT(1 << 10);
    const char *reason;

    site_sweeps_describe_time(&words, &row->time);
    if (buf_status(&words) != STATUS_OK)
        build->status = buf_status(&words);
    reason = report_build_text(build, "%s%s%s", row->reason, row->reason[0] != '\0' && words.size > 0 ? " · " : "",
                               words.size > 0 ? words.data : "");
    buf_free(&words);
    return reason;
}

static bool list_sweep(void *context, const struct sweep_row *row)
{
    struct listing *listing = context;
    struct making *making = listing->making;
    struct report_build *build = &making->build;
    const struct sweep_counts *counts = &row->counts;
    bool took_place = row->outcome != SWEEP_MISSED, has_ended = took_place && row->outcome != SWEEP_RUNNING;

    report_build_row(build,
                     (const char *const[]){
                         making->roster.items[making->site].site.name,
                         row->has_slot ? report_build_time(build, row->slot_ms) : gettext("out of turn"),
                         site_report_outcome(row->outcome), took_place ? report_build_time(build, row->started_ms) : "",
                         has_ended ? report_build_time(build, row->ended_ms) : "",
                         reason_of(build, row),
                         took_place ? report_build_text(build, "%s", describe_actor(row->operator)) : "",
                         took_place ? fraction(build, counts->pages_reached, counts->pages_expected) : "",
                         took_place ? fraction(build, counts->attachments_reached, counts->attachments_expected) : "",
                         took_place ? report_build_number(build, counts->failures) : "",
                         took_place ? report_build_number(build, counts->left_out) : "",
                         took_place ? report_build_number(build, counts->scanned) : "",
                         took_place ? report_build_number(build, counts->unread) : "",
                         took_place ? report_build_number(build, counts->opened) : "",
                         took_place ? report_build_number(build, counts->closed) : "", rules_of(listing, row) },
                     SWEEP_COLUMNS);
    return build->status == STATUS_OK;
}

enum status site_report_write_sweeps(struct making *making)
{
    static const struct report_column columns[SWEEP_COLUMNS] = {
        { "site", N_("site"), REPORT_TEXT },
        { "slot", N_("planned"), REPORT_TEXT },
        { "outcome", N_("outcome"), REPORT_TEXT },
        { "started", N_("started"), REPORT_TEXT },
        { "ended", N_("ended"), REPORT_TEXT },
        { "reason", N_("why not complete"), REPORT_TEXT },
        { "operator", N_("asked for by"), REPORT_TEXT },
        { "pages", N_("pages reached"), REPORT_TEXT },
        { "attachments", N_("attachments reached"), REPORT_TEXT },
        { "failures", N_("not reached"), REPORT_NUMBER },
        { "left_out", N_("left out for robots.txt"), REPORT_NUMBER },
        { "contents_read", N_("contents read"), REPORT_NUMBER },
        { "contents_unread", N_("not completely"), REPORT_NUMBER },
        { "findings_opened", N_("new findings"), REPORT_NUMBER },
        { "findings_closed", N_("fixed"), REPORT_NUMBER },
        { "rules_digest", N_("digest of the rules"), REPORT_TEXT },
    };
    const struct site_span *span = &making->span;
    struct listing listing = { .making = making };
    enum status status = STATUS_OK;

    for (making->site = 0; making->site < making->roster.count && status == STATUS_OK; making->site++) {
        const struct site_then *then = &making->roster.items[making->site];

        status = site_sweeps_list(making->store, then->site.id, &then->past, making->figures[making->site].begun_ms,
                                  span->from_ms, span->to_ms, span->now_ms, list_sweep, &listing, making->error);
    }
    report_build_say(&making->build, gettext("What is as it was is not read again while the rules are the same: it "
                                             "counts as reached."));
    say_rules(&listing);
    if (making->asked->sheet_digest != NULL)
        report_build_say(&making->build,
                         report_build_text(&making->build,
                                           gettext("SHA-256 of the day sheet: %s. It is the same that \"guanka sweep "
                                                   "--sites FILE --format json day-sheet\" of this day%s, piped to "
                                                   "sha256sum, gives."),
                                           making->asked->sheet_digest,
                                           making->asked->only != NULL ? gettext(" and site") : ""));
    report_build_section(&making->build, "sweeps", gettext("Sweeps of the day, one by one"), columns, SWEEP_COLUMNS,
                         CHART_NONE, 0);
    return status;
}
