/* SPDX-License-Identifier: Apache-2.0
 *
 * Where events are written, one line each (docs/contract.md): a file, the journal, or standard error.
 *
 * Whoever writes waits for nothing: a thread of the log's own takes what is written to its place. When that cannot be
 * had (a full disk, a folder that is not there, a pipe that nobody reads) what waits is tried again each second; beyond
 * EVENTS_WAITING_MAX events are lost. Both are told on standard error, lost ones in the log, too, as soon as it can be
 * written. A line is there whole or not at all, also where several programs write to one file. A file is looked for by
 * its name before each line: one that was renamed (logrotate) or taken away is left, and begun anew.
 */
#ifndef GUANKA_BASE_EVENT_LOG_H
#define GUANKA_BASE_EVENT_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum { EVENTS_WAITING_MAX = 8192 };

struct event_log;

/* `place`: "-" is standard error, "journal" systemd's journal (standard error where there is none, which is told),
 * anything else the path of a file. Copied. Nothing is opened yet; the place may come later. */
MUST_CHECK enum status event_log_open(const char *place, struct event_log **log);
/* One event: `object` is a JSON object without a line feed, `name` what it is an event of (a word). Any thread. NULL is
 * allowed: nobody asked for a log. */
void event_log_write(struct event_log *log, const char *name, struct bytes object);
/* One that could not be made: there was no memory. */
void event_log_note_lost(struct event_log *log);

struct event_log_counts {
    uint64_t written, lost;
    bool is_failing; /* the last attempt to write has failed */
};
struct event_log_counts event_log_counts(struct event_log *log);

/* In a process that was forked, before it writes anything: what waits is the parent's to write. NULL is allowed. */
void event_log_forked(struct event_log *log);
/* Writes what waits, for at most five seconds. NULL is allowed. */
void event_log_close(struct event_log *log);

#endif
