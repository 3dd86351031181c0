/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sweep_times.h"

#include "base/alloc.h"
#include "base/array.h"
#include "store/later.h"
#include "store/store_data.h"

enum { HOUR_MS = 3600000 };

struct sweep_time_refuted {
    int64_t sweep;
    struct sweep_time time;
};

struct record {
    int64_t sweep, started_ms;
    bool is_believed;
};

/* Records one after the other, of an hour at most, in which the clock did not go back: they weigh as one, since many
 * slots are recorded as missed at a time, and one hour has the sweeps of many sites. */
struct hour {
    size_t first, end;       /* of the records */
    int64_t low_ms, high_ms; /* their earliest and latest start */
    size_t before;           /* the hour that it follows in its chain; NONE */
};

static const size_t NONE = SIZE_MAX;

struct weighing {
    struct record *records;
    size_t record_count, record_capacity;
    struct hour *hours;
    size_t hour_count, hour_capacity;
    size_t *ends;      /* of the chains of one, two, three… hours: the hour whose end is the earliest */
    int64_t *ends_ms;  /* those ends */
    size_t end_count;
};

const char *sweep_times_name(enum sweep_time_verdict verdict)
{
    static const char *const names[] = { [SWEEP_TIME_BELIEVED] = NULL,
                                         [SWEEP_TIME_LATER] = "later-than-now",
                                         [SWEEP_TIME_AHEAD] = "clock-ahead",
                                         [SWEEP_TIME_BEHIND] = "clock-behind" };

    return names[verdict];
}

/* ---- Reading. */

/* Few stores have one; in the others there is nothing to weigh. */
static enum status find_set_back(const struct store *store, bool *has_one, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error, "SELECT 1 FROM sweeps WHERE set_back = 1 LIMIT 1", "");

    *has_one = false;
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, has_one, error);
    store_end(statement);
    return status;
}

static enum status add_record(struct weighing *weighing, struct record record)
{
    enum status status = ARRAY_GROW(&weighing->records, &weighing->record_capacity, weighing->record_count + 1);

    if (status == STATUS_OK)
        weighing->records[weighing->record_count++] = record;
    return status;
}

static enum status read_records(const struct store *store, int64_t now_ms, struct weighing *weighing,
                                struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error, "SELECT id, started FROM sweeps ORDER BY id", "");

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct record record = { .sweep = sqlite3_column_int64(statement, 0),
                                 .started_ms = sqlite3_column_int64(statement, 1) };

        status = later_is(record.started_ms, now_ms) ? STATUS_OK : add_record(weighing, record);
        if (status != STATUS_OK)
            break;
    }
    store_end(statement);
    return status;
}

/* ---- Weighing. */

static enum status divide_into_hours(struct weighing *weighing)
{
    for (size_t index = 0; index < weighing->record_count; index++) {
        int64_t at_ms = weighing->records[index].started_ms;
        struct hour *last = weighing->hour_count > 0 ? &weighing->hours[weighing->hour_count - 1] : NULL;

        if (last != NULL && !later_is(last->high_ms, at_ms) && at_ms - last->low_ms < HOUR_MS) {
            last->end = index + 1;
            last->low_ms = at_ms < last->low_ms ? at_ms : last->low_ms;
            last->high_ms = at_ms > last->high_ms ? at_ms : last->high_ms;
            continue;
        }
        if (ARRAY_GROW(&weighing->hours, &weighing->hour_capacity, weighing->hour_count + 1) != STATUS_OK)
            return STATUS_NO_MEMORY;
        weighing->hours[weighing->hour_count++] =
            (struct hour){ .first = index, .end = index + 1, .low_ms = at_ms, .high_ms = at_ms, .before = NONE };
    }
    return STATUS_OK;
}

/* How many hours the longest chain has that this one can follow. */
static size_t longest_before(const struct weighing *weighing, const struct hour *hour)
{
    size_t low = 0, high = weighing->end_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (later_is(weighing->ends_ms[middle], hour->low_ms))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Of chains that are as long the one that ends earliest is kept: it is the one of the clock that was set back. */
static enum status chain(struct weighing *weighing)
{
    weighing->ends = alloc_zeroed(weighing->hour_count + 1, sizeof *weighing->ends);
    weighing->ends_ms = alloc_zeroed(weighing->hour_count + 1, sizeof *weighing->ends_ms);
    if (weighing->ends == NULL || weighing->ends_ms == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < weighing->hour_count; index++) {
        struct hour *hour = &weighing->hours[index];
        size_t length = longest_before(weighing, hour);
        int64_t end_ms = hour->high_ms;

        if (length > 0) {
            hour->before = weighing->ends[length - 1];
            end_ms = weighing->ends_ms[length - 1] > end_ms ? weighing->ends_ms[length - 1] : end_ms;
        }
        if (length < weighing->end_count && weighing->ends_ms[length] < end_ms)
            continue;
        weighing->ends[length] = index;
        weighing->ends_ms[length] = end_ms;
        weighing->end_count = length == weighing->end_count ? length + 1 : weighing->end_count;
    }
    return STATUS_OK;
}

static void believe_longest(struct weighing *weighing)
{
    size_t at = weighing->end_count > 0 ? weighing->ends[weighing->end_count - 1] : NONE;

    for (; at != NONE; at = weighing->hours[at].before) {
        for (size_t index = weighing->hours[at].first; index < weighing->hours[at].end; index++)
            weighing->records[index].is_believed = true;
    }
}

/* ---- What proves it. */

static enum status refute(struct sweep_times *times, const struct record *record, enum sweep_time_verdict verdict,
                          const struct record *by)
{
    enum status status = ARRAY_GROW(&times->items, &times->capacity, times->count + 1);

    if (status == STATUS_OK)
        times->items[times->count++] = (struct sweep_time_refuted){
            record->sweep, { .verdict = verdict, .by_sweep = by->sweep, .by_started_ms = by->started_ms }
        };
    return status;
}

/* By the first believed one after it that is earlier; or by the latest of those before it. */
static enum status find_proof(struct sweep_times *times, const struct weighing *weighing, size_t at,
                              const struct record *latest_before)
{
    const struct record *record = &weighing->records[at];

    if (latest_before != NULL && later_is(latest_before->started_ms, record->started_ms))
        return refute(times, record, SWEEP_TIME_BEHIND, latest_before);
    for (size_t index = at + 1; index < weighing->record_count; index++) {
        const struct record *other = &weighing->records[index];

        if (other->is_believed && later_is(record->started_ms, other->started_ms))
            return refute(times, record, SWEEP_TIME_AHEAD, other);
    }
    return STATUS_OK;
}

static enum status collect(struct sweep_times *times, const struct weighing *weighing)
{
    const struct record *latest = NULL;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < weighing->record_count && status == STATUS_OK; index++) {
        const struct record *record = &weighing->records[index];

        if (!record->is_believed)
            status = find_proof(times, weighing, index, latest);
        else if (latest == NULL || record->started_ms > latest->started_ms)
            latest = record;
    }
    return status;
}

static enum status weigh(struct sweep_times *times, struct weighing *weighing)
{
    enum status status = divide_into_hours(weighing);

    if (status == STATUS_OK)
        status = chain(weighing);
    if (status != STATUS_OK)
        return status;
    believe_longest(weighing);
    return collect(times, weighing);
}

enum status sweep_times_read(const struct store *store, int64_t now_ms, struct sweep_times *times, struct error *error)
{
    struct weighing weighing = { 0 };
    bool has_set_back;
    enum status status = find_set_back(store, &has_set_back, error);

    times->now_ms = now_ms;
    if (status != STATUS_OK || !has_set_back)
        return status;
    status = read_records(store, now_ms, &weighing, error);
    if (status == STATUS_OK)
        status = weigh(times, &weighing);
    alloc_free(weighing.records);
    alloc_free(weighing.hours);
    alloc_free(weighing.ends);
    alloc_free(weighing.ends_ms);
    return status;
}

void sweep_times_free(struct sweep_times *times)
{
    alloc_free(times->items);
    times->items = NULL;
    times->count = times->capacity = 0;
}

struct sweep_time sweep_times_judge(const struct sweep_times *times, const struct sweep_row *row)
{
    size_t low = 0, high = times->count;

    if (row->id != 0 && later_is(row->started_ms, times->now_ms))
        return (struct sweep_time){ .verdict = SWEEP_TIME_LATER };
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (times->items[middle].sweep < row->id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < times->count && times->items[low].sweep == row->id)
        return times->items[low].time;
    return (struct sweep_time){ .verdict = SWEEP_TIME_BELIEVED };
}
