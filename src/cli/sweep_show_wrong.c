/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_show_wrong.h"

#include <inttypes.h>

#include "base/alloc.h"
#include "base/array.h"
#include "cli/sweep_line.h"
#include "report/json.h"
#include "report/words.h"
#include "store/sweeps.h"
#include "store/troubles.h"
#include "sweep/availability.h"
#include "sweep/site_slots.h"
#include "sweep/slots.h"

enum { REASON_MAX = 1 << 16 };

/* ---- Slots. */

struct slot_list {
    struct site_slot *items;
    size_t count, capacity;
    enum status status;
};

static bool take_slot(void *context, const struct site_slot *slot)
{
    struct slot_list *list = context;
    bool is_unrecorded = slot->state == SITE_SLOT_MISSED && slot->sweep == 0;

    if (is_unrecorded || slot->state == SITE_SLOT_COMING || slot->state == SITE_SLOT_COMPLETE)
        return true;
    list->status = ARRAY_GROW(&list->items, &list->capacity, list->count + 1);
    if (list->status == STATUS_OK)
        list->items[list->count++] = *slot;
    return list->status == STATUS_OK;
}

static bool take_reason(void *context, const struct sweep_row *row)
{
    buf_text(context, row->reason);
    return false;
}

/* Of one that can still be made up for there is a reason only when it could not be begun. */
static enum status read_reason(const struct store *store, const char *site, const struct site_slot *slot,
                               struct buf *reason, struct error *error)
{
    enum status status;

    buf_clear(reason);
    if (slot->state == SITE_SLOT_DUE)
        return slot->is_running ? STATUS_OK : troubles_get(store, site, slot->at_ms, reason, error);
    status = sweeps_get(store, slot->sweep, take_reason, reason, error);
    return status == STATUS_OK ? buf_status(reason) : status;
}

static const char *state_name(enum site_slot_state state)
{
    if (state == SITE_SLOT_DUE)
        return "not-begun";
    return sweeps_outcome_name(state == SITE_SLOT_MISSED ? SWEEP_MISSED : SWEEP_INCOMPLETE);
}

static void describe_slot(struct buf *out, const struct site_slot *slot, const char *reason)
{
    char at[SLOTS_TIME_SIZE];

    slots_time_write(slot->at_ms, at);
    if (out->size > 0)
        buf_byte(out, '\n');
    if (slot->state == SITE_SLOT_DUE)
        buf_format(out, _("  NOT BEGUN: the slot of %s, which can still be made up for: "), at);
    else if (slot->state == SITE_SLOT_MISSED)
        buf_format(out, _("  MISSED: the slot of %s: "), at);
    else
        buf_format(out, _("  NOT COMPLETE: the slot of %s: "), at);
    sweep_line_text(out, reason, false);
}

static void add_slot(struct sweep_show_wrong *wrong, const struct site_slot *slot, const char *reason)
{
    struct buf *out = &wrong->slots;

    wrong->count++;
    if (!wrong->as_json) {
        describe_slot(out, slot, reason);
        return;
    }
    json_element(out);
    buf_byte(out, '{');
    sweep_line_time(out, "slot", slot->at_ms);
    json_text(out, "state", state_name(slot->state));
    sweep_line_member(out, "reason", reason, false);
    buf_byte(out, '}');
}

/* What kept a site from its first slot was before anything of it was on record. */
static enum status find_begun(const struct store *store, const char *site, int64_t *begun_ms, struct error *error)
{
    int64_t first_ms = 0;
    enum status status = troubles_first(store, site, &first_ms, error);

    if (status == STATUS_OK && first_ms != 0 && (*begun_ms == INT64_MIN || first_ms < *begun_ms))
        *begun_ms = first_ms;
    return status;
}

static enum status list_slots(const struct store *store, const struct site_then *then, int64_t begun_ms, int64_t now_ms,
                              struct slot_list *list, struct error *error)
{
    const struct date today = slots_day(now_ms);
    int64_t from_ms = date_start_ms(today), last_ms = site_past_last_slot(&then->past, now_ms);
    enum status status = find_begun(store, then->site.id, &begun_ms, error);

    if (status != STATUS_OK || begun_ms == INT64_MIN)
        return status;
    from_ms = last_ms != INT64_MIN && last_ms < from_ms ? last_ms : from_ms;
    status = site_slots_list(store, then->site.id, &then->past, begun_ms, from_ms,
                             date_start_ms(slots_day_after(today, 1)), now_ms, take_slot, list, error);
    return status == STATUS_OK ? list->status : status;
}

static enum status find_slots(const struct store *store, const struct site_then *then, int64_t begun_ms, int64_t now_ms,
                              struct sweep_show_wrong *wrong, struct error *error)
{
    struct slot_list list = { .status = STATUS_OK };
    struct buf reason = BUF_INIT(REASON_MAX);
    enum status status = list_slots(store, then, begun_ms, now_ms, &list, error);

    for (size_t index = 0; index < list.count && status == STATUS_OK; index++) {
        const struct site_slot *slot = &list.items[index];

        status = read_reason(store, then->site.id, slot, &reason, error);
        if (status == STATUS_OK && (slot->state != SITE_SLOT_DUE || reason.size > 0))
            add_slot(wrong, slot, reason.size > 0 ? reason.data : "");
    }
    alloc_free(list.items);
    buf_free(&reason);
    return status;
}

/* ---- Start pages. */

static void add_start(struct sweep_show_wrong *wrong, const char *url, const struct availability *availability)
{
    struct buf *out = &wrong->starts;
    char since[SLOTS_TIME_SIZE];

    wrong->count++;
    if (wrong->as_json) {
        json_element(out);
        buf_byte(out, '{');
        sweep_line_member(out, "url", url, false);
        sweep_line_time(out, "since", availability->down_since_ms);
        json_number(out, "probes_in_a_row", availability->in_a_row);
        buf_byte(out, '}');
        return;
    }
    slots_time_write(availability->down_since_ms, since);
    buf_text(out, out->size > 0 ? "\n  " : "  ");
    sweep_line_text(out, url, false);
    buf_format(out, _(" CANNOT BE OPENED: %" PRIu64 " probes in a row failed, the first of %s"), availability->in_a_row,
               since);
}

static enum status find_starts(const struct store *store, const struct site *site, int64_t now_ms,
                               struct sweep_show_wrong *wrong, struct error *error)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < site->starts.count && status == STATUS_OK; index++) {
        struct availability availability;

        status = availability_of(store, site, site->starts.items[index], now_ms, &availability, error);
        if (status == STATUS_OK && availability.in_a_row > 0)
            add_start(wrong, site->starts.items[index], &availability);
    }
    return status;
}

/* ---- Both. */

enum status sweep_show_wrong_find(const struct store *store, const struct site_then *then, int64_t begun_ms,
                                  int64_t now_ms, struct sweep_show_wrong *wrong, struct error *error)
{
    enum status status;

    wrong->count = 0;
    buf_clear(&wrong->slots);
    buf_clear(&wrong->starts);
    status = find_slots(store, then, begun_ms, now_ms, wrong, error);
    return status == STATUS_OK ? find_starts(store, &then->site, now_ms, wrong, error) : status;
}

static void write_array(struct buf *out, const char *key, const struct buf *elements)
{
    json_key(out, key);
    buf_byte(out, '[');
    buf_append(out, elements->data, elements->size);
    buf_byte(out, ']');
}

void sweep_show_wrong_write(struct buf *out, const struct sweep_show_wrong *wrong)
{
    write_array(out, "slots_wrong", &wrong->slots);
    write_array(out, "starts_failed", &wrong->starts);
}

void sweep_show_wrong_print(struct sweep_show_wrong *wrong)
{
    if (wrong->slots.size > 0)
        sweep_line_print(&wrong->slots);
    if (wrong->starts.size > 0)
        sweep_line_print(&wrong->starts);
}

void sweep_show_wrong_free(struct sweep_show_wrong *wrong)
{
    buf_free(&wrong->slots);
    buf_free(&wrong->starts);
}
