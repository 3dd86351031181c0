/* SPDX-License-Identifier: Apache-2.0
 *
 * Running text with other text in the middle of it: a note, a comment, a text box anchored between two letters. What
 * stands aside waits until the paragraph around it has ended, so that it cuts no word in two.
 */
#ifndef GUANKA_EXTRACT_FLOW_H
#define GUANKA_EXTRACT_FLOW_H

#include "base/buf.h"
#include "extract/extractor.h"

enum {
    FLOW_LANES = 2, /* what a reader sees, and what he does not */
    FLOW_ASIDES_MAX = 64,
    FLOW_WAITING_MAX = 8 << 20,
};

struct flow_run {
    struct text_run model; /* without its text */
    size_t start, size;    /* of the text */
    size_t order;
    unsigned level;
};

struct flow {
    struct extract_job *job;
    enum text_join join[FLOW_LANES];
    enum text_join outer[FLOW_ASIDES_MAX][FLOW_LANES]; /* how the text around each open aside goes on */
    unsigned level;                                    /* asides that are open */
    struct flow_run *waiting;
    size_t waiting_count, waiting_capacity;
    struct buf text; /* of what waits */
};

void flow_init(struct flow *flow, struct extract_job *job);
void flow_free(struct flow *flow);

/* The next text of either lane is joined no closer than this. */
void flow_join(struct flow *flow, enum text_join join);
/* Running text, or that of the innermost aside: *run says all but text, size, origin and join. The section must live
 * until the part closes. */
MUST_CHECK enum status flow_text(struct flow *flow, const struct text_run *run, struct bytes utf8);
/* Text by itself that is in no lane of running text: a property, a link. It joins as *run says. */
MUST_CHECK enum status flow_apart(struct flow *flow, const struct text_run *run, struct bytes utf8);
void flow_aside_begin(struct flow *flow);
void flow_aside_end(struct flow *flow);
/* A paragraph ends: what stood aside in it is emitted. */
MUST_CHECK enum status flow_paragraph(struct flow *flow);

#endif
