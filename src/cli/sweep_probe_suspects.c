/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "cli/complain.h"
#include "cli/sweep_line.h"
#include "cli/sweep_probe_data.h"
#include "report/words.h"
#include "store/findings.h"
#include "sweep/inspect.h"

enum { TEXT_MAX = 1 << 16 };

static void wake(void *context)
{
    (void)context;
}

static enum status judge(struct probing *probing, const struct inspection *result)
{
    struct suspect *suspect = result->token;
    enum status status = result->status;

    for (size_t index = 0; status == STATUS_OK && index < result->finding_count; index++) {
        bool stands = true;

        if (result->findings[index].severity == FINDING_SEVERE)
            status = findings_stands(probing->store, suspect->site->id, result->findings[index].key, &stands,
                                     probing->error);
        suspect->is_severe = suspect->is_severe || !stands;
    }
    return status;
}

static enum status judge_all(struct probing *probing, struct inspectors *inspectors)
{
    const struct timespec pause = { .tv_nsec = 5000000 };
    enum status status = STATUS_OK;

    while (status == STATUS_OK && inspectors_busy(inspectors) > 0) {
        struct inspection *result = inspectors_take(inspectors);

        if (result == NULL)
            (void)nanosleep(&pause, NULL);
        else
            status = judge(probing, result);
        inspection_free(result);
    }
    return status;
}

static enum status inspect(struct probing *probing, struct ruleset *ruleset)
{
    const struct sweep_run_options *run = &probing->options->run;
    const struct pool_options isolation = { .program = run->config->extract_program };
    const struct inspect_options options = { .limits = sweep_run_limits(),
                                             .isolation = &isolation,
                                             .ruleset = ruleset,
                                             .language = run->config->language,
                                             .today = date_in_shanghai(clock_wall_ms() / 1000),
                                             .stop = run->stop,
                                             .threads = 1,
                                             .wake = wake };
    struct inspectors *inspectors = NULL;
    enum status status = inspectors_create(&options, &inspectors, probing->error);

    for (size_t index = 0; index < probing->count && status == STATUS_OK; index++) {
        struct suspect *suspect = &probing->suspects[index];

        if (suspect->body == NULL)
            continue;
        status = inspectors_give(inspectors, &(struct inspect_task){ .token = suspect,
                                                                     .url = suspect->url,
                                                                     .media_type = suspect->media_type,
                                                                     .charset = suspect->charset,
                                                                     .peer = "",
                                                                     .certificate = "",
                                                                     .body = suspect->body,
                                                                     .fetched_ms = suspect->at_ms });
        if (status == STATUS_OK)
            suspect->body = NULL;
    }
    if (status == STATUS_OK)
        status = judge_all(probing, inspectors);
    inspectors_destroy(inspectors);
    return status;
}

static bool take_latest(void *context, const struct sweep_row *row)
{
    *(int64_t *)context = row->ended_ms > row->started_ms ? row->ended_ms : row->started_ms;
    return false;
}

/* A sweep that is or was under way beside the probe has it to see. */
static bool is_swept_beside(const struct probing *probing, const struct suspect *suspect)
{
    struct error error = { 0 };
    int64_t swept_ms = 0;

    if (sweep_run_is_under_way(probing->options->run.file->store, suspect->site->id))
        return true;
    return sweeps_list_latest(probing->store, suspect->site->id, 0, take_latest, &swept_ms, &error) == STATUS_OK
           && swept_ms >= suspect->at_ms;
}

static const char *words_of(const struct suspect *suspect)
{
    if (suspect->is_elsewhere || suspect->sends_to != NULL)
        return _("guanka: %s: readers are sent to %s, which is not the site's; the start pages are swept now\n");
    if (suspect->is_blank)
        return _("guanka: %s: %s is blank; the start pages are swept now\n");
    if (suspect->is_alone)
        return _("guanka: %s: %s leads to no other page of the site any more; the start pages are swept now\n");
    return suspect->is_severe ? _("guanka: %s: %s is another page than it was, and something severe stands there; "
                                  "the start pages are swept now\n")
                              : _("guanka: %s: %s has another title than it had; the start pages are swept now\n");
}

/* Something that a sweep would find severe. */
static bool is_reason(const struct suspect *suspect)
{
    return suspect->is_severe || suspect->has_new_title || suspect->is_elsewhere || suspect->sends_to != NULL
           || suspect->is_blank || suspect->is_alone;
}

/* A site that fails keeps no other. */
static void sweep_suspects(const struct probing *probing, struct ruleset *ruleset)
{
    struct buf url = BUF_INIT(TEXT_MAX);
    const struct site *last = NULL;

    for (size_t index = 0; index < probing->count; index++) {
        const struct suspect *suspect = &probing->suspects[index];
        struct error error = { 0 };

        if (!is_reason(suspect) || suspect->site == last || is_swept_beside(probing, suspect))
            continue;
        last = suspect->site;
        complain(words_of(suspect), last->id,
                 sweep_line_shown(&url, suspect->sends_to != NULL ? suspect->sends_to : suspect->url, false));
        if (sweep_run_starts(&probing->options->run, last, ruleset, &error) != STATUS_OK)
            fprintf(stderr, "guanka: %s: %s\n", last->id, error.message);
    }
    buf_free(&url);
}

enum status sweep_probe_look_at_suspects(struct probing *probing)
{
    const struct sweep_run_options *run = &probing->options->run;
    struct ruleset *ruleset;
    enum status status;

    if (probing->count == 0)
        return STATUS_OK;
    status = packs_load(&run->file->packs, run->config, &ruleset, probing->error);
    if (status != STATUS_OK)
        return status;
    status = inspect(probing, ruleset);
    if (status == STATUS_OK)
        sweep_suspects(probing, ruleset);
    ruleset_unref(ruleset);
    return status;
}
