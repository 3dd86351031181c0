/* SPDX-License-Identifier: Apache-2.0 */
#include "report/event.h"

#include "base/clock.h"
#include "base/date.h"

enum { EVENT_MAX = 1 << 16 };

void event_begin(struct event *event, struct event_log *log, const char *name)
{
    *event = (struct event){ .log = log, .name = name, .object = BUF_INIT(EVENT_MAX) };
    buf_text(&event->object, "{\"v\":1,\"type\":\"event\"");
    event_time(event, "time", clock_wall_ms());
    json_text(&event->object, "event", name);
}

void event_digest(struct event *event, const char *key, const struct digest *digest)
{
    char text[DIGEST_TEXT_SIZE];

    digest_text(digest, text);
    json_text(&event->object, key, text);
}

void event_time(struct event *event, const char *key, int64_t at_ms)
{
    char text[DATE_TIME_SIZE];

    date_time_text(at_ms, text);
    json_text(&event->object, key, at_ms != 0 ? text : NULL);
}

void event_end(struct event *event)
{
    buf_byte(&event->object, '}');
    if (buf_status(&event->object) == STATUS_OK)
        event_log_write(event->log, event->name, buf_bytes(&event->object));
    else if (event->log != NULL)
        event_log_note_lost(event->log);
    buf_free(&event->object);
}
