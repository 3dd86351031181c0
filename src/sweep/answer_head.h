/* SPDX-License-Identifier: Apache-2.0
 *
 * What the crawler reads of the head of an answer, line by line as it comes in.
 *
 * The fields are whatever a server sends: of each the last one counts, of cookies all; one with a zero byte is none,
 * and what is longer than ANSWER_FIELD_MAX is cut off there. Pure; a head belongs to one thread.
 */
#ifndef GUANKA_SWEEP_ANSWER_HEAD_H
#define GUANKA_SWEEP_ANSWER_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"

enum { ANSWER_FIELD_MAX = 8 << 10 }; /* bytes */

/* Empty ones were not sent. */
struct answer_head {
    struct buf location, etag, modified, content_type, refresh;
    struct buf cookies;     /* as a request gives them back */
    uint32_t retry_after_s; /* seconds; 0: not said, or as a date */
};

void answer_head_init(struct answer_head *head);
void answer_head_clear(struct answer_head *head);
void answer_head_free(struct answer_head *head);
/* true: it is a status line, with which another answer begins and what was read before is forgotten. */
bool answer_head_take(struct answer_head *head, struct bytes line);
/* Of its Content-Type, which is changed; "" where there is none. They live as long as the head is not changed. */
void answer_head_content_type(struct answer_head *head, const char **media_type, const char **charset);
/* The day in Shanghai of a date as HTTP has it; {0} where that is none. */
struct date answer_head_day(const char *text);

#endif
