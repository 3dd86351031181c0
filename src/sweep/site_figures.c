/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_figures.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/assert.h"
#include "sweep/site_slots.h"
#include "sweep/site_sweeps.h"

/* ---- Days. */

struct site_span site_span_of(struct date first, size_t day_count, int64_t now_ms)
{
    struct site_span span = {
        .first = first, .day_count = day_count, .from_ms = date_start_ms(first), .now_ms = now_ms
    };

    ASSERT(day_count <= SITE_FIGURES_DAYS_MAX);
    span.to_ms = date_start_ms(slots_day_after(first, (int)day_count));
    span.come_ms = now_ms < span.to_ms ? now_ms : span.to_ms;
    return span;
}

int64_t site_figures_begun_unknown_ms(int64_t now_ms)
{
    return date_start_ms(slots_day(now_ms));
}

size_t site_span_day(const struct site_span *span, int64_t at_ms)
{
    return (size_t)(date_days(slots_day(at_ms)) - date_days(span->first));
}

static bool is_within(const struct site_span *span, int64_t at_ms)
{
    return at_ms >= span->from_ms && at_ms < span->to_ms;
}

/* ---- Sweeps. */

struct counting {
    const struct site_span *span;
    struct site_figures *figures;
    unsigned kept_a_day[SITE_FIGURES_DAYS_MAX], slots_a_day[SITE_FIGURES_DAYS_MAX];
    enum status status;
};

static void count_complete(struct counting *counting, const struct sweep_row *row)
{
    struct site_figures *figures = counting->figures;

    figures->complete++;
    figures->complete_a_day[site_span_day(counting->span, row->has_slot ? row->slot_ms : row->started_ms)]++;
    if (row->ended_ms > figures->last_complete_ms) {
        figures->last_complete_ms = row->ended_ms;
        figures->pages = row->counts.pages_reached;
    }
}

static bool take_sweep(void *context, const struct sweep_row *row)
{
    struct counting *counting = context;

    if (row->time.verdict != SWEEP_TIME_BELIEVED) {
        counting->figures->not_believed++;
        return true;
    }
    counting->figures->missed += row->outcome == SWEEP_MISSED ? 1 : 0;
    counting->figures->incomplete += row->outcome == SWEEP_INCOMPLETE ? 1 : 0;
    if (row->outcome == SWEEP_COMPLETE)
        count_complete(counting, row);
    return true;
}

static bool take_slot(void *context, const struct site_slot *slot)
{
    struct counting *counting = context;
    size_t day = site_span_day(counting->span, slot->at_ms);
    unsigned kept = slot->state == SITE_SLOT_COMPLETE ? 1 : 0;

    if (slot->state == SITE_SLOT_COMING)
        return true;
    counting->slots_a_day[day]++;
    counting->figures->slots++;
    counting->kept_a_day[day] += kept;
    counting->figures->kept += kept;
    return true;
}

static void count_days(const struct counting *counting)
{
    struct site_figures *figures = counting->figures;

    for (size_t day = 0; day < counting->span->day_count; day++) {
        unsigned slots = counting->slots_a_day[day];

        figures->days += slots > 0 ? 1 : 0;
        figures->days_complete +=
            slots > 0 && counting->kept_a_day[day] == slots && figures->complete_a_day[day] >= SWEEPS_A_DAY ? 1 : 0;
    }
}

/* Before its first sweep nobody looked through a site by plan. */
static enum status count_from(const struct store *store, const char *site, const struct site_past *past,
                              int64_t begun_ms, struct counting *counting, struct error *error)
{
    const struct site_span *span = counting->span;
    enum status status = site_slots_list(store, site, past, begun_ms, span->from_ms, span->to_ms, span->now_ms,
                                         take_slot, counting, error);

    if (status == STATUS_OK)
        status = site_sweeps_list(store, site, past, begun_ms, span->from_ms, span->to_ms, span->now_ms, take_sweep,
                                  counting, error);
    count_days(counting);
    return status;
}

enum status site_figures_count_sweeps(const struct store *store, const char *site, const struct site_past *past,
                                      const struct site_span *span, struct site_figures *figures, struct error *error)
{
    struct counting *counting = alloc_zeroed(1, sizeof *counting);
    int64_t begun_ms, last_ms;
    enum status status;

    if (counting == NULL)
        return STATUS_NO_MEMORY;
    counting->span = span;
    counting->figures = figures;
    status = site_sweeps_extent(store, site, past, span->now_ms, &begun_ms, &last_ms, error);
    figures->begun_ms = begun_ms != INT64_MIN ? begun_ms : site_figures_begun_unknown_ms(span->now_ms);
    if (status == STATUS_OK)
        status = count_from(store, site, past, figures->begun_ms, counting, error);
    alloc_free(counting);
    return status;
}

/* ---- What became of findings. */

static bool take_step(void *context, const struct finding_step *step)
{
    struct site_steps *steps = context;

    steps->status = ARRAY_GROW(&steps->items, &steps->capacity, steps->count + 1);
    if (steps->status == STATUS_OK)
        steps->items[steps->count++] = *step;
    return steps->status == STATUS_OK;
}

enum status site_steps_read(const struct store *store, const char *site, struct site_steps *steps, struct error *error)
{
    enum status status = findings_list_steps(store, site, take_step, steps, error);

    return status == STATUS_OK ? steps->status : status;
}

void site_steps_free(struct site_steps *steps)
{
    alloc_free(steps->items);
}

/* The first step of a finding, or where it would stand. */
static size_t first_step(const struct site_steps *steps, int64_t finding)
{
    size_t low = 0, high = steps->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (steps->items[middle].finding < finding)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct reading {
    const struct site_span *span;
    struct site_steps steps;
    site_figures_read *read;
    void *context;
};

static bool take_finding(void *context, const struct finding_row *row)
{
    const struct reading *reading = context;
    const struct site_steps *steps = &reading->steps;
    struct site_finding finding = { .row = row, .is_open = row->state == FINDING_OPEN };
    const struct finding_step *last = NULL;
    int64_t begun_ms = 0;

    for (size_t index = first_step(steps, row->id); index < steps->count; index++) {
        const struct finding_step *step = &steps->items[index];

        if (step->finding != row->id || step->at_ms >= reading->span->to_ms)
            break;
        finding.opened = finding.opened
                         || (step->state == FINDING_OPEN && !step->is_decided && is_within(reading->span, step->at_ms));
        /* It goes on while it is set aside, until it is fixed. */
        if (step->state == FINDING_OPEN && (last == NULL || last->state == FINDING_FIXED))
            begun_ms = step->at_ms;
        last = step;
    }
    if (last != NULL && !finding.is_open && is_within(reading->span, last->at_ms)) {
        finding.closed = last->state == FINDING_FIXED;
        finding.set_aside = !finding.closed;
        finding.open_ms = last->at_ms - begun_ms;
    }
    return reading->read(reading->context, &finding);
}

enum status site_findings_read(const struct store *store, const char *site, const struct site_span *span,
                               site_figures_read *read, void *context, struct error *error)
{
    struct reading reading = { .span = span, .read = read, .context = context };
    enum status status = site_steps_read(store, site, &reading.steps, error);

    if (status == STATUS_OK)
        status = findings_list_at(store, site, span->to_ms, take_finding, &reading, error);
    site_steps_free(&reading.steps);
    return status;
}

enum status site_figures_add_finding(struct site_figures *figures, const struct site_finding *finding)
{
    enum finding_severity severity = finding->row->severity;
    enum status status = STATUS_OK;

    figures->opened[severity] += finding->opened ? 1 : 0;
    figures->open[severity] += finding->is_open ? 1 : 0;
    figures->closed += finding->closed ? 1 : 0;
    figures->set_aside += finding->set_aside ? 1 : 0;
    if (finding->closed)
        status = ARRAY_GROW(&figures->fixed_ms, &figures->fixed_capacity, figures->fixed_count + 1);
    if (status == STATUS_OK && finding->closed)
        figures->fixed_ms[figures->fixed_count++] = finding->open_ms;
    return status;
}

/* ---- All of it. */

static bool add_finding(void *context, const struct site_finding *finding)
{
    struct counting *counting = context;

    counting->status = site_figures_add_finding(counting->figures, finding);
    return counting->status == STATUS_OK;
}

enum status site_figures_count(const struct store *store, const char *site, const struct site_past *past,
                               const struct site_span *span, struct site_figures *figures, struct error *error)
{
    struct counting counting = { .figures = figures, .status = STATUS_OK };
    enum status status = site_figures_count_sweeps(store, site, past, span, figures, error);

    if (status == STATUS_OK)
        status = site_findings_read(store, site, span, add_finding, &counting, error);
    return status == STATUS_OK ? counting.status : status;
}

static unsigned sum_of(const unsigned counts[FINDING_SEVERITY_COUNT])
{
    return counts[FINDING_SEVERE] + counts[FINDING_ORDINARY] + counts[FINDING_SUSPECTED];
}

unsigned site_figures_opened(const struct site_figures *figures)
{
    return sum_of(figures->opened);
}

unsigned site_figures_open(const struct site_figures *figures)
{
    return sum_of(figures->open);
}

void site_figures_free(struct site_figures *figures)
{
    alloc_free(figures->fixed_ms);
    figures->fixed_ms = NULL;
    figures->fixed_count = figures->fixed_capacity = 0;
}
