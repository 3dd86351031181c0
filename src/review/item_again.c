/* SPDX-License-Identifier: Apache-2.0
 *
 * What new findings do to an item that has begun already.
 */
#include <string.h>

#include "review/item_data.h"

static bool is_open(const struct review_item *item)
{
    return item->state == ITEM_HELD || item->state == ITEM_REVIEW || item->state == ITEM_CLEARED || item->state == ITEM_READY;
}

static void begin_again(struct review_item *item, enum item_state state)
{
    memset(item->acted, 0, sizeof item->acted);
    item->state = state;
    item->level = 1;
    item->is_overridden = false;
}

/* Whoever overrode it may have overridden less than what holds it now. */
static bool is_overridden_enough(const struct review_item *item, const struct judgement *judgement)
{
    return item->is_overridden && judgement->override_level > 0 && judgement->override_level <= item->override_level;
}

static unsigned last_approval(const struct review_item *item)
{
    unsigned level = REVIEW_LEVEL_MAX;

    while (level > 0 && item->acted[level][0] == '\0')
        level--;
    return level;
}

static void ask_for_more(struct review_item *item, const struct judgement *judgement)
{
    unsigned last = last_approval(item);

    if (judgement->is_doubtful && !item->is_doubtful)
        begin_again(item, ITEM_REVIEW);
    item->is_doubtful = item->is_doubtful || judgement->is_doubtful;
    if (judgement->level > item->level_needed)
        item->level_needed = judgement->level;
    if ((item->state == ITEM_CLEARED || item->state == ITEM_READY) && last < item->level_needed) {
        item->state = ITEM_REVIEW;
        item->level = (uint8_t)(last + 1);
    }
}

void review_item_judge_again(struct review_item *item, const struct judgement *judgement)
{
    if (!is_open(item))
        return;
    if (judgement->effect == STOP_REFUSED) {
        begin_again(item, ITEM_REFUSED);
    } else if (judgement->missing != 0) {
        begin_again(item, ITEM_RETURNED);
    } else if (judgement->effect == STOP_HELD) {
        if (!is_overridden_enough(item, judgement))
            begin_again(item, ITEM_HELD);
        item->override_level = judgement->override_level;
    } else {
        if (item->state == ITEM_HELD)
            begin_again(item, ITEM_REVIEW);
        item->override_level = 0;
    }
    if (is_open(item) && item->state != ITEM_HELD)
        ask_for_more(item, judgement);
}
