/* SPDX-License-Identifier: Apache-2.0
 *
 * What new findings do to an item that has begun already.
 */
#include <string.h>

#include "review/item_data.h"

/* A question to the secrecy body stays open; the steps of the organ itself are taken again. */
static void begin_secrecy_again(struct review_item *item)
{
    enum secrecy_state *secrecy = item->secrecy == SECRECY_REFERRED ? &item->secrecy_before : &item->secrecy;

    memset(item->secrecy_acted, 0, sizeof item->secrecy_acted);
    if (*secrecy != SECRECY_NOT_ASKED)
        *secrecy = SECRECY_PROVIDER;
}

static void begin_again(struct review_item *item, enum item_state state)
{
    memset(item->acted, 0, sizeof item->acted);
    item->state = state;
    item->level = 1;
    item->overridden_at = 0;
    item->overrider = (struct item_actor){ 0 };
    begin_secrecy_again(item);
}

/* Whoever overrode it may have overridden less than what holds it now. */
static bool is_overridden_enough(const struct review_item *item, const struct judgement *judgement)
{
    return judgement->override_level > 0 && judgement->override_level <= item->overridden_at;
}

static unsigned last_approval(const struct review_item *item)
{
    unsigned level = REVIEW_LEVEL_MAX;

    while (level > 0 && item->acted[level].name[0] == '\0')
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
    if (!item_is_open(item))
        return;
    if (judgement->effect == STOP_REFUSED) {
        item->state = ITEM_REFUSED;
    } else if (judgement->missing != 0) {
        item->state = ITEM_RETURNED;
    } else if (judgement->effect == STOP_HELD) {
        if (!is_overridden_enough(item, judgement))
            begin_again(item, ITEM_HELD);
        item->override_level = judgement->override_level;
    } else {
        if (item->state == ITEM_HELD)
            begin_again(item, ITEM_REVIEW);
        item->override_level = 0;
    }
    if (item_is_open(item) && item->state != ITEM_HELD)
        ask_for_more(item, judgement);
}
