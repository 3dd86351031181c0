/* SPDX-License-Identifier: Apache-2.0
 *
 * What is decided, as a client says it, and where an item stands, as the store has it: refused, or the same when it is
 * written and read again.
 */
#include <string.h>

#include "base/assert.h"
#include "gate/decision_json.h"
#include "gate/item_json.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 64 << 10 };

static void check_decision(struct bytes json, struct arena *arena)
{
    struct decision decision;
    struct error error = { 0 };
    enum status status = decision_json_read(json, arena, &decision, &error);

    if (status == STATUS_OK) {
        ASSERT(decision.action < REVIEW_ACTION_COUNT && decision.actor == NULL && decision.roles == 0);
        ASSERT(!date_is_set(decision.delegated_from) && !date_is_set(decision.delegated_until));
        return;
    }
    ASSERT(status == STATUS_INVALID && error.message[0] != '\0');
    ASSERT(utf8_valid_prefix(error.message, strlen(error.message)) == strlen(error.message));
}

static void check_item(const char *json)
{
    struct review_item item, again;
    struct buf first = BUF_INIT(1 << 20), second = BUF_INIT(1 << 20);

    if (item_json_read(json, &item) != STATUS_OK)
        return;
    ASSERT(item.state < ITEM_STATE_COUNT && item.level <= REVIEW_LEVEL_MAX);
    ASSERT(item.consultation_count <= ITEM_ORGANS_MAX);
    item_json_write(&first, &item);
    ASSERT(buf_status(&first) == STATUS_OK && item_json_read(first.data, &again) == STATUS_OK);
    item_json_write(&second, &again);
    ASSERT(bytes_equal(buf_bytes(&first), buf_bytes(&second)));
    buf_free(&first);
    buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena;
    const char *text;

    if (size > SIZE_LIMIT || arena_create(&arena) != STATUS_OK)
        return 0;
    check_decision(bytes_of(data, size), arena);
    text = arena_text(arena, (const char *)data, size);
    ASSERT(text != NULL);
    check_item(text);
    arena_destroy(arena);
    return 0;
}
