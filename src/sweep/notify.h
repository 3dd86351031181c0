/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages about incidents to those whom the site file names: webhooks (JSON by POST, signed as the gate's are:
 * gate/webhook.h) and e-mail (SMTP). They wait in the store until the other side takes them, up to three days.
 */
#ifndef GUANKA_SWEEP_NOTIFY_H
#define GUANKA_SWEEP_NOTIFY_H

#include "base/buf.h"
#include "store/incidents.h"
#include "sweep/site.h"

/* Before an e-mail address, among the addresses of messages. */
#define NOTIFY_MAIL_SCHEME "mailto:"

enum notify_event {
    NOTIFY_OPENED,
    NOTIFY_REMINDER,
    NOTIFY_OVERDUE,
    NOTIFY_PROGRESS_OVERDUE, /* of later reports of major ones */
    NOTIFY_DAILY_OVERDUE,
};
/* For each of the site's contacts. `detail`: an address, or ""; what is found is not told, since mail is not safe.
 * Inside of a transaction. */
MUST_CHECK enum status notify_queue(struct store *store, const struct site *site, const struct incident_row *row,
                                    enum notify_event event, const char *detail, int64_t at_ms, struct error *error);

/* The same of a later report that was due at `due_ms` and is missing: NOTIFY_PROGRESS_OVERDUE, NOTIFY_DAILY_OVERDUE. */
MUST_CHECK enum status notify_queue_late(struct store *store, const struct site *site, const struct incident_row *row,
                                         enum notify_event event, int64_t due_ms, int64_t at_ms, struct error *error);

/* Where a message goes, for people: of a webhook scheme and host alone, since whoever knows the rest can write there. */
void notify_describe_address(struct buf *out, const char *address);

struct notify_options {
    const char *webhook_key;               /* NULL: webhooks are not signed */
    const char *smtp;                      /* "smtp://host:port" or "smtps://…"; NULL: mail waits */
    const char *smtp_user, *smtp_password; /* NULL: none */
    const char *from;                      /* an e-mail address */
    const char *ca_file;                   /* NULL */
};
/* Sends what is due now, up to 64 messages side by side, those first that were tried least; it is over in half a minute,
 * however many do not answer, which are put off. *waiting counts what did not leave. Failures of others are kept in the
 * store, not an error. */
MUST_CHECK enum status notify_send_due(struct store *store, const struct notify_options *options, int64_t now_ms,
                                       unsigned *waiting, struct error *error);

#endif
