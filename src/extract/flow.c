/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/flow.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/utf8.h"

void flow_init(struct flow *flow, struct extract_job *job)
{
    *flow = (struct flow){ .job = job, .join = { JOIN_BROKEN, JOIN_BROKEN }, .text = BUF_INIT(FLOW_WAITING_MAX) };
}

void flow_free(struct flow *flow)
{
    alloc_free(flow->waiting);
    buf_free(&flow->text);
}

void flow_join(struct flow *flow, enum text_join join)
{
    for (int lane = 0; lane < FLOW_LANES; lane++)
        if (flow->join[lane] < join)
            flow->join[lane] = join;
}

static enum status emit(struct flow *flow, const struct text_run *run, struct bytes utf8)
{
    struct text_run piece = *run;
    enum status status = STATUS_OK;

    piece.origin = ORIGIN_DETACHED;
    while (utf8.size > 0 && status == STATUS_OK) {
        piece.utf8 = (const char *)utf8.data;
        piece.size = utf8.size;
        if (piece.size > TEXT_RUN_MAX)
            piece.size = utf8_floor(piece.utf8, piece.size, TEXT_RUN_MAX);
        status = extract_emit(flow->job, &piece);
        utf8 = bytes_slice(utf8, piece.size, utf8.size);
        piece.join = JOIN_GLUED;
    }
    return status;
}

enum status flow_apart(struct flow *flow, const struct text_run *run, struct bytes utf8)
{
    return emit(flow, run, utf8);
}

static int by_level(const void *left, const void *right)
{
    const struct flow_run *a = left, *b = right;

    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static enum status waiting_emit(struct flow *flow)
{
    enum status status = STATUS_OK;

    if (flow->waiting_count > 1)
        qsort(flow->waiting, flow->waiting_count, sizeof *flow->waiting, by_level);
    for (size_t index = 0; index < flow->waiting_count && status == STATUS_OK; index++) {
        const struct flow_run *run = &flow->waiting[index];

        status = emit(flow, &run->model, bytes_of(flow->text.data + run->start, run->size));
    }
    flow->waiting_count = 0;
    buf_clear(&flow->text);
    return status;
}

static enum status wait(struct flow *flow, const struct text_run *run, struct bytes utf8)
{
    enum status status = STATUS_OK;

    /* No more room: it goes out of its turn, and what it stands in the middle of is cut. */
    if (utf8.size > FLOW_WAITING_MAX - flow->text.size) {
        status = waiting_emit(flow);
        for (unsigned level = 0; level < flow->level; level++)
            flow->outer[level][0] = flow->outer[level][1] = JOIN_BROKEN;
    }
    if (utf8.size > FLOW_WAITING_MAX)
        return status == STATUS_OK ? emit(flow, run, utf8) : status;
    if (status == STATUS_OK)
        status = ARRAY_GROW(&flow->waiting, &flow->waiting_capacity, flow->waiting_count + 1);
    if (status != STATUS_OK)
        return status;
    flow->waiting[flow->waiting_count] = (struct flow_run){
        .model = *run, .start = flow->text.size, .size = utf8.size, .order = flow->waiting_count, .level = flow->level
    };
    buf_append(&flow->text, utf8.data, utf8.size);
    if (buf_status(&flow->text) == STATUS_OK)
        flow->waiting_count++;
    return buf_status(&flow->text);
}

enum status flow_text(struct flow *flow, const struct text_run *run, struct bytes utf8)
{
    bool hidden = run->role == TEXT_HIDDEN;
    struct text_run joined = *run;

    if (utf8.size == 0)
        return STATUS_OK;
    joined.join = flow->join[hidden];
    flow->join[hidden] = JOIN_GLUED;
    /* What is hidden on both sides of visible text makes no word. */
    if (!hidden)
        flow->join[1] = JOIN_BROKEN;
    return flow->level > 0 ? wait(flow, &joined, utf8) : emit(flow, &joined, utf8);
}

void flow_aside_begin(struct flow *flow)
{
    if (flow->level < FLOW_ASIDES_MAX)
        for (int lane = 0; lane < FLOW_LANES; lane++)
            flow->outer[flow->level][lane] = flow->join[lane];
    flow->level++;
    flow_join(flow, JOIN_BROKEN);
}

void flow_aside_end(struct flow *flow)
{
    flow->level--;
    if (flow->level < FLOW_ASIDES_MAX)
        for (int lane = 0; lane < FLOW_LANES; lane++)
            flow->join[lane] = flow->outer[flow->level][lane];
    else
        flow_join(flow, JOIN_BROKEN);
}

enum status flow_paragraph(struct flow *flow)
{
    flow_join(flow, JOIN_BROKEN);
    return flow->level > 0 || flow->waiting_count == 0 ? STATUS_OK : waiting_emit(flow);
}
