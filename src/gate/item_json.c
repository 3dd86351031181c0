/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/item_json.h"

#include <stdio.h>
#include <string.h>

#include "report/json.h"

void item_json_date(struct buf *out, const char *key, struct date date)
{
    char text[DATE_TEXT_SIZE];

    date_text(date, text);
    json_text(out, key, text);
}

static void write_actor(struct buf *out, const struct item_actor *actor)
{
    buf_byte(out, '{');
    json_text(out, "name", actor->name);
    json_text(out, "on_behalf_of", actor->on_behalf_of);
    item_json_date(out, "delegated_from", actor->delegated_from);
    item_json_date(out, "delegated_until", actor->delegated_until);
    buf_byte(out, '}');
}

static void write_actors(struct buf *out, const char *key, const struct item_actor *actors, size_t count)
{
    json_key(out, key);
    buf_byte(out, '[');
    for (size_t index = 0; index < count; index++) {
        json_element(out);
        write_actor(out, &actors[index]);
    }
    buf_byte(out, ']');
}

static void write_consultation(struct buf *out, const struct consultation *consultation)
{
    json_element(out);
    buf_byte(out, '{');
    json_text(out, "organ", consultation->organ);
    json_text(out, "consent", consent_name(consultation->consent));
    item_json_date(out, "asked", consultation->asked);
    item_json_date(out, "received", consultation->received);
    item_json_date(out, "due", consultation->due);
    item_json_date(out, "answered", consultation->answered);
    buf_byte(out, '}');
}

void item_json_roles(struct buf *out, const char *key, unsigned roles)
{
    json_key(out, key);
    buf_byte(out, '[');
    for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
        if ((roles & 1U << bit) == 0)
            continue;
        json_element(out);
        json_quoted(out, review_role_name(bit), strlen(review_role_name(bit)));
    }
    buf_byte(out, ']');
}

void item_json_write(struct buf *out, const struct review_item *item)
{
    buf_byte(out, '{');
    json_text(out, "state", item_state_name(item->state));
    json_text(out, "class", review_class_name(item->class));
    json_number(out, "level", item->level);
    json_number(out, "level_needed", item->level_needed);
    json_number(out, "override_level", item->override_level);
    json_number(out, "overridden_at", item->overridden_at);
    write_actors(out, "overrider", &item->overrider, 1);
    json_bool(out, "doubtful", item->is_doubtful);
    json_text(out, "secrecy", secrecy_state_name(item->secrecy));
    json_text(out, "secrecy_before", secrecy_state_name(item->secrecy_before));
    item_json_date(out, "referral_due", item->referral_due);
    item_json_date(out, "publish_by", item->publish_by);
    item_json_date(out, "consult_by", item->consult_by);
    write_actors(out, "acted", item->acted, REVIEW_LEVEL_MAX + 1);
    write_actors(out, "secrecy_acted", item->secrecy_acted, 3);
    json_key(out, "consultations");
    buf_byte(out, '[');
    for (size_t index = 0; index < item->consultation_count; index++)
        write_consultation(out, &item->consultations[index]);
    buf_byte(out, ']');
    buf_byte(out, '}');
}
