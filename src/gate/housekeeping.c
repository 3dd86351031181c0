/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/housekeeping.h"

#include "store/accounts.h"
#include "store/outbox.h"
#include "store/reviews.h"

enum { MS_PER_DAY = 86400000 };

static int64_t days_before(int64_t now_ms, unsigned days)
{
    return now_ms - (int64_t)days * MS_PER_DAY;
}

enum status housekeeping_run(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    const struct keeping *keeping = context;
    unsigned forgotten;
    enum status status = content_forget(store, days_before(now_ms, keeping->content_days), &forgotten, error);

    if (status == STATUS_OK)
        status = session_expire(store, now_ms, error);
    if (status == STATUS_OK)
        status = idempotency_forget(store, days_before(now_ms, keeping->idempotency_days), error);
    return status == STATUS_OK ? outbox_forget(store, days_before(now_ms, keeping->outbox_days), error) : status;
}
