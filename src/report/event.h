/* SPDX-License-Identifier: Apache-2.0
 *
 * One event for the log (base/event_log.h), as docs/contract.md lists them: what happened, to what, how it came out,
 * how long it took. Never what stands in a draft or on a page, nobody's name, no secret.
 *
 * One thread; the buffer is the event's from beginning to end.
 */
#ifndef GUANKA_REPORT_EVENT_H
#define GUANKA_REPORT_EVENT_H

#include "base/digest.h"
#include "base/event_log.h"
#include "report/json.h"

struct event {
    struct event_log *log; /* NULL: nobody asked for it, and all of this does nothing that lasts */
    const char *name;      /* borrowed until the end */
    struct buf object;
};

/* With the members that all events have; others follow in event->object. */
void event_begin(struct event *event, struct event_log *log, const char *name);
void event_digest(struct event *event, const char *key, const struct digest *digest);
/* A time (milliseconds since 1970); null for 0. */
void event_time(struct event *event, const char *key, int64_t at_ms);
/* Ends the object and hands it to the log. */
void event_end(struct event *event);

#endif
