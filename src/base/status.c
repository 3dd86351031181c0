/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

static const struct {
    enum status_scope scope;
    const char *code;
} statuses[] = {
    [STATUS_OK] = { SCOPE_NONE, "ok" },
    [STATUS_MALFORMED] = { SCOPE_PART, "corrupt" },
    [STATUS_ENCRYPTED] = { SCOPE_PART, "encrypted" },
    [STATUS_UNSUPPORTED] = { SCOPE_PART, "unsupported" },
    [STATUS_CHARSET] = { SCOPE_PART, "charset" },
    [STATUS_LIMIT_DEPTH] = { SCOPE_PART, "limit-depth" },
    [STATUS_LIMIT_RATIO] = { SCOPE_PART, "limit-ratio" },
    [STATUS_LIMIT_MEMORY] = { SCOPE_PART, "limit-memory" },
    [STATUS_CRASHED] = { SCOPE_PART, "crashed" },
    [STATUS_LIMIT_BYTES] = { SCOPE_DOCUMENT, "limit-bytes" },
    [STATUS_LIMIT_CHILDREN] = { SCOPE_DOCUMENT, "limit-children" },
    [STATUS_LIMIT_FINDINGS] = { SCOPE_DOCUMENT, "limit-findings" },
    [STATUS_DEADLINE] = { SCOPE_DOCUMENT, "timeout" },
    [STATUS_STOPPED] = { SCOPE_DOCUMENT, "stopped" },
    [STATUS_IO] = { SCOPE_DOCUMENT, "io" },
    [STATUS_NO_MEMORY] = { SCOPE_SCAN, "memory" },
    [STATUS_INVALID] = { SCOPE_SCAN, "invalid" },
    [STATUS_BUG] = { SCOPE_SCAN, "bug" },
};

enum status_scope status_scope(enum status status)
{
    return statuses[status].scope;
}

const char *status_code(enum status status)
{
    return statuses[status].code;
}
