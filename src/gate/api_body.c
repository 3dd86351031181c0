/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <libintl.h>

#include "gate/api.h"

json_t *api_read_json(struct call *call)
{
    json_error_t problem;
    json_t *root =
        json_loadb((const char *)call->request->body.data, call->request->body.size, JSON_REJECT_DUPLICATES, &problem);

    if (root == NULL)
        api_refuse(call, 400, "invalid", gettext("this is no JSON: line %d, column %d: %s"), problem.line,
                   problem.column, problem.text);
    return root;
}
