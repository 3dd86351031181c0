/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/api.h"
#include "gate/json_members.h"

json_t *api_read_json(struct call *call, const struct json_member *members, size_t count)
{
    struct error error = { 0 };
    json_t *root;
    enum status status = json_members_read(call->request->body, members, count, &root, &error);

    if (status == STATUS_OK)
        return root;
    api_fail(call, status, &error);
    return NULL;
}
